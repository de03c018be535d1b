"""Export and erase: a chart that replays, and nothing left behind."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from tests.charted import BEGIN, charted, intake, told

from birddog import catalog
from birddog.cli import main
from birddog.core.chart.chart import fold
from birddog.records.models import Draft, Event, Person, PushSubscription, Reminder, Standing, Told
from birddog.services.chart import export
from birddog.services.chart.reading import read
from birddog.services.erase import erase

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    found = charted()
    told(found, {"id": "w", "type": "swap", "exercise": "bridge", "wish": "not_this"},
         {"id": "a", "type": "arrange", "minutes": 12}, now=BEGIN + timedelta(hours=1))  # fmt: skip
    return found


def test_the_file_is_a_chart_that_replays_to_the_same_state(person):
    content, now = catalog.load_default(), BEGIN + timedelta(days=1)
    events = catalog.read_chart(export.chart_as_jsonl(person, BEGIN + timedelta(days=1)).splitlines(), content)
    reading = read(person, now)
    assert reading is not None
    assert fold(events, content, now).state == reading.state


def test_the_command_line_reads_it(person, tmp_path):
    path = tmp_path / "chart.jsonl"
    path.write_text(export.chart_as_jsonl(person, BEGIN + timedelta(days=1)))
    result = CliRunner().invoke(main, ["replay", str(path), "--now", "2026-03-03", "--json"])
    assert result.exit_code == 0, result.output


def test_nothing_of_an_erased_person_is_left(person):
    other = charted()
    Draft.objects.create(person=person, answers={"x": 1})
    PushSubscription.objects.create(person=person, endpoint="https://push.example.com/1", keys={})
    Reminder.objects.create(person=person, day=BEGIN.date(), kind="session", sent=BEGIN)
    read(person, BEGIN)
    erase(person)
    for table in (Person, Event, Draft, PushSubscription, Reminder, Standing, Told):
        assert not table.objects.exclude(**{"pk" if table is Person else "person": other.pk}).exists(), table
    assert read(other, BEGIN) is not None


@pytest.mark.django_db(transaction=True)
def test_an_erased_person_is_in_no_free_page_of_the_file_and_in_no_log_of_it():
    if connection.vendor != "sqlite":
        return  # the files of PostgreSQL are not ours
    person, secret = charted(), "my grandmother's cello"
    life = {"own_activities": [{"activity": secret, "score": 3}], "note": secret}
    told(person, {"id": "again", "type": "intake", "intake": intake(life=life)}, now=BEGIN + timedelta(hours=1))
    told(person, *({"id": f"p{n}", "type": "pain", "back": 3} for n in range(300)), now=BEGIN + timedelta(hours=2))
    path = Path(str(connection.settings_dict["NAME"]))
    files = [path, *path.parent.glob(f"{path.name}-wal")]
    assert any(secret.encode() in file.read_bytes() for file in files)
    erase(person)
    left = [file.name for file in (path, *path.parent.glob(f"{path.name}-wal")) if secret.encode() in file.read_bytes()]
    assert left == []


def test_every_connection_deletes_for_good():
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)
