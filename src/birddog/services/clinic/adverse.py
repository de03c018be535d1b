"""What else happened in sessions: every such report of a therapist's patients, as it stands after corrections."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from birddog.records.clinic_models import Care, Membership
from birddog.records.models import Event

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
    fixed: dict[tuple[Any, str], list[dict[str, Any]]] = defaultdict(list)
    for row in Event.objects.filter(type="correction", **since).order_by("at", "number"):
        fixed[row.person_id, str(row.body.get("corrects"))].append(row.body)
    found = []
    for row in Event.objects.filter(type="session", **since).order_by("-at", "-number"):
        body, corrections = dict(row.body), fixed[row.person_id, row.event_id]
        for correction in corrections:
            body |= correction.get("change") or {}
        if body.get("adverse") == "yes" and not any(correction.get("withdraw") for correction in corrections):
            found.append(Adverse(cares[row.person_id], row.at, str(body.get("adverse_note", ""))))
    return tuple(found)
