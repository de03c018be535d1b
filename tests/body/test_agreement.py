"""`birddog check` compares words, tags and movement of an exercise, in any content folder.

Each mistake is planted in one exercise of the catalog; the catalog itself is in order (`birddog check`).
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from birddog.catalog import content_folder
from birddog.catalog.agreement import CHECKS, PARTLY
from birddog.catalog.measured import MEASURES
from birddog.catalog.movements import lint_problems

# name: (exercise, words of its file, what stands there instead, what is found)
MISTAKES: dict[str, tuple[str, str, str, str]] = {
    "start": ("bird-dog", "Start on your hands and knees", "Lie on your back", "the first step says supine"),
    "position": ("bridge", '"supine"', '"prone"', "tags: no position that the movement shows; it shows supine"),
    "sides": ("bridge", 'laterality = "bilateral"', 'laterality = "alternating"', "both sides do the same"),
    "change of sides": ("clamshell", "Finish one side before", "Do them all before", "they say to finish the set"),
    "hold": ("bird-dog", 'hold = "dose"', "hold = 1", 'movement: 0 keyframes with hold = "dose"; by the doses it is 1'),
    "tempo": ("bridge", 'name = "top"\nseconds = 2', 'name = "top"\nseconds = 9', "movement: one repetition takes"),
    "direction": ("lower-trunk-rotation", 'direction = "rotation"', 'direction = "extension"', "direction is ext"),
    "neutral": ("cat-cow", 'tags = [', 'tags = ["neutral_spine", ', "tags: neutral_spine, but the low back bends"),
    "end range": ("childs-pose", '"end_range_lumbar_flexion", ', "", "tags: the low back bends"),
    "end range seen": ("bird-dog", "tags = [", 'tags = ["end_range_lumbar_flexion", ', "does not show end_range"),
    "kneeling": ("bird-dog", '"kneeling", ', "", "tags: the movement shows weight on a knee; kneeling is missing"),
    "wrists": ("bird-dog", ', "wrist_load"', "", "tags: hands carry the body; wrist_load is missing"),
    "wrists seen": ("bridge", "tags = [", 'tags = ["wrist_load", ', "tags: wrist_load, but no hand carries"),
    "hand support": ("standing-hip-abduction", ', "hand_support"', "", "hand_support is missing"),
    "floor": ("wall-sit", '"no_floor"', '"floor"', "tags: floor, but the movement does not show the body on the floor"),
    "balance": ("standing-hip-abduction", '"balance", ', "", "foot is in the air; balance is missing"),
    "deep bends": ("single-knee-to-chest", ', "hip_flexion_over_90"', "", "hip_flexion_over_90 is missing"),
    "things": ("wall-sit", 'equipment = [["wall"]]', 'equipment = [["chair"]]', "the movement shows no chair"),
    "a number": ("dead-bug", "heel about 15 cm", "heel about 60 cm", "steps say '60 cm', which no"),
    "a promise": ("curl-up", "least = 3.5\nmost = 6.5", "least = 13.5\nmost = 16.5", "allowed: 13.5 to 16.5"),
    "a measure": ("curl-up", '"rise", "start"', '"raise", "start"', "measure 'raise'; allowed: gap, to_wall"),
    "a keyframe": ("curl-up", '"rise", "start"', '"rise", "begin"', "keyframe 'begin'; there is start, up"),
    "all fours": ("cat-cow", "hip_flexion = 44", "hip_flexion = 64", "hip is 1"),
    "a head": ("plank-high", "neck_flexion = 0", "neck_flexion = 20", "the neck is bent by 25 degrees; allowed: 10"),
    "an arch": ("prone-press-up", "lumbar_flexion = -22", "lumbar_flexion = -8", "the back arches by 2"),
    "forearms": ("prone-on-elbows", '"floor slides"', '"floor moved"', "forearm_left leaves the floor; say slides"),
    "a wall": (
        "standing-back-bend", 'view = "side"', 'view = "side"\nscene = { wall = { side = "front" } }',
        "nothing touches the wall that is shown",
    ),
    "inches": ("bridge", "about 30 cm (12 inches)", "about 30 cm (20 inches)", "which are not the same length"),
    "an exemption of nothing": (
        "bridge", "[[promises]]", '[[exempt]]\ncheck = "moonlight"\nwhy = "so"\n\n[[promises]]', "no check 'moonlight'",
    ),
    "an exemption that is not needed": (
        "bridge", "[[promises]]", '[[exempt]]\ncheck = "start"\nwhy = "so"\n\n[[promises]]', "'start' agrees",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder of somebody's own."""
    return Path(shutil.copytree(content_folder(), tmp_path_factory.mktemp("own") / "content"))


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_in_any_folder(folder: Path, mistake: str):
    exercise, old, new, says = MISTAKES[mistake]
    path = folder / "exercises" / f"{exercise}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{exercise} no longer holds {old!r}"
    try:
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert any(says in problem for problem in lint_problems(exercise, folder)), lint_problems(exercise, folder)
    finally:
        path.write_text(text, encoding="utf-8")


def test_an_exemption_leaves_alone_what_it_names(folder: Path):
    path = folder / "exercises" / "bird-dog.toml"
    text = path.read_text(encoding="utf-8")
    row = '\n[[exempt]]\ncheck = "kneeling"\nwhy = "for this test"\n'
    try:
        path.write_text(text.replace('"kneeling", ', "", 1) + row, encoding="utf-8")
        assert lint_problems("bird-dog", folder) == []
    finally:
        path.write_text(text, encoding="utf-8")


def test_the_guide_names_every_check_and_every_measure():
    guides = Path(__file__).resolve().parents[2] / "docs" / "how-to"
    guide = (guides / "add-an-exercise.md").read_text(encoding="utf-8")
    assert [name for name in (*CHECKS, *PARTLY, *MEASURES) if f"`{name}`" not in guide] == []
