"""What was decided then, beside what would be decided now."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from tests.story import Story

import birddog
from birddog.cli import main
from birddog.core.content.values import BirddogError, instant
from birddog.core.state.told import Step
from birddog.exchange.record_files import differences, jsonl


@pytest.fixture
def story():
    told = Story()
    told.good(0, 1, 2)
    return told


def record(story: Story, **changes: object) -> str:
    steps = [Step(instant(each.at), n, each) for n, each in enumerate(story.fold().decisions)]
    row = {"content": "old", "code": "1+a", "again": None, "decisions": [step.as_record() for step in steps]}
    return jsonl([{**row, **changes}])


def test_the_same_decisions_are_no_difference(story):
    assert differences(record(story).splitlines(), story.fold().decisions) == ()


def test_a_decision_that_would_be_another_is_shown_with_who_made_it(story):
    decisions = list(story.fold().decisions)
    decisions[2] = replace(decisions[2], phrase="dose-stays")
    (row,) = differences(record(story).splitlines(), [*decisions[:-1]])[:1]
    assert row.id == decisions[2].id and (row.content, row.code) == ("old", "1+a")
    assert row.then is not None and row.now is not None and row.then.phrase != row.now.phrase
    missing = differences(record(story).splitlines(), decisions[:-1])[-1]
    assert missing.now is None and missing.then == story.fold().decisions[-1]


@pytest.mark.parametrize(
    "line", ["{", "[]", "{}", '{"again": null, "decisions": [{}]}', '{"again": [1], "decisions": []}']
)
def test_what_is_no_record_is_named(line):
    with pytest.raises(BirddogError, match="record line 1"):
        differences([line], ())


def test_the_command_line_compares(story, tmp_path):
    chart, told = tmp_path / "chart.jsonl", tmp_path / "told.jsonl"
    chart.write_text("\n".join(json.dumps(row) for row in story.rows))
    told.write_text(record(story))
    command = ["replay", str(chart), "--now", story.now().isoformat(), "--told", str(told)]
    same = CliRunner().invoke(main, [*command, "--json"])
    assert (same.exit_code, json.loads(same.output)) == (0, [])
    told.write_text("")
    other = CliRunner().invoke(main, [*command, "--json"])
    assert [row["then"] for row in json.loads(other.output)] == [None] * len(story.fold().decisions)
    assert CliRunner().invoke(main, command).exit_code == 0
    assert birddog.__doc__
