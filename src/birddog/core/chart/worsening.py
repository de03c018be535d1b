"""Something got worse: what a clinician had cleared before that is not cleared any more."""

from __future__ import annotations

from datetime import datetime

from birddog.core.person.health_facts import not_covering
from birddog.core.plan.course import Course
from birddog.core.screen.screening import at_level, screen
from birddog.core.state.state import State


def got_worse(course: Course, state: State, at: datetime, cause: str) -> None:
    """Keep the day, and screen again without the clearances that are not later than it."""
    assert state.intake is not None
    state.worse_on = at.date()
    left = not_covering(state.intake, state.worse_on)
    if left == state.intake:
        return
    state.intake = left
    found = screen(left, course.content, at.date())
    if (level := max(found.disposition, state.least)) > state.disposition:
        reasons = at_level(found.reasons, level, course.content)
        state.disposition, state.screen_reasons = level, reasons + state.advice
        course.log(cause, at, reasons, f"disposition-{state.disposition.word}")
