"""Invariants about what a clinician has cleared, what explains an answer, and groups of danger signs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

from birddog.core.content.content import Content
from birddog.core.content.values import Answer, Disposition
from birddog.core.person.health_facts import CLEARABLE
from birddog.core.person.intake import Clearance, Clearances, Episode, Intake
from birddog.core.screen.screening import screen
from birddog.core.screen.sign_groups import answered_none, sign_groups
from birddog.verify.people import CES, DAY, flags, person
from birddog.verify.tally import Tally

SIGNS = {"cancer": ("cancer", Disposition.URGENT), "long_term_steroids": ("steroids", Disposition.CLINICIAN_FIRST)}
"""Danger signs that a clinician can clear, with the clearance and the level of a yes without it."""
ANSWERED: tuple[Answer, ...] = ("yes", "unsure")
AGES = (None, -1, 0, 100, 364, 365, 900)
"""Days since it was said."""


def clearances(content: Content, t: Tally) -> None:
    """C4: a clearance counts when it was said, later than the pain began, under a year ago, and nothing changed."""
    for sign, (name, level) in SIGNS.items():
        for said, age, changed, course, weeks in product(
            ("yes", "no", "unsure", "unanswered"),
            AGES,
            ("no", "yes", "unsure", "unanswered"),
            ("same", "worse"),
            (2, 200),
        ):
            on = None if age is None else DAY - timedelta(days=age)
            told = Clearances(**{name: Clearance(said, on, changed)})  # type: ignore[arg-type]
            episode = Episode(where=("low_back",), weeks=weeks, course=course)  # type: ignore[arg-type]
            found = level_of(person(red_flags=flags(**{sign: "yes"}), clearances=told, episode=episode), content)
            holds = said == "yes" and age is not None and 0 <= age < 365 and age <= 7 * weeks and changed == "no"
            t.ok((found < level) == (holds and course == "same"), sign, said, age, changed, course, weeks, found)
            t.ok(found >= Disposition.CLINICIAN_ALONGSIDE, sign, "said to be nothing")


def never_cleared(content: Content, t: Tally) -> None:
    """C1, C4: no clearance and no explanation covers cauda equina, fever, new weakness, or nerve signs after cancer."""
    whole = Clearances(**{name: Clearance("yes", DAY, "no") for name in CLEARABLE})
    for item in content.screen_items:
        if item.only_if:
            continue
        found = level_of(person(red_flags=flags(**{item.id: "yes"}), clearances=whole), content)
        covered = (
            item.instead is not None and item.instead.fact.startswith("cleared_") and "yes" in item.instead.answers
        )
        t.ok(covered or found >= item.yes, item.id, "cleared", found)
        t.ok(not (covered and item.id in (*CES, "fever", "leg_weakness")), item.id, "can be cleared")
    for sign in CES:
        unsure = person(red_flags=flags(**{sign: "unsure", "bowel_control_lost": "yes"}), clearances=whole)
        t.ok(level_of(unsure, content) == Disposition.EMERGENCY, sign)
    nerves = person(red_flags=flags(cancer="yes", leg_weakness="yes"), clearances=whole)
    t.ok(level_of(nerves, content) == Disposition.EMERGENCY, "cancer with nerve signs, cleared")
    before = Episode(where=("low_back",), weeks=20, fever_ended_before="no")
    for answer in ("yes", "unsure"):
        fever = person(red_flags=flags(fever=answer), episode=before)
        t.ok(level_of(fever, content) >= Disposition.CLINICIAN_FIRST, "fever", answer)
    over = person(red_flags=flags(fever="yes"), episode=replace(before, fever_ended_before="yes"))
    t.ok(level_of(over, content) < Disposition.CLINICIAN_FIRST, "a cold that was over before")


def level_of(intake: Intake, content: Content) -> Disposition:
    """Disposition on the day of the proof."""
    return screen(intake, content, DAY).disposition


def groups(content: Content, t: Tally) -> None:
    """C14: a group's "none of these" answers that group and nothing else, and never cauda equina."""
    made = sign_groups(content)
    every = [sign for group in made for sign in group.signs]
    wanted = [item.id for item in content.screen_items if not item.only_if]
    t.ok(sorted(every) == sorted(wanted), "groups hold every sign once")
    for group in made:
        answers = answered_none(group, {})
        t.ok(set(answers) <= set(group.signs) and set(answers.values()) <= {"no"}, group.id, "answers another group")
        t.ok(not set(answers) & set(CES), group.id, "answers cauda equina")
        t.ok(bool(answers) == group.none, group.id)
        for sign, answer in product(group.signs, ANSWERED):
            after = answered_none(group, {sign: answer})
            t.ok(after.get(sign) == answer, sign, "a yes was taken back")
    alone = {sign for group in made if not group.none for sign in group.signs}
    t.ok(alone == set(CES), "only cauda equina is answered one by one", alone)
