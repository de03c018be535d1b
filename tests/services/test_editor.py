"""A therapist's draft: tried without a trace, refused with reasons, and written as it was tried."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from birddog.records import store
from birddog.records.models import Person
from birddog.services.chart.log import record_one
from birddog.services.chart.reading import Reading, read
from birddog.services.clinician.editor import Draft, Signature, save, try_out

INTAKES = Path(__file__).resolve().parents[2] / "examples" / "intakes"
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
ANNA = Signature("Anna Berg", "PT 1234")

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    made = Person.objects.create()
    answers = json.loads((INTAKES / "desk-worker-38.json").read_text())
    answers = {name: told for name, told in answers.items() if name not in ("leg", "eases", "worsens", "movement")}
    answers["conditions"] = {"all_others": "no", "bone": "osteoporosis"}
    record_one(made, {"id": "start", "type": "intake", "at": NOW.isoformat(), "intake": answers}, NOW)
    return made


def reading(person: Person, now: datetime = NOW) -> Reading:
    found = read(person, now)
    assert found is not None
    return found


def doses(draft: Draft) -> dict[str, tuple[int, int, int]]:
    items = [item for session in draft.result.sessions for item in session.items]
    return {item.exercise: (item.dose.sets, item.dose.reps, item.dose.hold_s) for item in items}


def test_a_typed_dose_is_seen_in_the_session_and_nothing_is_written(person):
    before = reading(person)
    name = next(iter(doses(try_out(before, [], ANNA))))
    draft = try_out(before, [{"line": "1x4 5s", "exercise": name}], ANNA)
    assert doses(draft)[name] == (1, 4, 5)
    assert draft.refused == ()
    assert before.state.pinned == {}
    assert store.latest(person) == 1


def test_each_refused_change_says_why_and_the_others_hold(person):
    changes = [
        {"action": "add", "exercise": "single-knee-to-chest"},
        {"line": "bridge 2x99"},
        {"line": "brigde 2x9"},
        {"action": "remove", "exercise": (gone := next(iter(doses(try_out(reading(person), [], ANNA)))))},
        {"type": "session"},
        {"action": "pin_dose", "exercise": "bridge"},
    ]
    draft = try_out(reading(person), changes, ANNA)
    assert [row.change for row in draft.refused] == [changes[n] for n in (0, 1, 2, 4, 5)]
    first = draft.refused[0].outcome
    assert first is not None
    assert "thin-bones" in {reason.rule for reason in first.reasons}
    assert [row.error.split(";")[0] for row in draft.refused[1:]] == [
        "reps is 99", "exercise: there is no 'brigde' in the catalog",
        "type is 'session'", "change: event draft-5: dose is missing for pin_dose",
    ]  # fmt: skip
    assert gone not in doses(draft)


def test_an_override_and_what_it_opens_are_tried_together(person):
    until = (NOW + timedelta(days=30)).date().isoformat()
    one = {"exercise": "single-knee-to-chest"}
    past = {"type": "override", "veto": "thin-bones", "reason": "Examined and measured.", "until": until, **one}
    draft = try_out(reading(person), [past, {"action": "add", **one}], ANNA)
    assert draft.refused == ()
    assert "single-knee-to-chest" in draft.result.state.roster


def test_what_is_saved_is_what_was_tried(person):
    name = next(iter(doses(try_out(reading(person), [], ANNA))))
    changes = [
        {"id": "a", "line": "1x4 5s", "exercise": name},
        {"id": "b", "action": "lock_stage"},
        {"id": "c", "line": "no dose"},
    ]
    tried = try_out(reading(person), changes, ANNA)
    receipts = save(person, changes, ANNA, NOW)
    assert [receipt.status for receipt in receipts] == ["stored", "stored", "refused"]
    after = reading(person)
    assert after.today.session == tried.result.today.session
    assert after.state.stage_locked
    assert {row.body["clinician"] for row in store.rows(person) if row.body["type"] == "edit"} == {"Anna Berg"}
    assert [receipt.status for receipt in save(person, changes, ANNA, NOW)] == ["already", "already", "refused"]


def test_a_stopped_program_shows_no_session_whatever_is_changed(person):
    record_one(person, {"id": "q", "type": "screen", "at": NOW.isoformat(), "red_flags": {"fever": "yes"}}, NOW)
    draft = try_out(reading(person), [{"action": "add", "exercise": "bridge"}], ANNA)
    assert draft.result.sessions == ()
    assert draft.result.today.session is None
