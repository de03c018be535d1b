"""A clinic's own exercises: written, changed into another version, retired; given to patients as copies.

What a patient was given stays in their chart as it was. Another version goes to nobody by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import QuerySet

from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.core.log.events import HomeMade
from birddog.core.log.home_made import check_made, exercise_of, key_of, widened
from birddog.core.log.schema import as_json, recall
from birddog.core.plan.course import Course
from birddog.core.plan.dose_text import read_dose, typed_dose
from birddog.exchange.pictures import plain_picture
from birddog.records import store
from birddog.records.clinic_models import HomeExercise, Membership, Organization, Picture, new_picture_name
from birddog.records.models import Person
from birddog.services import home_made
from birddog.services.chart.reading import Reading
from birddog.services.clinic.texts import sought

MOST = 200
"""Exercises of one clinic, retired ones counted."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a therapist has written: the exercise but for its id, the dose as it was typed, and the picture.

    ``picture``: a file that is brought, ``None`` to keep the one that there is. ``may_use``: they have said that they
    have the right to use it.
    """

    made: HomeMade
    dose: str
    picture: bytes | None = field(default=None, repr=False)
    may_use: bool = False


# ------------------------------------------------------------------------------------------------------ kept


def of_clinic(organization: Organization) -> QuerySet[HomeExercise]:
    """All exercises of a clinic by name, those in use first."""
    return organization.home_exercises.order_by("retired", "sought")


def made_of(row: HomeExercise) -> HomeMade:
    """The exercise as it is given from now on."""
    return recall(HomeMade, row.body)


def offered(organization: Organization) -> dict[str, HomeMade]:
    """What therapists of a clinic may put into programs, by id."""
    rows = (made_of(row) for row in organization.home_exercises.filter(retired=None).order_by("sought"))
    return {made.id: made for made in rows}


def picture_of(organization: Organization, exercise: str) -> bytes | None:
    """The picture of a version that a clinic gives now; ``None`` where there is none."""
    rows = (made_of(row) for row in organization.home_exercises.filter(key=key_of(exercise)))
    return home_made.picture_named(organization, next((made.picture for made in rows if made.id == exercise), ""))


# --------------------------------------------------------------------------------------------------- written


def write(by: Membership, told: Written, content: Content, now: datetime) -> HomeExercise:
    """A new exercise of the clinic. ``BirddogError`` names what is wrong; nothing is kept then."""
    with store.writing():
        where = Organization.objects.select_for_update().get(pk=by.organization_id)
        if where.home_exercises.count() >= MOST:
            raise BirddogError(f"exercises: your clinic has {MOST}; no more are allowed")
        return _kept(HomeExercise(organization=where), by, told, content, now)


def change(row: HomeExercise, by: Membership, told: Written, content: Content, now: datetime) -> HomeExercise:
    """Another version of an exercise; itself where nothing is changed. Patients keep what they were given.

    ``BirddogError`` names what is wrong; nothing is changed then.
    """
    with store.writing():
        Organization.objects.select_for_update().get(pk=by.organization_id)
        row = by.organization.home_exercises.get(pk=row.pk)
        before = made_of(row)
        row.number += 1
        new = _read(told, f"own-{row.key}-{row.number}", before.picture, content)
        if told.picture is None and replace(new, id=before.id) == before:
            return by.organization.home_exercises.get(pk=row.pk)
        return _kept(row, by, told, content, now, before.picture)


def retire(row: HomeExercise, now: datetime, *, back: bool = False) -> None:
    """Give an exercise to nobody new, or offer it again; who has it keeps it."""
    HomeExercise.objects.filter(pk=row.pk).update(retired=None if back else now)


def _kept(
    row: HomeExercise, by: Membership, told: Written, content: Content, now: datetime, had: str = ""
) -> HomeExercise:
    if told.picture is not None and not told.may_use:
        raise BirddogError("may_use: say that the clinic may use this picture, or leave it out")
    data = plain_picture(told.picture) if told.picture is not None else None
    name = new_picture_name() if data is not None else had
    made = _read(told, f"own-{row.key}-{row.number}", name, content)
    row.body, row.by, row.changed = as_json(made), by.name, now
    row.name = exercise_of(made, "en").name
    row.sought = sought(row.name)
    _check_name(row, made, content)
    if data is not None:
        Picture.objects.filter(organization=row.organization_id, name=had).delete()
        Picture.objects.create(organization=row.organization, name=name, data=data)
    row.save()
    return row


def _read(told: Written, name: str, picture: str, content: Content) -> HomeMade:
    """The whole exercise, its dose read as it was typed."""
    made = replace(told.made, id=name, picture=picture)
    check_made(made, content)
    if read_dose(told.dose).name:
        raise BirddogError(f"dose is '{told.dose}'; allowed: the dose alone, such as 2x8 5s rest 30")
    return replace(made, dose=typed_dose(told.dose, content, exercise_of(made, "en"))[1])


def _check_name(row: HomeExercise, made: HomeMade, content: Content) -> None:
    """A name means one exercise: of the catalog and of the clinic."""
    taken = {sought(name) for e in content.exercises if e.made is None for name in (e.name, *e.aliases)}
    mine = {sought(words.name) for words in (made.en, made.es) if words is not None}
    others = row.organization.home_exercises.exclude(pk=row.pk).filter(sought=row.sought)
    if mine & taken or others.exists():
        raise BirddogError(f"name is '{row.name}'; another exercise is called so, choose another name")


# ----------------------------------------------------------------------------------------------------- given


def with_offered(reading: Reading, organization: Organization) -> Reading:
    """A chart as it is edited: what the clinic has made itself can be put in, whether or not the chart has it yet."""
    content = widened(reading.content, tuple(offered(organization).values()))
    course = Course(content)
    course.decisions.extend(reading.course.decisions)
    return replace(reading, content=content, course=course)


def newer(reading: Reading, organization: Organization) -> list[tuple[str, HomeMade]]:
    """Exercises of a program that the clinic has a newer version of by now: the id of the old one, and the new one.

    One that hurt and rests, or was taken out, is none of them: another version is no way around that.
    """
    state, day = reading.state, reading.now.date()
    out = {*state.removed, *(name for name, until in state.rested.items() if day < until)}
    latest = {key_of(made.id): made for made in offered(organization).values()}
    found = []
    for name in dict.fromkeys((*state.roster, *state.added)):
        made = latest.get(key_of(name)) if name not in out else None
        if made is not None and made.id != name and made.id not in state.added:
            found.append((name, made))
    return found


def give_pictures(person: Person, organization: Organization, exercises: Iterable[str]) -> None:
    """Copies of the pictures of exercises that a patient has been given."""
    wanted = set(exercises)
    names = {made.picture for made in home_made.known(person) if made.id in wanted} - {""}
    home_made.keep_pictures(person, home_made.data_of(organization.pictures.filter(name__in=names)))
