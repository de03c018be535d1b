"""Two charts of one patient become one: what both hold, with nothing less strict than either was."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from birddog.catalog.charts import stored_event
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.core.log.home_made import check_made, widened
from birddog.core.state.state import State
from birddog.records import store
from birddog.records.clinic_models import Care, Membership
from birddog.records.models import Person
from birddog.services import home_made
from birddog.services.chart.entries import live
from birddog.services.chart.reading import read
from birddog.services.chart.standing import Climb, climb, keep
from birddog.services.chart.told_then import nothing_told, tell
from birddog.services.clinic import audit
from birddog.services.clinic.care import chart_of, of_person
from birddog.services.clinic.rows import begin_row
from birddog.services.contents import content_of
from birddog.services.erase import erase

JOINED, GONE = "joined two charts", "erased after joining"
TRIES = 3
"""So often two charts are worked out as one while somebody writes in them."""


def which_stays(one: Care, other: Care) -> tuple[Care, Care]:
    """The care whose chart stays, and the one that goes into it: with an account, else the older.

    Raises ``BirddogError`` where both have an account: a therapist takes no account away.
    """
    if one.pk == other.pk:
        raise BirddogError("other: it is the same patient; choose another one")
    if one.person.user_id is not None and other.person.user_id is not None:
        raise BirddogError("other: both have an account; the patient erases one of them and keeps the other")
    stays, goes = sorted((one, other), key=lambda care: (care.person.user_id is None, care.began, str(care.pk)))
    return stays, goes


@dataclass(frozen=True)
class _Joined:
    """What two charts come to as one, worked out while everybody goes on writing; good while both are as ``found``.

    ``entries``: the events that go over, each with its place in the chart. ``made``: the joined chart, its events
    numbered in the order of arrival; ``None`` where nothing goes over. ``before``: what each of the two stood at.
    """

    found: tuple[object, ...]
    before: list[State]
    entries: list[tuple[dict[str, Any], datetime]]
    made: Climb | None
    content: Content


def join(one: Care, other: Care, by: Membership, now: datetime) -> Care:
    """All that one chart holds goes into the other, at its own time; then the one is erased. It cannot be undone.

    Raises ``BirddogError`` where the joined chart would allow what one of the two forbids, and where both are written
    in again and again; then nothing is changed. The replay of both holds nobody up.
    """
    stays, goes = which_stays(one, other)
    at = of_person(stays.person, now)
    try:
        for _ in range(TRIES):
            joined = _worked_out(stays.person, goes.person, at)
            with store.writing():
                for person in sorted((stays.person, goes.person), key=lambda person: person.pk):
                    store.locked(person)
                if _found(stays.person, goes.person) == joined.found:
                    _put_together(stays, goes, joined, by, now, at)
                    return stays
    except Person.DoesNotExist as error:
        raise BirddogError("charts: one of them is not here any more") from error
    raise BirddogError("charts: somebody writes in one of them just now; try again in a minute")


def _put_together(stays: Care, goes: Care, joined: _Joined, by: Membership, now: datetime, at: datetime) -> None:
    """Store the joined chart, and all else that hung on the one that goes. Both are locked."""
    _store(stays.person, goes.person, joined, at)
    after = read(stays.person, at)
    if after is not None:
        _no_looser(joined.before, after.state)
    goes.messages.update(care=stays)
    goes.tasks.update(care=stays)
    if goes.asked is not None:
        stays.asked = min(stays.asked or goes.asked, goes.asked)
    audit.write(stays.organization, JOINED, now, by=by, people=[stays.person, goes.person])
    erase(goes.person, GONE)
    begin_row(stays, now, *chart_of(stays.person, at)).save()


def _found(*people: Person) -> tuple[object, ...]:
    """What tells whether charts are still the ones that were read."""
    rows = [Person.objects.get(pk=person.pk) for person in people]
    return tuple((store.latest(row), row.content, row.home_made) for row in rows)


def _no_looser(before: list[State], after: State) -> None:
    """Raises ``BirddogError`` when something that stood does not stand any more."""
    if after.disposition < max((state.disposition for state in before), default=after.disposition):
        raise BirddogError("charts: one of them stops exercise, and the joined one would not; ask about all danger "
                           "signs first, in both")  # fmt: skip
    if after.emergency is None and any(state.emergency is not None for state in before):
        raise BirddogError("charts: an emergency in one of them would no longer stand")


def _worked_out(into: Person, source: Person, now: datetime) -> _Joined:
    """Read both charts, and replay them as those of one person. Writes nothing but what reading a chart may."""
    for person in (into, source):
        read(person, now)  # a chart made with other content goes over to this one now
    found = _found(into, source)
    for person in (into, source):
        person.refresh_from_db()
    before = [reading.state for person in (into, source) if (reading := read(person, now)) is not None]
    content = _home_made_too(into, source)
    own, rows = store.rows(into), store.rows(source)
    if not rows:
        return _Joined(found, before, [], None, content)
    first = store.first(into)
    patient = _patient(first.body) if first is not None else _patient(rows[0].body)
    names = {row.body["id"]: _fresh(source, row.body["id"]) for row in rows}
    places = dict(source.events.values_list("number", "at"))
    entries = [(_as_of(row.body, names, patient), places[row.number]) for row in rows]
    arrived = [*sorted(own, key=lambda row: row.number), *(store.Row(0, now, body) for body, _at in entries)]
    numbered = [replace(row, number=number) for number, row in enumerate(arrived, 1)]
    return _Joined(found, before, entries, climb(None, (), live(numbered, now), content), content)


def _store(into: Person, source: Person, joined: _Joined, now: datetime) -> None:
    """Append the events of one chart to another, with what both come to."""
    if joined.made is None:
        return
    home_made.keep_known(into, [{"home_made": body} for body in source.home_made])
    home_made.keep_pictures(into, home_made.data_of(source.pictures.all()))
    empty = nothing_told(into)
    had = sorted(into.events.values_list("number", flat=True))
    numbers = store.append_all(into, joined.entries, now)
    made = joined.made.numbered([*had, *numbers])
    keep(into, joined.content, made)
    places = zip((at for _body, at in joined.entries), numbers, strict=True)
    tell(into, joined.content, made, now, None if empty else min(places))


def _home_made_too(into: Person, source: Person) -> Content:
    """The content of the joined chart, with the home-made exercises of both."""
    content, brought = content_of(into), home_made.known(source)
    for made in brought:
        check_made(made, content)
    return widened(content, brought)


def _fresh(source: Person, name: str) -> str:
    """A name that no event of the other chart has."""
    return f"joined-{hashlib.sha256(f'{source.pk} {name}'.encode()).hexdigest()[:48]}"


def _patient(body: dict[str, Any]) -> str:
    event = stored_event(body)
    return event.patient or str(body.get("intake", {}).get("person", {}).get("id", "me"))


def _as_of(body: dict[str, Any], names: dict[str, str], patient: str) -> dict[str, Any]:
    """An event under its new name, and about this person."""
    made: dict[str, Any] = {
        name: names.get(value, value) if isinstance(value, str) else value for name, value in body.items()
    }
    made.pop("patient", None)
    if "intake" in made:
        made["intake"] = _about(made["intake"], patient)
    change = made.get("change")
    if isinstance(change, dict) and isinstance(change.get("intake"), dict):
        made["change"] = {**change, "intake": _about(change["intake"], patient)}
    return made


def _about(intake: dict[str, Any], patient: str) -> dict[str, Any]:
    return {**intake, "person": {**intake.get("person", {}), "id": patient}}
