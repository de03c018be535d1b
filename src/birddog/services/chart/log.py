"""Take events in: checked, in order, once each, and decided on in the same transaction."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Literal

from birddog import catalog
from birddog.catalog.json_text import HALF_CHARACTER
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.core.log.events import Actor, Correction
from birddog.records import store
from birddog.records.models import Person
from birddog.services import home_made
from birddog.services.chart.entries import Entry
from birddog.services.chart.fitting import Fitting
from birddog.services.chart.made_again import made_again
from birddog.services.chart.standing import climbed, fits, keep
from birddog.services.chart.told_then import nothing_told, tell
from birddog.services.clock import not_after
from birddog.services.contents import content_of

Status = Literal["stored", "already", "refused"]
MOST_BYTES = 40_000
"""An event is not larger than this as JSON; the longest intake has a quarter of it."""
MOST_DEPTH = 12
"""Lists and objects in an event stand inside each other so often; those of an intake do so five times."""
MOST_EVENTS = 60_000
"""A chart does not hold more; forty years of a person's reports do not come near."""
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


class OutdatedError(RuntimeError):
    """Another server on this database was started later and came with other content; this one must be replaced."""


class FullError(RuntimeError):
    """A chart would hold more events than one may."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one event. ``already``: it was there before, with the same content."""

    id: str
    status: Status
    message: str = ""


def record(
    person: Person, bodies: Sequence[Mapping[str, Any]], now: datetime, actor: Actor = "patient"
) -> list[Receipt]:
    """Append events to a chart, each checked against its schema and against the chart; a receipt for each.

    The same id with the same content is taken once, however often it is sent. What is refused says why and leaves
    the others be. Events are taken in the order of their time and corrections after all others, so that one may stand
    before its event, and be dated before it. A time after ``now`` (a device's clock runs ahead) becomes ``now``; one
    before the chart begins becomes its beginning.
    A chart made with other content goes over to this one first, so that nothing told before an upgrade is refused after
    it (``OutdatedError`` when it is this server that is behind). Everything, the stored state and what was decided
    included, is written in one transaction, one writer to a chart at a time. What can be judged or replayed before
    that, is.
    """
    judge = partial(_judged_all, bodies, actor)
    batch, content = judge(content_of(person))
    try:
        with _ready(person, now, content) as taking:
            if taking.person.home_made != person.home_made:
                batch, taking.content = judge(content_of(taking.person))
            taking.go_over()
            receipts = taking.take(batch)
            person.home_made = taking.person.home_made
            return receipts
    except FullError as error:
        return [Receipt(_name(body), "refused", str(error)) for body in bodies]


@contextmanager
def _ready(person: Person, now: datetime, content: Content) -> Iterator[_Taking]:
    """A chart that is locked. One whose stored state is of other code or content is replayed before that."""
    for last in (False, False, True):
        with store.writing():
            taking = _Taking(store.locked(person), now, content)
            if last or taking.stands:
                yield taking
                return
        made_again(person, content, now)


def _judged_all(
    bodies: Sequence[Mapping[str, Any]], actor: Actor, content: Content
) -> tuple[list[Entry | Receipt], Content]:
    """Events one after the other, and the content with the home-made exercises that they bring along."""
    batch: list[Entry | Receipt] = []
    for body in bodies:
        entry = judged(body, actor, content)
        if isinstance(entry, Entry):
            try:
                content = home_made.bring(content, entry.event)
            except BirddogError as error:
                entry = Receipt(entry.event.id, "refused", str(error))
        batch.append(entry)
    return batch, content


def record_one(person: Person, body: Mapping[str, Any], now: datetime, actor: Actor = "patient") -> None:
    """Append one event; a ``BirddogError`` with the reason if it is refused."""
    (receipt,) = record(person, [body], now, actor)
    if receipt.status == "refused":
        raise BirddogError(receipt.message)


def go_over(person: Person, now: datetime) -> None:
    """Bring a chart that was made with other content over to this one, on the record; else nothing."""
    with _ready(person, now, content_of(person)) as taking:
        taking.go_over()


class _Taking:
    """One batch on its way into a chart that is locked."""

    def __init__(self, person: Person, now: datetime, content: Content) -> None:
        self.person, self.now, self.content = person, now, content
        self.stored = store.whole_standing(person)

    @property
    def stands(self) -> bool:
        """Whether nobody waits for a replay of the whole chart."""
        return fits(self.stored, self.content) or store.latest(self.person) is None

    def go_over(self) -> None:
        """Append a reissue when the chart was last made with other content than the one installed.

        Of two servers with different content on one database only the one started last does so, or a chart would go to
        and fro between them without end; ``OutdatedError`` in the other.
        """
        version, stored = self.content.version, self.stored
        last = version if stored is not None and stored.content == version else store.made_with(self.person)
        if last in ("", version):
            return
        if (installed := store.installed(self.person.content)) not in (None, version):
            raise OutdatedError(f"content {version} is no longer the one installed ({installed})")
        # Named by what it follows: a version may be installed, taken back and installed again.
        body = {"id": f"reissue-{version}-{store.latest(self.person)}", "at": self.now.isoformat(), "type": "reissue",
                "actor": "system", "content": version,
                "why": "a new version of the exercises and rules was installed"}  # fmt: skip
        self.take([judged(body, "system", self.content)])
        self.stored = store.whole_standing(self.person)

    def take(self, batch: Sequence[Entry | Receipt]) -> list[Receipt]:
        """Append what holds together with the chart; a receipt for each of the batch, in order."""
        ids = [entry.event.id for entry in batch if isinstance(entry, Entry)]
        latest = self.stored.latest if self.stored is not None else 0
        found = store.rows_of(self.person, ids, latest)
        known = {row.body["id"]: row.body for row in found}
        receipts: dict[int, Receipt] = {}
        fresh: dict[int, Entry] = {}
        for place, entry in enumerate(batch):
            if isinstance(entry, Receipt):
                receipts[place] = entry
            elif entry.event.id in known:
                receipts[place] = _again(known[entry.event.id], entry.body)
            else:
                known[entry.event.id] = entry.body
                fresh[place] = entry
        self._accept(fresh, receipts, [row for row in found if row.number > latest])
        refused = {one.id: one for place, one in receipts.items() if place in fresh and one.status == "refused"}
        again = {place: refused.get(one.id, one) for place, one in receipts.items() if one.status == "already"}
        return [again.get(place, receipts[place]) for place in range(len(batch))]

    def _accept(self, fresh: Mapping[int, Entry], receipts: dict[int, Receipt], strays: Sequence[store.Row]) -> None:
        """Append those that fit the chart, one after the other, and what it comes to with them.

        ``strays``: what came in after the stored state was made, as of an older server.
        """
        fitting = Fitting(self.person, self.now, self.content)
        taken: list[Entry] = []
        in_order = self._in_order(fresh, fitting.begins)
        for place, entry in sorted(in_order, key=lambda row: isinstance(row[1].event, Correction)):
            try:
                fitting.add(entry.event)
                taken.append(entry)
                receipts[place] = Receipt(entry.event.id, "stored")
            except BirddogError as error:
                receipts[place] = Receipt(entry.event.id, "refused", str(error))
        if not taken:
            return
        # What stands was recorded when it was stored.
        unrecorded = not self.stands and fitting.begins is not None and nothing_told(self.person)
        taken.sort(key=lambda entry: (fitting.place(entry.event), isinstance(entry.event, Correction)))
        numbers = store.append_all(self.person, [(entry.body, fitting.place(entry.event)) for entry in taken], self.now)
        home_made.keep_known(self.person, [entry.body for entry in taken])
        fresh_rows = [store.Row(n, self.now, entry.body) for n, entry in zip(numbers, taken, strict=True)]
        made = climbed(self.person, self.content, self.now, self.stored, [*strays, *fresh_rows])
        if made.head is not None and made.head.count > MOST_EVENTS:
            raise FullError(f"chart: it would hold {made.head.count} events; allowed: {MOST_EVENTS}")
        keep(self.person, self.content, made)
        places = [
            fitting.corrected[entry.event.id] if isinstance(entry.event, Correction) else (entry.event.instant, number)
            for entry, number in zip(taken, numbers, strict=True)
        ]
        places = [(at, number or numbers[0]) for at, number in places]
        tell(self.person, self.content, made, self.now, None if unrecorded else min(places))

    def _in_order(self, fresh: Mapping[int, Entry], begins: datetime | None) -> list[tuple[int, Entry]]:
        """The new events by their time, put between the chart's beginning and now."""
        entries = {place: self._timed(entry, None) for place, entry in fresh.items()}
        intakes = [entry.event.at for entry in entries.values() if entry.event.type == "intake"]
        begins = begins or next(iter(intakes), None)
        timed = [(place, self._timed(entry, begins)) for place, entry in entries.items()]
        return sorted(timed, key=lambda row: row[1].event.at)

    def _timed(self, entry: Entry, begins: datetime | None) -> Entry:
        at = entry.event.at
        at = not_after(at if at.tzinfo else at.replace(tzinfo=self.now.tzinfo), self.now)
        if begins is not None:
            at = max(at, begins)
        return Entry({**entry.body, "at": at.isoformat()}, replace(entry.event, at=at))


def judged(body: Mapping[str, Any], actor: Actor, content: Content) -> Entry | Receipt:
    """An event that could be told, as it will be kept; or the receipt that says why it is refused."""
    try:
        given = {**body, "actor": actor}
        if given.get("type") == "intake":
            given.setdefault("content", content.version)
        check_writable(given)
        if isinstance(made := given.get("home_made"), dict) and "picture_data" in made:
            raise BirddogError("home_made.picture_data: a picture comes with a chart file only")
        return Entry(given, catalog.read_event(given, content))
    except BirddogError as error:
        return Receipt(_name(body), "refused", str(error))


def check_writable(body: Mapping[str, Any]) -> None:
    """Raises ``BirddogError`` for what one of the databases cannot keep, or no page can read: too large, too deep, or
    not text, or not a number."""
    if _deeper(body, MOST_DEPTH):
        raise BirddogError(f"event: lists and objects inside each other; allowed: {MOST_DEPTH}")
    try:
        text = json.dumps(body, allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise BirddogError(f"event: {error}") from error
    if len(text) > MOST_BYTES:
        raise BirddogError(f"event: it has {len(text)} bytes; allowed: {MOST_BYTES}")
    if NUL.search(text) or HALF_CHARACTER.search(json.dumps(body, ensure_ascii=False)):
        raise BirddogError("event: it holds a character that is not text")


def _deeper(value: Any, depth: int) -> bool:
    """Whether lists and objects stand inside each other more than so many times."""
    if not isinstance(value, Mapping | list):
        return False
    parts = value if isinstance(value, list) else value.values()
    return depth == 0 or any(_deeper(part, depth - 1) for part in parts)


def _name(body: Mapping[str, Any]) -> str:
    return str(body.get("id", ""))[:80]


def _again(known: Mapping[str, Any], given: Mapping[str, Any]) -> Receipt:
    """An id that is there already: the same event, sent again, or a mistake."""
    if {**known, "at": ""} == {**given, "at": ""}:
        return Receipt(given["id"], "already")
    return Receipt(given["id"], "refused", f"event {given['id']}: this id was used before with other content")
