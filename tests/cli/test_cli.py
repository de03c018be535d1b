"""The command line is a contract: JSON and nothing else, errors on standard error, no traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from tests.story import ORDINARY, Story
from tests.strategies import CHARTS, CONTENT, INTAKES, ROOT

from birddog.catalog import check, content_folder
from birddog.cli import main
from birddog.core.content.values import Disposition

NOW = "2026-03-20"
WORDS = [level.word for level in Disposition]
PERSON = str(INTAKES[0])
CHART = str(CHARTS[0])


def run(*args: str) -> Result:
    """One command. Only a normal exit is no failure of the program."""
    result = CliRunner().invoke(main, list(args))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def said(*args: str) -> Any:
    """What a command prints with --json; nothing may stand beside it."""
    result = run(*args, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def failed(*args: str, code: int = 1) -> str:
    """The message of a command that must fail: on standard error, with nothing on standard output."""
    result = run(*args)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.strip()
    return result.stderr


def reasons_in_order(rows: list[dict[str, Any]]) -> None:
    """Each reason names its rule, what it saw, what it says, and where that comes from."""
    for row in rows:
        assert {"rule", "saw", "says", "source"} <= set(row)
        assert row["rule"] and row["says"] and row["source"]
        assert set(row["source"]) <= set(CONTENT.sources)


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """A function that writes a file and gives its path."""

    def writer(text: str, name: str = "file.json") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return writer


@pytest.fixture
def without_movements(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the check of all movements: `make content` does it, and it takes its time."""
    monkeypatch.setattr(check, "_movements", lambda *_: iter(()))


# ------------------------------------------------------------------------------------------------------ the shapes


@pytest.mark.parametrize("name", ["intake", "event", "exercise"])
def test_schema_is_a_json_schema(name: str):
    result = run("schema", name)
    schema = json.loads(result.stdout)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"]


@pytest.mark.parametrize("path", INTAKES, ids=lambda path: path.stem)
def test_screen(path: Path):
    value = said("screen", str(path), "--now", "2026-03-02")
    assert value["disposition"] in WORDS
    assert value["advice"]
    reasons_in_order(value["reasons"])
    assert value["reasons"] or value["disposition"] == "self_care"


@pytest.mark.parametrize("path", INTAKES, ids=lambda path: path.stem)
def test_plan(path: Path):
    value = said("plan", str(path), "--now", "2026-03-02")
    assert {"disposition", "program", "reasons", "left_out"} <= set(value)
    assert value["disposition"] == said("screen", str(path), "--now", "2026-03-02")["disposition"]
    reasons_in_order(value["reasons"])
    if WORDS.index(value["disposition"]) >= WORDS.index("clinician_first"):
        assert (value["program"], value["left_out"]) == (None, [])
        return
    for row in value["left_out"]:
        assert set(row) >= {"exercise", "veto", "source"}
        assert row["exercise"] in CONTENT.index
    program = value["program"]
    assert program["stage"] in CONTENT.stages
    assert [week["week"] for week in program["weeks"]] == list(range(1, len(program["weeks"]) + 1))
    days = [day for week in program["weeks"] for day in week["days"]]
    assert days[0]["date"] == "2026-03-02"
    assert all(len(week["days"]) == 7 for week in program["weeks"])
    assert all({"date", "sessions", "aerobic", "breaks"} <= set(day) for day in days)
    sessions = [session for day in days for session in day["sessions"]]
    assert sessions
    for session in sessions:
        taken = session["warm_up_s"] + sum(item["seconds"] for item in session["items"])
        assert abs(taken - session["minutes"] * 60) <= 30
        for item in session["items"]:
            assert {"exercise", "sets", "reps", "hold_s", "side", "seconds"} <= set(item)
            assert item["side"] in ("both", "each", "left", "right")
            assert all(isinstance(item[name], int) for name in ("sets", "reps", "hold_s", "seconds"))


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
def test_replay_today_and_explain(path: Path):
    value = said("replay", str(path), "--now", NOW)
    assert set(value) >= {"state", "today", "decisions"}
    for row in value["decisions"]:
        assert {"id", "at", "rule", "saw", "says", "did", "source"} <= set(row)
    reasons_in_order(value["decisions"])
    ids = [row["id"] for row in value["decisions"]]
    assert len(set(ids)) == len(ids)
    assert value["today"] == said("today", str(path), "--now", NOW)
    assert value["today"]["disposition"] in WORDS
    assert value["today"]["date"] == NOW
    for name in (ids[0], ids[-1]):
        assert said("explain", str(path), name, "--now", NOW) == next(r for r in value["decisions"] if r["id"] == name)
    assert said("explain", str(path), ids[0])["id"] == ids[0]


def test_the_example_charts_end_as_their_names_say():
    ends = {path.stem: said("replay", str(path), "--now", NOW) for path in CHARTS}
    assert set(ends) == {"good-course", "flare", "worsening-leg"}
    good = ends["good-course"]["state"]
    assert (good["disposition"], good["stage"], good["flares"]) == ("self_care", "maintain", 0)
    assert good["sessions"] > 40 and {"nprs_back", "psfs", "groc"} <= set(good["measures"])
    assert ends["flare"]["state"]["flares"] == 1
    assert ends["flare"]["today"]["session"]
    rules = {row["rule"] for row in ends["flare"]["decisions"]}
    assert {"birddog-red-report", "birddog-flare", "birddog-flare-back"} <= rules
    assert (ends["worsening-leg"]["today"]["disposition"], ends["worsening-leg"]["today"]["session"]) == (
        "urgent",
        None,
    )
    assert said("today", CHARTS[-1].as_posix(), "--now", "2026-03-16")["session"]


def test_the_example_charts_hold_a_correction_and_a_therapists_edit():
    rows = [json.loads(line) for path in CHARTS for line in path.read_text(encoding="utf-8").splitlines()]
    kinds = {row["type"] for row in rows}
    assert {"intake", "session", "morning", "screen", "leg", "flare", "flare_over", "measure", "aerobic", "edit",
            "correction", "swap", "pain"} <= kinds  # fmt: skip
    assert {row["action"] for row in rows if row["type"] == "edit"} >= {"pin_dose", "note"}


def test_exercises():
    rows = said("exercises")
    assert [row["id"] for row in rows] == [exercise.id for exercise in CONTENT.exercises]
    assert all({"id", "name", "kind", "category", "tags", "dose", "sources"} <= set(row) for row in rows)
    one = said("exercises", "bird-dog")
    assert one in rows
    assert one["steps"] and one["ladder"]["easier"] and one["dose"]["strengthen"]["start"]["reps"]


def test_trace_of_what_the_articles_name():
    result = run("trace", "--json")
    value = json.loads(result.stdout)
    assert {name: of for name, (_, of) in value["articles"].items()} == {
        "exercises": 81, "rules": 127, "routines": 14, "modalities": 12,
    }  # fmt: skip
    assert all(have == of for have, of in value["articles"].values())
    assert value["untraced"] == []
    assert result.exit_code == 0


def test_check_finds_nothing(without_movements: None):
    assert said("check") == {"problems": []}
    assert "in order" in run("check").stdout


def test_check_prints_what_it_found_and_fails(without_movements: None, tmp_path: Path):
    folder = shutil.copytree(content_folder(), tmp_path / "content")
    path = folder / "exercises" / "bridge.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"supine", ', ""), encoding="utf-8")
    result = run("check", "--content", str(folder), "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    assert any("bridge.toml" in problem for problem in json.loads(result.stdout)["problems"])
    said = run("check", "--content", str(folder)).stdout
    assert "bridge.toml" in said
    count = len(json.loads(result.stdout)["problems"])
    assert said.endswith("\n1 problem\n" if count == 1 else f"\n{count} problems\n")


@pytest.mark.parametrize("kind", ["--still", "--animated", "--strip"])
def test_figure(kind: str, tmp_path: Path):
    out = tmp_path / "figure.svg"
    result = run("figure", "bird-dog", kind, "-o", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_text(encoding="utf-8").startswith("<svg")
    assert not list(tmp_path.glob("*.part"))


def test_json_is_the_same_twice():
    commands = [("plan", PERSON, "--now", "2026-03-02"), ("replay", CHART, "--now", NOW)]
    for command in commands:
        assert run(*command, "--json").stdout_bytes == run(*command, "--json").stdout_bytes


# ------------------------------------------------------------------------------------------------- words for people


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("screen", PERSON), "self care"),
        (("plan", PERSON, "--now", NOW), "Your weeks"),
        (("plan", str(next(p for p in INTAKES if "numb" in p.stem)), "--now", NOW), "emergency"),
        (("today", CHART, "--now", NOW), "session"),
        (("replay", CHART, "--now", NOW), "nurse-45"),
        (("explain", CHART, "start.1"), "screen"),
        (("exercises",), "Bird dog"),
        (("exercises", "bird-dog"), "Breathing"),
        (("exercises", "running"), "Running"),
        (("exercises", "yoga"), "class"),
        (("exercises", "walking"), "Walk"),
        (("--help",), "Commands"),
    ],
    ids=lambda value: " ".join(Path(v).stem for v in value) if isinstance(value, tuple) else "",
)
def test_text_is_plain_and_without_color(command: tuple[str, ...], words: str):
    result = run(*command)
    assert (result.exit_code, result.stderr) == (0, "")
    assert words in result.stdout
    assert "\x1b" not in result.stdout
    assert "None" not in result.stdout


def test_the_emergency_page_shows_no_exercise():
    numb = str(next(p for p in INTAKES if "numb" in p.stem))
    text = run("plan", numb, "--now", NOW).stdout
    assert "Call your emergency number" in text
    names = [exercise.name for exercise in CONTENT.exercises if exercise.kind == "exercise" and len(exercise.name) > 6]
    assert [name for name in names if name in text] == []


def test_what_people_write_is_shown_as_it_is(write: Any):
    story = Story(person={"id": "[red]p[/red][/x]", "age": 44})
    story.add(0, "edit", actor="therapist", action="remove", exercise="bridge", note="[/b] see [link] \u2028 [bold")
    chart = write("\n".join(json.dumps(row, ensure_ascii=False) for row in story.rows), "chart.jsonl")
    result = run("replay", chart, "--now", NOW)
    assert result.exit_code == 0
    assert "[red]p[/red][/x]" in result.stdout
    assert run("today", chart, "--now", "2026-03-02").exit_code == 0
    assert run("explain", chart, "edit-1.1").exit_code == 0


# ------------------------------------------------------------------------------------------------------- bad input


def test_a_missing_file():
    assert "nowhere.json: cannot be read (No such file or directory)" in failed("screen", "nowhere.json")
    assert "cannot be read" in failed("replay", "nowhere.jsonl", "--now", NOW)


def test_a_folder_is_no_file(tmp_path: Path):
    assert "cannot be read" in failed("plan", str(tmp_path), "--now", NOW)


def test_a_file_that_is_no_text(tmp_path: Path):
    path = tmp_path / "x.json"
    path.write_bytes(b'{"person": "\xff"}')
    assert "is not UTF-8 text (byte 12)" in failed("screen", str(path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON (Expecting value, column 1)"),
        ("{", "is the file cut off?"),
        ('{"person": {"age": 44,}}', ", column 23)"),
        ("[1, 2]", "(top) is [1, 2]; it must be object"),
        ("null", "(top) is null; it must be object"),
        ('{"pain": {"back_weak": 3}}', "pain: unknown field 'back_weak'; allowed: back_now"),
        ('{"person": {"age": "44"}}', 'person.age is "44"; it must be integer or null'),
        ('{"episode": {"began": "2026-02-30"}}', 'episode.began is "2026-02-30"; it must be a date such as 2026-03-02'),
        ('{"pain": {"back_now": 11}}', "pain.back_now is 11; allowed: 0 to 10"),
        ('{"pain": {"back_now": NaN}}', "NaN is not a number"),
        ('{"pain": {"back_now": 1e999}}', "1e999 is not a number"),
        ('{"red_flags": {"fever": "yes", "fever": "no"}}', "'fever' is given twice"),
        ('{"person": {"id": "\\udc00"}}', "half of a character"),
        ("[" * 50_000 + "]" * 50_000, ""),
        ('{"pain": ' * 300 + "1" + "}" * 300, "pain"),
    ],
    ids=["empty", "cut off", "comma", "list", "null", "unknown field", "wrong type", "impossible date", "range", "nan",
         "infinity", "twice", "half a character", "deep lists", "deep objects"],
)  # fmt: skip
@pytest.mark.parametrize("command", ["screen", "plan"])
def test_an_intake_that_cannot_be_used(command: str, text: str, message: str, write: Any):
    path = write(text)
    told = failed(command, path, "--now", NOW)
    assert told.startswith("birddog: ")
    assert path in told
    assert message in told


@pytest.mark.parametrize(
    ("cut", "message"),
    [(30, "chart.jsonl line 2: not JSON"), (None, "line 3: 'id' is a required property"), (0, "it is empty")],
)
@pytest.mark.parametrize("command", ["today", "replay"])
def test_a_chart_that_cannot_be_used(command: str, cut: int | None, message: str, write: Any):
    story = Story()
    story.morning(1)
    lines = [json.dumps(row) for row in story.rows]
    text = (
        ""
        if cut == 0
        else "\n".join([*lines, '{"type": "pain", "at": "2026-03-04"}'] if cut is None else lines)[
            : None if cut is None else -cut
        ]
    )
    told = failed(command, write(text, "chart.jsonl"), "--now", NOW)
    assert message in told.replace("(top): ", "")


@pytest.mark.parametrize("now", ["yesterday", "2026-02-30", "2026-3-2", "20.03.2026", "", "2026-03-02T25:00", "0"])
def test_a_bad_date(now: str):
    for command in (("plan", PERSON), ("today", CHART), ("replay", CHART), ("screen", PERSON)):
        assert "is not a date; write it as 2026-03-02 or 2026-03-02T08:30" in failed(*command, "--now", now, code=2)


@pytest.mark.parametrize("now", ["0001-01-01", "9999-12-31", "1899-12-31", "2200-01-01"])
def test_a_date_in_nobodys_lifetime(now: str):
    assert f"day is {now}; allowed: 1900-01-01 to 2199-12-31" in failed("plan", PERSON, "--now", now)
    assert "allowed: 1900-01-01 to 2199-12-31" in failed("replay", CHART, "--now", now)


def test_a_date_is_asked_for():
    for command in (("plan", PERSON), ("today", CHART), ("replay", CHART)):
        assert "--now" in failed(*command, code=2)


def test_a_day_before_the_chart():
    assert "it begins at" in failed("today", CHART, "--now", "2020-01-01")


@pytest.mark.parametrize(
    ("name", "near"),
    [("brid-dog", "bird-dog"), ("birddog", "bird-dog"), ("press up", "prone-press-up"), ("plank", "plank-knees")],
)
def test_an_unknown_exercise_gets_near_names(name: str, near: str):
    told = failed("exercises", name)
    assert f"there is no '{name}' in the catalog; near it: " in told
    assert near in told.split("near it: ")[1].strip().split(", ")
    assert len(told.split("near it: ")[1].split(", ")) <= 5


def test_an_exercise_like_nothing():
    assert "see `birddog exercises`" in failed("exercises", "zzzzzz")


def test_an_unknown_decision_names_the_latest():
    told = failed("explain", CHART, "nothing.1")
    assert "there is no 'nothing.1' in this chart; the latest are" in told
    assert "9999" not in told
    assert re.search(r"morning-\d+\.\d", told)


def test_an_unknown_command_option_or_schema():
    assert "No such command" in failed("plans", code=2)
    assert "No such option" in failed("plan", PERSON, "--noww", NOW, code=2)
    assert "'intakes' is not one of" in failed("schema", "intakes", code=2)


def test_check_of_a_folder_that_is_not_there(tmp_path: Path):
    told = failed("check", "--content", str(tmp_path / "nowhere"))
    assert "nowhere" in told


@pytest.mark.parametrize(
    "args", [("bird-dogs", "-o", "x.svg"), ("bird-dog", "-o", "x.gif"), ("bird-dog", "-o", "no/where/x.svg")]
)
def test_a_figure_that_cannot_be_drawn(args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert failed("figure", *args).startswith("birddog: ")
    assert list(tmp_path.iterdir()) == []


# --------------------------------------------------------------------------------------------------- real processes


def process(*args: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    command = [sys.executable, "-W", "error", "-c", "from birddog.cli import main; main()", *args]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        **more.pop("env", {}),
    }
    return subprocess.run(command, capture_output=True, env=environment, check=False, **more)


def test_a_program_as_json_in_a_pipe():
    done = process("plan", PERSON, "--now", NOW, "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["disposition"] == "self_care"
    assert done.stdout == run("plan", PERSON, "--now", NOW, "--json").stdout_bytes


def test_a_terminal_that_lacks_letters_gets_others():
    plain = {"PYTHONIOENCODING": "ascii"}
    done = process("exercises", "bird-dog", "--language", "es", env=plain)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"hacia atras" in done.stdout, "á is not there"
    told = process("exercises", "bird-dog", "--language", "es", "--json", env=plain)
    assert json.loads(told.stdout) == json.loads(run("exercises", "bird-dog", "--language", "es", "--json").stdout)


def test_any_hash_seed_gives_the_same_bytes():
    outputs = {
        process("replay", CHART, "--now", NOW, "--json", env={"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_an_error_in_a_pipe():
    done = process("plan", "nowhere.json", "--now", NOW, "--json")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"birddog: nowhere.json: cannot be read")
    assert b"Traceback" not in done.stderr


def test_text_without_a_terminal_has_no_color_and_any_letters(write: Any):
    path = write(json.dumps({**ORDINARY, "person": {"id": "Zoë 東", "age": 44}}, ensure_ascii=False))
    done = process("plan", path, "--now", NOW, "--json", env={"PYTHONIOENCODING": "utf-8"})
    assert json.loads(done.stdout)["program"]["patient"] == "Zoë 東"
    assert b"\x1b" not in process("plan", path, "--now", NOW).stdout


@pytest.mark.parametrize(("survivors", "violations", "code"), [([], 0, 0), (["a veto relaxed"], 0, 1), ([], 2, 1)])
def test_verify_fails_when_something_does_not_hold(
    survivors: list[str], violations: int, code: int, monkeypatch: pytest.MonkeyPatch
):
    row = {"id": "C1", "checked": 3, "violations": violations, "claim": "cauda equina signs act alone"}
    mutants = {"planted": 2, "killed": 2 - len(survivors), "survivors": survivors}
    value = {"invariants": [row], "mutants": mutants, "seconds": 0.1}
    monkeypatch.setattr("birddog.verify.run", lambda **options: value)
    result = run("verify", "--json", "--jobs", "1")
    assert (result.exit_code, json.loads(result.stdout)) == (code, value)
    assert "C1" in run("verify").stdout


def test_todays_page_is_for_people():
    text = " ".join(
        run("today", str(next(p for p in CHARTS if p.stem == "good-course")), "--now", "2026-02-09").stdout.split()
    )
    assert "From your therapist: Bridge is steady." in text
    assert "Tell us how the last session went" in text
    story_ids = [exercise.id for exercise in CONTENT.exercises if "-" in exercise.id]
    assert [name for name in story_ids if f" {name} " in text] == []
    late = " ".join(run("today", str(next(p for p in CHARTS if p.stem == "flare")), "--now", NOW).stdout.split())
    assert "How are you? Back pain, 0 to 10, over the week; " in late
    assert "nprs" not in late
