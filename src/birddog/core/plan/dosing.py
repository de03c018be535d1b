"""The arithmetic of doses: how much a dose is, one step more, a share of it, and the least that is worth doing.

Pure functions of a dose and a few numbers; which step is due, and when, is decided by ``course``. Amounts are in
seconds of moving or holding, both sides and all sets.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from math import ceil, floor

from birddog.core.content.exercise import Dose

HOLD_S, STRETCH_S = 5, 15
"""From so many seconds on a hold is the work itself; from ``STRETCH_S`` on it is a stretch."""
STEP_S = 5
"""Holds grow and shrink by so many seconds."""
EXACT = 1e-9


def unit(dose: Dose) -> int:
    """Seconds of one repetition on one side: of the hold where there is one, else of the movement (at least 1)."""
    return max(1, dose.hold_time_s if dose.hold_time_s >= HOLD_S else dose.move_s + dose.hold_time_s)


def amount(dose: Dose) -> int:
    """Sets x repetitions x sides x seconds of one repetition.

    >>> amount(Dose(2, 12, move_s=4)), amount(Dose(1, 10, 5)), amount(Dose(1, 6, 10))
    (96, 50, 60)
    """
    return dose.sets * dose.reps * dose.sides * unit(dose)


def stretches(dose: Dose) -> bool:
    """Whether the dose is a stretch or a long hold, in which few and long repetitions are wanted."""
    return dose.hold_time_s >= STRETCH_S


def more(dose: Dose, most: Dose, growth: float, hold_first: bool = True) -> Dose | None:
    """One step up, one variable at a time, by at most ``growth`` (or one repetition, or 5 s of a stretch).

    Repetitions first, then the hold, then one set more; a longer hold or a further set comes with fewer repetitions.
    A stretch is held longer first (``hold_first``). ``None`` at the top, ``most``.

    >>> top = Dose(3, 12, 10)
    >>> [(d.sets, d.reps, d.hold_s) for d in climb(Dose(1, 10, 5), Dose(1, 12, 10), 1.2)]
    [(1, 10, 5), (1, 12, 5), (1, 7, 10), (1, 8, 10), (1, 9, 10), (1, 10, 10), (1, 12, 10)]
    >>> [(d.sets, d.reps) for d in climb(Dose(2, 10), Dose(3, 12), 1.2)]
    [(2, 10), (2, 12), (3, 8), (3, 9), (3, 10), (3, 12)]
    >>> [(d.reps, d.hold_s) for d in climb(Dose(1, 2, 20), Dose(1, 3, 30), 1.2)]
    [(2, 20), (2, 25), (2, 30), (3, 30)]
    """
    steps = (_longer, _again, _further) if hold_first and stretches(dose) else (_again, _longer, _further)
    for step in steps:
        if (grown := step(dose, most, growth)) is not None:
            return grown
    return None


def climb(start: Dose, most: Dose, growth: float, hold_first: bool = True) -> Iterator[Dose]:
    """``start`` and every step up to ``most``."""
    step: Dose | None = start
    while step is not None:
        yield step
        step = more(step, most, growth, hold_first)


def _again(dose: Dose, most: Dose, growth: float) -> Dose | None:
    """More repetitions."""
    if dose.reps >= most.reps:
        return None
    return replace(dose, reps=min(most.reps, max(dose.reps + 1, floor(dose.reps * growth + EXACT))))


def _longer(dose: Dose, most: Dose, growth: float) -> Dose | None:
    """A longer hold, with fewer repetitions where it is no stretch, but never less in all; or one breath more.

    >>> long = _longer(Dose(2, 5, 5), Dose(2, 5, 10), 1.1)
    >>> long.reps, long.hold_s
    (3, 10)
    """
    if dose.hold_s < most.hold_s:
        hold = min(most.hold_s, (dose.hold_s // STEP_S + 1) * STEP_S if most.hold_s >= HOLD_S else dose.hold_s + 1)
        longer = replace(dose, hold_s=hold)
        if stretches(dose):
            return longer
        one = dose.sets * dose.sides * unit(longer)
        reps = max(floor(amount(dose) * growth / one + EXACT), ceil(amount(dose) / one - EXACT))
        return replace(longer, reps=min(dose.reps, reps))
    if dose.hold_breaths < most.hold_breaths:
        return replace(dose, hold_breaths=dose.hold_breaths + 1)
    return None


def _further(dose: Dose, most: Dose, growth: float) -> Dose | None:
    """One set more, with so many repetitions less that the amount hardly grows."""
    if dose.sets >= most.sets:
        return None
    sets = dose.sets + 1
    reps = -(-dose.sets * dose.reps // sets)
    if sets * reps > dose.sets * dose.reps * growth + EXACT:
        reps = dose.sets * dose.reps // sets
    return replace(dose, sets=sets, reps=max(1, reps)) if reps >= 1 and sets * reps >= dose.sets * dose.reps else None


@lru_cache(maxsize=65536)
def share_of(dose: Dose, share: float, least: Dose | None = None) -> Dose:
    """The largest dose of at most ``share`` of ``dose``: fewer repetitions or sets first, then shorter holds.

    Never under ``least`` (unless ``dose`` itself is), and never over ``dose``.

    >>> half = share_of(Dose(2, 12, move_s=4), 0.5)
    >>> half.sets * half.reps
    12
    >>> share_of(Dose(1, 2, 20, sides=2), 0.5).reps
    1
    """
    if share >= 1:
        return dose
    goal = amount(dose) * share + EXACT
    fitting = [d for d in _smaller(dose) if amount(d) <= goal]
    best = max(fitting, key=lambda d: (amount(d), d.hold_s, d.sets), default=None)
    floor_ = None if least is None else least if amount(least) <= amount(dose) else dose
    if best is None:
        return floor_ or min(_smaller(dose), key=amount)
    return floor_ if floor_ is not None and amount(best) < amount(floor_) else best


def _smaller(dose: Dose) -> Iterator[Dose]:
    """Every dose that is no larger in sets, repetitions and hold (holds in whole steps, breaths one by one)."""
    lowest = STRETCH_S if dose.hold_s >= STRETCH_S else HOLD_S if dose.hold_s >= HOLD_S else dose.hold_s
    holds = sorted({dose.hold_s, *range(lowest, dose.hold_s, STEP_S)})
    for sets in range(1, dose.sets + 1):
        for reps in range(1, dose.reps + 1):
            for hold in holds:
                yield replace(dose, sets=sets, reps=reps, hold_s=hold)


@lru_cache(maxsize=16384)
def least_of(first: Dose, share: float, reps: int, holds: int, hold_s: int, stretch_s: int) -> Dose:
    """The least dose that a reaction may leave of ``first``, the person's first dose of an exercise.

    At least ``share`` of it, and never under ``reps`` repetitions, ``holds`` holds of ``hold_s``, or one stretch of
    ``stretch_s``; where the first dose is smaller than that, the first dose itself.

    >>> d = least_of(Dose(1, 5, 5), 0.5, 5, 3, 5, 15)
    >>> d.reps, d.hold_s
    (3, 5)
    >>> least_of(Dose(2, 8), 0.5, 5, 3, 5, 15).reps
    8
    """
    goal = amount(first) * share - EXACT

    def enough(dose: Dose) -> bool:
        if stretches(first):
            return dose.hold_time_s >= min(stretch_s, first.hold_time_s)
        if first.hold_s >= HOLD_S:
            return dose.sets * dose.reps >= min(holds, first.sets * first.reps) and dose.hold_s >= hold_s
        return dose.reps >= min(reps, first.reps)

    fitting = [d for d in _smaller(first) if amount(d) >= goal and enough(d)]
    return min(fitting, key=lambda d: (amount(d), -d.hold_s, d.sets), default=first)
