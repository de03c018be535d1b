"""A movement that draws leg symptoms up, or eases the back, in small bouts through the day (birddog-bouts).

Bouts stand apart from the minutes of sessions. They are offered only while the direction is shown to help and nothing
bars it; they begin with one small bout, after which the leg is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from birddog.core.chart.proposals import propose
from birddog.core.plan.course import Course
from birddog.core.plan.limits import allowed
from birddog.core.state.state import State

RULE = "birddog-bouts"
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
    """The bouts of a day: none where no direction helps, where it is out, where the session itself is not open, or
    where a therapist has not approved them yet."""
    grown = _grown(course, state, day)
    if state.waits:
        grown = min(grown, state.bouts_held)
    return _at(course, state, day, grown) if grown >= 0 else None


def hold(course: Course, state: State, day: date) -> None:
    """Let bouts come no further than they have, as rises wait from now on."""
    state.bouts_held = -1 if _at(course, state, day, 0) is None else _grown(course, state, day)


def propose_bouts(course: Course, state: State, at: datetime, cause: str) -> None:
    """Where rises wait: propose bouts, or more of them, after a good session, and not again while one could wait."""
    day, days = at.date(), course.content.values.proposals_wait.days
    grown = _grown(course, state, day)
    asked = state.bouts_asked is not None and (day - state.bouts_asked).days < days
    if not state.waits or asked or state.good_on != day or grown <= state.bouts_held or course.held_back(state, at):
        return
    more = _at(course, state, day, grown)
    if more is not None:
        state.bouts_asked = day
        saw = f"{more.exercise}: {more.reps} times, {more.per_day} times a day"
        propose(course, state, at, cause, "bouts", RULE, saw, exercise=more.exercise, level=grown)


def _at(course: Course, state: State, day: date, grown: int) -> Bouts | None:
    """The bouts when they have come so far."""
    content = course.content
    if RULE not in content.rules or state.intake is None or not state.exercising:
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
    exercise = content.exercise(name)
    dose = replace(next(iter(exercise.doses.values())).start, sets=1, reps=rule.reps[grown])
    dose = allowed(dose, exercise, planner.known, content)
    one = max(1, dose.seconds // dose.reps)
    reps = min(dose.reps, max(1, rule.seconds // one))
    return Bouts(name, reps, rule.per_day[grown], reps * one, (RULE,))


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
