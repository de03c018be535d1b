"""How long a far end was held: the whole way there, the hold and the way back, fitted to the signal at once.

A threshold alone cannot tell it: how long somebody is beyond half of the way depends on how slowly they go.  The shape
of the ways is known from the keyframes; when they begin, how long they take, and where they start and end is fitted
within what people do.  The fit also says how well the hold is known, so that a vague one is not told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from birddog.body.coach.features import Array
from birddog.body.coach.target import Target

POINTS = 120  # of the signal, at most, that are fitted
ROUNDS = 12
STEADY = 0.3  # s in which the errors of a signal are alike, so that more frames say no more
PACE, PACES = 0.5, 0.2  # standard deviations of ln(pace): between people; of the way there and back of one person
AGAIN = 0.1  # the same from one repetition to the next
START, END = 0.15, 0.15  # of the way: standard deviations of where a repetition starts and ends
DIFFERS = 0.02  # of the way: what the shape of a person's way differs from the keyframes' at least
BEFORE, MOST_BEFORE = 1.6, 12.0  # of the usual way there, and s: how much of the signal before the crossing is fitted
FALLEN = 0.5  # of the way: a repetition that ends above it was left, and has no way back
_SMALL = np.array([0.01, 0.01, 0.02, 0.01, 0.005, 0.005])


@dataclass(frozen=True)
class Held:
    """seconds: of the hold, and error: its standard deviation; paces: ln of the ways' time over the usual, there and
    back."""

    seconds: float
    error: float
    paces: tuple[float, float]


@dataclass(frozen=True)
class _Way:
    """A way as the keyframes have it: at (K,) 0-1 of its time, signal (K,); and its usual time in s."""

    at: Array = field(repr=False)
    signal: Array = field(repr=False)
    seconds: float


def measured(times: Array, signal: Array, error: Array, span: tuple[float, float], target: Target,
             before: Sequence[tuple[float, float]] = ()) -> Held | None:  # fmt: skip
    """The hold of one repetition. times (T,) s, signal, error (T,) up to its end, earlier frames included; span: s in
    which half of the way was crossed, up and down; before: paces of the repetitions before it.

    ``None`` when the dose decides no hold at the far end of this exercise, or the signal does not show it.
    """
    start, end = span
    pace = _pace(before)
    early = start - min(BEFORE * target.ways[0] * np.exp(pace[0][0]), MOST_BEFORE)
    use = np.flatnonzero((times >= early) & np.isfinite(signal) & np.isfinite(error))
    if not target.held_far or len(use) < 8 or end <= start or signal[use[-1]] > FALLEN:
        return None
    use = use[_lowest(signal[use][times[use] < start]) :]
    use = use[:: max(1, len(use) // POINTS)]
    t, s, e = times[use], signal[use], error[use]
    alike = max(1.0, STEADY / max(float(np.median(np.diff(t))), 1e-3))
    differs = DIFFERS + float(target.shapes.std(axis=0).mean())
    weight = 1.0 / (np.hypot(e, differs) ** 2 * alike)
    fits = sorted((_fitted(t, s, weight, span, ways, pace) for ways in _ways(target)), key=lambda pair: pair[0])
    best, apart = fits[0][1], float(np.std([held.seconds for _, held in fits]))
    return replace(best, error=float(np.hypot(best.error, apart)))


def _lowest(rising: Array) -> int:
    """Where a signal that ends on its way up was lowest since it was last beyond half of the way."""
    far = np.flatnonzero(rising > FALLEN)
    first = int(far[-1]) + 1 if len(far) else 0
    return first + int(rising[first:].argmin()) if first < len(rising) and len(far) else 0


def _ways(target: Target) -> list[tuple[_Way, _Way]]:
    """The ways there and back, as they look from the asked view and from both sides of it."""
    at, far = target.at, target.far
    there, back = target.ways
    rising = np.clip((at[: far + 1] - at[0]) / max(there, 1e-6), 0, 1)
    falling = np.clip(1 - (at[-1] - at[far:]) / max(back, 1e-6), 0, 1)
    return [(_Way(rising, shape[: far + 1], there), _Way(falling, shape[far:], back)) for shape in target.shapes]


def _pace(before: Sequence[tuple[float, float]]) -> tuple[Array, Array]:
    """(2,) what ln of the paces is expected to be, and (2,2) how surely: the inverse of its covariance."""
    if before:
        known = PACES / 2 + AGAIN / len(before)
        return np.mean(before, axis=0), np.eye(2) / known**2
    apart = np.array([[1.0, -1.0], [-1.0, 1.0]]) / PACES**2
    return np.zeros(2), np.eye(2) / PACE**2 + apart


def _fitted(t: Array, s: Array, weight: Array, span: tuple[float, float], ways: tuple[_Way, _Way],
            pace: tuple[Array, Array]) -> tuple[float, Held]:  # fmt: skip
    """What is left over, and the hold. Levenberg-Marquardt over: begin (s), ln pace there, hold (s), ln pace back,
    start and end of the signal."""
    expected, sure = pace
    usual = np.array([w.seconds for w in ways])
    took = usual * np.exp(expected)
    hold = max(0.3, span[1] - span[0] - took.sum() / 2)
    held_at = s[(t > span[0]) & (t < span[1])]
    top = float(np.median(held_at)) if len(held_at) else 1.0
    now = np.array([span[0] - took[0] / 2, expected[0], hold, expected[1], 0.0, top])
    mean = now.copy()
    prior = np.zeros((6, 6))
    prior[np.ix_([1, 3], [1, 3])] = sure
    prior[4, 4], prior[5, 5] = 1 / START**2, 1 / END**2
    least, normal, damped = _cost(now, t, s, weight, ways, mean, prior), prior, 1e-3
    for _ in range(ROUNDS):
        shown = _shape(now, t, ways)
        slopes = np.stack([(_shape(now + row, t, ways) - shown) / _SMALL[i] for i, row in enumerate(np.diag(_SMALL))])
        normal = (slopes * weight) @ slopes.T + prior
        down = (slopes * weight) @ (s - shown) - prior @ (now - mean)
        while damped < 1e6:
            step = np.linalg.solve(normal + damped * np.diag(np.diag(normal) + 1e-6), down)
            cost = _cost(now + step, t, s, weight, ways, mean, prior)
            if cost <= least:
                break
            damped *= 8
        else:
            break
        gained, least, now, damped = least - cost, cost, now + step, damped / 8
        if gained < 1e-3:
            break
    error = float(np.sqrt(np.linalg.inv(normal + 1e-9 * np.eye(6))[2, 2]))
    return least, Held(max(0.0, float(now[2])), error, (float(now[1]), float(now[3])))


def _cost(p: Array, t: Array, s: Array, weight: Array, ways: tuple[_Way, _Way], mean: Array, prior: Array) -> float:
    away = p - mean
    return float((weight * (s - _shape(p, t, ways)) ** 2).sum() + away @ prior @ away)


def _shape(p: Array, t: Array, ways: tuple[_Way, _Way]) -> Array:
    there, back = ways
    up, down = there.seconds * np.exp(p[1]), back.seconds * np.exp(p[3])
    rise = np.interp((t - p[0]) / up, there.at, there.signal)
    fall = np.interp((t - p[0] - up - p[2]) / down, back.at, back.signal)
    return np.asarray(p[4] + (p[5] - p[4]) * rise * fall)
