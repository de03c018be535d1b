"""Another language changes the words and nothing else; `birddog check` says what a language lacks."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.strategies import CHARTS, INTAKES, ROOT

import birddog
from birddog import present
from birddog.catalog import LANGUAGES, check, content_folder, load, load_default, load_language
from birddog.catalog.check import problems
from birddog.catalog.language import texts, translated
from birddog.catalog.toml import read_toml
from birddog.catalog.translations import language_problems, pairs, slots_of
from birddog.cli import main
from birddog.core.content.content import Content
from birddog.core.content.notes import mentions
from birddog.core.content.values import BirddogError
from birddog.core.person.facts import facts

DAY = date(2026, 3, 2)
OTHERS = LANGUAGES[1:]
ENGLISH = load_default()
SAID = ("advice", "did", "question", "says", "title", "why")
"""Keys of JSON values that hold text for a person (``why`` holds ids where it is a list)."""

every = pytest.mark.parametrize("code", OTHERS)


def bones(value: Any) -> Any:
    """JSON values without the text that a person reads: ids, numbers, dates, what was seen."""
    if isinstance(value, dict):
        return {k: bones(v) for k, v in value.items() if not (k in SAID and isinstance(v, str))}
    return [bones(part) for part in value] if isinstance(value, list) else value


def said(value: Any, key: str = "") -> Iterator[str]:
    """The text in JSON values that a person reads, in order."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from said(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from said(part)
    elif isinstance(value, str) and key in SAID:
        yield value


def same(code: str) -> set[str]:
    """Texts that a language says as English does."""
    return set(read_toml(content_folder() / "languages" / code / "language.toml")["same"])


def only_words_differ(code: str, english: Any, other: Any) -> None:
    assert bones(english) == bones(other)
    kept = same(code)
    untold = [one for one, two in zip(said(english), said(other), strict=True) if one == two and one not in kept]
    assert untold == []


# ------------------------------------------------------------------------------------------ what people get


@every
@pytest.mark.parametrize("path", INTAKES, ids=lambda path: path.stem)
def test_a_program_is_the_same_in_other_words(code: str, path: Path):
    shown = []
    for content in (ENGLISH, load_language(code)):
        intake = birddog.read_intake(json.loads(path.read_text(encoding="utf-8")), content)
        screened = present.screen_json(birddog.screen(intake, DAY, content), content)
        plan = present.plan_json(
            birddog.prescribe(intake, DAY, content), content, intake, facts(intake, DAY, content.values)
        )
        shown.append({"screen": screened, "plan": plan})
    only_words_differ(code, *shown)


@every
@pytest.mark.parametrize("now", ["2026-03-04", "2026-03-20", "2026-07-01"])
@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
def test_a_chart_leads_to_the_same_decisions_in_other_words(code: str, path: Path, now: str):
    at, shown = datetime.fromisoformat(f"{now}T20:00"), []
    for content in (ENGLISH, load_language(code)):
        folded = birddog.replay(birddog.read_chart(path.read_text(encoding="utf-8").split("\n"), content), at, content)
        page = present.today_json(birddog.core.today.today(folded, at), content)
        decisions = [present.logged_json(entry) for entry in folded.decisions]
        shown.append({"state": present.state_json(folded.state), "today": page, "decisions": decisions})
    only_words_differ(code, *shown)


@every
def test_nothing_that_decides_depends_on_the_language(code: str):
    other = load_language(code)
    assert (other.version, other.digest, other.index) == (ENGLISH.version, ENGLISH.digest, ENGLISH.index)
    assert other.veto_masks[0][1] == ENGLISH.veto_masks[0][1]
    assert (other.values, other.prescribable, other.recheck_items) == (
        ENGLISH.values, ENGLISH.prescribable, ENGLISH.recheck_items,
    )  # fmt: skip
    assert other.notes is ENGLISH.notes
    assert {i: (r.values, r.statement) for i, r in other.rules.items()} == {
        i: (r.values, r.statement) for i, r in ENGLISH.rules.items()
    }
    assert other.memo is not ENGLISH.memo


@every
def test_no_english_is_left(code: str):
    rows = pairs(texts(ENGLISH), texts(load_language(code)))
    left = [f"{place}: {two}" for place, one, two in rows if one == two and two not in same(code)]
    assert [line for line in left if re.search(r"[^\W\d_]", re.sub(r"{.*?}", "", line.partition(": ")[2]))] == []


@every
def test_search_finds_the_names_of_both_languages(code: str):
    other = load_language(code)
    for exercise in ENGLISH.exercises:
        assert {exercise.name, *exercise.aliases} <= {*other.exercise(exercise.id).aliases}
        for name in (exercise.name, other.exercise(exercise.id).name):
            with pytest.raises(BirddogError, match="near it: "):
                other.exercise(f"{name}?")


def test_a_language_that_is_not_there():
    with pytest.raises(BirddogError, match=r"language: there is no 'xx'; there is en, es"):
        load_language("xx")


def test_english_is_the_default():
    assert load_language("en") is load_default()
    assert load_default().language == "en"
    assert {load_language(code).language for code in LANGUAGES} == set(LANGUAGES)


# ------------------------------------------------------------------------------------------ danger signs in free text


def test_words_of_every_language_are_read_whatever_the_language_of_the_pages():
    for text, sign in (("no puedo orinar", "bladder_trouble"), ("I cannot pee", "bladder_trouble")):
        for code in LANGUAGES:
            assert sign in {one.sign for one in mentions(text, load_language(code).notes)}


# ------------------------------------------------------------------------------------------ phrases

SPEAKERS = [*sorted((ROOT / "src" / "birddog" / "core").rglob("*.py"))]
SPEAKERS += [
    ROOT / "src" / "birddog" / name
    for name in ("present.py", "cli/show.py", "exchange/handout.py", "core/screen/help_words.py")
]


def spoken() -> tuple[set[str], set[str]]:
    """String literals of the code that speaks, and the beginnings of its f-strings."""
    whole, begun = set(), set()
    for path in SPEAKERS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                begun.add(str(node.values[0].value))
    return whole, {text for text in begun if re.fullmatch(r"[a-z]+-", text)}


def test_every_phrase_is_said_somewhere():
    whole, begun = spoken()
    explained = [row.instead for row in ENGLISH.screen_items] + [row.instead for row in ENGLISH.findings]
    whole |= {instead.phrase for instead in explained if instead is not None}
    idle = [p for p in ENGLISH.phrases if p not in whole and not any(p.startswith(b) for b in begun)]
    assert [p for p in idle if p.removeprefix("head-") not in whole] == []


def test_every_phrase_that_code_asks_for_is_there():
    code = "\n".join(path.read_text(encoding="utf-8") for path in SPEAKERS)
    asked = set(re.findall(r'phrase\(\s*"([\w-]+)"', code))
    assert len(asked) > 20
    assert asked <= set(ENGLISH.phrases)
    _, begun = spoken()
    assert [b for b in begun - {"day-"} if not any(p.startswith(b) for p in ENGLISH.phrases)] == []


def test_a_phrase_that_is_not_there():
    with pytest.raises(BirddogError, match="phrase: there is no 'hello'"):
        ENGLISH.phrase("hello")


@every
def test_an_exercise_is_said_by_id_in_english_and_by_name_elsewhere(code: str):
    assert ENGLISH.named(["bird-dog", "bridge"]) == "bird-dog, bridge"
    other = load_language(code)
    assert other.named(["bird-dog"]) == other.exercise("bird-dog").name


# ------------------------------------------------------------------------------------------ check


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder of one's own. Movements have tests of their own and are left out."""
    monkeypatch.setattr(check, "_movements", lambda *_: iter(()))
    return Path(shutil.copytree(content_folder(), tmp_path / "content"))


def test_the_languages_as_they_are_are_in_order():
    assert list(language_problems(content_folder(), ENGLISH)) == []


BIRD_DOG = "exercises/bird-dog.toml"
MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "a key is gone": (BIRD_DOG, "breathing =", "# breathing =", f"{BIRD_DOG}: 'breathing' is missing"),
    "a text is empty": (
        "vetoes.toml", r"(\[no-floor\]\nsays = )\".*\"", r'\1""', "vetoes.toml: 'no-floor' is missing",
    ),
    "a step is gone": (BIRD_DOG, r"  \"Empieza a cuatro.*\n", "", f"{BIRD_DOG}: steps has 5 entries; English has 6"),
    "a part of a mistake is gone": (BIRD_DOG, "feels =", "# feels =", f"{BIRD_DOG}: mistakes 1 'feels' is missing"),
    "a key that English has not": (BIRD_DOG, "^name", 'tag = "x"\nname', f"{BIRD_DOG}: there is no 'tag' in English"),
    "a rule that is not there": (
        "rules.toml", r"\A", '[hearsay]\npatient = "x"\n', "rules.toml: there is no 'hearsay' in English",
    ),
    "a text where a list belongs": (BIRD_DOG, r"cues = \[.*\]", 'cues = "x"', f"{BIRD_DOG}: cues must be a list"),
    "another number": (
        "measures.toml", "10", "11", "measures.toml nprs_back title: numbers are 0, 11; in English 0, 10",
    ),
    "an id translated": (
        "exercises/running.toml", "settled", "calmado",
        "running.toml: avoid until must be 'settled' (it is an id), not 'calmado'",
    ),
    "a slot that is not there": ("phrases.toml", r"\{says\}", "{sayz}", "slots are sayz; in English says"),
    "a fear word": (BIRD_DOG, "^summary = \"", 'summary = "Para una columna débil. ', "fear word 'columna débil'"),
    "a drug": (BIRD_DOG, "^summary = \"", 'summary = "Toma morfina. ', "drug name 'morfina'"),
    "a promise": (BIRD_DOG, "^summary = \"", 'summary = "Esto te curará. ', "promise 'te curará'"),
    "not TOML": (BIRD_DOG, "^name = \"", "name = ", "languages/es/exercises/bird-dog.toml: not TOML"),
}  # fmt: skip


def planted(copy: Path, name: str, pattern: str, new: str) -> Path:
    """Put a mistake into one file of the Spanish folder."""
    path = copy / "languages" / "es" / name
    text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1, f"{name} no longer holds {pattern!r}"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_language_is_found(name: str, copy: Path):
    file, pattern, new, told = MISTAKES[name]
    planted(copy, file, pattern, new)
    found = problems(copy)
    assert any(problem.startswith("languages/es/") and told in problem for problem in found), "\n".join(found)


def test_a_text_left_in_english_is_found(copy: Path):
    english = ENGLISH.exercise("bird-dog").breathing
    planted(copy, BIRD_DOG, "^breathing = .*$", f'breathing = "{english}"')
    assert [p for p in problems(copy) if "bird-dog.toml breathing: is the English text" in p]


@pytest.mark.parametrize("name", [BIRD_DOG, "phrases.toml", "language.toml", "vetoes.toml"])
def test_a_file_that_is_gone_is_missed(name: str, copy: Path):
    (copy / "languages" / "es" / name).unlink()
    assert [p for p in problems(copy) if name in p]


def test_a_file_that_english_has_not(copy: Path):
    (copy / "languages" / "es" / "exercises" / "hula.toml").write_text('name = "Hula"', encoding="utf-8")
    assert problems(copy) == ["languages/es/exercises/hula.toml: there is no such file in English"]


def test_content_without_languages_is_in_order(copy: Path):
    shutil.rmtree(copy / "languages")
    assert problems(copy) == []


def test_a_language_that_lacks_something_is_not_loaded(copy: Path):
    planted(copy, BIRD_DOG, "^breathing", "# breathing")
    planted(copy, BIRD_DOG, "^cues", "# cues")
    with pytest.raises(
        BirddogError, match=r"es/exercises/bird-dog.toml: '\w+' is missing \(and 1 more; see `birddog check"
    ):
        translated(ENGLISH, copy / "languages" / "es")


def test_a_new_language_is_found_and_its_danger_words_are_read(copy: Path):
    shutil.copytree(copy / "languages" / "es", copy / "languages" / "xx")
    words = 'numb_word = ["xyzzy", '
    planted_words = re.sub(r"numb_word = \[", words, (copy / "languages/xx/notes.toml").read_text(encoding="utf-8"))
    (copy / "languages" / "xx" / "notes.toml").write_text(planted_words, encoding="utf-8")
    content: Content = load(copy)
    assert [one.sign for one in mentions("xyzzy between my legs", content.notes)][:1] == ["saddle_numbness"]
    assert translated(content, copy / "languages" / "xx").language == "xx"
    assert problems(copy) == []


def test_slots_are_named_once():
    assert slots_of("{exercise.id} and {exercise.name} {n}") == ["exercise", "n"]


# ------------------------------------------------------------------------------------------ the command line


LAST = birddog.replay(birddog.read_chart(CHARTS[0].read_text().split("\n")), datetime(2026, 3, 20, 23)).decisions[-1].id


@every
@pytest.mark.parametrize(
    "command",
    [
        ["screen", str(INTAKES[0]), "--now", "2026-03-02"],
        ["plan", str(INTAKES[0]), "--now", "2026-03-02"],
        ["today", str(CHARTS[0]), "--now", "2026-03-20"],
        ["replay", str(CHARTS[0]), "--now", "2026-03-20"],
        ["explain", str(CHARTS[0]), LAST, "--now", "2026-03-20"],
        ["exercises"],
        ["exercises", "bird-dog"],
    ],
    ids=" ".join,
)
def test_commands_speak_the_language(code: str, command: list[str]):
    shown = [CliRunner().invoke(main, [*command, *more]) for more in ([], ["--language", code])]
    assert [result.exit_code for result in shown] == [0, 0]
    assert shown[0].stdout != shown[1].stdout


def test_commands_refuse_a_language_that_is_not_there():
    result = CliRunner().invoke(main, ["exercises", "--language", "xx"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'en', 'es'" in result.stderr
