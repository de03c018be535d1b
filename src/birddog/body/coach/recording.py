"""Recordings through the same step as live streams, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

import numpy as np

from birddog.body.coach import engine, features, holds
from birddog.body.coach.engine import Codes, Plan, Said
from birddog.body.coach.faults import VERDICTS
from birddog.body.coach.features import Array
from birddog.body.coach.signals import Frames

HOLD_VAGUE = 0.25, 0.06  # s, or this share of the hold: a standard deviation above which it is not timed
VAGUE = 0.3  # error of the signal at which confidence has fallen to a third
LOWER, SHORTER = 0.8, 0.6  # of the usual reach and time: what is under both is no repetition like the others
SHORTEST, LONGEST = 0.4, 2.5  # of the usual time: beyond either it may be none, or two
SURE = 0.5  # confidence from which a count is said
INTERVAL = 1.96  # standard deviations: 95 %
ERRORS = {"knee": (1.0, 5.0), "hip": (1.1, 6.0), "shoulder": (1.0, 10.0), "elbow": (1.5, 9.0), "ankle": (1.2, 5.0)}
"""Of each joint: by how much the errors of its landmarks count, and degrees that the view adds where all of them are
sure (standard deviations). Part of a landmark's error stays for the whole recording and is not averaged out; the view
adds most where a limb leaves the plane of the picture. Chosen so that 95% intervals hold 90 to 98% of the true angles
of films of the second generator, whatever joint, view and visibility; against references a knee is off by 7 to 10
degrees in the mean, an elbow by 20."""


@dataclass(frozen=True)
class Recording:
    """Landmarks of one recording. times (T,) s, rising; image (T,33,3), NaN rows where nobody was found; visibility
    (T,33); aspect: width / height; world (T,33,3) m or None; people, light (T,) or None."""

    times: Array
    image: Array
    visibility: Array
    aspect: float
    world: Array | None = None
    people: Array | None = None
    light: Array | None = None


@dataclass(frozen=True)
class Repetition:
    """One repetition. start, end, hold: s, no hold where its error would be too large; side; reach: share of the
    target's way; judged: share of the time; verdicts: (fault id, fine, fault or cannot_tell); ranges: (joint angle,
    lowest, highest, half-width of the 95 % interval) in degrees; paces: ln of the time that its ways took over the
    usual, where a hold was sought."""

    start: float
    end: float
    hold: float | None
    side: str
    reach: float
    judged: float
    verdicts: tuple[tuple[str, str], ...]
    ranges: tuple[tuple[str, float, float, float], ...]
    paces: tuple[float, float] | None = None


@dataclass(frozen=True)
class Outcome:
    """What the coach says of one recording. spans: (state, reason, from, to) in s; confidence 0-1 of the count."""

    exercise: str
    view: str
    repetitions: tuple[Repetition, ...]
    doubtful: int
    confidence: float
    judged: float
    spans: tuple[tuple[str, str, float, float], ...]
    countable: bool
    track: Track = field(repr=False)

    @property
    def sure(self) -> bool:
        """Whether the coach stands by its count. No repetition in a stream that was judged is a count as well."""
        return self.confidence >= SURE


@dataclass(frozen=True)
class Track:
    """Per frame, for plots and tests: times, signal, error (T,), code, reason (T,), angles, errors (T,F)."""

    times: Array
    signal: Array
    error: Array
    code: Codes
    reason: Codes
    angles: Array
    errors: Array

    def until(self, t: int) -> Track:
        """Its frames up to and with the one at place ``t``."""
        return Track(*(getattr(self, f.name)[: t + 1] for f in fields(self)))


def run(recordings: Sequence[Recording], made: Plan) -> list[Outcome]:
    """The coach on recordings, all at once: one session each."""
    if len(recordings) != len(made.targets):
        raise ValueError(f"recordings: {len(recordings)} for {len(made.targets)} targets; one for each")
    frames = max(len(r.times) for r in recordings)
    stacked = _stack(recordings, frames)
    state, said = engine.begin(made), []
    for t in range(frames):
        state, now = engine.step(state, _at(stacked, t), made)
        said.append(now)
    return [_outcome(s, r, made, said, state) for s, r in enumerate(recordings)]


def _stack(recordings: Sequence[Recording], frames: int) -> Frames:
    n = len(recordings)
    time = np.zeros((frames, n))
    image, world = np.full((frames, n, 33, 2), np.nan), np.full((frames, n, 33, 3), np.nan)
    seen = np.zeros((frames, n, 33))
    people, light = np.full((frames, n), np.nan), np.full((frames, n), np.nan)
    here = np.zeros((frames, n), dtype=bool)
    for s, r in enumerate(recordings):
        k = len(r.times)
        time[:k, s], image[:k, s], seen[:k, s], here[:k, s] = r.times, r.image[..., :2], r.visibility, True
        time[k:, s] = r.times[-1] if k else 0.0
        for given, into in ((r.world, world), (r.people, people), (r.light, light)):
            if given is not None:
                into[:k, s] = given
    aspect = np.array([r.aspect for r in recordings])
    return Frames(time, image, seen, aspect, here, world, people, light)


def _at(all_frames: Frames, t: int) -> Frames:
    f = all_frames
    return Frames(f.time[t], f.image[t], f.visibility[t], f.aspect, f.here[t], f.world[t], f.people[t], f.light[t])


def _outcome(s: int, recording: Recording, made: Plan, said: list[Said], state: engine.State) -> Outcome:
    k = len(recording.times)
    track = Track(recording.times, *(np.array([getattr(x, name)[s] for x in said[:k]]) for name in
                                     ("signal", "error", "code", "reason", "angles", "errors")))  # fmt: skip
    found = [t for t in range(k) if said[t].done.counted[s]]
    target = made.targets[s]
    reps: tuple[Repetition, ...] = ()
    for t in found:
        reps += (repetition(said[t], s, made, track.until(t), reps),)
    doubtful, judged = int(state.cycles.doubtful[s]), share_judged(state, s)
    sure = confidence(reps, doubtful, judged, _vague(reps, track), came_late(state, s, made))
    return Outcome(target.id, target.view, reps, doubtful, sure, judged, _spans(track), target.countable, track)


def share_judged(state: engine.State, s: int) -> float:
    """0-1: the share of the time of session ``s``, from the first movement on, that could be judged."""
    return float(state.judged[s] / state.whole[s]) if state.whole[s] > 0 else 0.0


def repetition(now: Said, s: int, made: Plan, track: Track, before: Sequence[Repetition]) -> Repetition:
    """The repetition of session ``s`` that ended in this step; track: its frames up to now; before: those it had."""
    done, sides, rules = now.done, made.targets[s].sides, made.rules.given[s]
    lean = float(done.lean[s])
    side = sides[0] if len(sides) == 1 else "unsure" if abs(lean) < 0.1 else sides[0] if lean > 0 else sides[1]
    verdicts = tuple((rule.id, VERDICTS[now.verdict[s, r]]) for r, rule in enumerate(rules))
    start, end = float(done.start[s]), float(done.end[s])
    paces = [r.paces for r in before if r.paces is not None]
    held = holds.measured(track.times, track.signal, track.error, (start, end), made.targets[s], paces)
    return Repetition(start, end, _told(held), side, float(done.peak[s]), float(done.judged[s]), verdicts,
                      _ranges(track, start, end), held.paces if held else None)  # fmt: skip


def _told(held: holds.Held | None) -> float | None:
    """The hold, unless its error is too large to say it."""
    least, share = HOLD_VAGUE
    return held.seconds if held is not None and held.error <= max(least, share * held.seconds) else None


def _ranges(track: Track, start: float, end: float) -> tuple[tuple[str, float, float, float], ...]:
    when = (track.times >= start) & (track.times <= end)
    out = []
    for name in features.JOINT_ANGLES:
        i = features.INDEX[name]
        errors = track.errors[when, i]
        if when.sum() < 3 or np.median(errors) > 20:
            continue
        values = track.angles[when, i]
        half = INTERVAL * float(angle_error(np.median(errors), name))
        out.append((name, float(values.min()), float(values.max()), half))
    return tuple(out)


def angle_error(errors: Array, name: str) -> Array:
    """Standard deviation (degrees) of a joint angle: of its landmarks, and what a detector is off where it is sure."""
    share, floor = ERRORS[name.rpartition("_")[0]]
    return np.hypot(share * errors, floor)


def _vague(reps: Sequence[Repetition], track: Track) -> float:
    """The usual error of the signal from the first repetition to the last."""
    when = (track.times >= reps[0].start) & (track.times <= reps[-1].end) if reps else np.zeros(0, dtype=bool)
    return float(np.median(track.error[when])) if when.any() else 1.0


def came_late(state: engine.State, s: int, made: Plan) -> bool:
    """Whether session ``s`` may have done a repetition before it was seen at rest in the start position."""
    return bool(state.early[s] >= made.shape.least[s])


def confidence(reps: Sequence[Repetition], doubtful: int, judged: float, vague: float, late: bool = False) -> float:
    """0-1: how sure the count is. Falls with time not judged, with what could have been a repetition or could be none,
    and with ``vague``, the usual error of the signal; late: as `came_late` has it."""
    if not reps:
        return 0.0
    count = len(reps)
    reach = np.array([r.reach for r in reps])
    even = 1.0 - min(float(reach.std() / max(reach.mean(), 0.1)), 1.0) * 0.5
    whole = judged * (count / (count + doubtful)) ** 2 * np.exp(-((vague / VAGUE) ** 2)) * even
    return float(whole / 2 if late or _odd(reps) else whole)  # either of two counts may be the right one


def _odd(reps: Sequence[Repetition]) -> bool:
    """Whether one is unlike the others: much shorter and smaller, far shorter or longer, or begun within another."""
    start, end, reach = (np.array([getattr(r, name) for r in reps]) for name in ("start", "end", "reach"))
    share = (end - start) / max(float(np.median(end - start)), 1e-9)
    small = (reach < LOWER * np.median(reach)) & (share < SHORTER)
    within = start[1:] < end[:-1]
    return bool((small | (share < SHORTEST) | (share > LONGEST)).any() or within.any())


def _spans(track: Track) -> tuple[tuple[str, str, float, float], ...]:
    out: list[tuple[str, str, float, float]] = []
    for t, at in enumerate(track.times):
        state, reason = engine.STATES[track.code[t]], engine.REASONS[track.reason[t]]
        if out and out[-1][:2] == (state, reason):
            out[-1] = (*out[-1][:3], float(at))
        else:
            out.append((state, reason, float(at), float(at)))
    return tuple(out)
