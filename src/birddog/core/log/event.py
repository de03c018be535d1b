"""What every event of a chart carries, whatever happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Literal

from birddog.core.content.asking import ask

Actor = Literal["patient", "therapist", "system"]


@dataclass(frozen=True)
class Event:
    """What every event carries. ``at`` is when it happened; its date is the person's own calendar day."""

    id: str = ask(
        "Event id",
        "Made by whoever writes the event; the same id twice must have the same content.",
        "",
        minLength=1,
        maxLength=80,
    )
    at: datetime = ask("When", "ISO 8601 date and time, such as 2026-03-02T08:30 or with an offset.", datetime.min)
    patient: str = ask(
        "Person id", "Whose chart this is; the same in every event. Left out: as in the first event.", "", maxLength=80
    )
    actor: Actor = ask("Who wrote it", "The person, a therapist, or the program itself.", "patient")
    type: str = ask("Type", "What kind of event.", "")

    @cached_property
    def instant(self) -> datetime:
        """``at`` as a point in time, for ordering; without an offset it is read as UTC."""
        return self.at if self.at.tzinfo else self.at.replace(tzinfo=UTC)
