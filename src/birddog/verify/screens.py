"""Invariants about screening: cauda equina, infection, vessels, inflammation, scope, reassurance."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import combinations, product
from typing import Any, get_args

from birddog import present
from birddog.core.content.content import Content
from birddog.core.content.spelling import CURLY
from birddog.core.content.values import Disposition
from birddog.core.person.intake import (
    Conditions,
    Episode,
    Inflammatory,
    Intake,
    Leg,
    Life,
    NoteAnswers,
    Person,
    Surgery,
    Trigger,
)
from birddog.core.prescribe import prescribe
from birddog.core.screen.screening import item_level, screen
from birddog.verify.people import CES, DAY, FIRST, SYSTEMIC, VESSELS, flags, person
from birddog.verify.tally import Tally

LEVELS = ("no", "unsure", "yes", "unanswered")


def level(intake: Intake, content: Content) -> Disposition:
    """Disposition of an intake on the day of the proof."""
    return screen(intake, content, DAY).disposition


def no_program(intake: Intake, content: Content) -> bool:
    """Whether an intake leads to no program and no exercise in what is shown."""
    made = prescribe(intake, content, DAY)
    return made.program is None and not made.left_out


def cauda_equina(content: Content, t: Tally) -> None:
    """C1 at intake: any yes is an emergency without exercise, any unsure or missing answer at least urgent."""
    t.ok(set(CES) <= {item.id for item in content.screen_items}, "a cauda equina item is missing")
    t.ok(set(CES) <= set(content.recheck_items), "a cauda equina item is not asked again")
    mechanical: tuple[dict[str, Any], ...] = (
        {}, {"eases": ("sitting",)}, {"worsens": ("bending_forward",)}, {"life": Life(activity="high")},
        {"person": Person(id="p1", age=25, sex="female")}, {"leg": Leg(reach="none", numbness="no", weakness="no")},
    )  # fmt: skip
    for item, answer, more in product(CES, LEVELS, mechanical):
        intake = person(red_flags=flags(**{item: answer}), **more)
        found = level(intake, content)
        if answer == "yes":
            t.ok(found == Disposition.EMERGENCY and no_program(intake, content), item, answer, found)
            shown = str(present.screen_json(screen(intake, content, DAY)))
            t.ok(not any(e.id in shown for e in content.exercises), item, "exercise content shown")
        elif answer != "no":
            t.ok(found >= Disposition.URGENT and no_program(intake, content), item, answer, found)
    for one, two in combinations(CES, 2):
        for a, b in product(LEVELS, LEVELS):
            found = level(person(red_flags=flags(**{one: a, two: b})), content)
            t.ok(found == Disposition.EMERGENCY or "yes" not in (a, b), one, a, two, b, found)


def delay(content: Content, t: Tally) -> None:
    """C4: fever and cancer are at least urgent; clusters fire at their threshold; more signs never lower."""
    for item in (
        "fever",
        "cancer",
        "recent_infection",
        "low_defenses",
        "leg_weakness",
        "calf_swollen",
        "major_accident",
    ):
        t.ok(level(person(red_flags=flags(**{item: "yes"})), content) >= Disposition.URGENT, item)
        t.ok(level(person(red_flags=flags(**{item: "unsure"})), content) >= FIRST, item, "unsure")
    for item in ("cancer", "fever"):
        found = level(person(red_flags=flags(**{item: "yes", "both_legs_numb_or_tingling": "yes"})), content)
        t.ok(found == Disposition.EMERGENCY, item, "with nerve signs")
        found = level(person(red_flags=flags(**{item: "yes", "leg_weakness": "yes"})), content)
        t.ok(found == Disposition.EMERGENCY, item, "with leg weakness")
    for answers in product(("no", "unsure", "yes"), repeat=3):
        for age in (30, 50, 51, 70):
            intake = person(
                red_flags=flags(**dict(zip(SYSTEMIC, answers, strict=True))), person=Person(id="p1", age=age)
            )
            there = sum(a != "no" for a in answers)
            expected = there >= 2 or (there == 1 and age > 50)
            found = level(replace(intake, conditions=_no_conditions()), content)
            t.ok((found >= FIRST) == expected, SYSTEMIC, answers, age, found)
    for item in ("severe_constant_48h", "long_term_steroids", "new_deformity", "mid_back_pain", "not_mechanical"):
        t.ok(level(person(red_flags=flags(**{item: "yes"})), content) >= FIRST, item)


def _no_conditions() -> Conditions:
    return Conditions(all_others="no")


def pairs(content: Content, t: Tally) -> None:
    """C4 and C14: over every pair of signs and answers, no sign lowers what another has set."""
    order = ("no", "unsure", "yes")
    ids = [item.id for item in content.screen_items]
    single = {(i, a): level(person(red_flags=flags(**{i: a})), content) for i in ids for a in (*order, "unanswered")}
    for i in ids:
        t.ok(single[i, "no"] <= single[i, "unsure"] <= single[i, "yes"], i, "is not monotone")
        t.ok(single[i, "unanswered"] >= FIRST or content.items_by_id[i].only_if, i, "unanswered")
    for one, two in combinations(ids, 2):
        for a, b in product(order, order):
            found = level(person(red_flags=flags(**{one: a, two: b})), content)
            t.ok(found >= max(single[one, a], single[two, b]), one, a, two, b, found)


def vessels(content: Content, t: Tally) -> None:
    """C5: signs of vessel, heart and lung act alone, whatever the age and the mechanical answers."""
    for item, age, worse in product(VESSELS, (18, 40, 54, 55, 56, 60, 80), get_args(Trigger)):
        intake = person(red_flags=flags(**{item: "yes"}), person=Person(id="p1", age=age), worsens=(worse,))
        t.ok(level(intake, content) == Disposition.EMERGENCY, item, age, worse)
    for item in VESSELS:
        t.ok(level(person(red_flags=flags(**{item: "unsure"})), content) >= Disposition.URGENT, item, "unsure")
    for worse in get_args(Trigger):
        intake = person(red_flags=flags(not_mechanical="yes"), worsens=(worse,))
        t.ok(level(intake, content) >= FIRST, "not mechanical", worse)


def inflammation(content: Content, t: Tally) -> None:
    """C8: over all 2^5 ASAS and 2^9 NG65 answers, ages and durations, referral exactly as published."""
    asas = ("gradual_onset", "better_with_exercise", "no_better_with_rest", "night_pain_eased_by_rising")
    for young, weeks in product((39, 40), (13.0, 13.1, 60.0)):
        for answers in product(("no", "yes"), repeat=4):
            told = Inflammatory(onset_age=young, **dict(zip(asas, answers, strict=True)))  # type: ignore[arg-type]
            rules = _inflammatory_rules(told, weeks, content)
            expected = weeks > 13 and sum(a == "yes" for a in answers) + (young < 40) >= 4
            t.ok(("inflammatory_asas" in rules or "inflammatory_nice" in rules) == expected, young, weeks, answers)
    nice = ("wakes_second_half_of_night", "buttock_pain", "better_with_exercise", "eased_by_antiinflammatory",
            "close_relative", "arthritis", "tendon_pain", "psoriasis")  # fmt: skip
    for onset, weeks in product((34, 35, 44, 45), (13.0, 13.1)):
        for answers in product(("no", "yes"), repeat=8):
            told = Inflammatory(onset_age=onset, **dict(zip(nice, answers, strict=True)))  # type: ignore[arg-type]
            rules = _inflammatory_rules(told, weeks, content)
            count = sum(a == "yes" for a in answers) + (onset < 35)
            applies = weeks > 13 and onset < 45
            t.ok(("inflammatory_nice" in rules) == (applies and count >= 4), onset, weeks, answers)
            t.ok(("inflammatory_nice_three" in rules) == (applies and count == 3), onset, weeks, answers, "three")


def _inflammatory_rules(told: Inflammatory, weeks: float, content: Content) -> set[str]:
    intake = person(
        person=Person(id="p1", age=48, sex="male"),  # older than any onset: an onset ahead is a contradiction
        episode=Episode(where=("low_back",), weeks=weeks), conditions=Conditions(inflammatory=told, all_others="no"),
    )  # fmt: skip
    found = screen(intake, content, DAY)
    return {reason.rule for reason in found.reasons} if found.disposition < FIRST else set()


def scope(content: Content, t: Tally) -> None:
    """C11: children, unknown age, other sites and open safety questions get no program."""
    for age in (None, *range(18)):
        intake = person(person=Person(id="p1", age=age, sex="male"))
        t.ok(level(intake, content) >= FIRST and no_program(intake, content), "age", age)
    t.ok(level(person(person=Person(id="p1", age=18, sex="male")), content) == Disposition.SELF_CARE, "age 18")
    for site in ("mid_back", "neck", "hip_or_groin", "belly", "other", "leg"):
        intake = person(episode=Episode(where=(site,), weeks=20.0))
        t.ok(level(intake, content) >= FIRST and no_program(intake, content), "site", site)
    for where in ((), ("low_back", "mid_back")):
        t.ok(no_program(person(episode=Episode(where=where, weeks=20.0)), content), "where", where)
    for told in ("no", "unsure"):
        t.ok(no_program(person(person=Person(id="p1", age=40, decides_for_self=told)), content), "decides", told)
    ids = [item.id for item in content.screen_items if not item.only_if]
    for item in ids:
        t.ok(no_program(person(red_flags=flags(**{item: "unanswered"})), content), item, "unanswered")
        t.ok(no_program(person(red_flags={i: "no" for i in ids if i != item}), content), item, "left out")
    answers: dict[str, Any] = {"bone": "none", "heart": "none", "blood_pressure": "normal", "balance": "good",
                               "surgery": Surgery(had="no")}  # fmt: skip
    for missing in answers:
        rest = {name: value for name, value in answers.items() if name != missing}
        t.ok(no_program(person(conditions=Conditions(**rest)), content), missing, "not answered")
    t.ok(
        no_program(person(person=Person(id="p1", age=30, sex="female"), conditions=Conditions(**answers)), content),
        "pregnancy",
    )


def reassurance(content: Content, t: Tally) -> None:
    """C14: doubt never reassures; what is shown is the maximum; free text only raises; the emergency text is there."""
    for item in content.screen_items:
        if item.only_if:
            continue
        for answer in ("unsure", "unanswered"):
            found = level(person(red_flags=flags(**{item.id: answer})), content)
            t.ok(found > Disposition.SELF_CARE or item.yes < Disposition.EMERGENCY, item.id, answer, found)
    for word in Disposition:
        t.ok(content.phrases.get(f"advice-{word.word}"), word, "no advice")
    emergency = content.phrase("advice-emergency")
    t.ok("emergency number" in emergency, "emergency number is not named")
    t.ok("Do no exercises" in emergency, "exercise in an emergency")
    for one, two in combinations([i for i in content.screen_items if not i.only_if], 2):
        both = level(person(red_flags=flags(**{one.id: "yes", two.id: "yes"})), content)
        t.ok(both >= max(one.yes, two.yes), one.id, two.id, both)


def own_words(content: Content, t: Tally) -> None:
    """C14: words that name a danger sign raise and never lower, until they were asked about; both ways of typing."""
    for concept in content.notes.concepts:
        if concept.sign not in content.items_by_id or content.items_by_id[concept.sign].only_if:
            continue
        item = content.items_by_id[concept.sign]
        for example in concept.examples:
            for text in (example, example.replace("'", CURLY)):
                found = screen(person(life=Life(note=text)), content, DAY)
                asked = [question for question in found.asks if question.field.endswith(f".{item.id}")]
                t.ok(found.disposition >= item.unsure, item.id, text, found.disposition)
                t.ok(bool(asked) and asked[0].quote in text, item.id, text, "is not asked about")
            raised = person(life=Life(note=example), red_flags=flags(saddle_numbness="yes"))
            t.ok(level(raised, content) == Disposition.EMERGENCY, item.id, example, "lowered")
            for answer in LEVELS:
                told = NoteAnswers(example, {item.id: answer})  # type: ignore[dict-item]
                found = screen(person(life=Life(note=example, note_answers=told)), content, DAY)
                t.ok(
                    found.disposition >= item_level(item, "unsure" if answer == "unanswered" else answer),
                    item.id,
                    example,
                    answer,
                )
                other = Life(note=f"{example}. And more.", note_answers=told)
                t.ok(level(person(life=other), content) >= item.unsure, item.id, example, "answered for other words")
    for note in ("no feeling between my legs, I cannot pee", "no siento al limpiarme y se me sale la orina"):
        t.ok(level(person(life=Life(note=note)), content) == Disposition.EMERGENCY, note)


def trauma_and_surgery(content: Content, t: Tally) -> None:
    """C3 and C7: accident, fracture and uncleared surgery come first; time and clearance open nothing early."""
    for answer, expected in (("yes", Disposition.URGENT), ("unsure", FIRST)):
        t.ok(level(person(red_flags=flags(major_accident=answer)), content) >= expected, "accident", answer)
    fragile = ({"conditions": Conditions(bone="osteoporosis", all_others="no")}, {"person": Person(id="p1", age=70)})
    for more in fragile:
        found = level(person(red_flags=flags(small_fall="yes"), **more), content)
        t.ok(found >= Disposition.URGENT, "small fall", more)
    t.ok(no_program(person(conditions=Conditions(bone="spine_fracture", all_others="no")), content), "fracture")
    for had, cleared in product(("no", "yes", "unsure"), LEVELS):
        for weeks in (None, 0, 4, 11, 12, 13, 25, 26, 60):
            date = None if weeks is None else DAY - timedelta(weeks=weeks)
            told = Surgery(had=had, date=None if had == "no" else date, cleared=cleared)  # type: ignore[arg-type]
            intake = person(conditions=Conditions(surgery=told, all_others="no"))
            open_ = had == "no" or (cleared == "yes" and weeks is not None and weeks >= 12)
            t.ok((level(intake, content) >= FIRST) == (not open_), had, cleared, weeks)
            t.ok(no_program(intake, content) == (not open_), had, cleared, weeks, "program")


def pressure_and_heart(content: Content, t: Tally) -> None:
    """C13: uncontrolled blood pressure and symptoms on effort come first."""
    for told in ({"blood_pressure": "uncontrolled"}, {"heart": "symptoms_on_effort"}, {"heart": "unsure"}):
        t.ok(no_program(person(conditions=Conditions(**told, all_others="no")), content), told)  # type: ignore[arg-type]


def weak_legs(content: Content, t: Tally) -> None:
    """C2: new or worsening weakness is at least urgent, whatever else is said; both legs with signs an emergency."""
    for weakness, reach, side, numb in product(
        ("new", "worse"), ("none", "buttock", "above_knee", "below_knee"), ("left", "both"), ("no", "yes")
    ):
        leg = Leg(reach=reach, side=side, numbness=numb, weakness=weakness, course="stable")  # type: ignore[arg-type]
        t.ok(level(person(leg=leg), content) >= Disposition.URGENT and no_program(person(leg=leg), content), leg)
    for weakness in ("unsure", "old_unchecked"):
        t.ok(no_program(person(leg=Leg(reach="below_knee", weakness=weakness)), content), weakness)  # type: ignore[arg-type]
    for numb, course in product(("yes", "unsure"), ("new", "worse")):
        leg = Leg(reach="below_knee", side="both", numbness=numb, weakness="no", course=course)  # type: ignore[arg-type]
        t.ok(level(person(leg=leg), content) == Disposition.EMERGENCY, leg)
    leg = Leg(reach="below_knee", side="both", numbness="yes", weakness="no", course="stable")
    t.ok(level(person(leg=leg), content) >= FIRST, leg)
