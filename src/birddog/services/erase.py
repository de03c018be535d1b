"""Forget a person: everything that is kept about them, and what the database file would still hold of it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection

from birddog.records import store
from birddog.records.models import Erasure, Person
from birddog.services import clock
from birddog.services.clinic import audit


def erase(person: Person, why: str = "") -> None:
    """Delete the person with chart, draft, standing, reminders, subscriptions and account. It cannot be undone.

    The log of a clinic keeps its entries, in which nobody can be recognized any more. The person's random id is kept
    as erased, so that a backup which is put back later leaves them out (``erase_again``). ``why``: what the logs say
    where the person has not asked for it themselves.
    """
    with store.writing():
        Erasure.objects.get_or_create(person=person.pk, defaults={"at": clock.now()})
        for organization in {care.organization for care in person.cares.select_related("organization")}:
            if why:
                audit.write(organization, why, clock.now(), people=[person])
            elif person.cares.filter(organization=organization, ended=None).exists():
                audit.write(organization, "erased", clock.now(), by=person, people=[person])
        Person.objects.filter(pk=person.pk).delete()
        if person.user_id is not None:
            get_user_model().objects.filter(pk=person.user_id).delete()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def erase_again(ids: Iterable[UUID]) -> int:
    """Erase those people of a backup that was put back who had been erased since it was made; how many there were."""
    found = list(Person.objects.filter(pk__in=list(ids)))
    for person in found:
        erase(person)
    return len(found)
