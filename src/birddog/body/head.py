"""Head of the drawn body: skull, face in profile, hair, ear, eye, in any view.

Head axes: x forward (nose), y up, z to the person's right; origin midway between the ears; meters for
a stature of 1.75 m.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from birddog.body.camera import Camera
from birddog.body.outline import Chain, Loop, ellipse, envelope, norm

Array = NDArray[np.float64]

_PROFILE = np.array([
    (-0.055, 0.117), (0.002, 0.130), (0.052, 0.114), (0.084, 0.078), (0.093, 0.046), (0.091, 0.027),
    (0.105, 0.004), (0.121, -0.016), (0.117, -0.025), (0.101, -0.029), (0.103, -0.041),
    (0.098, -0.050), (0.098, -0.060), (0.091, -0.070), (0.093, -0.086), (0.080, -0.101),
    (0.050, -0.095), (0.010, -0.080), (-0.030, -0.055), (-0.085, 0.0), (-0.096, 0.05),
])  # fmt: skip
_PROFILE = np.column_stack([_PROFILE, np.zeros(len(_PROFILE))])
_SKULL = np.array([
    (-0.002, 0.040, 0.096, 0.091, 0.0745),  # x, y, half sizes along x, y, z
    (0.033, -0.008, 0.060, 0.060, 0.0665),
    (0.030, -0.046, 0.052, 0.040, 0.0575),
    (0.060, -0.069, 0.032, 0.032, 0.0360),
])  # fmt: skip
_SKULL_AT = np.column_stack([_SKULL[:, :2], np.zeros(len(_SKULL))])
_SKULL_HALF = _SKULL[:, 2:]
_HAIR_AT = np.array([-0.006, 0.045, 0.0])
_HAIR_HALF = np.array([0.1015, 0.0945, 0.0805])
#: Hair line on one side, from the middle of the forehead to the middle of the nape (x, y).
_HAIRLINE = np.array([
    (0.083, 0.090), (0.074, 0.100), (0.060, 0.094), (0.050, 0.074), (0.042, 0.060), (0.024, 0.048),
    (0.020, 0.022), (0.012, 0.002), (0.001, 0.006), (-0.006, 0.028), (-0.022, 0.026),
    (-0.034, -0.004), (-0.052, -0.030), (-0.075, -0.040),
])  # fmt: skip
_HAIR_POLE = np.array([-0.64, 0.77, 0.0])
_EAR = (0.000, -0.002, 0.0775)
_EAR_HALF = np.array([0.016, 0.029, 0.009])
_EAR_TILT = np.array([[0.97, 0.26, 0.0], [-0.26, 0.97, 0.0], [0.0, 0.0, 1.0]])
_EYE = (0.081, 0.022, 0.033)
_BROW = (0.083, 0.0415, 0.034)
_SIDEWAYS = (0.92, 0.0, 0.39)  # the way in which skin beside the nose faces
_BUN = (-0.098, 0.066, 0.0)
_BUN_HALF = 0.046


@dataclass(frozen=True)
class HeadFrame:
    """Where the head is over T frames: ``origin`` (T, 3) between the ears, ``basis`` (T, 3, 3) with
    rows x, y, z, and its ``size``."""

    origin: Array
    basis: Array
    size: float

    def place(self, local: Array) -> Array:
        """Head coordinates (K, 3) or (T, K, 3), meters for 1.75 m -> world (T, K, 3)."""
        return np.asarray(self.origin[:, None] + self.size * (local @ self.basis))


Piece = tuple[str, list[Loop], bool]


def pieces(
    frame: HeadFrame, camera: Camera, neck: list[Loop], sharp: bool = True, apart: bool = False, bun: bool = False
) -> list[Piece]:
    """Shapes of neck and head from back to front: (tone, loops, has separation line).

    The neck lies in the shade of the head; one separation line runs around both, or one around each when
    they are to move ``apart`` (then the neck's tone is "neck"). ``sharp`` adds a face. ``bun`` : of hair.
    """
    facing = frame.basis @ camera.toward
    aside = facing[:, 2]
    skull, profile = _skin(frame, camera)
    skin = [*skull, *profile]
    rear = [_ear(frame, camera, sign, 1.0) for sign in (-1.0, 1.0)] if float(np.abs(aside).min()) < 0.5 else []
    out: list[Piece] = [("skin-shade", [*skin, *neck, *rear], True)]
    if apart:
        # the profile by itself: its sense turns over when the face turns to the other side
        out = [("skin-shade", [*skull, *rear], True), ("skin-shade", profile, True), ("neck", neck, True)]
    if bun:
        out.insert(0, ("hair", [_bun(frame, camera)], True))
    out.append(("skin-edge", rear, False))
    out += [("skin", skull, False), ("skin", profile, False)] if apart else [("skin", skin, False)]
    out.append(("hair", [_hair(frame, camera, facing)], False))
    shown = [(sign, _fade(sign * aside, 0.35, 0.5)) for sign in (-1.0, 1.0)]
    near = [_ear(frame, camera, sign, share) for sign, share in shown if share.any()]
    out.append(("skin-edge", near, False))
    if sharp:
        out.append(("brow", _spots(frame, camera, facing, _BROW, (0.0135, 0.0034)), False))
        out.append(("ink", _spots(frame, camera, facing, _EYE, (0.0085, 0.0062)), False))
        out.append(("skin-edge", _middle(frame, camera, facing), False))
    return [piece for piece in out if piece[1]]


def _fade(value: Array, low: float, high: float) -> Array:
    """0 below ``low``, 1 above ``high`` (T)."""
    return np.clip((value - low) / (high - low), 0.0, 1.0)


def _skin(frame: HeadFrame, camera: Camera) -> tuple[list[Loop], list[Loop]]:
    """Skull with jaw, and the face's profile."""
    axes = (_SKULL_HALF[:, :, None] * frame.size) * frame.basis[:, None]
    chain = Chain(frame.place(_SKULL_AT), axes)
    solid = envelope(chain, camera.plane)
    profile = camera.project(frame.place(_PROFILE))
    if _area(profile) > 0.0:
        profile = profile[:, ::-1]
    skull = ellipse(chain.centers[:, 0], axes[:, 0], camera.plane, 12)
    return [Loop(solid), Loop(skull, even=True)], [Loop(profile)]


def _area(points: Array) -> float:
    x, y = points[0, :, 0], points[0, :, 1]
    return float(x[:-1] @ y[1:] - y[:-1] @ x[1:] + x[-1] * y[0] - y[-1] * x[0])


def _ear(frame: HeadFrame, camera: Camera, sign: float, share: Array | float) -> Loop:
    """One ear, ``share`` (T) of its size: 0 where it is out of sight."""
    center = frame.place(np.array([_EAR]) * [1.0, 1.0, sign])[:, 0]
    axes = _EAR_HALF[:, None] * (_EAR_TILT @ frame.basis) * frame.size * np.reshape(share, (-1, 1, 1))
    return Loop(ellipse(center, axes, camera.plane), even=True)


def _spots(frame: HeadFrame, camera: Camera, facing: Array, place: tuple[float, float, float],
           half: tuple[float, float]) -> list[Loop]:  # fmt: skip
    """A flat spot on both sides of the face, where it is in sight; ``half`` sizes across and up."""
    loops = []
    for sign in (1.0, -1.0):
        normal = np.array(_SIDEWAYS) * [1.0, 1.0, sign]
        share = _fade(facing @ normal, 0.16, 0.28)
        if share.any():
            loops.append(_flat(frame, camera, np.array(place) * [1.0, 1.0, sign], normal, half, share))
    return loops


def _middle(frame: HeadFrame, camera: Camera, facing: Array) -> list[Loop]:
    """Shade under the nose and the line of the mouth, which the profile shows from the side."""
    ahead, share = np.array([1.0, 0.0, 0.0]), _fade(facing[:, 0], 0.40, 0.75)
    if not share.any():
        return []
    spots = (((0.112, -0.022, 0.0), (0.0115, 0.0048)), ((0.100, -0.0585, 0.0), (0.0190, 0.0034)))
    return [_flat(frame, camera, np.array(place), ahead, half, share) for place, half in spots]


def _flat(frame: HeadFrame, camera: Camera, place: Array, normal: Array, half: tuple[float, float],
          share: Array) -> Loop:  # fmt: skip
    across = np.array([-normal[2], 0.0, normal[0]])
    axes = np.stack([across * half[0], np.array([0.0, half[1], 0.0]), normal * 0.001])
    shape = axes @ frame.basis * frame.size * share[:, None, None]
    return Loop(ellipse(frame.place(place[None])[:, 0], shape, camera.plane, 6), even=True)


def _bun(frame: HeadFrame, camera: Camera) -> Loop:
    axes = np.eye(3) * _BUN_HALF @ frame.basis * frame.size
    return Loop(ellipse(frame.place(np.array([_BUN]))[:, 0], axes, camera.plane), even=True)


def _hair(frame: HeadFrame, camera: Camera, facing: Array) -> Loop:
    view = facing / _HAIR_HALF
    view /= norm(view)
    region = np.stack([cap_outline(_HAIR_CURVE, _HAIR_POLE, v) for v in view])
    return Loop(camera.project(frame.place(region * _HAIR_HALF + _HAIR_AT)))


def _hair_curve() -> Array:
    """The hair line all around, as points on the unit sphere."""
    uv = (_HAIRLINE - _HAIR_AT[:2]) / _HAIR_HALF[:2]
    rest = np.maximum(1.0 - np.sum(uv * uv, axis=1), 0.0)
    one = np.column_stack([uv, np.sqrt(rest)])
    one[0, 2] = one[-1, 2] = 0.0
    one /= norm(one)
    curve = np.concatenate([one, (one * [1.0, 1.0, -1.0])[-2:0:-1]])
    both = np.stack([curve, (curve + np.roll(curve, -1, axis=0)) / 2], axis=1).reshape(-1, 3)
    return np.asarray(both / norm(both))


def cap_outline(curve: Array, pole: Array, view: Array, edge: int = 14) -> Array:
    """Visible part of a region of the unit sphere, as points on the sphere.

    ``curve`` (K, 3) closed border, ``pole`` a unit vector inside of the region, ``view`` unit vector
    toward the viewer. The rim of the sphere closes the region where its border passes out of sight.
    Always returns 24 + ``edge`` points.
    """
    across = pole - view * (pole @ view)
    if across @ across < 1e-8:
        across = np.cross(view, [0.3, 0.5, 0.8])
    across = across / np.linalg.norm(across)
    other = np.cross(view, across)

    def rim(start: float, stop: float, count: int) -> Array:
        angle = np.linspace(start, stop, count)[:, None]
        return np.asarray(np.cos(angle) * across + np.sin(angle) * other)

    height = curve @ view
    seen = height > 0.0
    if seen.all():
        if pole @ view > 0.0:
            return _resample(curve, 24 + edge)
        hole = _resample(curve, 24)
        toward = np.arctan2(hole[0] @ other, hole[0] @ across)
        turns = np.sign(np.cross(hole - hole.mean(0), np.roll(hole, -1, 0) - hole).sum(0) @ view)
        return np.concatenate([hole, rim(toward, toward - turns * 2 * np.pi, edge)])
    if not seen.any():
        return rim(-np.pi, np.pi, 24 + edge) if pole @ view > 0.0 else rim(0.0, 0.0, 24 + edge)
    first, count = _longest_run(seen)
    rolled = np.roll(curve, -first, axis=0)
    run = rolled[:count]
    ends = []
    for inner, outer in ((run[0], rolled[-1]), (run[-1], rolled[count % len(curve)])):
        a, b = inner @ view, outer @ view
        cross = inner + (outer - inner) * (a / (a - b))
        ends.append(float(np.arctan2(cross @ other, cross @ across)))
    start, stop = ends[1], ends[0]
    # the rim arc that passes the pole's side (angle 0)
    if start > 0 > stop or start < 0 < stop:
        arc = rim(start, stop, edge + 2)
    else:
        turn = 2 * np.pi if stop < start else -2 * np.pi
        arc = rim(start, stop + turn if abs(start) < abs(stop) else stop, edge + 2)
    return np.concatenate([_resample(run, 24, closed=False), arc[1:-1]])


def _longest_run(seen: NDArray[np.bool_]) -> tuple[int, int]:
    """Start and length of the longest stretch of True around a closed curve (not all True)."""
    best = (0, 0)
    for first in np.flatnonzero(seen & ~np.roll(seen, 1)).tolist():
        count = int(np.argmin(np.roll(seen, -first)))
        best = max(best, (first, count), key=lambda run: run[1])
    return best


def _resample(curve: Array, count: int, closed: bool = True) -> Array:
    line = np.concatenate([curve, curve[:1]]) if closed else curve
    if len(line) < 2:
        return np.repeat(line, count, axis=0)
    step = np.linalg.norm(np.diff(line, axis=0), axis=1)
    run = np.concatenate([[0.0], np.cumsum(step)])
    at = np.linspace(0.0, run[-1], count, endpoint=not closed)
    return np.column_stack([np.interp(at, run, line[:, k]) for k in range(3)])


_HAIR_CURVE = _hair_curve()
