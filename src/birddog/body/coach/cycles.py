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
TREMBLES = 2.5  # times its error that the signal may tremble without there being a repetition
FARTHEST = 1.5  # of the target's way, for a first repetition: farther is something else
LOW, HIGH = 0.35, 0.7  # of the way: between them it is timed, away from its slow ends
LOWEST, HIGHEST = -0.15, 0.3  # of the target's way: where a person's own way may start
SINKS, CLIMBS = 0.3, 3.0  # s over which it is seen that a person is lower, or no longer so low, between repetitions
LEARNS = 3  # repetitions that teach the person's own way
LEAST, MOST = 0.35, 1.6  # of the target's way: what a person's own way may be
JUDGED, ASTRAY = 0.6, 0.5  # share of a repetition that must be judged; s of it that may be off the path
LEAST_WAY, MOST_WAY = 0.4, 2.5  # of the way's usual time
WIDENS = 0.4  # squares of the s of averaging by which the square of a way's time grows
ACROSS = 1.5  # share by which the time beyond half of the way is off for each unit that the signal is off
_NEVER = np.nan


@dataclass(frozen=True)
class Cycles:
    """S sessions. high: away from the start; base, top: where this person's way starts and ends; floor: how low the
    signal is between repetitions; count, doubtful: repetitions, and what could have been one; the times (s) at which
    levels were crossed; peak: highest so far; good, whole, astray: s of this repetition that were judged, all of it,
    and off the path; lean: right less left, summed over time; ways (S,2): s of this person's ways there and back."""

    high: Flags
    armed: Flags
    base: Array
    top: Array
    floor: Array
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
    ways: Array
    signal: Array
    time: Array


@dataclass(frozen=True)
class Shape:
    """(S,) each: rise, fall, quick_up, quick_down as in `target.Target`; there, back: s of its ways; tau: s of
    averaging; least: s that a repetition takes at least; keeps: a hold counts also when the person leaves the path;
    low: how far below its start the exercise itself goes, 0 or less; beyond: s that are above half of the way, without
    such a hold."""

    rise: Array
    fall: Array
    quick_up: Array
    quick_down: Array
    there: Array
    back: Array
    tau: Array
    least: Array
    keeps: Flags
    low: Array
    beyond: Array


@dataclass(frozen=True)
class Done:
    """What ended in this step. ended, counted (S,); start, end, hold (S,) s; peak (S,) of the signal and its error;
    lean (S,) -1 to 1; judged (S,) share of the time; pace (S,): time of the ways as a share of the usual;
    vague (S,): by what share it is off for each unit that the signal is off."""

    ended: Flags
    counted: Flags
    start: Array
    end: Array
    hold: Array
    peak: Array
    error: Array
    lean: Array
    judged: Array
    pace: Array
    vague: Array


def begin(count: int) -> Cycles:
    """Nothing done yet, for so many sessions."""

    def zero() -> Array:
        return np.zeros(count)

    def never() -> Array:
        return np.full(count, _NEVER)

    no = np.zeros(count, dtype=bool)
    return Cycles(no, no.copy(), zero(), np.ones(count), zero(), zero(), zero(), never(), np.full((count, 3), _NEVER),
                  np.full((count, 3), _NEVER), zero(), zero(), zero(), zero(), zero(),
                  np.zeros((count, 2)), zero(), never())  # fmt: skip


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
    wide = np.maximum(0.0, TREMBLES * error - (up - back)) / 2  # a signal that trembles needs more room
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
    floor = _floor(state, signal, dt, ok & ~high)
    learns = rises & (state.count < LEARNS)
    base = state.base + learns / (state.count + 1) * (np.clip(floor - shape.low, LOWEST, HIGHEST) - state.base)
    now = replace(state, high=high, armed=armed, base=base, floor=floor, left=left, up=ups, down=downs, peak=peak,
                  good=good, whole=whole, astray=astray, lean=tilt, signal=last, time=time)  # fmt: skip
    return _finish(now, state, (time, error), (falls, drop), shape)


def _floor(state: Cycles, signal: Array, dt: Array, low: Flags) -> Array:
    """How low a signal is: quick to sink, slow to climb, so that the way up does not lift it."""
    away = np.where(low & np.isfinite(signal), signal - state.floor, 0.0)
    return np.asarray(state.floor + away * (1 - np.exp(-dt / np.where(away < 0, SINKS, CLIMBS))))


def _crossings(state: Cycles, time: Array, signal: Array, way: Array) -> tuple[Array, Array]:
    """Times (S,3) at which LOW, 0.5 and HIGH of the way were last crossed upward and downward."""
    level = state.base[:, None] + way[:, None] * np.array([LOW, 0.5, HIGH])
    was, now = state.signal[:, None], signal[:, None]
    step = np.where(np.abs(now - was) > 1e-9, (level - was) / np.where(now == was, 1.0, now - was), 1.0)
    at = state.time[:, None] + np.clip(step, 0, 1) * (time - state.time)[:, None]
    at = np.where(np.isfinite(at), at, time[:, None])
    upward, downward = (was < level) & (now >= level), (was >= level) & (now < level)
    leaves = (
        upward[:, :1] & ~state.high[:, None]
    )  # the last crossing of the lowest level, the first of the others after it
    lowest = np.where(leaves, at[:, :1], state.up[:, :1])
    after = np.where(upward[:, 1:] & ~(state.up[:, 1:] > lowest), at[:, 1:], state.up[:, 1:])
    ups = np.concatenate([lowest, after], axis=1)
    return ups, np.where(downward & state.high[:, None], at, state.down)


def _finish(
    now: Cycles, old: Cycles, moment: tuple[Array, Array], ends: tuple[Flags, Flags], shape: Shape
) -> tuple[Cycles, Done]:
    (time, error), (falls, drop) = moment, ends
    away = old.high & drop
    half = np.where(falls & (now.down[:, 1] > now.up[:, 0]), now.down[:, 1], time)
    beyond = half - now.up[:, 1]
    ways, pace = _ways(now, old, shape)
    pace = np.where(shape.keeps | ~np.isfinite(beyond), pace, beyond / shape.beyond)
    vague = np.where(shape.keeps, 1.0 / (HIGH - LOW), ACROSS)
    rise, fall = ways[:, 0] * shape.rise, np.where(falls, ways[:, 1] * shape.fall, 0.0)
    reached = now.up[:, 2] >= now.up[:, 0]
    hold = np.where(reached, np.clip(np.nan_to_num(beyond - rise - fall), 0.0, None), 0.0)
    start = np.where(np.isfinite(now.up[:, 0]), now.up[:, 0], now.left)
    judged = np.where(now.whole > 0, now.good / np.maximum(now.whole, 1e-9), 1.0)
    lasts = time - np.where(np.isfinite(now.left), now.left, time - now.whole)
    far = np.where(old.count > 0, np.maximum(FARTHEST, 1.4 * old.top), FARTHEST)
    long = lasts >= shape.least  # shorter, it is a tremble and no repetition
    fine = (judged >= JUDGED) & (now.astray <= ASTRAY) & (np.maximum(now.peak, old.peak) <= far) & long
    counted = (falls & fine) | (away & shape.keeps & fine & (hold >= 2.0))
    ended = falls | away
    count = old.count + counted
    share = 1.0 / np.clip(count, 1, LEARNS)
    peak = np.clip(np.where(falls, now.peak, old.peak), LEAST, MOST)
    top = np.where(counted, old.top + share * (peak - old.top) * (count <= LEARNS), old.top)
    share = share[:, None]
    kept = replace(
        now,
        ways=np.where(counted[:, None] & (count <= LEARNS)[:, None], old.ways + share * (ways - old.ways), old.ways),
        count=count,
        doubtful=old.doubtful + (ended & ~counted & (long | away)),
        top=top,
        high=now.high & ~falls,
    )
    lean, most = now.lean / np.maximum(now.whole, 1e-6), np.maximum(now.peak, old.peak)
    start = np.nan_to_num(start, nan=0.0)
    return kept, Done(ended, counted, start, half, hold, most, error, lean, judged, pace, vague)


def _ways(now: Cycles, old: Cycles, shape: Shape) -> tuple[Array, Array]:
    """(S,2) s of the way up and the way down of this repetition, evened with those before; (S,) share of the usual."""
    took = np.stack([now.up[:, 2] - now.up[:, 0], now.down[:, 1] - now.down[:, 2]], axis=1)
    took = np.sqrt(np.maximum(took**2 - WIDENS * shape.tau[:, None] ** 2, 0.1 * took**2))
    quick = took / np.stack([shape.quick_up, shape.quick_down], axis=1)
    usual = np.stack([shape.there, shape.back], axis=1)
    here = np.where(np.isfinite(quick), np.clip(quick, LEAST_WAY * usual, MOST_WAY * usual), usual)
    before = np.minimum(old.count, LEARNS)[:, None]
    sought = np.where(np.isfinite(quick), np.minimum(quick, MOST_WAY * usual), usual).sum(axis=1)
    pace = sought / np.maximum(usual.sum(axis=1), 1e-6)
    return np.asarray((here + before * old.ways) / (1 + before)), pace
