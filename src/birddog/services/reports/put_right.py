"""A report put right: corrected, moved to another day, deleted, or one of these taken back; and what it changed.

The chart only grows: each of these is one or two more events. A report that moves to another day is withdrawn and told
again, as the time of an event does not change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from birddog import catalog
from birddog.core.chart.chart import effective, run
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.core.log.events import Correction, Event, ItemDone
from birddog.core.log.schema import as_json
from birddog.core.today import today
from birddog.records import store
from birddog.records.models import Person
from birddog.services.chart.entries import entries
from birddog.services.chart.log import record
from birddog.services.fields import event_of_fields, untouched
from birddog.services.reports.kinds import FIELDS
from birddog.services.reports.page import may_delete
from birddog.services.session.rows import rows_of

DONE = ("yes", "partly", "no")


def put_right(
    person: Person, event: Event, given: Mapping[str, Sequence[str]], at: datetime, note: str, now: datetime
) -> tuple[str, ...]:
    """Correct a report from the fields of a form, and move it to ``at``; ids of what was written, none if all was so.

    Raises ``BirddogError`` for a kind that is not put right, a field that is not what it must be, or a time to come.
    """
    if event.type not in FIELDS:
        raise BirddogError(f"type is {event.type!r}; allowed: {', '.join(FIELDS)}")
    change, name = _changes(event, given, now), _fresh(event.id, store.latest(person))
    if at.replace(second=0, microsecond=0) == event.at.replace(second=0, microsecond=0):
        if not change:
            return ()
        return _written(person, [_correction(name, event.id, now, note, change=change)], now)
    if at > now:
        raise BirddogError(f"at is {at.isoformat()}; allowed: not after {now.isoformat()}")
    return _written(
        person, [_correction(name, event.id, now, note, withdraw=True), _again(f"{name}-again", event, at, change)], now
    )


def delete(person: Person, event: Event, note: str, now: datetime) -> tuple[str, ...]:
    """Take a report back. ``BirddogError`` for one that told of danger signs."""
    if not may_delete(event):
        raise BirddogError(f"type is {event.type!r}: danger signs are answered again, not taken back")
    name = _fresh(event.id, store.latest(person))
    return _written(person, [_correction(name, event.id, now, note, withdraw=True)], now)


def undo(person: Person, ids: Sequence[str], now: datetime) -> tuple[str, ...]:
    """Take back what ``put_right``, ``delete`` or a report itself wrote; ids of what was written for it."""
    events = [entry.event for entry in entries(person, now)]
    bodies = []
    for event in events:
        if event.id not in ids:
            continue
        name = _fresh(event.id)  # undone twice, it is undone once
        if not isinstance(event, Correction):
            if not may_delete(event):
                raise BirddogError(f"type is {event.type!r}: danger signs are answered again, not taken back")
            bodies.append(_correction(name, event.id, now, "", withdraw=True))
            continue
        before = _standing(events, event.corrects, event.id)
        if before is None:
            continue
        if event.withdraw:
            bodies.append(_again(name, before, before.at, {}))
        else:
            old = {name: as_json(getattr(before, name)) for name in event.change}
            bodies.append(_correction(name, event.corrects, now, "", change=old))
    return _written(person, bodies, now)


def _standing(events: Sequence[Event], event_id: str, without: str) -> Event | None:
    """An event as it stood before a correction of it."""
    earlier = [event for event in events if event.id != without]
    return next((event for event in effective(earlier, catalog.load_default()) if event.id == event_id), None)


def _changes(event: Event, given: Mapping[str, Sequence[str]], now: datetime) -> dict[str, Any]:
    """The fields that a form says differently from the report."""
    told, same = event_of_fields(event.type, given, now), untouched(given)
    fresh: dict[str, Any] = {}
    for field in FIELDS[event.type]:
        if field.name in same or (field.name not in given and field.asked not in ("many", "flag")):
            continue
        empty: Any = {"many": [], "flag": False, "text": ""}.get(field.asked)
        value = told.get(field.name, empty)
        if as_json(getattr(event, field.name)) != value:
            fresh[field.name] = value
    items: tuple[ItemDone, ...] = getattr(event, "items", ())
    said = {name: values[-1] for name, values in given.items() if values and name not in same}
    done = {item.exercise: said.get(f"done.{item.exercise}", item.done) for item in items}
    if any(done[item.exercise] != item.done for item in items):
        fresh["items"] = [_item(item, done[item.exercise]) for item in items]
    return fresh


def _item(item: ItemDone, done: str) -> dict[str, Any]:
    if done not in DONE:
        raise BirddogError(f"done is {done!r}; allowed: {', '.join(DONE)}")
    body: dict[str, Any] = as_json(item)
    if done == item.done:
        return body
    return {**{name: value for name, value in body.items() if name != "reps"}, "done": done}


def _fresh(*parts: object) -> str:
    """An id that follows from what it is about."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _correction(name: str, event_id: str, now: datetime, note: str, **what: Any) -> dict[str, Any]:
    body = {"id": name, "at": now.isoformat(), "type": "correction", "corrects": event_id, **what}
    return {**body, "note": note} if note else body


def _again(name: str, event: Event, at: datetime, change: Mapping[str, Any]) -> dict[str, Any]:
    """The same report, told once more."""
    told = {name: value for name, value in as_json(event).items() if name not in ("id", "at", "actor", "patient")}
    kept = {name: value for name, value in {**told, **change}.items() if value is not None}
    return {**kept, "id": name, "at": at.isoformat()}


def _written(person: Person, bodies: Sequence[dict[str, Any]], now: datetime) -> tuple[str, ...]:
    """Write all of it or nothing."""
    with store.writing():
        receipts = record(person, bodies, now)
        if refused := [receipt.message for receipt in receipts if receipt.status == "refused"]:
            raise BirddogError(refused[0])
    return tuple(receipt.id for receipt in receipts)


@dataclass(frozen=True, slots=True)
class Difference:
    """What some events changed: sentences, none when the program stays as it is."""

    says: tuple[str, ...]


def what_changed(person: Person, ids: Sequence[str], content: Content, now: datetime) -> Difference:
    """What the program would be without these events, held against what it is."""
    events = [entry.event for entry in entries(person, now)]
    others = [e for e in events if e.id not in ids and not (isinstance(e, Correction) and e.corrects in ids)]
    here, before = _told(events, content, now), _told(others, content, now)
    says = []
    if here[0] != before[0]:
        says.append(content.phrase(f"advice-{here[0]}"))
    if here[1] != before[1]:
        says.append(_("Your stage is now: %(stage)s.") % {"stage": here[1]})
    for name in here[2] | before[2]:
        now_, then = here[2].get(name), before[2].get(name)
        if then is None:
            says.append(_("Next session: %(name)s is in (%(amount)s).") % {"name": name, "amount": now_})
        elif now_ is None:
            says.append(_("Next session: %(name)s is out.") % {"name": name})
        elif now_ != then:
            says.append(
                _("Next session: %(name)s, %(amount)s instead of %(before)s.")
                % {"name": name, "amount": now_, "before": then}
            )
    return Difference(tuple(says))


def _told(events: Sequence[Event], content: Content, now: datetime) -> tuple[str, str, dict[str, str]]:
    """Disposition, stage and next session that a chart leads to."""
    folded = run(events, content, now)
    found = today(folded, now)
    rows = {row.name: row.amount for row in rows_of(found.session, content)}
    return found.disposition.word, content.stages[folded.state.stage].title, rows
