"""What a body stands on in the picture: a band of floor, and its shadow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from birddog.body.camera import Camera
from birddog.body.layers import Shape
from birddog.body.mannequin import SIDES, Points
from birddog.body.outline import Loop, ellipse, norm

Array = NDArray[np.float64]

_PAIRED = 0.12  # meters: bones of both sides that are no farther apart throw one shadow
_SPREAD = 1.5  # a shadow is this much wider than what throws it: soft light
_HIGH = 0.50  # meters above which a part throws no shadow
# from, to, radius: the parts that throw a shadow
_PARTS = (
    ("pelvis", "l3", 0.135), ("l3", "t8", 0.13), ("t8", "c7", 0.13), ("skull_base", "head_center", 0.09),
)  # fmt: skip
_SIDED = (
    ("hip", "knee", 0.075), ("knee", "ankle", 0.05), ("heel", "toe", 0.045),
    ("shoulder", "elbow", 0.05), ("elbow", "wrist", 0.04), ("wrist", "fingertip", 0.035),
)  # fmt: skip


def band(feet: Array, camera: Camera, least: float = 0.045) -> Shape:
    """Rounded strip of floor below places ``feet`` (K, 3), with a little room around them."""
    flat = camera.project(feet * np.array([1.0, 0.0, 1.0]))
    low, high = flat.min(axis=0), flat.max(axis=0)
    middle = (low[1] + high[1]) / 2
    half = max((high[1] - low[1]) / 2 + 0.2 * float(np.sin(np.radians(camera.elevation))), least)
    turn = np.linspace(-np.pi / 2, np.pi / 2, 7)
    cap = np.stack([np.cos(turn) * half * 1.3, np.sin(turn) * half], axis=1)
    outline = np.concatenate([np.array([high[0], middle]) + cap, np.array([low[0], middle]) - cap])
    return Shape("floor", [Loop(outline[None], corners=(0, 6, 7, 13))])


def shadow(points: Points, camera: Camera, top: float = 0.0) -> list[Shape]:
    """Shadow of T bodies on the floor (or on a surface at height ``top``), straight below them."""
    parts = [(points[a], points[b], np.full(len(points[a]), r)) for a, b, r in _PARTS]
    for first, last, thick in _SIDED:
        a, b = ((points[f"{first}_{s}"], points[f"{last}_{s}"]) for s in SIDES)
        parts += _pair(a, b, thick)
    loops = []
    for start, end, radius in parts:
        lift = np.maximum((start[:, 1] + end[:, 1]) / 2 - radius.min() - top, 0.0)
        if float(lift.min()) < 0.7 * _HIGH:
            share = np.clip(1.1 - lift / _HIGH, 0.05, 1.0)
            loops.append(_patch(start, end, radius * share, share, top, camera))
    return [Shape("shadow", loops)] if loops else []


def _pair(left: tuple[Array, Array], right: tuple[Array, Array], radius: float) -> list[tuple[Array, Array, Array]]:
    """Bones of both sides: one broad part where they lie side by side all the time, else two."""
    flat = np.array([1.0, 1.0, 0.0])
    apart = max(float(norm((a - b) * flat).max()) for a, b in zip(left, right, strict=True))
    size = np.full(len(left[0]), radius)
    if apart > _PAIRED:
        return [(*left, size), (*right, size)]
    wide = np.maximum(*(norm(a - b)[:, 0] / 2 for a, b in zip(left, right, strict=True)))
    return [((left[0] + right[0]) / 2, (left[1] + right[1]) / 2, size + wide / _SPREAD)]


def _patch(a: Array, b: Array, r: Array, share: Array, top: float, camera: Camera) -> Loop:
    center = (a + b) / 2
    center[:, 1] = top
    along = (b - a) * 0.5 * share[:, None]
    along[:, 1] = 0.0
    length = norm(along)
    ahead = np.where(length > 1e-6, along / np.maximum(length, 1e-9), np.array([1.0, 0.0, 0.0]))
    across = np.stack([-ahead[:, 2], ahead[:, 1], ahead[:, 0]], axis=1)
    half = r[:, None]
    reach = np.minimum(half, 0.06)
    axes = np.stack([ahead * (length + reach), across * half * _SPREAD, 0.0 * ahead], axis=1)
    return Loop(ellipse(center, axes, camera.plane), even=True)
