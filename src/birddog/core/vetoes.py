"""Vetoes: answers to the exercises that are out, and why.

Admissible exercises are the catalog minus a union. Each veto is a function of one fact; what a person
does not own or does not want is taken out in the same way. Nothing here is ever relaxed: a later step
that finds too few exercises says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from birddog.core.content import Content, Veto, bits
from birddog.core.exercise import Exercise
from birddog.core.facts import Facts
from birddog.core.intake import Intake
from birddog.core.values import Reason

ASSUMED_EQUIPMENT = ("wall", "chair", "bed", "towel")
"""What is taken to be at hand when a person has not said (cautious: nothing that needs buying)."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise that is out, and the veto that took it out."""

    exercise: str
    reason: Reason


def barred_by_facts(known: Facts, content: Content) -> int:
    """Mask of everything that the facts bar: the union of all vetoes that apply."""
    barred = 0
    for veto, mask in content.veto_masks:
        if getattr(known, veto.fact) in veto.values:
            barred |= mask
    return barred


def barred_by_equipment(equipment: tuple[str, ...] | None, content: Content) -> int:
    """Mask of what needs a thing that is not at hand."""
    have = frozenset(ASSUMED_EQUIPMENT if equipment is None else equipment)
    key = ("equipment", have)
    if key not in content.memo:
        content.memo[key] = content.mask_where(lambda e: not all(have & set(group) for group in e.equipment))
    mask: int = content.memo[key]
    return mask


def barred_by_pain(pain: float | None, content: Content) -> int:
    """Mask of the drills that ask for little pain; unknown pain bars them too."""
    felt = 10.0 if pain is None else pain
    key = ("pain", felt)
    if key not in content.memo:
        content.memo[key] = content.mask_where(lambda e: e.max_pain is not None and felt > e.max_pain)
    mask: int = content.memo[key]
    return mask


def admissible(intake: Intake, known: Facts, content: Content) -> int:
    """Mask of the drills this person may be given, whatever the stage."""
    barred = barred_by_facts(known, content) | barred_by_equipment(intake.equipment, content)
    barred |= content.mask_of(intake.life.dislikes)
    return content.prescribable & ~barred


def applying(known: Facts, content: Content) -> tuple[Veto, ...]:
    """The vetoes that apply, in content order."""
    return tuple(veto for veto, _ in content.veto_masks if getattr(known, veto.fact) in veto.values)


def veto_reason(veto: Veto, known: Facts) -> Reason:
    """The reason a veto gives for what it takes out."""
    saw = f"{veto.fact}: {getattr(known, veto.fact)}"
    limit = f"leaves out: {', '.join(sorted(veto.tags))}"
    return Reason(veto.id, saw, veto.says, veto.clinical, limit, "", veto.sources, veto.follows)


def left_out(intake: Intake, known: Facts, content: Content) -> tuple[LeftOut, ...]:
    """Every drill that is out, with each veto that took it out, in catalog order."""
    reasons = [(mask, veto_reason(veto, known)) for veto, mask in content.veto_masks
               if getattr(known, veto.fact) in veto.values]  # fmt: skip
    lacking = barred_by_equipment(intake.equipment, content)
    sore = barred_by_pain(known.pain, content)
    disliked = content.mask_of(intake.life.dislikes)
    every = lacking | sore | disliked | barred_by_facts(known, content)
    out = []
    for bit in bits(every & content.offered):
        exercise = content.exercises[bit]
        why = [reason for mask, reason in reasons if mask >> bit & 1]
        if lacking >> bit & 1:
            why += _needs(exercise, content)
        if sore >> bit & 1:
            why += content.because(
                "severe-pain-avoid-some", saw=f"pain {known.pain}", limit=f"at most {exercise.max_pain}"
            )
        if disliked >> bit & 1:
            why += content.because("birddog-not-this-one", saw=f"dislikes: {exercise.id}")
        out += [LeftOut(exercise.id, reason) for reason in why]
    return tuple(out)


def _needs(exercise: Exercise, content: Content) -> tuple[Reason, ...]:
    """Why an exercise is out when a thing that it needs is not at hand: the same for everyone."""
    key = ("needs", exercise.id)
    if key not in content.memo:
        needs = "; ".join(" or ".join(group) for group in exercise.equipment)
        why = content.because("equipment-minimal", saw=f"needs {needs}")
        if "regress-equipment-free" in exercise.rules:
            instead = ", ".join(exercise.easier)
            why += content.because("regress-equipment-free", saw=f"needs {needs}", considered=instead)
        content.memo[key] = why
    reasons: tuple[Reason, ...] = content.memo[key]
    return reasons
