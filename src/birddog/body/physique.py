"""Whose body a figure shows: how the drawn body differs from the average one. The movement stays the same.

Lengths in meters for a stature of 1.75 m. Stations of the trunk are those of ``mannequin.TRUNK``, from the seat up:
0 to 2 hips, 3 hem, 4 and 5 waist, 6 T12, 7 to 9 chest, 10 and 11 shoulders, 12 and 13 collar.
"""

from __future__ import annotations

from dataclasses import dataclass

STATIONS = 14


@dataclass(frozen=True)
class Physique:
    """A body to be drawn.

    width : factors on the half width of the trunk's stations. front : meters added to their reach in front.
    seat, thigh, shank, arm, neck : factors on thickness. hair : "short" or "bun". gray : of the hair.
    """

    width: tuple[float, ...] = (1.0,) * STATIONS
    front: tuple[float, ...] = (0.0,) * STATIONS
    seat: float = 1.0
    thigh: float = 1.0
    shank: float = 1.0
    arm: float = 1.0
    neck: float = 1.0
    hair: str = "short"
    gray: bool = False


AVERAGE = Physique()
_FEMALE_WIDTH = (1.02, 1.05, 1.03, 0.98, 0.92, 0.90, 0.91, 0.92, 0.93, 0.93, 0.92, 0.90, 0.88, 0.88)
PHYSIQUES: dict[str, Physique] = {
    "average": AVERAGE,
    "woman": Physique(
        width=_FEMALE_WIDTH,
        front=(0.0, 0.0, 0.0, -0.006, -0.008, -0.008, -0.004, 0.008, 0.022, 0.016, 0.0, 0.0, 0.0, 0.0),
        seat=1.03, thigh=1.01, shank=0.95, arm=0.86, neck=0.86, hair="bun",
    ),
    "older": Physique(
        width=(1.0, 1.02, 1.03, 1.06, 1.08, 1.06, 1.03, 1.0, 0.98, 0.97, 0.96, 0.96, 0.98, 0.98),
        front=(0.0, 0.004, 0.010, 0.022, 0.030, 0.026, 0.014, 0.0, -0.004, -0.004, 0.0, 0.0, 0.0, 0.0),
        seat=0.98, thigh=0.95, shank=0.95, arm=0.92, neck=0.96, gray=True,
    ),
    "larger": Physique(
        width=(1.16, 1.20, 1.24, 1.32, 1.42, 1.40, 1.30, 1.22, 1.16, 1.12, 1.09, 1.06, 1.06, 1.06),
        front=(0.01, 0.020, 0.040, 0.064, 0.078, 0.074, 0.060, 0.044, 0.032, 0.024, 0.014, 0.008, 0.006, 0.004),
        seat=1.14, thigh=1.20, shank=1.14, arm=1.22, neck=1.12,
    ),
    "pregnant": Physique(
        width=(1.03, 1.07, 1.07, 1.05, 1.02, 1.00, 0.98, 0.95, 0.94, 0.93, 0.92, 0.90, 0.88, 0.88),
        front=(0.0, 0.012, 0.050, 0.092, 0.112, 0.100, 0.062, 0.030, 0.030, 0.018, 0.0, 0.0, 0.0, 0.0),
        seat=1.05, thigh=1.03, shank=0.97, arm=0.88, neck=0.87, hair="bun",
    ),
}  # fmt: skip
"""Bodies to choose from, by the name that is asked for."""
