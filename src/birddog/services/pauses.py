"""Pauses that a person has told of: days without a session that are no gap in motivation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from birddog.core.events import Event, Pause, SessionDone


def pause_now(events: Sequence[Event], day: date) -> Pause | None:
    """The pause that ``day`` lies in: begun, not past its last day, and no session since."""
    told = [event for event in events if event.at.date() <= day]
    last = next((event for event in reversed(told) if isinstance(event, (Pause, SessionDone))), None)
    if not isinstance(last, Pause) or (last.until is not None and last.until < day):
        return None
    return last


def pauses(events: Sequence[Event], day: date) -> tuple[tuple[date, date], ...]:
    """First and last day of each pause, up to ``day``; one without a last day ends before the next session."""
    rows = []
    for number, event in enumerate(events):
        if not isinstance(event, Pause):
            continue
        following = next((e for e in events[number + 1 :] if isinstance(e, (Pause, SessionDone))), None)
        ends = [day if event.until is None else event.until]
        if following is not None:
            ends.append(following.at.date())
        rows.append((event.at.date(), min(ends)))
    return tuple(rows)
