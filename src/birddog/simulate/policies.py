"""Policies to hold this engine against: a fixed sheet, a weekly case-based plan, and always a fifth more.

All three ask for the exercises of the first session that this engine plans for the person, so that only the doses
differ. None of them asks about danger signs: they are for comparison in a simulation, never for a person.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from statistics import mean
from typing import Any

from birddog.simulate.asked import Asked, Page, Policy, spread
from birddog.simulate.engine import Engine, planned
from birddog.simulate.people import Made

MORE, MOST = 1.2, 12.0
CASES: tuple[tuple[float, float, float, int], ...] = (
    (2, -1, 1.0, 1), (2, 0, 1.0, 1), (2, 0, 0.7, 0), (3, 1, 1.0, 0), (4, -1, 1.0, 1), (4, 0, 1.0, 1), (4, 0, 0.4, 0),
    (5, 1, 1.0, 0), (5, 2, 0.7, -1), (6, 0, 1.0, 0), (7, 0, 1.0, 0), (7, 2, 0.6, -1), (8, 1, 0.5, -1),
)  # fmt: skip
"""Weeks of earlier people: mean pain, change from the week before, share of sessions done, and the step after it that
went well. Made up in the manner of selfBACK (Mork and Bach 2018, doi 10.2196/resprot.9379), which kept real ones."""
EXERCISES = 3
"""Exercises of a selfBACK plan unless the person wants more (Sandal 2021, doi 10.1001/jamainternmed.2021.4097)."""


class Sheet:
    """A printed sheet: the first session, unchanged, on the days that the person has."""

    def __init__(self, made: Made, start: date) -> None:
        weeks = planned(made.answers, start)
        self.start, self.days = start, spread(made.time("days_per_week", 5))
        self.first: Asked | None = weeks[0][0] if weeks and weeks[0] else None
        self.sessions = 0

    def tell(self, event: dict[str, Any]) -> None:
        """Count sessions; nothing else is heard."""
        self.sessions += event["type"] == "session"

    def page(self, now: datetime) -> Page:
        """The day's session."""
        if self.first is None:
            return Page("clinician_first")
        day = (now.date() - self.start).days
        return Page(training_day=day % 7 in self.days, session=self.dose(day))

    def dose(self, day: int) -> Asked | None:
        """What is asked on a day, counted from 0."""
        del day
        return self.first


class AlwaysMore(Sheet):
    """A fifth more at every session, whatever is reported, up to twelve times the first one."""

    def dose(self, day: int) -> Asked | None:
        """The first session times 1.2 for each session done."""
        del day
        return self.first and self.first.times(min(MOST, MORE**self.sessions))


class CaseBased(Sheet):
    """Once a week the step that went well for the week most like this one: easier, the same, or harder."""

    def __init__(self, made: Made, start: date) -> None:
        super().__init__(made, start)
        if self.first is not None:
            self.first = Asked(self.first.items[:EXERCISES], self.first.minutes * EXERCISES / len(self.first.items))
        self.step, self.week, self.done = 0, 0, 0
        self.pains: list[float] = []
        self.before = made.pain

    def tell(self, event: dict[str, Any]) -> None:
        """Hear of sessions and pain."""
        super().tell(event)
        self.done += event["type"] == "session"
        self.pains += [event[name] for name in ("pain_before", "pain", "back") if event.get(name) is not None]

    def dose(self, day: int) -> Asked | None:
        """The first session at the step of the week; a step is a tenth."""
        if day // 7 > self.week:
            self.week = day // 7
            pain = mean(self.pains) if self.pains else self.before
            told = (pain, pain - self.before, min(1.0, self.done / len(self.days)))
            self.step = max(-3, min(10, self.step + nearest(told)))
            self.before, self.pains, self.done = pain, [], 0
        return self.first and self.first.times(1 + self.step / 10)


def nearest(told: tuple[float, float, float]) -> int:
    """The step of the case most like a week: mean pain, change, share done.

    >>> nearest((4, 0, 1.0)), nearest((6, 2.5, 0.5))
    (1, -1)
    """
    scale = (3, 1, 0.3)
    return min(CASES, key=lambda case: sum(abs(a - b) / s for a, b, s in zip(case, told, scale, strict=False)))[3]


POLICIES: dict[str, Callable[[Made, date], Policy]] = {
    "engine": lambda *_: Engine(),
    "sheet": Sheet,
    "cases": CaseBased,
    "always-more": AlwaysMore,
}
