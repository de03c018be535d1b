"""How it goes: what the page of progress shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from birddog.core.content.content import StagePlan
from birddog.core.content.values import STAGES
from birddog.core.state.stages import training
from birddog.services.chart.reading import Reading
from birddog.services.chart.told import Point, WeekTold, back_pains, leg_pains, weeks_told
from birddog.services.progress.measures import Taken, activity_rows, taken
from birddog.services.progress.plot import Plot, plot
from birddog.services.session.coach_seen import Seen, coach_rows

LAST_WEEKS = 8
LEAST_DAYS = 14
"""A chart is drawn over at least so many days, so that two reports do not fill it."""


@dataclass(frozen=True, slots=True)
class StageStep:
    """A stage of the path: ``here`` where the person is, ``past`` those before it."""

    plan: StagePlan
    here: bool
    past: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """An own activity: its scores over time, and the first and last of them."""

    name: str
    scores: tuple[tuple[date, float], ...]

    @property
    def first(self) -> float:
        """The first score."""
        return self.scores[0][1]

    @property
    def latest(self) -> float:
        """The last score."""
        return self.scores[-1][1]


@dataclass(frozen=True)
class Progress:
    """Everything told over time. Series without reports are empty, never zero.

    ``moved``: whether any session or walk was told of. ``coach``: what the camera saw last of each exercise.
    """

    back: tuple[Point, ...]
    leg: tuple[Point, ...]
    pain_plot: Plot | None
    activities: tuple[Activity, ...]
    weeks: tuple[WeekTold, ...]
    planned: int
    stages: tuple[StageStep, ...]
    measures: tuple[Taken, ...]
    moved: bool
    coach: tuple[Seen, ...]

    @property
    def one_day(self) -> bool:
        """Whether pain was told of on one day only, which makes no line."""
        return len({point.date for point in (*self.back, *self.leg)}) == 1

    @property
    def table(self) -> tuple[tuple[date, float | None, float | None], ...]:
        """Day, back pain, leg pain; the newest first."""
        back, leg = ({point.date: point.value for point in points} for points in (self.back, self.leg))
        return tuple((day, back.get(day), leg.get(day)) for day in sorted({*back, *leg}, reverse=True))


def progress(reading: Reading) -> Progress:
    """How it goes, up to today."""
    state, events, day = reading.state, reading.events, reading.now.date()
    back, leg = back_pains(events), leg_pains(events)
    if all(point.value == 0 for point in leg):
        leg = ()
    weeks = weeks_told(events, day)
    planned = 0
    if state.intake is not None and state.exercising:
        per_week, per_day = training(state.intake, reading.content, state.stage)
        planned = per_week * per_day
    return Progress(
        back, leg, _pain_plot(back, leg, day), tuple(Activity(*row) for row in activity_rows(reading)),
        weeks[-LAST_WEEKS:], planned,
        stage_path(reading), taken(reading), any(week.sessions or week.bouts for week in weeks),
        coach_rows(events, reading.content),
    )  # fmt: skip


def _pain_plot(back: tuple[Point, ...], leg: tuple[Point, ...], day: date) -> Plot | None:
    points = [*back, *leg]
    if not points:
        return None
    first = min(point.date for point in points)
    return plot((("back", back), ("leg", leg)), first, max(day, first + timedelta(days=LEAST_DAYS)))


def stage_path(reading: Reading) -> tuple[StageStep, ...]:
    """The stages in order, and where the person is."""
    here = STAGES.index(reading.state.stage)
    names = STAGES[:1] if reading.state.kind == "acute" else STAGES
    return tuple(StageStep(reading.content.stages[name], n == here, n < here) for n, name in enumerate(names))
