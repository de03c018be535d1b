"""Pelvis and spine by themselves, large and from the side, in a disc: for a movement that the body hardly shows.

Bones are drawn from the body's own points, so that what they do is what the body does. Lengths in meters for a stature
of 1.75 m, pelvis axes x forward, y up from the mid-hip.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from birddog.body import arrow, pushes
from birddog.body.camera import Camera
from birddog.body.clip import Clip
from birddog.body.drawing import Look, figure
from birddog.body.layers import Shape
from birddog.body.mannequin import Body, Points
from birddog.body.outline import Loop, norm, tube
from birddog.body.panels import bounds

Array = NDArray[np.float64]

RADIUS = 0.38  # of the disc
_ZOOM = 1.55
_GAP = 0.10  # between disc and picture
_SEEN = 0.008  # meters that something moves to get an arrow
_SIDE = Camera(0.0, 0.0)
_ILIUM = np.array([
    (-0.060, 0.080), (-0.040, 0.115), (0.005, 0.136), (0.048, 0.126), (0.078, 0.092), (0.066, 0.056), (0.052, 0.024),
    (0.066, -0.022), (0.058, -0.050), (0.022, -0.052), (-0.006, -0.086), (-0.040, -0.082), (-0.044, -0.046),
    (-0.032, -0.010), (-0.044, 0.030),
])  # fmt: skip
_SACRUM = np.array([
    (-0.020, 0.112), (-0.052, 0.122), (-0.078, 0.086), (-0.098, 0.040), (-0.094, -0.006), (-0.076, -0.030),
    (-0.078, 0.010), (-0.062, 0.052),
])  # fmt: skip
_MARKS, _BETWEEN = np.array([0.0, 2.0, 5.0, 8.0]), np.arange(0.0, 5.6, 1.0)  # L5 L3 T12 T9; L5 up to T12
_BLOCK = np.array([(-1.0, -0.8), (-0.8, -1.0), (0.8, -1.0), (1.0, -0.8), (1.0, 0.8), (0.8, 1.0), (-0.8, 1.0),
                   (-1.0, 0.8)]) * [0.025, 0.0145]  # fmt: skip
_SPINE_BACK, _PROCESS = -0.055, 0.008  # meters to the tip of a spinous process, half its height


def shapes(clip: Clip, frames: Sequence[int], before: int, center: Array, look: Look, still: bool) -> list[Shape]:
    """The disc over ``frames`` with the pose of frame ``before`` as a ghost, around ``center`` (2,) on the screen.

    ``still`` : with an arrow from that pose to the last of ``frames``.
    """
    points = clip.at(frames)
    drawn = figure(points, _SIDE, look, clip.belly_at(frames)).body
    first = clip.at([before])
    old = figure(first, _SIDE, look, clip.belly_at([before])).body
    middle = _SIDE.project((first["pelvis"] + first["l3"]) / 2)[0]
    count = len(frames)

    def laid(loops: list[Loop]) -> list[Loop]:
        out = []
        for loop in loops:
            moved = center + _ZOOM * (loop.points - middle)
            moved = np.repeat(moved, count // len(moved), axis=0)
            out.append(Loop(moved, loop.closed, loop.corners, loop.even))
        return out

    out = [Shape("disc", [disc(center, count)], True), Shape("ghost", laid(_flesh(old)))]
    out += [Shape("flesh", laid(_flesh(drawn))), Shape("ghost-far", laid(_bones(first, old)))]
    out += [Shape("bone", laid(_bones(points, drawn)), True)]
    if still:
        out += _arrows(old, drawn, center, middle) or _named(clip, frames[-1], center, middle)
    return out


def place(around: Sequence[Shape]) -> Array:
    """(2,): the middle of a disc beside a tall picture, or above a wide one."""
    low, high = bounds(around)
    if high[0] - low[0] > 1.5 * (high[1] - low[1]):
        return np.array([low[0] + RADIUS, low[1] - 0.5 * RADIUS])
    return np.array([high[0] + _GAP + RADIUS, low[1] + 0.42 * (high[1] - low[1])])


def disc(center: Array, count: int) -> Loop:
    """The round paper of an inset around ``center`` (2,), the same in ``count`` frames."""
    angle = np.arange(16) * np.pi / 8
    ring = center + RADIUS * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return Loop(np.repeat(ring[None], count, axis=0), even=True)


def _flesh(body: Body) -> list[Loop]:
    return tube(body.trunk.part(0, 7, flat_end=True), _SIDE.plane)[:1]


def _bones(points: Points, body: Body) -> list[Loop]:
    """Pelvis, sacrum and vertebrae over T poses."""
    forward, up = (_SIDE.project(v) for v in (body.pelvis.forward, body.pelvis.up))
    low = _SIDE.project(points["pelvis"])

    def on_pelvis(shape: Array) -> Loop:
        x, y = body.size * shape.T[:, None, :, None]
        return Loop(low[:, None] + x * forward[:, None] + y * up[:, None])

    line, along = _curve(points)
    ahead = np.stack([-along[..., 1], along[..., 0]], axis=-1)
    ahead = ahead * np.sign((ahead * forward[:, None]).sum(axis=-1, keepdims=True))
    blocks = []
    for k in range(line.shape[1]):
        at, x, y = line[:, k, None], ahead[:, k, None], along[:, k, None]
        tip, half = _SPINE_BACK * body.size, _PROCESS * body.size
        blocks.append(Loop(at + body.size * (_BLOCK[:, :1] * x + _BLOCK[:, 1:] * y), corners=tuple(range(8))))
        back = np.concatenate([at - 0.4 * tip * -x, at + tip * x - 2 * half * y, at + tip * x - 4 * half * y], axis=1)
        blocks.append(Loop(back, corners=(0, 1, 2)))
    return [on_pelvis(_SACRUM), *blocks, on_pelvis(_ILIUM)]


def _curve(points: Points) -> tuple[Array, Array]:
    """Middle and direction of each vertebra (T, V, 2): a cubic through the body's points of the spine."""
    known = np.stack([_SIDE.project(points[name]) for name in ("l5", "l3", "t12", "t8")], axis=1)
    solve = np.linalg.inv(np.vander(_MARKS, 4))
    line = np.vander(_BETWEEN, 4) @ solve @ known
    slope = np.stack([3 * _BETWEEN**2, 2 * _BETWEEN, np.ones_like(_BETWEEN), np.zeros_like(_BETWEEN)], axis=1)
    along = slope @ solve @ known
    return line, along / np.maximum(norm(along), 1e-9)


def _arrows(old: Body, new: Body, center: Array, middle: Array) -> list[Shape]:
    """How the rim of the pelvis turns; where that stays, how the belly goes."""
    rims = [b.trunk.centers[-1, 2] + 0.10 * b.size * b.pelvis.forward[-1] for b in (old, new)]
    fronts = [b.trunk.centers[-1, 4] + b.trunk.axes[-1, 4, 0] for b in (old, new)]
    for start, end in (rims, fronts):
        tail, way = _SIDE.project(start), _SIDE.project(end - start)
        far = float(np.hypot(*way))
        if far > _SEEN:
            return [arrow.swoosh(center + _ZOOM * (tail - middle) + way / far * np.array([[-0.10], [0.06]]), 0.8)]
    return []


def _named(clip: Clip, frame: int, center: Array, middle: Array) -> list[Shape]:
    """The movement's own arrows that point at what the disc shows, where nothing in it is seen to move."""
    ends = [way - middle for way in pushes.ways(clip, frame, _SIDE)]
    inside = [way for way in ends if float(norm(_ZOOM * way).min()) < 0.8 * RADIUS]
    return [arrow.swoosh(center + _ZOOM * way[[0, -1]], 0.8) for way in inside]
