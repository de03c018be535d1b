"""What a person has reported, as a list to look over and put right: each report with its day and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from birddog.core.log.events import (
    BY_CLINICIANS,
    AerobicDone,
    CoachSaw,
    Event,
    FlareDeclared,
    MeasureTaken,
    SessionDone,
)
from birddog.services.chart.reading import Reading
from birddog.services.progress.measures import measure_names
from birddog.services.reports import kinds
from birddog.services.session.coach_seen import coach_lines
from birddog.services.session.rows import name_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

TITLES: dict[str, Words] = {
    "session": _("Session"), "morning": _("The morning after"), "pain": _("Pain"), "aerobic": _("Walk or similar"),
    "measure": _("Measure"), "swap": _("Preference about an exercise"), "flare": _("Flare-up began"),
    "flare_over": _("Flare-up over"), "pause": _("Pause"), "leg": _("Leg"), "screen": _("Danger signs"),
    "intake": _("All questions"), "arrange": _("Your program settings"),
    **dict.fromkeys(BY_CLINICIANS, _("From your therapist")),
    "coach": _("Camera coach"),
}  # fmt: skip
WISHES: dict[str, Words] = {
    "not_this": _("leave out"),
    "easier": _("easier"),
    "harder": _("harder"),
    "like": _("more often"),
}
ANSWERED_AGAIN = ("intake", "screen", "leg", "arrange", *BY_CLINICIANS)
"""What is not taken back here: danger signs are answered again, settings are set again, a therapist changes edits."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report. ``open``: whether the person may put it right; ``deletable``: only delete it."""

    id: str
    at: datetime
    kind: str
    title: Words
    says: tuple[str, ...]
    open: bool
    deletable: bool


def reports(reading: Reading) -> tuple[Report, ...]:
    """All that was reported and stands, the newest first. What the program itself wrote is not among it."""
    shown = [event for event in reading.events if event.type in TITLES and event.actor != "system"]
    return tuple(_report(event, reading) for event in reversed(shown))


def report_of(reading: Reading, event_id: str) -> tuple[Report, Event] | None:
    """One report that stands, with its event."""
    found = next((event for event in reading.events if event.id == event_id and event.type in TITLES), None)
    return (_report(found, reading), found) if found is not None else None


def _report(event: Event, reading: Reading) -> Report:
    return Report(
        event.id, event.at, event.type, TITLES[event.type], _says(event, reading),
        event.type in kinds.FIELDS, may_delete(event),
    )  # fmt: skip


def _line(label: str, text: str) -> str:
    return f"{label} {text}" if label.endswith("?") else f"{label}: {text}"


def may_delete(event: Event) -> bool:
    """Whether a report may be taken back: not one that told of a danger sign, nor one that is answered again."""
    if isinstance(event, FlareDeclared):
        return set(event.red_flags.values()) <= {"no"}
    return event.type not in ANSWERED_AGAIN


def _says(event: Event, reading: Reading) -> tuple[str, ...]:
    """What a report says, in a few words."""
    lines = [_line(str(field.label), text) for field, text in kinds.told(event)]
    if isinstance(event, SessionDone):
        lines.insert(0, ", ".join(name_of(item.exercise, reading.content) for item in event.items if item.done != "no"))
    if isinstance(event, AerobicDone):
        lines.insert(0, name_of(event.activity, reading.content))
    if isinstance(event, MeasureTaken):
        lines.insert(0, str(measure_names().get(event.instrument, event.instrument)))
    if isinstance(event, CoachSaw):
        lines[:0] = coach_lines(event, reading.content)
    if event.type == "swap":
        wish: Any = event
        lines.insert(0, f"{name_of(wish.exercise, reading.content)}: {WISHES[wish.wish]}")
    return tuple(line for line in lines if line)
