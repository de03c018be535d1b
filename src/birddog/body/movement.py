"""The movement of an exercise: read it, check it, move a body through it.

    positions = read_positions(tomllib.loads(text of content/positions.toml))
    movement = read(exercise_table, positions)
    motion = sample(movement, Body(), fps=15)          # points (T,P,3), frames, angles, contacts, props

The table format is described in docs/movement.md.  Nothing here opens a file.
Axes as in `skeleton`: X forward, Y up, Z to the person's right; meters, degrees, seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from birddog.body import checks
from birddog.body.anthropometry import Body
from birddog.body.definition import Position, Positions, parse, parse_positions
from birddog.body.keyframes import Contact, Keyframe, Lift, Movement, Prop, Side, minimum_jerk, with_hold
from birddog.body.motion import Motion, PropTrack, Solved, keyframe_times, keyframes, sample
from birddog.body.reader import Problem, with_lines

__all__ = [
    "Body", "Contact", "Keyframe", "Lift", "Motion", "Movement", "Position", "Positions", "Problem", "Prop",
    "PropTrack", "Side", "Solved", "keyframe_times", "keyframes", "minimum_jerk", "problems", "read",
    "read_positions", "sample", "with_hold",
]  # fmt: skip


class DefinitionError(ValueError):
    """A movement or position table that cannot be read; `problems` says why."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__("\n".join(str(p) for p in found))
        self.problems = found


def read_positions(table: Mapping[str, Any]) -> dict[str, Position]:
    """The shared start positions. Raises DefinitionError."""
    out, found = parse_positions(table)
    if found:
        raise DefinitionError(found)
    return out


def read(exercise: Mapping[str, Any], positions: Positions) -> Movement:
    """The movement of an exercise table (the whole file, with its [movement]). Raises DefinitionError."""
    movement, found = parse(exercise.get("movement", {}), exercise, positions)
    if movement is None:
        raise DefinitionError(found)
    return movement


def problems(
    table: Mapping[str, Any], exercise: Mapping[str, Any], positions: Positions, text: str = ""
) -> list[Problem]:
    """Everything that is wrong with a [movement] table: words first, then what the body cannot do.

    exercise: the whole file's table (id, start, laterality); text: the file's text, for line numbers.
    """
    movement, found = parse(table, exercise, positions)
    if movement is not None:
        found = checks.all_problems(movement)
    return with_lines(found, text) if text else found
