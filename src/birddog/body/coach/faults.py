"""Faults as an exercise's file declares them, judged for each repetition: fine, a fault, or cannot tell.

A fault compares one feature with what the exercise's own keyframes say at the same place of the way, or one figure of
a repetition (how long it took, how far it went, how long it was held) with what was asked.  It speaks when the bound
is passed for long enough.  What is hidden, or known less well than the bound, cannot be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from birddog.body.coach import features
from birddog.body.coach.cycles import Done
from birddog.body.coach.features import Array
from birddog.body.coach.signals import Flags, Read
from birddog.body.coach.target import Target

Codes = npt.NDArray[np.int64]

FINE, FAULT, CANNOT_TELL = 0, 1, 2
VERDICTS = ("fine", "fault", "cannot_tell")
PHASES = ("any", "far", "start", "moving")
MEASURES = ("seconds", "range", "hold")
SIDES = ("near", "working", "other", "either", "")
BEYOND = ("above", "below")

TOUCHES = {
    "hip_line": ("hip_line", "hip", "trunk", "thigh", "head"),
    "trunk": ("trunk", "hip", "hip_line", "shoulder", "upper_arm", "forearm", "head"),
    "thigh": ("thigh", "hip", "hip_line", "shank", "knee"),
    "knee": ("knee", "shank", "ankle", "foot"),
}
"""What a fault in one feature changes besides."""

CUE_EVERY = 6.0  # s between two cues
JUDGED = 0.5  # share of the phase that must be judged for a verdict
_FAR, _NEAR = 0.6, 0.25  # of the person's way: the far end, and the start
_SURE = 0.6  # of the bound: an error larger than this cannot tell
_OVER = 0.1  # errors by which a bound must be passed
_PACE, _HOLD = 0.1, 0.3  # share of its pace by which a repetition is off; s by which a hold is
_TREMBLED = 1.0  # errors by which the highest of a signal that trembles is too high
FEATURES: tuple[str, ...] = tuple(dict.fromkeys(
    name.rpartition("_")[0] if name.endswith(("_left", "_right")) else name for name in features.NAMES))  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """One fault. feature: one of FEATURES, or of MEASURES for a whole repetition; side: of a paired feature; beyond and
    bound: degrees above or below what the keyframes say (for MEASURES: a share of what was asked); phase; lasts: s."""

    id: str
    feature: str
    beyond: str
    bound: float
    phase: str = "any"
    side: str = ""
    lasts: float = 0.5


@dataclass(frozen=True)
class Rules:
    """Rules of S sessions as arrays (S,R): at, other: features (the second one for either side); sign; bound; lasts;
    phase; measure (-1: none); real: whether there is one. path (S,M,F): what the keyframes say; far (S,2,F): the same
    at the far end; went (S,WENT): `Target.went`."""

    given: tuple[tuple[Rule, ...], ...]
    at: Codes
    other: Codes
    worst: Flags
    sign: Array
    bound: Array
    lasts: Array
    phase: Codes
    measure: Codes
    real: Flags
    path: Array
    far: Array
    went: Array


@dataclass(frozen=True)
class Watch:
    """(S,R) of the repetition under way: run: s in a row beyond the bound; longest of it; judged, whole: s of the
    phase; cued (S,): time of the last cue."""

    run: Array
    longest: Array
    judged: Array
    whole: Array
    cued: Array


def stack(rules: Sequence[Sequence[Rule]], targets: Sequence[Target]) -> Rules:
    """Rules of sessions as arrays. Raises ``ValueError`` for a word that is not allowed."""
    most = max([len(r) for r in rules] + [1])
    shape = (len(rules), most)
    at, other, phase = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    measure = np.full(shape, -1)
    sign, bound, lasts = np.ones(shape), np.ones(shape), np.zeros(shape)
    worst, real = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for s, given in enumerate(rules):
        for r, rule in enumerate(given):
            real[s, r], bound[s, r], lasts[s, r] = True, rule.bound, rule.lasts
            sign[s, r] = 1.0 if _index(rule.beyond, BEYOND, "beyond") == 0 else -1.0
            phase[s, r] = _index(rule.phase, PHASES, "phase")
            if rule.feature in MEASURES:
                measure[s, r] = MEASURES.index(rule.feature)
                continue
            at[s, r], other[s, r] = _places(rule)
            worst[s, r] = rule.side in ("either", "")
    paths = np.stack([t.path[[0, -1]].reshape(-1, t.path.shape[-1]) for t in targets])
    far = np.stack([t.path[[0, -1], t.far] for t in targets])
    given_rules = tuple(tuple(r) for r in rules)
    return Rules(given_rules, at, other, worst, sign, bound, lasts, phase, measure, real, paths, far,
                 np.stack([t.went for t in targets]))  # fmt: skip


def touched(rule: Rule) -> npt.NDArray[np.bool_]:
    """(F,): the features that a fault changes with its own: its rule judges them, so they do not say "off the path"."""
    stems = TOUCHES.get(rule.feature, (rule.feature,))
    return np.array([(n.rpartition("_")[0] if n.endswith(("_left", "_right")) else n) in stems for n in features.NAMES])


def _index(word: str, allowed: Sequence[str], name: str) -> int:
    if word not in allowed:
        raise ValueError(f"{name}: {word!r} is not one of {', '.join(allowed)}")
    return allowed.index(word)


def _places(rule: Rule) -> tuple[int, int]:
    """The feature's place for the right and the left; the same twice for one that has no side."""
    if rule.feature in features.INDEX:
        return features.INDEX[rule.feature], features.INDEX[rule.feature]
    if rule.feature not in FEATURES:
        raise ValueError(f"feature: {rule.feature!r} is not one of {', '.join((*FEATURES, *MEASURES))}")
    right, left = features.INDEX[f"{rule.feature}_right"], features.INDEX[f"{rule.feature}_left"]
    return (left, right) if rule.side == "other" else (right, left)


def begin(count: int, rules: Rules) -> Watch:
    """Nothing watched yet."""
    shape = (count, rules.at.shape[1])
    return Watch(np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape), np.full(count, -np.inf))


@dataclass(frozen=True)
class Moment:
    """Of this frame (S,): nearest place on the path; high: away from the start; ok: judged; way: how far on this
    person's way, 0-1; speed per s; dt, time s."""

    nearest: Codes
    high: Flags
    ok: Flags
    way: Array
    speed: Array
    dt: Array
    time: Array


def step(state: Watch, seen: Read, rules: Rules, at: Moment, done: Done) -> tuple[Watch, Codes, Codes]:
    """One step: what is watched, verdicts (S,R) of a repetition that ended now, and the rule whose cue is due (S,)."""
    if not rules.real.any():
        none = np.zeros(state.run.shape, dtype=np.int64)
        return state, none, np.full(len(at.dt), -1)
    dt = at.dt[:, None]
    over, error = _over(seen, rules, at.nearest)
    inside = _inside(rules.phase, at) & (rules.measure < 0)
    tell = at.ok[:, None] & inside & (error < _SURE * rules.bound)
    beyond = tell & (over > rules.bound + _OVER * error)
    run = np.where(beyond, state.run + dt, np.where(tell, 0.0, state.run))
    longest = np.maximum(state.longest, run)
    whole, judged = state.whole + dt * inside, state.judged + dt * tell
    verdict = _verdict(rules, longest, judged, whole, done)
    fault = (longest >= rules.lasts) & beyond & rules.real
    late = done.counted[:, None] & (verdict == FAULT) & (rules.measure >= 0)
    due = (fault | late) & (at.time - state.cued > CUE_EVERY)[:, None]
    cue = np.where(due.any(axis=1), due.argmax(axis=1), -1)
    keep = ~done.ended[:, None]
    return replace(state, run=run * keep, longest=longest * keep, judged=judged * keep, whole=whole * keep,
                   cued=np.where(cue >= 0, at.time, state.cued)), verdict, cue  # fmt: skip


def _over(seen: Read, rules: Rules, nearest: Codes) -> tuple[Array, Array]:
    """How far each feature is beyond what the keyframes say, and its error (S,R)."""
    rows = np.arange(len(nearest))[:, None]
    swapped = nearest >= rules.path.shape[1] // 2  # the left side works: working and other side change places
    far = rules.far[rows[:, 0], swapped.astype(np.int64)]
    said = np.where(
        (rules.phase == PHASES.index("far"))[..., None], far[:, None], rules.path[rows[:, 0], nearest][:, None]
    )
    first = np.where(swapped[:, None], rules.other, rules.at)
    second = np.where(swapped[:, None], rules.at, rules.other)
    columns = np.arange(rules.at.shape[1])[None]
    out = [(seen.values[rows, i] - said[rows, columns, i]) * rules.sign for i in (first, second)]
    errors = [seen.sigma[rows, i] for i in (first, second)]
    two = rules.worst & (errors[1] < errors[0])  # the side that is seen better
    return np.where(two, out[1], out[0]), np.where(two, errors[1], errors[0])


def _inside(phase: Codes, at: Moment) -> Flags:
    high = at.high[:, None]
    masks = (high, high & (at.way > _FAR)[:, None], (at.way < _NEAR)[:, None], high & (at.speed > 0.1)[:, None])
    return np.asarray(np.select([phase == i for i in range(len(PHASES))], masks, False), dtype=bool)


def _verdict(rules: Rules, longest: Array, judged: Array, whole: Array, done: Done) -> Codes:
    fault = longest >= rules.lasts
    told = judged >= np.maximum(JUDGED * whole, 1e-9)
    shown = np.where(fault, FAULT, np.where(told, FINE, CANNOT_TELL))
    went, doubt = _went(rules.went, done.peak - _TREMBLED * done.error, done.error)
    figures = np.stack([done.pace, went, done.hold], axis=1)
    paced = np.hypot(_PACE, done.vague * done.error)
    doubts = np.stack([paced, doubt, np.full(len(done.hold), _HOLD)], axis=1)
    at = np.maximum(rules.measure, 0)
    past = (np.take_along_axis(figures, at, axis=1) - rules.bound) * rules.sign
    scale = np.where(rules.measure == 0, np.maximum(done.pace[:, None], rules.bound), 1.0)
    near = np.abs(past) < np.take_along_axis(doubts, at, axis=1) * scale
    plain = np.where(near, CANNOT_TELL, np.where(past > 0, FAULT, FINE))
    return np.where(rules.measure >= 0, plain, shown).astype(np.int64)


def _went(table: Array, signal: Array, error: Array) -> tuple[Array, Array]:
    """(S,) share of the body's way where a signal (S,) was, and its error; table (S,WENT)."""
    steps = table.shape[1] - 1
    rows = np.arange(len(table))

    def at(value: Array) -> Array:
        place = np.clip(value, 0.0, 1.0) * steps
        i = np.minimum(place.astype(np.int64), steps - 1)
        inside = table[rows, i] + (place - i) * (table[rows, i + 1] - table[rows, i])
        return np.asarray(inside + np.maximum(value - 1.0, 0.0))

    return at(signal), np.maximum((at(signal + error) - at(signal - error)) / 2, 0.02)
