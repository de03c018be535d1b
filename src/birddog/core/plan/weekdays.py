"""Which days of a week something falls on: the weekdays that the person chose, else evenly spread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import get_args

from birddog.core.content.content import Content
from birddog.core.content.values import StageName, Weekday
from birddog.core.person.intake import Intake
from birddog.core.state.stages import training

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


@lru_cache(maxsize=64)
def spread(days_per_week: int) -> frozenset[int]:
    """Days of a week (0 is the first) that ``days_per_week`` fall on, evenly spread.

    >>> sorted(spread(3)), sorted(spread(5))
    ([0, 2, 4], [0, 1, 2, 4, 5])
    """
    return frozenset(n * 7 // days_per_week for n in range(days_per_week))


def days_of_training(intake: Intake, content: Content, stage: StageName, start: date) -> frozenset[int]:
    """Days of the program's week (0 is the weekday of ``start``) with a session.

    They are the weekdays that the person chose; as many of them as the stage asks for, evenly spread among them.
    """
    per_week, _ = training(intake, content, stage)
    chosen = sorted((WEEKDAYS.index(name) - start.weekday()) % 7 for name in set(intake.time.weekdays))
    if not chosen:
        return spread(per_week)
    return frozenset(chosen[n * len(chosen) // per_week] for n in range(per_week))


def weekdays_of(days: Iterable[int], start: date) -> tuple[int, ...]:
    """Weekdays (0 is Monday), in order, of days of a week whose day 0 is the weekday of ``start``."""
    return tuple(sorted((start.weekday() + n) % 7 for n in days))


def is_training_day(intake: Intake, content: Content, stage: StageName, start: date, day: date) -> bool:
    """Whether ``day`` is one of the days with a session of a program that began on ``start``."""
    return (day - start).days % 7 in days_of_training(intake, content, stage, start)
