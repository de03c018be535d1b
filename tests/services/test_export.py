"""Export and erase: a chart that replays, and nothing left behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner
from tests.charted import BEGIN, charted, told

from birddog import catalog
from birddog.cli import main
from birddog.core.chart import fold
from birddog.records.models import Draft, Event, Person, PushSubscription, Reminder, Standing
from birddog.services import charts, export
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
    events = catalog.read_chart(export.chart_as_jsonl(person).splitlines(), content)
    reading = charts.read(person, now)
    assert reading is not None
    assert fold(events, content, now).state == reading.state


def test_the_command_line_reads_it(person, tmp_path):
    path = tmp_path / "chart.jsonl"
    path.write_text(export.chart_as_jsonl(person))
    result = CliRunner().invoke(main, ["replay", str(path), "--now", "2026-03-03", "--json"])
    assert result.exit_code == 0, result.output


def test_nothing_of_an_erased_person_is_left(person):
    other = charted()
    Draft.objects.create(person=person, answers={"x": 1})
    PushSubscription.objects.create(person=person, endpoint="https://push.example.com/1", keys={})
    Reminder.objects.create(person=person, day=BEGIN.date(), kind="session", sent=BEGIN)
    charts.read(person, BEGIN)
    erase(person)
    for table in (Person, Event, Draft, PushSubscription, Reminder, Standing):
        assert not table.objects.exclude(**{"pk" if table is Person else "person": other.pk}).exists(), table
    assert charts.read(other, BEGIN) is not None
    assert not any(key[0] == person.pk for key in charts._kept._entries)
