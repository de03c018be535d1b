"""The calendar feed: read back with the library that wrote it, and as a strict reader would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from icalendar import Calendar

from birddog.exchange.calendar import Day, Sessions, feed

MADE = datetime(2026, 3, 2, 8, tzinfo=UTC)
PLAN = Sessions(
    date(2026, 3, 3),
    (0, 2, 4),
    time(7, 30),
    20,
    "Europe/Madrid",
    "Back exercises",
    "Gently; take, your time.",
    "https://x/",
)
DAY = Day("measure-1", date(2026, 3, 9), "¿Cómo va?", "Unas preguntas.", "https://x/progress/")


def events(body: bytes) -> list:
    return list(Calendar.from_ical(body).walk("VEVENT"))


def test_sessions_come_again_on_their_weekdays_and_begin_on_one_of_them():
    (session,) = events(feed("p", "Birddog", PLAN, (), MADE))
    assert session["RRULE"] == {"FREQ": ["WEEKLY"], "BYDAY": ["MO", "WE", "FR"]}
    assert session.start.date() == date(2026, 3, 4)
    assert (session.end - session.start).total_seconds() == 1200
    assert [alarm["ACTION"] for alarm in session.walk("VALARM")] == ["DISPLAY"]


def test_a_zone_comes_with_its_rules():
    body = feed("p", "Birddog", PLAN, (), MADE)
    assert b"BEGIN:VTIMEZONE" in body
    assert b"DTSTART;TZID=Europe/Madrid:20260304T073000" in body


def test_without_a_zone_the_time_floats():
    body = feed("p", "Birddog", replace(PLAN, zone=""), (), MADE)
    assert b"VTIMEZONE" not in body
    assert b"DTSTART:20260304T073000\r\n" in body


def test_measures_are_whole_days_in_their_language():
    (day,) = events(feed("p", "Birddog", None, [DAY], MADE))
    assert (day.start, day["SUMMARY"], day["TRANSP"]) == (date(2026, 3, 9), "¿Cómo va?", "TRANSPARENT")


def test_ids_are_stable_and_differ_between_people():
    ids = [e["UID"] for e in events(feed("p", "Birddog", PLAN, [DAY], MADE))]
    later = replace(PLAN, weekdays=(1,))
    assert [e["UID"] for e in events(feed("p", "Birddog", later, [DAY], MADE))] == ids
    assert not {e["UID"] for e in events(feed("q", "Birddog", PLAN, [DAY], MADE))} & set(ids)


def test_lines_are_folded_and_end_as_the_standard_says():
    body = feed("p", "Birddog", replace(PLAN, description="ñ" * 200), (), MADE)
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75


def test_without_a_program_it_is_an_empty_calendar():
    assert events(feed("p", "Birddog", None, (), MADE)) == []
