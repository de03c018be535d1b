"""The record of what was decided: by which content and code, after which event, and what of it still holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from birddog.catalog.code_version import code_version
from birddog.core.content.content import Content
from birddog.core.state.state import Logged
from birddog.core.state.told import Place, holding, recorded, told_in
from birddog.records.models import Person, Told
from birddog.services.chart.standing import Climb

MOST_STEPS = 50
"""So many decisions stand in one record, so that those of lately are found without the others."""


def tell(person: Person, content: Content, made: Climb, now: datetime, first: Place | None) -> None:
    """Record what a replay decided from the event at ``first`` on; ``None``: nothing was recorded of this chart yet."""
    assert made.head is not None
    steps = made.steps if first is None else [step for step in made.steps if (step.at, step.number) >= first]
    again = None if first is None or made.onward else [first[0].isoformat(), first[1]]
    parts = [steps[n : n + MOST_STEPS] for n in range(0, len(steps), MOST_STEPS)] or ([[]] if again else [])
    Told.objects.bulk_create(
        Told(
            person=person, event=made.head.number, recorded=now, content=content.version, code=code_version(),
            upto=made.head.at if again and not number else part[-1].at, again=None if number else again,
            rebuilt=first is None, decisions=[step.as_record() for step in part],
        )
        for number, part in enumerate(parts)
    )  # fmt: skip


def nothing_told(person: Person) -> bool:
    """Whether nothing was recorded of a chart: it was written before there was such a record."""
    return not person.told.exists()


def told(person: Person, content: Content, since: datetime | None = None) -> tuple[Logged, ...]:
    """The decisions that hold, as they were told, in the language of ``content``; those of ``since`` on, if given."""
    rows = person.told.order_by("number")
    if since is not None:
        rows = rows.filter(upto__gte=since)
    steps = holding(
        (None if again is None else (datetime.fromisoformat(again[0]), again[1]), [recorded(row) for row in decisions])
        for again, decisions in rows.values_list("again", "decisions")
    )
    kept = (step.logged for step in steps if since is None or step.at >= since)
    return tuple(told_in(content, logged) if content.language != "en" else logged for logged in kept)


def records(person: Person) -> Iterator[dict[str, Any]]:
    """Every record ever made, also of what no longer holds, as JSON values: for export, and to compare with."""
    for row in person.told.order_by("number"):
        yield {
            "event": row.event, "recorded": row.recorded.isoformat(), "content": row.content, "code": row.code,
            "again": row.again, "rebuilt": row.rebuilt, "decisions": row.decisions,
        }  # fmt: skip
