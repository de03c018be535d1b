"""What a therapist has planned for their patients, by day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.clinic_models import Care, Membership, Task
from birddog.services.clinic.texts import line

LONGEST = 200
MOST_OPEN = 50
"""Open tasks of one patient."""


def plan(care: Care, text: str, due: str, today: date) -> Task:
    """Something to do for a patient by a day. Raises ``BirddogError`` naming what is wrong."""
    said = line("text", text, LONGEST)
    try:
        day = date.fromisoformat(due)
    except ValueError:
        raise BirddogError(f"due is '{due}'; allowed: a day such as 2026-12-31") from None
    if not today <= day <= today.replace(year=today.year + 2, day=1):
        raise BirddogError(f"due is {day}; allowed: from today on, for two years")
    with store.writing():
        store.locked(care.person)
        if care.tasks.filter(done=None).count() >= MOST_OPEN:
            raise BirddogError(f"tasks: {MOST_OPEN} are open; finish some first")
        return Task.objects.create(care=care, text=said, due=day)


def finish(care: Care, task: str, now: datetime) -> None:
    """A task is done. One that is done already, or none of this patient, changes nothing."""
    try:
        care.tasks.filter(pk=UUID(task), done=None).update(done=now)
    except ValueError:
        return


def open_of(care: Care) -> QuerySet[Task]:
    """What is planned for a patient, the next day first."""
    return care.tasks.filter(done=None).order_by("due", "id")


def open_for(therapist: Membership) -> QuerySet[Task]:
    """What a therapist has planned for all their patients, the next day first."""
    mine = Task.objects.filter(care__therapist=therapist, care__ended=None, done=None)
    return mine.select_related("care__person").order_by("due", "care__sought", "id")
