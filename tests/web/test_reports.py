"""Reports are put right, moved, deleted, added late and undone; what was told of danger is not taken back; pauses."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.readings import seen_of
from tests.web.filled import ROOT, FormOf, chart

from birddog.records import store
from birddog.services.chart.log import record
from birddog.services.chart.reading import read
from birddog.services.clock import now as at_now
from birddog.services.person.people import the_one_person
from birddog.services.reminders.sending import _kind
from birddog.services.today.day import week_at_a_glance
from birddog.services.today.pauses import pause_now, pauses

pytestmark = pytest.mark.django_db
DAY = "2026-03-04T09:00:00"
INTAKE = next(row for row in chart(next(iter((ROOT / "examples/charts").glob("*.jsonl"))).stem, "2099-01-01T00:00:00"))


def told(at: str, kind: str, name: str, **fields: object) -> dict:
    return {"id": name, "at": f"{at}+00:00", "type": kind, **fields}


@pytest.fixture
def clock(tmp_path, settings):
    """The clock of the server; ``clock("2026-03-05T09:00:00")`` sets it."""
    path = tmp_path / "clock"
    settings.BIRDDOG_CLOCK_FILE = str(path)

    def to(moment: str) -> datetime:
        path.write_text(f"{moment}+00:00")
        return at_now("UTC")

    to(DAY)
    return to


@pytest.fixture
def filled(clock):
    """An intake, a session, the morning after with pain 3 and a wish."""
    now = clock(DAY)
    rows = [
        {**INTAKE, "at": "2026-03-02T08:00:00+00:00"},
        told("2026-03-02T10:00:00", "session", "s1", pain_before=3, pain_during=3, pain_after=3,
             items=[{"exercise": "bird-dog", "done": "yes", "reps": 8}]),
        told("2026-03-03T08:00:00", "morning", "m1", pain=3),
        told("2026-03-03T08:10:00", "flare", "f1", pain=6, red_flags={"fever": "unsure"}),
    ]  # fmt: skip
    taken = record(the_one_person(), rows[:3], now)
    assert {row.status for row in taken} == {"stored"}, taken
    return rows


def standing(name: str = "") -> list:
    reading = read(the_one_person(), at_now("UTC"))
    assert reading is not None
    return [event for event in reading.events if not name or event.id == name]


def changed_ids(answer) -> str:
    return str(answer["Location"]).partition("changed=")[2].replace("%2C", ",")


def test_the_list_names_each_report_and_what_it_says(client, filled):
    page = client.get("/reports/").content.decode()
    assert "The morning after" in page and "Back pain: 3 out of 10" in page and "Bird dog" in page


def test_a_report_is_corrected_with_a_note_and_the_page_says_what_it_changed(client, filled):
    answer = client.post("/reports/one/m1/", {"pain": "8", "why_note": "I tapped the wrong number"})
    ids = changed_ids(answer)
    assert standing("m1")[0].pain == 8
    (correction,) = [body for body in store.bodies(the_one_person()) if body["type"] == "correction"]
    assert correction["note"] == "I tapped the wrong number" and correction["change"] == {"pain": 8.0}
    page = client.get(answer["Location"]).content.decode()
    assert "What it changed" in page and "Undo" in page
    client.post("/reports/", {"undo": ids})
    client.post("/reports/", {"undo": ids})
    assert standing("m1")[0].pain == 3


def test_a_report_moves_to_another_day_and_back(client, filled):
    answer = client.post("/reports/one/m1/", {"on": "2026-03-04", "hour": "07:30", "pain": "3"})
    assert [event.at.isoformat() for event in standing() if event.type == "morning"] == ["2026-03-04T07:30:00+00:00"]
    ids = changed_ids(answer)
    for _ in range(2):  # undone twice, it is undone once
        client.post("/reports/", {"undo": ids})
        mornings = [event for event in standing() if event.type == "morning"]
        assert [(event.at.isoformat(), event.pain) for event in mornings] == [("2026-03-03T08:00:00+00:00", 3)]


def test_the_time_to_the_minute_is_no_move_and_the_same_answers_change_nothing(client, filled):
    before = len(store.bodies(the_one_person()))
    assert (
        client.post("/reports/one/m1/", {"on": "2026-03-03", "hour": "08:00", "pain": "3"})["Location"] == "/reports/"
    )
    assert len(store.bodies(the_one_person())) == before


@pytest.mark.parametrize(("on", "hour"), [("2026-03-09", "08:00"), ("soon", "08:00"), ("2026-03-04", "25:00")])
def test_no_report_of_a_time_to_come_or_of_none(client, filled, on: str, hour: str):
    client.post("/reports/one/m1/", {"on": on, "hour": hour, "pain": "5"})
    assert standing("m1")[0].pain == 3


def test_an_older_page_sets_back_nothing_that_was_put_right_elsewhere(client, filled):
    older = {name: FormOf(client.get(f"/reports/one/{name}/").content).fields for name in ("m1", "s1")}
    client.post("/reports/one/m1/", {**older["m1"], "leg_pain": "2", "note": "slept badly"})
    client.post("/reports/one/m1/", {**older["m1"], "soreness": "mild"})
    (told,) = standing("m1")
    assert (told.pain, told.leg_pain, told.soreness, told.note) == (3, 2, "mild", "slept badly")
    client.post("/reports/one/s1/", {**older["s1"], "done.bird-dog": "partly", "usual": "true", "adverse": "no"})
    client.post("/reports/one/s1/", {**older["s1"], "pain_during": ""})
    (told,) = standing("s1")
    assert (told.items[0].done, told.usual, told.adverse, told.pain_during) == ("partly", True, "no", None)


@pytest.mark.parametrize(
    ("on", "hour"), [("2026-02-30", "08:00"), ("", "08:00"), ("soon", ""), ("2026-03-03", "25:00"), ("2026-03-09", "")]
)
def test_what_is_added_for_a_day_that_is_none_is_not_told_of_today(client, filled, on: str, hour: str):
    answer = client.post("/log/pain/", {"id": "p1", "back": "7", "on": on, "hour": hour, "next": "/"}, follow=True)
    assert "note error" in answer.content.decode() and standing("p1") == []


def test_a_report_is_deleted_and_comes_back(client, filled):
    ids = changed_ids(client.post("/reports/one/s1/", {"delete": "1"}))
    assert [event for event in standing() if event.type == "session"] == []
    assert client.get("/reports/one/s1/").status_code == 404
    client.post("/reports/", {"undo": ids})
    (session,) = [event for event in standing() if event.type == "session"]
    assert session.pain_during == 3 and session.items[0].reps == 8


def test_what_was_done_of_an_exercise_is_put_right(client, filled):
    client.post("/reports/one/s1/", {"done.bird-dog": "partly"})
    (item,) = standing("s1")[0].items
    assert (item.done, item.reps) == ("partly", None)
    client.post("/reports/one/s1/", {"done.bird-dog": "perhaps"})
    assert standing("s1")[0].items[0].done == "partly"


def test_a_pain_can_be_taken_out_and_is_then_not_told(client, filled):
    client.post("/reports/one/s1/", {"pain_during": ""})
    assert standing("s1")[0].pain_during is None


def test_a_danger_sign_is_not_taken_back(client, filled, clock):
    record(the_one_person(), filled[3:], clock(DAY))
    page = client.get("/reports/one/f1/").content.decode()
    assert "Answer the danger signs again" in page and 'name="delete"' not in page
    client.post("/reports/one/f1/", {"delete": "1"})
    assert standing("f1")
    client.post("/reports/", {"undo": "f1"})
    assert standing("f1")


def test_a_report_of_an_earlier_day_stands_on_that_day(client, filled):
    client.post(
        "/log/pain/", {"id": "p1", "back": "4", "on": "2026-03-03", "hour": "18:00", "next": "/reports/?changed=p1"}
    )
    assert standing("p1")[0].at.isoformat() == "2026-03-03T18:00:00+00:00"
    assert "What it changed" in client.get("/reports/?changed=p1").content.decode()
    client.post("/reports/", {"undo": "p1"})
    assert standing("p1") == []


@pytest.mark.parametrize("kind", ["pain", "morning", "session", "aerobic"])
def test_each_kind_can_be_added(client, filled, kind: str):
    assert client.get(f"/reports/add/{kind}/").status_code == 200


def test_a_danger_sign_is_not_added_for_an_earlier_day(client, filled):
    assert client.get("/reports/add/screen/").status_code == 404


def test_a_pause_plans_nothing_reminds_of_nothing_and_asks_on_return(client, filled, clock):
    client.post("/log/pause/", {"id": "away", "why": "away", "until": "2026-03-08", "next": "/"})
    page = client.get("/").content.decode()
    assert "You are on a pause" in page and 'href="/session/">Start' not in page
    reading = read(the_one_person(), at_now("UTC"))
    assert reading is not None
    week = week_at_a_glance(reading.events, reading.state, reading.content, date(2026, 3, 5))
    assert {day.planned for day in week if date(2026, 3, 4) <= day.date <= date(2026, 3, 8)} == {0}
    assert _kind(the_one_person(), at_now("UTC")) is None
    clock("2026-03-06T09:00:00")
    assert client.post("/pause/")["Location"] == "/safety/"
    assert "You are on a pause" not in client.get("/").content.decode()


def test_after_a_pause_the_danger_signs_come_before_the_session(filled, clock):
    record(the_one_person(), [told("2026-03-04T09:00:00", "pause", "ill", why="ill", until="2026-03-05")], clock(DAY))
    away, back = (read(the_one_person(), clock(f"{day}T09:00:00")) for day in ("2026-03-05", "2026-03-06"))
    assert away is not None and not away.today.ask_first
    assert back is not None and (back.today.ask_first, back.today.ask_because) == (True, "pause")
    calm = dict.fromkeys(back.today.ask, "no")
    record(the_one_person(), [told("2026-03-06T09:00:00", "screen", "back", red_flags=calm)], back.now)
    for day in ("2026-03-06", "2026-03-07"):
        reading = read(the_one_person(), clock(f"{day}T10:00:00"))
        assert reading is not None and not reading.today.ask_first


def test_who_is_back_on_the_day_that_a_pause_began_is_on_none(client, filled):
    client.post("/log/pause/", {"id": "away", "why": "ill", "next": "/"})
    client.post("/pause/")
    assert standing("away") == [] and "You are on a pause" not in client.get("/").content.decode()
    assert client.post("/pause/").status_code == 200


def test_a_report_that_is_gone_is_not_put_right_and_the_page_says_so(client, filled):
    client.post("/reports/one/m1/", {"delete": "1"})
    answer = client.post("/reports/one/m1/", {"pain": "8"}, follow=True)
    assert "note error" in answer.content.decode() and answer.status_code == 200
    assert standing("m1") == []


def test_on_the_first_day_a_report_is_added_for_that_day(client, filled, clock):
    clock("2026-03-02T20:00:00")
    assert FormOf(client.get("/reports/add/pain/").content).fields["on"] == ["2026-03-02"]
    clock("2026-03-03T20:00:00")
    assert FormOf(client.get("/reports/add/pain/").content).fields["on"] == ["2026-03-02"]


def test_a_pause_ends_with_its_last_day_or_the_next_session(filled, clock, client):
    client.post("/log/pause/", {"id": "away", "until": "2026-03-05", "next": "/"})
    events = standing()
    assert pause_now(seen_of(events).pause, date(2026, 3, 5))
    assert not pause_now(seen_of(events).pause, date(2026, 3, 6))
    assert pauses(events, date(2026, 3, 9)) == ((date(2026, 3, 4), date(2026, 3, 5)),)
    now = clock("2026-03-05T10:00:00")
    record(the_one_person(), [told("2026-03-05T10:00:00", "session", "s2", items=[])], now)
    assert not pause_now(seen_of(standing()).pause, date(2026, 3, 5))


def test_what_the_coach_saw_is_shown_and_can_be_called_wrong(client, filled, clock):
    now = clock("2026-03-03T18:00:00")
    (receipt,) = record(the_one_person(), [told(
        "2026-03-03T17:00:00", "coach", "c1", exercise="bridge", session="s1", reps=8, judged=0.93, confidence=0.9,
        holds=[5, 6], ranges=[{"joint": "knee_left", "low": 92.4, "high": 110, "within": 18}],
        faults=[{"fault": "back-arches", "seen": 2, "unsure": 0}],
    )], now)  # fmt: skip
    assert receipt.status == "stored", receipt
    page = client.get("/reports/").content.decode()
    for text in ("Bridge: 8 times", "93% of the time", "Holds, in seconds: 5, 6", "Left knee: from 92 to 110 degrees"):
        assert text in page
    assert "2 times" in page
    shown = client.get("/progress/").content.decode()
    assert "Bridge</a>: 8 times" in shown and "Tuesday, March 3" in shown
    assert shown.count("not a medical measurement") == 1
    answer = client.post("/reports/one/c1/", {"wrong": "true"}, follow=True)
    assert answer.status_code == 200
    assert next(event for event in standing() if event.id == "c1").wrong
    assert "Bridge</a>: 8 times" not in client.get("/progress/").content.decode()
