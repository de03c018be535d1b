"""Recordings of people in the formats that they come in, one loader each, as streams of the same shape."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


class DataError(ValueError):
    """A folder that is not as its format says."""


@dataclass(frozen=True)
class Stream:
    """One recording: points (T,33,3) in the order of BlazePose, x right, y down; valid (T,): somebody was found.

    kind: the exercise; count: repetitions, -1 unknown; subject; label: what someone said of the form, "" if nobody;
    space: whether depth can be believed.
    """

    name: str
    kind: str
    points: Array
    valid: npt.NDArray[np.bool_]
    fps: float
    count: int = -1
    subject: str = ""
    label: str = ""
    space: bool = False


def _table(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise DataError(f"{path}: there is no such file")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _wanted(row: dict[str, str], names: tuple[str, ...], path: Path) -> None:
    missing = [name for name in names if row.get(name) is None]
    if missing:
        raise DataError(f"{path}: a row without {', '.join(missing)}; columns needed: {', '.join(names)}")


def _within(folder: Path, *places: str) -> Path:
    for place in places:
        if (folder / place).exists():
            return folder / place
    raise DataError(f"{folder}: none of {', '.join(places)} is there")


def countix(folder: Path) -> list[Stream]:
    """`annotation_test.csv` and `test_poses_q4096.npz`: (T,99), each axis stretched to the body's box."""
    folder = _within(folder, "countix_fitness_pose", ".") if not (folder / "annotation_test.csv").exists() else folder
    rows = _table(folder / "annotation_test.csv")
    with np.load(folder / "test_poses_q4096.npz") as poses:
        stored = {name: poses[name] for name in poses.files}
    out = []
    for row in rows:
        _wanted(row, ("type", "name", "count"), folder)
        name = row["name"].removesuffix(".mp4")
        if name in stored and len(stored[name]):
            out.append(_boxed(name, row, stored[name] / 4096.0))
    return out


def repcount(folder: Path) -> list[Stream]:
    """`annotation/test.csv` and `test_poses/NAME.npy`: (T,104), 33 landmarks x 3 first."""
    path = _within(folder, "annotation/test.csv", "test.csv")
    out = []
    for row in _table(path):
        _wanted(row, ("type", "name", "count"), path)
        file = folder / "test_poses" / f"{row['name'].removesuffix('.mp4')}.npy"
        if not file.is_file():
            continue
        table = np.load(file, allow_pickle=False)
        if table.ndim != 2 or table.shape[1] < 99:
            raise DataError(f"{file}: {table.shape}; (frames, 104) with 33 landmarks x 3 first")
        if len(table):
            out.append(_boxed(file.stem, row, table[:, :99]))
    if not out:
        raise DataError(f"{folder}: no recording of annotation/test.csv is in test_poses/")
    return out


def _boxed(name: str, row: dict[str, str], table: Array) -> Stream:
    points = np.asarray(table, dtype=float).reshape(len(table), 33, 3)
    valid = np.isfinite(points).all(axis=(1, 2)) & (points != 0).any(axis=(1, 2))
    count = int(float(row["count"])) if row["count"].strip() else -1
    return Stream(name, row["type"].strip(), np.where(valid[:, None, None], points, 0.0), valid, 30.0, count)


def keraal(folder: Path) -> list[Stream]:
    """`labels.csv` (name, exercise, subject, label) and `NAME.npz` (image, world, fps, aspect)."""
    path = folder / "labels.csv"
    out = []
    for row in _table(path):
        _wanted(row, ("name", "exercise", "subject", "label"), path)
        if row["label"] not in ("correct", "error"):
            raise DataError(f"{path}: label {row['label']!r} of {row['name']}; correct or error")
        file = folder / f"{row['name']}.npz"
        if not file.is_file():
            raise DataError(f"{path}: names {row['name']}, and {file.name} is not there")
        with np.load(file) as stored:
            world = np.asarray(stored["world"], dtype=float)
            fps = float(stored["fps"]) if "fps" in stored.files else 20.0
        if world.ndim != 3 or world.shape[1:] != (33, 3):
            raise DataError(f"{file}: world is {world.shape}; (frames, 33, 3)")
        valid = np.isfinite(world).all(axis=(1, 2))
        points = np.where(valid[:, None, None], world, 0.0)
        out.append(Stream(row["name"], row["exercise"], points, valid, fps, -1, row["subject"], row["label"], True))
    return out


# Kinect joints that stand for landmarks: landmark -> joint.
_KIMORE = {0: 3, 7: 3, 8: 3, 11: 4, 13: 5, 15: 6, 19: 7, 12: 8, 14: 9, 16: 10, 20: 11, 23: 12, 25: 13, 27: 14, 31: 15,
           24: 16, 26: 17, 28: 18, 32: 19}  # fmt: skip


def kimore(folder: Path) -> list[Stream]:
    """`kimore_ex{1..5}.npz` with SUBJECT__pos, and `labels.csv`; the label is the clinicians' score, 0-50."""
    folder = folder / "kimore_dev" if (folder / "kimore_dev").is_dir() else folder
    scores = {row["subject"]: row for row in _table(folder / "labels.csv")}
    out = []
    for exercise in range(1, 6):
        with np.load(folder / f"kimore_ex{exercise}.npz") as stored:
            for key in stored.files:
                if not key.endswith("__pos"):
                    continue
                subject = key.removesuffix("__pos")
                score = scores.get(subject, {}).get(f"TS_ex{exercise}", "")
                joints = stored[key] * 0.00025 * np.array([1.0, -1.0, 1.0])
                points = mapped(joints, _KIMORE)
                out.append(Stream(subject, f"ex{exercise}", points, np.ones(len(points), dtype=bool), 29.9, -1, subject,
                                  score, True))  # fmt: skip
    return out


_UIPRMD = {0: 5, 7: 4, 8: 4, 11: 7, 13: 8, 15: 9, 12: 11, 14: 12, 16: 13, 23: 14, 25: 15, 27: 16, 31: 17,
           24: 18, 26: 19, 28: 20, 32: 21}  # fmt: skip
_PARENT = (-1, 0, 1, 2, 3, 4, 2, 6, 7, 8, 2, 10, 11, 12, 0, 14, 15, 16, 0, 18, 19, 20)


def uiprmd(folder: Path) -> list[Stream]:
    """`positions_q100.npz` and `angles_q100.npz`: 2,000 segments of one repetition, named mMM_sSS_eEE_c or _i."""
    folder = folder / "uiprmd_kinect" if (folder / "uiprmd_kinect").is_dir() else folder
    out = []
    with np.load(folder / "positions_q100.npz") as positions, np.load(folder / "angles_q100.npz") as angles:
        for key in positions.files:
            movement, subject, _, label = key.split("_")
            joints = _kinematics(positions[key] / 100.0, angles[key] / 100.0)
            points = mapped(joints * np.array([1.0, -1.0, 1.0]) / 100.0, _UIPRMD)
            form = "correct" if label == "c" else "error"
            out.append(Stream(key, movement, points, np.ones(len(points), dtype=bool), 30.0, 1, subject, form, True))
    return out


def _kinematics(positions: Array, degrees: Array) -> Array:
    """(T,22,3) joints from offsets to the parent (T,66) and turns about x, y, z (T,66)."""
    offset, turn = positions.reshape(-1, 22, 3), np.deg2rad(degrees.reshape(-1, 22, 3))
    frames = np.zeros((len(offset), 22, 3, 3))
    at = np.zeros((len(offset), 22, 3))
    for j, parent in enumerate(_PARENT):
        own = _turned(turn[:, j])
        if parent < 0:
            frames[:, j], at[:, j] = own, offset[:, j]
            continue
        frames[:, j] = frames[:, parent] @ own
        at[:, j] = at[:, parent] + (frames[:, parent] @ offset[:, j, :, None])[..., 0]
    return at


def _turned(angle: Array) -> Array:
    c, s = np.cos(angle), np.sin(angle)
    one, none = np.ones(len(angle)), np.zeros(len(angle))

    def matrix(*rows: Array) -> Array:
        return np.stack(rows, axis=-1).reshape(-1, 3, 3)

    x = matrix(one, none, none, none, c[:, 0], -s[:, 0], none, s[:, 0], c[:, 0])
    y = matrix(c[:, 1], none, s[:, 1], none, one, none, -s[:, 1], none, c[:, 1])
    z = matrix(c[:, 2], -s[:, 2], none, s[:, 2], c[:, 2], none, none, none, one)
    return z @ x @ y  # the order in which the feet stay on the floor in a squat


def mapped(joints: Array, table: dict[int, int]) -> Array:
    """(T,33,3) landmarks from joints (T,J,3); a landmark without a joint lies at the nearest one that has one."""
    known = np.array(sorted(table))
    nearest = [int(known[np.abs(known - i).argmin()]) for i in range(33)]
    return joints[:, [table[i] for i in nearest]]


def frames(folder: Path, name: str) -> tuple[list[str], Array, Array]:
    """Labels, image (N,33,2) and visibility (N,33) of single frames of Exercise-Correction."""
    from birddog.body.landmarks import NAMES

    folder = folder / "exercise_correction" if (folder / "exercise_correction").is_dir() else folder
    path = folder / f"{name}.csv.gz"
    if not path.is_file():
        raise DataError(f"{path}: there is no such file")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    image, seen = np.full((len(rows), 33, 2), 0.5), np.zeros((len(rows), 33))
    for i, landmark in enumerate(NAMES):
        if f"{landmark}_x" in rows[0]:
            image[:, i] = [[float(r[f"{landmark}_x"]), float(r[f"{landmark}_y"])] for r in rows]
            seen[:, i] = [float(r[f"{landmark}_v"]) for r in rows]
    return [r["label"] for r in rows], image, seen
