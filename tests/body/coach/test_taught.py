"""A sample of what `python -m tests.body.coach.taught` shows for the catalog, and the command that writes the file."""

import shutil

import numpy as np
import pytest
from click.testing import CliRunner
from tests.body.coach.generator import take
from tests.body.coach.taught import OFF, TEACHER, compare

from birddog.body.coach import teach
from birddog.body.coach.recording import Recording
from birddog.catalog import load, taught
from birddog.catalog.check import exercise_problems
from birddog.catalog.library import content_folder
from birddog.catalog.movements import lint_problems, positions
from birddog.cli import main


@pytest.mark.parametrize("exercise", ["bodyweight-squat"])
def test_a_film_of_a_catalog_exercise_gives_its_keyframes_and_counts_it(exercise):
    found = compare(exercise, 1)
    assert (found.refused, found.start) == ("", True)
    assert found.worst <= OFF
    assert found.counted == found.sessions == 1


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "content"
    shutil.copytree(content_folder(), folder)
    film = take("bodyweight-squat", TEACHER, np.random.default_rng(3))
    np.savez(tmp_path / "film.npz", image=film.image[..., :2], visibility=film.visibility, times=film.times,
             aspect=film.aspect)  # fmt: skip
    return folder


def asked(own, *more):
    return CliRunner().invoke(main, ["teach", str(own.parent / "film.npz"), "--content", str(own), *more])


def test_the_file_is_in_order_nobody_is_given_it_and_it_is_never_written_over(own):
    said = asked(own, "--name", 'My "squat"', "--start", "standing")
    assert said.exit_code == 0, said.output
    content = load(own)
    made = content.exercise("my-squat")
    assert exercise_problems(made, content) == lint_problems("my-squat", own) == []
    bit = 1 << content.index["my-squat"]
    assert not made.confirmed
    assert not content.prescribable & bit
    assert not content.offered & bit
    assert (own / "languages/es/exercises/my-squat.toml").is_file()
    before = (own / "exercises/my-squat.toml").read_bytes()
    again = asked(own, "--name", "My squat", "--start", "standing")
    assert again.exit_code == 1
    assert "choose another name" in again.output
    assert (own / "exercises/my-squat.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("more", "word"), [(["--name", "!"], "name"), (["--name", "New", "--start", "moon"], "standing")]
)
def test_what_cannot_be_taught_is_said_and_nothing_is_written(own, more, word):
    before = sorted(own.rglob("*"))
    said = asked(own, *more)
    assert said.exit_code == 1
    assert word in said.output
    assert sorted(own.rglob("*")) == before


def test_no_proposed_tag_lifts_a_veto():
    content = load(content_folder())
    lifts = {tag for veto in content.vetoes for tag in veto.unless_tags}
    for start in set(positions(content_folder())) - taught.NOT_SHOWN:
        assert not lifts & set(taught.tags_of(start, content))


@pytest.mark.parametrize("found", [5, 60])
def test_a_recording_without_a_movement_is_refused(found):
    film = take("bodyweight-squat", TEACHER, np.random.default_rng(3))
    still = Recording(film.times[:found], film.image[:1].repeat(found, axis=0), film.visibility[:found], film.aspect)
    with pytest.raises(ValueError, match=r"frames|moves"):
        teach.propose(still, [positions(content_folder())["standing"]], "side", "bilateral")
