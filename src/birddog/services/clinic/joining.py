"""Two charts of one patient become one: what both hold, with nothing less strict than either was."""

from __future__ import annotations

import hashlib
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
from birddog.services.chart.reading import read
from birddog.services.chart.standing import climbed, keep
from birddog.services.chart.told_then import nothing_told, tell
from birddog.services.clinic import audit
from birddog.services.clinic.care import chart_of, of_person
from birddog.services.clinic.rows import begin_row
from birddog.services.contents import content_of
from birddog.services.erase import erase

JOINED, GONE = "joined two charts", "erased after joining"


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


def join(one: Care, other: Care, by: Membership, now: datetime) -> Care:
    """All that one chart holds goes into the other, at its own time; then the one is erased. It cannot be undone.

    Raises ``BirddogError`` where the joined chart would allow what one of the two forbids; then nothing is changed.
    """
    stays, goes = which_stays(one, other)
    with store.writing():
        for person in sorted((stays.person, goes.person), key=lambda person: person.pk):
            store.locked(person)
        at = of_person(stays.person, now)
        before = [reading.state for care in (stays, goes) if (reading := read(care.person, at)) is not None]
        _told_again(stays.person, goes.person, at)
        after = read(stays.person, at)
        if after is not None:
            _no_looser(before, after.state)
        goes.messages.update(care=stays)
        goes.tasks.update(care=stays)
        if goes.asked is not None:
            stays.asked = min(stays.asked or goes.asked, goes.asked)
        audit.write(stays.organization, JOINED, now, by=by, people=[stays.person, goes.person])
        erase(goes.person, GONE)
        begin_row(stays, now, *chart_of(stays.person, at)).save()
    return stays


def _no_looser(before: list[State], after: State) -> None:
    """Raises ``BirddogError`` when something that stood does not stand any more."""
    if after.disposition < max((state.disposition for state in before), default=after.disposition):
        raise BirddogError("charts: one of them stops exercise, and the joined one would not; ask about all danger "
                           "signs first, in both")  # fmt: skip
    if after.emergency is None and any(state.emergency is not None for state in before):
        raise BirddogError("charts: an emergency in one of them would no longer stand")


def _told_again(into: Person, source: Person, now: datetime) -> None:
    """Append the events of one chart to another, as those of one person."""
    rows = store.rows(source)
    if not rows:
        return
    content = _home_made_too(into, source)
    first, empty = store.first(into), nothing_told(into)
    patient = _patient(first.body) if first is not None else _patient(rows[0].body)
    names = {row.body["id"]: _fresh(source, row.body["id"]) for row in rows}
    bodies = [_as_of(row.body, names, patient) for row in rows]
    places = dict(source.events.values_list("number", "at"))
    entries = [(body, places[row.number]) for body, row in zip(bodies, rows, strict=True)]
    numbers = store.append_all(into, entries, now)
    made = climbed(into, content, now)
    keep(into, content, made)
    tell(into, content, made, now, None if empty else min(zip((at for _body, at in entries), numbers, strict=True)))


def _home_made_too(into: Person, source: Person) -> Content:
    """The content of the joined chart, with the home-made exercises of both, and their pictures in it."""
    content, brought = content_of(into), home_made.known(source)
    for made in brought:
        check_made(made, content)
    home_made.keep_known(into, [{"home_made": body} for body in source.home_made])
    home_made.keep_pictures(into, home_made.data_of(source.pictures.all()))
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
