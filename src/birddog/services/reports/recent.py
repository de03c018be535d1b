"""What a report may be about: exercises done lately, and whether the leg is part of this pain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from birddog.core.content.content import Content
from birddog.core.log.events import Event, SessionDone
from birddog.core.state.state import State

LATELY_DAYS = 7


def exercises_lately(events: Sequence[Event], day: date) -> tuple[str, ...]:
    """Ids of the exercises of the last week's sessions, the latest first."""
    since = day - timedelta(days=LATELY_DAYS)
    sessions = [event for event in events if isinstance(event, SessionDone) and event.at.date() > since]
    return tuple(dict.fromkeys(item.exercise for session in reversed(sessions) for item in session.items))


def leg_matters(state: State) -> bool:
    """Whether leg symptoms have been told of, so that the leg is asked about too."""
    reach = state.intake.leg.reach if state.intake else "unanswered"
    return reach not in ("none", "unanswered") or any(pain for _, pain in state.leg_pains)


def usual_pain(state: State | None, day: date) -> float | None:
    """The pain that a new pain is held against when nothing else is told."""
    return state.recent_back(day) if state else None


def known(exercise_ids: Sequence[str], content: Content) -> tuple[str, ...]:
    """Those that the content holds."""
    return tuple(each for each in exercise_ids if each in content.index)
