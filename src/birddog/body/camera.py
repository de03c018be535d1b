"""Orthographic camera shared by every drawing.

World axes (ISB): X forward, Y up, Z to the person's right, meters.
Screen axes: x to the right, y *down* (as SVG), meters; depth grows toward the viewer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Named views as (azimuth, elevation) in degrees. Azimuth 0 looks at the person's right side
#: (a standing person faces the right edge), 90 looks at the front, -90 at the back.
VIEWS: dict[str, tuple[float, float]] = {
    "side": (0.0, 7.0),
    "side-left": (180.0, 7.0),
    "front": (90.0, 5.0),
    "back": (-90.0, 5.0),
    "three-quarter": (42.0, 14.0),
    "three-quarter-left": (138.0, 14.0),
    "three-quarter-back": (-42.0, 14.0),
    "three-quarter-above": (60.0, 40.0),
    "side-above": (22.0, 20.0),
    "side-above-left": (158.0, 20.0),
    "front-above": (65.0, 26.0),
    "front-above-left": (118.0, 26.0),
    "top": (0.0, 90.0),
}


@dataclass(frozen=True)
class Camera:
    """Orthographic camera.

    Parameters
    ----------
    azimuth : degrees around the vertical axis; 0 sees the person's right side, 90 the front.
    elevation : degrees above the horizon; 90 looks straight down.
    """

    azimuth: float = 0.0
    elevation: float = 0.0

    @classmethod
    def view(cls, name: str) -> Camera:
        """Camera of a named view. Raises ``ValueError`` for an unknown name."""
        if name not in VIEWS:
            raise ValueError(f"unknown view {name!r}: use one of {', '.join(VIEWS)}")
        return cls(*VIEWS[name])

    @property
    def toward(self) -> Array:
        """Unit vector in world axes from the scene to the viewer."""
        a, e = np.radians(self.azimuth), np.radians(self.elevation)
        return np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])

    @property
    def plane(self) -> Array:
        """(2, 3) matrix: world vector -> screen vector (x right, y down)."""
        a, e = np.radians(self.azimuth), np.radians(self.elevation)
        right = [np.cos(a), 0.0, -np.sin(a)]
        down = [np.sin(a) * np.sin(e), -np.cos(e), np.cos(a) * np.sin(e)]
        return np.array([right, down])

    def project(self, world: Array) -> Array:
        """World points or vectors (..., 3) -> screen (..., 2), meters, y down."""
        return np.asarray(world) @ self.plane.T

    def depth(self, world: Array) -> Array:
        """Distance toward the viewer (..., ) in meters; larger is nearer."""
        return np.asarray(np.asarray(world) @ self.toward)
