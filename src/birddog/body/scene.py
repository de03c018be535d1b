"""What stands around the body: floor, wall, chair, chair back, table, bed, step, ball, roller, cushion, pool.

World axes as in `skeleton`; meters.  Every surface is a plane that the body may touch and not enter:
`normal` points to the body, `offset` is the plane's distance along it.  Furniture has an extent in X and Z;
a ball and a roller carry the body at the height of their top and are drawn under the site that lies on them.
A saddle carries the seat of a machine, a level is any height in the air or in water: neither is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

# Defaults in cm for a body of 175 cm; everything scales with stature.
DEFAULTS: dict[str, dict[str, float]] = {
    "wall": {"distance_cm": 60.0},
    "chair": {"height_cm": 45.0, "at_cm": 0.0, "depth_cm": 42.0, "width_cm": 46.0},
    "chair_back": {"height_cm": 90.0, "at_cm": 48.0, "depth_cm": 7.0, "width_cm": 44.0},
    "table": {"height_cm": 90.0, "at_cm": 60.0, "depth_cm": 50.0, "width_cm": 90.0},
    "bed": {"height_cm": 50.0, "at_cm": 0.0, "depth_cm": 200.0, "width_cm": 100.0},
    "step": {"height_cm": 18.0, "at_cm": 35.0, "depth_cm": 34.0, "width_cm": 60.0},
    "ball": {"height_cm": 60.0, "at_cm": 0.0},
    "roller": {"height_cm": 15.0, "at_cm": 0.0},
    "cushion": {"height_cm": 8.0, "at_cm": 0.0, "depth_cm": 40.0, "width_cm": 40.0},
    "saddle": {"height_cm": 82.0, "at_cm": 0.0, "depth_cm": 34.0, "width_cm": 30.0},
    "level": {"height_cm": 30.0},
    "pool": {"height_cm": 120.0, "at_cm": 0.0, "depth_cm": 240.0, "width_cm": 140.0},
}
WALL_SIDES: dict[str, tuple[float, float, float]] = {
    "front": (-1.0, 0.0, 0.0),
    "back": (1.0, 0.0, 0.0),
    "right": (0.0, 0.0, -1.0),
    "left": (0.0, 0.0, 1.0),
}
SURFACES: tuple[str, ...] = ("floor", *DEFAULTS)


@dataclass(frozen=True)
class Surface:
    """A plane normal . p = offset, with the body on the side that the normal points to.

    low, high: extent in X and in Z (m; infinite when it has none). blocks: may nothing pass through it
    (floor, wall) or does it only carry the site that lies on it (ball, roller)?
    """

    name: str
    normal: tuple[float, float, float]
    offset: float
    low: tuple[float, float] = (-np.inf, -np.inf)
    high: tuple[float, float] = (np.inf, np.inf)
    blocks: bool = True

    def distance(self, points: Array) -> Array:
        """(...,) m along the normal from the plane to points (...,3)."""
        return np.asarray(points @ np.array(self.normal) - self.offset)

    def over(self, points: Array) -> npt.NDArray[np.bool_]:
        """(...,) whether points (...,3) are within the extent (in a band of 6 cm below a top)."""
        x, z = points[..., 0], points[..., 2]
        inside = (x >= self.low[0]) & (x <= self.high[0]) & (z >= self.low[1]) & (z <= self.high[1])
        if np.isinf(self.low[0]):
            return np.asarray(inside)
        return np.asarray(inside & (self.distance(points) > -0.06))

    @property
    def tangents(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """Two unit vectors along the plane."""
        if self.normal[1] != 0:
            return (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)
        if self.normal[0] != 0:
            return (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
        return (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)


FLOOR = Surface("floor", (0.0, 1.0, 0.0), 0.0)


def surfaces(scene: Mapping[str, Mapping[str, float | str]], scale: float, mirrored: bool = False
             ) -> dict[str, Surface]:  # fmt: skip
    """The surfaces of a scene table {thing: {key: cm}} for a body of this scale (stature / 1.75 m).

    mirrored: right and left exchanged, as when the left side works.
    """
    out = {"floor": FLOOR}
    for name, given in scene.items():
        if name not in DEFAULTS:
            raise ValueError(f"unknown thing in scene {name!r}: allowed are {', '.join(DEFAULTS)}")
        thing = _surface(name, given, scale)
        out[name] = _mirrored(thing) if mirrored else thing
    return out


def _mirrored(thing: Surface) -> Surface:
    x, y, z = thing.normal
    (x_low, z_low), (x_high, z_high) = thing.low, thing.high
    return replace(thing, normal=(x, y, -z), low=(x_low, -z_high), high=(x_high, -z_low))


def _surface(name: str, given: Mapping[str, float | str], scale: float) -> Surface:
    values = {**DEFAULTS[name], **{k: float(v) for k, v in given.items() if k != "side"}}
    unit = scale / 100.0
    if name == "wall":
        side = str(given.get("side", "front"))
        if side not in WALL_SIDES:
            raise ValueError(f"wall side {side!r}: allowed are {', '.join(WALL_SIDES)}")
        return Surface("wall", WALL_SIDES[side], -values["distance_cm"] * unit)
    top = values["height_cm"] * unit
    if name in ("ball", "roller", "level"):
        return Surface(name, (0.0, 1.0, 0.0), top, blocks=False)
    half_x, half_z = values["depth_cm"] * unit / 2, values["width_cm"] * unit / 2
    at = values["at_cm"] * unit
    side_at = values.get("side_cm", 0.0) * unit
    low, high = (at - half_x, side_at - half_z), (at + half_x, side_at + half_z)
    return Surface(name, (0.0, 1.0, 0.0), top, low, high, blocks=name not in ("saddle", "pool"))
