"""Week by week: what was offered, and what was done of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from birddog.core.chart import evenings
from birddog.core.prescribe import training
from birddog.core.state import State
from birddog.services.charts import Reading
from birddog.services.told import WeekTold, weeks_told


@dataclass(frozen=True, slots=True)
class WeekOffered:
    """``offered`` sessions as planned on the week's first day; 0: none, for ``stage`` is empty then."""

    told: WeekTold
    offered: int
    stage: str


def weeks_offered(reading: Reading, most: int) -> tuple[WeekOffered, ...]:
    """The latest weeks; the chart is replayed to the first evening of each, so that nothing later colors it."""
    weeks = weeks_told(reading.events, reading.now.date())[-most:]
    states = evenings(reading.events, reading.content, [week.start for week in weeks])
    return tuple(_week(reading, week, state) for week, state in zip(weeks, states, strict=True))


def _week(reading: Reading, week: WeekTold, state: State | None) -> WeekOffered:
    if state is None or state.intake is None or not state.exercising:
        return WeekOffered(week, 0, "")
    per_week, per_day = training(state.intake, reading.content, state.stage)
    return WeekOffered(week, per_week * per_day, reading.content.stages[state.stage].title)


def this_week(week: WeekOffered, reading: Reading) -> bool:
    """Whether the week is not over yet."""
    return week.told.start + timedelta(days=7) > reading.now.date()
