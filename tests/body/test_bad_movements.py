"""`birddog check` refuses a bad movement, with file, line and what is allowed.

Every mistake is planted in a file of its own, in one copy of the content, and the check is run once. The
mistakes stand after the mark `#!` in the text of a movement: that line has to be named.
"""

import re
import shutil
import tomllib
from dataclasses import replace

import numpy as np
import pytest
from tests.body.shown import IDS

from birddog.body import checks, definition
from birddog.body.anthropometry import Body
from birddog.body.motion import keyframes, sample
from birddog.catalog import content_folder, kept, load_default
from birddog.catalog.check import problems
from birddog.catalog.movements import positions

START = '[[movement.keyframes]]\nname = "start"\nseconds = 2\n'


def movement(*lines: str, first: str = "") -> str:
    """A movement of two keyframes: lines at its top, and lines of its second keyframe."""
    return f'[movement]\n{first}\n{START}[[movement.keyframes]]\nname = "up"\n' + "\n".join(lines) + "\n"


# what is wrong: the movement, and what the message must say; the drill lies on its back with bent knees
MISTAKES: dict[str, tuple[str, tuple[str, ...]]] = {
    "unknown joint": (
        movement("seconds = 2", "angles.hip_flexion = 40", "angles.knee_flection = 10 #!"),
        ("unknown joint angle 'knee_flection'", "Allowed: knee_flexion"),
    ),
    "angle out of range": (
        movement("seconds = 2", "angles = { knee_flexion = 190 } #!"),
        ("190 is out of range", "Allowed: -5 to 162"),
    ),
    "angle that is not a number": (
        movement("seconds = 2", 'angles = { knee_flexion = "bent" } #!'),
        ("'bent' is not a number", "Allowed: -5 to 162"),
    ),
    "contact that cannot be met": (
        movement("seconds = 2", 'contacts = { forehead = "floor" } #!'),
        ("forehead misses floor by", "Allowed: at most 1 cm"),
    ),
    "keyframe without time": (
        '[movement]\n[[movement.keyframes]] #!\nname = "start"\n[[movement.keyframes]]\nname = "up"\nseconds = 2\n',
        ("keyframe 'start' has no time", "Allowed: 0.2 to 60"),
    ),
    "keyframe with no time to speak of": (movement("seconds = 0 #!"), ("0 is out of range", "Allowed: 0.2 to 60")),
    "unknown site": (
        movement("seconds = 2", 'contacts = { paw = "floor" } #!'),
        ("unknown site 'paw'", "Allowed: see docs/movement.md"),
    ),
    "unknown surface": (
        movement("seconds = 2", 'contacts = { hand = "ceiling" } #!'),
        ("unknown surface or body place 'ceiling'", "Allowed:"),
    ),
    "a chair that is not there": (
        movement("seconds = 2", 'contacts = { hand = "chair" } #!'),
        ("there is no chair in the scene", "Allowed: add [movement.scene] chair"),
    ),
    "unknown way of touching": (
        movement("seconds = 2", 'contacts = { hand = "floor flies" } #!'),
        ("unknown way of touching 'flies'", "Allowed: fixed, slides, moved"),
    ),
    "unknown prop": (
        movement("seconds = 2", first='props = [{ kind = "rope", path = ["hand_left"] }] #!'),
        ("unknown kind 'rope'", "Allowed:"),
    ),
    "prop without a place": (
        movement("seconds = 2", first='props = [{ kind = "strap" }] #!'),
        ("a prop needs a path", "Allowed: point names or [x, y, z] in cm"),
    ),
    "unknown thing in the scene": (
        movement("seconds = 2", first="scene = { sofa = { height_cm = 40 } } #!"),
        ("unknown thing 'sofa'", "Allowed: wall, chair"),
    ),
    "unknown position": (
        movement("seconds = 2", first='position = "hovering" #!'),
        ("unknown position 'hovering'", "Allowed:"),
    ),
    "unknown view": (movement("seconds = 2", first='view = "below" #!'), ("unknown view 'below'", "Allowed: side")),
    "unknown muscle": (
        movement("seconds = 2", first='muscles = ["tensor fasciae"] #!'),
        ("unknown muscle 'tensor fasciae'", "Allowed:"),
    ),
    "unknown key": (
        movement("seconds = 2", first='colour = "red" #!'),
        ("unknown key 'colour'", "Allowed: position, view"),
    ),
    "unknown keyframe to begin from": (
        movement("seconds = 2", 'from = "moon" #!'),
        ("unknown keyframe 'moon'", "Allowed: start"),
    ),
    "two keyframes of one name": (
        movement("seconds = 2").replace('name = "up"', 'name = "start" #!'),
        ("a keyframe needs a name of its own", "Allowed:"),
    ),
    "no keyframe": ("[movement]\nkeyframes = [] #!\n", ("there is no keyframe", "at least one")),
    "a word for true or false": (
        movement("seconds = 2", first='balance = "yes" #!'),
        ("'yes' is neither true nor false", "Allowed: true, false"),
    ),
    "a word instead of a list": (
        movement("seconds = 2", first='still = "start" #!'),
        ("is not a list of words", "Allowed:"),
    ),
    "stated angle that contacts overrule": (
        movement("seconds = 2", 'contacts = { foot = "floor" }', "angles = { hip_flexion = 0, knee_flexion = 120 } #!"),
        ("was stated, the contacts make it", "Allowed: state what fits, or free a contact"),
    ),
    "a lift that is not one": (
        movement("seconds = 2", first='lifts = [{ site = "pelvis", by_cm = 60 }] #!'),
        ("pelvis rises 0 cm, the words say 59 cm", "Allowed: within 30 % or 4 cm"),
    ),
    "a held pose that tips over": (
        movement("seconds = 2", "hold = 3", "angles.pelvic_tilt = 50", first='position = "standing"\nbalance = false')
        .replace('[[movement.keyframes]]\nname = "up"', '[[movement.keyframes]] #!\nname = "up"'),
        ("keyframe 'up' would tip over", "Allowed: lean back over the support"),
    ),
    "an arm that is flung": (
        movement("seconds = 0.3", "angles.shoulder_flexion = 170", first='position = "standing"')
        .replace("[movement]", "[movement] #!", 1),
        ("moves at", "Allowed: more seconds, or a keyframe between"),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """The copy, the drill that each mistake was planted in, and all that `birddog check` says."""
    base = tmp_path_factory.mktemp("bad")
    folder = shutil.copytree(content_folder(), base / "content")
    # all the others are in order (test_catalog says so): only what is changed here is solved
    kept.write_kept(base / "kept", {kept.key_of(folder, i): [] for i in IDS})
    drills = [e.id for e in load_default().exercises if (e.kind, e.laterality) == ("exercise", "bilateral")]
    places = dict(zip(MISTAKES, drills, strict=False))
    for name, exercise_id in places.items():
        path = folder / "exercises" / f"{exercise_id}.toml"
        head, rest = MISTAKES[name][0].split("\n", 1)
        position = "" if "position =" in rest else 'position = "supine-hook-lying"\n'
        words = path.read_text(encoding="utf-8").split("[movement]")[0]
        path.write_text(f"{words}{head}\n{position}{rest}", encoding="utf-8")
    return folder, places, problems(folder, base / "kept")


@pytest.mark.parametrize("name", MISTAKES)
def test_a_bad_movement_is_refused(name, checked):
    folder, places, found = checked
    file = f"exercises/{places[name]}.toml"
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    (marked,) = [number for number, line in enumerate(lines, start=1) if line.endswith("#!")]
    mine = [problem for problem in found if problem.startswith(f"{file}: ")]
    wanted = [problem for problem in mine if all(part in problem for part in MISTAKES[name][1])]
    assert wanted, mine
    assert any(problem.startswith(f"{file}: line {marked}: ") for problem in wanted), wanted


def test_only_the_planted_mistakes_are_found(checked):
    _, places, found = checked
    assert {problem.split(":")[0] for problem in found} == {f"exercises/{i}.toml" for i in places.values()}


def test_a_bad_start_position_is_refused(tmp_path):
    folder = shutil.copytree(content_folder(), tmp_path / "content")
    path = folder / "positions.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("ankle_dorsiflexion = 2 }", "ankle_dorsiflexion = 2, tail_flexion = 3 }", 1), encoding="utf-8"
    )
    assert text != path.read_text(encoding="utf-8")
    (problem,) = problems(folder)
    assert re.match(r"positions.toml: line \d+: standing.angles.tail_flexion: unknown joint angle", problem), problem


WRONG: list[object] = [5, -1e9, float("nan"), "nonsense", True, [], {}, [1, 2], [{"a": 1}], ["x", "y", "z"]]


def test_nothing_that_toml_can_say_crashes_the_reader():
    """Every value of real movements, replaced by values of every other kind: read or refused, never an error."""
    start = positions(content_folder())
    for exercise_id in ("open-book", "supine-hamstring-stretch-strap", "step-up", "seated-march"):
        text = (content_folder() / "exercises" / f"{exercise_id}.toml").read_text(encoding="utf-8")
        for place in _places(tomllib.loads(text)["movement"]):
            for value in WRONG:
                table = tomllib.loads(text)
                _put(table["movement"], place, value)
                movement_, found = definition.parse(table["movement"], table, start)
                assert (movement_ is None) == bool(found)


def _places(value, here=()):
    """Ways of keys and numbers to every value inside a table."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield (*here, key)
        yield from _places(part, (*here, key))


def _put(table, place, value):
    for key in place[:-1]:
        table = table[key]
    table[place[-1]] = value


def _lowered(points):
    points[:, :, 1] -= 0.03  # the whole body, into the floor


def _drifting(points):
    points[:, :, 0] += np.linspace(0, 3, len(points))[:, None]  # the whole body, along the floor


def _floating(points):
    points[3:6, :, 1] += 0.03


def _jumping(points):
    points[4] += np.array([2.0, 0.0, 0.0])


@pytest.mark.parametrize(("spoil", "told"), [
    (_lowered, "cm inside the floor"), (_drifting, "slides"), (_floating, "leaves floor"), (_jumping, "m/s"),
])  # fmt: skip
def test_the_motion_check_sees_what_is_wrong(spoil, told, movements, monkeypatch):
    """Planted in the sampled points themselves: the check does not believe the solver."""
    good = sample(movements["bird-dog"], Body(), fps=8)
    points = good.points.copy()
    spoil(points)
    monkeypatch.setattr(checks, "sample", lambda *_, **__: replace(good, points=points))
    found = checks.motion_problems(movements["bird-dog"], Body())
    assert any(told in problem.message for problem in found), found


def test_a_lopsided_solution_is_seen(movements, monkeypatch):

    def lopsided(movement, body, side="right", hold=None):
        one = keyframes(movement, body, side, hold)
        return replace(one, points=one.points + 0.02) if side == "left" else one

    assert checks.asymmetry(movements["clamshell"], Body()) < 0.005
    monkeypatch.setattr(checks, "keyframes", lopsided)
    assert checks.asymmetry(movements["clamshell"], Body()) > 0.01
