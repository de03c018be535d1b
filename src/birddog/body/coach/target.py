"""What a camera would see of an exercise that is done as its file says: the target, derived from the keyframes.

The body model does one loop, seen from the asked view and from 20 degrees to both sides of it.  From that follow
the path through the features, the direction in which the picture changes most for its errors (the primary signal,
0 at the start, 1 at the far end), the phases, the tempo and the holds.  Nothing here is written per exercise.

The signal is a matched filter: features are weighted by how much they change, by how little their errors are, and by
what of these errors they share (`together`).
Its own error says whether the exercise can be told at all in this view.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from birddog.body.anthropometry import Body
from birddog.body.camera import VIEWS
from birddog.body.coach import cycles, features, together
from birddog.body.coach.features import NAMES, Array
from birddog.body.keyframes import Movement, Side
from birddog.body.landmarks import Lens, observe, of_points
from birddog.body.motion import keyframes, sample

FRAMES = 33  # of one repetition
WENT = 41  # places of the signal at which it is known how far the body has gone
BESIDE = 20.0  # degrees by which the camera may be beside the asked view
SPREAD = 0.006  # picture heights: a landmark's standard deviation with a fair detector in fair light
TELLS = 3.0  # standard deviations by which start and far end must differ for repetitions to be counted
OWN_WAY = 0.6  # what is left of the differences between people once the person's own start is known

# Degrees by which one person differs from another in the same pose, by part of the body. Proposals of this
# project; the arms are left most free because few exercises are about them.
_OWN = {"elbow": 18.0, "forearm": 18.0, "upper_arm": 15.0, "shoulder": 15.0, "hands": 15.0, "head": 18.0,
        "foot": 15.0, "ankle": 12.0}  # fmt: skip
_OWN_ELSE = 9.0


def own_spread() -> Array:
    """(F,) degrees by which people differ from one another in the same pose."""
    return np.array([_OWN.get(name, _OWN.get(name.rpartition("_")[0], _OWN_ELSE)) for name in NAMES])


@dataclass(frozen=True)
class Target:
    """One exercise seen from one view. K sides that can work (1 or 2: right, left), N places on the way, F features.

    path (K,N,F) degrees; signal (K,N) 0 start, 1 far end; shapes (3,N): the same from the view and both sides of it; at
    (N,) s on the way; start, change (K,F): where the signal is 0, and how far it is to 1; weight (K,F): of each feature
    in the signal, at the usual errors sigma (K,F), whose correlation is alike (K,F,F); spread (F,) degrees: own
    differences and the view's; vary (F,): the same once the person's own start is known; far: place of the far end;
    ways: s there and back; rise, fall: what share of the way up (down) lies beyond half of the signal; quick: share of
    the way up from LOW to HIGH of `cycles`, and of the way down from HIGH to 0.5; seconds: of one repetition without a
    hold that the dose decides, beyond: those of them in which the signal is above a half; went (WENT,): share of the
    body's way to the far end, in landmarks, at signals evenly from 0 to 1; holds, dose_hold: whether there are holds,
    and whether the dose decides how long; held_far: it does so at the far end, and nowhere else; still: one keyframe
    only; in_turn: both sides work in turn; tells: standard deviations between start and far end.
    """

    id: str
    view: str
    sides: tuple[str, ...]
    path: Array = field(repr=False)
    signal: Array = field(repr=False)
    shapes: Array = field(repr=False)
    at: Array = field(repr=False)
    start: Array = field(repr=False)
    change: Array = field(repr=False)
    weight: Array = field(repr=False)
    sigma: Array = field(repr=False)
    alike: Array = field(repr=False)
    spread: Array = field(repr=False)
    vary: Array = field(repr=False)
    facing: float
    far: int
    ways: tuple[float, float]
    rise: float
    fall: float
    quick: tuple[float, float]
    seconds: float
    beyond: float
    went: Array = field(repr=False)
    holds: bool
    dose_hold: bool
    held_far: bool
    still: bool
    in_turn: bool
    tells: float

    @property
    def countable(self) -> bool:
        """Whether a camera can tell the far end from the start, and the way back, so that repetitions can be counted.

        In a walk each side begins where the other ended: nothing comes back within a repetition."""
        back = float(np.abs(self.signal[:, -1]).max()) < cycles.OWN_BACK
        return self.still or (self.tells >= TELLS and back)


def of(movement: Movement, view: str = "") -> Target:
    """The target of a movement; view: a named view, the exercise's own if empty. Cached."""
    return _of(movement, view or movement.view)


@lru_cache(maxsize=256)
def _of(movement: Movement, view: str) -> Target:
    if view not in VIEWS:
        raise ValueError(f"view: {view!r} is not one of {', '.join(VIEWS)}")
    times, arrive = _times(movement)
    values, sigma = _seen(movement, view, times)
    mean, beside = values.mean(axis=0), values.std(axis=0).mean(axis=0)
    one_sided = movement.laterality in ("alternating", "unilateral")
    unseen = np.where(sigma.min(axis=(0, 1)) > 60.0, 1e4, 0.0)  # never seen here: says nothing
    spread = np.hypot(own_spread(), beside) + unseen
    vary = np.hypot(OWN_WAY * own_spread(), beside) + unseen
    usual = np.sqrt((sigma**2).mean(axis=(0, 1)))
    apart = np.sqrt((((mean - mean[0]) / np.hypot(usual, vary)) ** 2).sum(axis=1))
    far = int(apart.argmax())
    sides = _sides(movement, view, times, far, (mean, usual))
    path, errors, alike = (np.stack([side[i] for side in sides]) for i in range(3))
    change = path[:, far] - path[:, 0]
    weight = np.stack([together.direction(c, e, a, vary) for c, e, a in zip(change, errors, alike, strict=True)])
    power = (weight * change).sum(axis=1)
    signal = np.einsum("knf,kf->kn", path - path[:, :1], weight) / np.maximum(power, 1e-9)[:, None]
    shapes = (values - values[:, :1]) @ weight[0]
    shapes = shapes / np.maximum(shapes[:, far : far + 1], 1e-6)
    ways = _ways(movement, times, far)
    up = _way(times[: far + 1], signal[0, : far + 1], ways[0], cycles.LOW)
    down = _way(times[far:][::-1] * -1, signal[0, far:][::-1], ways[1], 0.5)
    held = [k for k, f in enumerate(movement.keyframes) if f.hold_from_dose]
    return Target(
        movement.id, view, ("right", "left") if one_sided else ("both",), path, signal, shapes, times, path[:, 0],
        change, weight, errors, alike, spread, vary,
        _facing(movement, view), far, ways, up[0], down[0], (up[1], down[1]), float(arrive),
        _beyond(times, signal[0]), _went(movement, times[: far + 1], signal[0, : far + 1]),
        any(k.hold > 0 for k in movement.keyframes), bool(held), held == [_keyframe(movement, float(times[far]))],
        len(movement.keyframes) == 1, movement.laterality == "alternating", float(np.sqrt(power.min())),
    )  # fmt: skip


def _beyond(times: Array, signal: Array) -> float:
    """Seconds in which a signal (N,) at times (N,) is above a half."""
    fine = np.linspace(times[0], times[-1], 8 * FRAMES)
    return float(np.mean(np.interp(fine, times, signal) > 0.5) * np.ptp(times))


def _went(movement: Movement, times: Array, signal: Array) -> Array:
    """(WENT,) how far the landmarks have gone, 0-1, where the signal (N,) of the way up is at even steps."""
    place = of_points(sample(movement, Body(), times=times, side="right", hold=0.0).points)
    away = np.linalg.norm(place - place[:1], axis=-1).mean(axis=-1)
    share = np.maximum.accumulate(away) / max(float(away.max()), 1e-9)
    rising = np.maximum.accumulate(signal) + 1e-9 * np.arange(len(signal))
    return np.interp(np.linspace(0.0, 1.0, WENT), rising, share)


def _times(movement: Movement) -> tuple[Array, float]:
    """Places in time over one repetition of one side, and its length in s, with no hold that the dose decides."""
    line = keyframes(movement, Body(), "right", 0.0).line
    count = 2 if movement.laterality == "alternating" else 1
    first = movement.keyframes[0].hold if not movement.keyframes[0].hold_from_dose else 0.0
    length = line.length / count
    return np.linspace(min(first, 0.9 * length), length, FRAMES), length


def _sides(movement: Movement, view: str, times: Array, far: int, first: tuple[Array, Array]
           ) -> list[tuple[Array, Array, Array]]:  # fmt: skip
    """Path (N,F), usual errors (F,) and their correlation (F,F) of each side that can work; first: of the right one."""
    ends = times[[0, far]]
    right = (*first, together.correlation(_covariance(movement, view, ends, "right")))
    if movement.laterality == "alternating":  # in turn, before the same camera
        values, sigma = _seen(movement, view, times, "left")
        errors = np.sqrt((sigma**2).mean(axis=(0, 1)))
        return [right, (values.mean(axis=0), errors, together.correlation(_covariance(movement, view, ends, "left")))]
    order = features.mirrored_index()  # after turning round before it
    mirrored = (right[0][:, order], right[1][order], right[2][order][:, order])
    return [right, mirrored] if movement.laterality == "unilateral" else [right]


def _covariance(movement: Movement, view: str, times: Array, side: Side) -> Array:
    shown = observe(sample(movement, Body(), times=times, side=side, hold=0.0), Body(), Lens(VIEWS[view]))
    return together.covariance(shown, SPREAD)


def _seen(movement: Movement, view: str, times: Array, side: Side = "right") -> tuple[Array, Array]:
    """Features (3,N,F) and their errors, from the view and from both sides of it."""
    azimuth, elevation = VIEWS[view]
    motion = sample(movement, Body(), times=times, side=side, hold=0.0)
    out = []
    for off in (-BESIDE, 0.0, BESIDE):
        shown = observe(motion, Body(), Lens((azimuth + off, elevation)))
        out.append(features.read(shown.image, shown.visibility, shown.aspect, SPREAD))
    return np.stack([o.values for o in out]), np.stack([np.minimum(o.sigma, 90.0) for o in out])


def _ways(movement: Movement, times: Array, far: int) -> tuple[float, float]:
    """Seconds of the way to the keyframe at the far end, and of the way back, without the holds."""
    line = keyframes(movement, Body(), "right", 0.0).line
    k = _keyframe(movement, float(times[far]))
    holds = [0.0 if f.hold_from_dose else f.hold for f in movement.keyframes]
    there = line.arrives[k] - times[0] - sum(holds[1:k])
    return float(there), float(times[-1] - line.arrives[k] - sum(holds[k:]))


def _keyframe(movement: Movement, at: float) -> int:
    """The keyframe that is reached at a time (s) of the loop."""
    line = keyframes(movement, Body(), "right", 0.0).line
    return int(np.abs(line.arrives[: len(movement.keyframes)] - at).argmin())


def _way(times: Array, signal: Array, whole: float, low: float) -> tuple[float, float]:
    """Of a rising signal: the share of its way (s) beyond 0.5, and the share between `low` and HIGH."""
    if len(times) < 2 or whole <= 0:
        return 0.5, 0.22 if low < 0.5 else 0.12
    rising = np.maximum.accumulate(signal) + 1e-9 * np.arange(len(signal))
    at = [float(np.interp(level, rising, times)) for level in (low, 0.5, cycles.HIGH)]
    beyond = (whole - max(at[1] - float(times[0]), 0.0)) / whole
    return float(np.clip(beyond, 0.2, 0.8)), float(np.clip((at[2] - at[0]) / whole, 0.05, 0.9))


def _facing(movement: Movement, view: str) -> float:
    """Degrees between the line from left to right of the body and the camera's axis, 0-90, at the start.

    0: seen exactly from the side; 90: from the front, the back or above.
    """
    shown = observe(sample(movement, Body(), times=[0.0], hold=0.0), Body(), Lens(view))
    return float(facing(across(shown.world))[0])


def across(world: Array) -> Array:
    """(..., 3) from left to right of the body, from world landmarks (..., 33, 3)."""
    return np.asarray((world[..., 12, :] - world[..., 11, :]) + (world[..., 24, :] - world[..., 23, :]))


def facing(line: Array) -> Array:
    """(...) degrees, 0-90, from lines across the body (..., 3): 0 seen from the side, 90 from the front or back."""
    flat = np.linalg.norm(line[..., :2], axis=-1)
    return np.asarray(np.degrees(np.arctan2(flat, np.abs(line[..., 2]) + 1e-9)))
