"""Week by week: what was offered, and what was done of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from birddog.services.chart.reading import Reading
from birddog.services.chart.standing import evening
from birddog.services.chart.told import WeekTold, weeks_told


@dataclass(frozen=True, slots=True)
class WeekOffered:
    """``offered`` sessions as planned on the week's first day; 0: none, for ``stage`` is empty then."""

    told: WeekTold
    offered: int
    stage: str


def weeks_offered(reading: Reading, most: int) -> tuple[WeekOffered, ...]:
    """The latest weeks, each as it stood on its first evening, so that nothing later colors it."""
    weeks = weeks_told(reading.events, reading.now.date())[-most:]
    return tuple(_week(reading, week) for week in weeks)


def _week(reading: Reading, week: WeekTold) -> WeekOffered:
    offered, stage = dict(reading.head.seen.weeks).get(week.start) or _since(reading, week.start)
    titles: dict[str, str] = {name: plan.title for name, plan in reading.content.stages.items()}
    return WeekOffered(week, offered, titles.get(stage, ""))


def _since(reading: Reading, day: date) -> tuple[int, str]:
    """What is offered on a day since the last event."""
    return evening(reading.head, day, reading.content) if day >= reading.head.day else (0, "")


def this_week(week: WeekOffered, reading: Reading) -> bool:
    """Whether the week is not over yet."""
    return week.told.start + timedelta(days=7) > reading.now.date()
