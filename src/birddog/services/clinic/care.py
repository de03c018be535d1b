"""Who cares for whom: begun by the patient alone, handed over by the clinic, ended by either."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from birddog.core.values import BirddogError
from birddog.records import store
from birddog.records.clinic_models import Care, Membership, Organization
from birddog.records.models import Person


def care_of(person: Person) -> Care | None:
    """Who sees a person's chart now, and cares for them; ``None``: nobody but they."""
    return Care.objects.select_related("organization", "therapist").filter(person=person, ended=None).first()


def waiting(organization: Organization) -> QuerySet[Care]:
    """Patients who have no therapist now, those who have waited longest first."""
    return organization.cares.filter(therapist=None, ended=None).order_by("began", "id")


def end(care: Care, now: datetime) -> None:
    """From now on nobody there sees the chart. What they are called there is forgotten."""
    with store.writing():
        Care.objects.filter(pk=care.pk, ended=None).update(ended=now, therapist=None, name="", sought="")


def hand_over(care: Care, to: Membership) -> None:
    """Another therapist of the same organization cares for a patient from now on. Raises ``BirddogError``."""
    with store.writing():
        fit = Membership.objects.filter(pk=to.pk, organization=care.organization_id, therapist=True, ended=None)
        if not fit.exists():
            raise BirddogError("therapist: it must be one who works in the same clinic now")
        Care.objects.filter(pk=care.pk, ended=None).update(therapist=to)
