"""Machines and loads: exercise bikes, elliptical trainer, trail bike, barbell, bedding, rough ground.

Drawn with few strong shapes around the body: their pedals and handles are where its feet and hands are, in
every frame; only hubs and seats stand at fixed places. A maker gets the T frames of a prop's path
(T, K, 3, meters) and returns layers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from birddog.body import ground
from birddog.body.camera import Camera
from birddog.body.layers import Bar, Layer, Shape, bar
from birddog.body.motion import PropTrack
from birddog.body.outline import Chain, Loop, ellipse, norm, tube

Array = NDArray[np.float64]
Place = Sequence[float] | Array

_PEDAL = np.array([0.0, -0.03, 0.0])  # from the ball of the foot to the middle of the pedal
_UP, _ASIDE = np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 0.23])  # half the breadth of a machine's feet
_NEAR, _FAR = 1.0, -1.0  # the person's right side is the near one


@dataclass
class _Builder:
    """Collects one layer: round rods, discs and their bars (for depth). ``like`` (T, 3) gives the frames."""

    camera: Camera
    like: Array
    name: str
    rank: float
    lift: float = 0.0

    def __post_init__(self) -> None:
        self.shapes: list[Shape] = []
        self.bars: list[Bar] = []

    def at(self, place: Place) -> Array:
        """A place in every frame (T, 3)."""
        return np.broadcast_to(np.asarray(place, dtype=float), self.like.shape)

    def rod(self, start: Place, end: Place, radius: float, tone: str, line: bool = True) -> None:
        """Round rod between two places; ``radius`` in meters."""
        ends = np.stack([self.at(start), self.at(end)], axis=1)
        axes = np.broadcast_to(np.eye(3) * radius, (len(ends), 2, 3, 3))
        self.shapes.append(Shape(tone, tube(Chain(ends, axes), self.camera.plane), line))
        self.bars.append(bar(self.camera, ends[:, 0], ends[:, 1], radius))

    def disc(self, center: Place, radius: float, tone: str, thick: float = 0.03, line: bool = True) -> None:
        """Upright disc that faces the side; ``radius`` and ``thick`` in meters."""
        middle = self.at(center)
        axes = np.broadcast_to(np.diag([radius, radius, thick / 2]), (len(middle), 3, 3))
        self.shapes.append(Shape(tone, [Loop(ellipse(middle, axes, self.camera.plane, 16), even=True)], line))
        across = np.array([radius * 0.6, 0.0, 0.0])
        self.bars.append(bar(self.camera, middle - across, middle + across, radius * 0.8))

    def plate(self, center: Place, half: Place, tone: str) -> None:
        """Flat rounded thing: an ellipsoid squared off, ``half`` its half sizes (meters)."""
        x, y, z = (float(v) for v in np.asarray(half))
        middle = self.at(center)
        off = np.array([max(x - y, 0.001), 0.0, 0.0])
        ends = np.stack([middle - off, middle + off], axis=1)
        axes = np.broadcast_to(np.diag([y, y, z]), (len(ends), 2, 3, 3))
        self.shapes.append(Shape(tone, tube(Chain(ends, axes), self.camera.plane), True))
        self.bars.append(bar(self.camera, ends[:, 0], ends[:, 1], y))

    def ring(self, center: Place, radius: float, width: float, tone: str, count: int = 24) -> None:
        """Upright ring (a tire) that faces the side, as a band between two circles."""
        middle = self.at(center)
        loops = []
        for r, turn in ((radius, 1), (radius - width, -1)):
            angle = turn * 2 * np.pi * np.arange(count) / count
            circle = np.stack([np.cos(angle) * r, np.sin(angle) * r, 0 * angle], axis=1)
            loops.append(Loop(self.camera.project(middle[:, None] + circle)))
        self.shapes.append(Shape(tone, loops))
        across = np.array([radius * 0.7, 0.0, 0.0])
        self.bars.append(bar(self.camera, middle - across, middle + across, radius * 0.3))

    @property
    def layer(self) -> Layer:
        """The layer built so far."""
        return Layer(self.name, self.shapes, self.bars, self.rank, lift=self.lift)


def _crank(build: _Builder, hub: Place, foot: Array, side: float) -> Layer:
    """Crank arm and pedal of one side."""
    pedal = foot + _PEDAL
    axle = build.at(hub) + np.array([0.0, 0.0, 0.055 * side])
    end = np.concatenate([pedal[:, :2], axle[:, 2:]], axis=1)
    build.rod(axle, end, 0.014, "metal-dark")
    build.plate(pedal, (0.055, 0.014, 0.045), "foam-dark")
    return build.layer


def _grips(camera: Camera, name: str, stem: Array, hands: Sequence[Array]) -> list[Layer]:
    """Handlebar from a stem to both hands: (near hand, far hand)."""
    out = []
    for hand, side in zip(hands, (_NEAR, _FAR), strict=True):
        build = _Builder(camera, hand, f"{name}-grip{side:.0f}", 5.5 if side > 0 else 0.6, -0.06)
        inner = np.concatenate([stem[:, :2], 0.35 * hand[:, 2:] + 0.0 * stem[:, 2:]], axis=1)
        build.rod(stem, inner, 0.016, "metal-dark")
        build.rod(inner, hand, 0.016, "metal-dark", False)
        build.rod(hand - np.array([0.03, 0, 0]), hand + np.array([0.05, 0.0, 0.0]), 0.020, "foam-dark")
        out.append(build.layer)
    return out


def _ground(camera: Camera, name: str, low: Array, high: Array) -> Layer:
    """Floor under a machine that reaches beyond the body, from x ``low`` to ``high`` (T, 3)."""
    away = np.array([0.0, 0.0, 0.24])
    feet = np.stack([low[0] - away, low[0] + away, high[0] - away, high[0] + away])
    return Layer(f"{name}-floor", [ground.band(feet, camera)], [], rank=-2.0)


def _exercise_bike(track: PropTrack, camera: Camera, name: str) -> list[Layer]:
    """Path: crank hub, saddle, near hand, far hand, near ball of the foot, far ball of the foot."""
    hub, saddle, hand, other, foot, behind = (track.path[:, k] for k in range(6))
    build = _Builder(camera, hub, name, 2.4, -0.03)
    base = hub * np.array([1.0, 0.0, 1.0]) + _UP * 0.03
    back, ahead = base - np.array([0.48, 0, 0]), base + np.array([0.52, 0, 0])
    head = np.concatenate([hand[:, :1] - 0.04, (hand[:, 1:2] + other[:, 1:2]) / 2 - 0.02, hub[:, 2:]], axis=1)
    for foot_at in (back, ahead):
        build.rod(foot_at - _ASIDE, foot_at + _ASIDE, 0.028, "foam-dark")
    build.rod(back, ahead, 0.026, "metal-dark")
    build.rod(base - np.array([0.16, 0.0, 0.0]), saddle - _UP * 0.05, 0.030, "metal")
    build.rod(hub + np.array([0.16, -0.02, 0.0]), head, 0.030, "metal")
    build.disc(hub + np.array([0.17, 0.02, 0.0]), 0.215, "metal-dark", 0.10)
    build.disc(hub, 0.145, "metal", 0.12)
    build.disc(hub, 0.035, "metal-dark", 0.13, False)
    screen = head + np.array([0.03, 0.10, 0.0])
    build.rod(head, screen, 0.026, "metal")
    build.rod(screen + np.array([-0.045, 0.08, 0.0]), screen + np.array([0.03, -0.02, 0]), 0.035, "foam-dark")
    build.rod(saddle + np.array([-0.10, -0.035, 0]), saddle + np.array([0.14, -0.03, 0]), 0.032, "foam-dark")
    return [
        _ground(camera, name, back, ahead),
        build.layer,
        _crank(_Builder(camera, hub, f"{name}-far", 1.9, 0.0), hub, behind, _FAR),
        _crank(_Builder(camera, hub, f"{name}-near", 2.7, 0.0), hub, foot, _NEAR),
        *_grips(camera, name, head, (hand, other)),
    ]


def _recumbent_bike(track: PropTrack, camera: Camera, name: str) -> list[Layer]:
    """Path: crank hub, seat, near hand, far hand, near ball of the foot, far ball, shoulder blade."""
    hub, seat, hand, other, foot, behind, blade = (track.path[:, k] for k in range(7))
    build = _Builder(camera, hub, name, 2.4, -0.03)
    flat = np.array([1.0, 0.0, 1.0])
    back, ahead = seat * flat + np.array([-0.16, 0.03, 0.0]), hub * flat + np.array([0.34, 0.03, 0.0])
    for foot_at in (back, ahead):
        build.rod(foot_at - _ASIDE, foot_at + _ASIDE, 0.028, "foam-dark")
    low = hub * flat + _UP * 0.13
    build.rod(back + _UP * 0.10, low, 0.045, "metal")
    build.rod(back, back + _UP * 0.10, 0.03, "metal-dark")
    build.rod(ahead, low, 0.035, "metal-dark")
    build.rod(seat - _UP * 0.08, seat * flat + _UP * 0.14, 0.04, "metal-dark")
    screen = hub + np.array([0.10, 0.62, 0.0])
    build.rod(hub + np.array([0.10, 0.1, 0.0]), screen, 0.028, "metal")
    build.rod(screen + np.array([-0.05, 0.10, 0.0]), screen + np.array([0.03, -0.02, 0]), 0.035, "foam-dark")
    build.disc(hub + np.array([0.10, 0.0, 0.0]), 0.225, "metal-dark", 0.10)
    build.disc(hub, 0.145, "metal", 0.12)
    build.disc(hub, 0.035, "metal-dark", 0.13, False)
    chair = _Builder(camera, hub, f"{name}-seat", 0.4, -0.25)
    rest = np.concatenate([blade[:, :2] - np.array([0.05, -0.16]), hub[:, 2:]], axis=1)
    foot_of_rest = seat + np.array([-0.20, -0.02, 0.0])
    chair.rod(foot_of_rest, rest, 0.045, "foam")
    chair.rod(seat + np.array([-0.20, -0.05, 0.0]), seat + np.array([0.17, -0.045, 0.0]), 0.05, "foam-dark")
    bars = _Builder(camera, hub, f"{name}-grip", 5.5, -0.06)
    bars.rod(seat + np.array([0.02, -0.07, 0.24]), hand + np.array([0.0, 0.0, 0.0]), 0.016, "metal-dark")
    bars.rod(hand - np.array([0.03, 0.03, 0]), hand + np.array([0.03, 0.05, 0.0]), 0.02, "foam-dark")
    far = _Builder(camera, hub, f"{name}-grip-far", 0.6, -0.06)
    far.rod(seat + np.array([0.02, -0.07, -0.24]), other, 0.016, "metal-dark")
    return [
        _ground(camera, name, back, ahead), build.layer, chair.layer, bars.layer, far.layer,
        _crank(_Builder(camera, hub, f"{name}-far", 1.9, 0.0), hub, behind, _FAR),
        _crank(_Builder(camera, hub, f"{name}-near", 2.7, 0.0), hub, foot, _NEAR),
    ]  # fmt: skip


def _elliptical(track: PropTrack, camera: Camera, name: str) -> list[Layer]:
    """Path: wheel hub, near hand, far hand, near ball of the foot, far ball, near heel, far heel."""
    hub, hand, other, foot, behind, heel, far_heel = (track.path[:, k] for k in range(7))
    build = _Builder(camera, hub, name, 2.0, -0.03)
    flat = np.array([1.0, 0.0, 1.0])
    ahead, back = hub * flat + np.array([0.30, 0.03, 0]), hub * flat + np.array([-1.22, 0.03, 0.0])
    for foot_at in (back, ahead):
        build.rod(foot_at - _ASIDE, foot_at + _ASIDE, 0.028, "foam-dark")
    build.rod(back, ahead, 0.026, "metal-dark")
    screen = hub + np.array([-0.06, 1.02, 0.0])
    build.rod(hub + np.array([0.02, 0.1, 0.0]), screen, 0.036, "metal")
    build.rod(screen + np.array([-0.05, 0.08, 0.0]), screen + np.array([0.03, -0.03, 0]), 0.04, "foam-dark")
    build.rod(hub * flat + _UP * 0.04, hub, 0.05, "metal")
    build.disc(hub, 0.26, "metal-dark", 0.12)
    build.disc(hub, 0.20, "metal", 0.13)
    build.disc(hub, 0.04, "metal-dark", 0.14, False)
    out = [_ground(camera, name, back, ahead), build.layer]
    pivot = hub + np.array([-0.03, 0.50, 0.0])
    sides = ((foot, heel, hand, _NEAR, 2.7), (behind, far_heel, other, _FAR, 1.0))
    for ball, sole, grip, side, rank in sides:
        arm = _Builder(camera, hub, f"{name}-arm{side:.0f}", rank, 0.0)
        under = (ball + sole) / 2 + _UP * -0.05
        away = np.array([0.0, 0.0, 0.16 * side])
        elbow = np.concatenate([hub[:, :1] - 0.20 + 0.10 * (under[:, :1] - hub[:, :1] + 0.7), hub[:, 1:2] - 0.02,
                                under[:, 2:]], axis=1)  # fmt: skip
        arm.rod(elbow, under, 0.022, "metal")
        arm.rod(under - np.array([0.15, 0, 0]), under + np.array([0.16, 0.0, 0.0]), 0.026, "foam-dark")
        arm.rod(hub + away * 0.4, elbow, 0.020, "metal-dark")
        out.append(arm.layer)
        pole = _Builder(camera, hub, f"{name}-pole{side:.0f}", rank + 2.8, -0.05)
        top = grip + np.array([0.0, 0.10, 0.0])
        pole.rod(elbow + _UP * 0.02, pivot + away, 0.018, "metal")
        pole.rod(pivot + away, grip - _UP * 0.06, 0.018, "metal", False)
        pole.rod(grip - _UP * 0.08, top, 0.021, "foam-dark")
        out.append(pole.layer)
    return out


def _trail_bike(track: PropTrack, camera: Camera, name: str) -> list[Layer]:
    """Path: crank hub, saddle, near hand, far hand, near ball of the foot, far ball, rear axle, front axle."""
    hub, saddle, hand, other, foot, behind, rear, front = (track.path[:, k] for k in range(8))
    build = _Builder(camera, hub, name, 2.4, -0.03)
    head = np.concatenate([(hand[:, :1] + other[:, :1]) / 2 - 0.05, (hand[:, 1:2] + other[:, 1:2]) / 2 - 0.01,
                           hub[:, 2:]], axis=1)  # fmt: skip
    for axle in (rear, front):
        build.ring(axle, 0.345, 0.055, "foam-dark")
        build.ring(axle, 0.285, 0.014, "metal")
        for k in range(4):
            angle = np.pi * (k + 0.3) / 4
            spoke = np.array([np.cos(angle), np.sin(angle), 0.0]) * 0.28
            build.rod(axle - spoke, axle + spoke, 0.0035, "metal", False)
        build.disc(axle, 0.03, "metal-dark", 0.05, False)
    neck = head * 0.86 + front * 0.14
    seat = saddle * 0.8 + hub * 0.2
    for a, b in ((hub, seat), (seat, neck), (hub, neck), (hub, rear), (seat, rear)):
        build.rod(a, b, 0.019, "band")
    build.rod(head, front, 0.022, "metal-dark")
    build.rod(seat, saddle, 0.014, "metal-dark")
    build.rod(saddle + np.array([-0.10, -0.025, 0]), saddle + np.array([0.14, -0.02, 0]), 0.028, "foam-dark")
    build.disc(hub, 0.09, "metal-dark", 0.04)
    return [
        _ground(camera, name, rear - np.array([0.4, 0.0, 0.0]), front + np.array([0.4, 0.0, 0.0])),
        build.layer,
        _crank(_Builder(camera, hub, f"{name}-far", 1.9, 0.0), hub, behind, _FAR),
        _crank(_Builder(camera, hub, f"{name}-near", 2.7, 0.0), hub, foot, _NEAR),
        *_grips(camera, name, head, (hand, other)),
    ]


def _barbell(track: PropTrack, camera: Camera, name: str) -> list[Layer]:
    """Bar through two hands, with plates on both ends. Path: near hand, far hand."""
    near, far = track.path[:, 0], track.path[:, 1]
    along = near - far
    along = along / np.maximum(norm(along), 1e-9)
    middle = (near + far) / 2
    rod = _Builder(camera, near, name, 6.5, 0.0)
    rod.rod(middle - along * 0.92, middle + along * 0.92, 0.014, "metal")
    out = [rod.layer]
    for side in (_NEAR, _FAR):
        ends = _Builder(camera, near, f"{name}-end{side:.0f}", 8.0 if side > 0 else 0.2, 0.0)
        for at, r in ((0.70, 0.19), (0.76, 0.15)):
            center = middle + along * (at * side)
            ends.shapes.append(Shape("foam-dark", _wheel(center, along, r, 0.025, camera), True))
            ends.bars.append(bar(camera, center - _UP * r * 0.6, center + _UP * r * 0.6, r * 0.7))
        out.append(ends.layer)
    return out


def _wheel(center: Array, axis: Array, radius: float, half: float, camera: Camera) -> list[Loop]:
    """Thick disc around ``axis`` (T, 3)."""
    side = np.cross(axis, np.array([0.0, 1.0, 0.0]))
    side = side / np.maximum(norm(side), 1e-9)
    up = np.cross(side, axis)
    axes = np.stack([axis * 0.003, up * radius, side * radius], axis=1)
    ends = np.stack([center - axis * half, center + axis * half], axis=1)
    return [Loop(ellipse(ends[:, k], axes, camera.plane, 14), even=True) for k in (0, 1)] + tube(
        Chain(ends, np.stack([axes, axes], axis=1)), camera.plane
    )


def _bedding(track: PropTrack, camera: Camera, name: str) -> list[Layer]:
    """Headboard, pillow and cover of a bed. Path: head end of the mattress's top, pillow, then the points that
    are covered; ``size``: how far the cover's top is above them."""
    head, pillow, covered = track.path[:, 0], track.path[:, 1], track.path[:, 2:]
    board = _Builder(camera, head, f"{name}-board", -0.5, -1.0)
    low, top = head * np.array([1.0, 0.0, 1.0]), head + np.array([0.0, 0.34, 0.0])
    for z in (-0.42, 0.42):
        board.rod(low + np.array([0.0, 0.0, z]), top + np.array([0.0, 0.0, z]), 0.035, "wood-dark")
    board.rod(top - np.array([0.0, 0.0, 0.42]), top + np.array([0.0, 0.0, 0.42]), 0.035, "wood-dark", False)
    soft = _Builder(camera, head, f"{name}-pillow", 0.3, -0.3)
    soft.plate(pillow, (0.22, 0.065, 0.28), "ball-light")
    rise, drop = np.array([0.0, track.size, 0.0]), head[:, None, 1:2] - 0.13
    over = camera.project(covered + rise)
    hang = np.concatenate([covered[:, ::-1, :1], np.broadcast_to(drop, covered[:, :, :1].shape),
                           np.full_like(covered[:, :, :1], 0.42)], axis=2)  # fmt: skip
    under = camera.project(hang)
    count = over.shape[1]
    corners = (count, 2 * count - 1)
    cover = Shape("ball", [Loop(np.concatenate([over, under], axis=1), corners=corners)], True)
    width = np.array([0.13, 0.0])
    fold = np.stack([over[:, 0], over[:, 0] + width, under[:, -1] + width, under[:, -1]], axis=1)
    hem = Shape("ball-light", [Loop(fold, corners=(1, 2, 3))], True)
    near = np.array([0.0, 0.0, 0.4])
    bars = [bar(camera, covered[:, k] + near, covered[:, k + 1] + near, track.size) for k in range(count - 1)]
    return [board.layer, soft.layer, Layer(name, [cover, hem], bars, 9.0, lift=0.3)]


def _rough_ground(track: PropTrack, camera: Camera, name: str) -> list[Layer]:
    """Bumpy trail: a ridge line through the places of the path, and a few stones on it of ``size``."""
    path = track.path
    ends = path[:, [-1, 0]] * np.array([1.0, 0.0, 1.0]) - np.array([0.0, 0.05, 0.0])
    count = path.shape[1]
    outline = camera.project(np.concatenate([path, ends], axis=1))
    loop = Loop(outline, corners=(0, count - 1, count, count + 1))
    stones = []
    for k in range(1, count, 3):
        r = track.size * (0.7 + 0.3 * (k % 2))
        axes = np.broadcast_to(np.diag([r * 1.3, r, r]), (len(path), 3, 3))
        stones.append(Loop(ellipse(path[:, k] + np.array([0.0, -0.2 * r, 0.0]), axes, camera.plane, 7), even=True))
    return [Layer(name, [Shape("wood-dark", stones), Shape("wood", [loop])], [], -1.0)]


def _screen(track: PropTrack, camera: Camera, name: str) -> list[Layer]:
    """Computer screen that faces -X, with keys before it. Path: the foot of the screen on the desk."""
    foot = track.path[:, 0]
    build = _Builder(camera, foot, name, 0.8, -0.3)
    build.rod(foot + np.array([-0.07, 0.01, 0.0]), foot + np.array([0.07, 0.01, 0.0]), 0.010, "metal-dark")
    build.rod(foot, foot + _UP * 0.22, 0.016, "metal-dark")
    for z in (-0.22, 0.22):
        build.rod(foot + np.array([0.0, 0.14, z]), foot + np.array([0.02, 0.46, z]), 0.016, "foam-dark")
    build.rod(foot + np.array([-0.34, 0.012, 0.0]), foot + np.array([-0.18, 0.012, 0.0]), 0.012, "metal")
    return [build.layer]


MAKERS: dict[str, Callable[[PropTrack, Camera, str], list[Layer]]] = {
    "exercise-bike": _exercise_bike, "recumbent-bike": _recumbent_bike, "elliptical": _elliptical,
    "trail-bike": _trail_bike, "barbell": _barbell, "bedding": _bedding, "rough-ground": _rough_ground,
    "screen": _screen,
}  # fmt: skip
