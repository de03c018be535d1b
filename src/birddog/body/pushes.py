"""Arrows that a movement names for itself, where it is too small to be seen: ways on the screen, in meters."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from birddog.body.camera import Camera
from birddog.body.clip import Clip
from birddog.body.outline import norm

Array = NDArray[np.float64]

_PUSH = {"up": np.array([0.0, -1.0]), "down": np.array([0.0, 1.0])}  # on the screen, y down
_ROUND = np.radians(np.linspace(-40.0, 250.0, 25))  # the way of an arrow around an upright axis


def ways(clip: Clip, frame: int, camera: Camera) -> list[Array]:
    """Ways (K, 2) of the arrows at a part of the body: toward a point ("at > toward") or away from it
    ("at < from"), straight "up" or "down", or "round" the upright axis through the part."""
    points, out = clip.at([frame]), []
    for text in clip.arrows:
        if " " not in text:
            continue
        at, sign, other = text.split(" ")
        if other == "round":
            circle = np.stack([np.cos(_ROUND), 0.0 * _ROUND, np.sin(_ROUND)], axis=1)
            out.append(camera.project(points[at][0] + 0.24 * circle))
            continue
        skin = camera.project(points[at])[0]
        ahead = _PUSH[other] if other in _PUSH else camera.project(points[other])[0] - skin
        ahead = ahead / norm(ahead)
        way = np.stack([skin - ahead * 0.25, skin - ahead * 0.03])
        out.append(way if sign == ">" else way[::-1])
    return out
