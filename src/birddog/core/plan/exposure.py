"""Feared movements: an easy form comes in early, and a fuller one when that has gone well (birddog-feared).

The spine stays neutral, with a hip hinge in place of a bend, where bending may harm or sends symptoms down the leg.
"""

from __future__ import annotations

from collections.abc import Sequence

from birddog.core.content.exercise import Exercise
from birddog.core.plan.planner import Planner
from birddog.core.state.state import State

MOVEMENTS = ("bending", "lifting")
FULLER = "hip-hinge"
"""The family that feared bending and lifting climb to."""
BENDS = {
    "leg": ("none", "buttock", "above_knee", "below_knee_flexion_centralizes"),
    "bone": ("none",),
    "surgery": ("none", "cleared"),
}
"""Facts with which a bend may be met as a bend; what is not known is none of them."""


def feared(planner: Planner) -> tuple[str, ...]:
    """The movements that the person fears, of those that exercises can lead back to."""
    if "tech-bend-straight" not in planner.content.rules:
        return ()
    return tuple(movement for movement in MOVEMENTS if movement in planner.intake.life.worries)


def neutral_only(planner: Planner) -> bool:
    """Whether the way back to bending leaves the spine neutral: symptoms below the knee, thin bones, an operation, or
    bending that was tried and made things worse."""
    known = planner.known
    return known.flexion == "bad" or any(getattr(known, fact) not in held for fact, held in BENDS.items())


def meets(planner: Planner, exercise: Exercise, movement: str) -> bool:
    """Whether an exercise is a form of a feared movement that suits this person."""
    if f"{movement}:{exercise.family}" not in planner.content.values.feared.families:
        return False
    if movement == "bending" and neutral_only(planner):
        return exercise.direction == "neutral"
    return exercise.direction != "extension"


def wanted(planner: Planner, state: State, week: int, exercises: Sequence[Exercise], new: Exercise) -> bool:
    """Whether a new exercise is the form of a feared movement that is due in ``week`` beside ``exercises``."""
    rule = planner.content.values.feared
    for movement in feared(planner):
        if not meets(planner, new, movement):
            continue
        met = [e for e in exercises if meets(planner, e, movement)]
        easy = new.difficulty <= rule.easy
        if not met and week >= rule.from_week and easy:
            return True
        fuller = new.family == FULLER and all(e.family != FULLER for e in met)
        if fuller and week >= rule.fuller_from and (not met or any(_went_well(planner, state, e) for e in met)):
            return True
    return False


def _went_well(planner: Planner, state: State, exercise: Exercise) -> bool:
    track = state.tracks.get(exercise.id)
    return track is not None and track.all_good >= planner.content.values.good_session.sessions
