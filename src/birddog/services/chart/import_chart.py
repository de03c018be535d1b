"""A chart file of Birddog's own export, taken into an empty chart: all of it as it stands, or nothing.

What is in it counts: an emergency that was told there stops exercise here as well, and nothing is told anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from birddog import catalog
from birddog.catalog.charts import accepted_before, past_event
from birddog.catalog.json_text import json_of
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.core.log.events import Correction, Event
from birddog.exchange.pictures import picture_in
from birddog.records import store
from birddog.records.models import Person
from birddog.services import home_made
from birddog.services.chart.entries import live
from birddog.services.chart.fitting import Fitting
from birddog.services.chart.log import MOST_EVENTS, check_writable, go_over
from birddog.services.chart.standing import Climb, climb, keep
from birddog.services.chart.told_then import tell
from birddog.services.contents import content_of

MOST_BYTES = 20_000_000
WRITERS = ("patient", "therapist", "system")


@dataclass(frozen=True, slots=True)
class ChartFile:
    """A chart file that was read: its events, each with its place in the chart, and what they come to. Its numbers are
    those of the lines.

    ``content``: with the home-made exercises that it brings along; ``pictures``: theirs, as far as they are in it.
    """

    rows: list[tuple[dict[str, Any], datetime]]
    made: Climb
    content: Content
    pictures: home_made.Pictures


def take_in(person: Person, data: bytes, now: datetime) -> int:
    """Take a chart file in; how many events it holds.

    Raises ``BirddogError`` as ``read_file`` does, and for a chart that is not empty. Then nothing is written.
    """
    _check_empty(person)  # nobody waits for a file to be read that cannot be taken in
    file = read_file(person, data, now)
    put_in(person, file, now)
    return len(file.rows)


def read_file(person: Person, data: bytes, now: datetime) -> ChartFile:
    """A chart file, read and replayed for a person who has no chart yet. Writes nothing, so nobody waits for it.

    Raises ``BirddogError``, naming the line, for a file that is too large, is no chart, holds an event that is not
    valid or not of this chart, or one of a time to come.
    """
    rows, content, pictures = _read(person, data, content_of(person), now)
    unstored = [store.Row(number, now, body) for number, (body, _) in enumerate(rows, 1)]
    return ChartFile(rows, climb(None, (), live(unstored, now), content), content, pictures)


def put_in(person: Person, file: ChartFile, now: datetime) -> None:
    """Store a chart file that was read. Raises ``BirddogError`` for a chart that holds something already."""
    content = file.content
    with store.writing():
        owner = store.locked(person)
        _check_empty(owner)
        numbers = store.append_all(owner, file.rows, now)
        owner.from_file = person.from_file = numbers[-1]
        owner.save(update_fields=["from_file"])
        home_made.keep_known(owner, [body for body, _event in file.rows])
        home_made.keep_pictures(owner, file.pictures)
        person.home_made = owner.home_made
        made = file.made.numbered(numbers)
        keep(owner, content, made)
        tell(owner, content, made, now, None)
    go_over(person, now)


def _check_empty(person: Person) -> None:
    if store.latest(person) is not None:
        raise BirddogError("chart: it is not empty; a file is taken into an empty chart only")


def _read(
    person: Person, data: bytes, content: Content, now: datetime
) -> tuple[list[tuple[dict[str, Any], datetime]], Content, dict[str, bytes]]:
    """Bodies as they stand in the file, each with its place in the chart, checked one by one and against the others.

    With the content that they need, and the pictures that they bring along.
    """
    if len(data) > MOST_BYTES:
        raise BirddogError(f"file: it has {len(data)} bytes; allowed: {MOST_BYTES}")
    try:
        lines = [line for line in data.decode("utf-8-sig").split("\n") if line.strip()]
    except UnicodeDecodeError as error:
        raise BirddogError("file: it is no text in UTF-8; a chart file is one event a line") from error
    if not lines:
        raise BirddogError("file: it is empty")
    if len(lines) > MOST_EVENTS:
        raise BirddogError(f"file: it has {len(lines)} events; allowed: {MOST_EVENTS}")
    values = [_value(number, line) for number, line in enumerate(lines, 1)]
    past = accepted_before(values, content)
    rows: list[tuple[dict[str, Any], Event]] = []
    pictures: dict[str, bytes] = {}
    seen: set[str] = set()
    fitting = Fitting(person, now, content)
    for number, value in enumerate(values, 1):
        with _named(number):
            body, event, picture = _event(value, content, now, past=number <= past)
            content = home_made.bring(content, event)
            if picture is not None and body["home_made"]["picture"] not in pictures:
                pictures[body["home_made"]["picture"]] = picture_in(picture)
            if event.id in seen:
                raise BirddogError(f"event {event.id}: this id stands in the file twice")
            if rows and event.instant < rows[-1][1].instant:
                raise BirddogError(f"event {event.id}: it is before the line above; events are in order of time")
            if not isinstance(event, Correction):
                fitting.add(event)
            seen.add(event.id)
        rows.append((body, event))
    fitting.content = content
    for number, (_, event) in enumerate(rows, 1):
        if isinstance(event, Correction):
            with _named(number):
                fitting.add(event, past=number <= past)
    placed = [(body, fitting.place(event), event.instant) for body, event in rows]
    # What is dated before the event that it corrects comes in after it.
    placed.sort(key=lambda row: (row[1], row[1] != row[2]))
    return [(body, at) for body, at, _told in placed], content, pictures


@contextmanager
def _named(number: int) -> Iterator[None]:
    """What is wrong is said with the number of its line."""
    try:
        yield
    except BirddogError as error:
        raise BirddogError(f"line {number}: {error}") from error


def _value(number: int, line: str) -> Any:
    with _named(number):
        return json_of(line)


def _event(value: Any, content: Content, now: datetime, past: bool) -> tuple[dict[str, Any], Event, object]:
    """The body of an event, the event, and its picture. ``past``: it was accepted under other content."""
    body, picture = home_made.taken_apart(value) if isinstance(value, dict) else (value, None)
    event = past_event(body) if past else catalog.read_event(body, content)
    check_writable(body)
    if body.get("actor") not in WRITERS:
        raise BirddogError(f"actor is {body.get('actor')!r}; allowed: {', '.join(WRITERS)}")
    if event.instant > now:
        raise BirddogError(f"at is {body['at']}; allowed: not after {now.isoformat()}")
    return body, event, picture
