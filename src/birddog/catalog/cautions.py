"""Cautions that only words hold: a sentence sends someone away, and no veto sees who.

Whoever reads "with an artificial hip, ask your surgeon first" in an exercise of their own program was given
something that they should not have been given. So each caution that bars (``BARS``) someone with a condition
(``CONDITIONS``) needs a veto that takes the exercise out for them. Cautions that say how to do it differently
("keep the rounding small") bar nobody and are free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from birddog.core.content.content import Content
from birddog.core.content.exercise import Exercise

CONDITIONS: tuple[tuple[str, re.Pattern[str], str, tuple[str, ...]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE), fact, values)
    for name, pattern, fact, values in (
        ("an artificial hip", r"artificial hip|hip replacement", "hip_replacement", ("precautions",)),
        ("thin bones", r"thin bones|osteoporosis", "bone", ("osteoporosis", "spine_fracture", "unsure")),
        ("pregnancy", r"in pregnancy|while (you are )?pregnant|month of pregnancy", "pregnancy", ("later",)),
        ("a birth", r"after a birth|weeks after birth", "pregnancy", ("postpartum",)),
        ("back surgery", r"back surgery|operation on your back", "surgery", ("cleared_under_6_months",)),
        ("glaucoma", r"glaucoma|eye pressure", "head_down", ("no",)),
        ("dizziness", r"\bwith dizziness|glaucoma, dizziness|dizziness or", "dizziness", ("yes",)),
        ("blood pressure", r"blood pressure", "blood_pressure", ("uncontrolled",)),
        ("stenosis", r"narrow (spinal )?canal|stenosis|walking bring your pain on and sitting eases", "ease",
         ("flexion",)),
        ("weakness of a leg", r"weakness in a leg|weak leg", "leg_weakness", ("old_checked",)),
        ("pain below the knee", r"below the knee|down (your|the) leg.{0,20}(leave|ask) ", "leg", ("below_knee",)),
    )
)  # fmt: skip
"""What a caution may name, the words for it, and the fact with the values that a veto must act on."""
BARS = re.compile(r"\bleave (this|it) out\b|\bask (your|a) |\bonly with your\b|\bdo not do this\b", re.IGNORECASE)
OTHERWISE = re.compile(r"\buse the upright bike\b|\blie on your side instead\b", re.IGNORECASE)
"""Words by which a sentence says what to do otherwise, for activities that a person chooses."""


def caution_problems(exercise: Exercise, content: Content) -> Iterator[str]:
    """Cautions that send someone away whom no veto keeps from the exercise."""
    if exercise.kind != "exercise":
        return
    for caution in exercise.cautions:
        if not BARS.search(caution) or OTHERWISE.search(caution):
            continue
        for name, words, fact, values in CONDITIONS:
            missed = [
                value for value in values if words.search(caution) and not _barred(exercise, fact, value, content)
            ]
            if missed:
                told = ", ".join(missed)
                yield (
                    f"cautions: '{caution}' sends away people with {name}; no veto takes it out for "
                    f"{fact} = {told}. Give it a tag that one bars, or say how to do it otherwise"
                )


def _barred(exercise: Exercise, fact: str, value: str, content: Content) -> bool:
    bit = content.index[exercise.id]
    return any(veto.fact == fact and value in veto.values and mask >> bit & 1 for veto, mask in content.veto_masks)
