"""Both feet from straight above, large, in a disc: where they stand says what a picture from the side cannot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from birddog.body.camera import Camera
from birddog.body.clip import Clip
from birddog.body.drawing import Look, figure
from birddog.body.inset import RADIUS, disc
from birddog.body.layers import Shape
from birddog.body.mannequin import SIDES
from birddog.body.outline import Loop, tube

Array = NDArray[np.float64]

_ABOVE = Camera(0.0, 90.0)  # whoever faces right stands with the right foot below
_FILLED = 0.92  # share of the disc's radius that the feet fill
_LARGEST = 1.6


def shapes(clip: Clip, frames: Sequence[int], center: Array, look: Look) -> list[Shape]:
    """The disc over ``frames`` around ``center`` (2,) on the screen, the working foot in the near tone."""
    body = figure(clip.at(frames), _ABOVE, look).body
    feet = {side: tube(body.foot[side], _ABOVE.plane) for side in SIDES}
    every = np.concatenate([loop.points.reshape(-1, 2) for loops in feet.values() for loop in loops])
    low, high = every.min(axis=0), every.max(axis=0)
    zoom = min(_LARGEST, _FILLED * RADIUS / (float(np.hypot(*(high - low))) / 2))
    middle = (low + high) / 2

    def laid(loop: Loop) -> Loop:
        return Loop(center + zoom * (loop.points - middle), loop.closed, loop.corners, loop.even)

    tone = "shoe" if look.shoes else "skin"
    soles = [
        Shape(tone + far, [laid(loop) for loop in feet[side]], True) for side, far in (("left", "-far"), ("right", ""))
    ]
    return [Shape("disc", [disc(center, len(frames))], True), *soles]
