"""The door of the browser's queue, and of forms without a script."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from birddog.records.models import Event
from birddog.services.person.people import the_one_person
from birddog.web.request import key_of

INTAKES = Path(__file__).resolve().parents[2] / "examples" / "intakes"
AT = "2026-03-02T08:00:00+00:00"
LATER = "2026-03-02T09:00:00+00:00"

pytestmark = pytest.mark.django_db


def send(client: Client, events, **extra):
    return client.post("/sync/", json.dumps({"events": events}), content_type="application/json", **extra)


@pytest.fixture
def client(settings, tmp_path) -> Client:
    clock = tmp_path / "clock"
    clock.write_text("2026-03-02T12:00:00+00:00")
    settings.BIRDDOG_CLOCK_FILE = str(clock)
    made = Client()
    answers = json.loads((INTAKES / "desk-worker-38.json").read_text())
    response = send(made, [{"id": "i", "type": "intake", "at": AT, "intake": answers}])
    assert response.json() == {"receipts": [{"id": "i", "status": "stored", "message": ""}]}
    return made


def test_each_event_has_a_receipt_in_order(client):
    events = [{"id": str(n), "type": "pain", "at": LATER, "back": back} for n, back in enumerate((1, 2, 33, 4))]
    first = send(client, events).json()["receipts"]
    assert [(r["id"], r["status"]) for r in first] == [
        ("0", "stored"),
        ("1", "stored"),
        ("2", "refused"),
        ("3", "stored"),
    ]
    again = send(client, events).json()["receipts"]
    assert [r["status"] for r in again] == ["already", "already", "refused", "already"]
    assert Event.objects.count() == 4


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "5", "null", '{"events": 5}', '{"events": [5]}', '{"no": []}', "[" * 100_000]
)
def test_a_body_that_is_none_is_400(client, body):
    response = client.post("/sync/", body, content_type="application/json")
    assert response.status_code == 400
    assert "events" in response.json()["error"]


def test_too_many_and_too_much_are_said_so(client):
    assert send(client, [{}] * 501).status_code == 400
    assert send(client, [{"id": "x" * 3_000_000}]).status_code == 413


def test_events_of_somebody_else_are_not_taken(client):
    event = {"id": "a", "type": "pain", "at": LATER, "back": 1}
    assert send(client, [event], headers={"X-Birddog-Person": "0" * 32}).status_code == 409
    assert Event.objects.count() == 1
    page = client.get("/offline.json")
    assert page.headers["X-Birddog-Person"] == key_of(the_one_person())
    assert send(client, [event], headers={"X-Birddog-Person": key_of(the_one_person())}).status_code == 200


def test_it_is_a_post_with_a_token():
    strict = Client(enforce_csrf_checks=True)
    assert strict.get("/sync/").status_code == 405
    assert send(strict, []).status_code == 403
    token = strict.get("/offline/").cookies["csrftoken"].value
    assert send(strict, [], headers={"X-CSRFToken": token}).status_code == 200


def test_signed_out_leads_to_the_sign_in_and_writes_nothing(client, settings):
    settings.BIRDDOG_ACCOUNTS = True
    settings.LOGIN_URL = "/accounts/login/"
    response = send(client, [{"id": "a", "type": "pain", "at": LATER, "back": 1}])
    assert (response.status_code, response.headers["Location"][:16]) == (302, "/accounts/login/")
    assert Event.objects.count() == 1


def test_a_form_without_a_script_writes_once_and_goes_on(client):
    form = {"id": "a", "back": ["3", "/pain-check/"], "leg": "", "next": "/progress/", "said": "Thank you"}
    for _ in range(2):
        response = client.post("/log/pain/", form)
        assert (response.status_code, response.headers["Location"]) == (302, "/progress/")
    body = Event.objects.get(event_id="a").body
    assert (body["back"], "leg" in body) == (3.0, False)
    assert Event.objects.count() == 2


def test_a_refused_form_goes_back_and_says_why(client):
    response = client.post("/log/pain/", {"back": ["30", "/pain-check/"], "next": "/progress/"})
    assert response.headers["Location"] == "/pain-check/"
    (message,) = get_messages(response.wsgi_request)
    assert "allowed: 0 to 10" in str(message)


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_form_leads_to_our_own_pages_only(client, address):
    assert client.post("/log/pain/", {"back": "3", "next": address}).headers["Location"] == "/"
