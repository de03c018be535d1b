"""The events of a chart, as they are stored and as they stand at a moment: what is stored is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from birddog.catalog import stored_event
from birddog.core.chart import later
from birddog.core.events import Event
from birddog.records import store
from birddog.records.models import Person
from birddog.services.clock import not_after


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of a chart, as it is kept and as it is read."""

    body: dict[str, Any]
    event: Event


def entries(person: Person, now: datetime) -> list[Entry]:
    """A person's chart in order of time, none of it after ``now``."""
    return live(store.rows(person), now)


def live(rows: Iterable[store.Row], now: datetime) -> list[Entry]:
    """Stored events in order of time. What a clock that ran ahead has put into the future is not forgotten.

    Nothing happened after ``now``, nor after the server had taken in what came later. So a danger sign with a time of
    next week holds at once, and gives way to the answer that is given after it.
    """
    out: list[tuple[datetime, int, Entry]] = []
    limit = now
    for row in sorted(rows, key=lambda row: -row.number):
        event = stored_event(row.body)
        if later(event.instant, limit):
            at = event.at if event.at.tzinfo else event.instant
            event = replace(event, at=not_after(at, limit))
        limit = min(limit, row.recorded)
        out.append((event.instant, row.number, Entry(row.body, event)))
    return [entry for _, _, entry in sorted(out, key=lambda row: row[:2])]
