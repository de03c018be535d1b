"""How the days of the last week were planned: a change of time or of stage changes no day that has passed."""

from __future__ import annotations

from datetime import date

from birddog.core.content.content import Content
from birddog.core.content.values import StageName
from birddog.core.plan.weekdays import days_of_training
from birddog.core.state.stages import training
from birddog.core.state.state import Planned, State

WEEK_DAYS = 7


def planned_until(day: date, state: State, content: Content) -> Planned:
    """How the days before ``day`` are planned as things stand."""
    assert state.intake is not None and state.started is not None
    days = days_of_training(state.intake, content, state.stage, state.started)
    return Planned(day, tuple(sorted(days)), training(state.intake, content, state.stage)[1])


def remember(was: Planned, state: State, content: Content) -> None:
    """Keep how the days were planned before a change on day ``was.until``, if it changed that."""
    now = planned_until(was.until, state, content)
    if was != now:
        state.planned = (*(row for row in state.planned if (was.until - row.until).days < WEEK_DAYS), was)


def go_to(stage: StageName, state: State, content: Content, day: date) -> None:
    """Be in a stage from ``day`` on."""
    was = planned_until(day, state, content)
    state.stage, state.stage_since, state.good_in_stage = stage, day, 0
    remember(was, state, content)
