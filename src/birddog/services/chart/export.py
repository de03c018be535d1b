"""A person's chart as files of their own."""

from __future__ import annotations

from datetime import datetime

from birddog.exchange import chart_files, record_files
from birddog.records.clinic_models import Message
from birddog.records.models import Person
from birddog.services.chart.entries import entries
from birddog.services.chart.told_then import records
from birddog.services.home_made import with_pictures

WITH_COMMA = ("es",)
"""Languages whose spreadsheets write decimals with a comma."""


def chart_as_jsonl(person: Person, now: datetime) -> str:
    """One event a line, in order of time, as the chart stands at ``now``: ``birddog replay`` reads it. A home-made
    exercise has its picture in it."""
    return chart_files.jsonl(with_pictures(person, [entry.body for entry in entries(person, now)]))


def record_as_jsonl(person: Person) -> str:
    """All that was ever decided for a person, one record a line: ``birddog replay --told`` compares with it."""
    return record_files.jsonl(records(person))


def chart_as_csv(person: Person, now: datetime, language: str = "en") -> str:
    """One thing told a line, for a spreadsheet of this language: with decimal commas, semicolons part the cells."""
    return chart_files.table((entry.body for entry in entries(person, now)), comma=language in WITH_COMMA)


def messages_as_text(person: Person, now: datetime) -> str:
    """All that a person and their therapists wrote to each other, each with its time by the person's clock."""
    parts = []
    for row in Message.objects.filter(care__person=person).order_by("number").select_related("care"):
        at = row.sent.astimezone(now.tzinfo).isoformat(timespec="minutes")
        parts.append(f"{at}  {row.by or row.care.name or '-'}\n{row.text}\n")
    return "\n".join(parts)
