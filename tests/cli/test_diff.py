"""`birddog diff` says in a line what a person gets now that they did not get before."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.strategies import CHARTS, CONTENT, DAY, INTAKES, load_intake

from birddog import api, catalog, present
from birddog.cli import main
from birddog.core.person.facts import facts

DESK = next(path for path in INTAKES if path.stem == "desk-worker-38")


@pytest.fixture(scope="module")
def planned() -> dict[str, Any]:
    """What a desk worker gets, as `birddog plan --json` says it."""
    intake = catalog.read_intake(load_intake(DESK), CONTENT)
    made = api.prescribe(intake, DAY, CONTENT)
    value: dict[str, Any] = json.loads(
        json.dumps(present.plan_json(made, CONTENT, intake, facts(intake, DAY, CONTENT.values)))
    )
    return value


def told(tmp_path: Path, one: Any, two: Any) -> tuple[list[str], int]:
    """The lines and the exit code for two outcomes of one person."""
    for folder, value in (("before", one), ("after", two)):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "desk-worker-38.json").write_text(json.dumps(value), encoding="utf-8")
    done = CliRunner().invoke(main, ["diff", str(tmp_path / "before"), str(tmp_path / "after")])
    return done.output.splitlines(), done.exit_code


def session(value: dict[str, Any], week: int, name: str) -> Any:
    """The first session of this name in a week."""
    days = value["program"]["weeks"][week - 1]["days"]
    return next(s for day in days for s in day["sessions"] if s["name"] == name)


def test_nothing_differs(tmp_path: Path, planned: dict[str, Any]):
    assert told(tmp_path, planned, planned) == (["nothing differs"], 0)


def test_another_exercise(tmp_path: Path, planned: dict[str, Any]):
    new = copy.deepcopy(planned)
    item = session(new, 3, "B")["items"][0]
    old, item["exercise"] = item["exercise"], "heel-slide"
    assert told(tmp_path, planned, new) == ([f"desk-worker-38, week 3 B: {old} -> heel-slide"], 1)


def test_another_dose(tmp_path: Path, planned: dict[str, Any]):
    new = copy.deepcopy(planned)
    item = session(new, 3, "A")["items"][0]
    item["sets"], item["reps"], item["hold_s"], item["rest_s"] = 1, 12, 0, 0
    (line,), code = told(tmp_path, planned, new)
    assert code == 1
    assert line.startswith(f"desk-worker-38, week 3 A: {item['exercise']} ")
    assert line.endswith("-> 1 x 12")


def test_an_exercise_more_and_one_less(tmp_path: Path, planned: dict[str, Any]):
    less = copy.deepcopy(planned)
    gone = session(less, 2, "A")["items"].pop()["exercise"]
    assert told(tmp_path, planned, less)[0] == [f"desk-worker-38, week 2 A: without {gone}"]
    assert told(tmp_path, less, planned)[0] == [f"desk-worker-38, week 2 A: with {gone}"]


def test_the_same_difference_in_many_weeks_is_one_line(tmp_path: Path, planned: dict[str, Any]):
    new = copy.deepcopy(planned)
    for week in new["program"]["weeks"]:
        for day in week["days"]:
            day["practice"] = ["breathe"]
    lines, _ = told(tmp_path, planned, new)
    assert 1 <= len(lines) <= 2
    assert all(line.startswith("desk-worker-38, week ") and ": practice: " in line for line in lines)
    assert " more: practice: " in lines[-1]


def test_someone_who_must_be_seen_first(tmp_path: Path, planned: dict[str, Any]):
    new = {**planned, "disposition": "urgent", "program": None}
    lines, _ = told(tmp_path, planned, new)
    assert "desk-worker-38, program: disposition self_care -> urgent" in lines
    assert "desk-worker-38, program: none any more" in lines


def test_words_only(tmp_path: Path, planned: dict[str, Any]):
    assert told(tmp_path, planned, {**planned, "advice": "Go."})[0] == ["desk-worker-38, words or reasons only"]


def test_a_person_who_is_only_there_now(tmp_path: Path, planned: dict[str, Any]):
    told(tmp_path, planned, planned)
    (tmp_path / "after" / "someone.json").write_text("{}", encoding="utf-8")
    done = CliRunner().invoke(main, ["diff", str(tmp_path / "before"), str(tmp_path / "after")])
    assert done.output == "someone: only after\n"


def test_charts(tmp_path: Path):
    """Two days of a chart: stage, questions, session and measures that are due are compared."""
    files = []
    for day in ("2026-03-08", "2026-04-20"):
        done = CliRunner().invoke(main, ["replay", str(CHARTS[0]), "--now", day, "--json"])
        files.append(tmp_path / f"{day}.json")
        files[-1].write_text(done.output, encoding="utf-8")
    done = CliRunner().invoke(main, ["diff", *map(str, files)])
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert len(done.output.splitlines()) < 40


def test_a_file_and_a_folder_are_refused(tmp_path: Path):
    done = CliRunner().invoke(main, ["diff", str(DESK), str(tmp_path)])
    assert (done.exit_code, "two files, or two folders" in done.output) == (1, True)
