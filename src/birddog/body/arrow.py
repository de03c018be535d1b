"""Movement arrows: a tapered swoosh along the way that a part of the body takes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from birddog.body.layers import Bar, Shape
from birddog.body.outline import Loop, norm

Array = NDArray[np.float64]

_TAIL, _NECK, _HEAD, _LENGTH = 0.012, 0.036, 0.105, 0.090  # widths and head length, meters


def swoosh(way: Array, size: float = 1.0) -> Shape:
    """Arrow along ``way`` (K, 2), screen meters, K >= 2, from first to last."""
    line = _even(way, 9)
    run = _length(line)
    head = min(_LENGTH * size, 0.55 * run)
    scale = head / _LENGTH
    neck_at = 1.0 - head / run
    shaft = _even(_until(line, neck_at), 7)
    tangent = np.gradient(shaft, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-9
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    half = np.linspace(_TAIL, _NECK, len(shaft))[:, None] * scale / 2
    left, right = shaft + normal * half, shaft - normal * half
    wing = normal[-1] * _HEAD * scale / 2
    point = shaft[-1] + (line[-1] - shaft[-1]) / (np.linalg.norm(line[-1] - shaft[-1]) + 1e-9) * head
    back = tangent[-1] * head * 0.12
    tip = np.stack([shaft[-1] + wing - back, point, shaft[-1] - wing - back])
    outline = np.concatenate([left, tip, right[::-1]])
    n = len(left)
    return Shape("arrow", [Loop(outline[None], corners=(0, n - 1, n, n + 1, n + 2, n + 3, 2 * n + 2))], True)


def beside(way: Array, bars: Sequence[Bar], ghost: Sequence[Bar], gap: float, shortest: float = 0.22) -> Array:
    """The way moved sideways out of the body, made at least ``shortest`` long (meters).

    ``bars`` stand for the body where it ends and ``ghost`` for where it started (first frame of each);
    ``gap`` is the room that the moving part needs.
    """
    line = arc(way)
    run = _length(line)
    if run < shortest:
        middle, chord = line.mean(axis=0), line[-1] - line[0]
        line = middle + (line - middle) * shortest / max(float(np.hypot(*chord)), 1e-3)
    tangent = np.gradient(line, axis=0)
    tangent /= norm(tangent) + 1e-9
    side = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)
    steps = [(step, sign) for step in (0.0, 0.5, 0.8, 1.1, 1.5, 2.0) for sign in (1.0, -1.0)]
    moved = np.stack([line + side * (sign * gap * step) for step, sign in steps])
    cost = 0.7 * covered(moved, bars) + np.array([0.2 * step for step, _ in steps])
    if ghost:
        cost = cost + 0.3 * covered(moved, ghost)
    return np.asarray(moved[int(cost.argmin())])


def arc(way: Array, count: int = 13) -> Array:
    """The plain curve (a quadratic) nearest to a way (K, 2), from its first to its last point."""
    away = norm(way - way[0])[:, 0]
    if away[-1] < 0.6 * away.max():
        way = way[: int(away.argmax()) + 1]  # there and back: show the way there
    line = _even(way, count)
    t = np.linspace(0.0, 1.0, count)[:, None]
    base = (1 - t) ** 2 * line[0] + t**2 * line[-1]
    weight = 2 * t * (1 - t)
    middle = ((line - base) * weight).sum(axis=0) / (weight * weight).sum()
    chord = line[-1] - line[0]
    center = (line[0] + line[-1]) / 2
    most = 0.75 * float(np.hypot(*chord))
    ahead = chord / max(float(np.hypot(*chord)), 1e-9)
    off = middle - center
    off = off - ahead * float(off @ ahead)  # a bow to one side: pulled along its own way it would have a kink
    off = off * min(1.0, most / (float(np.hypot(*off)) + 1e-9))
    return np.asarray(base + weight * (center + off))


def covered(lines: Array, bars: Sequence[Bar]) -> Array:
    """How much lines (L, K, 2) lie within bars (0 outside); the last stretch counts double."""
    start = np.stack([b.start[0] for b in bars])
    axis = np.stack([b.end[0] for b in bars]) - start
    radius = np.array([b.radius for b in bars])
    rel = lines[:, :, None] - start
    share = np.clip((rel * axis).sum(-1) / ((axis * axis).sum(-1) + 1e-9), 0.0, 1.0)
    gap = norm(rel - share[..., None] * axis)[..., 0]
    deep = np.clip(1.35 - gap / (radius + 0.03), 0.0, 1.0).max(axis=-1)
    weight = np.linspace(0.6, 1.6, lines.shape[1]) ** 2
    return np.asarray((deep * weight).mean(axis=1))


def _length(line: Array) -> float:
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())


def _even(line: Array, count: int) -> Array:
    """``count`` points at even distances along a line."""
    step = np.linalg.norm(np.diff(line, axis=0), axis=1)
    run = np.concatenate([[0.0], np.cumsum(step)])
    at = np.linspace(0.0, run[-1], count)
    return np.column_stack([np.interp(at, run, line[:, k]) for k in range(2)])


def _until(line: Array, share: float) -> Array:
    fine = _even(line, 60)
    return fine[: max(round(share * 59) + 1, 3)]
