"""Steering: what makes one admissible exercise a better choice than another for this person.

A score is a whole number: 100 for every admissible drill, plus or minus the points of each rule that
speaks for or against it. Points order choices; they never bring back what a veto has taken out. How much each counts
stands in the rule ``birddog-steering``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from birddog.core.content.choice_values import Steering
from birddog.core.content.content import Content, bits
from birddog.core.content.rule_values import Preferred, RuleValues
from birddog.core.person.facts import Facts, recurrent
from birddog.core.person.intake import Intake

Add = Callable[[str, int, "str | Iterable[str]", str], None]
BASE = 100


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

    weigh = content.values.steering
    _direction(add, intake, known, content)
    _population(add, intake, known, content)
    _preference(add, intake, weigh)
    _general(add, weigh)
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


def _eases(values: RuleValues) -> dict[str, tuple[str, Preferred]]:
    """The rule that speaks for exercises, by which position eases the back."""
    no_position = ("dp-no-position", values.dp_no_position)
    return {
        "flexion": ("dp-sitting", values.dp_sitting),
        "extension": ("dp-standing-or-lying", values.dp_standing_or_lying),
        "none": no_position,
        "mixed": no_position,
    }


def _direction(add: Add, intake: Intake, known: Facts, content: Content) -> None:
    weigh = content.values.steering
    saw = f"ease: {known.ease}"
    if known.ease in (eases := _eases(content.values)):
        rule, named = eases[known.ease]
        add(rule, weigh.ease_named, named.exercises, saw)
    if known.ease in ("flexion", "extension"):
        add("dp-positions", weigh.ease, f"direction={known.ease}", saw)
    for direction in ("flexion", "extension"):
        response = getattr(known, direction)
        if response == "good":
            add("dp-positions", weigh.tried_well, f"direction={direction}", f"{direction} tried: {response}")
    if intake.movement.side_glide in ("better", "centralizes"):
        add("dp-positions", weigh.side_glide, ("side-glide-wall",), f"side glide tried: {intake.movement.side_glide}")
    if known.bending_hurts == "yes" and known.ease != "flexion":
        add("disc-vs-muscle-clue", weigh.bending_hurts, "direction=flexion", "bending hurts")
    new = known.duration == "acute" and not recurrent(intake, content.values)
    if known.ease == "extension" and (known.severity in ("severe", "unknown") or (new and known.severity != "low")):
        gentlest = content.values.gentlest_rung.exercises
        add("birddog-gentlest-rung", weigh.gentlest, gentlest, f"{saw}, new or strong pain")
    if new:
        add("acute-vs-chronic-focus", weigh.new_pain_easy, "difficulty=1", "less than 6 weeks")
    elif known.duration != "unknown":
        add("acute-vs-chronic-focus", weigh.lasting_strength, "category=strengthening", f"duration: {known.duration}")


def _population(add: Add, intake: Intake, known: Facts, content: Content) -> None:
    values = content.values
    weigh = values.steering
    if intake.life.work == "desk":
        add("pop-desk-workers", weigh.desk, values.pop_desk_workers.exercises, "desk work")
        add("pop-desk-figure4", weigh.desk_hips, values.pop_desk_figure4.exercises, "desk work")
    leg_pain = known.leg in ("above_knee", "below_knee", "below_knee_flexion_centralizes")
    if leg_pain and known.flexion != "bad":
        add("pop-sciatica", weigh.leg_named, values.pop_sciatica.exercises, f"leg: {known.leg}")
    if leg_pain:
        add("pop-sciatica", weigh.leg_steady, "category=stabilization", f"leg: {known.leg}")
    if known.leg == "none":
        add("programme-individualise", weigh.no_slider, "family=slider", "no leg symptoms: no nerve slides")
    if known.age == "older" or known.balance == "poor":
        add(
            "birddog-balance-for-older",
            weigh.balance,
            "category=balance",
            f"age: {known.age}, balance: {known.balance}",
        )
    _steady(add, intake, known, content)
    if known.bone in ("osteopenia", "osteoporosis", "unsure"):
        add("birddog-bone-strength", weigh.bone_strength, "category=strengthening", f"bone: {known.bone}")
    if intake.life.activity == "low":
        add("pop-not-active", weigh.inactive_easy, "difficulty=1", "activity: low")
    if intake.life.activity == "high":
        add("programme-individualise", weigh.active_hard, "difficulty=4", "activity: high")
    if (intake.episode.earlier_spells or 0) > 0:
        for tag in ("high_spinal_load", "loaded_trunk_rotation"):
            saw = f"earlier spells: {intake.episode.earlier_spells}"
            add("dose-high-load-only-in-history-caution", weigh.high_load, f"tags={tag}", saw)
    if intake.time.per_day >= 2:
        add(
            "dose-twice-daily-mobility",
            weigh.twice_daily,
            "rules=dose-twice-daily-mobility",
            f"{intake.time.per_day} sessions a day",
        )


def _steady(add: Add, intake: Intake, known: Facts, content: Content) -> None:
    """Older people, people who might fall, and people around a birth: the steadier and easier forms first."""
    rule, weigh, first = "birddog-steady-first", content.values.steering, content.values.steady_first
    unsure = known.balance == "poor" or known.bone == "osteoporosis" or known.dizziness == "yes"
    if unsure or known.age == "older":
        saw = f"age: {known.age}, balance: {known.balance}, bone: {known.bone}"
        add(rule, weigh.unsteady if unsure else weigh.unsteady_older, first.exercises, saw)
        add(rule, weigh.steady, first.first, saw)
    around_birth = known.pregnancy in ("later", "postpartum")
    if around_birth or (known.age == "older" and intake.life.activity != "high"):
        which = "pop-pregnancy" if around_birth else "programme-individualise"
        for level in (4, 5):
            add(which, weigh.hard_forms, f"difficulty={level}", f"age: {known.age}, pregnancy: {known.pregnancy}")
    if known.severity == "severe":
        for level, points in ((3, weigh.severe_middle), (4, weigh.severe_hard), (5, weigh.severe_hard)):
            add("severe-pain-avoid-some", points, f"difficulty={level}", f"pain {known.pain}")
    if known.pregnancy == "postpartum":
        add("pop-pregnancy", weigh.plank_after_birth, "family=plank", "pregnancy: postpartum")


def _preference(add: Add, intake: Intake, weigh: Steering) -> None:
    if intake.life.likes:
        add("programme-vary-and-enjoy", weigh.liked, intake.life.likes, "liked")
    goals = [*intake.life.goals, *(own.kind for own in intake.life.own_activities if own.kind)]
    for goal in dict.fromkeys(goals):
        add("programme-goals", weigh.goal, f"goals={goal}", f"goal: {goal}")
    if set(intake.life.worries) & {"bending", "lifting"}:
        add("tech-bend-straight", weigh.feared, "family=hip-hinge", "worried about bending or lifting")


def _general(add: Add, weigh: Steering) -> None:
    add("equipment-minimal", weigh.no_equipment, "equipment=", "needs nothing")
    for family in ("hamstring", "hip-flexor", "piriformis"):
        add("stretch-hips-legs-abs-too", weigh.hips, f"family={family}", "hips and legs")
    for family in ("bird-dog", "side-plank", "curl-up"):
        add("birddog-core-three", weigh.core_three, f"family={family}", "one of the three core drills")
    add("dynamic-vs-static", weigh.moving, "family=cat-cow", "moving stretch")
    add("dynamic-vs-static", weigh.moving, "family=trunk-rotation", "moving stretch")


def score_table(found: tuple[Bonus, ...], pool: int) -> dict[int, int]:
    """Score of each exercise in ``pool`` (bit number to points)."""
    table = dict.fromkeys(bits(pool), BASE)
    for bonus in found:
        for bit in bits(bonus.mask):
            if bit in table:
                table[bit] += bonus.points
    return table
