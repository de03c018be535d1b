"""Outlines of rounded bodies: chains of ellipsoids projected to the picture plane.

A limb or a trunk is a chain of ellipsoids along a line. Its outline in any view is the envelope of the
projected ellipses, found at a fixed number of places, so that the outlines of two poses correspond
point by point and can be morphed into each other. Everything runs over T frames at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_LEAN = 0.9  # most that an outline normal may lean along the chain (1 = seen end on)
_CAP = 3  # points on each rounded end


@dataclass(frozen=True)
class Loop:
    """One line of a path over T frames: ``points`` (T, K, 2) in screen meters.

    ``corners`` are indexes of points without rounding; an open loop is stroked only along its
    points but filled as if it were closed. ``even`` loops (ellipses) keep their shape however flat.
    """

    points: Array
    closed: bool = True
    corners: tuple[int, ...] = ()
    even: bool = False

    def at(self, frame: int) -> Loop:
        """The loop of one frame alone."""
        frame %= len(self.points)
        return Loop(self.points[frame : frame + 1], self.closed, self.corners, self.even)


@dataclass(frozen=True)
class Chain:
    """Chain of N ellipsoids over T frames: ``centers`` (T, N, 3), half ``axes`` (T, N, 3, 3) in rows.

    A flat start or end keeps the outline square to the chain there (a hem).
    """

    centers: Array
    axes: Array
    flat_start: bool = False
    flat_end: bool = False

    def part(self, start: int, stop: int, flat_start: bool = False, flat_end: bool = False) -> Chain:
        """The ellipsoids from ``start`` up to ``stop`` (exclusive)."""
        cut = slice(start, stop)
        return Chain(self.centers[:, cut], self.axes[:, cut], flat_start, flat_end)


def support(axes: Array, normal: Array) -> tuple[Array, Array]:
    """Outermost offset of projected ellipsoids in direction ``normal``.

    ``axes`` (..., 3, 2) projected half axes, ``normal`` (..., 2). Returns offsets (..., 2) and the
    distances (...,).
    """
    along = (axes @ normal[..., None])[..., 0]
    reach = np.sqrt((along * along).sum(axis=-1)) + 1e-12
    offset = (along[..., None, :] @ axes)[..., 0, :] / reach[..., None]
    return offset, reach


def norm(vector: Array) -> Array:
    """Length of vectors (..., D), kept as (..., 1)."""
    return np.asarray(np.sqrt((vector * vector).sum(axis=-1, keepdims=True)))


def _turned(vector: Array) -> Array:
    out = np.empty_like(vector)
    out[..., 0], out[..., 1] = -vector[..., 1], vector[..., 0]
    return out


def _tangents(line: Array) -> Array:
    step = line[:, 1:] - line[:, :-1]
    size = norm(step)
    whole = line[:, -1:] - line[:, :1]
    span = norm(whole)
    general = np.where(span > 1e-6, whole / np.maximum(span, 1e-9), np.array([0.0, 1.0]))
    unit = np.where(size > 1e-4, step / np.maximum(size, 1e-9), general)
    tangent = np.concatenate([unit[:, :1], unit[:, :-1] + unit[:, 1:], unit[:, -1:]], axis=1)
    length = norm(tangent)
    return np.where(length > 1e-6, tangent / np.maximum(length, 1e-9), general)


def _slope(value: Array, gap: Array) -> Array:
    """Derivative (T, N) of ``value`` along steps ``gap`` (T, N - 1)."""
    rise = (value[:, 1:] - value[:, :-1]) / gap
    middle = (rise[:, :-1] * gap[:, 1:] + rise[:, 1:] * gap[:, :-1]) / (gap[:, 1:] + gap[:, :-1])
    return np.concatenate([rise[:, :1], middle, rise[:, -1:]], axis=1)


def envelope(chain: Chain, plane: Array) -> Array:
    """Outline of a chain of N in a view: (T, 2 N + 6, 2); (T, 8, 2) for a single ellipsoid.

    Left side from start to end, end cap, right side back to the start, start cap.
    """
    flat = np.array([[chain.flat_start, chain.flat_end]])
    return _envelopes(chain.centers @ plane.T, chain.axes @ plane.T, flat)


def _envelopes(line: Array, axes: Array, flat: NDArray[np.bool_]) -> Array:
    """Outlines from projected ``line`` (T, N, 2) and ``axes`` (T, N, 3, 2); ``flat`` (T or 1, 2) ends."""
    if line.shape[1] == 1:
        return ellipse_of(line[:, 0], axes[:, 0])
    tangent = _tangents(line)
    normal = _turned(tangent)
    half = support(axes, normal)[1]
    gap = np.maximum(norm(line[:, 1:] - line[:, :-1])[..., 0], 2e-4)
    lean = np.clip(_slope(half, gap), -_LEAN, _LEAN)
    lean[:, 0] *= ~flat[:, 0]
    lean[:, -1] *= ~flat[:, 1]
    lean = lean[..., None]
    upright = np.sqrt(1.0 - lean * lean) * normal
    back = tangent * lean
    sides = np.stack([upright - back, -upright - back], axis=1)
    caps = _sweep(sides[:, :, -1], tangent[:, -1]), _sweep(sides[:, ::-1, 0], -tangent[:, 0])
    left, right = _untangle(line[:, None] + support(axes[:, None], sides)[0], tangent[:, None]).swapaxes(0, 1)
    end = line[:, -1:] + support(axes[:, -1:], caps[0])[0]
    start = line[:, :1] + support(axes[:, :1], caps[1])[0]
    return np.concatenate([left, end, right[:, ::-1], start], axis=1)


def _untangle(side: Array, tangent: Array) -> Array:
    """Points (T, 2, N, 2) of both sides; where they run backward in a sharp bend they are spread out."""
    both = tangent[..., 1:, :] + tangent[..., :-1, :]
    for _ in range(6):
        step = side[..., 1:, :] - side[..., :-1, :]
        wrong = (both * step).sum(axis=-1) < 0.024
        if not wrong.any():
            break
        near = np.zeros(side.shape[:-1], dtype=bool)
        near[..., :-1] |= wrong
        near[..., 1:] |= wrong
        near[..., 1:] |= near[..., :-1].copy()  # and the points next to them
        near[..., :-1] |= near[..., 1:].copy()
        near[..., 0] = near[..., -1] = False
        smooth = side.copy()
        smooth[..., 1:-1, :] = (side[..., :-2, :] + 2.0 * side[..., 1:-1, :] + side[..., 2:, :]) / 4.0
        side = np.where(near[..., None], smooth, side)
    return side


def _sweep(ends: Array, outward: Array) -> Array:
    """Unit normals (T, _CAP, 2) evenly turned from ``ends[:, 0]`` to ``ends[:, 1]`` by way of ``outward``."""
    outward = outward[:, None]
    across = _turned(outward)
    angle = np.arctan2((ends * across).sum(-1), (ends * outward).sum(-1))
    share = np.arange(1, _CAP + 1) / (_CAP + 1)
    turn = (angle[:, :1] + (angle[:, 1:] - angle[:, :1]) * share)[..., None]
    return np.asarray(np.cos(turn) * outward + np.sin(turn) * across)


_ROUND: dict[int, Array] = {}


def ellipse(center: Array, axes: Array, plane: Array, count: int = 8) -> Array:
    """Outline (T, ``count``, 2) of one ellipsoid in a view, turning the same way as an envelope."""
    return ellipse_of(center @ plane.T, axes @ plane.T, count)


def ellipse_of(center: Array, flat: Array, count: int = 8) -> Array:
    """Outline (..., ``count``, 2) of projected ellipsoids: ``center`` (..., 2), half axes (..., 3, 2)."""
    if count not in _ROUND:
        angle = -2.0 * np.pi * np.arange(count) / count
        _ROUND[count] = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    xx, xy, yy = ((flat[..., i] * flat[..., j]).sum(-1) for i, j in ((0, 0), (0, 1), (1, 1)))
    det = np.sqrt(np.maximum(xx * yy - xy * xy, 1e-14))
    share = 1.0 / np.sqrt(xx + yy + 2.0 * det)
    p, q, r = (xx + det) * share, xy * share, (yy + det) * share  # square root of the ellipse's matrix
    # the points are counted from the axis seen longest, so that they turn with the body
    sizes = (flat * flat).sum(-1).reshape(-1, 3).mean(axis=0)
    mark = flat[..., int(sizes.argmax()), :]
    first = np.arctan2(p * mark[..., 1] - q * mark[..., 0], r * mark[..., 0] - q * mark[..., 1])
    x, y = _ROUND[count].T
    c, s = np.cos(first)[..., None], np.sin(first)[..., None]
    x, y = c * x - s * y, s * x + c * y
    p, q, r = p[..., None], q[..., None], r[..., None]
    return np.asarray(center[..., None, :] + np.stack([p * x + q * y, q * x + r * y], axis=-1))


def tube(chain: Chain, plane: Array, start: int = 0) -> list[Loop]:
    """Loops that together fill a chain in a view: see :func:`tubes`."""
    return tubes({"": (chain, start)}, plane)[""]


def tubes(chains: Mapping[str, tuple[Chain, int]], plane: Array) -> dict[str, list[Loop]]:
    """Loops that together fill chains in a view, all chains of one length at once.

    Each value is a chain and ``start``: above 0 the outline is left open before that ellipsoid. Seen end
    on, a chain's envelope says little, so ellipses along it are added.
    """
    groups: dict[int, list[str]] = defaultdict(list)
    for name, (chain, _) in chains.items():
        groups[chain.centers.shape[1]].append(name)
    out: dict[str, list[Loop]] = {}
    for count, names in groups.items():
        parts = [chains[name][0] for name in names]
        centers = np.concatenate([part.centers for part in parts])
        line, axes = centers @ plane.T, np.concatenate([part.axes for part in parts]) @ plane.T
        frames = len(line) // len(parts)
        flat = np.repeat([[part.flat_start, part.flat_end] for part in parts], frames, axis=0)
        points = _envelopes(line, axes, flat)
        hidden = _end_on(centers, line)
        for k, name in enumerate(names):
            rows, start = slice(k * frames, (k + 1) * frames), chains[name][1]
            loops = [Loop(points[rows], even=count == 1)]
            if start and count > 1:
                loops = [Loop(points[rows, start : 2 * count + _CAP - start], closed=False)]
            if hidden[rows].any():
                picks = range(start, count, 1 if count <= 3 else 2 if count <= 7 else 3)
                loops += [Loop(ellipse_of(line[rows, i], axes[rows, i]), even=True) for i in picks]
            out[name] = loops
    return out


def _end_on(centers: Array, line: Array) -> NDArray[np.bool_]:
    """Whether each chain (T) is seen so much end on that its envelope would not fill it."""
    if centers.shape[1] == 1:
        return np.zeros(len(centers), dtype=bool)
    seen = norm(line[:, 1:] - line[:, :-1])
    return np.asarray((seen < 0.72 * norm(centers[:, 1:] - centers[:, :-1])).any(axis=(1, 2)))


def joined(first: Chain, second: Chain, most: float) -> Chain | None:
    """Two chains that share a joint as one, or None when they ever bend by more than ``most`` degrees."""
    a = first.centers[:, -1] - first.centers[:, -2]
    b = second.centers[:, 1] - second.centers[:, 0]
    cosine = (a * b).sum(-1) / (norm(a) * norm(b))[..., 0]
    if float(cosine.min()) < np.cos(np.radians(most)):
        return None
    return Chain(
        np.concatenate([first.centers, second.centers[:, 1:]], axis=1),
        np.concatenate([first.axes, second.axes[:, 1:]], axis=1),
        first.flat_start,
        second.flat_end,
    )
