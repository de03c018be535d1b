"""What a clinic's server keeps for a while after nobody uses it any more, and then forgets."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from birddog.records.clinic_models import Invitation
from birddog.records.models import Person
from birddog.services.erase import erase


def forget(now: datetime, days: int) -> int:
    """Erase charts that were begun at a desk, that no patient has taken over, and whose care ended ``days`` ago.

    Links and sessions that have expired go as well. The log of the clinic says that a chart was erased. Charts of
    people with an account are theirs: they are never erased by time. Returns how many charts were.
    """
    before = now - timedelta(days=days)
    nobodys = Person.objects.filter(user=None, cares__ended__lt=before).exclude(cares__ended=None)
    gone = [person for person in nobodys.distinct() if not person.cares.filter(ended__gte=before).exists()]
    for person in gone:
        erase(person, "erased after the time of keeping")
    Invitation.objects.filter(expires__lt=before).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    return len(gone)
