"""Steering: what makes one admissible exercise a better choice than another for this person.

A score is a whole number: 100 for every admissible drill, plus or minus the points of each rule that
speaks for or against it. Points order choices; they never bring back what a veto has taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from birddog.core.content import Content, bits
from birddog.core.facts import Facts, recurrent
from birddog.core.intake import Intake

Add = Callable[[str, int, "str | Iterable[str]", str], None]
BASE = 100
EASE_GROUP = {
    "flexion": "dp-sitting",
    "extension": "dp-standing-or-lying",
    "none": "dp-no-position",
    "mixed": "dp-no-position",
}


@dataclass(frozen=True, slots=True)
class Bonus:
    """Points for all exercises of a mask, the rule that gives them, and what it saw."""

    rule: str
    points: int
    mask: int
    saw: str


def bonuses(intake: Intake, known: Facts, content: Content) -> tuple[Bonus, ...]:
    """Every rule that speaks for or against some exercises for this person, in a fixed order."""
    found: list[Bonus] = []

    def add(rule: str, points: int, ids: str | Iterable[str], saw: str) -> None:
        if rule in content.rules and (mask := _mask(content, ids)):
            found.append(Bonus(rule, points, mask, saw))

    _direction(add, intake, known, content)
    _population(add, intake, known, content)
    _preference(add, intake)
    _general(add)
    return tuple(found)


def _mask(content: Content, ids: str | Iterable[str]) -> int:
    if isinstance(ids, str):
        if ids not in content.memo:
            field, _, value = ids.partition("=")
            content.memo[ids] = content.mask_where(lambda e: _has(e, field, value))
        mask: int = content.memo[ids]
        return mask
    return content.mask_of(ids)


def _has(exercise: object, field: str, value: str) -> bool:
    held = getattr(exercise, field)
    if not value:
        return not held
    if isinstance(held, (tuple, frozenset)):
        return value in held
    return str(held) == value


def _direction(add: Add, intake: Intake, known: Facts, content: Content) -> None:
    group = EASE_GROUP.get(known.ease)
    saw = f"ease: {known.ease}"
    if group in content.rules:
        add(group, 30, content.value(group, "exercises"), saw)
    if known.ease in ("flexion", "extension"):
        add("dp-positions", 12, f"direction={known.ease}", saw)
    for direction in ("flexion", "extension"):
        response = getattr(known, direction)
        if response == "good":
            add("dp-positions", 20, f"direction={direction}", f"{direction} tried: {response}")
    if intake.movement.side_glide in ("better", "centralizes"):
        add("dp-positions", 90, ("side-glide-wall",), f"side glide tried: {intake.movement.side_glide}")
    if known.bending_hurts == "yes" and known.ease != "flexion":
        add("disc-vs-muscle-clue", -15, "direction=flexion", "bending hurts")
    new = known.duration == "acute" and not recurrent(intake, content.values)
    if known.ease == "extension" and (known.severity in ("severe", "unknown") or (new and known.severity != "low")):
        gentlest = content.rules.get("birddog-gentlest-rung")
        add("birddog-gentlest-rung", 40, gentlest.values["exercises"] if gentlest else (), f"{saw}, new or strong pain")
    if new:
        add("acute-vs-chronic-focus", 12, "difficulty=1", "less than 6 weeks")
    elif known.duration != "unknown":
        add("acute-vs-chronic-focus", 6, "category=strengthening", f"duration: {known.duration}")


def _population(add: Add, intake: Intake, known: Facts, content: Content) -> None:
    if intake.life.work == "desk":
        for rule, points in (("pop-desk-workers", 16), ("pop-desk-figure4", 26)):
            if rule in content.rules:
                add(rule, points, content.value(rule, "exercises"), "desk work")
    leg_pain = known.leg in ("buttock", "above_knee", "below_knee", "below_knee_flexion_centralizes")
    if leg_pain and known.flexion != "bad" and "pop-sciatica" in content.rules:
        add("pop-sciatica", 10, content.value("pop-sciatica", "exercises"), f"leg: {known.leg}")
    if leg_pain:
        add("pop-sciatica", 6, "category=stabilization", f"leg: {known.leg}")
    if known.leg == "none":
        add("programme-individualise", -60, "family=slider", "no leg symptoms: no nerve slides")
    if known.age == "older" or known.balance == "poor":
        add("birddog-balance-for-older", 15, "category=balance", f"age: {known.age}, balance: {known.balance}")
    _steady(add, intake, known, content)
    if known.bone in ("osteopenia", "osteoporosis", "unsure"):
        add("birddog-bone-strength", 12, "category=strengthening", f"bone: {known.bone}")
    if intake.life.activity == "low":
        add("pop-not-active", 10, "difficulty=1", "activity: low")
    if intake.life.activity == "high":
        add("programme-individualise", 8, "difficulty=4", "activity: high")
    if (intake.episode.earlier_spells or 0) > 0:
        for tag in ("high_spinal_load", "loaded_trunk_rotation"):
            saw = f"earlier spells: {intake.episode.earlier_spells}"
            add("dose-high-load-only-in-history-caution", -50, f"tags={tag}", saw)
    if intake.time.per_day >= 2:
        add("dose-twice-daily-mobility", 6, "rules=dose-twice-daily-mobility", f"{intake.time.per_day} sessions a day")


def _steady(add: Add, intake: Intake, known: Facts, content: Content) -> None:
    """Older people, people who might fall, and people around a birth: the steadier and easier forms first."""
    rule = content.rules.get("birddog-steady-first")
    unsure = known.balance == "poor" or known.bone == "osteoporosis" or known.dizziness == "yes"
    if rule is not None and (unsure or known.age == "older"):
        saw = f"age: {known.age}, balance: {known.balance}, bone: {known.bone}"
        add(rule.id, -60 if unsure else -20, rule.values["exercises"], saw)
        add(rule.id, 20, rule.values["first"], saw)
    around_birth = known.pregnancy in ("later", "postpartum")
    if around_birth or (known.age == "older" and intake.life.activity != "high"):
        which = "pop-pregnancy" if around_birth else "programme-individualise"
        for level in (4, 5):
            add(which, -25, f"difficulty={level}", f"age: {known.age}, pregnancy: {known.pregnancy}")
    if known.severity == "severe":
        for level, points in ((3, -12), (4, -45), (5, -45)):
            add("severe-pain-avoid-some", points, f"difficulty={level}", f"pain {known.pain}")
    if known.pregnancy == "postpartum":
        add("pop-pregnancy", -25, "family=plank", "pregnancy: postpartum")


def _preference(add: Add, intake: Intake) -> None:
    if intake.life.likes:
        add("programme-vary-and-enjoy", 40, intake.life.likes, "liked")
    goals = [*intake.life.goals, *(own.kind for own in intake.life.own_activities if own.kind)]
    for goal in dict.fromkeys(goals):
        add("programme-goals", 10, f"goals={goal}", f"goal: {goal}")
    if set(intake.life.worries) & {"bending", "lifting"}:
        add("tech-bend-straight", 12, "family=hip-hinge", "worried about bending or lifting")


def _general(add: Add) -> None:
    add("equipment-minimal", 4, "equipment=", "needs nothing")
    for family in ("hamstring", "hip-flexor", "piriformis"):
        add("stretch-hips-legs-abs-too", 5, f"family={family}", "hips and legs")
    for family in ("bird-dog", "side-plank", "curl-up"):
        add("birddog-core-three", 5, f"family={family}", "one of the three core drills")
    add("dynamic-vs-static", 3, "family=cat-cow", "moving stretch")
    add("dynamic-vs-static", 3, "family=trunk-rotation", "moving stretch")


def score_table(found: tuple[Bonus, ...], pool: int) -> dict[int, int]:
    """Score of each exercise in ``pool`` (bit number to points)."""
    table = dict.fromkeys(bits(pool), BASE)
    for bonus in found:
        for bit in bits(bonus.mask):
            if bit in table:
                table[bit] += bonus.points
    return table
