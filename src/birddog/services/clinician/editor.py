"""A therapist's draft of changes: read as typed, tried on the chart as it stands, and written when it is saved.

A draft is a list of changes, each the fields of an event of a clinician (``type``, ``action``, ``exercise``, ...), or a
``line``, which is a dose as people write it and sets it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from birddog import catalog
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.core.log.events import BY_CLINICIANS, Event, HomeMade
from birddog.core.log.home_made import widened
from birddog.core.log.schema import as_json
from birddog.core.plan.dose_text import typed_dose
from birddog.core.what_if import Outcome, WhatIf, what_if
from birddog.records.models import Person
from birddog.services.chart.log import Receipt, record
from birddog.services.chart.reading import Reading
from birddog.services.contents import content_of
from birddog.services.home_made import known

Offered = Mapping[str, HomeMade]
"""Home-made exercises by their ids."""
NONE: Offered = {}


@dataclass(frozen=True, slots=True)
class Signature:
    """Who changes a program."""

    clinician: str
    license: str


@dataclass(frozen=True, slots=True)
class Tried:
    """One change of a draft: what it came to, or the ``error`` with which it cannot be read."""

    change: Mapping[str, Any]
    outcome: Outcome | None
    error: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft tried on a chart: the day and sessions it would lead to, and each of its changes."""

    result: WhatIf
    tried: tuple[Tried, ...]

    @property
    def refused(self) -> tuple[Tried, ...]:
        """The changes that would not be carried out, or not read."""
        return tuple(row for row in self.tried if row.error or (row.outcome is not None and row.outcome.refused))


def try_out(reading: Reading, changes: Sequence[Mapping[str, Any]], by: Signature) -> Draft:
    """What a draft would make of a chart; nothing is written."""
    read = [_read(change, number, by, reading.now, reading.content) for number, change in enumerate(changes)]
    events = [event for event in read if isinstance(event, Event)]
    result = what_if(reading.state, events, reading.content, reading.now, reading.pace)
    outcomes = iter(result.outcomes)
    tried = (
        Tried(change, next(outcomes)) if isinstance(event, Event) else Tried(change, None, event)
        for change, event in zip(changes, read, strict=True)
    )
    return Draft(result, tuple(tried))


def save(
    person: Person, changes: Sequence[Mapping[str, Any]], by: Signature, now: datetime, offered: Offered = NONE
) -> list[Receipt]:
    """Write a draft into the chart; a receipt for each change. Each carries an ``id``, so that it is taken once.

    ``offered``: the home-made exercises that the clinic gives; one that is put in comes into the chart whole.
    """
    content = widened(content_of(person), tuple(offered.values()))
    receipts: dict[int, Receipt] = {}
    bodies: dict[int, dict[str, Any]] = {}
    for number, change in enumerate(changes):
        try:
            body = _body(change, str(change.get("id", "")), by, now, content)
            bodies[number] = body | _whole(body, person, offered)
        except BirddogError as error:
            receipts[number] = Receipt(str(change.get("id", ""))[:80], "refused", str(error))
    receipts.update(zip(bodies, record(person, list(bodies.values()), now, "therapist"), strict=True))
    return [receipts[number] for number in range(len(changes))]


def _whole(body: Mapping[str, Any], person: Person, offered: Offered) -> dict[str, Any]:
    """What a home-made exercise is, where a change puts one in that is not in the chart yet.

    One that the chart has under this id as something else (a file can say so) is not taken for the clinic's: what the
    clinic gives goes along, and is refused.
    """
    made = offered.get(str(body.get("exercise", ""))) if body.get("action") == "add" else None
    return {"home_made": as_json(made)} if made is not None and made not in known(person) else {}


def _read(change: Mapping[str, Any], number: int, by: Signature, now: datetime, content: Content) -> Event | str:
    """The event of a change, or why there is none."""
    try:
        return catalog.read_event(_body(change, f"draft-{number}", by, now, content), content, "change")
    except BirddogError as error:
        return str(error)


def _body(change: Mapping[str, Any], name: str, by: Signature, now: datetime, content: Content) -> dict[str, Any]:
    """A change as the JSON values of an event, signed. ``BirddogError`` for a line that cannot be read."""
    told = {"type": "edit", **{field: value for field, value in change.items() if field not in ("line", "home_made")}}
    if told["type"] not in BY_CLINICIANS:
        raise BirddogError(f"type is {told['type']!r}; allowed: {', '.join(BY_CLINICIANS)}")
    if (line := change.get("line")) is not None:
        row = content.exercise(str(told["exercise"])) if told.get("exercise") else None
        exercise, dose = typed_dose(str(line), content, row)
        told |= {"action": "pin_dose", "exercise": exercise.id, "dose": as_json(dose)}
    signed = {"actor": "therapist", "clinician": by.clinician, "license": by.license}
    return {**told, "id": name, "at": now.isoformat(), **signed}
