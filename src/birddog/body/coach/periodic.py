"""Counting where no target is known: how often a signal goes away and comes back, for recordings of any movement.

Nothing is known of the scale, so it is taken from the recording: a turn counts when the signal swings by more than
half of its usual swing, or by less where that is more regular.  Of several candidate signals the most regular one is
counted.  What comes before the first and after the last turn at which the body looks like itself at the others is
something else: getting into position, or out of it.  What is irregular in height and time gets little confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from birddog.body.coach.features import Array
from birddog.body.coach.signals import Flags

SMOOTH = 0.3  # s
FIRST, OWN = 0.35, (0.55, 0.3)  # of the range, then of the usual swing: how far it must turn back
UNLIKE, UNLIKE_LEAST = 3.0, 0.3  # times the usual distance, and at least: a body that looks like none of the others
LIKE_FEWEST = 4  # turns from which it is told what they look like
_ROUNDS = 5
_MOST = 1.1  # the first candidate is the mean of the others: it may be so much less regular


@dataclass(frozen=True)
class Counted:
    """count; confidence 0-1; peaks: frames at the far ends; signal (T,), smoothed, that was counted."""

    count: int
    confidence: float
    peaks: tuple[int, ...]
    signal: Array


def count(candidates: Sequence[Array], valid: Flags, fps: float, body: Sequence[Array] = ()) -> Counted:
    """Count how often signals (T,), that rise toward the far end, go there and come back.

    valid (T,): frames in which somebody was found; others are bridged. fps: frames a second, above 0. body: signals
    (T,) that tell how the body looks; the candidates themselves where there are none.
    """
    if not (np.isfinite(fps) and fps > 0):
        raise ValueError(f"fps: {fps:g} must be above 0")
    if valid.sum() < max(5.0, fps / 2) or not len(candidates):
        return Counted(0, 0.0, (), np.zeros(len(valid)))
    width = max(3, int(SMOOTH * fps) | 1)
    scaled = [_scaled(c, valid) for c in candidates]
    looks = np.stack([_smooth(_scaled(b, valid) if len(body) else b, width) for b in (body or scaled)])
    if len(scaled) > 1:
        scaled = [np.mean(scaled, axis=0), *scaled]
    smooth = [_smooth(s, width) for s in scaled] * len(OWN)
    every = [_alike(_turning(s, OWN[i // len(scaled)]), looks) for i, s in enumerate(smooth)]
    quality = np.array([_regular(t) for t in every])
    counts = np.array([sum(kind > 0 for _, _, kind in t) for t in every])
    quality[:: len(scaled)] *= _MOST
    best = int(quality.argmax())
    agree = float(
        (quality * np.exp(-np.abs(counts - counts[best]) / (0.06 * counts[best] + 0.5))).sum() / quality.sum()
    )
    peaks = tuple(i for i, _, kind in every[best] if kind > 0)
    sure = min(float(quality[best]) / _MOST, 1.0) * (0.4 + 0.6 * agree) * float(np.sqrt(valid.mean()))
    return Counted(int(counts[best]), sure, peaks, smooth[best])


def _scaled(signal: Array, valid: Flags) -> Array:
    ok = valid & np.isfinite(signal)
    if not ok.any():
        return np.zeros(len(signal))
    at = np.arange(len(signal))
    whole = np.interp(at, at[ok], signal[ok])
    low, middle, high = np.percentile(whole[ok], [5, 50, 95])
    return np.asarray((whole - middle) / max(high - low, 1e-9))


def _smooth(signal: Array, width: int) -> Array:
    window = np.hanning(width + 2)[1:-1]
    padded = np.pad(signal, (width // 2, width // 2), mode="edge")
    return np.convolve(padded, window / window.sum(), "valid")[: len(signal)]


Turn = tuple[int, float, int]


def _turning(signal: Array, own: float) -> list[Turn]:
    """Turning points (frame, value, +1 far or -1 near) that are further apart than a share of the usual swing."""
    low, high = np.percentile(signal, [5, 95])
    least, found = FIRST * (high - low), []
    for _ in range(_ROUNDS):
        found = zigzag(signal, max(least, 1e-9))
        swings = [abs(b[1] - a[1]) for a, b in pairwise(found)]
        if len(swings) < 2:
            break
        new = own * float(np.median(swings))
        if abs(new - least) < 0.02 * (high - low):
            break
        least = new
    return found


def zigzag(signal: Array, least: float) -> list[Turn]:
    """Turning points of a signal with hysteresis: each is followed by a way back of more than `least`."""
    out: list[Turn] = []
    top = bottom = (0, float(signal[0]))
    rising = 0
    for i, value in enumerate(signal):
        top = (i, float(value)) if value > top[1] else top
        bottom = (i, float(value)) if value < bottom[1] else bottom
        if rising >= 0 and top[1] - value > least:
            out.append((*top, 1))
            rising, top, bottom = -1, (i, float(value)), (i, float(value))
        elif rising <= 0 and value - bottom[1] > least:
            out.append((*bottom, -1))
            rising, top, bottom = 1, (i, float(value)), (i, float(value))
    return out


def _alike(found: list[Turn], looks: Array) -> list[Turn]:
    """The turns without those far ends, first and last, at which the body (K,T) looks unlike itself at the others."""
    far = [i for i, _, kind in found if kind > 0]
    if len(far) < LIKE_FEWEST:
        return found
    shown = looks[:, far].T
    unlike = np.sqrt(((shown - np.median(shown, axis=0)) ** 2).mean(axis=1))
    own = np.flatnonzero(unlike <= max(UNLIKE * float(np.median(unlike)), UNLIKE_LEAST))
    first, last = far[own[0]], far[own[-1]]
    return [turn for turn in found if turn[2] < 0 or first <= turn[0] <= last]


def _regular(found: Sequence[Turn]) -> float:
    """0-1: how alike the turns are in height and in time."""
    far = np.array([(i, v) for i, v, kind in found if kind > 0])
    near = np.array([v for _, v, kind in found if kind < 0])
    if len(far) < 2 or len(near) < 1:
        return 0.2
    swing = float(np.median(far[:, 1]) - np.median(near))
    alike = 1.0 / (1.0 + float(far[:, 1].std() + near.std()) / max(swing, 1e-6))
    apart = np.diff(far[:, 0])
    return alike / (1.0 + float(apart.std() / apart.mean())) if len(apart) > 1 else alike * 0.6
