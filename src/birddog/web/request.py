"""What every page knows about who asks."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest

from birddog.services.chart.reading import Reading, read
from birddog.services.person.preferences import Preferences

if TYPE_CHECKING:
    from birddog.records.models import Person

ZONE = "birddog-zone"
"""Cookie with the time zone of the device, so that a day is the person's own and not the server's."""


class PersonRequest(HttpRequest):
    """A request of a known person. ``now`` has the offset of the person's own time zone."""

    person: Person
    preferences: Preferences
    language: str
    now: datetime


def key_of(person: Person) -> str:
    """By this a browser keeps what it queued for one person apart from what it queued for another."""
    return person.pk.hex


def reading_of(request: PersonRequest) -> Reading | None:
    """The person's chart as it stands, replayed once for each request; ``None`` before the first intake."""
    if not hasattr(request, "_reading"):
        request._reading = read(request.person, request.now, request.language)  # type: ignore[attr-defined]
    reading: Reading | None = request._reading  # type: ignore[attr-defined]
    return reading
