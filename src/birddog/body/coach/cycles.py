"""Repetitions of one signal: 0 at the start, 1 at the far end, there and back, with hysteresis and own calibration.

For S sessions at once, causal.  A repetition is complete when the signal is back; its hold is the time beyond half
of the way, less the part of the way up and down that lies there, so that it does not depend on one threshold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from birddog.body.coach.features import Array
from birddog.body.coach.signals import Flags

UP, BACK = 0.42, 0.27  # of the way: gone, and back again; the first values, before a person is known
OWN_UP, OWN_BACK = 0.5, 0.3  # of this person's own way
LEARNS = 3  # repetitions that teach the person's own way
LEAST, MOST = 0.35, 1.6  # of the target's way: what a person's own way may be
JUDGED, ASTRAY = 0.6, 0.5  # share of a repetition that must be judged; s of it that may be off the path
_NEVER = np.nan


@dataclass(frozen=True)
class Cycles:
    """S sessions. high: away from the start; base, top: where this person's way starts and ends; count, doubtful:
    repetitions, and what could have been one; the times (s) at which levels were crossed; peak: highest so far;
    good, whole, astray: s of this repetition that were judged, all of it, and off the path; lean: right less left,
    summed over time."""

    high: Flags
    armed: Flags
    base: Array
    top: Array
    count: Array
    doubtful: Array
    left: Array
    up: Array
    down: Array
    peak: Array
    good: Array
    whole: Array
    astray: Array
    lean: Array
    signal: Array
    time: Array


@dataclass(frozen=True)
class Shape:
    """(S,) each: rise, fall, quick_up, quick_down as in `target.Target`; least: s that a repetition takes at least;
    keeps: a hold counts also when the person leaves the path from it."""

    rise: Array
    fall: Array
    quick_up: Array
    quick_down: Array
    least: Array
    keeps: Flags


@dataclass(frozen=True)
class Done:
    """What ended in this step. ended, counted (S,); start, end, hold (S,) s; peak (S,) of the signal; lean (S,) -1 to
    1; judged (S,) share of the time."""

    ended: Flags
    counted: Flags
    start: Array
    end: Array
    hold: Array
    peak: Array
    lean: Array
    judged: Array


def begin(count: int) -> Cycles:
    """Nothing done yet, for so many sessions."""

    def zero() -> Array:
        return np.zeros(count)

    def never() -> Array:
        return np.full(count, _NEVER)

    no = np.zeros(count, dtype=bool)
    return Cycles(no, no.copy(), zero(), np.ones(count), zero(), zero(), never(), np.full((count, 3), _NEVER),
                  np.full((count, 3), _NEVER), zero(), zero(), zero(), zero(), zero(), zero(), never())  # fmt: skip


def step(state: Cycles, time: Array, signal: Array, error: Array, lean: Array,
         told: tuple[Flags, Flags, Array], shape: Shape) -> tuple[Cycles, Done]:  # fmt: skip
    """One step. signal, error (S,); lean (S,) right less left; told: ok, this moment is judged; drop, what is
    under way is given up (lost, out of position); stray (S,), s of this moment beside the exercise's path."""
    ok, drop, stray = told
    dt = np.where(np.isfinite(state.time), np.clip(time - state.time, 0.0, 0.5), 0.0)
    way = state.top - state.base
    known = state.count >= 1
    up = state.base + way * np.where(known, OWN_UP, UP)
    back = state.base + way * np.where(known, OWN_BACK, BACK)
    wide = np.maximum(0.0, 3.0 * error - (up - back)) / 2  # a noisy signal needs more room
    up, back = up + wide, back - np.minimum(wide, 0.1)
    armed = (state.armed | (ok & (signal < back + 0.05))) & ~drop
    rises = ok & armed & ~state.high & (signal > up)
    high = (state.high | rises) & ~drop
    falls = ok & high & (signal < back)
    left = np.where(~high & (signal < back), time, state.left)
    ups, downs = _crossings(state, time, signal, way)
    peak = np.where(rises, signal, np.where(state.high, np.maximum(state.peak, signal), 0.0))
    good = np.where(rises, 0.0, state.good + dt * ok)
    whole = np.where(rises, 0.0, state.whole + dt)
    astray = np.where(rises, 0.0, state.astray + stray)
    tilt = np.where(rises, 0.0, state.lean + dt * np.clip(lean, -1, 1) * (signal > up))
    last = np.where(np.isfinite(signal), signal, state.signal)
    now = replace(state, high=high, armed=armed, left=left, up=ups, down=downs, peak=peak, good=good, whole=whole,
                  astray=astray, lean=tilt, signal=last, time=time)  # fmt: skip
    return _finish(now, state, time, falls, drop, shape)


def _crossings(state: Cycles, time: Array, signal: Array, way: Array) -> tuple[Array, Array]:
    """Times (S,3) at which 0.2, 0.5 and 0.8 of the way were last crossed upward and downward."""
    level = state.base[:, None] + way[:, None] * np.array([0.2, 0.5, 0.8])
    was, now = state.signal[:, None], signal[:, None]
    step = np.where(np.abs(now - was) > 1e-9, (level - was) / np.where(now == was, 1.0, now - was), 1.0)
    at = state.time[:, None] + np.clip(step, 0, 1) * (time - state.time)[:, None]
    at = np.where(np.isfinite(at), at, time[:, None])
    upward, downward = (was < level) & (now >= level), (was >= level) & (now < level)
    first = ~state.high[:, None]  # the last crossing of the lowest level, the first of the others after it
    again = np.concatenate([first, ~(state.up[:, 1:] > state.up[:, :1])], axis=1)
    return np.where(upward & again, at, state.up), np.where(downward & state.high[:, None], at, state.down)


def _finish(now: Cycles, old: Cycles, time: Array, falls: Flags, drop: Flags, shape: Shape) -> tuple[Cycles, Done]:
    away = old.high & drop
    half = np.where(falls, now.down[:, 1], time)
    beyond = half - now.up[:, 1]
    rise = _span(now.up[:, 2] - now.up[:, 0], shape.quick_up) * shape.rise
    fall = np.where(falls, _span(now.down[:, 1] - now.down[:, 2], shape.quick_down) * shape.fall, 0.0)
    reached = now.up[:, 2] >= now.up[:, 0]
    hold = np.where(reached, np.clip(np.nan_to_num(beyond - rise - fall), 0.0, None), 0.0)
    start = np.where(np.isfinite(now.up[:, 0]), now.up[:, 0], now.left)
    judged = np.where(now.whole > 0, now.good / np.maximum(now.whole, 1e-9), 1.0)
    lasts = time - np.where(np.isfinite(now.left), now.left, time - now.whole)
    fine = (judged >= JUDGED) & (now.astray <= ASTRAY) & (lasts >= shape.least)
    counted = (falls & fine) | (away & shape.keeps & fine & (hold >= 2.0))
    ended = falls | away
    count = old.count + counted
    share = 1.0 / np.clip(count, 1, LEARNS)
    peak = np.clip(np.where(falls, now.peak, old.peak), LEAST, MOST)
    top = np.where(counted, old.top + share * (peak - old.top) * (count <= LEARNS), old.top)
    kept = replace(now, count=count, doubtful=old.doubtful + (ended & ~counted), top=top, high=now.high & ~falls)
    lean = now.lean / np.maximum(now.whole, 1e-6)
    return kept, Done(
        ended, counted, np.nan_to_num(start, nan=0.0), half, hold, np.maximum(now.peak, old.peak), lean, judged
    )


def _span(quick: Array, share: Array) -> Array:
    """Length of a way from the time between 0.2 and 0.8 of it."""
    return np.clip(np.nan_to_num(quick), 0.0, None) / share
