"""Recordings are read from both formats alike, and what is wrong with a file is said."""

import csv
import json
import re

import numpy as np
import pytest
from click.testing import CliRunner
from tests.body.coach.generator import Scene, take

from birddog.body.landmarks import NAMES
from birddog.cli import main
from birddog.core.content.values import BirddogError
from birddog.exchange.recordings import read_recording


@pytest.fixture(scope="module")
def film():
    return take("bridge", Scene(repetitions=2, noise=0.006, fps=15), np.random.default_rng(0))


def arrays(film) -> dict:
    image = np.concatenate([film.image, film.visibility[..., None]], axis=-1)
    return {"image": image.astype(np.float32), "world": film.world, "times": film.times, "aspect": film.aspect}


def run(*args: str):
    return CliRunner().invoke(main, ["coach", *args])


def test_the_command_counts_and_draws(film, tmp_path):
    np.savez(tmp_path / "a.npz", **arrays(film))
    result = run(str(tmp_path / "a.npz"), "--exercise", "bridge", "--plot", str(tmp_path / "a.svg"))
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["count"] == 2
    assert said["repetitions"][0]["ranges"]["hip_right"]["within"] < 20
    drawn = (tmp_path / "a.svg").read_text()
    assert drawn.startswith("<svg")
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", drawn)


def test_a_table_says_the_same(film, tmp_path):
    np.savez(tmp_path / "a.npz", **{k: v for k, v in arrays(film).items() if k != "world"})
    head = ["time", "aspect", *(f"{n}_{axis}" for n in NAMES for axis in "xyzv")]
    with (tmp_path / "a.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(head)
        for t, at, seen in zip(film.times, film.image, film.visibility, strict=True):
            out.writerow([t, film.aspect, *np.concatenate([at, seen[:, None]], axis=1).ravel()])
    a, b = (read_recording(tmp_path / f"a.{end}") for end in ("npz", "csv"))
    assert np.allclose(a.image[..., :2], b.image[..., :2], atol=1e-6)
    assert np.allclose(a.visibility, b.visibility, atol=1e-6)
    assert a.aspect == pytest.approx(b.aspect)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"image": None}, "no 'image'"),
        ({"image": np.zeros((4, 17, 4))}, "must be \\(frames, 33, 4\\)"),
        ({"times": np.zeros(5)}, "times"),
        ({"aspect": 40.0}, "aspect is 40"),
        ({"world": np.zeros((1, 2))}, "world is"),
    ],
)
def test_what_is_wrong_is_said(film, tmp_path, change, says):
    given = {k: v for k, v in (arrays(film) | change).items() if v is not None}
    np.savez(tmp_path / "a.npz", **given)
    with pytest.raises(BirddogError, match=says):
        read_recording(tmp_path / "a.npz")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("none.npz", None, "no such file"),
        ("a.txt", "x", "ends in .npz or .csv"),
        ("a.npz", "not an archive", "not a readable"),
        ("a.csv", "time\n", "no frames"),
        ("a.csv", "time,nose_x\n0,high\n", "column 'nose_x'"),
        ("a.csv", "nose_x,nose_y\n0.5,0.5\n", "--fps"),
        ("a.parquet", "PAR1", "Parquet is not read"),
    ],
)
def test_files_that_are_no_recordings(tmp_path, name, text, says):
    if text is not None:
        (tmp_path / name).write_text(text)
    result = run(str(tmp_path / name), "--exercise", "bridge")
    assert result.exit_code == 1
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_an_exercise_that_does_not_exist_is_named(film, tmp_path):
    np.savez(tmp_path / "a.npz", **arrays(film))
    result = run(str(tmp_path / "a.npz"), "--exercise", "bridges")
    assert result.exit_code == 1
    assert "bridges" in result.stderr
