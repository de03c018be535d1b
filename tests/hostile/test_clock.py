"""A server's clock that is wrong: nothing is decided by it, nothing refused because of it, and it says so."""

from __future__ import annotations

import json

import pytest
from tests.web.filled import fill

from birddog.records.models import Event
from birddog.services.clock import WrongClockError, now

WRONG = ["1970-01-01T00:00:00", "2019-12-31T23:59:59", "2025-06-01T08:00:00", "2100-01-01T00:00:00",
         "2200-06-01T08:00:00", "9999-12-31T23:59:59", "0001-01-01T00:00:00", "yesterday", ""]  # fmt: skip
"""Times (UTC) before the example chart, before there were charts, far ahead, and no time at all."""
PERSONS = ("/", "/program/", "/session/", "/session.json", "/progress/", "/progress/why/", "/progress/summary/",
           "/safety/", "/offline.json", "/settings/program/")  # fmt: skip
OPEN = ("/emergency/", "/offline/", "/healthz", "/sw.js", "/manifest.webmanifest", "/goodbye/")
REPORT = {"id": "told", "type": "pain", "at": "2026-03-05T09:00:00+00:00", "back": 3}


@pytest.fixture
def clock(db, settings, tmp_path, client):
    """The clock of a server with an example chart."""
    fill("good-course", "2026-03-20T08:00:00", tmp_path / "clock", settings)
    client.raise_request_exception = False
    return tmp_path / "clock"


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_clock_is_a_passing_cause(clock, client, wrong):
    right = clock.read_text()
    clock.write_text(f"{wrong}+00:00" if "T" in wrong else wrong)
    for path in PERSONS:
        answer = client.get(path)
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "15"), path
    for path in OPEN:
        assert client.get(path).status_code == 200, path
    before = Event.objects.count()
    sent = client.post("/sync/", json.dumps({"events": [REPORT]}), content_type="application/json")
    assert (sent.status_code, list(sent.json())) == (503, ["error"])
    assert client.post("/log/pain/", {"id": "by-form", "back": "3"}).status_code == 503
    assert Event.objects.count() == before
    clock.write_text(right)
    sent = client.post("/sync/", json.dumps({"events": [REPORT]}), content_type="application/json")
    assert [row["status"] for row in sent.json()["receipts"]] == ["stored"]
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("right", ["2020-01-01T00:00:00+00:00", "2099-12-31T23:59:59+00:00"])
def test_a_clock_that_can_be_right_is_believed(settings, tmp_path, right):
    (tmp_path / "clock").write_text(right)
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    assert now("UTC").isoformat() == right


def test_a_clock_file_that_is_gone(settings, tmp_path):
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "nowhere")
    with pytest.raises(WrongClockError):
        now()


def test_a_jump_back_to_before_the_last_report_and_forward_again(clock, client):
    for moment in ("2026-03-10T08:00:00+00:00", "2026-03-25T08:00:00+00:00",
                   "2026-09-03T08:00:00+00:00"):  # fmt: skip
        clock.write_text(moment)
        for path in PERSONS:
            assert client.get(path).status_code in (200, 302), (moment, path)
