"""Doing more than was asked: no fault in itself, but paced where it is followed by more pain again and again.

Numbers are those of the rule ``birddog-pacing`` (proposals).
"""

from __future__ import annotations

from datetime import date, datetime

from birddog.core.chart.earned import more_done
from birddog.core.log.events import SessionDone
from birddog.core.plan.course import Course
from birddog.core.plan.planner import Session
from birddog.core.plan.weekdays import is_training_day
from birddog.core.state.stages import training
from birddog.core.state.state import State


def note_more(course: Course, state: State, event: SessionDone, session: Session | None) -> None:
    """Keep the day on which more was done than was asked: a session too many, or more repetitions."""
    day, within = event.at.date(), course.content.values.pacing.within
    if _too_many(course, state, day) or (session is not None and more_done(event, session)):
        state.over_on = (*(on for on in state.over_on if (day - on).days < within), day)


def _too_many(course: Course, state: State, day: date) -> bool:
    """Whether ``day`` has had more sessions than are planned for it."""
    if state.intake is None or state.started is None:
        return False
    per_week, per_day = training(state.intake, course.content, state.stage)
    planned = per_day if is_training_day(state.intake, course.content, state.stage, state.started, day) else 0
    return sum(on == day for on in state.done_on) > planned and not _fewer_so_far(state, day, per_week * per_day)


def _fewer_so_far(state: State, day: date, a_week: int) -> bool:
    """Whether a session on a day off only makes up for one that was left out: seven days hold no more than planned."""
    return sum(0 <= (day - on).days < 7 for on in state.done_on) <= a_week


def overdone(course: Course, state: State, at: datetime, cause: str) -> None:
    """After pain that rose: where more was done than asked just before, again and again, doses are paced."""
    day, rule = at.date(), course.content.values.pacing
    if not any(0 <= (day - on).days * 24 <= rule.hours for on in state.over_on) or day in state.overdone:
        return
    state.overdone = (*(on for on in state.overdone if (day - on).days < rule.within), day)
    if len(state.overdone) >= rule.times:
        _paced(course, state, at, cause, f"too much after more than asked, {len(state.overdone)} times")


def flared(course: Course, state: State, at: datetime, cause: str) -> None:
    """Count a flare: so many in some weeks are paced, too."""
    day, rule = at.date(), course.content.values.pacing
    state.flared_on = (*(on for on in state.flared_on if (day - on).days < rule.flare_days), day)
    if len(state.flared_on) >= rule.flares:
        _paced(course, state, at, cause, f"{len(state.flared_on)} flares")


def _paced(course: Course, state: State, at: datetime, cause: str, saw: str) -> None:
    state.paced_from = state.slow_from = at.date()
    state.overdone, state.flared_on = (), ()
    share = round(100 * course.content.values.pacing.share)
    course.say(cause, at, "birddog-pacing", saw, "start-lower", share=share)


def pace_over(course: Course, state: State, day: date) -> None:
    """Lift the ceiling when its days are over; growth stays slow for a while longer."""
    rule = course.content.values.pacing
    if state.paced_from is not None and (day - state.paced_from).days >= rule.days:
        state.paced_from = None
    if state.slow_from is not None and (day - state.slow_from).days >= rule.slow_days:
        state.slow_from = None
