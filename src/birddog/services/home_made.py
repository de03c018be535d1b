"""The home-made exercises in a person's chart: what the chart's content is widened by, and their pictures."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any

from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.core.log.events import Event, HomeMade
from birddog.core.log.home_made import readable, with_events
from birddog.core.log.schema import recall
from birddog.records.clinic_models import Organization, Picture
from birddog.records.models import Person

MOST = 100
"""Home-made exercises that a chart holds at most, versions counted."""

Pictures = Mapping[str, bytes]
"""Pictures by the names that exercises call them by."""


def known(person: Person) -> tuple[HomeMade, ...]:
    """The home-made exercises of a chart, in the order in which they came."""
    rows = (recall(HomeMade, body) for body in person.home_made)
    return tuple(row for row in rows if readable(row))


def bring(content: Content, event: Event) -> Content:
    """``content`` with what an event brings along. ``BirddogError`` for more than a chart may hold."""
    wide = with_events(content, [event])
    if wide is not content and wide.home_made.bit_count() > MOST:
        raise BirddogError(f"home_made: this chart has {MOST} exercises of this kind; no more are allowed")
    return wide


def keep_known(person: Person, bodies: Iterable[Mapping[str, Any]]) -> None:
    """Remember what appended events bring along, in the transaction that appends them."""
    new = [made for body in bodies if isinstance(made := body.get("home_made"), dict) and made.get("id")]
    had = {row["id"] for row in person.home_made}
    fresh = {row["id"]: row for row in reversed(new) if row["id"] not in had}
    if fresh:
        person.home_made = [*person.home_made, *reversed(fresh.values())]
        Person.objects.filter(pk=person.pk).update(home_made=person.home_made)


def keep_pictures(person: Person, pictures: Pictures) -> None:
    """Keep pictures with a person; those that are there stay."""
    rows = [Picture(person=person, name=name, data=data) for name, data in pictures.items()]
    Picture.objects.bulk_create(rows, ignore_conflicts=True)


def picture_of(person: Person, exercise: str) -> bytes | None:
    """The picture of a home-made exercise of this person's chart; ``None`` where it has none, or there is none."""
    return picture_named(person, next((row.picture for row in known(person) if row.id == exercise), ""))


def picture_named(owner: Person | Organization, name: str) -> bytes | None:
    """A picture that a person or a clinic has, by what the exercise calls it; ``None`` where there is none."""
    return data_of(owner.pictures.filter(name=name)).get(name) if name else None


def data_of(rows: Iterable[Picture]) -> dict[str, bytes]:
    """Stored pictures, by what the exercises call them."""
    return {row.name: bytes(row.data) for row in rows}


def pictures_of(person: Person) -> dict[str, bytes]:
    """All pictures of a chart, by the exercise."""
    there = data_of(person.pictures.all())
    return {row.id: there[row.picture] for row in known(person) if row.picture in there}


def lacking(person: Person) -> tuple[HomeMade, ...]:
    """Exercises of a chart whose picture has not come along."""
    there = set(person.pictures.values_list("name", flat=True))
    return tuple(row for row in known(person) if row.picture and row.picture not in there)


# ------------------------------------------------------------------------------------------------ chart files


def with_pictures(person: Person, bodies: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """Events as a chart file has them: each picture with the first home-made exercise that it belongs to."""
    rows = list(bodies)
    named = {body["home_made"].get("picture") for body in rows if isinstance(body.get("home_made"), dict)}
    if not named - {None, ""}:
        return rows
    there = data_of(person.pictures.filter(name__in=named - {None}))
    found = {name: b64encode(data).decode() for name, data in there.items()}
    return [_with_picture(body, found) for body in rows]


def _with_picture(body: Mapping[str, Any], left: dict[str, str]) -> Mapping[str, Any]:
    made = body.get("home_made")
    if not isinstance(made, dict) or made.get("picture") not in left:
        return body
    return {**body, "home_made": {**made, "picture_data": left.pop(made["picture"])}}


def taken_apart(body: Mapping[str, Any]) -> tuple[dict[str, Any], object]:
    """An event of a chart file without the picture in it, and the picture as it stands there; ``None``: there is none.

    ``BirddogError`` for a picture that no exercise would call by a name.
    """
    made = body.get("home_made")
    if not isinstance(made, dict) or not made.get("picture_data"):
        return dict(body), None
    if not made.get("picture"):
        raise BirddogError("home_made.picture is missing; a picture is called by 32 hexadecimal digits")
    plain = {name: value for name, value in made.items() if name != "picture_data"}
    return {**body, "home_made": plain}, made["picture_data"]
