"""Measures: what was taken, what it means, and how a form asks for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from birddog.core.content.content import Content
from birddog.core.content.measures import Instrument, change, of_chart
from birddog.core.log.events import IntakeAnswered, MeasureTaken
from birddog.services.chart.reading import Reading

CORE = ("nprs_back", "nprs_leg", "psfs", "groc")
CHANGED = {
    "recovered": gettext_lazy("as good as it can be"), "better": gettext_lazy("better, by enough to notice"),
    "same": gettext_lazy("about the same"), "worse": gettext_lazy("worse, by enough to notice"),
}  # fmt: skip
RATINGS = {
    7: gettext_lazy("A very great deal better"), 6: gettext_lazy("A great deal better"),
    5: gettext_lazy("Quite a bit better"), 4: gettext_lazy("Moderately better"), 3: gettext_lazy("Somewhat better"),
    2: gettext_lazy("A little bit better"), 1: gettext_lazy("A tiny bit better"), 0: gettext_lazy("About the same"),
    -1: gettext_lazy("A tiny bit worse"), -2: gettext_lazy("A little bit worse"), -3: gettext_lazy("Somewhat worse"),
    -4: gettext_lazy("Moderately worse"), -5: gettext_lazy("Quite a bit worse"),
    -6: gettext_lazy("A great deal worse"), -7: gettext_lazy("A very great deal worse"),
}  # fmt: skip
Shape = Literal["pain", "activities", "rating", "ticks", "numbers"]


@dataclass(frozen=True, slots=True)
class Taken:
    """A measure over time. ``changed`` is a word of ``CHANGED``, or empty when it was taken only once."""

    instrument: Instrument
    rows: tuple[tuple[date, float], ...]
    changed: str

    @property
    def first(self) -> tuple[date, float]:
        """The first time."""
        return self.rows[0]

    @property
    def latest(self) -> tuple[date, float]:
        """The last time."""
        return self.rows[-1]

    @property
    def in_words(self) -> str:
        """The change as a sentence part."""
        return str(CHANGED[self.changed]) if self.changed else ""


def taken(reading: Reading) -> tuple[Taken, ...]:
    """Every measure in the chart, the core ones first."""
    measures = reading.state.measures
    order = sorted(measures, key=lambda name: (CORE.index(name) if name in CORE else len(CORE), name))
    return tuple(_taken(of_chart(reading.content, name), measures[name], reading.content) for name in order)


def _taken(instrument: Instrument, rows: tuple[tuple[date, float], ...], content: Content) -> Taken:
    if len(rows) < 2:
        return Taken(instrument, rows, "")
    first = 0.0 if instrument.id == "groc" else rows[0][1]
    found = change(instrument, first, rows[-1][1], content)
    return Taken(instrument, rows, found.outcome)


def shape_of(instrument: Instrument) -> Shape:
    """How a form asks: a pain scale, own activities, a rating in words, sentences to tick, or numbers."""
    named: dict[str, Shape] = {"nprs_back": "pain", "nprs_leg": "pain", "psfs": "activities", "groc": "rating"}
    if instrument.id in named:
        return named[instrument.id]
    return "ticks" if instrument.ticked else "numbers"


def own_activities(reading: Reading) -> tuple[str, ...]:
    """The person's own activities, as last told."""
    for event in reversed(reading.events):
        if isinstance(event, MeasureTaken) and event.instrument == "psfs" and event.answers:
            return tuple(event.answers)
        if isinstance(event, IntakeAnswered):
            return tuple(field_name(own.activity) for own in event.intake.life.own_activities if own.activity)
    return ()


def field_name(activity: str) -> str:
    """An activity as part of a form's field name, where a dot would mean something else.

    >>> field_name("Sit. For long.")
    'Sit For long'
    """
    return " ".join(activity.replace(".", " ").split())


def activity_rows(reading: Reading) -> tuple[tuple[str, tuple[tuple[date, float], ...]], ...]:
    """Each own activity with its scores over time, the intake's included."""
    rows: dict[str, list[tuple[date, float]]] = {}
    for event in reading.events:
        told: dict[str, float] = {}
        if isinstance(event, IntakeAnswered):
            own = event.intake.life.own_activities
            told = {field_name(one.activity): one.score for one in own if one.activity and one.score is not None}
        elif isinstance(event, MeasureTaken) and event.instrument == "psfs":
            told = event.answers
        for activity, score in told.items():
            rows.setdefault(field_name(activity), []).append((event.at.date(), score))
    return tuple((activity, tuple(scores)) for activity, scores in rows.items())


def due_title(instrument: str) -> str:
    """A short name of a core measure for a link."""
    return measure_names().get(instrument, instrument)


def measure_names() -> dict[str, str]:
    """Short names of the core measures by id."""
    return {
        "nprs_back": _("Back pain over the week"), "nprs_leg": _("Leg pain over the week"),
        "psfs": _("Your own activities"), "groc": _("How it has changed"),
    }  # fmt: skip
