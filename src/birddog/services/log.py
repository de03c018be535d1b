"""Take events in: checked, in order, once each, and decided on in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from birddog import catalog
from birddog.core.chart import Folded, fold
from birddog.core.content import Content
from birddog.core.events import Actor
from birddog.core.values import BirddogError
from birddog.records import store
from birddog.records.models import Person
from birddog.services.clock import not_after

Status = Literal["stored", "already", "refused"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one event. ``already``: it was there before, with the same content."""

    id: str
    status: Status
    message: str = ""


def record(
    person: Person, bodies: Sequence[Mapping[str, Any]], now: datetime, actor: Actor = "patient"
) -> list[Receipt]:
    """Append events to a chart, each checked against its schema and against the whole chart.

    The same id with the same content is taken once, however often it is sent. What is refused says why and leaves
    the others be. A time after ``now`` (a device's clock runs ahead) becomes ``now``; one before the chart begins
    becomes its beginning. Everything, ``Standing`` included, is written in one transaction.
    """
    with transaction.atomic():
        person = store.locked(person)
        content = catalog.load_default()
        return [_take(person, dict(body), now, actor, content) for body in bodies]


def record_one(person: Person, body: Mapping[str, Any], now: datetime, actor: Actor = "patient") -> None:
    """Append one event; a ``BirddogError`` with the reason if it is refused."""
    (receipt,) = record(person, [body], now, actor)
    if receipt.status == "refused":
        raise BirddogError(receipt.message)


def _take(person: Person, body: dict[str, Any], now: datetime, actor: Actor, content: Content) -> Receipt:
    name = str(body.get("id", ""))[:80]
    try:
        given = {**body, "actor": actor}
        if given.get("type") == "intake":
            given.setdefault("content", content.version)
        event = catalog.read_event(given, content)
        known = store.find(person, event.id)
        if known is not None:
            return _again(known.body, given)
        chart = store.bodies(person)
        at = not_after(event.at if event.at.tzinfo else event.at.replace(tzinfo=now.tzinfo), now)
        if chart:
            at = max(at, datetime.fromisoformat(chart[0]["at"]))
        given["at"] = at.isoformat()
        folded = replayed([*chart, given], content, now)
    except BirddogError as error:
        return Receipt(name, "refused", str(error))
    stored = store.append(person, given, at, now)
    store.set_standing(person, folded.state, stored.number, now)
    return Receipt(event.id, "stored")


def _again(known: Mapping[str, Any], given: Mapping[str, Any]) -> Receipt:
    """An id that is there already: the same event, sent again, or a mistake."""
    same = {**known, "at": ""} == {**given, "at": ""}
    if same:
        return Receipt(given["id"], "already")
    return Receipt(given["id"], "refused", f"event {given['id']}: this id was used before with other content")


def replayed(chart: Sequence[Mapping[str, Any]], content: Content, now: datetime) -> Folded:
    """Event bodies in any order, folded to ``now``. Raises ``BirddogError`` for a chart that does not hold together."""
    ordered = sorted(chart, key=lambda body: datetime.fromisoformat(body["at"]))
    return fold([catalog.read_event(body, content) for body in ordered], content, now)
