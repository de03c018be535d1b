"""A report of back pain: kept, and the usual pain worked out anew."""

from __future__ import annotations

from datetime import datetime

from birddog.core.chart.setbacks import worse_in_small_steps
from birddog.core.plan.course import Course
from birddog.core.state.state import State
from birddog.core.state.usual import reported, worsening


def pain_reported(course: Course, state: State, pain: float, at: datetime, cause: str) -> None:
    """Take in one report of back pain, 0 to 10. In a flare the usual pain stays what it was before."""
    day = at.date()
    state.pains.append((day, pain))
    if state.flare is not None:
        flare = state.flare
        back_to = None if flare.usual is None else flare.usual + course.content.values.flare_asked.within
        settled = back_to is not None and pain <= back_to
        days = tuple(dict.fromkeys((*flare.settled, day))) if settled else ()
        state.flare = type(flare)(flare.since, flare.stage, flare.usual, days)
        return
    state.usual = reported(state.usual, state.pains, day, course.content)
    again = course.content.values.worsening.again
    new = state.worse_seen is None or (day - state.worse_seen).days >= again
    if new and state.exercising and worsening(state.usual, course.content):
        worse_in_small_steps(course, state, at, cause)
