"""Several pictures in one: panels in a row or a column, crosses and ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from birddog.body.layers import Shape
from birddog.body.outline import Loop

Array = NDArray[np.float64]

_GAP = 0.16  # meters between panels


def bounds(shapes: Sequence[Shape]) -> tuple[Array, Array]:
    """Lowest and highest screen coordinates (meters) over all shapes and frames."""
    points = np.concatenate([loop.points.reshape(-1, 2) for shape in shapes for loop in shape.loops])
    return points.min(axis=0), points.max(axis=0)


def _moved(shapes: Sequence[Shape], by: Array) -> list[Shape]:
    return [replace(shape, loops=[replace(loop, points=loop.points + by) for loop in shape.loops]) for shape in shapes]


def in_row(panels: Sequence[Sequence[Shape]], gap: float = _GAP) -> list[Shape]:
    """Panels beside each other on one ground line, ``gap`` meters apart."""
    out: list[Shape] = []
    x = 0.0
    for shapes in panels:
        low, high = bounds(shapes)
        out += _moved(shapes, np.array([x - low[0], 0.0]))
        x += float(high[0] - low[0]) + gap
    return out


def in_column(panels: Sequence[Sequence[Shape]]) -> list[Shape]:
    """Panels one below the other."""
    out: list[Shape] = []
    y = 0.0
    for shapes in panels:
        low, high = bounds(shapes)
        out += _moved(shapes, np.array([0.0, y - low[1]]))
        y += float(high[1] - low[1]) + 0.6 * _GAP
    return out


def _stroke(line: Sequence[tuple[float, float]], width: float, tone: str) -> Shape:
    """Straight strokes along a line, as a filled outline."""
    p = np.array(line)
    loops = []
    for a, b in pairwise(p):
        along = (b - a) / np.hypot(*(b - a)) * width / 2
        side = np.array([-along[1], along[0]])
        loops.append(Loop(np.array([a - along + side, a - along - side, b + along - side, b + along + side])[None],
                          corners=(0, 1, 2, 3)))  # fmt: skip
    return Shape(tone, loops, True)


def cross(box: tuple[Array, Array]) -> Shape:
    """A cross over a picture with these bounds: not this."""
    (x, y), (x2, y2) = box
    inset_x, inset_y = 0.10 * (x2 - x), 0.06 * (y2 - y)
    a, b, c, d = x + inset_x, x2 - inset_x, y + inset_y, y2 - inset_y
    first = _stroke([(a, c), (b, d)], 0.038, "cross")
    second = _stroke([(a, d), (b, c)], 0.038, "cross")
    return Shape("cross", [*first.loops, *second.loops], True)


def tick(box: tuple[Array, Array]) -> Shape:
    """A tick in the corner of a picture with these bounds: this."""
    (_, y), (x2, _) = box
    x, y = x2 + 0.03, y + 0.02
    return _stroke([(x, y + 0.12), (x + 0.07, y + 0.19), (x + 0.20, y)], 0.045, "tick")
