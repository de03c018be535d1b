"""The drawn body: from named body points to rounded parts in 3D.

Every part is a chain of ellipsoids (see :mod:`birddog.body.outline`) placed on the body points, so that
one description serves every view; T poses are built at once. Sizes are meters for a stature of 1.75 m.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from birddog.body.head import HeadFrame
from birddog.body.outline import Chain, norm
from birddog.body.physique import AVERAGE, Physique

Array = NDArray[np.float64]
Points = Mapping[str, Array]

SIDES = ("left", "right")


@dataclass(frozen=True)
class Frame:
    """Right-handed frames of a body segment: unit vectors ``forward``, ``up``, ``right`` (T, 3)."""

    forward: Array
    up: Array
    right: Array


#: Cross-sections of limbs: share of the way along the bone, offset forward, half size front to back,
#: half size side to side, half size along the bone.
_THIGH = np.array([
    (0.00, 0.000, 0.088, 0.082, 0.080),
    (0.20, -0.002, 0.087, 0.082, 0.05),
    (0.42, 0.005, 0.079, 0.075, 0.05),
    (0.68, 0.007, 0.065, 0.062, 0.05),
    (0.88, 0.006, 0.056, 0.053, 0.05),
    (1.00, 0.004, 0.053, 0.0495, 0.053),
])  # fmt: skip
_SHANK = np.array([
    (0.00, 0.004, 0.053, 0.0495, 0.053),
    (0.13, -0.002, 0.052, 0.0495, 0.04),
    (0.31, -0.012, 0.056, 0.054, 0.04),
    (0.50, -0.010, 0.050, 0.049, 0.04),
    (0.70, -0.004, 0.039, 0.040, 0.04),
    (0.90, -0.001, 0.033, 0.033, 0.03),
    (1.00, 0.000, 0.034, 0.031, 0.034),
])  # fmt: skip
_UPPER_ARM = np.array([
    (0.02, 0.000, 0.050, 0.047, 0.048),
    (0.22, 0.002, 0.052, 0.049, 0.04),
    (0.50, 0.003, 0.046, 0.044, 0.04),
    (0.80, 0.001, 0.040, 0.039, 0.04),
    (1.00, 0.000, 0.037, 0.037, 0.037),
])  # fmt: skip
_SLEEVE = np.array([
    (0.03, 0.000, 0.053, 0.050, 0.050),
    (0.22, 0.002, 0.058, 0.055, 0.05),
    (0.40, 0.003, 0.056, 0.053, 0.03),
    (0.57, 0.003, 0.055, 0.053, 0.006),
])  # fmt: skip
_FOREARM = np.array([
    (0.00, 0.000, 0.037, 0.037, 0.037),
    (0.20, 0.003, 0.042, 0.040, 0.03),
    (0.50, 0.002, 0.036, 0.035, 0.03),
    (0.80, 0.000, 0.027, 0.026, 0.03),
    (1.00, 0.000, 0.024, 0.024, 0.024),
])  # fmt: skip


@dataclass(frozen=True)
class Station:
    """Cross-section of the trunk: reach ``back`` and ``front`` of the spine, half ``width``."""

    back: float
    front: float
    width: float
    cap: float = 0.05


TRUNK = (
    Station(0.070, 0.055, 0.120, 0.035),  # bottom
    Station(0.104, 0.102, 0.166, 0.06),  # hips
    Station(0.086, 0.116, 0.162, 0.05),  # below the hip bones
    Station(0.063, 0.128, 0.150, 0.05),  # L5
    Station(0.058, 0.118, 0.131, 0.05),  # L3, waist
    Station(0.055, 0.126, 0.129, 0.05),
    Station(0.054, 0.139, 0.138, 0.05),  # T12
    Station(0.054, 0.152, 0.153, 0.05),
    Station(0.054, 0.158, 0.160, 0.05),  # T8, chest
    Station(0.056, 0.145, 0.160, 0.05),
    Station(0.054, 0.115, 0.148, 0.05),
    Station(0.048, 0.085, 0.112, 0.04),
    Station(0.038, 0.062, 0.066, 0.02),  # C7
    Station(0.035, 0.062, 0.060, 0.01),  # collar
)
_STATIONS = np.array([(t.back, t.front, t.width, t.cap) for t in TRUNK])
HEM = 3  # trunk station where the top ends
#: Share of the way of the belly, out or in, that each station goes.
_BELLY = np.array([0.0, 0.1, 0.35, 0.8, 1.0, 0.9, 0.5, 0.15, *[0.0] * 6])


def unit(vector: Array) -> Array:
    """Vectors (..., 3) of length 1 (zero stays zero)."""
    return np.asarray(vector / np.maximum(norm(vector), 1e-9))


def cross(a: Array, b: Array) -> Array:
    """Cross product of vectors (..., 3)."""
    out = np.empty(np.broadcast_shapes(a.shape, b.shape))
    out[..., 0] = a[..., 1] * b[..., 2] - a[..., 2] * b[..., 1]
    out[..., 1] = a[..., 2] * b[..., 0] - a[..., 0] * b[..., 2]
    out[..., 2] = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
    return out


def dot(a: Array, b: Array) -> Array:
    """Dot product of vectors (..., 3), kept as (..., 1)."""
    return np.asarray((a * b).sum(axis=-1, keepdims=True))


def frame(up: Array, right: Array) -> Frame:
    """Frame with axis ``up`` kept and ``right`` made square to it."""
    y = unit(up)
    z = unit(right - y * dot(right, y))
    return Frame(cross(y, z), y, z)


@dataclass(frozen=True)
class Body:
    """All drawn parts, over T poses."""

    trunk: Chain
    neck: Chain
    seat: Chain
    yokes: dict[str, Chain]
    thigh: dict[str, Chain]
    shank: dict[str, Chain]
    foot: dict[str, Chain]
    upper_arm: dict[str, Chain]
    sleeve: dict[str, Chain]
    forearm: dict[str, Chain]
    hand: dict[str, Chain]
    thumb: dict[str, Chain]
    head: HeadFrame
    pelvis: Frame
    chest: Frame
    size: float


def build(points: Points, physique: Physique = AVERAGE, belly: Array | None = None) -> Body:
    """Place every part of the body on its points, each (T, 3) in meters, world axes.

    ``belly`` : (T,) meters by which the belly is out (+) or drawn in (-).
    """
    p = points
    out = np.zeros(len(p["pelvis"])) if belly is None else belly
    size = _size(p)
    pelvis = _pelvis_frame(p)
    chest = _chest_frame(p)
    thigh, shank, foot = {}, {}, {}
    upper, sleeve, fore, hand, thumb = {}, {}, {}, {}, {}
    for side in SIDES:
        sole = _foot_frame(p, side)
        hip, knee, ankle = (p[f"{n}_{side}"] for n in ("hip", "knee", "ankle"))
        thigh[side] = limb(hip, knee, sole.right, _THIGH, size, physique.thigh)
        shank[side] = limb(knee, ankle, sole.right, _SHANK, size, physique.shank)
        foot[side] = _foot(p, side, sole, size)
        shoulder, elbow, wrist = (p[f"{n}_{side}"] for n in ("shoulder", "elbow", "wrist"))
        palm = _palm(p, side)
        hinge = cross(wrist - elbow, elbow - shoulder)
        hinge = np.where(dot(hinge, hinge) < 1e-4, palm.right, hinge)
        upper[side] = limb(shoulder, elbow, hinge, _UPPER_ARM, size, physique.arm)
        sleeve[side] = limb(shoulder, elbow, hinge, _SLEEVE, size, physique.arm)
        fore[side] = limb(elbow, wrist, hinge, _FOREARM, size, physique.arm)
        hand[side], thumb[side] = _hand(p, side, palm, size)
    return Body(
        trunk=_trunk(p, pelvis, chest, size, _stations(physique, out)),
        neck=_neck(p, chest, size, physique.neck),
        seat=_seat(p["pelvis"], pelvis, size, physique.seat),
        yokes={s: _yoke(p, s, chest, size, physique.arm) for s in SIDES},
        thigh=thigh, shank=shank, foot=foot, upper_arm=upper, sleeve=sleeve, forearm=fore,
        hand=hand, thumb=thumb, head=_head(p, size), pelvis=pelvis, chest=chest, size=size,
    )  # fmt: skip


def limb(start: Array, end: Array, right: Array, rings: Array, size: float, thick: float = 1.0) -> Chain:
    """Chain of rings on a bone from ``start`` to ``end`` (T, 3); ``right`` is the hinge axis.

    ``thick`` : factor on the thickness, less of it toward the end.
    """
    f = frame(start - end, right)
    at, shift = rings[:, :1], rings[:, 1:2] * size
    centers = start[:, None] + at * (end - start)[:, None] + shift * f.forward[:, None]
    return Chain(centers, _axes(f, rings[:, 2:] * size * (1.0 + (thick - 1.0) * (1.0 - 0.6 * at))))


def _axes(f: Frame, half: Array) -> Array:
    """Half axes (T, N, 3, 3) from half sizes (N, 3): forward, right, up."""
    basis = np.stack([f.forward, f.right, f.up], axis=1)
    return np.asarray(half[:, :, None] * basis[:, None])


def _stack(*points: Array) -> Array:
    return np.stack(points, axis=1)


def _mix(a: Array, b: Array, share: float) -> Array:
    return a + share * (b - a)


def _size(p: Points) -> float:
    thigh, shank = p["hip_right"][0] - p["knee_right"][0], p["knee_right"][0] - p["ankle_right"][0]
    return float(norm(thigh)[0] + norm(shank)[0]) / 0.8595


def _pelvis_frame(p: Points) -> Frame:
    right = unit(p["hip_right"] - p["hip_left"])
    forward = 0.5 * (p["asis_left"] + p["asis_right"]) - p["sacrum"]
    return frame(cross(right, forward), right)


def _chest_frame(p: Points) -> Frame:
    right = unit(p["clavicle_right"] - p["clavicle_left"])
    right = right + unit(p["shoulder_right"] - p["shoulder_left"])
    return frame(p["c7"] - p["t12"], right)


def _head_frame(p: Points) -> Frame:
    return frame(p["head_top"] - p["head_center"], p["ear_right"] - p["ear_left"])


def _head(p: Points, size: float) -> HeadFrame:
    f = _head_frame(p)
    origin = p["head_center"] + size * (0.008 * f.forward - 0.044 * f.up)
    return HeadFrame(origin, _stack(f.forward, f.up, f.right), 0.935 * size)


def _foot_frame(p: Points, side: str) -> Frame:
    """Forward along the sole, up toward the ankle; right is also the hinge of the knee."""
    forward = unit(p[f"ball_{side}"] - p[f"heel_{side}"])
    shin = p[f"knee_{side}"] - p[f"ankle_{side}"]
    right = unit(cross(forward, shin))
    return Frame(forward, cross(right, forward), right)


def _palm(p: Points, side: str) -> Frame:
    """Up from the fingers to the wrist, right toward the thumb."""
    thumb = p[f"thumb_{side}"] - p[f"wrist_{side}"]
    return frame(p[f"wrist_{side}"] - p[f"hand_{side}"], thumb)


def _stations(physique: Physique, belly: Array) -> Array:
    """(T, N, 4): cross-sections of the trunk of a body, with its belly out or in."""
    out = np.repeat(_STATIONS[None], len(belly), axis=0)
    out[..., 1] += np.array(physique.front) + belly[:, None] * _BELLY
    out[..., 2] *= np.array(physique.width)
    return out


def _trunk(p: Points, pelvis: Frame, chest: Frame, size: float, stations: Array) -> Chain:
    low, l5, l3, t12, t8, c7 = (p[n] for n in ("pelvis", "l5", "l3", "t12", "t8", "c7"))
    base = _stack(
        low - 0.068 * size * pelvis.up, low - 0.008 * size * pelvis.up, _mix(low, l5, 0.6), l5, l3,
        _mix(l3, t12, 0.55), t12, _mix(t12, t8, 0.55), t8, _mix(t8, c7, 0.35), _mix(t8, c7, 0.65),
        _mix(t8, c7, 0.86), c7, _mix(c7, p["skull_base"], 0.14),
    )  # fmt: skip
    count = base.shape[1]
    up = np.empty_like(base)
    up[:, :3] = pelvis.up[:, None]
    up[:, 3:-1] = base[:, 4:] - base[:, 2:-2]
    up[:, -1] = base[:, -1] - base[:, -3]
    share = np.clip(np.linspace(-0.3, 1.3, count), 0.0, 1.0)[:, None]
    right = (1.0 - share) * pelvis.right[:, None] + share * chest.right[:, None]
    up = unit(up)
    right = unit(right - up * dot(up, right))
    forward = cross(up, right)
    s = stations * size
    centers = base + forward * (s[..., 1:2] - s[..., :1]) / 2
    deep = forward * (s[..., :1] + s[..., 1:2]) / 2
    return Chain(centers, np.stack([deep, right * s[..., 2:3], up * s[..., 3:4]], axis=2))


def _seat(low: Array, pelvis: Frame, size: float, thick: float) -> Chain:
    """Roundness of the buttocks, both in one."""
    center = low + size * (-0.043 * pelvis.forward + 0.004 * pelvis.up)
    return Chain(center[:, None], _axes(pelvis, np.array([[0.080, 0.152 * thick, 0.094]]) * size))


def _yoke(p: Points, side: str, chest: Frame, size: float, thick: float) -> Chain:
    """Slope from the neck to the shoulder."""
    neck = p["c7"] + size * (0.012 * chest.forward - 0.012 * chest.up)
    shoulder = p[f"shoulder_{side}"]
    centers = _stack(neck, _mix(neck, shoulder, 0.5) - 0.004 * size * chest.up, shoulder)
    half = np.array([(0.045, 0.03, 0.042), (0.05, 0.04, 0.043), (0.050, 0.045, 0.048)]) * size
    half[1:] *= thick
    return Chain(centers, _axes(chest, half))


def _neck(p: Points, chest: Frame, size: float, thick: float) -> Chain:
    head = _head_frame(p)
    low = p["c7"] + size * (0.026 * chest.forward - 0.004 * chest.up)
    top = p["skull_base"] + size * (0.016 * head.forward + 0.005 * head.up)
    f = frame(top - low, chest.right + head.right)
    centers = _stack(low, _mix(low, top, 0.35), _mix(low, top, 0.7), top)
    half = [(0.057, 0.060, 0.020), (0.052, 0.053, 0.03), (0.051, 0.051, 0.03), (0.055, 0.053, 0.05)]
    return Chain(centers, _axes(f, np.array(half) * size * [thick, thick, 1.0]))


#: Foot: share from heel to ball (over 1: ball to toe), height above the sole, half width.
_FOOT = np.array([
    (0.00, 0.052, 0.024), (0.14, 0.074, 0.031), (0.34, 0.096, 0.034), (0.56, 0.080, 0.037),
    (0.78, 0.058, 0.042), (1.00, 0.041, 0.046), (1.50, 0.031, 0.044), (1.88, 0.024, 0.034),
])  # fmt: skip


def _foot(p: Points, side: str, sole: Frame, size: float) -> Chain:
    heel, ball, toe = p[f"heel_{side}"], p[f"ball_{side}"], p[f"toe_{side}"]
    toes = frame(cross(sole.right, toe - ball), sole.right)
    # the points are centers of round skin: go down to the sole
    heel, ball = heel - 0.024 * size * sole.up, ball - 0.018 * size * sole.up
    toe = toe - 0.012 * size * toes.up
    at, front = _FOOT[:, :1], _FOOT[:, :1] > 1.0
    rear = heel[:, None] + at * (ball - heel)[:, None]
    ground = np.where(front, ball[:, None] + (at - 1.0) * (toe - ball)[:, None], rear)
    up = np.where(front, toes.up[:, None], sole.up[:, None])
    up[:, 5] = unit(sole.up + toes.up)
    forward = np.where(front, toes.forward[:, None], sole.forward[:, None])
    half = _FOOT[:, 1:2] * size / 2
    cap = np.where(np.arange(len(_FOOT)) == 0, 0.018, 0.014)[:, None] * size
    right = sole.right[:, None] * _FOOT[:, 2:3] * size
    return Chain(ground + up * half, np.stack([forward * cap, right, up * half], axis=2))


#: Hand: half thickness, half width, half length of wrist, palm, knuckles, fingers, tips.
_HAND = np.array([
    (0.021, 0.026, 0.020), (0.021, 0.035, 0.020), (0.018, 0.042, 0.020), (0.015, 0.039, 0.020),
    (0.011, 0.026, 0.014),
])  # fmt: skip
_THUMB = np.array([(0.017,) * 3, (0.014,) * 3, (0.011,) * 3])


def _hand(p: Points, side: str, palm: Frame, size: float) -> tuple[Chain, Chain]:
    wrist, knuckle, tip = p[f"wrist_{side}"], p[f"hand_{side}"], p[f"fingertip_{side}"]
    fingers = frame(knuckle - tip, palm.right)
    centers = _stack(wrist, _mix(wrist, knuckle, 0.4), knuckle, _mix(knuckle, tip, 0.5),
                     _mix(knuckle, tip, 0.86))  # fmt: skip
    axes = np.concatenate([_axes(palm, _HAND[:3] * size), _axes(fingers, _HAND[3:] * size)], axis=1)
    root = _mix(wrist, knuckle, 0.22) + palm.right * 0.016 * size
    end = p[f"thumb_{side}"]
    thumb = _stack(root, _mix(root, end, 0.55), end)
    return Chain(centers, axes), Chain(thumb, _axes(frame(root - end, palm.forward), _THUMB * size))
