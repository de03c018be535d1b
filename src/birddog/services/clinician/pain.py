"""Pain and function for a clinician: start, worst, now, and how much change matters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from birddog.core.content.content import Content
from birddog.core.content.measures import Instrument, change, of_chart
from birddog.core.log.events import Event, LegReport, SessionDone
from birddog.services.chart.reading import Reading
from birddog.services.chart.told import Point, back_numbers, back_reports, leg_numbers, leg_reports
from birddog.services.clinician.words import CHANGED
from birddog.services.library.references import Cite
from birddog.services.progress.measures import Taken, taken
from birddog.services.session.rows import name_of


@dataclass(frozen=True, slots=True)
class PainRow:
    """Pain of one place: ``None`` where it was not told."""

    name: str
    start: Point | None
    worst: Point | None
    now: Point | None
    days: int
    change: float | None
    outcome: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with its range and the change that matters."""

    taken: Taken
    change: float | None
    matters: str
    better: str
    outcome: str
    cited: tuple[int, ...]


def pains(reading: Reading) -> tuple[PainRow, ...]:
    """Back and leg."""
    content = reading.content
    rows = (
        (_("Back pain"), back_reports(reading.events), _worst(reading.events, back_numbers), "nprs_back"),
        (_("Leg pain"), leg_reports(reading.events), _worst(reading.events, leg_numbers), "nprs_leg"),
    )
    return tuple(_pain(name, points, worst, of_chart(content, of), content) for name, points, worst, of in rows)


def _pain(
    name: str, points: tuple[Point, ...], worst: Point | None, instrument: Instrument, content: Content
) -> PainRow:  # fmt: skip
    if not points:
        return PainRow(name, None, worst, None, 0, None, "")
    start, now = points[0], points[-1]
    if len(points) == 1:
        return PainRow(name, start, worst, now, 1, None, "")
    outcome = change(instrument, start.value, now.value, content).outcome
    return PainRow(name, start, worst, now, len(points), now.value - start.value, str(CHANGED[outcome]))


def _worst(events: Sequence[Event], told: Callable[[Event], tuple[float | None, ...]]) -> Point | None:
    points = [Point(event.at.date(), value) for event in events for value in told(event) if value is not None]
    return max(points, key=lambda point: point.value, default=None)


def leg_moves(reading: Reading) -> tuple[tuple[date, str], ...]:
    """Leg symptoms that moved, and after what."""
    moved = {"down": _("farther down the leg"), "up": _("moved up toward the back")}
    rows = []
    for event in reading.events:
        way, exercise = "", None
        if isinstance(event, LegReport):
            way, exercise = event.moved, event.exercise
        elif isinstance(event, SessionDone):
            way, exercise = event.leg or "", event.leg_exercise
        if way in moved:
            after = _(", after %(exercise)s") % {"exercise": name_of(exercise, reading.content)} if exercise else ""
            rows.append((event.at.date(), f"{moved[way]}{after}"))
    return tuple(rows)


def measures(reading: Reading, cite: Cite) -> tuple[MeasureRow, ...]:
    """Every measure in the chart."""
    return tuple(_measure(row, cite) for row in taken(reading))


def _in_words(changed: str) -> str:
    return str(CHANGED[changed]) if changed else ""


def _measure(row: Taken, cite: Cite) -> MeasureRow:
    instrument = row.instrument
    points = _("%(n)s points") % {"n": f"{instrument.matters:g}"}
    if instrument.matters_share is not None:
        points = _("%(n)s points or %(share)d%%") % {
            "n": f"{instrument.matters:g}", "share": round(instrument.matters_share * 100),
        }  # fmt: skip
    moved = row.latest[1] - row.first[1] if len(row.rows) > 1 and instrument.id != "groc" else None
    better = _("higher is better") if instrument.higher_is_better else _("lower is better")
    return MeasureRow(row, moved, points, better, _in_words(row.changed), cite(instrument.sources))
