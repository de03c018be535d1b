"""A chart file comes back as it went: all of it or nothing, into an empty chart, with what it says."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.filled import fill

from birddog.catalog import load_default
from birddog.records import store
from birddog.records.models import Person
from birddog.services.chart import import_chart, standing
from birddog.services.chart.entries import entries
from birddog.services.chart.reading import read
from birddog.services.person.people import the_one_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def exported(client, tmp_path, settings) -> bytes:
    """The file of a filled chart, and nobody's chart left."""
    fill("good-course", "2026-06-01T09:00:00", tmp_path / "clock", settings)
    text = client.get("/export/events.jsonl").content
    Person.objects.all().delete()
    (tmp_path / "clock").write_text(NOW.isoformat())
    return text


def give(client, data: bytes):
    return client.post("/import/", {"chart": SimpleUploadedFile("birddog-chart.jsonl", data)})


def test_it_comes_back_byte_for_byte(client, exported):
    assert give(client, exported)["Location"] == "/"
    assert client.get("/export/events.jsonl").content == exported
    assert read(the_one_person(), NOW) is not None


def test_what_it_comes_to_is_stored_as_if_it_had_been_read_from_the_database(client, exported):
    other = Person.objects.create()
    first = Person.objects.create()
    assert import_chart.take_in(other, exported, NOW) > 1  # so that the numbers of the next begin elsewhere
    import_chart.take_in(first, exported, NOW)
    content = load_default()
    made = standing.climb(None, (), entries(first, NOW), content)
    assert made.head is not None
    assert standing.head_of(store.standing(first), content, made.head.number, NOW) == made.head
    assert [row for part in first.told.order_by("number") for row in part.decisions] == [
        step.as_record() for step in made.steps
    ]


def test_a_file_is_read_and_replayed_without_writing(exported):
    with CaptureQueriesContext(connection) as queries:
        import_chart.read_file(Person(), exported, NOW)
    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_it_is_replayed(client, exported, monkeypatch):
    replayed = []

    def climb(*args, **more):
        replayed.append(connection.in_atomic_block)
        return standing.climb(*args, **more)

    monkeypatch.setattr(import_chart, "climb", climb)
    give(client, exported)
    assert replayed == [False]


def lines(data: bytes) -> list[dict]:
    return [json.loads(line) for line in data.decode().splitlines()]


def text(rows: list[dict]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


@pytest.mark.parametrize(
    "fault", ["no json", "twice", "order", "future", "field", "no intake", "actor", "empty", "bytes", "two answers"]
)
def test_all_or_nothing(client, exported, fault: str):
    rows = lines(exported)
    if fault == "twice":
        rows.append(rows[-1])
    if fault == "order":
        rows[2], rows[3] = rows[3], rows[2]
        rows[3]["at"], rows[2]["at"] = "2026-03-03T08:00:00+00:00", "2026-03-09T08:00:00+00:00"
    if fault == "future":
        rows[-1]["at"] = "2027-01-01T08:00:00+00:00"
    if fault == "field":
        rows[-1]["surprise"] = 1
    if fault == "no intake":
        rows = rows[1:]
    if fault == "actor":
        rows[1]["actor"] = "somebody"
    data = {"no json": exported + b"{\n", "empty": b"", "bytes": b"\xff\xfe"}.get(fault, text(rows))
    if fault == "two answers":
        data = exported.replace(b'"type":', b'"type": "pain", "type":', 1)
    give(client, data)
    assert store.bodies(the_one_person()) == []


def test_only_into_an_empty_chart(client, exported, monkeypatch):
    give(client, exported)
    before = store.bodies(the_one_person())
    monkeypatch.setattr(import_chart, "read_file", None)  # what cannot be taken in is not read either
    give(client, exported)
    assert store.bodies(the_one_person()) == before
    assert 'action="/import/"' not in client.get("/settings/data/").content.decode()


def test_an_emergency_in_it_still_stands(client, exported):
    rows = lines(exported)
    rows.append({"id": "s", "at": "2026-08-30T08:00:00+00:00", "type": "screen", "actor": "patient",
                 "red_flags": {"saddle_numbness": "yes"}})  # fmt: skip
    give(client, text(rows))
    reading = read(the_one_person(), NOW)
    assert reading is not None and reading.state.disposition.word == "emergency"


def test_what_is_too_large_is_refused_before_it_is_read(client, db, monkeypatch):
    monkeypatch.setattr(import_chart, "MOST_BYTES", 10)
    give(client, b"x" * 11)
    assert store.bodies(the_one_person()) == []
    monkeypatch.setattr(import_chart, "MOST_BYTES", 1000)
    monkeypatch.setattr(import_chart, "MOST_EVENTS", 1)
    give(client, b"{}\n{}\n")
    assert store.bodies(the_one_person()) == []
