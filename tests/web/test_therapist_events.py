"""What a therapist wrote is on the pages in both languages, leaves and comes back with the chart, and is not forged."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.charted import BEGIN, intake, told

from birddog.catalog import load_default
from birddog.core.chart.attested import each_named
from birddog.records import store
from birddog.records.models import Person
from birddog.services.chart.log import record
from birddog.services.chart.reading import read
from birddog.services.person.people import the_one_person

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
SIGNED = {"at": NOW.isoformat(), "clinician": "Anna Berg", "license": "PT 1234"}
KNEE = "single-knee-to-chest"
PAST = {"id": "o", "type": "override", "exercise": KNEE, "veto": "thin-bones", "until": "2026-04-01", **SIGNED}
WHY = "Bends well in the clinic, bones measured."


def events() -> list[dict[str, Any]]:
    return [
        {"id": "s", "type": "screened", "red_flags": dict.fromkeys(each_named(load_default()), "no"), **SIGNED},
        {"id": "w", "type": "edit", "action": "proposals_wait", **SIGNED},
        {"id": "l", "type": "edit", "action": "lock_stage", **SIGNED},
        {**PAST, "reason": WHY},
        {**PAST, "id": "n", "veto": "surgery-under-six-months", "reason": WHY},
        {"id": "a", "type": "edit", "action": "add", "exercise": KNEE, **SIGNED},
        {"id": "p", "type": "proposal", "proposal": "gone", "answer": "approve", **SIGNED},
        {"id": "t", "type": "therapist", **{**SIGNED, "clinician": "Bo Cruz"}},
    ]


@pytest.fixture
def person(tmp_path, settings) -> Person:
    (tmp_path / "clock").write_text(NOW.isoformat())
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    made = the_one_person()
    conditions = {"all_others": "no", "bone": "osteoporosis"}
    answers = intake(conditions=conditions, leg={}, eases=[], worsens=[], movement={})
    told(made, {"id": "i", "type": "intake", "intake": answers}, now=BEGIN)
    assert {row.status for row in record(made, events(), NOW, "therapist")} == {"stored"}
    return made


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ("Your therapist chose this for you, knowing your answer", "We leave it out again")),
     ("es", ("Tu fisioterapeuta eligió esto para ti y conoce tu respuesta", "Otra vez no lo incluimos"))],
)  # fmt: skip
def test_the_pages_say_what_was_changed(client, person, language, said):
    head = {"headers": {"accept-language": language}}
    why = client.get("/progress/why/", **head).content.decode()
    for words in said:
        assert words in why
    for path in ("/", "/program/", "/reports/", "/progress/", "/progress/summary/", f"/library/{KNEE}/"):
        assert client.get(path, **head).status_code == 200
    for name in ("s", "w", "o", "p", "t"):
        assert client.get(f"/reports/one/{name}/", **head).status_code < 400


def test_it_leaves_with_the_chart_and_comes_back_as_it_was(client, person):
    chart, table = client.get("/export/events.jsonl").content, client.get("/export/events.csv").content.decode()
    assert WHY in table
    before = read(person, NOW)
    Person.objects.all().delete()
    client.post("/import/", {"chart": SimpleUploadedFile("birddog-chart.jsonl", chart)})
    assert client.get("/export/events.jsonl").content == chart
    after = read(the_one_person(), NOW)
    assert before is not None and after is not None
    assert after.state == before.state


def test_a_person_writes_nothing_for_a_therapist(client, person):
    count = store.latest(person)
    rows = [{**row, "id": f"x{row['id']}", "actor": "therapist"} for row in events()]
    answer = client.post("/sync/", json.dumps({"events": rows}), content_type="application/json")
    assert answer.status_code in (200, 400)
    assert store.latest(person) == count
