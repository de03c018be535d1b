"""`birddog check` catches mistakes in content, each with its file, its place and what is allowed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from birddog.catalog import check, content_folder
from birddog.catalog.check import problems
from birddog.catalog.words import habits
from birddog.core.content.values import BirddogError


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder of one's own. Movements have tests of their own and are left out."""
    monkeypatch.setattr(check, "_movements", lambda *_: iter(()))
    return Path(shutil.copytree(content_folder(), tmp_path / "content"))


def plant(copy: Path, name: str, old: str, new: str) -> list[str]:
    """Put a mistake into one file, and what is found then."""
    path = copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{name} no longer holds {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return problems(copy)


def test_the_content_as_it_is_is_in_order(copy: Path):
    assert problems(copy) == []


BRIDGE = "exercises/bridge.toml"
HARD_WORDS = "Neuromuscular reconditioning interventions predominantly emphasize lumbopelvic stabilization "
MISTAKES: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "caution that no veto sees": (
        "exercises/supine-figure-four-press.toml",
        ', "hip_end_range"',
        "",
        ("supine-figure-four-press.toml", "sends away people with an artificial hip", "hip_replacement = precautions"),
    ),
    "caution for thin bones without a tag": (
        "exercises/standing-side-bend.toml",
        "cautions = [",
        'cautions = ["With thin bones (osteoporosis), leave this out.", ',
        ("standing-side-bend.toml", "no veto takes it out for bone = osteoporosis"),
    ),
    "ladder upside down": (
        "exercises/bodyweight-squat.toml",
        "difficulty = 3",
        "difficulty = 2",
        ("exercises/bodyweight-squat.toml", "it is a harder rung than 'sit-to-stand'"),
    ),
    "first dose under its floor": (
        BRIDGE,
        "sets = 2\nreps = 8\nhold_s = 3",
        "sets = 2\nreps = 7\nhold_s = 3",
        (BRIDGE, "first dose 2 x 7 of a strength is below 2 x 8", "less_because"),
    ),
    "less than its floor for no source's sake": (
        "exercises/clamshell.toml",
        "reps = 8\n",
        'reps = 6\nless_because = "It is hard."\n',
        ("exercises/clamshell.toml", "less_because needs a source besides birddog"),
    ),
    "a reason for less that is not less": (
        "exercises/dead-bug.toml",
        "reps = 3\n",
        "reps = 8\n",
        ("exercises/dead-bug.toml", "not below its floor"),
    ),
    "hold off the steps": (
        "exercises/bird-dog.toml",
        "most = { reps = 10 }",
        "most = { reps = 10, hold_s = 8 }",
        ("exercises/bird-dog.toml", "most.hold_s is 8 s", "5, 10, 15"),
    ),
    "a stage that falls back": (
        "exercises/cat-cow.toml",
        "[dose.strengthen]\nsets = 1\nreps = 10\nmove_s = 10",
        "[dose.strengthen]\nsets = 1\nreps = 10\nmove_s = 5",
        ("exercises/cat-cow.toml", "dose.strengthen: starts lower than the stage before it"),
    ),
    "position tag missing": (BRIDGE, '"supine", ', "", (BRIDGE, "none of group position", "supine, prone")),
    "load tag missing": (
        "exercises/cat-cow.toml",
        '"low_load"',
        '"rest"',
        ("exercises/cat-cow.toml", "none of group load", "isometric_hold"),
    ),
    "floor or no floor": (
        "exercises/clamshell.toml",
        '"floor_or_bed"',
        '"rest"',
        ("exercises/clamshell.toml", "one of floor, floor_or_bed, no_floor is needed"),
    ),
    "lying and standing": (BRIDGE, '"supine", ', '"supine", "standing", ', (BRIDGE, "'supine' contradicts 'standing'")),
    "neutral and end range": (
        BRIDGE,
        '"neutral_spine"',
        '"neutral_spine", "end_range_lumbar_extension"',
        (BRIDGE, "'neutral_spine' contradicts"),
    ),
    "unknown tag": (BRIDGE, '"supine", ', '"supine", "suspine", ', (BRIDGE, "suspine", "allowed")),
    "start without its tag": (
        "exercises/clamshell.toml",
        '"side_lying"',
        '"varied_position"',
        ("clamshell.toml", "start 'side-lying' needs the tag"),
    ),
    "all fours without kneeling": (
        "exercises/bird-dog.toml",
        '"kneeling", ',
        "",
        ("bird-dog.toml", "quadruped needs 'kneeling' and 'wrist_load'"),
    ),
    "unknown rule": (
        BRIDGE,
        'rules = ["',
        'rules = ["dose-by-moonlight", "',
        (BRIDGE, "there is no rule 'dose-by-moonlight'"),
    ),
    "unknown source": (BRIDGE, 'sources = ["', 'sources = ["hearsay", "', (BRIDGE, "hearsay")),
    "ladder with one end": (
        "exercises/clamshell.toml",
        'harder = ["side-lying-hip-abduction", "band-clamshell"]',
        "harder = []",
        (
            "side-lying-hip-abduction.toml",
            "ladder.easier has 'clamshell', whose harder lacks 'side-lying-hip-abduction'",
        ),
    ),
    "rung that is not there": (
        "exercises/clamshell.toml",
        'harder = ["side-lying-hip-abduction", "band-clamshell"]',
        'harder = ["clamshells"]',
        ("clamshell.toml", "there is no exercise 'clamshells'"),
    ),
    "chair in the steps only": (
        BRIDGE,
        "steps = [",
        'steps = [\n  "Put a chair beside you.",',
        (BRIDGE, "steps mention a chair", "equipment"),
    ),
    "hold over a minute": (
        "exercises/relax-and-rest.toml",
        "hold_s = 60",
        "hold_s = 61",
        ("relax-and-rest.toml", "hold_s", "61", "60"),
    ),
    "a fear word": (BRIDGE, 'summary = "', 'summary = "For a fragile back. ', (BRIDGE, "fear word 'fragile'")),
    "a drug": (
        "lessons/ice-and-heat.toml",
        'text = "',
        'text = "Or take ibuprofen. ',
        ("lessons/ice-and-heat.toml", "drug name 'ibuprofen'"),
    ),
    "a drug dose": (
        "lessons/ice-and-heat.toml",
        'text = "',
        'text = "Or take 400 mg. ',
        ("lessons/ice-and-heat.toml", "drug dose '400 mg'"),
    ),
    "a promise": (BRIDGE, 'summary = "', 'summary = "This will cure you. ', (BRIDGE, "promise 'will cure'")),
    "hard words": (BRIDGE, 'summary = "', 'summary = "' + HARD_WORDS * 4, (BRIDGE, "reading grade", "allowed: 8")),
    "field not known": (
        BRIDGE,
        'name = "',
        'nickname = "x"\nname = "',
        (BRIDGE, "unknown field 'nickname'", "allowed"),
    ),
    "wrong type": (BRIDGE, "difficulty = 2", 'difficulty = "two"', (BRIDGE, "difficulty", "integer")),
    "out of range": (BRIDGE, "difficulty = 2", "difficulty = 9", (BRIDGE, "difficulty is 9", "1 to 5")),
    "equipment not known": (
        BRIDGE,
        "equipment = []",
        'equipment = [["chair lift"]]',
        (BRIDGE, "chair lift", "allowed", "chair"),
    ),
    "id is not the file": (
        BRIDGE,
        'id = "bridge"',
        'id = "bridges"',
        ("bridge.toml", "'bridges'", "the file's name, 'bridge'"),
    ),
    "not TOML": (BRIDGE, 'id = "bridge"', 'id = "bridge', ("bridge.toml", "not TOML", "line 1")),
    "heavy drill too early": (
        "exercises/superman.toml",
        "[dose.strengthen]",
        "[dose.calm]",
        ("superman.toml", "belongs in strengthen or later"),
    ),
    "heavy drill for strong pain": (
        "exercises/superman.toml",
        "max_pain = 3",
        "max_pain = 6",
        ("superman.toml", "max_pain = 3 or less"),
    ),
    "avoid without instead": (
        "exercises/running.toml",
        'instead = ["walking", "elliptical", "water-aerobics"]',
        "instead = []",
        ("running.toml", "instead"),
    ),
    "veto of an unknown fact": ("vetoes.toml", 'fact = "leg"', 'fact = "legs"', ("vetoes.toml", "legs", "allowed")),
    "veto of an unknown value": (
        "vetoes.toml",
        'values = ["below_knee"]',
        'values = ["below_the_knee"]',
        ("leg has no value 'below_the_knee'", "allowed: none, buttock"),
    ),
    "veto of an unknown tag": (
        "vetoes.toml",
        '"neural_tension", "high_spinal_load"]',
        '"nerve_tension", "high_spinal_load"]',
        ("vetoes.toml", "nerve_tension"),
    ),
    "cluster of an unknown sign": (
        "screening.toml",
        'of = ["fever", "recent_infection", "low_defenses"]',
        'of = ["fever", "infections"]',
        ("there is no item 'infections'",),
    ),
    "routine of an unknown drill": (
        "routines.toml",
        '"double-knee-to-chest"',
        '"double-knee-chest"',
        ("routines.toml", "there is no exercise 'double-knee-chest'"),
    ),
    "lesson of an unknown rule": (
        "lessons/bed-rest.toml",
        'rule = "bed-rest-48h"',
        'rule = "bed-rest-49h"',
        ("lessons/bed-rest.toml", "there is no rule 'bed-rest-49h'"),
    ),
    "danger sign without a level": (
        "screening.toml",
        'yes = "emergency"',
        'yes = "soon"',
        ("screening.toml", "soon", "allowed"),
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_planted_mistake_is_found(name: str, copy: Path):
    file, old, new, told = MISTAKES[name]
    found = problems_of(plant, copy, file, old, new)
    assert any(all(part in problem for part in told) for problem in found), "\n".join(found)


def problems_of(planting: Callable[..., list[str]], *args: object) -> list[str]:
    """What is found, by check or while reading."""
    try:
        return planting(*args)
    except BirddogError as error:
        return [str(error)]


def test_a_dose_outside_the_rule_that_it_follows(copy: Path):
    path = copy / "exercises" / "bird-dog.toml"
    whole = path.read_text(encoding="utf-8")
    before, strengthen = whole.split("[dose.strengthen]")
    dose, after = strengthen.split("[dose.maintain]")
    wrong = dose.replace("reps = 6", "reps = 2").replace("reps = 12", "reps = 4")
    assert "dose-strength-8-12" in wrong and wrong != dose
    path.write_text(f"{before}[dose.strengthen]{wrong}[dose.maintain]{after}", encoding="utf-8")
    assert any(
        "bird-dog.toml: dose.strengthen: reps 2 to 4 is outside dose-strength-8-12: 8 to 12" in p
        for p in problems(copy)
    )


@pytest.mark.parametrize(
    "name", ["exercises/bridge.toml", "lessons/bed-rest.toml", "vetoes.toml", "stages.toml", "sources.toml"]
)
def test_a_file_that_is_gone_is_missed(name: str, copy: Path):
    (copy / name).unlink()
    try:
        found = problems(copy)
    except BirddogError as error:
        found = [str(error)]
    assert found
    assert any(Path(name).stem in problem for problem in found)


def test_a_folder_that_is_not_there(tmp_path: Path):
    with pytest.raises(BirddogError, match="there is no such folder"):
        problems(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "Deep bending is left out.", True),
        ("en", "We leave out deep bending.", False),
        ("en", "Have it looked at.", True),
        ("en", "See a doctor about this today.", False),
        ("en", "Stay out of the water.", False),
        ("es", "Siéntate. Para y descansa.", True),
        ("es", "Para las piernas, camina.", False),
        ("es", "Puedes conducir cuando no duela.", True),
        ("es", "Puedes manejar cuando no duela.", False),
        ("es", "Te sentirás adolorido.", False),
        ("es", "Te sentirás dolorido.", True),
    ],
)
def test_habits_of_writing_are_found(language: str, text: str, found: bool):
    assert bool(habits(text, language)) == found


def test_a_habit_in_content_is_named_with_what_to_write(copy: Path):
    found = plant(copy, "lessons/scan.toml", 'text = "', 'text = "Deep bending is left out. ')
    assert any("lessons/scan.toml: 'is left out'; write: say who: we leave out" in problem for problem in found)
    es = plant(copy, "languages/es/lessons/scan.toml", '  "', '  "Añade algo. ')
    assert any("languages/es/lessons/scan.toml" in problem and "agregar" in problem for problem in es)
