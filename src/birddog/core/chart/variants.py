"""Within a session: an easier or a harder exercise in place of one, and what has to go when the leg answers.

Everything passes through the same vetoes and limits as the session itself; nothing here raises the work.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from birddog.core.chart.leg_reports import moved_down
from birddog.core.content.content import Content
from birddog.core.content.values import STAGES
from birddog.core.log.events import SessionDone
from birddog.core.plan.course import Course
from birddog.core.plan.dosing import amount
from birddog.core.plan.limits import Item, fit, smaller
from birddog.core.state.state import State


@dataclass(frozen=True, slots=True)
class Variants:
    """What may take the place of an item now, the nearest first."""

    easier: tuple[Item, ...]
    harder: tuple[Item, ...]


def variants(course: Course, state: State, at: datetime, item: Item, taken: Iterable[str] = ()) -> Variants:
    """The easier and harder rungs beside ``item`` that this person may do, with no more work than it has.

    ``taken`` are exercises already in the session. Without an easier rung the same exercise one step smaller
    stands for it. Harder ones are held back when a dose may not rise: after a red report, in a flare, or while
    a session is not reported on.
    """
    day, exercise = at.date(), course.content.exercise(item.exercise)
    able = course.planner(state, day).pool & ~course.barred(state, day) & ~course.content.mask_of(taken)
    easier = [_rung(course, state, at, rung, item) for rung in exercise.easier if _in(course.content, rung, able)]
    down = tuple(rung for rung in easier if rung is not None)
    if not down and (less := smaller(item.dose)) is not None:
        down = (replace(item, dose=less),)
    if course.held_back(state, at) is not None or state.waiting is not None:
        return Variants(down, ())
    rungs = [rung for rung in exercise.harder if _in(course.content, rung, able)]
    up = [_rung(course, state, at, rung, item) for rung in rungs if state.stage in course.content.exercise(rung).doses]
    return Variants(down, tuple(rung for rung in up if rung is not None))


def out_when_leg(course: Course, state: State, at: datetime, exercise: str, others: Iterable[str]) -> tuple[str, ...]:
    """Of ``others``, those that may not be done any more once ``exercise`` has sent symptoms down the leg."""
    told = SessionDone(id="what-if", at=at, leg="down", leg_exercise=exercise)
    what_if, after = Course(course.content), state.copy()
    moved_down(what_if, after, told, exercise, None, None)
    able = what_if.planner(after, at.date()).pool & ~what_if.barred(after, at.date())
    return tuple(other for other in others if not _in(course.content, other, able))


def _in(content: Content, exercise: str, mask: int) -> bool:
    return exercise in content.index and bool(mask >> content.index[exercise] & 1)


def _rung(course: Course, state: State, at: datetime, rung: str, item: Item) -> Item | None:
    """A rung at its own dose, or the first one; no more work and no longer than ``item``."""
    exercise = course.content.exercise(rung)
    if not any(stage in exercise.doses for stage in STAGES[: STAGES.index(state.stage) + 1]):
        return None
    planner = course.planner(state, at.date())
    dose = course.dose(state, planner, rung)
    while amount(dose) > amount(item.dose) and (less := smaller(dose)) is not None:
        dose = less
    made = planner.item(rung, state.stage, dose, item.around_s)
    return fit((made,), item.seconds)[0]
