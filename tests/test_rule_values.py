"""A number of a rule has a type, a unit and bounds, and something reads it; a misspelled name is a type error."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.strategies import CONTENT, ROOT

from birddog import catalog
from birddog.catalog import check, content_folder
from birddog.catalog.check import problems
from birddog.catalog.language import translated
from birddog.catalog.rule_values import changed, value_problems
from birddog.catalog.slots import filled, slot_problems, tongue_of
from birddog.core.content.values import BirddogError

PLACE = "rules/birddog.toml [birddog-red-report]"
RISE = 'values.rise = { value = 2, unit = "points", min = 2, max = 4, stricter = "lower" }'
MISTAKES: dict[str, tuple[str, str]] = {
    "below its bounds": (
        'values.rise = { value = 0, unit = "points", min = 1, max = 4 }',
        "is 0; allowed: 1 to 4 points",
    ),
    "above its bounds": (
        'values.rise = { value = 5, unit = "points", min = 1, max = 4 }',
        "is 5; allowed: 1 to 4 points",
    ),
    "a word": (
        'values.rise = { value = "two", unit = "points", min = 1, max = 4 }',
        "is 'two'; allowed: a number",
    ),
    "yes": ('values.rise = { value = true, unit = "points", min = 1, max = 4 }', "is True; allowed: a number"),
    "a list": ('values.rise = { value = [1, 2], unit = "points", min = 1, max = 4 }', "is [1, 2]; allowed: a number"),
    "no unit": ("values.rise = { value = 2, min = 1, max = 4 }", "unit is None; allowed: 'points'"),
    "another unit": (
        'values.rise = { value = 2, unit = "percent", min = 1, max = 4 }',
        "unit is 'percent'; allowed: 'points'",
    ),
    "no bounds": ('values.rise = { value = 2, unit = "points" }', "min and max are missing"),
}


RULES = {path.name: path.read_text(encoding="utf-8") for path in sorted((content_folder() / "rules").glob("*.toml"))}


def planted(old: str, new: str, name: str = "birddog.toml") -> list[str]:
    """What is wrong with the values of all rules after a change of one line."""
    assert old in RULES[name]
    texts = {**RULES, name: RULES[name].replace(old, new, 1)}
    rows = [(file, row) for file, text in texts.items() for row in tomllib.loads(text)["rule"]]
    return list(value_problems(rows))


def test_the_values_as_they_are_are_in_order():
    assert planted(RISE, RISE) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_value_that_does_not_fit_is_refused_with_its_place(mistake: str):
    new, says = MISTAKES[mistake]
    found = planted(RISE, new)
    assert [p for p in found if p.startswith(f"{PLACE}: values.rise: {says}")], found


@pytest.mark.parametrize("rise", [2, 2.5, 4])
def test_a_value_within_its_bounds_is_taken(rise: float):
    assert planted(RISE, RISE.replace("value = 2", f"value = {rise}")) == []


def test_whole_numbers_are_asked_for_where_things_are_counted():
    old = 'values.sessions = { value = 3, unit = "sessions"'
    assert "is 3.5; allowed: a whole number" in planted(old, old.replace("3", "3.5"))[0]


def test_a_range_has_two_numbers_the_lower_one_first():
    old = 'values.weeks = { value = [4, 6], unit = "weeks"'
    assert "allowed: the lower number first" in planted(old, old.replace("[4, 6]", "[6, 4]"))[0]
    assert "allowed: a list of 2 whole numbers" in planted(old, old.replace("[4, 6]", "[4]"))[0]


def test_a_value_that_nothing_reads_is_refused_unless_it_only_explains():
    more = RISE + '\nvalues.raise = { value = 2, unit = "points", min = 1, max = 4 }'
    assert planted(RISE, more) == [
        f"{PLACE}: values.raise: nothing reads it; "
        "read here: ceiling, rise, morning_rise, always, factor, no_raise_hours, many "
        "(shown = true if it only explains)"
    ]
    assert planted(RISE, more.removesuffix("}") + ", shown = true }") == []


def test_a_value_that_decisions_read_may_not_be_missing():
    assert planted(RISE + "\n", "") == [f"{PLACE}: values.rise is missing; decisions read it"]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder of one's own, without the slow look at movements."""
    monkeypatch.setattr(check, "_movements", lambda *_: iter(()))
    return Path(shutil.copytree(content_folder(), tmp_path / "content"))


def test_check_names_every_such_place_and_nothing_is_read(copy: Path):
    path = copy / "rules" / "birddog.toml"
    text = path.read_text(encoding="utf-8").replace(RISE, RISE.replace("value = 2", "value = 9"))
    path.write_text(text.replace("values.sessions = {", "values.sesions = {", 1), encoding="utf-8")
    assert problems(copy) == [
        "rules/birddog.toml [birddog-good-session]: values.sessions is missing; decisions read it",
        "rules/birddog.toml [birddog-good-session]: values.sesions: nothing reads it; "
        "read here: sessions, severe_sessions, days, most_raised "
        "(shown = true if it only explains)",
        f"{PLACE}: values.rise: is 9; allowed: 2 to 4 points",
    ]
    with pytest.raises(BirddogError, match=re.escape(PLACE)):
        catalog.load(copy)


def test_a_rule_that_decisions_read_may_not_be_missing(copy: Path):
    path = copy / "rules" / "stop.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('id = "stop-pain-more-than-mild-15min"', 'id = "stop-later"'), encoding="utf-8")
    with pytest.raises(BirddogError, match="there is no rule for 'stop_pain_more_than_mild_15min'"):
        catalog.load(copy)


def test_all_problems_come_at_once():
    rows = [("one.toml", {"id": "birddog-flare", "values": {"factor": {"value": "half"}, "fator": {"value": 1}}})]
    found = list(value_problems(rows))
    assert found[0].startswith("rules/one.toml [birddog-flare]: values.factor: is 'half'")
    assert found[1].startswith("rules/one.toml [birddog-flare]: values.fator: nothing reads it")
    assert any("no rule for 'red_report'" in problem for problem in found)


def test_a_changed_value_is_read_by_name_and_the_old_content_stays():
    new = changed(CONTENT, "birddog-red-report", "rise", 3)
    assert (new.values.red_report.rise, new.rule("birddog-red-report").values["rise"]) == (3, 3)
    assert CONTENT.values.red_report.rise == 2


# ------------------------------------------------------------------------------------------------------- sentences

TABLE: dict[str, dict[str, Any]] = {
    "one": {"rise": 2, "share": 0.3, "factor": 1.2, "weeks": [1, 2, 4], "days": 14, "hours": 48, "seconds": 180},
    "two": {"rise": 3.5},
}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{rise} points", "2 points"),
        ("{two.rise} points", "3.5 points"),
        ("{rise:word} points", "two points"),
        ("{share:percent} percent", "30 percent"),
        ("{factor:growth} percent more", "20 percent more"),
        ("{weeks[0]} to {weeks[2]}", "1 to 4"),
        ("weeks {weeks:list}", "weeks 1, 2 and 4"),
        ("{days:weeks} weeks", "two weeks"),
        ("{hours:days} days", "two days"),
        ("{seconds:minutes} minutes", "three minutes"),
        ("{rise:Word} points", "Two points"),
    ],
)
def test_a_slot_is_filled_with_the_number_of_its_rule(text: str, said: str):
    assert filled(text, "birddog-one", TABLE) == said


def test_another_language_says_the_same_number_in_its_own_words():
    assert (
        filled(
            "{rise:word} puntos, semanas {weeks:list}", "one", TABLE, tongue_of(content_folder() / "languages" / "es")
        )
        == "dos puntos, semanas 1, 2 y 4"
    )


@pytest.mark.parametrize(
    "slot", ["{rize}", "{three.rise}", "{rise[0]}", "{weeks[3]}", "{weeks}", "{share:word}", "{rise:weeks}"]
)
def test_a_slot_that_cannot_be_filled_is_refused(slot: str):
    with pytest.raises(BirddogError, match=re.escape(f"slot {slot}")):
        filled(f"After {slot} days.", "one", TABLE)


def test_a_changed_number_changes_every_sentence_that_says_it(copy: Path):
    rules = copy / "rules" / "birddog.toml"
    old = 'values.days = { value = 28, unit = "days"'
    rules.write_text(rules.read_text(encoding="utf-8").replace(old, old.replace("28", "35")), encoding="utf-8")
    assert problems(copy) == []
    english = catalog.load(copy)
    spanish = translated(english, copy / "languages" / "es")
    rule, regla = english.rules["birddog-stale-intake"], spanish.rules["birddog-stale-intake"]
    assert "older than 35 days" in rule.statement
    assert "more than five weeks old" in rule.patient
    assert "más de cinco semanas" in regla.patient


@pytest.mark.parametrize(
    ("file", "said"),
    [("rules/birddog.toml", "9"), ("languages/es/rules.toml", "9"),
     ("rules/birddog.toml", "nine"), ("languages/es/rules.toml", "nueve")],
)  # fmt: skip
def test_a_number_that_is_not_the_rules_is_refused(copy: Path, file: str, said: str):
    path = copy / file
    text = path.read_text(encoding="utf-8")
    place = text.index("[birddog-stale-intake]" if file.startswith("languages") else 'id = "birddog-stale-intake"')
    start = text.index("patient = ", place) + len('patient = "')
    path.write_text(f"{text[:start]}Después de {said} semanas. {text[start:]}", encoding="utf-8")
    (found,) = problems(copy)
    assert found.startswith(f"{file} [birddog-stale-intake]: patient: says {said}; the rule's numbers: 28.")


def test_a_literal_number_has_a_source_and_stands_in_a_sentence():
    rule: dict[str, Any] = {"id": "birddog-x", "values": {}, "sources": ["birddog"], "statement": "Up to 3 of 11."}
    assert len(list(slot_problems([("x.toml", rule)], {}))) == 2
    assert not list(slot_problems([("x.toml", {**rule, "literal": {"3": "birddog", "11": "birddog"}})], {}))
    several = {**rule, "literal": {"3": "hearsay", "11": "birddog", "7": "birddog"}}
    spanish = (tongue_of(content_folder() / "languages" / "es"), {"birddog-x": {"patient": "Hasta 3 de 11."}})
    assert "7" not in " ".join(slot_problems([("x.toml", several)], {})), (
        "it may be said in a language that is not there"
    )
    assert list(slot_problems([("x.toml", several)], {"es": spanish})) == [
        "rules/x.toml [birddog-x]: literal: 3 has the source 'hearsay'; allowed: birddog",
        "rules/x.toml [birddog-x]: literal: no sentence says 7",
    ]


def test_a_number_in_words_is_one_of_the_rules_own_in_every_language():
    said = {"statement": "One of three days, at any one time.", "patient": "Four, or both legs."}
    rule: dict[str, Any] = {"id": "birddog-x", "values": {"days": {"value": 3}}, "sources": ["birddog"], **said}
    spanish = (tongue_of(content_folder() / "languages" / "es"), {"birddog-x": {"patient": "Las dos piernas, o Seis."}})
    found = list(slot_problems([("x.toml", rule)], {"es": spanish}))
    assert [line.partition(";")[0] for line in found] == [
        "rules/x.toml [birddog-x]: patient: says Four", "languages/es/rules.toml [birddog-x]: patient: says Seis"
    ]  # fmt: skip
    literal = {"4": "birddog", "6": "birddog"}
    assert list(slot_problems([("x.toml", {**rule, "literal": literal})], {"es": spanish})) == []


WRONG = """
from birddog.core.content.content import Content


def misspelled(content: Content) -> None:
    print(content.values.red_report.rize)


def misspelled_rule(content: Content) -> None:
    print(content.values.dp_siting.exercises)


def misspelled_weight(content: Content) -> None:
    print(content.values.steering.ease_name)


def misspelled_list(content: Content) -> None:
    print(content.values.pop_sciatica.exercise)


def wrong_type(content: Content) -> str:
    return content.values.red_report.rise


def right(content: Content) -> float:
    return content.values.red_report.rise
"""


def test_a_misspelled_name_and_a_wrong_type_are_type_errors(tmp_path: Path):
    path = tmp_path / "reads_values.py"
    path.write_text(WRONG, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file=",
        "--strict",
        "--no-error-summary",
        "--follow-imports=silent",
    ]
    done = subprocess.run(
        [*command, f"--cache-dir={tmp_path}", str(path)],
        cwd=ROOT, env={"MYPYPATH": str(ROOT / "src"), "PATH": ""}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    lines = [line.partition(": error: ")[2] for line in done.stdout.splitlines() if "error" in line]
    assert len(lines) == 5, done.stdout + done.stderr
    assert '"RedReport" has no attribute "rize"' in lines[0]
    assert '"RuleValues" has no attribute "dp_siting"' in lines[1]
    assert '"Steering" has no attribute "ease_name"' in lines[2]
    assert '"Preferred" has no attribute "exercise"' in lines[3]
    assert 'got "float", expected "str"' in lines[4]


def test_the_core_reads_no_value_of_a_rule_by_its_name():
    """A name in quotes would slip past the type check: what decides reads ``content.values``."""
    for path in sorted((ROOT / "src" / "birddog" / "core").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Subscript) or (isinstance(node, ast.Attribute) and node.attr == "get"):
                held = node.value
                assert not (isinstance(held, ast.Attribute) and held.attr == "values"), f"{path}:{node.lineno}"
