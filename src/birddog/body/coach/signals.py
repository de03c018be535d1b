"""From frames to features that can be trusted: causal, for many sessions at once, with a gap left as a gap.

S sessions advance together; a session without a frame in this step keeps what it knew, less and less surely.
Features are averaged over a short time with the weight that their errors give them, so what is hidden or missing
counts for nothing and its error grows with time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from birddog.body.coach import features
from birddog.body.coach.features import Array

Flags = npt.NDArray[np.bool_]

GAP = 0.5  # s without landmarks after which nothing of before is carried on
LASTS = 0.85  # correlation of a landmark's error from one frame to the next at 30 frames/s: an assumption
_COLOR = 4.0  # so the variance of a short mean falls this much less than that of white noise
_FLOOR = 0.002  # picture heights: no detector is steadier than this
_JITTER_TIME = 0.7  # s over which the detector's steadiness is measured
_WHITE = 1.652  # median of |second difference| for white noise of standard deviation 1
SWAP_MOST = 1.0  # s
_FAR_STEP = 0.12  # of the body's length: a jump that looks like left and right exchanged
_BODY = np.array([11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28])


@dataclass(frozen=True)
class Frames:
    """One frame of each of S sessions.

    time (S,) s; image (S,33,2+); visibility (S,33); aspect (S,); here (S,): whether there is a frame at all (a
    frame in which nobody was found has NaN landmarks); world (S,33,3) m, NaN where unknown; people (S,) and
    light (S,) 0-1, NaN where not measured.
    """

    time: Array
    image: Array
    visibility: Array
    aspect: Array
    here: Flags
    world: Array
    people: Array
    light: Array


@dataclass(frozen=True)
class Signals:
    """What is kept between frames. total, weight (S,F): running sums of features; last, before (S,33,2) landmarks in
    picture heights; exchanged, swapped_for (S,2): arms, legs taken as swapped, and for how many s; jitter (S,) picture
    heights; dt (S,) s, averaged; time, seen (S,) s of the last frame, and of the last in which somebody was found."""

    total: Array
    weight: Array
    last: Array
    before: Array
    exchanged: Flags
    swapped_for: Array
    jitter: Array
    dt: Array
    time: Array
    seen: Array


@dataclass(frozen=True)
class Read:
    """values, sigma (S,F) degrees after averaging; raw (S,F); length (S,) of the body and extent (S,) of it in the
    picture, 0-1; found, fresh (S,): somebody is in this frame; this frame is newer than the last one."""

    values: Array
    sigma: Array
    length: Array
    extent: Array
    cut: Array
    found: Flags
    fresh: Flags


def begin(count: int) -> Signals:
    """Nothing known yet, for so many sessions."""
    width = len(features.NAMES)
    none = np.full((count, 33, 2), np.nan)
    return Signals(
        np.zeros((count, width)), np.zeros((count, width)), none, none.copy(), np.zeros((count, 2), dtype=bool),
        np.zeros((count, 2)), np.full(count, 0.006), np.full(count, 1 / 30), np.full(count, -np.inf),
        np.full(count, -np.inf),
    )  # fmt: skip


def step(state: Signals, frame: Frames, tau: Array) -> tuple[Signals, Read]:
    """Take one frame. tau (S,): s over which features are averaged. A frame that is not newer is not taken."""
    fresh = frame.here & (frame.time > state.time) & np.isfinite(frame.time)
    place = frame.image[..., :2] * np.stack(np.broadcast_arrays(frame.aspect, 1.0), axis=-1)[:, None, :]
    found = fresh & (np.count_nonzero(features.found(place), axis=-1) > 20)
    gap = frame.time - state.seen > GAP
    swapped = np.where(gap[:, None], False, _exchanged(state, place, found & ~gap))
    long = (
        state.swapped_for
        + np.where(fresh & np.isfinite(state.time), np.clip(frame.time - state.time, 0, 1), 0)[:, None]
    )
    exchanged = swapped & (long < SWAP_MOST)  # longer than that, the detector is believed
    image, visibility = _unswap(frame.image, exchanged), _unswap(frame.visibility, exchanged)
    place = _unswap(place, exchanged)
    dt = np.where(fresh & np.isfinite(state.time), frame.time - state.time, state.dt)
    jitter = _jitter(state, place, found & ~gap, dt)
    seen = features.read(np.where(found[:, None, None], image, np.nan), visibility, frame.aspect, jitter)
    fade = np.where(fresh, np.exp(-np.maximum(dt, 1e-3) / tau), 1.0)[:, None]
    inverse = np.where(found[:, None], 1.0 / seen.sigma**2, 0.0)
    inverse = np.where(seen.sigma > 400, 0.0, inverse)
    weight = fade * state.weight + inverse
    total = fade * state.total + inverse * seen.values
    values = total / np.maximum(weight, 1e-12)
    sigma = np.sqrt(_COLOR / np.maximum(weight * (1.0 + fade), 1e-9))
    took, was = fresh[:, None, None], found[:, None, None]
    kept = replace(
        state, swapped_for=np.where(exchanged, long, 0.0), exchanged=exchanged, jitter=jitter,
        total=total, weight=weight,
        last=np.where(was, place, state.last), before=np.where(took, state.last, state.before),
        dt=np.where(fresh, 0.9 * state.dt + 0.1 * np.minimum(dt, 1.0), state.dt),
        time=np.where(fresh, frame.time, state.time), seen=np.where(found, frame.time, state.seen),
    )  # fmt: skip
    extent, cut = _extent(image, found)
    return kept, Read(values, sigma, seen.length, extent, cut, found, fresh)


def _unswap(values: Array, exchanged: Flags) -> Array:
    """Left and right put back where they were exchanged: exchanged (S,2) for arms, legs."""
    if not exchanged.any():
        return values
    out = values.copy()
    for g, (left, right) in enumerate(features.SWAPS):
        rows = np.flatnonzero(exchanged[:, g])
        for a, b in zip(left, right, strict=True):
            out[rows, a], out[rows, b] = values[rows, b], values[rows, a]
    return out


def _exchanged(state: Signals, place: Array, usable: Flags) -> Flags:
    """(S,2): whether the detector's left and right must be exchanged to go on from the last frame."""
    out = state.exchanged.copy()
    reach = np.where(np.isfinite(place), np.abs(place - 0.5), 0.0).reshape(len(place), -1)
    length = np.maximum(reach.max(axis=1), 0.05) * 2
    for g, (left, right) in enumerate(features.SWAPS):
        a, b = np.array(left), np.array(right)
        stay = _apart(place[:, a], state.last[:, a]) + _apart(place[:, b], state.last[:, b])
        turn = _apart(place[:, b], state.last[:, a]) + _apart(place[:, a], state.last[:, b])
        sure = usable & np.isfinite(stay) & np.isfinite(turn) & (np.maximum(stay, turn) > _FAR_STEP * length)
        out[:, g] = np.where(sure & (turn < 0.4 * stay), True, np.where(sure & (stay < 0.4 * turn), False, out[:, g]))
    return out


def _apart(a: Array, b: Array) -> Array:
    return np.asarray(features.length(a - b).mean(axis=-1))


def _jitter(state: Signals, place: Array, usable: Flags, dt: Array) -> Array:
    """(S,) standard deviation of a landmark from frame to frame, in picture heights."""
    second = np.abs(place - 2 * state.last + state.before)[:, _BODY]
    even = usable & np.isfinite(second).all(axis=(1, 2)) & (dt < 1.5 * state.dt)
    lasts = LASTS ** np.clip(30.0 * dt, 0.3, 12.0)
    seen = np.sqrt((6.0 - 8.0 * lasts + 2.0 * lasts**2) / 6.0)  # how much of an error that lasts shows in one step
    flat = np.where(even[:, None, None], second, 0.0).reshape(len(second), -1)
    now = np.partition(flat, flat.shape[1] // 2, axis=1)[:, flat.shape[1] // 2] / _WHITE / seen
    share = 1 - np.exp(-np.minimum(dt, 0.2) / _JITTER_TIME)
    moved = state.jitter + share * (np.clip(now, _FLOOR, 0.2) - state.jitter)
    return np.where(even, moved, state.jitter)


def _extent(image: Array, found: Flags) -> tuple[Array, Array]:
    """(S,): how much of the picture's width or height the body takes, and what share of it is outside."""
    at = np.where(found[:, None, None], image[..., :2], 0.5)
    inside = np.clip(at, 0.0, 1.0)
    across, along = (np.ptp(np.ascontiguousarray(inside[..., k]), axis=1) for k in (0, 1))
    wide = np.maximum(across, along)
    beyond = np.abs(at[:, _BODY] - 0.5) > 0.5 + features.OUTSIDE
    out = (beyond[..., 0] | beyond[..., 1]).mean(axis=-1)
    return wide, out
