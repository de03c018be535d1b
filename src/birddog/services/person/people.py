"""Who is asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from birddog.records import store
from birddog.records.models import Person

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User


def person_of(user: User | AnonymousUser) -> Person | None:
    """The person behind a request: with accounts the user's own, without them the one person of this machine.

    ``None``: accounts are on and nobody has signed in.
    """
    if settings.BIRDDOG_ACCOUNTS:
        if not user.is_authenticated:
            return None
        return Person.objects.get_or_create(user=user)[0]
    return the_one_person()


def the_one_person() -> Person:
    """The person of a machine without accounts, made on first use; never a patient whose chart a clinic began."""
    nobody = Person.objects.filter(user=None, cares=None).order_by("created")
    found = nobody.first()
    if found is not None:
        return found
    with store.writing():
        store.lock_people()
        return nobody.first() or Person.objects.create()
