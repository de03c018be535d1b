"""The whole program on one page holds what was set by hand, in the weeks that it is now and in those ahead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.charted import BEGIN, charted

from birddog.core.chart.chart import Folded
from birddog.core.given import plan
from birddog.records.models import Person
from birddog.services.chart.log import record
from birddog.services.chart.reading import Reading, read
from birddog.services.today.program import Overview, overview

NOW = BEGIN + timedelta(hours=2)
ADDED = "heel-slide"
pytestmark = pytest.mark.django_db


def reading_of(who: Person) -> Reading:
    found = read(who, NOW)
    assert found is not None
    return found


def seen(who: Person) -> Overview:
    found = overview(reading_of(who))
    assert found is not None
    return found


def edited(who: Person, *edits: dict[str, Any]) -> None:
    signed = {"at": (BEGIN + timedelta(hours=1)).isoformat(), "type": "edit", "clinician": "A", "license": "P"}
    bodies = [{"id": f"edit-{number}", **signed, **edit} for number, edit in enumerate(edits)]
    assert {receipt.status for receipt in record(who, bodies, NOW, "therapist")} == {"stored"}


def drills(found: Overview) -> list[list[str]]:
    spans = (*found.spans, found.maintenance)
    return [[item.exercise for item in span.session.items] for span in spans if span.session is not None]


def test_what_was_taken_out_is_in_no_week_and_what_was_put_in_is_there_with_its_dose():
    who = charted()
    out = reading_of(who).state.roster[0]
    assert any(out in session for session in drills(seen(who)))
    dose = {"sets": 1, "reps": 4, "hold_s": 0, "rest_s": 0}
    edited(who, {"action": "remove", "exercise": out}, {"action": "add", "exercise": ADDED, "dose": dose})
    found = seen(who)
    assert all(out not in session for session in drills(found))
    assert [ADDED in session for session in drills(found)][:2] == [True, True], drills(found)
    reps = {item.dose.reps for span in found.spans if span.session for item in span.session.items
            if item.exercise == ADDED}  # fmt: skip
    assert reps == {4}, "a dose that is set does not grow"


def test_the_weeks_that_it_is_now_show_the_session_that_is_given():
    who = charted()
    names = [item.exercise for item in plan(_folded(who), NOW, reading_of(who).pace)[0].items]
    edited(who, {"action": "order", "order": names[::-1]})
    (now,) = (span.session for span in seen(who).spans if span.here)
    assert now == plan(_folded(who), NOW, reading_of(who).pace)[0]
    assert [item.exercise for item in now.items] != names


def _folded(who: Person) -> Folded:
    reading = reading_of(who)
    return Folded(reading.state, (), reading.course)


def test_without_a_change_by_hand_the_weeks_ahead_are_those_of_the_answers():
    who = charted()
    found = seen(who)
    assert [(span.first, span.last) for span in found.spans] and all(drills(found))
