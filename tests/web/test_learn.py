"""Lessons: this week's first, each once, each with a page."""

from __future__ import annotations

from typing import Any

import pytest
from tests.charted import BEGIN, charted

from birddog import catalog
from birddog.services.chart.reading import read
from birddog.services.library import labels
from birddog.services.library.lessons import reading_list
from birddog.services.person.people import the_one_person

CONTENT = catalog.load_default()


@pytest.fixture
def person(db, settings, tmp_path):
    (tmp_path / "clock").write_text(BEGIN.isoformat())
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    return charted(the_one_person())


def test_every_lesson_stands_on_the_page_once(client, person):
    page = client.get("/lessons/").content.decode()
    assert [x.id for x in CONTENT.lessons if page.count(f'href="/lessons/{x.id}/"') != 1] == []


def test_this_week_comes_first_and_the_others_say_why(person):
    reading: Any = read(person, BEGIN)
    rows = reading_list(reading, CONTENT)
    assert rows.now == reading.today.lessons
    assert all(topic in labels.TOPICS for _, _, topic in rows.chosen)


def test_every_topic_has_words():
    assert {topic for x in CONTENT.lessons for topic in x.topics} - {"flare"} <= set(labels.TOPICS)


@pytest.mark.parametrize("lesson", CONTENT.lessons, ids=lambda x: x.id)
def test_every_lesson_has_a_page(client, person, lesson):
    page = client.get(f"/lessons/{lesson.id}/").content.decode()
    assert page.count("<h1") == 1
    assert lesson.points[0].text[:20].split("'")[0] in page


def test_lessons_are_there_before_the_first_answers(client, db):
    assert client.get("/lessons/").status_code == 200
    assert client.get("/lessons/walking/").status_code == 200
    assert client.get("/lessons/flying/").status_code == 404
