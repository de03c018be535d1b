"""Export and erase from the pages."""

from __future__ import annotations

import csv
import io
import json

import pytest
from tests.charted import BEGIN, MARK, charted

from birddog.records.models import Event, Person
from birddog.services.person.people import the_one_person


@pytest.fixture
def person(db, settings, tmp_path):
    (tmp_path / "clock").write_text(BEGIN.isoformat())
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    return charted(the_one_person())


def test_the_chart_comes_as_a_file(client, person):
    answer = client.get("/export/events.jsonl")
    assert answer["Content-Disposition"] == 'attachment; filename="birddog-chart.jsonl"'
    assert [json.loads(line)["type"] for line in answer.content.decode().splitlines()] == ["intake"]


def test_the_table_opens_in_a_spreadsheet(client, person):
    text = client.get("/export/events.csv").content.decode("utf-8-sig")
    assert MARK in {row["value"] for row in csv.DictReader(io.StringIO(text))}


def test_without_a_chart_the_files_are_empty_and_no_error(client, db):
    assert client.get("/export/events.jsonl").content == b""
    assert client.get("/export/events.csv").status_code == 200


def test_erasing_takes_two_steps_and_the_right_word(client, person):
    assert 'name="word"' not in client.get("/erase/").content.decode()
    assert 'name="word"' in client.get("/erase/?step=word").content.decode()
    for wrong in ("", "no", "erase me"):
        assert client.post("/erase/", {"word": wrong}).url == "/erase/?step=word"
    assert Event.objects.exists()


def test_erased_is_erased_here_and_in_the_browser(client, person):
    answer = client.post("/erase/", {"word": " Erase "})
    assert answer.url == "/goodbye/"
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not Event.objects.exists()
    assert not Person.objects.filter(pk=person.pk).exists()
    assert client.get("/goodbye/").status_code == 200
    assert client.get("/").url == "/start/"


def test_the_word_is_one_of_the_language(client, person):
    client.post("/settings/display/", {"language": "es"})
    assert client.get("/erase/?step=word").status_code == 200
