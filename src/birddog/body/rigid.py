"""Does a drawn part keep its shape over time? Then it can be moved as a whole instead of being redrawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_LEAST = 0.3  # smallest stretch along the bone: below it the part is seen too much end on


@dataclass(frozen=True)
class Ride:
    """Motion of a part that keeps its shape.

    frame : the frame whose shape is used. pivot : (T, 2) screen meters. degrees : (T,) turn of the bone's
    own axis. start : degrees of that axis in ``frame``. scale : (T, 2) along and across it, or None.
    """

    frame: int
    pivot: Array
    degrees: Array
    start: float
    scale: Array | None

    def local(self, points: Array) -> Array:
        """Points (K, 2) of the reference frame about the pivot, with the bone along x."""
        return _turned(points - self.pivot[self.frame], np.radians(-self.start))


def _turned(points: Array, angle: float | Array) -> Array:
    """Points (..., K, 2) turned by ``angle`` (radians; a number, or (T, 1) for T frames)."""
    c, s = np.cos(angle), np.sin(angle)
    x, y = points[..., 0], points[..., 1]
    return np.stack([c * x - s * y, s * x + c * y], axis=-1)


def ride_of(points: Array, pivot: Array, slack: float) -> Ride | None:
    """How a part with outline ``points`` (T, K, 2) rides on ``pivot`` (T, 2), or None.

    ``slack`` meters is the largest error allowed at any outline point in any frame.
    """
    rel = points - pivot[:, None]
    spread = (rel * rel).sum(axis=(1, 2))
    frame = int(spread.argmax())
    shape = rel[frame]
    middle = shape.mean(axis=0)
    spin = _spin(rel, shape)
    if _error(rel, _turned(shape[None], spin[:, None])) < slack:
        return Ride(frame, pivot, np.degrees(np.unwrap(spin)), 0.0, None)
    axis = float(np.arctan2(middle[1], middle[0]))
    flat = _turned(shape, -axis)
    square = flat.T @ flat
    if abs(np.linalg.det(square)) < 1e-12:
        return None
    affine = np.einsum("tki,kj->tij", rel, flat) @ np.linalg.inv(square)
    turn = np.arctan2(affine[:, 1, 0], affine[:, 0, 0])
    long = np.hypot(affine[:, 0, 0], affine[:, 1, 0])
    wide = affine[:, 1, 1] * np.cos(turn) - affine[:, 0, 1] * np.sin(turn)
    scale = np.stack([long, wide], axis=1)
    if float(long.min()) < _LEAST or float(wide.min()) < _LEAST:
        return None
    if _error(rel, _turned(flat[None] * scale[:, None], turn[:, None])) > slack:
        return None
    return Ride(frame, pivot, np.degrees(np.unwrap(turn)), float(np.degrees(axis)), scale)


def _spin(rel: Array, shape: Array) -> Array:
    """Turn (T,) in radians that best carries ``shape`` (K, 2) onto each frame of ``rel`` (T, K, 2)."""
    cosine = (rel * shape).sum(axis=(1, 2))
    sine = (rel[..., 1] * shape[:, 0] - rel[..., 0] * shape[:, 1]).sum(axis=1)
    return np.asarray(np.arctan2(sine, cosine))


def _error(rel: Array, guess: Array) -> float:
    return float(np.sqrt(((rel - guess) ** 2).sum(axis=-1)).max())
