"""The angles of the body model: names, meaning, limits.  One table, nothing else.

Units are degrees. Zero is the standing body: legs straight, feet forward, arms hanging, thumbs forward,
palms to the thighs.  Sign by name: the motion named is positive (flexion +, abduction +, dorsiflexion +,
extension + where the name says extension); the rest is in each row.

Limits are the outer edge of what healthy adults reach, weight bearing or hand assisted, so that a picture
of an exercise is possible and a typing mistake is not.  Sources:

- AAOS: American Academy of Orthopaedic Surgeons, Joint Motion: Method of Measuring and Recording, 1965.
- NW: Norkin & White, Measurement of Joint Motion, 5th ed., 2016 (passive and functional ranges).
- HMR: Hemmerich et al., J Orthop Res 24:770, 2006 (squatting, kneeling, cross-legged sitting).
- PT: Pearcy & Tibrewal, Spine 9:582 (rotation, side bend) and Pearcy et al., Spine 9:294 (flexion), 1984.
- WP: White & Panjabi, Clinical Biomechanics of the Spine, 2nd ed., 1990 (thorax, neck).
- LUD: Ludewig et al., J Bone Joint Surg Am 91:378, 2009 (clavicle).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Angle:
    """One clinical angle; `low` and `high` in degrees."""

    name: str
    low: float
    high: float
    meaning: str
    source: str


_CENTRAL = (
    Angle("pelvic_tilt", -180, 180, "pelvis tips forward (anterior) +, from the posture", "free"),
    Angle("pelvic_list", -120, 120, "right side of the pelvis goes down +", "free"),
    Angle("pelvic_rotation", -180, 180, "pelvis turns to its left +", "free"),
    Angle("lumbar_flexion", -40, 65, "low back bends forward (rounds) +, hollows -", "PT"),
    Angle("lumbar_side_bend", -30, 30, "low back bends to the right +", "PT"),
    Angle("lumbar_rotation", -15, 15, "low back turns to the left +", "PT"),
    Angle("thorax_flexion", -30, 45, "upper back bends forward (rounds) +", "WP"),
    Angle("thorax_side_bend", -30, 30, "upper back bends to the right +", "WP"),
    Angle("thorax_rotation", -50, 50, "upper back turns to the left +", "WP"),
    Angle("neck_flexion", -80, 70, "neck bends forward +, looks up -", "WP"),
    Angle("neck_side_bend", -45, 45, "ear to the right shoulder +", "WP"),
    Angle("neck_rotation", -85, 85, "head turns to the left +", "WP"),
    Angle("head_nod", -25, 25, "chin tucks +, chin pokes -", "WP"),
)

_SIDED = (
    Angle("clavicle_elevation", -10, 45, "shoulder shrugs up +", "LUD"),
    Angle("clavicle_protraction", -25, 30, "shoulder comes forward +", "LUD"),
    Angle("shoulder_flexion", -70, 185, "arm swings forward and up +", "AAOS"),
    Angle("shoulder_abduction", -60, 185, "arm swings out to the side and up +", "AAOS"),
    Angle("shoulder_rotation", -100, 110, "arm rolls inward (internal) +, outward -", "NW"),
    Angle("shoulder_horizontal", -100, 140, "raised arm comes across the chest +, back -", "NW"),
    Angle("elbow_flexion", -5, 155, "elbow bends +", "AAOS"),
    Angle("forearm_pronation", -95, 95, "palm turns down/back +, up/forward -; 0 thumb forward", "AAOS"),
    Angle("wrist_extension", -90, 95, "back of the hand toward the forearm +, palm -", "NW"),
    Angle("wrist_deviation", -40, 30, "hand toward the thumb side +", "AAOS"),
    Angle("finger_flexion", -30, 100, "fingers curl into the palm +", "AAOS"),
    Angle("hip_flexion", -35, 145, "thigh toward the front of the body +, behind -", "HMR"),
    Angle("hip_abduction", -40, 75, "thigh out to the side +, across -", "NW"),
    Angle("hip_rotation", -75, 55, "thigh rolls inward (internal) +, outward -", "NW"),
    Angle("knee_flexion", -5, 162, "knee bends +", "HMR"),
    Angle("ankle_dorsiflexion", -65, 45, "foot toward the shin +, pointed -", "NW"),
    Angle("ankle_inversion", -30, 40, "sole turns inward +", "AAOS"),
    Angle("toe_extension", -45, 95, "toes bend up +", "NW"),
)

SIDES = ("left", "right")
CENTRAL_NAMES = tuple(a.name for a in _CENTRAL)
SIDED_NAMES = tuple(a.name for a in _SIDED)
TABLE: tuple[Angle, ...] = _CENTRAL + tuple(
    Angle(f"{a.name}_{side}", a.low, a.high, a.meaning, a.source) for side in SIDES for a in _SIDED
)
NAMES: tuple[str, ...] = tuple(a.name for a in TABLE)
INDEX: dict[str, int] = {name: i for i, name in enumerate(NAMES)}
LOW: tuple[float, ...] = tuple(a.low for a in TABLE)
HIGH: tuple[float, ...] = tuple(a.high for a in TABLE)
# Angles whose sign changes when the body is mirrored left to right.
ODD = ("pelvic_list", "pelvic_rotation", "lumbar_side_bend", "lumbar_rotation", "thorax_side_bend",
       "thorax_rotation", "neck_side_bend", "neck_rotation")  # fmt: skip


def other_side(name: str) -> str:
    """The same name on the other side of the body; unchanged for central names."""
    if name.endswith("_left"):
        return name[: -len("_left")] + "_right"
    if name.endswith("_right"):
        return name[: -len("_right")] + "_left"
    return name


MIRROR_INDEX: tuple[int, ...] = tuple(INDEX[other_side(name)] for name in NAMES)
MIRROR_SIGN: tuple[float, ...] = tuple(-1.0 if name in ODD else 1.0 for name in NAMES)
