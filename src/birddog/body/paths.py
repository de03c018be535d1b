"""Loops to SVG path data: smooth curves in few, whole numbers, with the same commands in every frame.

Round loops become quadratic B-splines written with the ``t`` command, whose control point is the mirror
image of the one before: two numbers a point. Rounding is done along the chain, so it never adds up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from birddog.body.outline import Loop, norm

Array = NDArray[np.float64]

_REACH = 0.30  # most that a curve leaves its points aside, as a share of the shorter step next to them
SCALE = 1000.0  # picture units per meter: coordinates are whole millimeters


def encode(loops: Sequence[Loop], origin: Array, scale: float = SCALE) -> list[list[str]]:
    """Path data of each loop in each frame: ``result[loop][frame]``.

    ``origin`` (2,) screen position in meters of the picture's top left corner, ``scale`` units per meter.
    The number and kind of commands depend on a loop's size only, never on its shape, so frames can be morphed.
    """
    groups: dict[tuple[int, int, bool, tuple[int, ...]], list[int]] = defaultdict(list)
    for index, loop in enumerate(loops):
        t, k, _ = loop.points.shape
        groups[t, k, loop.closed, loop.corners].append(index)
    out: list[list[str]] = [[] for _ in loops]
    round_ones: dict[bool, list[tuple[list[int], int, Array]]] = {True: [], False: []}
    for (frames, count, closed, corners), members in groups.items():
        points = (np.concatenate([loops[i].points for i in members]) - origin) * scale
        if corners:
            texts = _polygons(points, closed) if len(corners) == count else _cubics(points, corners)
            _deal(out, members, frames, texts)
        else:
            round_ones[closed].append((members, frames, _controls(points, closed)))
    for closed, parts in round_ones.items():
        rest = _quadratics([control for _, _, control in parts], closed)
        for members, frames, control in parts:
            _deal(out, members, frames, rest[: len(control)])
            rest = rest[len(control) :]
    return out


def _deal(out: list[list[str]], members: Sequence[int], frames: int, texts: list[str]) -> None:
    for place, index in enumerate(members):
        out[index] = texts[place * frames : (place + 1) * frames]


def _join(row: Sequence[int]) -> str:
    return " ".join(map(str, row)).replace(" -", "-")


def _polygons(points: Array, closed: bool) -> list[str]:
    at = np.round(points)
    steps = np.diff(at, axis=1).reshape(len(at), -1)
    tail = "z" if closed else ""
    rows = np.concatenate([at[:, 0], steps], axis=1).astype(np.int64).tolist()
    return [f"M{_join(row[:2])}l{_join(row[2:])}{tail}" for row in rows]


def _controls(points: Array, closed: bool) -> Array:
    """Control points (B, K, 2) of curves through ``points`` (B, K, 2)."""
    push = _through(points.shape[1], closed) @ points - points
    step = norm(np.diff(points, axis=1, append=points[:, :1]))
    room = _REACH * np.minimum(step, np.roll(step, 1, axis=1))
    return np.asarray(points + push * np.minimum(1.0, room / (norm(push) + 1e-9)))


def _quadratics(controls: Sequence[Array], closed: bool) -> list[str]:
    """Path data of curves with these control points, (B, K, 2) each with a K of its own.

    All run through one chain: each stop is rounded halfway between the control point that the ``t``
    commands before it lead to and the next one wanted.
    """
    if not controls:
        return []
    first = 0 if closed else 1
    counts = np.concatenate([np.full(len(c), c.shape[1]) for c in controls])
    wanted = np.zeros((len(counts), int(counts.max()), 2))
    start, end = np.empty((len(counts), 2)), np.empty((len(counts), 2))
    row = 0
    for c in controls:
        rows = slice(row, row + len(c))
        wanted[rows, : c.shape[1]] = c
        start[rows] = np.round((c[:, -1] + c[:, 0]) / 2 if closed else c[:, 0])
        end[rows] = start[rows] if closed else np.round(c[:, -1])
        row += len(c)
    bend = here = np.round(wanted[:, first])
    stops = []
    for i in range(first + 1, wanted.shape[1]):
        stop = np.round((here + wanted[:, i]) / 2)
        here = 2 * stop - here
        stops.append(stop)
    way = np.stack([start, *stops, end], axis=1)
    steps = counts - (0 if closed else 2)  # how many stops each curve has
    one = np.arange(len(counts))
    way[one, steps] = end
    rows_of = np.concatenate([start, bend - start, np.diff(way, axis=1).reshape(len(way), -1)], axis=1)
    tail = "z" if closed else ""
    return [
        f"M{_join(r[:2])}q{_join(r[2:6])}t{_join(r[6 : 4 + 2 * n])}{tail}"
        for r, n in zip(rows_of.astype(np.int64).tolist(), steps.tolist(), strict=True)
    ]


@lru_cache(maxsize=128)
def _through(count: int, closed: bool) -> Array:
    """(count, count): control points of the quadratic B-spline through given points."""
    weight = np.eye(count) * 0.75
    for i in range(count):
        for j in (i - 1, i + 1):
            if closed:
                weight[i, j % count] += 0.125
            elif 0 <= j < count:
                weight[i, j] += 0.125
    if not closed:
        weight[0], weight[-1] = np.eye(count)[0], np.eye(count)[-1]
    return np.asarray(np.linalg.inv(weight))


def _cubics(points: Array, corners: tuple[int, ...]) -> list[str]:
    """Closed curves with corners, rounded between them."""
    points = np.concatenate([points, points[:, :1]], axis=1)
    out, into = _slopes(points, corners)
    at = np.round(points)
    block = np.stack([points[:, :-1] + out / 3.0, points[:, 1:] - into / 3.0, points[:, 1:]], axis=2)
    steps = (np.round(block) - at[:, :-1, None]).reshape(len(points), -1)
    rows = np.concatenate([at[:, 0], steps], axis=1).astype(np.int64).tolist()
    return [f"M{_join(row[:2])}c{_join(row[2:])}z" for row in rows]


def _slopes(points: Array, corners: tuple[int, ...]) -> tuple[Array, Array]:
    """Derivative times step at the start and at the end of every segment (B, S, 2)."""
    step = points[:, 1:] - points[:, :-1]
    count = step.shape[1]
    gap = norm(step) + 1e-6
    cuts = [*corners, corners[0] + count]
    out, into = np.empty_like(step), np.empty_like(step)
    for first, last in pairwise(cuts):
        run = np.arange(first, last) % count
        slope = _spline(step[:, run], gap[:, run])
        out[:, run], into[:, run] = slope[:, :-1] * gap[:, run], slope[:, 1:] * gap[:, run]
    return out, into


def _spline(step: Array, gap: Array) -> Array:
    """Slopes (B, S + 1, 2) of the smoothest cubic curve along chords ``step`` of length ``gap``."""
    count = step.shape[1]
    if count < 2:
        return np.repeat(step / gap, 2, axis=1)
    weight = 1.0 / gap[..., 0]
    drive = 3.0 * step * (weight * weight)[..., None]
    matrix = np.zeros((len(step), count + 1, count + 1))
    right = np.zeros((len(step), count + 1, 2))
    one = np.arange(count)
    two = one + 1
    matrix[:, one, one] += 2.0 * weight
    matrix[:, two, two] += 2.0 * weight
    matrix[:, one, two] += weight
    matrix[:, two, one] += weight
    right[:, one] += drive
    right[:, two] += drive
    return np.asarray(np.linalg.solve(matrix, right))
