"""Recordings of people in the formats that they come in, one loader each, as streams of the same shape."""

from __future__ import annotations

import csv
import gzip
import zipfile
from collections.abc import Mapping
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
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [{(k or "").strip(): v for k, v in row.items()} for row in csv.DictReader(file)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: no table of text in UTF-8 ({error})") from error


def _arrays(path: Path) -> Mapping[str, Array]:
    """All arrays of an .npz by name; that of an .npy by the name \"\"."""
    try:
        with path.open("rb") as file:
            stored = np.load(file, allow_pickle=False)
            return {"": stored} if isinstance(stored, np.ndarray) else {name: stored[name] for name in stored.files}
    except (ValueError, EOFError, zipfile.BadZipFile) as error:
        raise DataError(f"{path}: no arrays of numbers can be read from it ({error})") from error


def _numbers(found: Array, shape: str, path: Path) -> Array:
    """An array of numbers. Raises ``DataError`` where it holds something else."""
    try:
        return np.asarray(found, dtype=float)
    except (TypeError, ValueError) as error:
        raise DataError(f"{path}: {found.dtype} instead of numbers; {shape}") from error


def _filled(points: Array) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Landmarks (T,33,3) with what is missing bridged, and (T,) the frames in which at least half of them were found.

    A landmark that was never found lies at the nearest one, by its number, that was.
    """
    there = np.isfinite(points).all(axis=2)
    valid = (there.mean(axis=1) >= 0.5) & (np.nan_to_num(points) != 0).any(axis=(1, 2))
    there &= valid[:, None]
    known = np.flatnonzero(there.any(axis=0))
    if not len(known):
        return np.zeros(points.shape), valid
    out, at = np.where(valid[:, None, None], points, 0.0), np.arange(len(points))
    for i in range(33):
        source = known[np.abs(known - i).argmin()]
        gaps = valid & ~there[:, i]
        if gaps.any():
            ok = there[:, source]
            out[gaps, i] = np.stack([np.interp(at[gaps], at[ok], points[ok, source, k]) for k in range(3)], axis=-1)
    return out, valid


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
    stored = _arrays(folder / "test_poses_q4096.npz")
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
        shape = "(frames, 104) with 33 landmarks x 3 first"
        table = _numbers(_arrays(file).get("", np.zeros(0)), shape, file)
        if table.ndim != 2 or table.shape[1] < 99:
            raise DataError(f"{file}: {table.shape}; {shape}")
        if len(table):
            out.append(_boxed(file.stem, row, table[:, :99]))
    if not out:
        raise DataError(f"{folder}: no recording of annotation/test.csv is in test_poses/")
    return out


def _boxed(name: str, row: dict[str, str], table: Array) -> Stream:
    points, valid = _filled(np.asarray(table, dtype=float).reshape(len(table), 33, 3))
    return Stream(name, row["type"].strip(), points, valid, 30.0, _count(row["count"], name))


def _count(text: str, name: str) -> int:
    """A whole number, 0 or more; -1 where nothing stands."""
    if not text.strip():
        return -1
    try:
        number = float(text)
    except ValueError:
        number = np.nan
    if not (number >= 0 and number == np.floor(number)):
        raise DataError(f"count of {name}: {text!r}; a whole number, 0 or more, or nothing")
    return int(number)


def keraal(folder: Path) -> list[Stream]:
    """`labels.csv` (name, exercise, subject, label) and `NAME.npz` (image, world, fps, aspect)."""
    path = folder / "labels.csv"
    out = []
    for row in _table(path):
        _wanted(row, ("name", "exercise", "subject", "label"), path)
        label = row["label"].strip().lower()
        if label not in ("correct", "error"):
            raise DataError(f"{path}: label {row['label']!r} of {row['name']}; correct or error")
        file = folder / f"{row['name']}.npz"
        if not file.is_file():
            raise DataError(f"{path}: names {row['name']}, and {file.name} is not there")
        out.append(_keraal_stream(file, row, label))
    if not out:
        raise DataError(f"{path}: no rows")
    return out


def _keraal_stream(file: Path, row: Mapping[str, str], label: str) -> Stream:
    """One recording of Keraal."""
    stored, shape = _arrays(file), "(frames, 33, 3), one frame at least"
    if "world" not in stored:
        raise DataError(f"{file}: holds {', '.join(stored) or 'nothing'}; world is needed, {shape}")
    world = _numbers(stored["world"], shape, file)
    if world.ndim != 3 or world.shape[1:] != (33, 3) or not len(world):
        raise DataError(f"{file}: world is {world.shape}; {shape}")
    fps = _numbers(stored.get("fps", np.array(20.0)), "fps: frames a second", file).reshape(-1)
    if len(fps) != 1 or not (np.isfinite(fps[0]) and fps[0] > 0):
        raise DataError(f"{file}: fps is {fps}; one number above 0")
    points, valid = _filled(world)
    return Stream(row["name"], row["exercise"], points, valid, float(fps[0]), -1, row["subject"], label, True)


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
