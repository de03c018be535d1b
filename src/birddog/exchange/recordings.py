"""Recordings of landmarks from files, and what the coach says of them as plain values.

NPZ: `image` (T,33,4) or (T,33,3) with `visibility` (T,33); `times` (T,) s or `fps`; `aspect`; and, where there are
some, `world` (T,33,3) m, `people` (T,), `light` (T,). CSV: a line for each frame, with `time` in seconds and
`NAME_x`, `NAME_y`, `NAME_z`, `NAME_v` for BlazePose names; landmarks without a column are never seen.
"""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from birddog.body.coach.recording import Outcome, Recording
from birddog.body.landmarks import NAMES
from birddog.core.content.values import BirddogError

MOST_FRAMES = 200_000
_ASPECT = 16 / 9
Array = npt.NDArray[np.float64]


def read_recording(path: Path, fps: float | None = None, aspect: float | None = None) -> Recording:
    """A recording from an .npz or .csv file. fps and aspect stand in where the file does not say.

    Raises ``BirddogError`` with file, field and what is allowed.
    """
    if not path.is_file():
        raise BirddogError(f"{path}: there is no such file")
    if path.suffix == ".npz":
        found = _npz(path)
    elif path.suffix == ".csv":
        found = _csv(path)
    elif path.suffix == ".parquet":
        raise BirddogError(f"{path}: Parquet is not read; write the table as .csv or the arrays as .npz")
    else:
        raise BirddogError(f"{path}: a recording ends in .npz or .csv")
    return _checked(path, found, fps, aspect)


def _npz(path: Path) -> dict[str, Array]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return {name: np.asarray(file[name], dtype=float) for name in file.files}
    except (OSError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise BirddogError(f"{path}: not a readable .npz file of numbers") from error


def _csv(path: Path) -> dict[str, Array]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BirddogError(f"{path}: not a readable table of commas") from error
    if not rows:
        raise BirddogError(f"{path}: no frames; one line for each frame below the names of the columns")
    columns = {name: _column(path, rows, name) for name in rows[0] if name and _known(name)}
    image = np.full((len(rows), len(NAMES), 4), np.nan)
    image[..., :2], image[..., 3] = 0.0, 0.0
    for i, name in enumerate(NAMES):
        for k, axis in enumerate("xyzv"):
            if f"{name}_{axis}" in columns:
                image[:, i, k] = columns[f"{name}_{axis}"]
    seen = np.isfinite(image[..., :2]).all(axis=-1).any(axis=-1)
    image[~seen] = np.nan
    out = {"image": image}
    for name in ("fps", "aspect"):
        if name in columns:
            out[name] = columns[name][:1]
    if "time" in columns:
        out["times"] = columns["time"]
    return out


def _known(name: str) -> bool:
    return name in ("time", "fps", "aspect") or (name[:-2] in NAMES and name[-2:] in ("_x", "_y", "_z", "_v"))


def _column(path: Path, rows: list[dict[str, str]], name: str) -> Array:
    try:
        return np.array([float(row[name]) if row[name] else np.nan for row in rows])
    except (TypeError, ValueError) as error:
        raise BirddogError(f"{path}: column '{name}' holds something that is no number") from error


def _checked(path: Path, found: dict[str, Array], fps: float | None, aspect: float | None) -> Recording:
    image = found.get("image")
    if image is None:
        raise BirddogError(f"{path}: no 'image'; landmarks as (frames, 33, 4): x, y, z, visibility")
    if image.ndim != 3 or image.shape[1] != len(NAMES) or image.shape[2] not in (2, 3, 4):
        raise BirddogError(f"{path}: image is {image.shape}; it must be (frames, 33, 4)")
    if not 1 <= len(image) <= MOST_FRAMES:
        raise BirddogError(f"{path}: {len(image)} frames; 1 to {MOST_FRAMES} are read")
    shape = image.shape[:2]
    visibility = image[..., 3] if image.shape[2] == 4 else _shaped(path, found, "visibility", shape)
    if visibility is None:
        visibility = np.ones(shape)
    world = _shaped(path, found, "world", (*shape, 3))
    people, light = _shaped(path, found, "people", shape[:1]), _shaped(path, found, "light", shape[:1])
    wide = aspect or float(found.get("aspect", np.array([_ASPECT])).ravel()[0])
    if not 0.2 <= wide <= 5:
        raise BirddogError(f"{path}: aspect is {wide:g}; width / height of the picture is 0.2 to 5")
    places = np.concatenate([image[..., :2], np.zeros((*shape, 1))], axis=-1)
    return Recording(
        _times(path, found, fps, len(image)), places, np.nan_to_num(visibility), wide, world, people, light
    )


def _shaped(path: Path, found: dict[str, Array], name: str, shape: tuple[int, ...]) -> Array | None:
    value = found.get(name)
    if value is not None and value.shape != shape:
        raise BirddogError(f"{path}: {name} is {value.shape}; it must be {shape}")
    return value


def _times(path: Path, found: dict[str, Array], fps: float | None, frames: int) -> Array:
    times = found.get("times")
    if times is None:
        rate = fps or float(found.get("fps", np.array([np.nan])).ravel()[0])
        if not 1 <= rate <= 240:
            raise BirddogError(f"{path}: neither 'times' nor frames a second; --fps says them (1 to 240)")
        return np.arange(frames) / rate
    if times.shape != (frames,) or not np.isfinite(times).all():
        raise BirddogError(f"{path}: times is {times.shape}; one number of seconds for each of {frames} frames")
    if (np.diff(times) <= 0).any():
        first = int(np.flatnonzero(np.diff(times) <= 0)[0]) + 1
        raise BirddogError(f"{path}: times goes back at frame {first}; it must rise")
    return times


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """What the coach says, as JSON values. Seconds, degrees, shares 0-1; a count that it would not stand by is null."""
    return {
        "exercise": outcome.exercise,
        "view": outcome.view,
        "can_count": outcome.countable,
        "count": len(outcome.repetitions) if outcome.sure else None,
        "seen": len(outcome.repetitions),
        "doubtful": outcome.doubtful,
        "confidence": round(outcome.confidence, 3),
        "judged": round(outcome.judged, 3),
        "repetitions": [
            {
                "start": round(r.start, 2),
                "end": round(r.end, 2),
                "hold": None if r.hold is None else round(r.hold, 1),
                "side": r.side,
                "reach": round(r.reach, 2),
                "judged": round(r.judged, 2),
                "faults": dict(r.verdicts),
                "ranges": {
                    name: {"low": round(low), "high": round(high), "within": round(half)}
                    for name, low, high, half in r.ranges
                },
            }
            for r in outcome.repetitions
        ],
        "states": [
            {"state": state, "reason": reason, "from": round(begin, 2), "to": round(end, 2)}
            for state, reason, begin, end in outcome.spans
        ],
    }
