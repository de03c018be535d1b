"""Sizes and masses of the body from stature, build and sex.

Lengths are meters. Axes are those of `skeleton`: X forward, Y up, Z to the person's right.
- Segment lengths: fractions of stature, Drillis & Contini 1966 as printed in Winter, Biomechanics and Motor
  Control of Human Movement, 4th ed., 2009, fig. 4.1.  Joint centers of the spine, shoulder and hip are set
  inside those outlines (lumbar lordosis about 40 degrees, thoracic kyphosis about 35 degrees).
- Segment masses and centers of mass: de Leva, J Biomech 29:1223, 1996, table 4, for women and men.
- Flesh thickness grows with the square root of body mass index from a base at 23 kg/m2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Sex = Literal["female", "male", "average"]

BASE_STATURE = 1.75
BASE_BMI = 23.0


@dataclass(frozen=True)
class Body:
    """One person. stature in m (0.9-2.3), bmi in kg/m2 (13-60), sex for masses and breadths."""

    stature: float = 1.72
    bmi: float = 23.5
    sex: Sex = "average"

    def __post_init__(self) -> None:
        if not 0.9 <= self.stature <= 2.3:
            raise ValueError(f"stature {self.stature} m is outside 0.9-2.3 m")
        if not 13.0 <= self.bmi <= 60.0:
            raise ValueError(f"bmi {self.bmi} kg/m2 is outside 13-60")
        if self.sex not in ("female", "male", "average"):
            raise ValueError(f"sex {self.sex!r}: allowed are female, male, average")

    @property
    def scale(self) -> float:
        """Size against the 1.75 m body that the tables below are written for."""
        return self.stature / BASE_STATURE

    @property
    def mass(self) -> float:
        """Body mass in kg."""
        return self.bmi * self.stature**2

    @property
    def flesh(self) -> float:
        """Factor on flesh thickness of trunk and thigh."""
        return float(np.sqrt(self.bmi / BASE_BMI))

    def by_sex(self, female: float, male: float) -> float:
        """The value for this sex; the mean of both for `average`."""
        return {"female": female, "male": male, "average": (female + male) / 2}[self.sex]

    @cached_property
    def masses(self) -> dict[str, float]:
        """Share of body mass per part (one limb each); sums to 1. de Leva 1996."""
        share = {name: self.by_sex(f, m) / 100 for name, (f, m) in MASS.items()}
        total = sum(v * (2 if name in PAIRED else 1) for name, v in share.items())
        return {name: v / total for name, v in share.items()}


# percent of body mass: (female, male)
MASS: dict[str, tuple[float, float]] = {
    "head": (6.68, 6.94),
    "chest": (15.45, 15.96),
    "waist": (14.65, 16.33),
    "pelvis": (12.47, 11.17),
    "upper_arm": (2.55, 2.71),
    "forearm": (1.38, 1.62),
    "hand": (0.56, 0.61),
    "thigh": (14.78, 14.16),
    "shank": (4.81, 4.33),
    "foot": (1.29, 1.37),
}
PAIRED = ("upper_arm", "forearm", "hand", "thigh", "shank", "foot")
# center of mass, share of the length from the near joint: (female, male)
COM: dict[str, tuple[float, float]] = {
    "upper_arm": (0.5754, 0.5772),
    "forearm": (0.4559, 0.4574),
    "hand": (0.7474, 0.7900),
    "thigh": (0.3612, 0.4095),
    "shank": (0.4416, 0.4459),
    "foot": (0.4014, 0.4415),
}

# Lengths at 1.75 m (fractions of stature after Winter 2009 in the comment).
UPPER_ARM = 0.3255  # .186
FOREARM = 0.2555  # .146
HAND = 0.189  # .108
THIGH = 0.429  # .245
SHANK = 0.4305  # .246
ANKLE_HEIGHT = 0.068  # .039
HIP_HALF = 0.086  # joint centers; outline .191/2
SHOULDER_HALF = 0.186  # joint centers; outline .259/2

# Where each segment starts, in the frame of the segment it hangs on (right side for pairs).
ORIGIN: dict[str, tuple[float, float, float]] = {
    "pelvis": (0.0, 0.0, 0.0),
    "lumbar_low": (-0.030, 0.105, 0.0),  # L5/S1
    "lumbar_high": (0.012, 0.066, 0.0),  # L3, from L5
    "thorax_low": (-0.022, 0.092, 0.0),  # T12
    "thorax": (-0.028, 0.104, 0.0),  # T8
    "neck": (0.020, 0.183, 0.0),  # C7
    "head": (0.034, 0.112, 0.0),  # skull base
    "clavicle": (0.108, 0.130, 0.022),  # sternoclavicular, from T8
    "upper_arm": (-0.062, 0.004, SHOULDER_HALF - 0.022),  # from the clavicle
    "forearm": (0.0, -UPPER_ARM, 0.0),
    "hand": (0.0, -FOREARM, 0.0),
    "fingers": (0.0, -0.090, 0.0),  # knuckles
    "thigh": (0.0, 0.0, HIP_HALF),
    "shank": (0.0, -THIGH, 0.0),
    "foot": (0.0, -SHANK, 0.0),
    "toes": (0.118, -0.050, 0.0),  # ball of the foot
}

# Points: segment, place in the segment frame at 1.75 m, skin radius (m), does flesh grow with build.
# A contact is of the sphere of that radius around the point.
POINT: dict[str, tuple[str, tuple[float, float, float], float, bool]] = {
    "pelvis": ("pelvis", (0.0, 0.0, 0.0), 0.0, False),
    "sacrum": ("pelvis", (-0.062, 0.066, 0.0), 0.034, True),
    "l5": ("lumbar_low", (0.0, 0.0, 0.0), 0.064, True),
    "l3": ("lumbar_high", (0.0, 0.0, 0.0), 0.064, True),
    "t12": ("thorax_low", (0.0, 0.0, 0.0), 0.054, True),
    "t8": ("thorax", (0.0, 0.0, 0.0), 0.046, True),
    "c7": ("neck", (0.0, 0.0, 0.0), 0.034, False),
    "skull_base": ("head", (0.0, 0.0, 0.0), 0.055, False),
    "head_center": ("head", (0.026, 0.066, 0.0), 0.088, False),
    "head_top": ("head", (0.010, 0.160, 0.0), 0.0, False),
    "nose": ("head", (0.124, 0.034, 0.0), 0.0, False),
    "sternum": ("thorax", (0.120, 0.050, 0.0), 0.028, True),
    "belly": ("lumbar_high", (0.072, 0.030, 0.0), 0.038, True),
    "chin": ("head", (0.096, -0.062, 0.0), 0.0, False),
    "forehead": ("head", (0.104, 0.086, 0.0), 0.014, False),
    "belly_front": ("lumbar_high", (0.118, 0.000, 0.0), 0.0, False),
    "chest_front": ("thorax", (0.148, 0.060, 0.0), 0.0, False),
}
# Pairs, right side.
PAIR: dict[str, tuple[str, tuple[float, float, float], float, bool]] = {
    "ear": ("head", (0.012, 0.048, 0.074), 0.0, False),
    "eye": ("head", (0.104, 0.058, 0.032), 0.0, False),
    "mouth": ("head", (0.108, -0.012, 0.024), 0.0, False),
    "clavicle": ("clavicle", (0.0, 0.0, 0.0), 0.020, False),
    "shoulder": ("upper_arm", (0.0, 0.0, 0.0), 0.056, False),
    "scapula": ("thorax", (-0.022, 0.118, 0.085), 0.030, True),
    "elbow": ("forearm", (0.0, 0.0, 0.0), 0.038, False),
    "wrist": ("hand", (0.0, 0.0, 0.0), 0.026, False),
    "hand": ("fingers", (0.0, 0.0, 0.0), 0.017, False),
    "index": ("fingers", (0.034, 0.002, 0.0), 0.016, False),
    "pinky": ("fingers", (-0.036, 0.010, 0.0), 0.016, False),
    "fingertip": ("fingers", (0.0, -(HAND - 0.090) + 0.009, 0.0), 0.009, False),
    "thumb": ("hand", (0.062, -0.078, -0.012), 0.009, False),
    "hip": ("thigh", (0.0, 0.0, 0.0), 0.060, False),
    "trochanter": ("thigh", (0.0, -0.012, 0.046), 0.042, True),
    "asis": ("pelvis", (0.066, 0.086, 0.032), 0.024, True),
    "ischium": ("pelvis", (-0.022, -0.062, -0.020), 0.034, True),
    "buttock": ("pelvis", (-0.060, -0.020, -0.006), 0.062, True),
    "thigh_mid": ("thigh", (0.0, -THIGH * 0.6, 0.0), 0.060, False),
    "knee": ("shank", (0.0, 0.0, 0.0), 0.054, False),
    "shin": ("shank", (0.004, -SHANK * 0.45, 0.0), 0.048, False),
    "ankle": ("foot", (0.0, 0.0, 0.0), 0.040, False),
    "heel": ("foot", (-0.050, -0.044, 0.0), 0.024, False),
    "ball": ("foot", (0.118, -0.050, -0.016), 0.018, False),
    "ball_outer": ("foot", (0.092, -0.052, 0.030), 0.016, False),
    "instep": ("foot", (0.070, -0.022, 0.0), 0.030, False),
    "toe": ("toes", (0.064, -0.005, -0.010), 0.012, False),
    # places on the skin where a hand or foot can rest (radius 0)
    "palm": ("hand", (0.0, -0.075, -0.020), 0.0, False),
    "hand_back": ("hand", (0.0, -0.075, 0.018), 0.0, False),
    "forearm_mid": ("forearm", (0.0, -FOREARM * 0.5, 0.0), 0.034, False),
    "upper_arm_outer": ("upper_arm", (0.0, -UPPER_ARM * 0.5, 0.045), 0.0, False),
    "shoulder_top": ("upper_arm", (0.030, 0.046, -0.020), 0.0, False),
    "chest_side": ("thorax", (0.128, 0.070, 0.080), 0.0, False),
    "rib_side": ("thorax_low", (0.050, 0.020, 0.140), 0.0, False),
    "head_back": ("head", (-0.048, 0.050, 0.045), 0.0, False),
    "temple": ("head", (0.060, 0.066, 0.076), 0.0, False),
    "waist": ("pelvis", (0.010, 0.115, 0.142), 0.0, False),
    "belly_side": ("lumbar_high", (0.112, -0.030, 0.060), 0.0, False),
    "low_back_side": ("lumbar_low", (-0.066, 0.010, 0.065), 0.0, False),
    "buttock_side": ("pelvis", (-0.110, -0.030, 0.085), 0.0, False),
    "thigh_front": ("thigh", (0.074, -THIGH * 0.55, 0.0), 0.0, False),
    "thigh_low": ("thigh", (0.064, -THIGH * 0.85, 0.0), 0.0, False),
    "thigh_back": ("thigh", (-0.066, -THIGH * 0.80, 0.0), 0.0, False),
    "thigh_inner": ("thigh", (0.010, -THIGH * 0.70, -0.062), 0.0, False),
    "thigh_outer": ("thigh", (0.010, -THIGH * 0.85, 0.060), 0.0, False),
    "knee_front": ("shank", (0.054, -0.012, 0.0), 0.0, False),
    "knee_inner": ("shank", (0.000, -0.010, -0.052), 0.0, False),
    "knee_outer": ("shank", (0.000, -0.010, 0.052), 0.0, False),
    "shin_front": ("shank", (0.048, -SHANK * 0.25, 0.0), 0.0, False),
    "shin_low": ("shank", (0.040, -SHANK * 0.72, 0.0), 0.0, False),
    "calf_back": ("shank", (-0.052, -SHANK * 0.35, 0.0), 0.030, False),
    "calf_inner": ("shank", (-0.010, -SHANK * 0.35, -0.048), 0.0, False),
    "ankle_front": ("foot", (0.040, 0.010, 0.0), 0.0, False),
    "ankle_outer": ("foot", (-0.004, -0.006, 0.036), 0.0, False),
    "ankle_inner": ("foot", (-0.004, 0.004, -0.036), 0.0, False),
    "foot_top": ("foot", (0.070, 0.006, 0.0), 0.0, False),
    "foot_sole": ("foot", (0.050, -0.067, 0.0), 0.0, False),
    "heel_back": ("foot", (-0.073, -0.040, 0.0), 0.0, False),
}

# Which way the skin faces at the places where a palm may lie (right side). A palm turns to its place by
# bringing the back of the hand to the point `<place>_out`, OUT m above the skin.
OUT = 0.038
FACING: dict[str, tuple[float, float, float]] = {
    "forehead": (1.0, 0.0, 0.0), "belly_front": (1.0, 0.0, 0.0), "chest_front": (1.0, 0.0, 0.0),
    "head_back": (-0.95, 0.0, 0.3), "temple": (0.0, 0.0, 1.0), "ear": (0.0, 0.0, 1.0), "waist": (0.0, 0.0, 1.0),
    "belly_side": (1.0, 0.0, 0.0), "low_back_side": (-1.0, 0.0, 0.0), "buttock_side": (-1.0, 0.0, 0.2),
    "chest_side": (1.0, 0.0, 0.0), "rib_side": (0.0, 0.0, 1.0), "upper_arm_outer": (0.0, 0.0, 1.0),
    "palm": (0.0, 0.0, -1.0), "hand_back": (0.0, 0.0, 1.0), "shoulder_top": (0.5, 0.85, 0.0),
    "thigh_front": (1.0, 0.0, 0.0), "thigh_low": (1.0, 0.0, 0.0), "thigh_back": (-1.0, 0.0, 0.0),
    "thigh_inner": (0.0, 0.0, -1.0), "thigh_outer": (0.0, 0.0, 1.0), "knee_front": (1.0, 0.0, 0.0),
    "knee_inner": (0.0, 0.0, -1.0), "knee_outer": (0.0, 0.0, 1.0), "shin_front": (1.0, 0.0, 0.0),
    "shin_low": (1.0, 0.0, 0.0), "calf_back": (-1.0, 0.0, 0.0), "calf_inner": (0.0, 0.0, -1.0),
    "ankle_front": (0.8, 0.6, 0.0), "ankle_outer": (0.0, 0.0, 1.0), "ankle_inner": (0.0, 0.0, -1.0),
    "foot_top": (0.3, 0.95, 0.0), "foot_sole": (0.0, -1.0, 0.0), "heel_back": (-1.0, 0.0, 0.0),
}  # fmt: skip


def _outward() -> None:
    for stem, facing in FACING.items():
        table = POINT if stem in POINT else PAIR
        segment, place, _, _ = table[stem]
        x, y, z = (at + OUT * toward for at, toward in zip(place, facing, strict=True))
        table[f"{stem}_out"] = (segment, (x, y, z), 0.0, False)


_outward()
