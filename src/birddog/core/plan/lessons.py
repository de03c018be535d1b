"""Lessons, comfort measures, breaks, daily practice and what to leave alone: the rest of a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from birddog.core.content.content import Content, Lesson, bits
from birddog.core.content.exercise import Exercise
from birddog.core.content.rule_values import RuleValues
from birddog.core.content.values import STAGES, Reason, StageName
from birddog.core.person.facts import Facts, recurrent
from birddog.core.person.intake import Intake
from birddog.core.state.vetoes import admissible, barred_by_equipment, barred_by_facts, barred_by_pain

A_WEEK = 3
"""Lessons a week at most, so that reading stays under ten minutes."""


@dataclass(frozen=True, slots=True)
class Breaks:
    """Movement breaks for people who sit at work: every so many minutes, for so many minutes, doing what."""

    every_min: tuple[int, int]
    minutes: int
    moves: tuple[str, ...]
    why: tuple[str, ...]


def topics(intake: Intake, known: Facts, values: RuleValues) -> tuple[str, ...]:
    """Lesson topics that matter to this person, most pressing first."""
    life = intake.life
    worried, aims = set(life.worries), set(life.goals)
    birth = known.pregnancy in ("first", "later", "due_passed", "early_postpartum", "postpartum")
    short = known.duration == "acute" and not recurrent(intake, values)
    tests = {
        "acute": known.duration == "acute",
        "leg-symptoms": known.leg not in ("none", "buttock"),
        "high-pain": known.severity == "severe",
        "fear": bool(worried & {"harm", "bending", "never_better"}),
        "start": True,
        "pain-check": True,
        "pregnancy": birth,
        "pelvis": known.pelvic_floor == "yes" or known.pelvic_girdle == "yes",
        "thin-bones": known.bone in ("osteopenia", "osteoporosis", "spine_fracture", "unsure"),
        "falls": known.balance == "poor",
        "narrow-canal": known.stenosis == "yes",
        "desk-work": life.work == "desk",
        "walking": known.stand == "ok",
        "persistent": known.duration in ("six_weeks", "three_months"),
        "setback": True,
        "recurrent": (intake.episode.earlier_spells or 0) > 0,
        "sleep": "sleep" in worried or "sleeping" in aims,
        "lifting": life.work == "heavy" or "lifting" in aims or "lifting" in worried,
        "work-sport": "work" in worried or bool(aims & {"work", "sport"}) or life.work in ("heavy", "standing"),
        "sitting": "sitting" in intake.worsens or "sitting" in aims,
        "questions": True,
        "prognosis": "never_better" in worried,
        "causes": "serious_cause" in worried,
        "comfort": True,
        "posture": True,
        "older": known.age == "older",
        "strengthen": not short,
        "maintenance": True,
        "pregnancy-more": birth,
        "older-more": known.age == "older",
        "persistent-more": known.duration in ("six_weeks", "three_months"),
        "questions-more": True,
    }
    return tuple(name for name, holds in tests.items() if holds)


def schedule(intake: Intake, known: Facts, content: Content, weeks: int) -> tuple[tuple[int, Lesson, str], ...]:
    """Each lesson that matters, its week (1..weeks) and the topic it was chosen for; the pressing ones first."""
    wanted = topics(intake, known, content.values)
    key = ("lessons", wanted, weeks)
    if key not in content.memo:
        content.memo[key] = _schedule(wanted, content, weeks)
    rows: tuple[tuple[int, Lesson, str], ...] = content.memo[key]
    return rows


def _schedule(wanted: tuple[str, ...], content: Content, weeks: int) -> tuple[tuple[int, Lesson, str], ...]:
    rank = {topic: n for n, topic in enumerate(wanted)}
    rows = []
    for lesson in content.lessons:
        hits = [rank[topic] for topic in lesson.topics if topic in rank]
        if hits:
            rows.append((min(hits), lesson.id, lesson))
    rows.sort(key=lambda row: row[:2])
    fitting = rows[: weeks * A_WEEK]
    return tuple((1 + n // A_WEEK, row[2], wanted[row[0]]) for n, row in enumerate(fitting))


def breaks(intake: Intake, known: Facts, content: Content) -> Breaks | None:
    """Movement breaks for desk work or for pain brought on by sitting; ``None`` for others."""
    if intake.life.work != "desk" and "sitting" not in intake.worsens:
        return None
    able = admissible(intake, known, content)
    moves = [
        e.id for bit in bits(able)
        if (e := content.exercises[bit]).category == "mobility" and "no_floor" in e.tags and "calm" in e.doses
        and not e.tags & {"end_range_lumbar_flexion", "neural_tension"}
    ]  # fmt: skip
    moves.sort(key=lambda i: (content.exercise(i).difficulty, len(content.exercise(i).equipment), i))
    rule = content.values.movement_breaks
    why = tuple(r for r in ("pop-desk-workers", "birddog-movement-breaks") if r in content.rules)
    return Breaks(rule.every, rule.minutes, tuple(moves[:2]), why)


def practice(known: Facts, content: Content, lifting: bool) -> tuple[str, ...]:
    """Daily habits that no fact bars: posture always, lifting practice once the calm stage is over."""
    barred = barred_by_facts(known, content)
    wanted = ("posture-training", "safe-lifting-practice") if lifting else ("posture-training",)
    return tuple(h for h in wanted if h in content.index and not barred >> content.index[h] & 1)


def avoid_list(intake: Intake, known: Facts, content: Content, stage: StageName) -> tuple[dict[str, Any], ...]:
    """What to leave alone, until when, what to do instead now, and the way back to it.

    ``instead`` and ``way_back`` name only what this person may do: no veto bars it, it asks for no less pain than
    theirs, and (``instead``) it belongs to their stage or one before; ``later`` are those of a later stage.
    ``advice`` is the word for it: not yet, or with a coach in small steps once pain is low and the stage is
    strengthen or later.
    Nothing of it ever enters a program (C12).
    """
    barred = barred_by_facts(known, content) | barred_by_equipment(intake.equipment, content)
    barred |= barred_by_pain(known.pain, content)
    settled = known.severity == "low" and stage in ("strengthen", "maintain")
    out = []
    for exercise in content.exercises:
        if exercise.kind != "avoid":
            continue
        rules = list(dict.fromkeys((*avoid_rules(exercise.id, content), *exercise.rules)))
        speaking = [rule for rule in rules if rule in content.rules]
        if speaking:
            able = [i for i in exercise.instead if i in content.index and not barred >> content.index[i] & 1]
            instead = [i for i in able if _begun(content.exercise(i), stage)]
            back = [i for i in exercise.way_back if i in content.index and not barred >> content.index[i] & 1]
            word = "avoid-not-here" if not exercise.way_back else "avoid-small-steps" if settled else "avoid-not-yet"
            out.append(
                {"exercise": exercise.id, "says": exercise.avoid_reason, "until": exercise.avoid_until,
                 "advice": content.phrase(word), "instead": instead, "later": [i for i in able if i not in instead],
                 "way_back": back, "rules": speaking, "source": list(exercise.sources)}
            )  # fmt: skip
    return tuple(out)


def _begun(exercise: Exercise, stage: StageName) -> bool:
    """Whether an exercise belongs to a stage or one before; a habit that loads the back, not to the calm stage."""
    if exercise.kind == "exercise":
        return any(STAGES.index(held) <= STAGES.index(stage) for held in exercise.doses)
    return stage != "calm" or not exercise.tags & {"external_load", "standing_trunk_flexion", "high_spinal_load"}


def avoid_rules(exercise_id: str, content: Content) -> list[str]:
    """Ids of the rules that name an exercise as one to leave alone."""
    rules = (rule for rule in content.rules.values() if rule.type == "avoid_instead")
    return [rule.id for rule in rules if exercise_id in rule.avoid]


def comfort(known: Facts, content: Content) -> tuple[dict[str, Any], ...]:
    """Comfort measures that may be offered, the likeliest first, and none of those that may not be offered.

    Cold comes before warmth in the first days of a spell, and after it from then on; both are a choice.
    """
    told = "ice-then-heat" in content.rules and known.weeks is not None
    new = told and (known.weeks or 0) * 7 <= content.values.ice_then_heat.ice_days[1]
    rows = modalities("comfort", content)
    return tuple(sorted(rows, key=lambda row: new and row["modality"] != "cold"))


def modalities(role: str, content: Content) -> tuple[dict[str, Any], ...]:
    """Treatments of a role (``comfort``, ``clinician-only``, ``never-offered``) that some rule speaks of."""
    return tuple(
        {"modality": m.id, "says": m.advice, "why": m.why, "rules": list(m.rules), "source": list(m.sources)}
        for m in content.modalities
        if m.role == role and any(rule in content.rules for rule in m.rules)
    )


def lesson_reasons(lesson: Lesson, topic: str, content: Content) -> tuple[Reason, ...]:
    """One reason for each rule that a lesson's points carry out."""
    return tuple(
        Reason(point.rule, f"lesson {lesson.id}, because: {topic}", point.text, content.rules[point.rule].statement,
               "", "", point.sources)
        for point in lesson.points
        if point.rule in content.rules
    )  # fmt: skip
