"""One recorded demonstration becomes two keyframes: the start, and the far end of its first repetition.

The pose at rest is looked for near every start position, the one at the far end along the way to it (`posed`). Contacts
of the start position that would pull the figure out of a pose that was seen are loosened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from birddog.body import joints
from birddog.body.anthropometry import Body
from birddog.body.camera import VIEWS
from birddog.body.coach import engine, features, posed, recording, target
from birddog.body.coach.features import Array
from birddog.body.coach.recording import Recording
from birddog.body.definition import Position, parse
from birddog.body.keyframes import Movement
from birddog.body.landmarks import Lens, film
from birddog.body.motion import keyframes
from birddog.body.scene import SURFACES
from birddog.body.sites import SITES
from birddog.body.skeleton import POINT_INDEX, POSTURES, build, forward

LATERALITIES = ("bilateral", "unilateral", "alternating")
SMOOTH_S = 0.25  # s over which features are averaged
LEAST_FRAMES = 15  # with a body in it
LEAST_MOVE = 10.0  # degrees (root mean square over what moves) from which it is a movement
LOW, HIGH = 0.12, 0.88  # shares of the way at which it is begun, and done
PULLED, PULLED_LEAST = 10.0, 4.0  # degrees by which a contact that does not hold turns a part of the body: so many, or
# half of what the part turns from the start
ELSE = 0.08  # m by which a contact is off that pulls another part of the body than its own limb
LIFTED = 0.05  # m: how high over the floor a part is that does not slide on it
SAME = 3.0  # degrees within which an angle is that of the position
TRIES_OF_CONTACTS = 8
ALIKE = 2.0  # squares of errors by which two start positions look the same: the one with fewer things is proposed
RECORDINGS = 4  # synthetic ones that a proposal is tried on
PROVED = 4  # repetitions of each synthetic recording

# Degrees by which an angle may be off the start position, or far end and start off each other.
_FREE = {
    "pelvic_tilt": 35.0, "pelvic_list": 10.0, "pelvic_rotation": 10.0, "lumbar_flexion": 12.0, "lumbar_side_bend": 8.0,
    "lumbar_rotation": 5.0, "thorax_flexion": 12.0, "thorax_side_bend": 8.0, "thorax_rotation": 12.0,
    "neck_flexion": 15.0, "neck_side_bend": 8.0, "neck_rotation": 15.0,
}  # fmt: skip
_FREE_SIDED = {
    "hip_flexion": 40.0, "hip_abduction": 12.0, "hip_rotation": 15.0, "knee_flexion": 40.0, "ankle_dorsiflexion": 20.0,
    "shoulder_flexion": 60.0, "shoulder_abduction": 20.0, "shoulder_horizontal": 10.0, "shoulder_rotation": 30.0,
    "elbow_flexion": 40.0,
}  # fmt: skip
_FRONTAL = {"hip_abduction": 30.0, "shoulder_abduction": 60.0, "shoulder_flexion": 40.0, "pelvic_list": 15.0}
_TRIES: tuple[Mapping[str, float], ...] = (
    {"hip_flexion": 60.0, "knee_flexion": 70.0, "pelvic_tilt": 30.0}, {"hip_flexion": 60.0},
    {"hip_flexion": -60.0}, {"knee_flexion": 60.0}, {"shoulder_flexion": 80.0}, {"shoulder_flexion": -80.0},
    {"pelvic_tilt": 40.0, "hip_flexion": 20.0}, {"hip_flexion": -40.0, "knee_flexion": -70.0, "pelvic_tilt": -20.0},
)  # fmt: skip
_ARMS: tuple[Mapping[str, float], ...] = (
    {"shoulder_flexion": 80.0}, {"shoulder_flexion": -60.0}, {"shoulder_flexion": 40.0, "elbow_flexion": 90.0},
    {"shoulder_abduction": 80.0},
)  # fmt: skip
_MODEL = 6.0  # degrees by which a body may differ from the model in any feature
_ALWAYS = ("hip_flexion", "knee_flexion", "shoulder_flexion", "elbow_flexion", "pelvic_tilt", "pelvic_list")
WAY = (0.25, 0.4, 0.55, 0.7, 0.85)  # of the time to the far end: looked at on the way
ELSEWHERE = 0.6  # of the loss of the pose that was found along the way: under it another one is taken
MORE = 1.1  # times as far as the right side the left one has to go, to be the one that works
STAY = np.zeros(len(joints.NAMES))
NEAREST = 5  # start positions that are looked at closely
GLANCE = 5  # steps of the search that chooses them


@dataclass(frozen=True)
class Proposal:
    """start: the position; frames: for start and far end, (angles by name in degrees, contacts that change by site);
    up, held, down: s; off: how far the pictures of the model are from the recording, in its errors."""

    start: str
    frames: tuple[tuple[Mapping[str, float], Mapping[str, str]], tuple[Mapping[str, float], Mapping[str, str]]]
    up: float
    held: float
    down: float
    off: float


@dataclass(frozen=True)
class _Way:
    """Frames of the start, on the way, and of the far end; seconds up, held, down; whether the left side works."""

    frames: tuple[Array, ...]
    seconds: tuple[float, float, float]
    left_works: bool


def propose(taken: Recording, positions: Iterable[Position], view: str, laterality: str) -> Proposal:
    """The keyframes of a demonstration that begins and ends at rest in its start position.

    positions: those it may start in; view: where the camera was; laterality: one of LATERALITIES.
    Raises ``ValueError`` that says what the recording lacks.
    """
    if view not in VIEWS:
        raise ValueError(f"view: {view!r} is not one of {', '.join(VIEWS)}")
    if laterality not in LATERALITIES:
        raise ValueError(f"laterality: {laterality!r} is not one of {', '.join(LATERALITIES)}")
    way = _way(taken)
    moments = posed.moments(taken, way.frames)
    if laterality != "bilateral" and way.left_works:
        moments = [moment.mirrored() for moment in moments]
    both = laterality == "bilateral"
    begin, position, camera = _start(moments[0], list(positions), view, both)
    end = _far(moments, begin, position.posture, camera, both, _freedom(view))
    up, held, down = way.seconds
    wanted = (begin.angles, end.angles)
    frames = tuple(_named(angles, position, view) for angles in wanted)
    contacts = _contacts(wanted, frames, position, laterality)
    (first, far), (rests, touches) = frames, contacts
    return Proposal(position.name, ((first, rests), (far, touches)), up, held, down, max(begin.off, end.off))


def _start(moment: posed.Moment, positions: Sequence[Position], view: str, both: bool
           ) -> tuple[posed.Posed, Position, tuple[float, float]]:  # fmt: skip
    """The pose at rest, the start position it is nearest to, and the camera: first at a glance, then the nearest."""
    if not positions:
        raise ValueError("start: no start position to begin with")
    free = _freedom(view)
    glances = [
        (posed.fitted(moment, _expected(p, free), camera, both, [STAY], steps=GLANCE).loss, k, camera)
        for k, p in enumerate(positions)
        for camera in posed.views_of(view)
    ]
    close = []
    for _, k, camera in sorted(glances)[:NEAREST]:
        tries = [STAY, *(_change(t) for t in _ARMS)]
        close.append((posed.fitted(moment, _expected(positions[k], free), camera, both, tries), positions[k], camera))
    least = min(fit.loss for fit, _, _ in close)
    return min((c for c in close if c[0].loss < least + ALIKE), key=lambda c: len(c[1].scene))


def _far(moments: Sequence[posed.Moment], begin: posed.Posed, posture: str, camera: tuple[float, float], both: bool,
         free: Array) -> posed.Posed:  # fmt: skip
    """The pose at the far end: found along the way to it, or from elsewhere where that fits much better."""
    ahead = posed.Expected(begin.angles, free, posture)
    end = begin
    for k in range(1, len(moments)):
        seen = posed.since(moments[: k + 1], begin, posture, camera)
        end = posed.fitted(seen, ahead, camera, both, [end.angles - begin.angles], begin.turned)
    other = posed.fitted(seen, ahead, camera, both, [_change(t) for t in _TRIES], begin.turned)
    return other if other.loss < ELSEWHERE * end.loss else end


def _expected(position: Position, free: Array) -> posed.Expected:
    angles = np.zeros(len(joints.NAMES))
    for name, value in position.angles:
        angles[joints.INDEX[name]] = value
    return posed.Expected(angles, free, position.posture)


def _change(by: Mapping[str, float]) -> Array:
    """(A,) of changes by name; a name without side changes both."""
    return np.array([by.get(name, by.get(name.rpartition("_")[0], 0.0)) for name in joints.NAMES])


def _way(taken: Recording) -> _Way:
    seen = features.read(taken.image, taken.visibility, taken.aspect)
    found = features.found(taken.image).sum(axis=-1) >= 12
    if found.sum() < LEAST_FRAMES:
        raise ValueError(f"a body is found in {found.sum()} frames; at least {LEAST_FRAMES} are needed")
    times, values, sigma = taken.times[found], seen.values[found], seen.sigma[found]
    rate = 1.0 / float(np.median(np.diff(times)))
    width = max(1, int(SMOOTH_S * rate)) | 1
    values = _smooth(values, width)
    usual = np.median(sigma, axis=0)
    weight = np.where(usual < 15.0, 1.0 / (usual**2 + _MODEL**2), 0.0)
    if not weight.any():
        raise ValueError("no part of the body is seen well enough")
    first = slice(0, max(3, int(0.4 * rate)))
    rest = np.median(values[first], axis=0)
    away = np.sqrt(((values - rest) ** 2 * weight).sum(axis=-1) / weight.max())
    if away.max() < LEAST_MOVE:
        raise ValueError(f"nothing moves by more than {away.max():.0f} degrees; the camera cannot tell this movement")
    a, b, c, d = _excursion(_share(values, rest, weight, away))
    far = slice(b, max(c, b + 1))
    seconds = (_whole_way(times[b] - times[a]), float(times[c] - times[b]), _whole_way(times[d] - times[c]))
    here = np.flatnonzero(found)
    between = [
        np.unique(np.clip(np.round(a + u * (b - a)).astype(int) + np.arange(-2, 3), 0, len(here) - 1)) for u in WAY
    ]
    frames = (here[first], *(here[at] for at in between), here[far])
    return _Way(frames, seconds, _left_works(rest, np.median(values[far], axis=0)))


def _left_works(rest: Array, far: Array) -> bool:
    """Whether the left side moves more than the right one."""
    sides = {s: [features.INDEX[n] for n in features.NAMES if n.endswith(f"_{s}")] for s in features.SIDES}
    moved = {s: float(np.abs(far - rest)[at].sum()) for s, at in sides.items()}
    return moved["left"] > MORE * moved["right"]


def _share(values: Array, rest: Array, weight: Array, away: Array) -> Array:
    """(T,) 0 at rest, 1 at the far end: how far along the line between the two, so that what only wanders is gone."""
    change = np.median(values[away >= np.quantile(away, 0.85)], axis=0) - rest
    along = np.asarray((values - rest) @ (weight * change) / (weight * change**2).sum())
    return along / float(np.quantile(along, 0.97))


def _smooth(values: Array, width: int) -> Array:
    padded = np.pad(values, ((width // 2, width // 2), (0, 0)), mode="edge")
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, width, axis=0).mean(axis=-1))


def _excursion(share: Array) -> tuple[int, int, int, int]:
    """Frames at which the first repetition begins, is at its far end, leaves it, and is back."""
    high = np.flatnonzero(share > HIGH)
    b = int(high[0])
    a = int(np.flatnonzero(share[: b + 1] < LOW)[-1]) if (share[: b + 1] < LOW).any() else 0
    after = np.flatnonzero(share[b:] < 2 * LOW)
    if not after.size:
        raise ValueError("it does not come back to the start; a demonstration begins and ends in the start position")
    d = b + int(after[0])
    c = int(high[high < d][-1])
    return a, b, c, d


def _whole_way(seconds: float) -> float:
    """A smooth way is between a tenth and nine tenths for 0.54 of its time."""
    return float(np.clip(seconds / 0.54, 0.3, 30.0))


def _freedom(view: str) -> Array:
    """(A,) degrees by which each angle is free; 0 where landmarks do not show it."""
    sided = _FREE_SIDED | (_FRONTAL if _from_front(view) else {})
    known = _FREE | {f"{name}_{side}": by for name, by in sided.items() for side in joints.SIDES}
    return np.array([known.get(name, 0.0) for name in joints.NAMES])


def _from_front(view: str) -> bool:
    """Whether a view shows the body more from the front or back than from the side."""
    azimuth, _ = VIEWS[view]
    return abs(float(np.sin(np.radians(azimuth)))) > 0.5


def _named(angles: Array, position: Position, view: str) -> dict[str, float]:
    """Whole degrees by name, of limbs always, else where they differ from the position; one name for both sides where
    they agree."""
    out: dict[str, float] = {}
    whole = np.round(angles) + 0.0  # no minus before a zero
    said = _expected(position, angles).angles
    for name, free in zip(joints.NAMES, _freedom(view), strict=True):
        i = joints.INDEX[name]
        stem, _, side = name.rpartition("_")
        pair = [i, joints.INDEX[joints.other_side(name)]]
        differs = float(np.abs(whole[pair] - said[pair]).max()) > SAME
        if free <= 0 or not (differs or stem in _ALWAYS or name in _ALWAYS):
            continue
        if side not in joints.SIDES:
            out[name] = float(whole[i])
        elif whole[pair[0]] == whole[pair[1]]:
            out[stem] = float(whole[i])
        else:
            out[_side_word(name)] = float(whole[i])
    return out


def _contacts(wanted: Sequence[Array], frames: Sequence[Mapping[str, float]], position: Position, laterality: str
              ) -> tuple[dict[str, str], ...]:  # fmt: skip
    """What each keyframe touches otherwise than the position: a contact that pulls a part of the body out of the pose
    that was seen slides at the far end, or is none."""
    changes: tuple[dict[str, str], ...] = tuple({} for _ in wanted)
    base = POSTURES[position.posture]
    seen = posed.directions(np.stack(wanted), base)
    gaps = [_gaps(angles, position) for angles in wanted]
    turns = _apart(seen[:1], seen)
    for _ in range(TRIES_OF_CONTACTS):
        solved = keyframes(_movement(frames, changes, position, laterality), Body()).states[: len(wanted)]
        shown = posed.directions(np.concatenate([state.angles for state in solved]), base)
        off = _apart(shown, seen)
        excess = off - np.where(turns > 2 * PULLED_LEAST, np.minimum(turns / 2, PULLED), PULLED)
        k, part = np.unravel_index(int(excess.argmax()), off.shape)
        if excess[k, part] < 0 or not _loosen(changes, int(k), posed.LIMBS[part], position, gaps[k]):
            break
    return changes


def _apart(one: Array, two: Array) -> Array:
    """Degrees between unit vectors (..., 3)."""
    return np.asarray(np.degrees(np.arccos(np.clip((one * two).sum(axis=-1), -1.0, 1.0))))


def _gaps(angles: Array, position: Position) -> dict[str, float]:
    """m by which each site of a position is off what it touches, in a pose whose lowest point is on the floor."""
    body = Body()
    points = forward(body, angles[None], np.zeros((1, 3)), POSTURES[position.posture]).points[0]
    low = points[:, 1] - build(body).radius
    out = {}
    for c in position.contacts:
        at = [POINT_INDEX[name] for name in SITES[c.site].points]
        if c.on == "floor":
            out[c.site] = float((low[at] - low.min()).max())
        elif c.on in POINT_INDEX:
            out[c.site] = float(np.linalg.norm(points[POINT_INDEX[SITES[c.site].skin]] - points[POINT_INDEX[c.on]]))
        else:
            out[c.site] = 0.0
    return out


def _loosen(changes: Sequence[dict[str, str]], k: int, limb: str, position: Position, gaps: Mapping[str, float]
            ) -> bool:  # fmt: skip
    """Loosen one contact at a keyframe, of a limb if it has one: the one that is furthest off. False where none is
    left."""
    held = [c for c in position.contacts if changes[k].get(_side_word(c.site)) != "none"]
    of_limb = [c for c in held if SITES[c.site].limb == limb]
    held = of_limb or [c for c in held if gaps[c.site] > ELSE]
    if not held:
        return False
    contact = max(held, key=lambda c: gaps[c.site])
    word = _side_word(contact.site)
    slides = k > 0 and word not in changes[k] and contact.on in SURFACES and gaps[contact.site] < LIFTED
    for frame in changes[k:]:
        frame[word] = f"{contact.on} slides" if slides else "none"
    return True


def _movement(frames: Sequence[Mapping[str, float]], changes: Sequence[Mapping[str, str]], position: Position,
              laterality: str) -> Movement:  # fmt: skip
    table = {"keyframes": [
        {"name": str(k), "seconds": 1, "angles": dict(f), "contacts": dict(c)}
        for k, (f, c) in enumerate(zip(frames, changes, strict=True))
    ]}  # fmt: skip
    made, found = parse(table, {"id": "taught", "start": position.name, "laterality": laterality},
                        {position.name: position})  # fmt: skip
    if made is None:
        raise ValueError("\n".join(str(problem) for problem in found))
    return made


def _side_word(name: str) -> str:
    """A name with its side as files write it: the right side works."""
    stem, _, side = name.rpartition("_")
    return f"{stem}_{'working' if side == 'right' else 'other'}" if side in joints.SIDES else name


def counted(movement: Movement, seeds: Iterable[int]) -> tuple[int, int]:
    """How many of the synthetic recordings of a movement are counted exactly, and how many there were."""
    aim = target.of(movement)
    right = total = 0
    for seed in seeds:
        rng = np.random.default_rng(seed)
        body = Body(float(rng.uniform(1.55, 1.9)), float(rng.uniform(20, 30)))
        shot = film(movement, body, Lens(movement.view), repetitions=PROVED, tempo=float(rng.uniform(0.8, 1.25)),
                    noise=0.004, rng=rng)  # fmt: skip
        made = Recording(shot.times, shot.image, shot.visibility, shot.aspect, shot.world)
        outcome = recording.run([made], engine.plan([aim]))[0]
        halves = 2 if movement.laterality == "alternating" else 1
        right += outcome.sure and len(outcome.repetitions) == PROVED * halves
        total += 1
    return right, total
