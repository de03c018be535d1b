"""The events of a chart, as they are stored and as they stand at a moment: what is stored is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from birddog.catalog import load_default, stored_event
from birddog.core.chart.chart import later, put_right
from birddog.core.log.events import Event
from birddog.records import store
from birddog.records.models import Person
from birddog.services.clock import not_after


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of a chart: its body, with the time at which it stands, and as it is read; ``number`` is 0 before it is
    stored. ``early``: its own time is yet to come, so it stands at the moment of reading."""

    body: dict[str, Any]
    event: Event
    number: int = 0
    early: bool = False


def entries(person: Person, now: datetime) -> list[Entry]:
    """A person's chart in order of time, none of it after ``now``."""
    return live(store.rows(person), now)


def event_with_id(person: Person, event_id: str, now: datetime) -> Event | None:
    """An event as it stands after corrections; ``None`` when there is none (any more)."""
    rows = rows_about(person, event_id)
    return next(iter(put_right([entry.event for entry in live(rows, now)], load_default())), None)


def rows_about(person: Person, event_id: str) -> list[store.Row]:
    """An event and its corrections; nothing when there is no such event, or it is a correction itself."""
    stored = store.row_of(person, event_id)
    if stored is None or stored.body.get("type") == "correction":
        return []
    return [stored, *store.corrections_of(person, event_id, stored.number)]


def live(rows: Iterable[store.Row], now: datetime) -> list[Entry]:
    """Stored events in order of time. What a clock that ran ahead has put into the future is not forgotten.

    Nothing happened after ``now``, nor after the server had taken in what came later. So a danger sign with a time of
    next week holds at once, and gives way to the answer that is given after it.
    """
    out: list[tuple[datetime, int, Entry]] = []
    taken_in = datetime.max.replace(tzinfo=UTC)
    for row in sorted(rows, key=lambda row: -row.number):
        body, event = row.body, stored_event(row.body)
        early = later(min(event.instant, taken_in), now)
        if early or event.instant > taken_in:
            at = not_after(event.at if event.at.tzinfo else event.instant, min(now, taken_in))
            body, event = {**body, "at": at.isoformat()}, replace(event, at=at)
        taken_in = min(taken_in, row.recorded)
        out.append((event.instant, row.number, Entry(body, event, row.number, early)))
    return [entry for _, _, entry in sorted(out, key=lambda row: row[:2])]
