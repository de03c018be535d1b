"""When something goes wrong: what happened, that nothing is lost, what to do; also without a database."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from birddog.records.models import Event

INTAKES = Path(__file__).resolve().parents[2] / "examples" / "intakes"
FULL = OperationalError("database or disk is full")
LOCKED = OperationalError("database is locked")

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken(monkeypatch):
    """A client of a server whose database answers with an error."""

    def breaks(error: Exception, where: str = "birddog.web.middleware.person_of") -> Client:
        def fails(*_args, **_kwargs):
            raise error

        monkeypatch.setattr(where, fails)
        return Client(raise_request_exception=False)

    return breaks


@pytest.mark.parametrize("error", [FULL, LOCKED])
def test_a_database_that_cannot_answer_is_503_and_says_when_to_come_back(broken, error):
    client = broken(error)
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/progress/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "15")
    assert "Just a moment" in response.text
    assert 'href="/progress/"' in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert len(queries) == 0


def test_the_queue_hears_it_as_json_and_can_try_again(broken):
    client = broken(FULL, "birddog.web.views.log.tell")
    response = client.post("/sync/", '{"events": []}', content_type="application/json")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "15")
    assert response.json()["error"]


def test_a_mistake_of_ours_is_500_on_a_page_that_stands_alone(broken):
    response = broken(ZeroDivisionError()).get("/")
    assert response.status_code == 500
    assert "not yours" in response.text
    assert "ZeroDivisionError" not in response.text


def test_no_such_page(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "You have lost nothing" in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/calendar/%00.ics", "/session/done/%00/"])
def test_what_is_no_text_is_400_and_reaches_no_database(client, path):
    assert client.get(path).status_code == 400
    assert client.post("/start/", {"id": "a\0b"}).status_code == 400


def test_a_form_that_was_open_too_long():
    response = Client(enforce_csrf_checks=True).post("/log/pain/", {"back": "3"})
    assert response.status_code == 403
    assert "send that once more" in response.text


@pytest.mark.parametrize("path", ["/no-such-page/", "/offline/"])
def test_the_pages_lead_to_help_at_once(client, path):
    assert 'href="/emergency/"' in client.get(path).text


def test_what_the_browser_needs_to_be_an_app(client):
    manifest = client.get("/manifest.webmanifest").json()
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    worker = client.get("/sw.js")
    assert worker.headers["Content-Type"] == "text/javascript"
    assert worker.text.startswith("self.birddog=")
    assert "birddog/app.css" in worker.text
    assert client.get("/healthz").text == "ok\n"
    pages = client.get("/offline.json").json()["pages"]
    assert [address for address, _ in pages] == ["/emergency/", "/offline/"]


EVENT = {"id": "a", "type": "pain", "at": "2026-03-02T09:00:00+00:00", "back": 3}


@pytest.fixture
def on_a_file(transactional_db):
    """A client of a chart in a real file, and the file's own connection."""
    if connection.vendor != "sqlite":
        pytest.fail("this test fills and locks a file: run it on SQLite")
    client = Client(raise_request_exception=False)
    answers = json.loads((INTAKES / "desk-worker-38.json").read_text())
    send(client, {"id": "i", "type": "intake", "at": "2026-03-02T08:00:00+00:00", "intake": answers})
    return client


def send(client: Client, event: dict) -> int:
    body = json.dumps({"events": [event]})
    return client.post("/sync/", body, content_type="application/json").status_code


def pragma(text: str) -> int:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {text}").fetchone()[0]


def test_a_full_disk_loses_nothing_and_the_same_report_is_taken_later(on_a_file):
    usual = pragma("max_page_count")
    connection.cursor().execute("VACUUM")  # no free pages left over from other tests
    pragma(f"max_page_count = {pragma('page_count')}")
    try:
        statuses = [send(on_a_file, {**EVENT, "id": f"e{n}"}) for n in range(60)]
        assert 503 in statuses
        first = statuses.index(503)
        assert set(statuses[:first]) <= {200}
        there = Event.objects.count()
        assert there == 1 + statuses.count(200)
    finally:
        pragma(f"max_page_count = {usual}")
    assert send(on_a_file, {**EVENT, "id": f"e{first}"}) == 200
    assert Event.objects.count() == there + 1


def test_a_locked_database_says_so_and_takes_the_same_report_later(on_a_file):
    usual = pragma("busy_timeout")
    pragma("busy_timeout = 20")
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        assert send(on_a_file, EVENT) == 503
        assert on_a_file.get("/healthz").status_code == 200
    finally:
        other.close()
        pragma(f"busy_timeout = {usual}")
    assert send(on_a_file, EVENT) == 200
    assert Event.objects.count() == 2
