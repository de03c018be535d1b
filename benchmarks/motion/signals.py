"""Signals of one body that do not need the picture's aspect, and which of them an exercise is told by.

Each signal rises or falls with the movement; a definition names those that tell an exercise and which way they go at
its far end.  An exercise without a definition is told by all of them: the most regular one is counted.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_PLACES = {
    "wrist": (15, 16),
    "elbow": (13, 14),
    "shoulder": (11, 12),
    "hip": (23, 24),
    "knee": (25, 26),
    "ankle": (27, 28),
}
_JOINTS = {"elbow": (11, 13, 15), "shoulder": (23, 11, 13), "hip": (11, 23, 25), "knee": (23, 25, 27)}

# The far end of each: from how the exercise is done (elbows bend in a push-up), not from recordings.
DEFINITIONS: dict[str, tuple[str, ...]] = {
    "squat": ("-angle_knee", "-angle_hip", "+down_hip_knee"),
    "situp": ("-down_shoulder_hip", "-angle_hip"),
    "pushup": ("-angle_elbow", "-down_elbow_shoulder"),
    "pullup": ("-angle_elbow", "+down_elbow_shoulder", "+down_wrist_nose"),
    "benchpressing": ("-angle_elbow", "+down_elbow_shoulder", "+down_wrist_shoulder"),
    "frontraise": ("-down_wrist_shoulder", "-down_wrist_hip", "-down_elbow_shoulder"),
    "ropepushdown": ("+down_wrist_elbow", "+angle_elbow", "+down_wrist_shoulder"),
    "lunge": ("-angle_knee", "+down_hip_knee", "+down_hip_ankle"),
    "jumpjack": ("-down_wrist_shoulder", "+wide_ankle", "-down_elbow_shoulder"),
    "pommelhorse": ("+across_ankle_wrist", "+across_ankle_shoulder", "+across_hip_wrist"),
    "battlerope": ("-down_wrist_shoulder", "+uneven_wrist", "-down_wrist_hip"),
    "m01": ("-angle_knee", "-angle_hip", "+down_hip_knee"),
    "m02": ("-least_knee", "-least_hip", "+uneven_knee"),
    "m03": ("-angle_knee", "-least_knee", "+down_hip_ankle"),
    "m04": ("-least_knee", "+down_hip_ankle", "-least_hip"),
    "m05": ("-angle_hip", "-angle_knee", "+down_hip_knee"),
    "m06": ("+uneven_ankle", "-least_hip", "+uneven_knee"),
    "m07": ("+most_shoulder", "+uneven_wrist", "+uneven_elbow"),
    "m08": ("+right_shoulder", "+left_shoulder", "+right_arm", "+left_arm", "+wide_elbow", "+wide_wrist"),
    "m09": ("+right_forearm", "+left_forearm"),
    "m10": ("+most_shoulder", "+uneven_wrist", "+uneven_elbow"),
}
_ALSO = {"pull": "pullup", "push": "pushup", "sit": "situp", "jack": "jumpjack", "jumpingjack": "jumpjack",
         "bench": "benchpressing", "benchpress": "benchpressing",
         "pommel": "pommelhorse", "pommelhorsecircle": "pommelhorse"}  # fmt: skip


def known(kind: str) -> tuple[str, ...]:
    """The signals that tell an exercise, by its name in any spelling; () where there is no definition."""
    plain = "".join(c for c in kind.lower() if c.isalnum())
    for name in (plain, plain.removesuffix("s"), _ALSO.get(plain, ""), _ALSO.get(plain.removesuffix("s"), "")):
        if name in DEFINITIONS:
            return DEFINITIONS[name]
    return ()


def every(points: Array, space: bool = False) -> dict[str, Array]:
    """All signals (T,) of landmarks (T,33,3); space: whether depth can be believed."""
    axes = 3 if space else 2
    middle = {name: (points[:, a] + points[:, b]) / 2 for name, (a, b) in _PLACES.items()} | {"nose": points[:, 0]}
    out = {f"down_{one}_{two}": middle[one][:, 1] - middle[two][:, 1] for one, two in combinations(middle, 2)}
    for name, (a, b, c) in _JOINTS.items():
        left, right = angle(points, a, b, c, axes), angle(points, a + 1, b + 1, c + 1, axes)
        out[f"angle_{name}"] = (left + right) / 2
        out[f"left_{name}"], out[f"right_{name}"] = left, right
        out[f"least_{name}"], out[f"most_{name}"] = np.minimum(left, right), np.maximum(left, right)
    for side, elbow, wrist, hip in (("left", 13, 15, 23), ("right", 14, 16, 24)):
        out[f"{side}_forearm"] = points[:, wrist, 1] - points[:, elbow, 1]
        out[f"{side}_arm"] = np.linalg.norm(points[:, elbow, [0, -1]] - points[:, hip, [0, -1]], axis=-1)
    for name, (a, b) in _PLACES.items():
        out[f"wide_{name}"] = np.abs(points[:, a, 0] - points[:, b, 0])
        out[f"uneven_{name}"] = np.abs(points[:, a, 1] - points[:, b, 1])
        if space:
            away = points[:, [a, b], 2] - points[:, [11, 12], 2]
            out[f"ahead_{name}"], out[f"behind_{name}"] = -away.min(axis=1), away.max(axis=1)
    return out


def _sideways(points: Array) -> dict[str, Array]:
    """How far to the right of wrists and shoulders the hips and ankles are (T,): for what goes around in a circle."""
    middle = {name: (points[:, a, 0] + points[:, b, 0]) / 2 for name, (a, b) in _PLACES.items()}
    return {
        f"across_{one}_{two}": middle[one] - middle[two] for one in ("hip", "ankle") for two in ("wrist", "shoulder")
    }


def angle(points: Array, a: int, b: int, c: int, axes: int) -> Array:
    """(T,) degrees at landmark b."""
    u, v = points[:, a, :axes] - points[:, b, :axes], points[:, c, :axes] - points[:, b, :axes]
    cosine = (u * v).sum(axis=-1) / np.maximum(np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1), 1e-9)
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def told_by(kind: str, points: Array, space: bool = False) -> tuple[list[Array], list[Array]]:
    """The signals that an exercise is told by, rising toward its far end, all of them where it is unknown; and all."""
    found = every(points, space)
    whole = list(found.values())
    found |= _sideways(points)
    named = [found[name[1:]] * (1 if name[0] == "+" else -1) for name in known(kind)]
    return named or whole, whole
