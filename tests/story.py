"""Charts written down in few words, for tests about what happens over time."""

from __future__ import annotations

import copy
import json
from datetime import datetime, timedelta
from typing import Any

import birddog
from birddog.core.chart.chart import Folded
from birddog.core.plan.planner import Session
from birddog.core.state.state import Logged, State
from birddog.core.today import Today

START = datetime(2026, 3, 2, 8, 0)
"""Day 0 of every story, a Monday at eight in the morning."""

ORDINARY: dict[str, Any] = {
    "person": {"id": "p1", "age": 44, "sex": "male", "decides_for_self": "yes"},
    "red_flags": {"all_others": "no"},
    "episode": {"where": ["low_back"], "weeks": 20},
    "pain": {"back_week": 4, "back_now": 3},
    "conditions": {"all_others": "no"},
    "time": {"minutes": 20, "per_day": 1, "days_per_week": 5},
    "equipment": ["mat", "wall", "chair", "table", "bed", "towel"],
}
"""A person of 44 with low back pain for 20 weeks, pain 4, nothing else."""


class Story:
    """A chart under way. Days count from 0; hours are of the day."""

    def __init__(self, **changes: Any) -> None:
        self.rows: list[dict[str, Any]] = []
        self.add(0, "intake", hour=8, id="start", intake={**copy.deepcopy(ORDINARY), **changes})

    def add(self, day: float, kind: str, hour: float = 12, **fields: Any) -> str:
        """Append an event; its id is made from type and number unless given."""
        at = START.replace(hour=0) + timedelta(days=day, hours=hour)
        name = fields.pop("id", None) or f"{kind}-{len(self.rows)}"
        self.rows.append({"id": name, "at": at.isoformat(), "type": kind, **fields})
        return str(name)

    def session(
        self, day: float, before: float | None = 3, during: float | None = 2, hour: float = 18, **more: Any
    ) -> str:
        """A session in the evening."""
        told = {"pain_before": before, "pain_during": during}
        return self.add(day, "session", hour, **{k: v for k, v in told.items() if v is not None}, **more)

    def morning(self, day: float, pain: float | None = 3, **more: Any) -> str:
        """A report at seven in the morning of ``day``."""
        return self.add(day, "morning", 7, **({} if pain is None else {"pain": pain}), **more)

    def screen(self, day: float, hour: float = 7.5, **flags: str) -> str:
        """Danger signs answered again, all no unless given."""
        return self.add(day, "screen", hour, red_flags={**flags, "all_others": "no"})

    def good(self, *days: int, before: float = 3, during: float = 2) -> None:
        """Good sessions on these days, each with a settled next morning; danger signs answered once a week."""
        for day in days:
            if day and day % 7 == 0:
                self.screen(day)
            self.session(day, before, during)
            self.morning(day + 1, before)

    # ---- what it comes to
    @property
    def events(self) -> list[Any]:
        """The chart, read from text."""
        return birddog.read_chart([json.dumps(row) for row in self.rows])

    def now(self, day: float | None = None, hour: float = 23) -> datetime:
        """A moment of a day, or an hour after the last event."""
        if day is None:
            return datetime.fromisoformat(self.rows[-1]["at"]) + timedelta(hours=1)
        return START.replace(hour=0) + timedelta(days=day, hours=hour)

    def fold(self, day: float | None = None, hour: float = 23) -> Folded:
        """The chart replayed to a day."""
        return birddog.replay(self.events, self.now(day, hour))

    def state(self, day: float | None = None, hour: float = 23) -> State:
        """The state on a day."""
        return self.fold(day, hour).state

    def today(self, day: float | None = None, hour: float = 23) -> Today:
        """The page of a day."""
        return birddog.today(self.events, self.now(day, hour))

    def next(self, day: float | None = None, hour: float = 23) -> Session:
        """The session that is due on a day; there must be one."""
        session = self.today(day, hour).session
        assert session is not None
        return session

    def decisions(self, rule: str, day: float | None = None, hour: float = 23) -> list[Logged]:
        """The decisions taken by one rule so far."""
        return [entry for entry in self.fold(day, hour).decisions if entry.reason.rule == rule]


def drills(session: Session | None) -> list[str]:
    """The exercises of a session."""
    return [] if session is None else [item.exercise for item in session.items]
