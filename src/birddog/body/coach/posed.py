"""The pose of the body model that landmarks of one moment show.

The model is bent until its parts point where those of the person point: least squares over the directions of limbs,
trunk and head, each weighed by its error, each angle held to where it is expected. Directions do not depend on a
person's build. What neither picture nor depth shows stays as it is expected.

Axes of the picture: x right, y down, z away from the camera.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from birddog.body import joints
from birddog.body.anthropometry import Body
from birddog.body.camera import VIEWS
from birddog.body.coach import features
from birddog.body.coach.features import Array
from birddog.body.coach.recording import Recording
from birddog.body.landmarks import of_points
from birddog.body.skeleton import POSTURES, forward

_PAIRS = ((11, 13), (13, 15), (15, 19), (23, 25), (25, 27), (29, 31), (27, 31))  # left; the right ones follow each
PARTS: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    ((23, 24), (11, 12)), ((11, 12), (7, 8)), ((7, 8), (0,)), ((23,), (24,)), ((11,), (12,)),
    *(((a + side,), (b + side,)) for a, b in _PAIRS for side in (0, 1)),
)  # fmt: skip
"""From where to where each part of the body goes: the middle of these landmarks, to the middle of those."""
LIMBS = ("root", "neck", "neck", "root", "root",
         *(f"{'arm' if a < 23 else 'leg'}_{side}" for a, _ in _PAIRS for side in joints.SIDES))  # fmt: skip

ACROSS, DEEP = 0.008, 0.035  # m: errors of a landmark in full view, in the picture and away from it
MODEL = 0.07  # of a part's length: by which a body differs from the model
FLAT = 0.1  # the same where there is no depth: it is foreshortened by a size that is only estimated
STEADY = 0.6  # share of the errors that is the same at both ends
LEAST = 0.02  # of a part's length
TURNED = 12.0  # degrees by which a camera stands beside its view
STEPS = 25
_SWITCH = np.array([0, 4, 5, 6, 1, 2, 3, *(i + 1 if i % 2 else i - 1 for i in range(7, 33))])


@dataclass(frozen=True)
class Moment:
    """Directions (P,3) of PARTS in axes of the picture, and their errors (P,3); what is not known has error inf."""

    toward: Array
    error: Array

    def mirrored(self) -> Moment:
        """What a mirror would show: left is right."""
        order = [PARTS.index((_other(a), _other(b))) if (_other(a), _other(b)) in PARTS else i
                 for i, (a, b) in enumerate(PARTS)]  # fmt: skip
        sign = np.ones((len(PARTS), 3))
        sign[:, 0] = -1.0
        for i, (a, b) in enumerate(PARTS):
            if (_other(a), _other(b)) == (b, a):  # from left to right: the mirror turns it round
                sign[i] *= -1.0
        return Moment(self.toward[order] * sign, self.error[order])


def _other(at: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(int(_SWITCH[i]) for i in at))


@dataclass(frozen=True)
class Expected:
    """angles (A,) degrees, and free (A,): by how much a person may be off each (0: not at all); posture."""

    angles: Array
    free: Array
    posture: str


@dataclass(frozen=True)
class Posed:
    """angles (A,) degrees; turned (2,): degrees by which the camera stands beside and above its view; off: how far the
    model is from the landmarks, in their errors; loss: that, and how far the angles are from what is expected."""

    angles: Array
    turned: Array
    off: float
    loss: float


def moments(taken: Recording, at: Iterable[Array]) -> list[Moment]:
    """What a recording shows in each of some groups of frames: the median of the group.

    With world landmarks in space, else in the picture alone.
    """
    return [_moment(taken, np.asarray(frames)) for frames in at]


def _moment(taken: Recording, frames: Array) -> Moment:
    if taken.world is not None and np.isfinite(taken.world[frames]).any():
        place, deep = np.asarray(taken.world[frames], dtype=float), DEEP
    else:
        flat = taken.image[frames][..., :2] * np.array([taken.aspect, 1.0])
        place, deep = np.concatenate([flat, np.zeros((*flat.shape[:-1], 1))], axis=-1), np.inf
    with np.errstate(invalid="ignore"):
        seen = np.nan_to_num(np.median(taken.visibility[frames], axis=0))
    few = np.isfinite(place[..., 0]).sum(axis=0) < 1
    middle = np.where(few[:, None], 0.0, _median(place))
    inside = features.doubt(np.nan_to_num(_median(taken.image[frames])), seen, 1.0)
    unsure = np.where(few, np.inf, inside)
    out, error = np.zeros((len(PARTS), 3)), np.full((len(PARTS), 3), np.inf)
    scale = 1.0 if np.isfinite(deep) else _size(middle, unsure)
    for i, (a, b) in enumerate(PARTS):
        step = middle[list(b)].mean(axis=0) - middle[list(a)].mean(axis=0)
        doubt = float(np.hypot(unsure[list(a)].mean(), unsure[list(b)].mean()))
        if not np.isfinite(doubt) or doubt > 100.0:
            continue
        if np.isfinite(deep):
            length = max(float(np.linalg.norm(step)), 0.5 * _LENGTHS[i])
            out[i], error[i] = step / length, np.hypot(doubt * np.array([ACROSS, ACROSS, deep]) / length, MODEL)
        else:
            out[i] = step / scale / _LENGTHS[i]
            error[i, :2] = np.hypot(doubt * ACROSS / _LENGTHS[i], FLAT)
    return Moment(out, error)


def _median(place: Array) -> Array:
    """(33,...) medians over the frames (T,33,...) in which there is a landmark; NaN where there is none."""
    there = np.isfinite(place).any(axis=0)
    return np.where(there, np.nanmedian(np.where(there, place, 0.0), axis=0), np.nan)


def _size(middle: Array, unsure: Array) -> float:
    """Picture heights to a meter: as long as the parts that are least foreshortened are."""
    shares = []
    for i, (a, b) in enumerate(PARTS):
        if len(a) + len(b) > 3 or i >= _TRUNK:
            ok = max(unsure[list(a)].max(), unsure[list(b)].max()) < 100
            step = middle[list(b)].mean(axis=0) - middle[list(a)].mean(axis=0)
            shares += [float(np.linalg.norm(step[:2])) / _LENGTHS[i]] if ok else []
    return max(float(np.quantile(shares, 0.85)), 1e-6) if shares else 1.0


def _parts(points: Array) -> Array:
    """(N,P,3) from where to where the parts go, of landmarks (N,33,3)."""
    return np.stack([points[:, list(b)].mean(axis=1) - points[:, list(a)].mean(axis=1) for a, b in PARTS], axis=1)


_TRUNK = 5
_LENGTHS = np.linalg.norm(_parts(of_points(forward(Body(), np.zeros((1, len(joints.NAMES)))).points))[0], axis=-1)


def fitted(moment: Moment, expected: Expected, view: tuple[float, float], both: bool, tries: Iterable[Array],
           turned: Array | None = None, steps: int = STEPS) -> Posed:  # fmt: skip
    """The pose that shows a moment.

    view: azimuth and elevation of the camera in degrees; both: left and right do the same; tries: changes (A,) of the
    expected angles with which the search begins; turned (2,): where the camera stood, if that is known.
    """
    basis, free = _basis(expected, both, turned is None)
    low, high = np.array(joints.LOW), np.array(joints.HIGH)
    base = POSTURES[expected.posture]
    weight = np.where(np.isfinite(moment.error), 1.0 / moment.error, 0.0)
    camera = np.zeros(2) if turned is None else turned
    width = len(joints.NAMES)

    def cost(x: Array) -> tuple[Array, Array, Array]:
        step = x @ basis
        angles = np.clip(expected.angles + step[:, :width], low, high)
        beside = camera + step[:, width:]
        model = in_picture(angles, base, view, beside)
        misses = ((model - moment.toward) * weight).reshape(len(x), -1)
        return np.concatenate([misses, x / free], axis=-1), angles, beside

    starts = [_as_unknowns(t, basis) for t in tries]
    loss, x = min((_least(lambda z: cost(z)[0], s, free, steps) for s in starts), key=lambda f: f[0])
    misses, angles, beside = cost(x[None])
    data = float((misses[0, : moment.toward.size] ** 2).sum())
    count = max(int(np.count_nonzero(weight)), 1)
    return Posed(angles[0], beside[0], float(np.sqrt(data / count)), loss)


def _basis(expected: Expected, both: bool, camera: bool) -> tuple[Array, Array]:
    """(U,A+2) what each unknown changes (angles, then where the camera stands), and (U,) its freedom in degrees."""
    rows, free = [], []
    width = len(joints.NAMES)
    for i, name in enumerate(joints.NAMES):
        odd = name in joints.ODD or name.startswith("pelvic_list")
        if expected.free[i] <= 0 or (both and (name.endswith("_left") or odd)):
            continue
        row = np.zeros(width + 2)
        row[i] = 1.0
        if both and name.endswith("_right"):
            row[joints.INDEX[joints.other_side(name)]] = 1.0
        rows.append(row)
        free.append(expected.free[i])
    for k in range(2 if camera else 0):
        row = np.zeros(width + 2)
        row[width + k] = 1.0
        rows.append(row)
        free.append(TURNED)
    return np.stack(rows), np.array(free)


def _as_unknowns(change: Array, basis: Array) -> Array:
    """(U,) nearest to a change (A,) of the angles."""
    width = len(joints.NAMES)
    return np.asarray((basis[:, :width] @ change) / np.maximum(basis[:, :width].sum(axis=1), 1.0))


def directions(angles: Array, base: Array) -> Array:
    """(N,P,3) unit directions in body axes of the model's parts in angles (N,A) and a posture."""
    count = len(angles)
    points = of_points(forward(Body(), angles, np.zeros((1, 3)), np.broadcast_to(base, (count, 3, 3))).points)
    parts = _parts(points)
    return np.asarray(parts / np.maximum(np.linalg.norm(parts, axis=-1, keepdims=True), 1e-9))


def in_picture(angles: Array, base: Array, view: tuple[float, float], beside: Array) -> Array:
    """The same before cameras beside (N,2) degrees of a view, in axes of the picture."""
    return np.asarray(np.einsum("npi,nji->npj", directions(angles, base), _axes(view, beside)))


def since(moments: Sequence[Moment], begin: Posed, posture: str, view: tuple[float, float]) -> Moment:
    """The last of some moments, seen from the pose of the first: how this body differs from the model is known there,
    and stays where a part has not turned."""
    first, second = moments[0], moments[-1]
    model = in_picture(begin.angles[None], POSTURES[posture], view, begin.turned[None])[0]
    turned = np.linalg.norm(second.toward - first.toward, axis=-1, keepdims=True)
    stays = np.clip(1.0 - turned, 0.0, 1.0)
    known = np.isfinite(first.error) & np.isfinite(second.error)
    moved = np.where(known, stays * (model - first.toward), 0.0)
    error = np.where(known, np.maximum(second.error * (1 - STEADY * stays), LEAST), second.error)
    return Moment(second.toward + moved, error)


def _axes(view: tuple[float, float], beside: Array) -> Array:
    """(N,3,3): rows are the picture's right, down and away, as `Lens.axes` has them for one view."""
    a, e = np.deg2rad(view[0] + beside[:, 0]), np.deg2rad(view[1] + beside[:, 1])
    zero = np.zeros_like(a)
    toward = np.stack([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)], axis=-1)
    right = np.stack([np.cos(a), zero, -np.sin(a)], axis=-1)
    return np.stack([right, np.cross(right, toward), -toward], axis=1)


def _least(cost: Callable[[Array], Array], x: Array, free: Array, steps: int) -> tuple[float, Array]:
    """Damped least squares from x (U,): the sum of squares, and where it is."""
    damp, least = 1.0, float((cost(x[None]) ** 2).sum())
    for _ in range(steps):
        some = cost(np.concatenate([x[None], x + np.eye(len(free))]))
        slope, now = (some[1:] - some[0]).T, some[0]
        tries = [
            x - np.linalg.solve(slope.T @ slope + d * np.diag(1.0 / free**2), slope.T @ now)
            for d in (damp / 10, damp, damp * 10, damp * 100)
        ]
        losses = (cost(np.stack(tries)) ** 2).sum(axis=-1)
        best = int(losses.argmin())
        if losses[best] >= least * (1 - 1e-3):
            break
        x, damp, least = tries[best], float(np.clip(damp * 10.0 ** (best - 1), 1e-3, 1e4)), float(losses[best])
    return least, x


def views_of(name: str) -> tuple[tuple[float, float], ...]:
    """The cameras that a named view may mean: the person may face either way."""
    azimuth, elevation = VIEWS[name]
    return tuple(dict.fromkeys(((azimuth, elevation), ((180.0 - azimuth + 180.0) % 360.0 - 180.0, elevation))))
