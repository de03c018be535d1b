"""Movements of exercise files: read, checked, and ready to be drawn."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from birddog.body import checks, definition
from birddog.body.anthropometry import Body
from birddog.body.definition import Position
from birddog.body.keyframes import Movement
from birddog.body.reader import with_lines
from birddog.catalog import agreement, measured, shown, stances
from birddog.catalog.agreement import agreement_problems
from birddog.catalog.library import content_folder, read_exercise
from birddog.catalog.shown import Shown
from birddog.catalog.toml import parsed, read_toml
from birddog.core.content.values import BirddogError


@dataclass(frozen=True)
class Drill:
    """An exercise file with its movement: what pictures are made from. ``text`` is the file itself."""

    id: str
    name: str
    summary: str
    movement: Movement
    second_view: str
    instead: tuple[str, ...]
    text: str


def drill(exercise_id: str, folder: Path | None = None) -> Drill:
    """The movement of an exercise. Raises ``BirddogError`` if there is none, or it cannot be read."""
    where = folder or content_folder()
    path = where / "exercises" / f"{exercise_id}.toml"
    if not path.is_file():
        raise BirddogError(f"exercise: there is no '{exercise_id}' in the catalog; see `birddog exercises`")
    return _drill(exercise_id, where, path.read_bytes())


@lru_cache(maxsize=256)
def _drill(exercise_id: str, folder: Path, data: bytes) -> Drill:
    """The movement in a file with these bytes, so that a page with pictures reads their files and parses none twice."""
    name = f"{exercise_id}.toml"
    table = parsed(data, name)
    movement, found = _parsed(table, folder)
    if movement is None:
        raise BirddogError("\n".join(f"exercises/{name}: {problem}" for problem in found))
    return Drill(
        exercise_id, table["name"], table["summary"], movement, table["movement"].get("second_view", ""),
        tuple(table.get("avoid", {}).get("instead", ())), data.decode("utf-8"),
    )  # fmt: skip


def _parsed(table: dict[str, Any], folder: Path) -> tuple[Movement | None, list[str]]:
    if "movement" not in table:
        return None, ["movement: there is none; add a [movement] table with [[movement.keyframes]]"]
    movement, found = definition.parse(table["movement"], table, positions(folder))
    return movement, [str(problem) for problem in found]


@cache
def positions(folder: Path) -> dict[str, Position]:
    """The shared start positions. Raises ``BirddogError`` naming what is wrong with them."""
    path = folder / "positions.toml"
    read, found = definition.parse_positions(read_toml(path))
    if found:
        found = with_lines(found, path.read_text(encoding="utf-8"))
        raise BirddogError("\n".join(f"positions.toml: {problem}" for problem in found))
    return read


@cache
def positions_digest(folder: Path) -> str:
    """SHA-256 of the start positions, which every movement builds on."""
    return hashlib.sha256((folder / "positions.toml").read_bytes()).hexdigest()


@cache
def body_digest() -> str:
    """SHA-256 of the code of the body model and its drawing, and of what words and movements are compared by."""
    whole = hashlib.sha256()
    comparing = (Path(module.__file__ or "") for module in (agreement, measured, shown, stances))
    for path in (*sorted(Path(checks.__file__).parent.glob("*.py")), *comparing):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def lint_problems(exercise_id: str, folder: Path) -> list[str]:
    """What is wrong with a movement; and, when the body can do it, where the words and tags do not agree with it."""
    if found := movement_problems(exercise_id, folder):
        return found
    path = folder / "exercises" / f"{exercise_id}.toml"
    return agreement_problems(Shown(read_exercise(path), drill(exercise_id, folder).movement), read_toml(path))


def movement_problems(exercise_id: str, folder: Path, thorough: bool = False) -> list[str]:
    """What is wrong with a movement, with lines: words, then what the body cannot do.

    For a body of average build; ``thorough`` also for a slim short and a heavy tall one.
    """
    path = folder / "exercises" / f"{exercise_id}.toml"
    text = path.read_text(encoding="utf-8")
    table = read_toml(path)
    if "movement" not in table:
        return ["movement: there is none; add a [movement] table with [[movement.keyframes]]"]
    movement, found = definition.parse(table["movement"], table, positions(folder))
    if movement is not None:
        found = checks.all_problems(movement) if thorough else checks.all_problems(movement, (Body(),))
    return [str(problem) for problem in with_lines(found, text)]
