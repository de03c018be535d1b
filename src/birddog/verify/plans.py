"""Invariants about programs: nothing barred is given, sessions fit, absences are explained, plans are pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, product

from birddog import present
from birddog.core.content.content import Content
from birddog.core.content.values import STAGES, StageName
from birddog.core.person.facts import VALUES, Facts, facts
from birddog.core.person.intake import Abilities, Conditions, Intake, Person, Pregnancy, Time
from birddog.core.plan.compose import EXTENSION, FLEXION, Candidate, Table, Task, best
from birddog.core.plan.dosing import climb
from birddog.core.plan.planner import Planner, end_range, loads
from birddog.core.prescribe import CATEGORIES, Program, prescribe
from birddog.verify.barred import KNOWN_TAGS, offending_mask, offends
from birddog.verify.people import DAY, person, plain_facts, with_facts
from birddog.verify.tally import Tally

BLOCKS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("floor", "no"),), (("kneel", "no"),), (("lie_on_front", "no"),), (("lie_on_back", "no"),),
    (("weight_on_hands", "no"),), (("balance", "poor"),), (("pregnancy", "later"),), (("bone", "osteoporosis"),),
    (("leg", "below_knee"),), (("surgery", "cleared_under_6_months"),), (("blood_pressure", "unsure"),),
    (("knees", "no"), ("shoulders", "no"), ("head_down", "no")),
)  # fmt: skip
"""Twelve blocks of vetoes: every subset of them is a signature."""
EASES = ("none", "flexion", "extension")
MINUTES = (10, 15, 30)


def facts_bar(content: Content, t: Tally) -> None:
    """C2, C3, C6, C7, C9, C13: for every value of every fact, over every exercise, nothing barred is admissible."""
    intake = person()
    for fact, values in VALUES.items():
        for value in values:
            known = with_facts(**{fact: value})
            pool = Planner(intake, known, content).pool
            for bit, exercise in enumerate(content.exercises):
                t.ok(not pool >> bit & 1 or offends(exercise, known) is None, offends(exercise, known))
    floor_only = replace(content, exercises=tuple(e for e in content.exercises if "floor" in e.tags), memo={})
    pool = Planner(intake, with_facts(floor="no"), floor_only).pool
    t.ok(pool == 0, "nothing is left, and something is given")
    for name, tags in KNOWN_TAGS.items():
        kept = name in content.index and tags <= content.exercise(name).tags
        t.ok(kept or name in content.retired, name, "has lost a tag")


def abilities(content: Content, t: Tally) -> None:
    """C13: a body that cannot, or is not sure that it can, is never asked to; nor an older one that has not said."""
    tags = {"floor": "floor", "kneel": "kneeling", "lie_on_front": "prone", "lie_on_back": "supine",
            "weight_on_hands": "wrist_load", "stand": "standing", "sit": "seated"}  # fmt: skip
    for ability, tag in tags.items():
        mask = content.mask_tagged(frozenset({tag}))
        for told in ("no", "unsure"):
            intake = person(abilities=Abilities(**{ability: told}))  # type: ignore[arg-type]
            pool = Planner(intake, facts(intake, DAY, content.values), content).pool
            t.ok(not pool & mask, ability, told)
    old = person(person=Person(id="p1", age=70, sex="male"))
    t.ok(
        not Planner(old, facts(old, DAY, content.values), content).pool & content.mask_tagged(frozenset({"floor"})),
        "70, floor not told",
    )


def short_holds(content: Content, t: Tally) -> None:
    """C13: with a heart condition or pressure not known, no isometric hold of any dose is over 10 seconds."""
    for changes in ({"heart": "stable"}, {"blood_pressure": "unsure"}, {"blood_pressure": "uncontrolled"}):
        planner = Planner(person(), with_facts(**changes), content)
        for exercise in content.exercises:
            for stage in exercise.doses:
                ladder = climb(planner.first(exercise.id, stage), planner.top(exercise.id, stage), 1.2)
                isometric = "isometric_hold" in exercise.tags
                t.ok(not isometric or max(d.hold_s for d in ladder) <= 10, exercise.id, stage, changes)


def one_direction(content: Content, t: Tally) -> None:
    """C9: two opposite end-range directions are never in one session before strengthen, whatever their scores."""
    most = tuple(content.stages["calm"].most.items())
    rows = [
        Candidate(0, 900, 60, "mobility", "a", FLEXION),
        Candidate(1, 900, 60, "mobility", "b", EXTENSION),
        Candidate(2, 100, 60, "mobility", "c", 0),
        Candidate(3, 100, 60, "stabilization", "d", 0),
    ]
    scores = {row.bit: row.score for row in rows}
    for strict in (True, False):
        found = best(Table.of(rows), scores, Task((("mobility", 1), ("stabilization", 1)), most, 4, 900, strict))
        both = {0, 1} <= set(found)
        t.ok(both != strict, "both directions" if both else "one direction", strict)


def signatures() -> Iterator[Facts]:
    """Facts of every subset of the twelve blocks."""
    base = plain_facts()
    for on in product((False, True), repeat=len(BLOCKS)):
        changes = {fact: value for block, there in zip(BLOCKS, on, strict=True) if there for fact, value in block}
        yield replace(base, **changes)  # type: ignore[arg-type]


def compositions(content: Content, t: Tally, part: int = 0, parts: int = 1) -> None:
    """C9, C12, C13: over all signatures x ease x minutes x stage, what is composed is allowed and fits."""
    for number, known in enumerate(signatures()):
        if number % parts == part:
            for ease, minutes in product(EASES, MINUTES):
                _sessions(content, t, replace(known, ease=ease), minutes)


def _sessions(content: Content, t: Tally, known: Facts, minutes: int) -> None:
    intake = person(time=Time(minutes=minutes))
    planner = Planner(intake, known, content)
    never = offending_mask(known, content)
    t.ok(not planner.pool & never, "pool holds what is barred", known)
    straining = known.heart != "none" or known.blood_pressure != "normal"
    for stage, most in (*((stage, False) for stage in STAGES), ("strengthen", True)):
        session = planner.opening(stage, most)
        ids = [item.exercise for item in session.items]
        exercises = [content.exercise(i) for i in ids]
        t.ok(not any(never >> content.index[i] & 1 for i in ids), stage, ids)
        t.ok(session.seconds <= minutes * 60, stage, minutes, session.seconds)
        t.ok(len(ids) <= 5 and len({e.family for e in exercises}) == len(ids), stage, ids)
        t.ok(all(e.kind == "exercise" and stage in e.doses for e in exercises), stage, ids)
        ends = {end_range(e) for e in exercises} - {0}
        t.ok(stage in ("strengthen", "maintain") or len(ends) < 2, stage, ids, "two opposite end ranges")
        holds = [i.dose.hold_s for i, e in zip(session.items, exercises, strict=True) if "isometric_hold" in e.tags]
        t.ok(not straining or max(holds, default=0) <= 10, stage, ids, holds)
        t.ok(len(ids) >= 3 or _pool_is_small(planner, stage), stage, ids, "short session, though more would fit")


def _pool_is_small(planner: Planner, stage: StageName) -> bool:
    """Whether a stage really has too little left for three exercises of different families."""
    most = planner.content.stages[stage].most
    left = planner.stage_rows(stage)
    room = {c: min(n, len({r.family for r in left if r.category == c})) for c, n in most.items()}
    quickest = sorted(c.seconds for c in left)[:3]
    one_way = stage in ("calm", "stabilize") and len({c.end_range for c in left} - {0}) == 2
    return sum(room.values()) < 3 or sum(quickest) > planner.intake.time.minutes * 60 or one_way


def absences(content: Content, t: Tally) -> None:
    """C13: over all signatures, each category of a program is filled or its absence explained."""
    for number, known in enumerate(signatures()):
        if number % 7:
            continue
        planner = Planner(person(), known, content)
        for category in ("mobility", "stabilization", "strengthening"):
            left = any(planner.pool >> b & 1 and e.category == category for b, e in enumerate(content.exercises))
            sessions = [planner.opening(stage) for stage in STAGES]
            filled = any(item.category == category for s in sessions for item in s.items)
            t.ok(filled or not left, category, "is possible but never filled", known)
    for intake in _whole_people():
        made = prescribe(intake, content, DAY)
        assert made.program is not None
        days = [day for week in made.program.weeks for day in week.days]
        filled_now = {i.category for day in days for s in day.sessions for i in s.items}
        filled_now |= {"aerobic"} if any(d.aerobic for d in days) else set()
        filled_now |= {"posture"} if any(d.practice for d in days) else set()
        explained = {gap.category for gap in made.program.absent if gap.reason.says}
        t.ok(filled_now | explained >= set(CATEGORIES), set(CATEGORIES) - filled_now - explained, "unexplained")


def _whole_people() -> Iterator[Intake]:
    for minutes, per_day, days in product((10, 20, 30), (1, 3), (2, 7)):
        yield person(time=Time(minutes=minutes, per_day=per_day, days_per_week=days))


def forbidden_content(content: Content, t: Tally) -> None:
    """C12: the avoid list never enters a pool; heavy drills come late and at little pain; words are sound."""
    heavy = ("superman", "prone-trunk-lift-hands-behind-head", "supine-hip-twist-knees-lifted")
    for pain in (None, *range(11)):
        known = with_facts(pain=None if pain is None else float(pain))
        planner = Planner(person(), known, content)
        for bit, exercise in enumerate(content.exercises):
            inside = bool(planner.pool >> bit & 1)
            t.ok(
                not inside or (exercise.kind == "exercise" and exercise.category != "avoid"), exercise.id, "in the pool"
            )
            if exercise.id in heavy:
                t.ok(not inside or (pain is not None and pain <= 3), exercise.id, "at pain", pain)
                t.ok(not {"calm", "stabilize"} & set(exercise.doses), exercise.id, "before strengthen")
    for exercise in content.exercises:
        for stage, dose in exercise.doses.items():
            t.ok(dose.most.hold_time_s <= 60 and dose.most.reps <= 30, exercise.id, stage, "dose")
        if "isometric_hold" in exercise.tags and exercise.kind == "exercise":
            t.ok("breath" in exercise.breathing.lower(), exercise.id, "does not say breathe")
        t.ok(len({"floor", "floor_or_bed", "no_floor"} & exercise.tags) <= 1, exercise.id, "two places")
        t.ok(exercise.kind == "avoid" or exercise.tags & {"floor", "floor_or_bed", "no_floor"}, exercise.id, "no place")
        alone = exercise.kind == "avoid" and not exercise.instead  # where a clinic does without what stands in for it
        t.ok(not alone or content.retired, exercise.id, "no instead")


def pregnancy_moves_on(content: Content, t: Tally) -> None:
    """C6: trimester is worked out anew on each day; the plan of a later day follows it."""
    for weeks_left in range(-6, 41):
        due = DAY + timedelta(weeks=weeks_left)
        told = Conditions(pregnancy=Pregnancy(status="yes", due=due), all_others="no")
        intake = person(conditions=told)
        for later in range(0, 30, 3):
            day = DAY + timedelta(weeks=later)
            known = facts(intake, day, content.values)
            week = 40 - (due - day).days / 7
            expected = "first" if 0 <= week < 13 else "later" if week <= 40 else "due_passed" if week <= 43 else None
            t.ok(expected is None or known.pregnancy == expected, "week", week, known.pregnancy)
            pool = Planner(intake, known, content).pool
            if expected in ("later", "due_passed"):
                supine = content.mask_tagged(frozenset({"supine", "prone", "prone_support"}))
                t.ok(not pool & supine, "week", week, "lying on back or front")
    for status in ("yes", "possible", "unsure"):
        told = Conditions(pregnancy=Pregnancy(status=status), all_others="no")
        t.ok(facts(person(conditions=told), DAY, content.values).pregnancy == "later", status, "trimester unknown")
    for item, expected_level in (("pregnancy_warning", 4), ("pregnancy_told_not_to_exercise", 2)):
        told = Conditions(pregnancy=Pregnancy(status="yes"), all_others="no")
        made = prescribe(person(conditions=told, red_flags={item: "yes", "all_others": "no"}), content, DAY)
        t.ok(made.disposition >= expected_level and made.program is None, item)
    for weeks, kind, check_up in product(
        range(16), ("vaginal", "caesarean", "unanswered"), ("yes", "no", "unanswered")
    ):
        birth = DAY - timedelta(weeks=weeks)
        told_birth = Pregnancy(status="gave_birth", birth=birth, birth_kind=kind, check_up=check_up)  # type: ignore[arg-type]
        known = facts(person(conditions=Conditions(pregnancy=told_birth, all_others="no")), DAY, content.values)
        early = weeks < (6 if kind == "vaginal" else 8) and not (check_up == "yes" and weeks >= 2)
        expected = "early_postpartum" if early else "postpartum" if weeks < 12 else "no"
        t.ok(known.pregnancy == expected, "weeks after birth", weeks, kind, check_up, known.pregnancy)
    denied = Pregnancy(status="no", due=DAY + timedelta(weeks=10))
    known = facts(person(conditions=Conditions(pregnancy=denied, all_others="no")), DAY, content.values)
    t.ok(known.pregnancy == "later", "a due date counts as pregnant")


def purity(content: Content, t: Tally) -> None:
    """C15: same input, same bytes; every plan carries person, content version and the rules that chose each item."""
    for intake in _whole_people():
        texts = set()
        for fresh in (content, replace(content, memo={})):
            made = prescribe(intake, fresh, DAY)
            texts.add(
                json.dumps(present.plan_json(made, fresh, intake, facts(intake, DAY, fresh.values)), sort_keys=True)
            )
        t.ok(len(texts) == 1, "two runs differ")
        program = made.program
        t.ok(program is not None and program.patient == "p1" and program.content == content.version, "unmarked plan")
        assert program is not None
        for session in {s.name: s for w in program.weeks for d in w.days for s in d.sessions}.values():
            t.ok(all(item.why for item in session.items), session.name, "an item without a rule")
        t.ok(all(row.reason.rule for row in made.left_out), "an exclusion without a rule")
        _planned(content, t, intake, program)


def _planned(content: Content, t: Tally, intake: Intake, program: Program) -> None:
    """What is planned is never under the first doses, fits the time, and trains strength with days of rest."""
    strong: list[int] = []
    for week in program.weeks:
        for day in week.days:
            for session in day.sessions:
                t.ok(session.seconds <= intake.time.minutes * 60, week.week, "longer than the time", session.seconds)
                if any(loads(content.exercise(item.exercise)) for item in session.items):
                    strong.append((day.date - program.start).days)
    days = sorted(set(strong))
    t.ok(all(b - a >= 2 for a, b in pairwise(days)), "strength on days running", days)
    t.ok(all(sum(a <= d < a + 7 for d in days) <= 3 for a in days), "more than three strength days in a week", days)
