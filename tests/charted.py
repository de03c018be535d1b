"""A person with a chart in the database, for tests of services and pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from birddog.records.models import Person
from birddog.services.chart.log import record

ROOT = Path(__file__).resolve().parents[1]
BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""A Monday morning: the intake of everyone here."""
MARK = "lift my cello"
"""An own activity that nobody else has."""


def intake(name: str = "desk-worker-38", **changes: Any) -> dict[str, Any]:
    """An intake of the examples, with some blocks replaced."""
    return {**json.loads((ROOT / "examples" / "intakes" / f"{name}.json").read_text()), **changes}


def told(person: Person, *bodies: dict[str, Any], now: datetime = BEGIN) -> None:
    """Events of a person, all of them taken."""
    receipts = record(person, [{"at": now.isoformat(), **body} for body in bodies], now)
    assert [r for r in receipts if r.status == "refused"] == []


def charted(person: Person | None = None, **changes: Any) -> Person:
    """A person (a new one unless given) whose intake is answered."""
    person = person or Person.objects.create()
    answers = intake(**changes)
    answers["life"] = {**answers.get("life", {}), "own_activities": [{"activity": MARK, "score": 4}]}
    told(person, {"id": "intake-1", "type": "intake", "intake": answers})
    return person
