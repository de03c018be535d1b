"""Pauses that a person has told of: days without a session that are no gap in motivation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from birddog.core.log.events import Event, Pause, SessionDone


def pause_now(last: Pause | None, day: date) -> Pause | None:
    """The pause that ``day`` lies in; ``last``: the latest one, if there was no session since it began."""
    if last is None or last.at.date() > day or (last.until is not None and last.until < day):
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
