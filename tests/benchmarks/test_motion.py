"""The benchmarks of the coach read each format, count what is known, and say what is wrong with a folder."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from benchmarks.motion import counting, loaders, signals
from benchmarks.motion.__main__ import main

from birddog.body.coach import periodic

DATA = os.environ.get("BIRDDOG_DATA")
needs_data = pytest.mark.skipif(not DATA, reason="BIRDDOG_DATA names no folder of recordings")


def squatting(repetitions: int, fps: float, seconds: float = 3.0, seed: int = 0) -> np.ndarray:
    """(T,33,3) of an invented person from the front who squats, in meters: x right, y down, z away."""
    rng = np.random.default_rng(seed)
    t = np.arange(0, repetitions * seconds + 2, 1 / fps)
    deep = np.where((t > 1) & (t < t[-1] - 1), (1 - np.cos(2 * np.pi * (t - 1) / seconds)) / 2, 0.0)
    out = np.zeros((len(t), 33, 3))
    heights = {0: -1.6, 11: -1.4, 13: -1.15, 15: -0.9, 23: -0.9, 25: -0.5, 27: -0.08, 29: -0.04, 31: -0.02}
    for at, y in heights.items():
        for side, sign in ((0, 1), (1, -1)) if at else ((0, 0),):
            out[:, at + side, 0] = 0.15 * sign
            out[:, at + side, 1] = y + (0.35 * deep if y < -0.8 else 0.02 * deep if y < -0.4 else 0.0)
            out[:, at + side, 2] = -0.35 * deep if at == 25 else 0.0
    out[:, 1:11] = out[:, :1]
    out[:, 17:23] = out[:, [15, 16, 15, 16, 15, 16]]
    return out + rng.normal(size=out.shape) * 0.004


def boxed(points: np.ndarray) -> np.ndarray:
    low, high = points.min(axis=1, keepdims=True), points.max(axis=1, keepdims=True)
    return (points - low) / (high - low)


@pytest.fixture
def repcount(tmp_path: Path) -> Path:
    """Two invented recordings: 4 and 7 squats; in the second nobody is found for a while."""
    (tmp_path / "annotation").mkdir()
    (tmp_path / "test_poses").mkdir()
    with (tmp_path / "annotation/test.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerows([["type", "name", "count"], ["squat", "one.mp4", 4], ["hulahoop", "two.mp4", 7],
                       ["squat", "none.mp4", 0]])  # fmt: skip
    for name, n in (("one", 4), ("two", 7), ("none", 2)):
        table = np.zeros((len(squatting(n, 30)), 104))
        table[:, :99] = boxed(squatting(n, 30)).reshape(len(table), 99)
        if name == "two":
            table[100:112] = 0.0
        np.save(tmp_path / "test_poses" / f"{name}.npy", table)
    return tmp_path


@pytest.fixture
def keraal(tmp_path: Path) -> Path:
    """Two invented recordings for each of three people: one right, one with an error (half as deep)."""
    with (tmp_path / "labels.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["name", "exercise", "subject", "label"])
        for person in range(3):
            for label, seconds in (("correct", 4.0), ("error", 2.0)):
                name = f"p{person}_{label}"
                out.writerow([name, "trunk rotation", f"p{person}", label])
                world = squatting(3, 20, seconds, person).astype(np.float32)
                world[5] = np.nan
                image = np.concatenate([boxed(world), np.ones((len(world), 33, 1))], axis=-1).astype(np.float32)
                np.savez(tmp_path / f"{name}.npz", image=image, world=world, fps=20, aspect=16 / 9)
    return tmp_path


def test_repcount_counts_known_and_unknown_exercises(repcount, capsys):
    streams = loaders.repcount(repcount)
    assert [(s.name, s.kind, s.count) for s in streams] == [
        ("one", "squat", 4),
        ("two", "hulahoop", 7),
        ("none", "squat", 0),
    ]
    assert streams[1].valid.sum() == len(streams[1].valid) - 12
    found = counting.rows(streams)
    assert len(found) == 2  # a row with count 0 is left out
    assert all(abs(row.said - row.truth) <= 1 for row in found)
    assert main(["--dataset", "repcount", "--data", str(repcount)]) == 0
    assert "constant 10" in capsys.readouterr().out


def test_keraal_is_judged_on_people_never_seen(keraal, capsys):
    streams = loaders.keraal(keraal)
    assert len(streams) == 6
    assert streams[0].fps == 20
    assert not streams[0].valid[5]
    assert main(["--dataset", "keraal", "--data", str(keraal), "--trees", "10"]) == 0
    assert "published 0.674" in capsys.readouterr().out


def test_frames_and_landmarks_that_are_missing_are_bridged(repcount):
    table = np.load(repcount / "test_poses/one.npy")
    table[40:60], table[80] = np.nan, np.inf  # nobody for a while
    table[100:104, 75:78] = np.nan  # one knee for a moment
    table[:, 0:3] = np.nan  # the nose never
    np.save(repcount / "test_poses/one.npy", table)
    stream = loaders.repcount(repcount)[0]
    assert np.isfinite(stream.points).all()
    assert (~stream.valid).sum() == 21
    assert abs(counting.counted(stream)[0] - 4) <= 1


@pytest.mark.parametrize("count", ["many", "nan", "-2", "3.5"])
def test_a_count_that_is_none_is_said(repcount, count, capsys):
    (repcount / "annotation/test.csv").write_text(f"type,name,count\nsquat,one.mp4,{count}\n")
    assert main(["--dataset", "repcount", "--data", str(repcount)]) == 1
    assert f"count of one: '{count}'; a whole number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"fps": 0}, "above 0"),
        ({"fps": "fast"}, "numbers"),
        ({"world": np.zeros((0, 33, 3))}, "one frame at least"),
        ({"world": np.zeros((9, 17, 3))}, "(frames, 33, 3)"),
        ({"world": None}, "no arrays of numbers"),
    ],
)
def test_a_recording_that_is_none_is_said(keraal, change, word, capsys):
    with np.load(keraal / "p0_error.npz") as stored:
        np.savez(keraal / "p0_error.npz", **{**stored, **change})
    assert main(["--dataset", "keraal", "--data", str(keraal)]) == 1
    said = capsys.readouterr().err
    assert "p0_error.npz" in said
    assert word in said


def test_getting_into_position_and_out_of_it_is_not_counted():
    swing, other = (-np.cos(np.arange(0, n * 2 * np.pi, 0.1)) * high for n, high in ((4, 1), (1, 2)))
    signal = np.concatenate([other, swing, other])
    alike = np.concatenate([other, np.zeros(len(swing)), other])
    valid = np.ones(len(signal), dtype=bool)
    assert periodic.count([signal], valid, 30.0, [signal, alike]).count == 4


@pytest.mark.parametrize(
    "spelling",
    [
        "push_up",
        "push_ups",
        "Push-Up",
        "pushup",
        "pull_up",
        "pull_ups",
        "situp",
        "sit_up",
        "jump_jack",
        "jumping-jacks",
        "bench_press",
        "battle_rope",
        "pommel horse",
    ],
)
def test_an_exercise_is_known_in_any_spelling(spelling):
    assert signals.known(spelling)


def test_an_unknown_exercise_is_counted_by_what_repeats():
    points = squatting(5, 30)
    stream = loaders.Stream("a", "hula hoop", points, np.ones(len(points), dtype=bool), 30.0, 5)
    assert signals.known(stream.kind) == ()
    said, sure = counting.counted(stream)
    assert abs(said - 5) <= 1
    assert sure > 0.3


def test_legs_that_go_round_a_pommel_horse_are_counted_once_for_each_round():
    way = np.linspace(0, 2 * np.pi * 6, 240)
    points = squatting(0, 120)
    for i, far in {23: 0.4, 24: 0.4, 25: 0.7, 26: 0.7, 27: 1.0, 28: 1.0}.items():
        points[:, i, 0] = 0.5 + far * np.cos(way)
    stream = loaders.Stream("a", "pommelhorse", points, np.ones(240, dtype=bool), 30.0, 6)
    assert counting.counted(stream)[0] == 6


def test_nobody_in_the_recording_is_counted_with_no_confidence():
    stream = loaders.Stream("a", "squat", np.zeros((90, 33, 3)), np.zeros(90, dtype=bool), 30.0, 5)
    assert counting.counted(stream) == (0, 0.0)


@pytest.mark.parametrize("dataset", ["repcount", "keraal", "countix", "kimore", "uiprmd", "plank"])
def test_a_folder_that_is_none_is_said(dataset, tmp_path, capsys):
    assert main(["--dataset", dataset, "--data", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "benchmarks.motion:" in said
    assert "Traceback" not in said


def test_sequences_have_the_counts_that_they_say_and_never_mix_people():
    whole = np.ones(150, dtype=bool)
    segments = [loaders.Stream(f"{p}{e}", "m01", squatting(1, 30, seed=e), whole, 30.0, 1, f"s{p}", "correct")
                for p in range(3) for e in range(5)]  # fmt: skip
    made = counting.sequences(segments, 3)
    assert len(made) == 3
    assert all(3 <= s.count <= 14 for s in made)
    again = counting.sequences(segments, 3)
    assert all(np.array_equal(a.points, b.points) for a, b in zip(made, again, strict=True))


@needs_data
def test_recordings_of_people_are_counted_better_than_by_their_length():
    streams = loaders.countix(Path(DATA or ""))[::6]
    found = counting.rows(streams)
    truth, said = (np.array([getattr(r, name) for r in found]) for name in ("truth", "said"))
    seconds = np.array([r.seconds for r in found])
    by_length = np.round(seconds / np.median(seconds / truth))
    assert counting.within_one(truth, said) > counting.within_one(truth, by_length) + 0.2
