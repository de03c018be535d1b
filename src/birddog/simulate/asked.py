"""What a policy asks of a person on one day, in numbers only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol


@dataclass(frozen=True)
class Item:
    """One exercise with its dose; ``reps`` for each of ``sides`` in a set, ``work_s`` seconds moving or holding."""

    exercise: str
    category: str
    sets: int
    reps: int
    hold_s: int
    work_s: float
    seconds: float

    def times(self, factor: float) -> Item:
        """The same with more or fewer repetitions: at least one, and work and time in proportion."""
        reps = max(1, round(self.reps * factor))
        share = reps / self.reps
        return replace(self, reps=reps, work_s=self.work_s * share, seconds=self.seconds * share)


@dataclass(frozen=True)
class Asked:
    """A session: its exercises and the minutes that it takes as printed."""

    items: tuple[Item, ...]
    minutes: float

    @property
    def work_s(self) -> float:
        """Seconds moving or holding."""
        return sum(item.work_s for item in self.items)

    def times(self, factor: float) -> Asked:
        """The same with the repetitions of each exercise in proportion."""
        items = tuple(item.times(factor) for item in self.items)
        return Asked(items, self.minutes * sum(i.seconds for i in items) / max(1, sum(i.seconds for i in self.items)))


@dataclass(frozen=True)
class Walk:
    """A walk or other aerobic exercise: minutes a bout, of all bouts of a day, days a week."""

    activity: str
    minutes: int
    day_minutes: int
    days_per_week: int


@dataclass(frozen=True)
class Page:
    """One day of a policy: questions first, then what is asked.

    ``why``: rules behind ``disposition``; ``reds`` and ``ambers``: how many reports were read so up to now, and
    ``red_by`` the rules that read them as red.
    """

    disposition: str = "self_care"
    why: tuple[str, ...] = ()
    stage: str = ""
    kind: str = "staged"
    flare: bool = False
    ask: tuple[str, ...] = ()
    reports_due: tuple[str, ...] = ()
    measures_due: tuple[str, ...] = ()
    training_day: bool = False
    session: Asked | None = None
    walk: Walk | None = None
    reds: int = 0
    ambers: int = 0
    red_by: tuple[str, ...] = ()


class Policy(Protocol):
    """Whoever says what to do: takes in events, answers with a page."""

    def tell(self, event: dict[str, Any]) -> None:
        """Take in one event, as JSON values."""

    def page(self, now: Any) -> Page:
        """What is asked on the day of ``now``."""


def spread(days_per_week: int) -> frozenset[int]:
    """Days of a week, 0 the first, evenly apart.

    >>> sorted(spread(3))
    [0, 2, 4]
    """
    return frozenset(n * 7 // days_per_week for n in range(days_per_week))


def total(items: Iterable[Item], category: str) -> float:
    """Seconds of work of one category."""
    return sum(item.work_s for item in items if item.category == category)
