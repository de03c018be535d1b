"""Who cares for whom: begun by the patient alone, handed over by the clinic, ended by either."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Case, F, QuerySet, Value, When

from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.clinic_models import Care, Membership, Organization
from birddog.records.models import Person
from birddog.services.chart.log import record_one
from birddog.services.chart.reading import read
from birddog.services.chart.standing import Point
from birddog.services.clinic.editions import give
from birddog.services.clinic.needs import RANK
from birddog.services.clinic.rows import begin_row
from birddog.services.contents import content_of
from birddog.services.person.preferences import preferences_of


def care_of(person: Person) -> Care | None:
    """Who sees a person's chart now, and cares for them; ``None``: nobody but they."""
    return Care.objects.select_related("organization", "therapist").filter(person=person, ended=None).first()


def waiting(organization: Organization) -> QuerySet[Care]:
    """Patients who have no therapist now, those with a danger sign first, then those who have waited longest."""
    danger = Case(When(rank__lte=RANK["stopped"], then=F("rank")), default=Value(RANK["none"]))
    return organization.cares.filter(therapist=None, ended=None).order_by(danger, "began", "id")


def chart_of(person: Person, now: datetime) -> tuple[Content, Point | None]:
    """What a chart stands at, for the caseload row."""
    reading = read(person, now)
    return content_of(person), reading.head if reading else None


def put_in_charge(person: Person, therapist: Membership | None, now: datetime) -> None:
    """Say in the chart who looks after it from now on: what another therapist answered for ends with that."""
    latest = store.latest(person)
    if latest is None:
        return
    name, license = (therapist.name, therapist.license) if therapist else ("", "")
    body = {"id": f"therapist-after-{latest}", "type": "therapist", "at": of_person(person, now).isoformat(),
            "clinician": name, "license": license}  # fmt: skip
    record_one(person, body, now, "therapist")


def of_person(person: Person, now: datetime) -> datetime:
    """The time as the person's own clock shows it: their chart goes by their days."""
    zone = preferences_of(person).zone
    return now.astimezone(ZoneInfo(zone)) if zone else now


def end(care: Care, now: datetime) -> None:
    """From now on nobody there sees the chart, and it is made with the packaged content.

    What the person is called there, and what was shown of the chart, is forgotten.
    """
    with store.writing():
        give(care.person, None)
        put_in_charge(care.person, None, now)
        care.tasks.all().delete()
        Care.objects.filter(pk=care.pk, ended=None).update(
            ended=now, therapist=None, name="", sought="", needs=[], asked=None, quiet_from=None, last_session=None,
            pain=[], weeks=[], rank=RANK["none"],
        )  # fmt: skip


def hand_over(care: Care, to: Membership, now: datetime) -> None:
    """Another therapist of the same organization cares for a patient from now on. Raises ``BirddogError``."""
    with store.writing():
        store.locked(care.person)
        fit = Membership.objects.filter(pk=to.pk, organization=care.organization_id, therapist=True, ended=None)
        if not fit.exists():
            raise BirddogError("therapist: it must be one who works in the same clinic now")
        put_in_charge(care.person, to, now)
        open_ = Care.objects.filter(pk=care.pk, ended=None).first()
        if open_ is None:
            raise BirddogError("care: it has ended")
        open_.therapist = to
        begin_row(open_, now, *chart_of(care.person, now)).save()
