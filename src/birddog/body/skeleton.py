"""The linked body: joint angles in, points and segment frames out, for many frames at once.

World axes (ISB): X forward (the way the person faces when standing), Y up, Z to the person's right. Meters.
Angles in degrees, named in `joints`.  Every segment frame, in the standing zero pose, is parallel to the
world: X forward, Y up, Z right, on both sides of the body.  T frames, A angles, S segments, P points.

Order of turns: pelvis, spine, neck, hip, ankle, wrist: flexion (Z), then side (X), then rotation (Y).
Shoulder: `shoulder_flexion` and `shoulder_abduction` together are one swing, the rotation vector
(abduction, 0, flexion), so no pole is met below 180 degrees; `shoulder_horizontal` then carries the arm
around the chest, `shoulder_rotation` rolls it about its own length.  The arm is measured against the thorax;
the clavicle moves the shoulder and rises by itself when the arm goes overhead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from birddog.body import anthropometry as size
from birddog.body import joints
from birddog.body.anthropometry import Body

Array = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_X, _Y, _Z = 0, 1, 2
_RHYTHM = 22.0  # clavicle rise in degrees at full arm elevation (Ludewig 2009)


@dataclass(frozen=True)
class Turn:
    """One elementary turn of a joint: `factor` degrees about local `axis` per degree of the angle."""

    angle: int
    axis: int
    factor: float


@dataclass(frozen=True)
class Segment:
    """One rigid part. `turns` in order; `swing` = (flexion, abduction, side sign) of a shoulder."""

    name: str
    parent: int
    turns: tuple[Turn, ...]
    swing: tuple[int, int, float] | None = None
    frame_parent: int = -1  # segment that the turns are measured from, when not the parent


@dataclass(frozen=True)
class Pose:
    """points (T,P,3) m; frames (T,S,3,3): columns are the segment's X, Y, Z in the world;
    origins (T,S,3) m; angles (T,A) degrees."""

    points: Array
    frames: Array
    origins: Array
    angles: Array

    def point(self, name: str) -> Array:
        """(T,3) of one named point."""
        return self.points[:, POINT_INDEX[name]]


# Share of a trunk angle at each joint on the way up.
_SPINE = (
    ("lumbar_low", "pelvis", "lumbar", 0.40),
    ("lumbar_high", "lumbar_low", "lumbar", 0.35),
    ("thorax_low", "lumbar_high", "lumbar", 0.25),
    ("thorax_low", "", "thorax", 0.35),
    ("thorax", "thorax_low", "thorax", 0.65),
    ("neck", "thorax", "neck", 0.60),
    ("head", "neck", "neck", 0.40),
)


def _turns(stem: str, share: float) -> tuple[Turn, ...]:
    index = joints.INDEX
    bend = "side_bend"
    return (
        Turn(index[f"{stem}_flexion"], _Z, -share),
        Turn(index[f"{stem}_{bend}"], _X, share),
        Turn(index[f"{stem}_rotation"], _Y, share),
    )


def _trunk() -> list[Segment]:
    index = joints.INDEX
    pelvis = (
        Turn(index["pelvic_rotation"], _Y, 1.0),
        Turn(index["pelvic_list"], _X, 1.0),
        Turn(index["pelvic_tilt"], _Z, -1.0),
    )
    out = [Segment("pelvis", -1, pelvis)]
    names = ["pelvis"]
    for name, parent, stem, share in _SPINE:
        turns = _turns(stem, share)
        if name == "head":
            turns += (Turn(index["head_nod"], _Z, -1.0),)
        if parent:
            out.append(Segment(name, names.index(parent), turns))
            names.append(name)
        else:
            old = out.pop()
            out.append(Segment(name, old.parent, old.turns + turns))
    return out


def _limbs(side: str, out: list[Segment]) -> None:
    names = [s.name for s in out]
    sign = 1.0 if side == "right" else -1.0

    def turn(stem: str, axis: int, factor: float) -> Turn:
        return Turn(joints.INDEX[f"{stem}_{side}"], axis, factor)

    def add(name: str, parent: str, *turns: Turn, swing: bool = False) -> None:
        pair = (joints.INDEX[f"shoulder_flexion_{side}"], joints.INDEX[f"shoulder_abduction_{side}"], sign)
        frame = names.index("thorax") if swing else -1
        out.append(Segment(f"{name}_{side}", names.index(parent), turns, pair if swing else None, frame))
        names.append(f"{name}_{side}")

    add("clavicle", "thorax", turn("clavicle_elevation", _X, -sign), turn("clavicle_protraction", _Y, sign))
    # swing and horizontal come before the roll: see _swing_turn
    add("upper_arm", f"clavicle_{side}", turn("shoulder_horizontal", _Y, sign),
        turn("shoulder_rotation", _Y, sign), swing=True)  # fmt: skip
    add("forearm", f"upper_arm_{side}", turn("elbow_flexion", _Z, 1.0), turn("forearm_pronation", _Y, sign))
    add("hand", f"forearm_{side}", turn("wrist_extension", _X, -sign), turn("wrist_deviation", _Z, 1.0))
    add("fingers", f"hand_{side}", turn("finger_flexion", _X, sign))
    add("thigh", "pelvis", turn("hip_flexion", _Z, 1.0), turn("hip_abduction", _X, -sign),
        turn("hip_rotation", _Y, sign))  # fmt: skip
    add("shank", f"thigh_{side}", turn("knee_flexion", _Z, -1.0))
    add("foot", f"shank_{side}", turn("ankle_dorsiflexion", _Z, 1.0), turn("ankle_inversion", _X, sign))
    add("toes", f"foot_{side}", turn("toe_extension", _Z, 1.0))


def _build() -> tuple[Segment, ...]:
    out = _trunk()
    for side in joints.SIDES:
        _limbs(side, out)
    return tuple(out)


SEGMENTS: tuple[Segment, ...] = _build()
SEGMENT_NAMES: tuple[str, ...] = tuple(s.name for s in SEGMENTS)
SEGMENT_INDEX: dict[str, int] = {name: i for i, name in enumerate(SEGMENT_NAMES)}
POINT_NAMES: tuple[str, ...] = tuple(size.POINT) + tuple(
    f"{name}_{side}" for side in joints.SIDES for name in size.PAIR
)
POINT_INDEX: dict[str, int] = {name: i for i, name in enumerate(POINT_NAMES)}


def _stem(name: str) -> tuple[str, float]:
    for side, sign in (("_left", -1.0), ("_right", 1.0)):
        if name.endswith(side):
            return name[: -len(side)], sign
    return name, 0.0


@dataclass(frozen=True)
class Build:
    """A body's tables in the order of SEGMENTS and POINT_NAMES. Meters, kilograms."""

    offsets: Array  # (S,3) start of each segment in the frame of its parent
    segment: IntArray  # (P,) segment of each point
    places: Array  # (P,3) point in its segment's frame
    radius: Array  # (P,) skin radius
    com: Array  # (P,) weight of each point in the center of mass; sums to 1
    scale: float


@lru_cache(maxsize=64)
def build(body: Body) -> Build:
    """The tables of one body (cached: bodies are values)."""
    sided = np.array([1.0, 1.0, 1.0])
    offsets = np.zeros((len(SEGMENTS), 3))
    for i, name in enumerate(SEGMENT_NAMES):
        stem, sign = _stem(name)
        sided[2] = _breadth(body, stem) * (sign or 1.0)
        offsets[i] = np.array(size.ORIGIN[stem]) * sided
    segment = np.zeros(len(POINT_NAMES), dtype=np.int64)
    places = np.zeros((len(POINT_NAMES), 3))
    radius = np.zeros(len(POINT_NAMES))
    for i, name in enumerate(POINT_NAMES):
        stem, sign = _stem(name)
        seg, place, r, grows = size.PAIR[stem] if sign else size.POINT[stem]
        paired = f"{seg}{'_right' if sign > 0 else '_left'}"
        segment[i] = SEGMENT_INDEX[paired if sign and paired in SEGMENT_INDEX else seg]
        places[i] = np.array(place) * np.array([1.0, 1.0, sign or 1.0])
        radius[i] = r * (body.flesh if grows else 1.0)
    scale = body.scale
    return Build(offsets * scale, segment, places * scale, radius * scale, _com(body), scale)


def _breadth(body: Body, stem: str) -> float:
    """Women: broader between the hips (+4 %), narrower between the shoulders (-6 %); mean 1."""
    if stem == "thigh":
        return body.by_sex(1.04, 0.98)
    if stem == "upper_arm":
        return body.by_sex(0.93, 1.0)
    return 1.0


def _com(body: Body) -> Array:
    mass = body.masses
    weight = np.zeros(len(POINT_NAMES))

    def add(name: str, share: float) -> None:
        weight[POINT_INDEX[name]] += share

    add("head_center", mass["head"])
    add("t8", mass["chest"] * 0.5)
    add("sternum", mass["chest"] * 0.5)
    add("l3", mass["waist"] * 0.4)
    add("t12", mass["waist"] * 0.2)
    add("belly", mass["waist"] * 0.4)
    add("pelvis", mass["pelvis"] * 0.7)
    add("l5", mass["pelvis"] * 0.3)
    chain = (("upper_arm", "shoulder", "elbow"), ("forearm", "elbow", "wrist"), ("hand", "wrist", "hand"),
             ("thigh", "hip", "knee"), ("shank", "knee", "ankle"), ("foot", "heel", "toe"))  # fmt: skip
    for part, near, far in chain:
        at = body.by_sex(*size.COM[part])
        for side in joints.SIDES:
            add(f"{near}_{side}", mass[part] * (1 - at))
            add(f"{far}_{side}", mass[part] * at)
    return weight


def zeros(frames: int = 1) -> Array:
    """(frames, A) of the standing zero pose, degrees."""
    return np.zeros((frames, len(joints.NAMES)))


def angles_of(frames: int = 1, **named: float) -> Array:
    """(frames, A) degrees from clinical names; a name without side sets both sides."""
    out = zeros(frames)
    for name, value in named.items():
        keys = [name] if name in joints.INDEX else [f"{name}_{side}" for side in joints.SIDES]
        for key in keys:
            if key not in joints.INDEX:
                raise ValueError(f"unknown angle {name!r}")
            out[:, joints.INDEX[key]] = value
    return out


def turn_matrix(axis: int, degrees: Array | float) -> Array:
    """(..., 3, 3) right-handed turn about a coordinate axis (0 X, 1 Y, 2 Z) by degrees (...)."""
    rad = np.deg2rad(np.asarray(degrees, dtype=float))
    c, s = np.cos(rad), np.sin(rad)
    out = np.zeros((*rad.shape, 3, 3))
    i, j = (axis + 1) % 3, (axis + 2) % 3
    out[..., axis, axis] = 1.0
    out[..., i, i] = out[..., j, j] = c
    out[..., i, j] = -s
    out[..., j, i] = s
    return out


def rotation_vector_matrix(vector: Array) -> Array:
    """(..., 3, 3) from rotation vectors (..., 3) in radians (Rodrigues)."""
    theta = np.linalg.norm(vector, axis=-1)
    small = theta < 1e-9
    safe = np.where(small, 1.0, theta)
    a = np.where(small, 1.0, np.sin(safe) / safe)[..., None, None]
    b = np.where(small, 0.5, (1 - np.cos(safe)) / safe**2)[..., None, None]
    k = cross_matrix(vector)
    return np.eye(3) + a * k + b * (k @ k)


def cross_matrix(vector: Array) -> Array:
    """(..., 3, 3) with cross_matrix(v) @ u = v x u."""
    out = np.zeros((*vector.shape[:-1], 3, 3))
    out[..., 2, 1] = vector[..., 0]
    out[..., 1, 2] = -vector[..., 0]
    out[..., 0, 2] = vector[..., 1]
    out[..., 2, 0] = -vector[..., 1]
    out[..., 1, 0] = vector[..., 2]
    out[..., 0, 1] = -vector[..., 2]
    return out


def _apply(frame: Array, axis: int, rad: Array) -> Array:
    """frame @ turn(axis, rad) for frame (T,3,3): mixes two columns."""
    c, s = np.cos(rad)[:, None], np.sin(rad)[:, None]
    i, j = (axis + 1) % 3, (axis + 2) % 3
    out = np.empty_like(frame)
    out[..., axis] = frame[..., axis]
    out[..., i] = c * frame[..., i] + s * frame[..., j]
    out[..., j] = c * frame[..., j] - s * frame[..., i]
    return out


def swing_vector(flexion: Array, abduction: Array, sign: float) -> Array:
    """(T,3) rotation vector in radians of a shoulder swing in degrees; sign +1 right, -1 left."""
    out = np.zeros((*np.shape(flexion), 3))
    out[..., 0] = np.deg2rad(abduction) * -sign
    out[..., 2] = np.deg2rad(flexion)
    return out


def _rhythm(angles: Array, segment: Segment) -> Array:
    """Extra clavicle elevation in degrees (T,) that comes with raising the arm."""
    side = segment.name.rsplit("_", 1)[1]
    flexion = angles[:, joints.INDEX[f"shoulder_flexion_{side}"]]
    abduction = angles[:, joints.INDEX[f"shoulder_abduction_{side}"]]
    raised = np.hypot(flexion, abduction) * (flexion + abduction > 0)
    part = np.clip((raised - 40.0) / 140.0, 0.0, 1.0)
    return np.asarray(_RHYTHM * part * part * (3 - 2 * part))


def _segment_frame(segment: Segment, parent: Array, angles: Array) -> Array:
    """(T,3,3): the segment's frame from the frame that its turns are measured from."""
    if segment.swing is not None:
        flex, abd, sign = segment.swing
        horizontal, roll = segment.turns
        frame = _apply(parent, horizontal.axis, np.deg2rad(angles[:, horizontal.angle] * horizontal.factor))
        frame = frame @ rotation_vector_matrix(swing_vector(angles[:, flex], angles[:, abd], sign))
        return _apply(frame, roll.axis, np.deg2rad(angles[:, roll.angle] * roll.factor))
    frame = parent
    for i, turn in enumerate(segment.turns):
        degrees = angles[:, turn.angle] * turn.factor
        if i == 0 and segment.name.startswith("clavicle"):
            degrees = degrees + turn.factor * _rhythm(angles, segment)
        frame = _apply(frame, turn.axis, np.deg2rad(degrees))
    return frame


def forward(body: Body, angles: Array, root: Array | None = None, base: Array | None = None) -> Pose:
    """Where everything is.

    angles (T,A) degrees; root (T,3) m, place of the mid-hip (default: standing height over the origin);
    base (T,3,3) or (3,3), the body's posture before the pelvic angles (default upright; see `POSTURES`).
    """
    angles = np.atleast_2d(np.asarray(angles, dtype=float))
    frames_n = angles.shape[0]
    table = build(body)
    if root is None:
        root = np.array([[0.0, standing_height(body), 0.0]])
    root = np.broadcast_to(np.atleast_2d(root), (frames_n, 3))
    base = np.broadcast_to(np.eye(3) if base is None else base, (frames_n, 3, 3))
    frames = np.empty((frames_n, len(SEGMENTS), 3, 3))
    origins = np.empty((frames_n, len(SEGMENTS), 3))
    for i, segment in enumerate(SEGMENTS):
        if segment.parent < 0:
            frames[:, i] = _segment_frame(segment, base, angles)
            origins[:, i] = root
            continue
        measured = segment.frame_parent if segment.frame_parent >= 0 else segment.parent
        frames[:, i] = _segment_frame(segment, frames[:, measured], angles)
        origins[:, i] = origins[:, segment.parent] + frames[:, segment.parent] @ table.offsets[i]
    points = np.einsum("tpij,pj->tpi", frames[:, table.segment], table.places, optimize=True)
    points += origins[:, table.segment]
    return Pose(points, frames, origins, angles)


def standing_height(body: Body) -> float:
    """Height of the mid-hip in m when standing straight."""
    return (size.THIGH + size.SHANK + size.ANKLE_HEIGHT) * body.scale


def center_of_mass(body: Body, points: Array) -> Array:
    """(T,3) m of the whole body from points (T,P,3); de Leva 1996 masses."""
    return np.asarray(np.einsum("p,tpi->ti", build(body).com, points))


def mirror_angles(angles: Array) -> Array:
    """(T,A): the left-right mirror image of a pose."""
    index = np.array(joints.MIRROR_INDEX)
    return np.asarray(angles[:, index] * np.array(joints.MIRROR_SIGN))


_MIRROR_POINTS = np.array([POINT_INDEX[joints.other_side(name)] for name in POINT_NAMES])


def mirror_points(points: Array) -> Array:
    """(T,P,3): the mirror image of points, in the plane Z = 0."""
    return np.asarray(points[:, _MIRROR_POINTS] * np.array([1.0, 1.0, -1.0]))


# How the whole body lies before the pelvic angles: (3,3), columns are the pelvis X, Y, Z in the world.
POSTURES: dict[str, Array] = {
    "upright": np.eye(3),
    "supine": turn_matrix(_Z, 90.0),  # face up, head toward -X
    "prone": turn_matrix(_Z, -90.0),  # face down, head toward +X
    "side-left": turn_matrix(_X, -90.0),  # on the left side, facing +X, head toward -Z
    "side-right": turn_matrix(_X, 90.0),  # on the right side, facing +X, head toward +Z
}
