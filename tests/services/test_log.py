"""Taking events in: once each, in order, whole or not at all, also when many write at once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from django.db import connections

from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.models import Event, Person, Standing
from birddog.services.chart import log
from birddog.services.chart.log import record, record_one
from birddog.services.person.people import the_one_person

INTAKES = Path(__file__).resolve().parents[2] / "examples" / "intakes"
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
NOW = START + timedelta(days=2)

pytestmark = pytest.mark.django_db


def intake(at: datetime = START) -> dict:
    answers = json.loads((INTAKES / "desk-worker-38.json").read_text())
    return {"id": "intake-1", "type": "intake", "at": at.isoformat(), "intake": answers}


def pain(name: str, back: float, at: datetime = START + timedelta(hours=1)) -> dict:
    return {"id": name, "type": "pain", "at": at.isoformat(), "back": back}


@pytest.fixture
def person() -> Person:
    made = Person.objects.create()
    record_one(made, intake(), NOW)
    return made


def statuses(receipts) -> list[str]:
    return [receipt.status for receipt in receipts]


def test_sending_again_changes_nothing(person):
    batch = [pain("a", 3), pain("b", 4)]
    assert statuses(record(person, batch, NOW)) == ["stored", "stored"]
    assert statuses(record(person, batch, NOW + timedelta(days=1))) == ["already", "already"]
    assert statuses(record(person, [pain("c", 2), pain("c", 2)], NOW)) == ["stored", "already"]
    assert len(store.bodies(person)) == 4


def test_an_id_with_other_content_is_refused(person):
    first, second = record(person, [pain("a", 3), pain("a", 9)], NOW)
    assert (first.status, second.status) == ("stored", "refused")
    assert "used before with other content" in second.message
    assert statuses(record(person, [pain("a", 8)], NOW)) == ["refused"]


def test_what_is_refused_leaves_the_others_be(person):
    batch = [pain("a", 3), pain("b", 30), {"id": "c"}, pain("d", 4), {"id": "e", "type": "swap", "at": NOW.isoformat()}]
    receipts = record(person, batch, NOW)
    assert statuses(receipts) == ["stored", "refused", "refused", "stored", "refused"]
    assert "allowed: 0 to 10" in receipts[1].message
    assert [body["id"] for body in store.bodies(person)] == ["intake-1", "a", "d"]


def test_what_is_refused_is_refused_as_often_as_it_is_sent(person):
    lost = {"id": "x", "type": "correction", "at": NOW.isoformat(), "corrects": "nothing", "withdraw": True}
    assert statuses(record(person, [lost, lost], NOW)) == ["refused", "refused"]


def test_a_correction_may_stand_before_its_event(person):
    late = START + timedelta(hours=2)
    right = {"id": "x", "type": "correction", "at": late.isoformat(), "corrects": "a", "change": {"back": 2}}
    assert statuses(record(person, [right, pain("a", 7), pain("b", 99)], NOW)) == ["stored", "stored", "refused"]
    same_time = {**right, "id": "y", "at": START.isoformat(), "corrects": "c"}
    assert statuses(record(person, [same_time, pain("c", 7, START)], NOW)) == ["stored", "stored"]


@pytest.mark.parametrize("change", [{"back": 50}, {"type": "flare"}, {"back": "much"}, {"nothing": 1}])
def test_a_correction_must_lead_to_an_event_that_could_have_been_told(person, change):
    right = {"id": "x", "type": "correction", "at": NOW.isoformat(), "corrects": "a", "change": change}
    assert statuses(record(person, [pain("a", 7), right], NOW)) == ["stored", "refused"]


def test_a_correction_of_nothing_is_refused(person):
    lost = {"id": "x", "type": "correction", "at": NOW.isoformat(), "corrects": "nothing", "withdraw": True}
    (receipt,) = record(person, [lost], NOW)
    assert receipt.status == "refused"
    assert "no event of this chart" in receipt.message


def test_times_stay_between_the_beginning_and_now(person):
    zone = timezone(timedelta(hours=-3))
    ahead = pain("ahead", 1, (NOW + timedelta(days=9)).astimezone(zone))
    record(
        person, [ahead, pain("before", 2, START - timedelta(days=3)), pain("behind", 3, NOW - timedelta(hours=1))], NOW
    )
    times = {body["id"]: body["at"] for body in store.bodies(person)}
    assert times["ahead"] == NOW.astimezone(zone).isoformat()
    assert times["before"] == START.isoformat()
    assert [body["id"] for body in store.bodies(person)] == ["intake-1", "before", "behind", "ahead"]


def test_a_time_without_an_offset_is_the_persons(person):
    zone = timezone(timedelta(hours=1))
    record(person, [{**pain("a", 1), "at": "2026-03-02T12:00"}], NOW.astimezone(zone))
    assert person.events.get(event_id="a").at == datetime(2026, 3, 2, 11, tzinfo=UTC)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "yesterday", "", 5, None])
def test_a_time_that_is_none_does_no_harm(person, at):
    (receipt,) = record(person, [{**pain("a", 1), "at": at}], NOW)
    assert receipt.status == ("stored" if str(at).startswith(("0001", "9999")) else "refused")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\0", "\ud800", "x" * 200_000, [[[]]] * 9])
def test_what_a_database_cannot_keep_is_refused(person, value):
    edit = {"id": "a", "type": "edit", "at": NOW.isoformat(), "action": "note", "note": value}
    assert statuses(record(person, [edit, pain("b", 1)], NOW, "therapist")) == ["refused", "stored"]


def test_text_that_only_looks_odd_is_kept(person):
    note = "\\u0000 ¿qué? 🧘 \u202e"
    edit = {"id": "a", "type": "edit", "at": NOW.isoformat(), "action": "note", "note": note}
    assert statuses(record(person, [edit], NOW, "therapist")) == ["stored"]
    assert person.events.get(event_id="a").body["note"] == note


def test_a_chart_begins_with_an_intake():
    empty = Person.objects.create()
    early = pain("early", 1, START - timedelta(hours=1))
    batch = [early, pain("a", 1), intake(), pain("b", 2)]
    assert statuses(record(empty, batch[:2], NOW)) == ["refused", "refused"]
    assert statuses(record(empty, batch, NOW)) == ["refused", "stored", "stored", "stored"]
    assert Standing.objects.get(person=empty).head


def test_one_event_alone_is_taken_or_says_why(person):
    with pytest.raises(BirddogError, match="allowed: 0 to 10"):
        record_one(person, pain("a", 11), NOW)
    record_one(person, pain("a", 10), NOW)


def test_a_large_batch_with_a_few_bad_ones_is_still_quick(person):
    batch = [pain(f"e{n}", 3 if n % 50 else 33, START + timedelta(minutes=n)) for n in range(300)]
    assert statuses(record(person, batch, NOW)).count("refused") == 6


def test_half_a_batch_is_never_written(person, monkeypatch):
    def fails(*_, **__):
        raise OSError("the power goes")

    monkeypatch.setattr(store, "set_standing", fails)
    with pytest.raises(OSError, match="power"):
        record(person, [pain("a", 1), pain("b", 2)], NOW)
    assert [body["id"] for body in store.bodies(person)] == ["intake-1"]


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_lose_nothing_and_double_nothing():
    person = Person.objects.create()
    record_one(person, intake(), NOW)
    shared = [pain(f"shared-{n}", n % 10) for n in range(10)]

    def write(writer: int) -> list[str]:
        try:
            own = [pain(f"w{writer}-{n}", n % 10) for n in range(10)]
            return [status for event in (*own, *shared) for status in statuses(record(person, [event], NOW))]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(write, range(4)))
    assert sorted(status for row in answers for status in row) == ["already"] * 30 + ["stored"] * 50
    assert Event.objects.filter(person=person).count() == 51
    assert Standing.objects.get(person=person).latest == store.latest(person)


@pytest.mark.django_db(transaction=True)
def test_many_first_visits_at_once_make_one_person():
    def visit(_: int) -> str:
        try:
            return the_one_person().pk.hex
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(visit, range(12)))) == 1
    assert Person.objects.count() == 1


def test_a_chart_does_not_grow_without_end(person, monkeypatch):
    monkeypatch.setattr(log, "MOST_EVENTS", 4)
    assert statuses(record(person, [pain(f"e{n}", 3) for n in range(3)], NOW)) == ["stored"] * 3
    (receipt,) = record(person, [pain("more", 3)], NOW)
    assert receipt.status == "refused" and "allowed: 4" in receipt.message
    assert len(store.bodies(person)) == 4


def test_a_batch_of_refused_events_is_judged_before_anybody_has_to_wait(person, monkeypatch):
    waits: list[str] = []
    writing = store.writing

    def waited():
        waits.append("locked")
        return writing()

    judges = log.judged

    def judged(*given):
        waits.append("judged")
        return judges(*given)

    monkeypatch.setattr(log, "judged", judged)
    monkeypatch.setattr(store, "writing", waited)
    lost = {"type": "correction", "at": NOW.isoformat(), "corrects": "nothing", "change": {}}
    batch = [*({"id": f"x{n}", **lost} for n in range(9)), pain("bad", 99)]
    assert set(statuses(record(person, batch, NOW))) == {"refused"}
    assert waits == ["judged"] * 10 + ["locked"]
