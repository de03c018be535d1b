"""One day on one page: what comes first, what is done, and the week around it. Pure functions of a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from birddog.core.content.content import Content
from birddog.core.log.events import AerobicDone, Event, SessionDone
from birddog.core.plan.aerobic import is_aerobic_day
from birddog.core.plan.weekdays import is_training_day
from birddog.core.state.stages import guided_weeks, training
from birddog.core.state.state import State
from birddog.core.today import Stands, Today, stands
from birddog.services.today.pauses import pauses

Kind = Stands | Literal["done", "training", "rest"]
"""What a day is about: no exercise for now, safety questions first, the session is done, it is planned, a day of rest,
a pause, or nothing suits just now."""


@dataclass(frozen=True, slots=True)
class GlanceDay:
    """One day of the week: ``planned`` sessions, those done, and minutes of walking (``None``: none were told of)."""

    date: date
    planned: int
    sessions: int
    walked: float | None
    is_today: bool
    past: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What was told of one day."""

    sessions: tuple[SessionDone, ...]
    walks: tuple[AerobicDone, ...]

    @property
    def walked(self) -> float:
        """Minutes of all bouts together."""
        return sum(walk.minutes for walk in self.walks)


def done_on(events: Sequence[Event], day: date) -> Done:
    """The sessions and walks of a day."""
    of_day = [event for event in events if event.at.date() == day]
    return Done(
        tuple(event for event in of_day if isinstance(event, SessionDone) and event.counts),
        tuple(event for event in of_day if isinstance(event, AerobicDone)),
    )


def kind_of(today: Today, state: State, done: Done, per_day: int) -> Kind:
    """What the day is about. Safety comes before everything."""
    first = stands(today, state)
    if first != "open":
        return first
    if done.sessions and len(done.sessions) >= (per_day if today.training_day else 1):
        return "done"
    return "training" if today.training_day else "rest"


def sessions_a_day(state: State, content: Content) -> int:
    """How many sessions a training day holds."""
    return 1 if state.intake is None else training(state.intake, content, state.stage)[1]


def week_at_a_glance(events: Sequence[Event], state: State, content: Content, day: date) -> tuple[GlanceDay, ...]:
    """The seven days of the program's week that ``day`` lies in. A session on any day of them counts."""
    if state.intake is None or state.started is None:
        return ()
    first = state.started + timedelta(weeks=state.week(day) - 1)
    open_ = state.disposition.allows_exercise
    away = pauses(events, first + timedelta(days=6))
    days = []
    for on in (first + timedelta(days=n) for n in range(7)):
        done = done_on(events, on)
        paused = any(begin <= on <= end for begin, end in away)
        planned = planned_on(on, state, content) if open_ and not paused else 0
        walked = done.walked if done.walks else None
        days.append(GlanceDay(on, planned, len(done.sessions), walked, on == day, on < day))
    return tuple(days)


def planned_on(day: date, state: State, content: Content) -> int:
    """Sessions that were planned for a day: for one that has passed, as it was arranged then."""
    if state.intake is None or state.started is None:
        return 0
    then = next((row for row in state.planned if day < row.until), None)
    if then is not None:
        return then.per_day if (day - state.started).days % 7 in then.days else 0
    trains = is_training_day(state.intake, content, state.stage, state.started, day)
    return training(state.intake, content, state.stage)[1] if trains else 0


def weeks_in_all(state: State, content: Content, day: date) -> int | None:
    """Weeks of the guided program while it lasts; ``None`` for a short plan, and once the guided weeks are over."""
    guided = guided_weeks(content)
    staged = state.kind == "staged" and state.stage != "maintain"
    return guided if staged and state.week(day) <= guided else None


@dataclass(frozen=True, slots=True)
class WayBack:
    """A flare: which day of it this is, the stage to come back to, and from which day on it counts as settled."""

    since: date
    day: int
    stage: str
    settles: date
    settled: bool
    clinician_after: int


def way_back(state: State, content: Content, day: date) -> WayBack | None:
    """Where a person stands in a flare, or ``None`` outside of one."""
    if state.flare is None:
        return None
    since, days = state.flare.since, content.values.flare_back.days
    settles = since + timedelta(days=days)
    return WayBack(
        since, (day - since).days + 1, content.stages[state.flare.stage].title, settles, day >= settles,
        content.values.flare_escalate.days,
    )  # fmt: skip


def is_walking_day(today: Today, state: State) -> bool:
    """Whether the walk (or what stands for it) is planned for today."""
    if today.aerobic is None or state.started is None:
        return False
    return is_aerobic_day(today.date, state.started, today.aerobic.days_per_week)
