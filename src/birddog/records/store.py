"""The event store: append, and read in order. Callers are inside ``writing`` for ``locked`` and ``append``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import RLock
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Max, Q

from birddog.records.models import Event, Installed, Person, Standing

_turn = RLock()
WAIT_S = 5.0
"""So long a writer waits for those before it; then its request is told to come back."""


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that writes; all or nothing of it is kept. May be inside another one.

    SQLite lets one writer in at a time, and those who wait ask again at longer and longer intervals. So the threads of
    a process line up here first.
    """
    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield
        return
    if not _turn.acquire(timeout=WAIT_S):
        raise OperationalError("those who wrote before take too long")
    try:
        with transaction.atomic():
            yield
    finally:
        _turn.release()


def locked(person: Person) -> Person:
    """The person's row, locked until the transaction ends: one writer to a chart at a time.

    On SQLite the transaction itself is the lock (it begins IMMEDIATE).
    """
    return Person.objects.select_for_update().get(pk=person.pk)


def latest(person: Person) -> int | None:
    """Number of the newest event of a chart, or ``None`` when there is none."""
    newest: int | None = person.events.aggregate(newest=Max("number"))["newest"]
    return newest


def bodies(person: Person) -> list[dict[str, Any]]:
    """Event bodies of a chart, in order of time, then of arrival."""
    return list(person.events.order_by("at", "number").values_list("body", flat=True))


@dataclass(frozen=True, slots=True)
class Row:
    """An event as it is stored: its number in the order of arrival, when it was taken in, and its body."""

    number: int
    recorded: datetime
    body: dict[str, Any]


def rows(person: Person) -> list[Row]:
    """A chart, in order of time, then of arrival."""
    found = person.events.order_by("at", "number").values_list("number", "recorded", "body")
    return [Row(*row) for row in found]


def begins(person: Person) -> datetime | None:
    """When the first event of a chart happened; ``None`` when there is none."""
    return person.events.order_by("at", "number").values_list("at", flat=True).first()


def find(person: Person, event_id: str) -> Event | None:
    """The event with this id in a person's chart."""
    return person.events.filter(event_id=event_id).first()


def append(person: Person, body: dict[str, Any], at: datetime, recorded: datetime) -> Event:
    """Append one event. ``body`` holds its ``id``, ``type`` and ``actor``; ``at`` and ``recorded`` have an offset."""
    return Event.objects.create(
        person=person, event_id=body["id"], type=body["type"], actor=body["actor"], body=body,
        # Databases know no offset as odd as a device may tell; the body keeps it.
        at=at.astimezone(UTC), recorded=recorded.astimezone(UTC),
    )  # fmt: skip


def append_all(person: Person, entries: Sequence[tuple[dict[str, Any], datetime]], recorded: datetime) -> list[int]:
    """Append events (body and time of each) in one go; their numbers, in order."""
    made = [
        Event(person=person, event_id=b["id"], type=b["type"], actor=b["actor"], at=at, recorded=recorded, body=b)
        for b, at in entries
    ]
    return [event.number for event in Event.objects.bulk_create(made)]


def standing(person: Person) -> Standing | None:
    """The stored state of a person, without what is only needed when something comes in."""
    return Standing.objects.filter(person=person).defer("earlier").first()


def whole_standing(person: Person) -> Standing | None:
    """The stored state of a person with its earlier points."""
    return Standing.objects.filter(person=person).first()


def set_standing(person: Person, **columns: Any) -> None:
    """Keep where a person stands; a column that is left out stays as it is."""
    if not Standing.objects.filter(person=person).update(**columns):
        Standing.objects.create(person=person, **columns)


def row_of(person: Person, event_id: str) -> Row | None:
    """The event of a chart with this id."""
    found = person.events.filter(event_id=event_id).values_list("number", "recorded", "body").first()
    return None if found is None else Row(*found)


def rows_of(person: Person, ids: Iterable[str], number: int) -> list[Row]:
    """The events of a chart with these ids, and those that came in after the one with this number."""
    found = person.events.filter(Q(event_id__in=list(ids)) | Q(number__gt=number))
    return [Row(*row) for row in found.values_list("number", "recorded", "body")]


def rows_after(person: Person, number: int) -> list[Row]:
    """The events that came in after the one with this number, in order of time."""
    found = person.events.filter(number__gt=number).order_by("at", "number")
    return [Row(*row) for row in found.values_list("number", "recorded", "body")]


def rows_between(person: Person, since: datetime, until: datetime | None = None) -> list[Row]:
    """The events from ``since`` on (and before ``until``), in order of time."""
    found = person.events.filter(at__gte=since, **({} if until is None else {"at__lt": until}))
    return [Row(*row) for row in found.order_by("at", "number").values_list("number", "recorded", "body")]


def corrections_of(person: Person, event_id: str, number: int) -> list[Row]:
    """The corrections of an event, the one with this number: they came in after it, whatever their times."""
    found = person.events.filter(number__gt=number, type="correction", body__corrects=event_id).order_by("at", "number")
    return [Row(*row) for row in found.values_list("number", "recorded", "body")]


def made_with(person: Person) -> str:
    """The version of the content that a chart was last made with; empty when no event names one."""
    found = (
        person.events.filter(type__in=("intake", "reissue")).order_by("-at", "-number").values_list("body", flat=True)
    )
    return next((body["content"] for body in found.iterator() if body.get("content")), "")


def first(person: Person) -> Row | None:
    """The event that a chart begins with."""
    found = person.events.order_by("at", "number").values_list("number", "recorded", "body").first()
    return None if found is None else Row(*found)


def install(content: str, name: str = "") -> None:
    """From now on charts that are made with the content of this name are made with this version of it.

    The program itself has a name as well (``server/age.py``).
    """
    Installed.objects.update_or_create(name=name, defaults={"content": content})


def installed(name: str = "") -> str | None:
    """The version that charts with the content of this name are made with; ``None`` when no server was started yet."""
    return Installed.objects.filter(name=name).values_list("content", flat=True).first()


def lock_people() -> None:
    """Nobody else makes a person until the transaction ends. On SQLite the transaction itself is that lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE records_person IN SHARE ROW EXCLUSIVE MODE")


def answers() -> None:
    """Returns when the database can be read now; an ``OperationalError`` within a second when its file is locked."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT 1")
            return
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 1000")
        try:
            cursor.execute("SELECT 1 FROM records_installed")
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {before}")
