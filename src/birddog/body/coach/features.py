"""What a picture of the body says, in degrees, each with the error that it has.

Everything here is the same for a mirrored picture, so that it does not matter which way the person faces.
Image landmarks as in `birddog.body.landmarks`: x right and y down, both 0-1 over the picture.  Features:

- interior angles of joints as the picture shows them, 0-180: `elbow`, `shoulder`, `hip`, `knee`, `ankle`, each side;
- how far a part points upward, -90 to 90: `upper_arm`, `forearm`, `thigh`, `shank`, `foot`, each side, and `trunk`,
  `head`; from the near end to the far one, so a standing person's thighs are at -90;
- `hip_line`: how far the hips are above (positive) or below the line from shoulder to knee;
- distances across the picture, as an angle at the length of the trunk: `shoulders`, `hips`, `knees`, `feet`, `hands`;
- `lean`: the trunk toward the person's right (positive) or left, where left and right can be told apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

SIDES = ("left", "right")
_JOINTS = {  # left landmarks; the right ones follow each
    "elbow": (11, 13, 15), "shoulder": (23, 11, 13), "hip": (11, 23, 25), "knee": (23, 25, 27), "ankle": (25, 27, 31),
}  # fmt: skip
_PARTS = {"upper_arm": (11, 13), "forearm": (13, 15), "thigh": (23, 25), "shank": (25, 27), "foot": (29, 31)}
_ACROSS = {"shoulders": (11, 12), "hips": (23, 24), "knees": (25, 26), "feet": (27, 28), "hands": (15, 16)}

_EACH_JOINT, _EACH_PART = (
    [np.array([at[k] + side for at in parts.values() for side in (0, 1)]) for k in range(n)]
    for parts, n in ((_JOINTS, 3), (_PARTS, 2))
)
_EACH_ACROSS = [np.array([at[k] for at in _ACROSS.values()]) for k in (0, 1)]

NAMES: tuple[str, ...] = (
    *(f"{name}_{side}" for name in _JOINTS for side in SIDES),
    *(f"{name}_{side}" for name in _PARTS for side in SIDES),
    "trunk", "head", "hip_line", *_ACROSS, "lean",
)  # fmt: skip
INDEX: dict[str, int] = {name: i for i, name in enumerate(NAMES)}
JOINT_ANGLES: tuple[str, ...] = tuple(f"{name}_{side}" for name in _JOINTS for side in SIDES)

HIDDEN = 3.0  # a hidden landmark is this many times less sure than one in view, and more
OUTSIDE = 0.02  # part of the picture by which a landmark may be outside and still be believed
_BLIND = 1e4  # degrees: an error that says nothing is known

# Landmarks that are used; the pairs that a detector may swap: arms, legs.
SWAPS: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    ((13, 15, 17, 19, 21), (14, 16, 18, 20, 22)),
    ((25, 27, 29, 31), (26, 28, 30, 32)),
)


@dataclass(frozen=True)
class Seen:
    """values (..., F) and sigma (..., F) in degrees in the order of NAMES; length (...) of trunk, thigh and shank
    together in picture heights. Where nothing is known, the value is 0 and sigma is very large."""

    values: Array
    sigma: Array
    length: Array


def mirrored_index() -> npt.NDArray[np.int64]:
    """(F,): where each feature of the mirror image comes from (left for right)."""
    other = {"left": "right", "right": "left"}
    out = []
    for name in NAMES:
        stem, _, side = name.rpartition("_")
        out.append(INDEX[f"{stem}_{other[side]}"] if side in other else INDEX[name])
    return np.array(out)


def legs_exchanged() -> npt.NDArray[np.int64]:
    """(F,): where each feature comes from when a detector takes the left leg for the right one."""
    whole = mirrored_index()
    legs = ("hip", "knee", "ankle", "thigh", "shank", "foot")
    return np.array([whole[i] if name.rpartition("_")[0] in legs else i for i, name in enumerate(NAMES)])


LEGS_EXCHANGED = legs_exchanged()


def doubt(image: Array, visibility: Array, spread: Array | float) -> Array:
    """(..., 33): standard deviation of each landmark in picture heights.

    spread (...): that of a landmark in full view. A landmark outside the picture, or none, is not believed.
    """
    out = np.asarray(spread)[..., None] * (1.0 + HIDDEN * (1.0 - visibility) ** 2)
    inside = np.maximum(np.abs(image[..., 0] - 0.5), np.abs(image[..., 1] - 0.5)) <= 0.5 + OUTSIDE
    return np.where(inside & (visibility > 0.05), out, _BLIND)


def found(image: Array) -> npt.NDArray[np.bool_]:
    """(..., 33): which landmarks (..., 33, 2 or more) there are."""
    return np.asarray(np.isfinite(image[..., 0]) & np.isfinite(image[..., 1]))


def length(step: Array) -> Array:
    """(...) of steps (..., 2). Written out: sums over two numbers are slow as sums."""
    return np.sqrt(step[..., 0] ** 2 + step[..., 1] ** 2)


def read(image: Array, visibility: Array, aspect: Array | float, spread: Array | float = 0.006) -> Seen:
    """Features of landmarks (..., 33, 2 or more) with visibility (..., 33).

    aspect (...): width / height of the picture. spread (...): standard deviation of a landmark in full view, in
    picture heights. NaN landmarks are landmarks that were not found.
    """
    missing = ~found(image)
    flat = np.where(missing[..., None], 0.0, image[..., :2])
    sure = doubt(flat, np.where(missing, 0.0, visibility), spread)
    place = flat * np.stack(np.broadcast_arrays(np.asarray(aspect), 1.0), axis=-1)[..., None, :]
    seen = _Points(place, sure)
    shoulders, hips, knees = seen.middle(11, 12), seen.middle(23, 24), seen.middle(25, 26)
    trunk = _span(shoulders, hips)
    one = [_rise(hips, shoulders), _rise(shoulders, seen.middle(7, 8)), _line(shoulders, hips, knees)]
    parts = [_joint(*(seen.one(at) for at in _EACH_JOINT)), _rise(*(seen.one(at) for at in _EACH_PART))]
    parts += [(value[..., None], error[..., None]) for value, error in one]
    value, error = _lean(seen, shoulders, hips, trunk)
    parts += [_across(seen, trunk), (value[..., None], error[..., None])]
    values, sigma = (np.concatenate([part[i] for part in parts], axis=-1) for i in (0, 1))
    blind = ~np.isfinite(values) | ~(sigma < _BLIND)
    return Seen(np.where(blind, 0.0, values), np.where(blind, _BLIND, sigma), trunk + _leg(place))


@dataclass(frozen=True)
class _Points:
    """place (..., 33, 2) and sure (..., 33) in picture heights."""

    place: Array
    sure: Array

    def one(self, at: npt.NDArray[np.int64]) -> tuple[Array, Array]:
        """Of several landmarks at once: (..., n, 2) and (..., n)."""
        return self.place[..., at, :], self.sure[..., at]

    def middle(self, a: int, b: int) -> tuple[Array, Array]:
        """Halfway between left and right."""
        at = (self.place[..., a, :] + self.place[..., b, :]) / 2
        return at, np.hypot(self.sure[..., a], self.sure[..., b]) / 2


Point = tuple[Array, Array]


def _span(a: Point, b: Point) -> Array:
    return np.maximum(length(a[0] - b[0]), 1e-6)


def _dot(u: Array, v: Array) -> Array:
    return np.asarray(u[..., 0] * v[..., 0] + u[..., 1] * v[..., 1])


def _joint(a: Point, b: Point, c: Point) -> tuple[Array, Array]:
    u, v = a[0] - b[0], c[0] - b[0]
    cross = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    value = np.degrees(np.arctan2(np.abs(cross), _dot(u, v)))
    one, two = _span(a, b), _span(c, b)
    third = length(u / one[..., None] ** 2 + v / two[..., None] ** 2)
    sigma = np.degrees(np.sqrt((a[1] / one) ** 2 + (c[1] / two) ** 2 + (b[1] * third) ** 2))
    return value, sigma


def _rise(a: Point, b: Point) -> tuple[Array, Array]:
    step = b[0] - a[0]
    value = np.degrees(np.arctan2(-step[..., 1], np.abs(step[..., 0]) + 1e-9))
    return value, np.degrees(np.hypot(a[1], b[1]) / _span(a, b))


def _line(shoulder: Point, hip: Point, knee: Point) -> tuple[Array, Array]:
    u, v = hip[0] - shoulder[0], knee[0] - hip[0]
    turn = np.degrees(np.arctan2(u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0], _dot(u, v)))
    along = knee[0][..., 0] - shoulder[0][..., 0]
    one, two = _span(shoulder, hip), _span(hip, knee)
    sigma = np.degrees(np.sqrt((shoulder[1] / one) ** 2 + (knee[1] / two) ** 2 + (hip[1] * (1 / one + 1 / two)) ** 2))
    upside_down = _other_sign(along, np.hypot(shoulder[1], knee[1]))
    return turn * np.sign(along + 1e-12), np.hypot(sigma, 2 * np.abs(turn) * upside_down)


def _other_sign(value: Array, sigma: Array) -> Array:
    """(...) 0-0.5: the chance, about, that a value with twice this error has in truth the other sign."""
    return 1.0 / (1.0 + np.exp(np.minimum(0.85 * np.abs(value) / np.maximum(sigma, 1e-9), 50.0)))


def _across(seen: _Points, trunk: Array) -> tuple[Array, Array]:
    one, two = (seen.one(at) for at in _EACH_ACROSS)
    wide, long = np.abs(one[0][..., 0] - two[0][..., 0]), trunk[..., None]
    sigma = np.hypot(one[1], two[1])
    return np.degrees(np.arctan2(wide, long)), np.degrees(sigma / np.hypot(wide, long))


def _lean(seen: _Points, shoulders: Point, hips: Point, trunk: Array) -> tuple[Array, Array]:
    across = (seen.place[..., 12, 0] - seen.place[..., 11, 0]) + (seen.place[..., 24, 0] - seen.place[..., 23, 0])
    step = shoulders[0] - hips[0]
    value = np.degrees(np.arctan2(step[..., 0] * np.sign(across + 1e-12), np.abs(step[..., 1]) + 1e-9))
    sigma = np.degrees(np.hypot(shoulders[1], hips[1]) / trunk)
    turned = np.abs(across) / trunk  # about 1 from the front, 0 from the side
    upright = np.abs(step[..., 1]) > np.abs(step[..., 0])
    return value, np.where((turned > 0.45) & upright, sigma, _BLIND)


def _leg(place: Array) -> Array:
    def apart(a: int, b: int) -> Array:
        return length(place[..., a, :] - place[..., b, :])

    return np.maximum(apart(23, 25), apart(24, 26)) + np.maximum(apart(25, 27), apart(26, 28))
