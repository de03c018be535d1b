"""What happened to a patient, day by day: what they reported, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from birddog.core.content.measures import of_chart
from birddog.core.log.events import BY_CLINICIANS, ByClinician
from birddog.services.chart.reading import Reading
from birddog.services.chart.told import Point, able_of
from birddog.services.library.references import Said
from birddog.services.progress.decision_words import CLINICAL
from birddog.services.progress.page import LEAST_DAYS, Progress
from birddog.services.progress.plot import Plot, plot
from birddog.services.progress.why import DayOfWhys, whys
from birddog.services.reports.page import Report, reports

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

TITLES: dict[str, Words] = {
    "arrange": gettext_lazy("Changed time, equipment or taste"), "intake": gettext_lazy("Answered all questions"),
    "screen": gettext_lazy("Danger signs answered again"), "swap": gettext_lazy("Preference about an exercise"),
}  # fmt: skip
"""What is called otherwise for the person."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was reported, or that a clinician wrote."""

    title: Words
    says: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: what was done, and why in clinical words."""

    did: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which something was reported or decided."""

    date: date
    told: tuple[Told, ...]
    decided: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with the line from which on a change matters: its height, and its value."""

    plot: Plot
    line: float
    value: float


def timeline(reading: Reading, said: Said) -> tuple[Day, ...]:
    """Every day, the newest first. ``said`` puts a reason into clinical words."""
    claimed = claims_of_a_file(reading)
    notes = {event.id: _note(event, event.id in claimed) for event in reading.events}
    by_day = {day: tuple(rows) for day, rows in groupby(reports(reading), key=lambda row: row.at.date())}
    decided = {day.date: day for day in whys(reading.folded.decisions, reading.content, CLINICAL)}
    return tuple(
        Day(day, tuple(_told(row, notes[row.id]) for row in by_day.get(day, ())), _decided(decided.get(day), said))
        for day in sorted({*by_day, *(d for d, row in decided.items() if row.changed)}, reverse=True)
    )


def _told(row: Report, note: str) -> Told:
    title = _("A clinician wrote") if row.kind in BY_CLINICIANS else TITLES.get(row.kind, row.title)
    return Told(title, row.says, note)


def claims_of_a_file(reading: Reading) -> frozenset[str]:
    """Ids of what clinicians are said to have written by a chart file that was taken in: nobody here saw them do so."""
    if not reading.person.from_file:
        return frozenset()
    rows = reading.person.events.filter(number__lte=reading.person.from_file, type__in=BY_CLINICIANS)
    return frozenset(rows.values_list("event_id", flat=True))


def _note(event: object, of_a_file: bool) -> str:
    """The words of a clinician, with their name, and whether they came with a file."""
    if not isinstance(event, ByClinician):
        return ""
    text = next((said for name in ("note", "reason") if (said := getattr(event, name, ""))), "")
    who = event.clinician
    if of_a_file:
        who = _("%(name)s, from the file") % {"name": who} if who else _("From the file")
    return f"{who}: {text}" if text and who else who if of_a_file else text


def _decided(day: DayOfWhys | None, said: Said) -> tuple[Decided, ...]:
    if day is None:
        return ()
    return tuple(
        Decided(entry.did, tuple(dict.fromkeys(said(reason) for reason in entry.reasons))) for entry in day.changed
    )


def pain_chart(reading: Reading, shown: Progress) -> Chart | None:
    """Pain over time; below the line back pain is better by enough to matter."""
    if shown.pain_plot is None or len(shown.back) < 2:
        return None
    matters = of_chart(reading.content, "nprs_back").matters
    return _with_line(shown.pain_plot, shown.back[0].value - matters)


def function_chart(reading: Reading) -> Chart | None:
    """The mean of the own activities over time; above the line it is better by enough to matter."""
    points = [Point(event.at.date(), able) for event in reading.events if (able := able_of(event)) is not None]
    if len(points) < 2:
        return None
    last = max(reading.now.date(), points[0].date + timedelta(days=LEAST_DAYS))
    drawn = plot((("back", points),), points[0].date, last)
    return _with_line(drawn, points[0].value + of_chart(reading.content, "psfs").matters)


def _with_line(drawn: Plot, value: float) -> Chart | None:
    """The drawing with its line; ``None`` when the line would lie outside: no change can matter that much."""
    (top, high), (bottom, low) = drawn.values[-1], drawn.values[0]
    if not low <= value <= high:
        return None
    return Chart(drawn, round(bottom + (top - bottom) * (value - low) / (high - low), 1), value)
