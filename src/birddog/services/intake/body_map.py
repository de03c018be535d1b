"""The body map: parts that can be marked, and what the marks say."""

from __future__ import annotations

from collections.abc import Sequence

from birddog.services.intake.form import Answers, put

SITES = ("low_back", "mid_back", "hip_or_groin", "belly", "neck", "other")
SIDES = ("left", "right")
LEG_PARTS = {"buttock": "buttock", "thigh": "above_knee", "calf": "below_knee"}
"""Parts that have two sides, from high to low, and how far down each one reaches."""


def answer(answers: Answers, marks: Sequence[str], before: Sequence[str]) -> None:
    """Write what the marks say: where it hurts and, with a buttock or leg among them, how far down and which side.

    A leg that is not marked says nothing about tingling or numbness, so it is asked about; only what earlier marks
    (``before``) said is taken back.
    """
    parts = [mark.split("-")[0] for mark in marks if "-" in mark]
    where = [site for site in SITES if site in marks]
    where += [site for site in ("buttock",) if site in parts]
    where += ["leg"] if {"thigh", "calf"} & set(parts) else []
    put(answers, "episode.where", where or None)
    reach = [LEG_PARTS[part] for part in LEG_PARTS if part in parts]
    sides = {mark.split("-")[1] for mark in marks if "-" in mark}
    if reach:
        put(answers, "leg.reach", reach[-1])
        put(answers, "leg.side", "both" if len(sides) == 2 else sides.pop())
    elif says_reach(before):
        put(answers, "leg.reach", None)
        put(answers, "leg.side", None)


def says_reach(marks: Sequence[str]) -> bool:
    """Whether the marks say how far down it goes."""
    return any("-" in mark for mark in marks)
