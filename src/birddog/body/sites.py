"""Which parts of the body can touch something, and where.

A site on a surface (floor, wall, chair ...) touches it with the skin spheres of its points.
A site on the own body meets a place on the skin: two skin points come together.
"""

from __future__ import annotations

from dataclasses import dataclass

from birddog.body import joints
from birddog.body.skeleton import POINT_INDEX


@dataclass(frozen=True)
class Site:
    """points: what lies on a surface; skin: the point that meets the own body ("" = never);
    limb: which angles may give way; firm: stays put to the millimeter (else flesh may shift)."""

    points: tuple[str, ...]
    skin: str
    limb: str
    firm: bool


_PAIRED: dict[str, Site] = {
    "hand": Site(("wrist", "index", "pinky"), "palm", "arm", True),
    "hand_back": Site((), "hand_back", "arm", True),
    "fingertips": Site(("fingertip",), "fingertip", "arm", True),
    "wrist": Site(("wrist",), "wrist", "arm", True),
    "forearm": Site(("elbow", "wrist"), "forearm_mid", "arm", True),
    "elbow": Site(("elbow",), "elbow", "arm", True),
    "shoulder": Site(("shoulder",), "shoulder_top", "arm-root", False),
    "hip": Site(("trochanter",), "buttock_side", "leg-root", False),
    "thigh": Site(("thigh_mid",), "thigh_back", "leg", False),
    "knee": Site(("knee",), "knee_front", "leg", True),
    "knee_inner": Site((), "knee_inner", "leg", True),
    "shin": Site(("knee", "instep"), "shin_front", "leg", True),
    "calf": Site(("calf_back",), "calf_back", "leg", True),
    "ankle": Site(("ankle",), "ankle_outer", "leg", True),
    "ankle_inner": Site((), "ankle_inner", "leg", True),
    "foot": Site(("heel", "ball", "ball_outer"), "foot_sole", "leg", True),
    "forefoot": Site(("ball", "toe"), "ball", "leg", True),
    "heel": Site(("heel",), "heel_back", "leg", True),
    "toe": Site(("toe",), "toe", "leg", True),
    "foot_top": Site(("instep", "toe"), "foot_top", "leg", True),
    "foot_side": Site(("ball_outer", "ankle"), "ankle_outer", "leg", True),
    "buttock": Site(("buttock",), "buttock_side", "leg-root", False),
}
_CENTRAL: dict[str, Site] = {
    "pelvis": Site(("buttock_left", "buttock_right"), "", "root", False),
    "seat": Site(("ischium_left", "ischium_right"), "", "root", False),
    "pelvis_front": Site(("asis_left", "asis_right"), "", "root", False),
    "low_back": Site(("l3",), "", "root", False),
    "back": Site(("scapula_left", "scapula_right"), "", "root", False),
    "mid_back": Site(("t8",), "", "root", False),
    "chest": Site(("sternum",), "", "root", False),
    "belly": Site(("belly",), "", "root", False),
    "head": Site(("head_center",), "", "neck", False),
    "forehead": Site(("forehead",), "forehead", "neck", False),
}


def _sided(side: str) -> dict[str, Site]:
    out = {}
    for name, site in _PAIRED.items():
        points = tuple(f"{p}_{side}" for p in site.points)
        limb = site.limb.replace("-root", "")
        limb = "root" if site.limb.endswith("-root") else f"{limb}_{side}"
        out[f"{name}_{side}"] = Site(points, f"{site.skin}_{side}", limb, site.firm)
    return out


SITES: dict[str, Site] = {**_CENTRAL, **_sided("left"), **_sided("right")}
SITE_STEMS: tuple[str, ...] = (*_CENTRAL, *_PAIRED)
# Places on the own body that a site can rest on.
BODY_STEMS: tuple[str, ...] = (
    "forehead", "belly_front", "chest_front", "hand_back", "palm", "forearm_mid", "elbow", "upper_arm_outer",
    "shoulder_top", "chest_side", "rib_side", "head_back", "temple", "ear", "waist", "belly_side",
    "low_back_side", "buttock_side", "thigh_front", "thigh_low", "thigh_back", "thigh_inner", "thigh_outer",
    "knee_front", "knee_inner", "knee_outer", "shin_front", "shin_low", "calf_back", "calf_inner",
    "ankle_front", "ankle_outer", "ankle_inner", "foot_top", "foot_sole", "heel_back", "toe", "wrist",
)  # fmt: skip
BODY_PLACES: frozenset[str] = frozenset(
    name for name in POINT_INDEX if name in BODY_STEMS or name.rsplit("_", 1)[0] in BODY_STEMS
)

_ARM = ("shoulder_flexion", "shoulder_abduction", "shoulder_rotation", "elbow_flexion", "forearm_pronation",
        "wrist_extension", "wrist_deviation")  # fmt: skip
_LEG = ("hip_flexion", "hip_abduction", "hip_rotation", "knee_flexion", "ankle_dorsiflexion",
        "ankle_inversion", "toe_extension")  # fmt: skip
LIMB_ANGLES: dict[str, tuple[str, ...]] = {
    "root": ("pelvic_tilt", "pelvic_list", "pelvic_rotation"),
    "neck": ("neck_flexion", "head_nod"),
    **{f"arm_{s}": tuple(f"{a}_{s}" for a in _ARM) for s in joints.SIDES},
    **{f"leg_{s}": tuple(f"{a}_{s}" for a in _LEG) for s in joints.SIDES},
}

# How an arm reaches a place on the own body: where the search begins, unless the exercise states the angle.
REACH: dict[str, dict[str, float]] = {
    "head_back": {"shoulder_abduction": 92, "shoulder_flexion": 15, "shoulder_rotation": -75,
                  "elbow_flexion": 138, "forearm_pronation": 0},
    "ear": {"shoulder_abduction": 75, "shoulder_flexion": 50, "shoulder_rotation": -40, "elbow_flexion": 140},
    "temple": {"shoulder_abduction": 75, "shoulder_flexion": 55, "shoulder_rotation": -40, "elbow_flexion": 138},
    "forehead": {"shoulder_abduction": 40, "shoulder_flexion": 95, "shoulder_rotation": 10, "elbow_flexion": 130},
    "shoulder_top": {"shoulder_flexion": 65, "shoulder_abduction": 0, "shoulder_rotation": 65,
                     "elbow_flexion": 125},
    "waist": {"shoulder_abduction": 45, "shoulder_flexion": -15, "shoulder_rotation": 40, "elbow_flexion": 95},
    "low_back_side": {"shoulder_abduction": 35, "shoulder_flexion": -40, "shoulder_rotation": 50,
                      "elbow_flexion": 95},
    "buttock_side": {"shoulder_abduction": 20, "shoulder_flexion": -35, "shoulder_rotation": 40,
                     "elbow_flexion": 60},
}  # fmt: skip


def reach(site: str, place: str) -> dict[str, float]:
    """Soft arm angles for a hand on a place of the own body; empty when the position's arm will do."""
    stem, _, side = site.rpartition("_")
    where = place.rpartition("_")[0] if place.endswith(("_left", "_right")) else place
    if not stem.startswith(("hand", "wrist", "fingertips")):
        return {}
    return {f"{name}_{side}": value for name, value in REACH.get(where, {}).items()}
