"""A movement that draws leg symptoms up, or eases the back, in small bouts through the day (birddog-bouts).

Bouts stand apart from the minutes of sessions. They are offered only while the direction is shown to help and nothing
bars it; they begin with one small bout, after which the leg is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from birddog.core.course import Course
from birddog.core.limits import allowed
from birddog.core.state import State

HELPS = ("better", "centralizes")


@dataclass(frozen=True, slots=True)
class Bouts:
    """So many repetitions of one exercise, so many times a day; ``seconds`` of one bout."""

    exercise: str
    reps: int
    per_day: int
    seconds: int
    why: tuple[str, ...]


def bouts(course: Course, state: State, day: date) -> Bouts | None:
    """The bouts of a day: none where no direction helps, where it is out, or where the session itself is not open."""
    content = course.content
    if "birddog-bouts" not in content.rules or state.intake is None or not state.exercising:
        return None
    rule, planner = content.values.bouts, course.planner(state, day)
    able = planner.pool & ~course.barred(state, day)
    helps = _helping(state)
    for pair in rule.exercises:
        direction, _, name = pair.partition(":")
        if direction in helps and name in content.index and able >> content.index[name] & 1:
            break
    else:
        return None
    exercise, grown = content.exercise(name), _grown(course, state, day)
    dose = replace(next(iter(exercise.doses.values())).start, sets=1, reps=rule.reps[grown])
    dose = allowed(dose, exercise, planner.known, content)
    one = max(1, dose.seconds // dose.reps)
    reps = min(dose.reps, max(1, rule.seconds // one))
    return Bouts(name, reps, rule.per_day[grown], reps * one, ("birddog-bouts",))


def _helping(state: State) -> tuple[str, ...]:
    """The directions that are shown to help, by the answers and the reports of the leg since."""
    assert state.intake is not None
    moved = state.intake.movement
    told = {"side": moved.side_glide, "extension": moved.extension}
    return tuple(way for way, response in told.items() if response in HELPS and way not in state.barred_directions)


def _grown(course: Course, state: State, day: date) -> int:
    """How far the bouts have come: by good sessions; at the beginning again after a red report or in a flare."""
    rule, last = course.content.values.bouts, state.last_red
    if state.flare is not None or (last is not None and (day - last.date()).days < rule.quiet_days):
        return 0
    return sum(state.greens >= good for good in rule.good_sessions) - 1
