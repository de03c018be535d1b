"""One recorded demonstration becomes two keyframes: the start, and the far end of its first repetition.

The body model is bent until a picture of it has the features of the recording: least squares, each feature weighed by
its error, each angle held to the start position by how far people are from it. What the picture cannot show stays
as the start position has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from birddog.body import joints
from birddog.body.anthropometry import Body
from birddog.body.camera import VIEWS
from birddog.body.coach import engine, features, recording, target
from birddog.body.coach.features import Array
from birddog.body.coach.recording import Recording
from birddog.body.definition import Position
from birddog.body.keyframes import Movement
from birddog.body.landmarks import Lens, film, of_points
from birddog.body.sites import SITES
from birddog.body.skeleton import POINT_INDEX, POSTURES, forward

LATERALITIES = ("bilateral", "unilateral", "alternating")
SMOOTH_S = 0.25  # s over which features are averaged
LEAST_FRAMES = 15  # with a body in it
LEAST_MOVE = 10.0  # degrees (root mean square over what moves) from which it is a movement
LOW, HIGH = 0.12, 0.88  # shares of the way at which it is begun, and done
LIFTED = 0.06  # m: how much higher over the floor than at the start a part is that touches it no more
ALIKE = 0.15  # errors by which two start positions look the same: the one with fewer things is proposed
RECORDINGS = 4  # synthetic ones that a proposal is tried on
PROVED = 4  # repetitions of each synthetic recording

# Degrees by which an angle may be off the start position before the picture has to say so clearly.
_FREE = {"pelvic_tilt": 30.0, "lumbar_flexion": 8.0, "thorax_flexion": 6.0, "neck_flexion": 15.0}
_FREE_SIDED = {"hip_flexion": 45.0, "knee_flexion": 45.0, "ankle_dorsiflexion": 20.0, "hip_abduction": 8.0,
               "shoulder_flexion": 60.0, "shoulder_abduction": 15.0, "elbow_flexion": 45.0}  # fmt: skip
_FRONTAL = {"hip_abduction": 30.0, "shoulder_abduction": 60.0, "pelvic_list": 15.0, "lumbar_side_bend": 12.0,
            "thorax_side_bend": 12.0}  # fmt: skip
_TRIES: tuple[Mapping[str, float], ...] = (
    {"hip_flexion": 60.0, "knee_flexion": 70.0, "pelvic_tilt": 30.0}, {"hip_flexion": 60.0},
    {"hip_flexion": -60.0}, {"knee_flexion": 60.0}, {"shoulder_flexion": 80.0}, {"shoulder_flexion": -80.0},
    {"pelvic_tilt": 40.0, "hip_flexion": 20.0}, {"hip_flexion": -40.0, "knee_flexion": -70.0, "pelvic_tilt": -20.0},
)  # fmt: skip
_STEPS = 14
_MODEL = 6.0  # degrees by which a body may differ from the model in any feature


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
    """Values and sigma (F,) at the start and at the far end; seconds up, held, down."""

    values: tuple[Array, Array]
    sigma: tuple[Array, Array]
    seconds: tuple[float, float, float]


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
    if laterality != "bilateral":
        way = _right_works(way)
    fits = [(*_fitted(way, 0, p, view, laterality == "bilateral", None), p) for p in positions]
    if not fits:
        raise ValueError("start: no start position to begin with")
    least = min(off for _, off, _ in fits)
    begin, off, position = min((f for f in fits if f[1] < least + ALIKE), key=lambda fit: len(fit[2].scene))
    end, far_off = _fitted(way, 1, position, view, laterality == "bilateral", begin)
    up, held, down = way.seconds
    first, far = _named(begin, view), _named(end, view)
    return Proposal(
        position.name, ((first, {}), (far, _touching(begin, end, position))), up, held, down, max(off, far_off)
    )


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
    errors = [np.median(sigma[at], axis=0) for at in (first, far)]
    return _Way((rest, np.median(values[far], axis=0)), (errors[0], errors[1]), seconds)


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


def _right_works(way: _Way) -> _Way:
    """The same with the right side as the one that moves more."""
    sides = {s: [features.INDEX[n] for n in features.NAMES if n.endswith(f"_{s}")] for s in features.SIDES}
    moved = {s: float(np.abs(way.values[1] - way.values[0])[at].sum()) for s, at in sides.items()}
    if moved["right"] >= moved["left"]:
        return way
    order = features.mirrored_index()
    (v, w), (s, t) = way.values, way.sigma
    return _Way((v[order], w[order]), (s[order], t[order]), way.seconds)


def _free(view: str) -> dict[str, float]:
    frontal = _from_front(view)
    out = _FREE | ({k: v for k, v in _FRONTAL.items() if k in joints.CENTRAL_NAMES} if frontal else {})
    sided = _FREE_SIDED | ({k: v for k, v in _FRONTAL.items() if k in joints.SIDED_NAMES} if frontal else {})
    return out | {f"{name}_{side}": v for name, v in sided.items() for side in joints.SIDES}


def _from_front(view: str) -> bool:
    """Whether a view shows the body more from the front or back than from the side."""
    azimuth, _ = VIEWS[view]
    return abs(float(np.sin(np.radians(azimuth)))) > 0.5


def _basis(view: str, both: bool) -> tuple[Array, Array]:
    """(U,A) what each unknown changes, and (U,) its freedom in degrees; left and right together when `both`."""
    rows, free = [], []
    for name, sigma in _free(view).items():
        if both and name.endswith("_left"):
            continue
        row = np.zeros(len(joints.NAMES))
        row[joints.INDEX[name]] = 1.0
        if both and name.endswith("_right"):
            row[joints.INDEX[joints.other_side(name)]] = 1.0
        rows.append(row)
        free.append(sigma)
    return np.stack(rows), np.array(free)


def _fitted(way: _Way, at: int, position: Position, view: str, both: bool, begin: Array | None) -> tuple[Array, float]:
    """Angles (A,) of the pose at the start (0) or far end (1), and how far off its picture is (in errors)."""
    prior = np.zeros(len(joints.NAMES)) if begin is None else begin
    if begin is None:
        for name, value in position.angles:
            prior[joints.INDEX[name]] = value
    basis, free = _basis(view, both)
    wanted, error = way.values[at], np.hypot(way.sigma[at], _MODEL)
    weight = np.where(way.sigma[at] < 25.0, 1.0 / error, 0.0)
    low, high = np.array(joints.LOW), np.array(joints.HIGH)

    def cost(x: Array) -> tuple[Array, Array]:
        angles = np.clip(prior + x @ basis, low, high)
        misses = (_picture(angles, position, view) - wanted) * weight
        return np.concatenate([misses, x / free], axis=-1), angles

    found = [_least(cost, x, free) for x in _guesses(view, both, begin is not None)]
    loss, x = min(found, key=lambda f: f[0])
    return cost(x[None])[1][0], float(np.sqrt(loss / max(int(np.count_nonzero(weight)), 1)))


def _guesses(view: str, both: bool, far: bool) -> list[Array]:
    """Where the search begins: at the pose before, and for the far end also with hips, knees and arms the other way."""
    names = [n for n in _free(view) if not (both and n.endswith("_left"))]
    out = [np.zeros(len(names))]
    for guess in _TRIES if far else ():
        out.append(np.array([guess.get(n if n in guess else n.rpartition("_")[0], 0.0) for n in names]))
    return out


def _least(cost: Callable[[Array], tuple[Array, Array]], x: Array, free: Array) -> tuple[float, Array]:
    """Damped least squares from x (U,): the sum of squares, and where it is."""
    damp, least = 1.0, float((cost(x[None])[0] ** 2).sum())
    for _ in range(_STEPS):
        some, _ = cost(np.concatenate([x[None], x + np.eye(len(free))]))
        slope, now = (some[1:] - some[0]).T, some[0]
        tries = [
            x - np.linalg.solve(slope.T @ slope + d * np.diag(1.0 / free**2), slope.T @ now)
            for d in (damp / 10, damp, damp * 10, damp * 100)
        ]
        losses = (cost(np.stack(tries))[0] ** 2).sum(axis=-1)
        best = int(losses.argmin())
        if losses[best] >= least * (1 - 1e-3):
            break
        x, damp, least = tries[best], float(np.clip(damp * 10.0 ** (best - 1), 1e-3, 1e4)), float(losses[best])
    return least, x


def _picture(angles: Array, position: Position, view: str) -> Array:
    """Features (N,F) of the body model in these angles (N,A), seen from far away."""
    count = len(angles)
    base = np.broadcast_to(POSTURES[position.posture], (count, 3, 3))
    points = of_points(forward(Body(), angles, np.zeros((count, 3)), base).points)
    seen = (points - points[:, 23:25].mean(axis=1, keepdims=True)) @ Lens(view).axes().T
    return features.read(0.5 + 0.2 * seen[..., :2], np.ones(seen.shape[:2]), 1.0).values


def _named(angles: Array, view: str) -> dict[str, float]:
    """Whole degrees by name; one name for both sides where they agree."""
    out: dict[str, float] = {}
    whole = np.round(angles) + 0.0  # no minus before a zero
    for name in _free(view):
        value = float(whole[joints.INDEX[name]])
        stem, _, side = name.rpartition("_")
        if side not in joints.SIDES:
            out[name] = value
        elif value == float(whole[joints.INDEX[joints.other_side(name)]]):
            out[stem] = value
        else:
            out[_side_word(name)] = value
    return out


def _touching(begin: Array, end: Array, position: Position) -> dict[str, str]:
    """Contacts with the floor that the far end no longer has: in its pose they are above the lowest of them."""
    on_floor = [c.site for c in position.contacts if c.on == "floor" and SITES[c.site].points]
    base = np.broadcast_to(POSTURES[position.posture], (2, 3, 3))
    points = forward(Body(), np.stack([begin, end]), np.zeros((2, 3)), base).points
    if not on_floor:
        return {}
    low = np.stack([points[:, [POINT_INDEX[n] for n in SITES[site].points], 1].min(axis=1) for site in on_floor])
    over = low - low.min(axis=0)
    lifted = [site for site, (before, after) in zip(on_floor, over, strict=True) if after - before > LIFTED]
    return {_side_word(site): "none" for site in lifted}


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
