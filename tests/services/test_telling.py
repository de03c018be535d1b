"""What a browser sends: forms as fields, and clocks that are wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from birddog.core.content.values import Disposition
from birddog.core.log.events import BY_CLINICIANS
from birddog.records.models import Person
from birddog.services.chart.log import record_one
from birddog.services.chart.reading import read
from birddog.services.reports.from_browser import clock_error, tell

INTAKES = Path(__file__).resolve().parents[2] / "examples" / "intakes"
NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    made = Person.objects.create()
    answers = json.loads((INTAKES / "desk-worker-38.json").read_text())
    record_one(made, {"id": "i", "type": "intake", "at": "2026-03-02T08:00:00+00:00", "intake": answers}, NOW)
    return made


def test_a_form_and_an_event_lead_to_the_same(person):
    at = NOW.isoformat()
    form = {"id": "a", "type": "pain", "at": at, "fields": {"back": ["3", "/today/"], "leg": [""], "next": ["/"]}}
    event = {"id": "a", "type": "pain", "at": at, "back": 3.0}
    assert [r.status for r in tell(person, [form, event, form], NOW)] == ["stored", "already", "already"]
    assert person.events.get(event_id="a").body == {**event, "actor": "patient"}


@pytest.mark.parametrize("fields", [[], {"back": "3"}, {"back": [3]}, {"back": ["much"]}, 5])
def test_fields_that_are_none_are_refused_and_the_rest_is_taken(person, fields):
    batch = [{"id": "a", "type": "pain", "fields": fields}, {"id": "b", "type": "pain", "fields": {"back": ["1"]}}]
    assert [(r.id, r.status) for r in tell(person, batch, NOW)] == [("a", "refused"), ("b", "stored")]


@pytest.mark.parametrize("kind", [*BY_CLINICIANS, "reissue"])
def test_a_person_does_not_write_for_the_therapist(person, kind):
    (receipt,) = tell(person, [{"id": "a", "type": kind, "at": NOW.isoformat(), "content": "x"}], NOW)
    assert receipt.status == "refused"


@pytest.mark.parametrize("wrong", [timedelta(hours=-30), timedelta(days=3), timedelta(days=-20000)])
def test_a_wrong_clock_is_put_right(person, wrong):
    happened = NOW - timedelta(hours=5)
    event = {"id": "a", "type": "pain", "at": (happened + wrong).isoformat(), "back": 1}
    tell(person, [event], NOW, (NOW + wrong).isoformat())
    assert person.events.get(event_id="a").at == happened


def test_clocks_that_nearly_agree_are_left_alone():
    assert clock_error((NOW + timedelta(minutes=4)).isoformat(), NOW) == timedelta()
    assert clock_error((NOW + timedelta(minutes=6)).isoformat(), NOW) == timedelta(minutes=6)
    for nothing in ("", "soon", "2026-03-09T23:00"):
        assert clock_error(nothing, NOW) == timedelta()


def test_a_time_that_cannot_be_put_right_is_refused_not_a_crash(person):
    times: list[object] = [None, 5, "x", [], {}]
    batch = [{"id": str(n), "type": "pain", "at": at} for n, at in enumerate(times)]
    receipts = tell(person, batch, NOW, (NOW + timedelta(days=1)).isoformat())
    assert {receipt.status for receipt in receipts} == {"refused"}


def first_intake(at: str, sent: str = "", **signs: str):
    """A new person's intake through the door of the browser; where it stands in the chart, and its receipt."""
    made = Person.objects.create()
    answers = json.loads((INTAKES / "desk-worker-38.json").read_text())
    answers["red_flags"] |= signs
    (receipt,) = tell(made, [{"id": "i", "type": "intake", "at": at, "intake": answers}], NOW, sent)
    return read(made, NOW), receipt


@pytest.mark.parametrize("at", ["1970-01-01T00:07:00+00:00", "2021-05-01T08:00:00", "2026-02-27T08:00:00+00:00"])
def test_an_intake_of_long_ago_counts_as_told_a_week_ago_and_its_signs_are_asked_again(at):
    reading, receipt = first_intake(at)
    assert (receipt.status, receipt.message) == ("stored", "This came late, so we ask the danger signs again.")
    assert reading.state.started == (NOW - timedelta(days=7)).date()
    assert reading.state.stage != "maintain" and reading.today.ask_first


def test_a_danger_sign_of_an_intake_with_a_wrong_time_still_stops():
    reading, _ = first_intake("1970-01-01T00:07:00+00:00", saddle_numbness="yes")
    assert reading.state.disposition == Disposition.EMERGENCY


def test_an_intake_from_a_device_that_is_always_at_1970_is_told_when_it_is_told():
    reading, receipt = first_intake("1970-01-01T00:07:00+00:00", sent="1970-01-01T00:08:00+00:00")
    assert receipt.message == "" and not reading.today.ask_first
    assert reading.events[0].at == NOW - timedelta(minutes=1)


def test_an_intake_that_waited_a_few_days_keeps_its_time():
    reading, receipt = first_intake((NOW - timedelta(days=6)).isoformat())
    assert (receipt.message, reading.events[0].at) == ("", NOW - timedelta(days=6))


def test_the_same_late_intake_twice_is_taken_once():
    made = Person.objects.create()
    answers = json.loads((INTAKES / "desk-worker-38.json").read_text())
    event = {"id": "i", "type": "intake", "at": "1970-01-01T00:07:00+00:00", "intake": answers}
    receipts = [receipt for days in (0, 2) for receipt in tell(made, [event], NOW + timedelta(days=days))]
    assert [(one.status, bool(one.message)) for one in receipts] == [("stored", True), ("already", False)]


def test_a_danger_sign_is_not_taken_back(person):
    sign = {"id": "sign", "at": NOW.isoformat(), "type": "screen", "red_flags": {"saddle_numbness": "yes"}}
    back = {"id": "back", "at": NOW.isoformat(), "type": "correction", "corrects": "sign", "withdraw": True}
    assert [r.status for r in tell(person, [sign, back], NOW)] == ["stored", "refused"]
    (again,) = tell(person, [{**back, "id": "back-2"}], NOW)
    assert again.status == "refused" and "answer the questions again" in again.message
