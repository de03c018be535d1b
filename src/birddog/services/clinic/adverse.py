"""What else happened in sessions: every such report of a therapist's patients, as it stands after corrections."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from birddog.catalog.charts import stored_event
from birddog.core.chart.chart import put_right
from birddog.core.log.events import Event as StoredEvent
from birddog.core.log.events import SessionDone
from birddog.records.clinic_models import Care, Membership
from birddog.records.models import Event
from birddog.services.contents import content_of

LATELY = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Adverse:
    """One report: whose it is, when, and in what words."""

    care: Care
    at: datetime
    note: str


def adverse(therapist: Membership, now: datetime) -> tuple[Adverse, ...]:
    """All of the last year, the newest first."""
    cares = {care.person_id: care for care in therapist.cares.filter(ended=None).select_related("person")}
    since = {"person__cares__therapist": therapist, "person__cares__ended": None, "at__gte": now - LATELY}
    fixes = list(Event.objects.filter(type="correction", **since))
    fixed = {str(row.body.get("corrects")) for row in fixes}
    told = Event.objects.filter(Q(body__adverse="yes") | Q(event_id__in=fixed), type="session", **since)
    charts: dict[UUID, list[StoredEvent]] = defaultdict(list)
    for row in sorted((*told, *fixes), key=lambda row: (row.at, row.number)):
        charts[row.person_id].append(stored_event(row.body))
    found = [
        Adverse(cares[person], event.instant, event.adverse_note)
        for person, events in charts.items()
        for event in put_right(events, content_of(cares[person].person))
        if isinstance(event, SessionDone) and event.adverse == "yes"
    ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))
