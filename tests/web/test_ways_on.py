"""On Today: a short version, bouts between times, and the choice after new pain has gone."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from tests.core.test_ways_on import GLIDE, free, little
from tests.story import Story

from birddog.services.chart.log import record
from birddog.services.person.people import the_one_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lives(tmp_path, settings):
    """A story in the database, and the clock at eight in the morning of a day of it."""

    def filled(story: Story, day: int) -> None:
        now = story.now(day, 8).replace(tzinfo=UTC)
        rows = [dict(row, at=datetime.fromisoformat(row["at"]).replace(tzinfo=UTC).isoformat()) for row in story.rows]
        told = [row for row in rows if row["at"] <= now.isoformat()]
        (tmp_path / "clock").write_text(now.isoformat())
        settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
        assert {row.status for row in record(the_one_person(), told, now)} == {"stored"}

    return filled


def test_a_short_version_stands_beside_the_session_and_can_be_done(client, lives):
    lives(little(0, 6, 12), 15)
    text = client.get("/").content.decode()
    assert 'href="/session/"' in text and 'href="/session/?short=1"' in text
    assert "This short one is worth doing" in text
    whole, short = (
        json.loads(client.get(address).content)["session"] for address in ("/session.json", "/session.json?short=1")
    )
    assert 2 <= len(short["items"]) <= 3 < len(whole["items"])
    assert short["id"] != whole["id"]


def test_who_keeps_up_is_not_shown_it(client, lives):
    lives(little(0, 2, 4, 7, 9, 11, 14), 15)
    assert "short=1" not in client.get("/").content.decode()


def test_bouts_are_shown_apart_with_what_to_watch(client, lives):
    lives(Story(**GLIDE), 1)
    text = client.get("/").content.decode()
    assert "Between sessions" in text and "5 repetitions" in text
    assert "Stop and tell us if your leg gets worse" in text


def test_after_new_pain_a_way_on_is_chosen_with_one_tap(client, lives):
    lives(free(12), 11)
    text = client.get("/").content.decode()
    assert "How would you like to continue?" in text and "Walking and two exercises" in text
    client.post("/settings/program/", {"id": "way-1", "program": "upkeep"})
    page = client.get("/")
    assert "How would you like to continue?" not in page.content.decode()
    assert len(page.context["today"].session.items) == 2
