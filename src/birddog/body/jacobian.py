"""How points move when angles change: the geometric Jacobian, for many frames at once.

A turn about a world axis `a` through `o` moves point p by a x (p - o) per radian.  Axes as in `skeleton`.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from birddog.body.skeleton import (
    SEGMENT_INDEX,
    SEGMENTS,
    Array,
    Pose,
    Segment,
    _apply,
    cross_matrix,
    rotation_vector_matrix,
    swing_vector,
)

IntArray = npt.NDArray[np.int64]
_CLAVICLES = tuple(SEGMENT_INDEX[f"clavicle_{side}"] for side in ("left", "right"))


def _descends() -> npt.NDArray[np.bool_]:
    """(S,S): [a, b] is true when segment b moves with segment a."""
    n = len(SEGMENTS)
    out = np.eye(n, dtype=bool)
    for i, segment in enumerate(SEGMENTS):
        if segment.parent >= 0:
            out[:, i] |= out[:, segment.parent]
    return out


DESCENDS = _descends()


@lru_cache(maxsize=64)
def _moved_by(angle: int) -> tuple[int, ...]:
    """The segments that one angle turns (a trunk angle turns several)."""
    found = []
    for i, segment in enumerate(SEGMENTS):
        named = {t.angle for t in segment.turns} | set(segment.swing[:2] if segment.swing else ())
        if angle in named and i not in _CLAVICLES:
            found.append(i)
    return tuple(found)


def _axes(segment: Segment, parent: Array, angles: Array) -> list[tuple[int, Array]]:
    """(angle, world axis (T,3) times its factor) of every turn of one segment."""
    if segment.swing is not None:
        return _swing_axes(segment, parent, angles)
    out, frame = [], parent
    for turn in segment.turns:
        out.append((turn.angle, frame[..., turn.axis] * turn.factor))
        frame = _apply(frame, turn.axis, np.deg2rad(angles[:, turn.angle] * turn.factor))
    return out


def _swing_axes(segment: Segment, parent: Array, angles: Array) -> list[tuple[int, Array]]:
    assert segment.swing is not None
    flex, abd, sign = segment.swing
    horizontal, roll = segment.turns
    carried = _apply(parent, horizontal.axis, np.deg2rad(angles[:, horizontal.angle] * horizontal.factor))
    vector = swing_vector(angles[:, flex], angles[:, abd], sign)
    left = carried @ _left_jacobian(vector)
    swung = carried @ rotation_vector_matrix(vector)
    return [
        (horizontal.angle, parent[..., horizontal.axis] * horizontal.factor),
        (flex, left[..., 2]),
        (abd, left[..., 0] * -sign),
        (roll.angle, swung[..., roll.axis] * roll.factor),
    ]


def _left_jacobian(vector: Array) -> Array:
    """(T,3,3) left Jacobian of SO(3) at rotation vectors (T,3): change of vector -> turn in the world."""
    theta = np.linalg.norm(vector, axis=-1)[:, None, None]
    safe = np.where(theta < 1e-6, 1.0, theta)
    a = np.where(theta < 1e-6, 0.5, (1 - np.cos(safe)) / safe**2)
    b = np.where(theta < 1e-6, 1 / 6, (safe - np.sin(safe)) / safe**3)
    k = cross_matrix(vector)
    return np.asarray(np.eye(3) + a * k + b * (k @ k))


def jacobian(pose: Pose, base: Array, free: IntArray, points: Array, segment: IntArray) -> Array:
    """(T,Q,3,F+3): meters per degree for the free angles (F,), then per meter for the root.

    points (T,Q,3) with the segment (Q,) each belongs to; base (T,3,3) as given to `skeleton.forward`.
    Turns of the clavicle are left out (they are never solved for).
    """
    frames_n, q = points.shape[:2]
    column = {int(angle): i for i, angle in enumerate(free)}
    out = np.zeros((frames_n, len(free) + 3, q, 3))
    wanted = sorted({s for angle in column for s in _moved_by(angle)})
    for s in wanted:
        seg = SEGMENTS[s]
        moved = np.flatnonzero(DESCENDS[s][segment])
        if moved.size == 0:
            continue
        measured = seg.frame_parent if seg.frame_parent >= 0 else seg.parent
        parent = base if measured < 0 else pose.frames[:, measured]
        arm = points[:, moved] - pose.origins[:, s, None]
        for angle, axis in _axes(seg, parent, pose.angles):
            if angle in column:
                out[:, column[angle], moved] += _cross(axis, arm)
    out[:, : len(free)] *= np.pi / 180.0
    for k in range(3):
        out[:, len(free) + k, :, k] = 1.0
    return np.moveaxis(out, 1, 3)


def _cross(axis: Array, arm: Array) -> Array:
    """(T,Q,3) of axis (T,3) x arm (T,Q,3); plain products are faster than np.cross."""
    out = np.empty_like(arm)
    a = axis[:, :, None]
    out[..., 0] = a[:, 1] * arm[..., 2] - a[:, 2] * arm[..., 1]
    out[..., 1] = a[:, 2] * arm[..., 0] - a[:, 0] * arm[..., 2]
    out[..., 2] = a[:, 0] * arm[..., 1] - a[:, 1] * arm[..., 0]
    return out
