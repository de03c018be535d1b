"""Week by week: what was offered, and what was done of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from birddog.core.chart import fold
from birddog.core.prescribe import training
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
    return tuple(_week(reading, week) for week in weeks)


def _week(reading: Reading, week: WeekTold) -> WeekOffered:
    evening = datetime.combine(week.start, time.max, tzinfo=reading.now.tzinfo)
    state = fold(reading.events, reading.content, min(evening, reading.now)).state
    if state.intake is None or not state.exercising:
        return WeekOffered(week, 0, "")
    per_week, per_day = training(state.intake, reading.content, state.stage)
    return WeekOffered(week, per_week * per_day, reading.content.stages[state.stage].title)


def this_week(week: WeekOffered, reading: Reading) -> bool:
    """Whether the week is not over yet."""
    return week.told.start + timedelta(days=7) > reading.now.date()
