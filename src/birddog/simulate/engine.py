"""This engine as a policy: events in, a page out, through the public functions of ``birddog`` only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import birddog
from birddog.core.today import today
from birddog.simulate.asked import Asked, Item, Page, Walk

AMBER = "birddog-amber-report"


class Engine:
    """Follows one person's chart."""

    def __init__(self) -> None:
        self._chart = birddog.follow([])
        self._red: Any = None
        self._reds, self._ambers, self._heard = 0, 0, 0
        self._red_by: tuple[str, ...] = ()

    def tell(self, event: dict[str, Any]) -> None:
        """Take in one event, as JSON values."""
        self._chart.add(birddog.read_event(event))

    def page(self, now: datetime) -> Page:
        """What is asked on the day of ``now``, and how many red and amber reports there were so far."""
        folded = self._chart.at(now)
        day, state = today(folded, now), folded.state
        fresh, self._heard = folded.decisions[self._heard :], len(folded.decisions)
        if state.last_red is not None and state.last_red != self._red:
            self._red, self._reds = state.last_red, self._reds + 1
            self._red_by += tuple(dict.fromkeys(entry.reason.rule for entry in fresh if entry.at == self._red))
        self._ambers += len({entry.at for entry in fresh if entry.reason.rule == AMBER})
        walk = None if day.aerobic is None else _walk(day.aerobic)
        why = tuple(reason.rule for reason in (*day.reasons, *getattr(state, "advice", ())))
        return Page(
            day.disposition.word, why, day.stage, day.kind, day.flare, day.ask,
            day.reports_due, day.measures_due, day.training_day, asked(day.session),
            walk, self._reds, self._ambers, self._red_by,
        )  # fmt: skip


def _walk(told: Any) -> Walk:
    return Walk(told.exercise, told.minutes, told.day_minutes, told.days_per_week)


def asked(session: Any) -> Asked | None:
    """A session of ``birddog.today`` or ``birddog.prescribe`` in numbers; ``None`` if there is none."""
    if session is None:
        return None
    items = tuple(
        Item(row.exercise, row.category, row.dose.sets, row.dose.reps, row.dose.hold_time_s, row.work_s, row.seconds)
        for row in session.items
    )
    return Asked(items, session.seconds / 60)


def planned(answers: dict[str, Any], day: date) -> list[list[Asked]]:
    """The sessions of each week of the printed plan; nothing when no program is given."""
    made = birddog.prescribe(birddog.read_intake(answers), day)
    if made.program is None:
        return []
    weeks = [[asked(session) for day in week.days for session in day.sessions] for week in made.program.weeks]
    return [[row for row in week if row is not None] for week in weeks]
