"""What the body could not do, kept between runs, so that `birddog check` solves only what has changed.

What is found depends on the exercise file, the start positions and the code of the body, and on nothing else:
the hash of the three is the key. Where nothing is kept, everything is solved: the answer is the same.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from birddog.catalog.movements import body_digest, lint_problems, positions_digest

NAME = "movements.json"
FEW = 4
"""Up to so many movements are solved in this process: starting others would take longer."""

Found = Mapping[str, list[str]]


def movements_found(folder: Path, ids: Iterable[str], kept: Path | None = None) -> dict[str, list[str]]:
    """The problems of each movement of a content folder, by exercise id.

    ``kept`` is a cache folder (made when it is not there): what has not changed since the last run is taken
    from it. A folder that cannot be read or written is as good as none.
    """
    keys = {exercise_id: key_of(folder, exercise_id) for exercise_id in ids}
    known = read_kept(kept) if kept else {}
    fresh = _solved(folder, [i for i, key in keys.items() if key not in known])
    found = {i: fresh[i] if i in fresh else known[key] for i, key in keys.items()}
    if kept and fresh:
        write_kept(kept, {keys[i]: problems for i, problems in found.items()})
    return found


def key_of(folder: Path, exercise_id: str) -> str:
    """SHA-256 of everything that a movement's problems depend on."""
    text = (folder / "exercises" / f"{exercise_id}.toml").read_bytes()
    parts = [hashlib.sha256(text).hexdigest(), positions_digest(folder), body_digest()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def read_kept(kept: Path) -> dict[str, list[str]]:
    """What a cache folder holds: key -> problems; empty if it holds nothing that can be read."""
    try:
        value = json.loads((kept / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(value, dict):
        return {}
    return {key: [str(p) for p in problems] for key, problems in value.items() if isinstance(problems, list)}


def write_kept(kept: Path, found: Found) -> None:
    """Keep what was found, and forget all that was kept before; nothing happens where nothing can be written."""
    part = kept / f"{NAME}.{os.getpid()}.part"
    try:
        kept.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(found, indent=0, sort_keys=True), encoding="utf-8")
        part.replace(kept / NAME)
    except OSError:
        with suppress(OSError):
            part.unlink()


def _solved(folder: Path, ids: list[str]) -> dict[str, list[str]]:
    """Problems of these movements; many are shared out over the machine's cores."""
    solve = partial(lint_problems, folder=folder)
    if len(ids) <= FEW:
        return {i: solve(i) for i in ids}
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return dict(zip(ids, pool.map(solve, ids, chunksize=4), strict=True))
