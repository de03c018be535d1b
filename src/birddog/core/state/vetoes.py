"""Vetoes: answers to the exercises that are out, and why.

Admissible exercises are the catalog minus a union. Each veto is a function of one fact; what a person
does not own or does not want is taken out in the same way. Nothing here is ever relaxed: a later step
that finds too few exercises says so. What a clinician answers for (``Override``) is one exercise past one
veto, while the answer that they saw stands; all other vetoes hold for that exercise too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from birddog.core.content.content import Content, Veto, bits
from birddog.core.content.exercise import Exercise
from birddog.core.content.values import Reason
from birddog.core.person.facts import NOT_KNOWN, Facts
from birddog.core.person.intake import Intake

ASSUMED_EQUIPMENT = ("wall", "chair", "bed", "towel")
"""What is taken to be at hand when a person has not said (cautious: nothing that needs buying)."""


Lifted = frozenset[tuple[str, str]]
"""Ids of a veto and of the one exercise that it does not hold for, as clinicians answer for."""
NOTHING: Lifted = frozenset()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise that is out, and the veto that took it out."""

    exercise: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Override:
    """One exercise past one veto: who answers for it and why, from its day to ``until`` (that day included).

    ``saw`` is the value of the fact that the veto reads; at any other value nothing is lifted. ``event`` is its id.
    """

    event: str
    veto: str
    exercise: str
    saw: str
    since: date
    until: date
    clinician: str
    license: str
    reason: str


def liftable(veto: Veto, value: str) -> bool:
    """Whether a clinician may let an exercise past a veto at this value of its fact."""
    return value in veto.values and value not in veto.never


def lifted(overrides: tuple[Override, ...], known: Facts, content: Content, day: date) -> Lifted:
    """What the overrides lift on ``day`` for these facts: only what may be lifted, and only at the answer seen."""
    if not overrides:
        return NOTHING
    vetoes = {veto.id: veto for veto in content.vetoes}
    return frozenset(
        (row.veto, row.exercise)
        for row in overrides
        if row.since <= day <= row.until
        and (veto := vetoes.get(row.veto)) is not None
        and getattr(known, veto.fact) == row.saw
        and liftable(veto, row.saw)
    )


def barred_by_facts(known: Facts, content: Content, past: Lifted = NOTHING) -> int:
    """Mask of everything that the facts bar: the union of all vetoes that apply. ``past``: what is lifted."""
    barred = 0
    for veto, whole in content.veto_masks:
        if getattr(known, veto.fact) in veto.values:
            mask = whole & ~_past(veto, content, past) if past else whole
            barred |= mask
    return barred


def _past(veto: Veto, content: Content, past: Lifted) -> int:
    """Mask of the exercises that are let past this one veto."""
    return content.mask_of(exercise for name, exercise in past if name == veto.id)


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


def admissible(intake: Intake, known: Facts, content: Content, past: Lifted = NOTHING) -> int:
    """Mask of the drills this person may be given, whatever the stage; ``past``: what is lifted."""
    barred = barred_by_facts(known, content, past) | barred_by_equipment(intake.equipment, content)
    barred |= content.mask_of(intake.life.dislikes)
    return content.prescribable & ~barred


def applying(known: Facts, content: Content) -> tuple[Veto, ...]:
    """The vetoes that apply, in content order."""
    return tuple(veto for veto, _ in content.veto_masks if getattr(known, veto.fact) in veto.values)


def veto_reason(veto: Veto, known: Facts) -> Reason:
    """The reason a veto gives for what it takes out."""
    saw = f"{veto.fact}: {getattr(known, veto.fact)}"
    limit = f"leaves out: {', '.join(sorted(veto.tags))}"
    says = veto.not_known if veto.not_known and getattr(known, veto.fact) in NOT_KNOWN else veto.says
    return Reason(veto.id, saw, says, veto.clinical, limit, "", veto.sources, veto.follows)


def left_out(intake: Intake, known: Facts, content: Content, past: Lifted = NOTHING) -> tuple[LeftOut, ...]:
    """Every drill that is out, with each veto that took it out, in catalog order; ``past``: what is lifted."""
    reasons = [(mask & ~_past(veto, content, past), veto_reason(veto, known)) for veto, mask in content.veto_masks
               if getattr(known, veto.fact) in veto.values]  # fmt: skip
    lacking = barred_by_equipment(intake.equipment, content)
    sore = barred_by_pain(known.pain, content)
    disliked = content.mask_of(intake.life.dislikes)
    every = lacking | sore | disliked | barred_by_facts(known, content, past)
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
