"""Which part lies in front of which: the painter's order of limbs, trunk, head and props."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from birddog.body.camera import Camera
from birddog.body.outline import Loop

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Shape:
    """One drawn path: color ``tone``, its ``loops``, whether a separation ``line`` surrounds it, and the
    ``bone`` that it moves with ("" when none)."""

    tone: str
    loops: list[Loop]
    line: bool = False
    bone: str = ""

    def at(self, frame: int) -> Shape:
        """The shape of one frame alone."""
        return Shape(self.tone, [loop.at(frame) for loop in self.loops], self.line, self.bone)


@dataclass(frozen=True)
class Bar:
    """Rounded bar that stands for a part when depths are compared, over T frames.

    Screen ends (T, 2) in meters, depths (T, 2) of the two ends, radius.
    """

    start: Array
    end: Array
    depth: Array
    radius: float


@dataclass(frozen=True)
class Layer:
    """Shapes painted together. ``rank`` decides where nothing overlaps; ``joined`` names layers
    that hang on this one and so are never compared with it; ``lift`` is added to its depth."""

    name: str
    shapes: list[Shape]
    bars: list[Bar]
    rank: float
    lift: float = 0.0
    joined: frozenset[str] = field(default_factory=frozenset)


def bar(camera: Camera, start: Array, end: Array, radius: float) -> Bar:
    """Bar between two world points (T, 3)."""
    depth = np.stack([camera.depth(start), camera.depth(end)], axis=-1)
    return Bar(camera.project(start), camera.project(end), depth, radius)


def overlaps(layers: Sequence[Layer]) -> Array:
    """(T, L, L): meters by which a layer is nearer than another where they overlap most; 0: no matter."""
    bars = [b for layer in layers for b in layer.bars]
    owner = np.array([i for i, layer in enumerate(layers) for _ in layer.bars])
    start = np.stack([b.start for b in bars], axis=1)
    end = np.stack([b.end for b in bars], axis=1)
    depth = np.stack([b.depth for b in bars], axis=1)
    radius = np.array([b.radius for b in bars])
    first, second = np.triu_indices(len(bars), 1)
    apart = owner[first] != owner[second]
    first, second = first[apart], second[apart]
    s, t, gap = _closest(start[:, first], end[:, first], start[:, second], end[:, second])
    share = radius[first] + radius[second] - gap
    lift = np.array([layer.lift for layer in layers])
    near = depth[:, first, 0] + s * (depth[:, first, 1] - depth[:, first, 0]) + lift[owner[first]]
    near -= depth[:, second, 0] + t * (depth[:, second, 1] - depth[:, second, 0]) + lift[owner[second]]
    return _most(share, near, owner[first], owner[second], layers)


def _most(share: Array, near: Array, first: Array, second: Array, layers: Sequence[Layer]) -> Array:
    """For each pair of layers, the depth difference where their bars overlap most."""
    frames, count = len(share), len(layers)
    best = np.full((frames, count, count), 0.004)
    out = np.zeros((frames, count, count))
    for pair in range(share.shape[1]):
        i, j = int(first[pair]), int(second[pair])
        more = share[:, pair] > best[:, i, j]
        if more.any():
            best[:, i, j] = np.where(more, share[:, pair], best[:, i, j])
            out[:, i, j] = np.where(more, near[:, pair], out[:, i, j])
    for i, a in enumerate(layers):
        for j, b in enumerate(layers):
            if b.name in a.joined or a.name in b.joined:
                out[:, i, j] = 0.0
    return out - out.transpose(0, 2, 1)


def _closest(p1: Array, q1: Array, p2: Array, q2: Array) -> tuple[Array, Array, Array]:
    """Shares (T, B) along segments (T, B, 2) where two are closest, and the distance there."""
    u, v, w = q1 - p1, q2 - p2, p1 - p2
    a, b, c = (u * u).sum(-1), (u * v).sum(-1), (v * v).sum(-1)
    d, e = (u * w).sum(-1), (v * w).sum(-1)
    den = a * c - b * b
    a, c = np.maximum(a, 1e-12), np.maximum(c, 1e-12)
    safe = np.maximum(den, 1e-9)
    zero, one = np.zeros_like(a), np.ones_like(a)
    s = np.stack([(b * e - c * d) / safe, -d / a, (b - d) / a, zero, one])
    t = np.stack([(a * e - b * d) / safe, zero, one, e / c, (b + e) / c])
    s, t = np.clip(s, 0.0, 1.0), np.clip(t, 0.0, 1.0)
    gap = np.sqrt(((w + s[..., None] * u - t[..., None] * v) ** 2).sum(-1))
    gap[0] += np.where(den > 1e-8, -1e-9, 1.0)
    pick = gap.argmin(axis=0)[None]
    best = [np.take_along_axis(x, pick, 0)[0] for x in (s, t, gap)]
    return best[0], best[1], best[2]


def paint_order(layers: Sequence[Layer], frame: int = 0) -> list[int]:
    """The layers' indexes from back to front in one frame."""
    return _sorted(layers, overlaps(layers)[frame])


@dataclass(frozen=True)
class Stretch:
    """Frames ``first`` to ``last`` that can be painted in one ``order``."""

    first: int
    last: int
    order: list[int]


def stretches(layers: Sequence[Layer], slack: float = 0.02, most: int = 5) -> list[Stretch]:
    """Runs of frames that share a painter's order, as few as possible.

    Depths that differ by less than ``slack`` meters do not count. More than ``most`` runs would flicker:
    then one order, right most of the time, serves all frames.
    """
    nearer = overlaps(layers)
    nearer = np.where(np.abs(nearer) > slack, nearer, 0.0)
    total = np.zeros_like(nearer[0])
    out: list[Stretch] = []
    first = 0
    for frame, now in enumerate(nearer):
        if ((total > 0.0) & (now < 0.0)).any():
            out.append(Stretch(first, frame - 1, _sorted(layers, total)))
            first, total = frame, np.zeros_like(total)
        total = total + now
    out.append(Stretch(first, len(nearer) - 1, _sorted(layers, total)))
    if len(out) > most:
        return [Stretch(0, len(nearer) - 1, _sorted(layers, nearer.sum(axis=0)))]
    return out


def _sorted(layers: Sequence[Layer], nearer: Array) -> list[int]:
    left, done = sorted(range(len(layers)), key=lambda k: layers[k].rank), []
    held = np.maximum(nearer, 0.0)  # held[i, j]: i waits for j
    while left:
        weight = held[np.ix_(left, left)].sum(axis=1)
        pick = left[int(np.argmax(weight == 0.0)) if (weight == 0.0).any() else int(weight.argmin())]
        done.append(pick)
        left.remove(pick)
    return done
