"""The pages around the player: there, led elsewhere, or told why not."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from birddog.services import clock
from birddog.services.chart.log import record_one
from birddog.services.person.people import the_one_person
from birddog.services.session.quarter_hour import quarter_of

INTAKES = Path(__file__).resolve().parents[2] / "examples" / "intakes"
pytestmark = pytest.mark.django_db


def fill(name: str = "desk-worker-38", *events: dict) -> datetime:
    """An intake two hours ago, and events after it."""
    now = clock.now()
    body = json.loads((INTAKES / f"{name}.json").read_text())
    record_one(
        the_one_person(),
        {"id": "i", "at": (now - timedelta(hours=2)).isoformat(), "type": "intake", "intake": body},
        now,
    )
    for event in events:
        record_one(the_one_person(), event, now)
    return now


def test_without_a_chart_one_is_led_to_the_start(client):
    assert client.get("/session/").url == "/start/"


def test_the_page_holds_the_plan_and_the_figures(client):
    fill()
    page = client.get("/session/")
    plan = client.get("/session.json").json()["session"]
    text = page.content.decode()
    assert page.status_code == 200 and plan["id"] in text
    for item in plan["items"]:
        assert item["name"] in text
        figure = client.get(item["figure"]["animated"])
        assert figure.status_code == 200 and b"<svg" in figure.content


def test_minutes_left_over_are_explained_where_the_session_stands(client):
    fill()
    plan = client.get("/session.json").json()["session"]
    assert plan["minutes"] < 13
    for address in ("/", "/program/"):
        text = " ".join(client.get(address).content.decode().split())
        assert f"takes {plan['minutes']} of your 15 minutes. You start with an amount" in text


def test_the_countdown_that_is_set_is_in_the_minutes_and_begins_no_other_session(client):
    fill()
    before = client.get("/session.json").json()["session"]
    client.post("/settings/voice/", {"get_ready_s": "30"})
    after = client.get("/session.json").json()["session"]
    assert after["pace"]["ready_s"] == 30
    assert after["seconds"] == before["seconds"] + 20 * len(after["items"])
    assert after["id"] == before["id"]


def test_a_ready_made_session_starts_and_is_told_like_ones_own(client):
    fill()
    own = client.get("/session.json").json()["session"]
    address = "?routine=article3-essential-five"
    made = client.get(f"/session.json{address}").json()["session"]
    assert f'href="/session/{address}"' in client.get("/routines/article3-essential-five/").content.decode()
    assert (
        made["items"] and made["id"] != own["id"] and made["id"] in client.get(f"/session/{address}").content.decode()
    )
    assert client.get("/session.json?routine=none").json()["session"]["id"] == own["id"]
    told = {"id": "r", "at": clock.now().isoformat(), "type": "session", "pain_during": 2,
            "items": [{"exercise": item["exercise"], "done": "yes", "reps": 5} for item in made["items"]]}  # fmt: skip
    (receipt,) = client.post("/sync/", {"events": [told]}, content_type="application/json").json()["receipts"]
    assert receipt["status"] == "stored" and client.get("/session/done/r/").status_code == 200


def test_a_ready_made_session_is_no_way_around_danger_signs(client):
    now = clock.now()
    fill("desk-worker-38", {"id": "f", "at": (now - timedelta(hours=1)).isoformat(), "type": "flare", "pain": 8.0})
    address = "?routine=article3-essential-five"
    assert client.get(f"/session.json{address}").json() == {"session": None, "ask_first": True}
    assert address not in client.get("/routines/article3-essential-five/").content.decode()


def test_safety_questions_come_first(client):
    now = clock.now()
    fill("desk-worker-38", {"id": "f", "at": (now - timedelta(hours=1)).isoformat(), "type": "flare", "pain": 8.0})
    assert client.get("/session/").url == "/safety/"
    assert client.get("/session.json").json() == {"session": None, "ask_first": True}


def test_no_session_for_whom_a_clinician_comes_first(client):
    now = clock.now()
    screen = {"id": "x", "at": (now - timedelta(hours=1)).isoformat(), "type": "screen", "red_flags": {"fever": "yes"}}
    fill("desk-worker-38", screen)
    page = client.get("/session/")
    assert page.status_code == 302 or b"No session now" in page.content
    assert client.get("/session.json").json()["session"] is None


def test_a_done_session_asks_a_quarter_of_an_hour_later(client):
    now = clock.now()
    session = {"id": "s", "at": (now - timedelta(hours=1)).isoformat(), "type": "session", "pain_during": 2.0,
               "items": [{"exercise": "bird-dog", "done": "partly", "hurt": True}]}  # fmt: skip
    fill("desk-worker-38", session)
    page = client.get("/session/done/s/").content.decode()
    assert "Bird dog" in page and "15 minutes later" in page
    assert client.get("/session/done/nothing/").status_code == 404
    assert client.post("/session/done/s/", {"pain_after": "4", "lasted": "over"}).status_code == 302
    after = the_one_person().events.get(type="correction").body
    assert after["change"] == {"pain_after": 4.0, "over_mild_minutes": 15}
    assert "15 minutes later" not in client.get("/session/done/s/").content.decode()
    assert "How does the last session" not in client.get("/session/").content.decode()


def test_the_page_of_a_session_shows_what_stands(client):
    now = clock.now()
    at = [(now - timedelta(minutes=m)).isoformat() for m in (60, 30, 20)]
    session = {"id": "s", "at": at[0], "type": "session", "pain_during": 2.0, "pain_after": 2.0,
               "items": [{"exercise": "bird-dog", "done": "no"}]}  # fmt: skip
    fill("desk-worker-38", session)
    assert "corrected this session" not in client.get("/session/done/s/").content.decode()
    change = {"pain_during": 6.0, "pain_after": 5.0, "items": [{"exercise": "bridge", "done": "yes"}]}
    record_one(the_one_person(), {"id": "c", "at": at[1], "type": "correction", "corrects": "s", "change": change}, now)
    page = client.get("/session/done/s/").content.decode()
    assert "Bridge" in page and "Bird dog" not in page and "6 of 10" in page and "5 of 10" in page
    assert "You corrected this session on" in page


def test_what_is_only_added_later_is_no_correction(client):
    now = clock.now()
    session = {
        "id": "s",
        "at": (now - timedelta(hours=1)).isoformat(),
        "type": "session",
        "pain_after": 2.0,
        "items": [],
    }
    fill("desk-worker-38", session)
    client.post("/session/done/s/", {"pain_after": "4", "lasted": "no"})
    page = client.get("/session/done/s/").content.decode()
    assert "4 of 10" in page and "corrected this session" not in page


def test_the_question_about_now_is_not_asked_a_day_later(client):
    now = clock.now()
    at = (now - timedelta(minutes=90)).isoformat()
    fill("desk-worker-38", {"id": "s", "at": at, "type": "session", "items": []})
    asked = quarter_of(the_one_person(), "s")
    assert asked is not None and asked.worth_asking(now) and not asked.worth_asking(now + timedelta(hours=12))


def test_a_session_that_was_taken_back_asks_nothing(client):
    now = clock.now()
    at = (now - timedelta(hours=1)).isoformat()
    session = {"id": "s", "at": at, "type": "session", "items": [{"exercise": "bird-dog", "done": "yes"}]}
    fill("desk-worker-38", session, {"id": "c", "at": at, "type": "correction", "corrects": "s", "withdraw": True})
    for page in ("/", "/session/"):
        assert client.get(page).status_code == 200
    assert client.get("/session/done/s/").status_code == 404


def test_an_id_of_another_program_has_a_page_too(client):
    at = (clock.now() - timedelta(hours=1)).isoformat()
    fill("desk-worker-38", {"id": "watch/2026 #1?", "at": at, "type": "session", "items": []})
    page = client.get("/").content.decode()
    assert 'href="/session/done/watch/2026%20%231%3F/"' in page
    assert client.get("/session/done/watch/2026%20%231%3F/").status_code == 200
