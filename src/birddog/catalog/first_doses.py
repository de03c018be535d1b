"""Whether every dose is worth doing from the first day on, and grows from stage to stage.

A dose of a file is held to a floor by what it is, not by what it is called: a hold of 10 s in a mobility exercise
is a stretch, a hold of 5 s in a strengthening one is a hold. So a hold that is made shorter does not get out of its
floor, it meets another. The numbers are those of the rule ``birddog-first-dose``. A file keeps less where its source
states less, and says why in ``less_because``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from birddog.core.content.content import Content
from birddog.core.content.exercise import Dose, DoseRange, Exercise
from birddog.core.content.values import STAGES

RULE = "birddog-first-dose"
STRETCH_FROM_S, HOLD_FROM_S, BOUT_FROM_S = 10, 5, 15
"""Seconds from which a hold in a mobility or balance exercise, a hold elsewhere, and one repetition (a carry) count."""
PAUSE_MOST_S = 3
"""Up to so many seconds at the top of a repetition are a pause, and no hold."""
SHORT_HOLDS_S, LONG_HOLDS_S = (5, 10), (15, 20, 25, 30, 45, 60)
OWN = "birddog"


def kind_of(exercise: Exercise, dose: Dose) -> str:
    """Which floor a dose answers to: rest, carry, plank, stretch, balance, hold, strength or movement."""
    hold = dose.hold_time_s
    if exercise.category == "posture":
        return "rest"
    if dose.move_s >= BOUT_FROM_S:
        return "carry"
    if exercise.family == "plank":
        return "plank"
    if exercise.category in ("mobility", "balance"):
        long = "stretch" if exercise.category == "mobility" else "balance"
        return long if hold >= STRETCH_FROM_S else "movement"
    if hold >= HOLD_FROM_S:
        return "hold"
    return "strength" if exercise.category == "strengthening" else "movement"


def floor_of(kind: str, content: Content) -> tuple[int, int, int]:
    """Fewest sets and repetitions (a side), and shortest hold in seconds, that a first dose of this kind has."""
    least = content.values.first_dose
    return {
        "rest": (1, 1, 0),
        "stretch": (1, least.stretch_reps, least.stretch_s),
        "movement": (1, least.movement_reps, 0),
        "hold": (1, least.hold_reps, least.hold_s),
        "strength": (least.strength_sets, least.strength_reps, 0),
        "plank": (1, least.plank_reps, least.plank_s),
        "balance": (1, least.balance_reps, least.balance_s),
        "carry": (1, least.carry_reps, least.carry_s),
    }[kind]


def first_dose_problems(exercise: Exercise, content: Content) -> Iterator[str]:
    """Doses under their floor without a reason, holds off the steps, and stages that fall back."""
    if exercise.kind != "exercise":
        return
    for stage, dose in exercise.doses.items():
        yield from (f"dose.{stage}: {problem}" for problem in (*_floor(exercise, dose, content), *_holds(dose)))
    doses = [(stage, exercise.doses[stage]) for stage in STAGES if stage in exercise.doses]
    for (_, before), (stage, then) in pairwise(doses):
        if then.start.work_s < before.start.work_s:
            work = f"{then.start.work_s} s of work after {before.start.work_s} s"
            yield f"dose.{stage}: starts lower than the stage before it ({work})"


def _floor(exercise: Exercise, dose: DoseRange, content: Content) -> Iterator[str]:
    kind = kind_of(exercise, dose.start)
    floor = floor_of(kind, content)
    lasts = dose.start.move_s if kind == "carry" else dose.start.hold_time_s
    has = (dose.start.sets, dose.start.reps, lasts)
    # More holds of the same length make up for a set, more sets do not make up for a repetition.
    under = dose.start.sets * dose.start.reps < floor[0] * floor[1] or has[0] < floor[0] or lasts < floor[2]
    if dose.less_because:
        if not under:
            yield "less_because is given, and the dose is not below its floor"
        elif not set(dose.sources) - {OWN}:
            yield f"less_because needs a source besides {OWN} that states less"
    elif under:
        said = "{} x {}" + (" x {} s" if floor[2] else "")
        yield (
            f"first dose {said.format(*has)} of a {kind} is below {said.format(*floor)} ({RULE}); "
            "allowed: that or more, or less_because with the source that states less"
        )


def _holds(dose: DoseRange) -> Iterator[str]:
    allowed = (*range(PAUSE_MOST_S + 1), *SHORT_HOLDS_S, *LONG_HOLDS_S)
    for name, end in (("hold_s", dose.start), ("most.hold_s", dose.most)):
        if end.hold_s not in allowed:
            steps = ", ".join(map(str, (*SHORT_HOLDS_S, *LONG_HOLDS_S)))
            yield f"{name} is {end.hold_s} s; allowed: a pause of up to {PAUSE_MOST_S} s, or {steps} s"
