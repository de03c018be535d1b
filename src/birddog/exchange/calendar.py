"""Planned sessions and measures as an iCalendar feed that any calendar can subscribe to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vRecur

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FRESH = timedelta(hours=6)
"""How often a calendar is asked to look again."""


@dataclass(frozen=True)
class Sessions:
    """Sessions that come again each week: on ``weekdays`` (0 is Monday) from ``first`` on, at a clock time.

    ``zone`` is an IANA name; empty: the time of whatever clock shows it.
    """

    first: date
    weekdays: Sequence[int]
    at: time
    minutes: int
    zone: str
    summary: str
    description: str
    link: str


@dataclass(frozen=True)
class Day:
    """Something that belongs to a day, not to a time."""

    key: str
    on: date
    summary: str
    description: str
    link: str


def feed(owner: str, name: str, sessions: Sessions | None, days: Sequence[Day], made: datetime) -> bytes:
    """The calendar file. ``owner`` makes the ids of its entries: stable, so that a change replaces, never doubles."""
    calendar = Calendar()
    calendar.add("prodid", "-//Birddog//program//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", FRESH, parameters={"VALUE": "DURATION"})
    if sessions is not None and sessions.weekdays:
        calendar.add_component(_sessions(owner, sessions, made))
    for day in days:
        calendar.add_component(_day(owner, day, made))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _sessions(owner: str, plan: Sessions, made: datetime) -> Event:
    begin = datetime.combine(_first(plan), plan.at, ZoneInfo(plan.zone) if plan.zone else None)
    event = _event(f"session-{owner}", plan.summary, plan.description, plan.link, made)
    event.add("dtstart", begin)
    event.add("dtend", begin + timedelta(minutes=plan.minutes))
    event.add("rrule", vRecur({"FREQ": "WEEKLY", "BYDAY": [WEEKDAYS[day] for day in sorted(set(plan.weekdays))]}))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", plan.summary)
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    return event


def _first(plan: Sessions) -> date:
    """The first of the weekdays on or after the first day: a series begins with a day that belongs to it."""
    return next(day for n in range(7) if (day := plan.first + timedelta(n)).weekday() in plan.weekdays)


def _day(owner: str, day: Day, made: datetime) -> Event:
    event = _event(f"{day.key}-{owner}", day.summary, day.description, day.link, made)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(1))
    event.add("transp", "TRANSPARENT")
    return event


def _event(key: str, summary: str, description: str, link: str, made: datetime) -> Event:
    event = Event()
    event.add("uid", f"{key}@birddog")
    event.add("dtstamp", made)
    event.add("summary", summary)
    event.add("description", description)
    event.add("url", link)
    return event
