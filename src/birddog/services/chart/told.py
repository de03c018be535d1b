"""Numbers that a chart tells of over time. What was not reported is not there; it is never zero."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from birddog.core.log.events import (
    AerobicDone,
    Event,
    FlareDeclared,
    FlareOver,
    IntakeAnswered,
    MeasureTaken,
    MorningAfter,
    PainReported,
    SessionDone,
)


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a day."""

    date: date
    value: float


@dataclass(frozen=True, slots=True)
class WeekTold:
    """Seven days from ``start``: sessions, bouts of walking and their minutes, all as told."""

    number: int
    start: date
    sessions: int
    bouts: int
    minutes: int

    @property
    def beads(self) -> range:
        """One for each session, to draw."""
        return range(self.sessions)


def back_pains(events: Sequence[Event]) -> tuple[Point, ...]:
    """Back pain, one value a day (the mean of what was told on it), from the first day on."""
    return _by_day((point.date, point.value) for point in back_reports(events))


def leg_pains(events: Sequence[Event]) -> tuple[Point, ...]:
    """Leg pain, as ``back_pains``."""
    return _by_day((point.date, point.value) for point in leg_reports(events))


def back_reports(events: Sequence[Event]) -> tuple[Point, ...]:
    """Every report of back pain as it was told, in order of time."""
    return tuple(Point(event.at.date(), value) for event in events if (value := back_of(event)) is not None)


def leg_reports(events: Sequence[Event]) -> tuple[Point, ...]:
    """Every report of leg pain, as ``back_reports``."""
    return tuple(Point(event.at.date(), value) for event in events if (value := _leg(event)) is not None)


def back_of(event: Event) -> float | None:
    """Back pain that an event tells of: the usual pain, not the worst during a session."""
    if isinstance(event, IntakeAnswered):
        told = event.intake.pain
        return told.back_week if told.back_week is not None else told.back_now
    if isinstance(event, SessionDone):
        return event.pain_before
    if isinstance(event, (MorningAfter, FlareDeclared, FlareOver)):
        return event.pain
    if isinstance(event, PainReported):
        return event.back
    return event.score if isinstance(event, MeasureTaken) and event.instrument == "nprs_back" else None


def back_numbers(event: Event) -> tuple[float | None, ...]:
    """Every number of back pain in an event, that of a session too; ``None`` where it was not told."""
    if isinstance(event, IntakeAnswered):
        told = event.intake.pain
        return told.back_now, told.back_week, told.back_worst
    if isinstance(event, SessionDone):
        return event.pain_before, event.pain_during, event.pain_after, *(item.pain for item in event.items)
    return (back_of(event),)


def _leg(event: Event) -> float | None:
    return next((value for value in leg_numbers(event) if value is not None), None)


def leg_numbers(event: Event) -> tuple[float | None, ...]:
    """Every number of leg pain in an event, the usual pain first; ``None`` where it was not told."""
    if isinstance(event, IntakeAnswered):
        return event.intake.pain.leg_week, event.intake.pain.leg_now
    if isinstance(event, MorningAfter):
        return (event.leg_pain,)
    if isinstance(event, PainReported):
        return (event.leg,)
    return (event.score,) if isinstance(event, MeasureTaken) and event.instrument == "nprs_leg" else ()


def able_of(event: Event) -> float | None:
    """Mean of the own activities that an event tells of (0 unable to 10 as before), or ``None``."""
    scores: list[float] = []
    if isinstance(event, IntakeAnswered):
        scores = [own.score for own in event.intake.life.own_activities if own.score is not None]
    elif isinstance(event, MeasureTaken) and event.instrument == "psfs":
        scores = list(event.answers.values())
    return sum(scores) / len(scores) if scores else None


def _by_day(told: Iterable[tuple[date, float]]) -> tuple[Point, ...]:
    days = groupby(sorted(told, key=lambda row: row[0]), key=lambda row: row[0])
    rows = ((day, [value for _, value in of_day]) for day, of_day in days)
    return tuple(Point(day, round(sum(values) / len(values), 1)) for day, values in rows)


def weeks_told(events: Sequence[Event], day: date) -> tuple[WeekTold, ...]:
    """Every week since the chart began, up to the one that ``day`` lies in."""
    if not events:
        return ()
    first = events[0].at.date()
    count = (day - first).days // 7 + 1
    sessions = [0] * max(count, 0)
    walks: list[list[float]] = [[] for _ in range(count)]
    for event in events:
        if not isinstance(event, (SessionDone, AerobicDone)):
            continue
        week = (event.at.date() - first).days // 7
        if not 0 <= week < count:
            continue
        if isinstance(event, AerobicDone):
            walks[week].append(event.minutes)
        else:
            sessions[week] += event.counts
    return tuple(
        WeekTold(n + 1, first + timedelta(weeks=n), sessions[n], len(walks[n]), round(sum(walks[n])))
        for n in range(count)
    )
