"""What the coach tells one person: with each frame to the page, and at the end for the chart."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from birddog.body.coach import engine, features, recording
from birddog.body.coach.engine import HOLDING, MOVING, READY, REASONS, STATES, Plan, Said, State
from birddog.body.coach.faults import FAULT, FINE, VERDICTS
from birddog.body.coach.features import Array
from birddog.body.coach.recording import Repetition, Track
from birddog.body.coach.target import Target

VERSION = 1
MOST_FRAMES = 900
"""Frames that are kept for the ranges of a repetition: its last 30 seconds at 30 frames a second."""
MOST_REPETITIONS = 200
_JOINTS = [features.INDEX[name] for name in features.JOINT_ANGLES]
HINT_AFTER = 1.5
"""Seconds that a reason has to stand before it is said aloud."""
HINT_EVERY = 8.0
"""Seconds between two things that are said aloud and are no cue."""


class Glance(NamedTuple):
    """What a step says of one session, as plain numbers. joints (2,J): joint angles (degrees) and their errors."""

    code: int
    reason: int
    signal: float
    error: float
    repetitions: float
    cue: int
    ended: bool
    counted: bool
    joints: Array


def glances(said: Said) -> list[Glance]:
    """A step's row of each session: read at once, because reading arrays one number at a time is slow."""
    joints = np.stack([said.angles[:, _JOINTS], said.errors[:, _JOINTS]], axis=1).astype(np.float32)
    columns = (
        said.code,
        said.reason,
        said.signal,
        said.error,
        said.count,
        said.cue,
        said.done.ended,
        said.done.counted,
    )
    return list(map(Glance._make, zip(*(c.tolist() for c in columns), map(np.copy, joints), strict=True)))


class Teller:
    """One session's side of the coach. ``cues`` are the spoken words of its fault rules, in their order."""

    def __init__(self, cues: tuple[str, ...]) -> None:
        self.cues = cues
        self.repetitions: deque[Repetition] = deque(maxlen=MOST_REPETITIONS)
        self.errors: deque[float] = deque(maxlen=MOST_REPETITIONS)
        self.frames: deque[tuple[float, float, float, Array]] = deque(maxlen=MOST_FRAMES)
        self.code, self.reason, self.since, self.hold = -1, -1, 0.0, 0.0
        self.said_at, self.hinted, self.was_ready = -HINT_EVERY, "", False
        self.better = False

    def take(self, time: float, at: Glance, said: Said, s: int, state: State, made: Plan) -> dict[str, Any]:
        """The message for the page after a frame of session ``s``.

        at: ms of the frame; state, reason: words of the engine; count; hold: s of the one under way; way 0-1; say: a
        text to speak, or hint: the word of one; fault: the rule that the cue is about; seen: after each repetition,
        as ``seen()``.
        """
        way = min(max(at.signal, 0.0), 1.0) if at.code in (MOVING, HOLDING) else 0.0
        self._clock(time, at.code, at.reason)
        self.frames.append((time, at.signal, at.error, at.joints))
        message: dict[str, Any] = {
            "v": VERSION, "at": round(1000 * time), "state": STATES[at.code], "reason": REASONS[at.reason],
            "count": int(at.repetitions), "hold": round(self.hold, 1), "way": round(way, 2),
        }  # fmt: skip
        message |= self._spoken(time, at.cue, s, made)
        if at.ended:
            if at.counted:
                self._count(said, s, made)
            message["seen"] = self.seen(s, state, made)
        return message

    def seen(self, s: int, state: State, made: Plan) -> dict[str, Any]:
        """What was seen so far, as the chart's event ``coach`` has it. A count that it would not stand by is null."""
        reps, target = list(self.repetitions), made.targets[s]
        doubtful, judged = int(state.cycles.doubtful[s]), recording.share_judged(state, s)
        vague, late = median(self.errors) if self.errors else 1.0, recording.came_late(state, s, made)
        sure = recording.confidence(reps, doubtful, judged, vague, late)
        return {
            "exercise": target.id, "view": target.view, "reps": len(reps) if sure >= recording.SURE else None,
            "doubtful": doubtful, "confidence": round(sure, 2), "judged": round(judged, 2),
            "left": sum(r.side == "left" for r in reps), "right": sum(r.side == "right" for r in reps),
            "holds": [round(r.hold, 1) for r in reps if r.hold is not None and r.hold >= 1.0],
            "ranges": _ranges(reps), "faults": _faults(reps),
        }  # fmt: skip

    def _clock(self, time: float, code: int, reason: int) -> None:
        if (code, reason) != (self.code, self.reason):
            self.hold = 0.0 if code != HOLDING else self.hold
            self.code, self.reason, self.since = code, reason, time
        if code == HOLDING:
            self.hold = time - self.since

    def _spoken(self, time: float, cue: int, s: int, made: Plan) -> dict[str, str]:
        """A cue of the engine; else, when a reason stands for a while, the word of it; and once, that all is ready."""
        if 0 <= cue < len(self.cues):
            self.said_at = time
            return {"say": self.cues[cue], "fault": made.rules.given[s][cue].id}
        if self.better and time - self.said_at >= HINT_EVERY:
            self.said_at, self.better = time, False
            return {"hint": "better"}
        hint = REASONS[self.reason]
        if self.code == READY and not self.was_ready:
            self.was_ready, hint = True, "ready"
        elif not hint or time - self.since < HINT_AFTER or time - self.said_at < HINT_EVERY:
            return {}
        if hint == self.hinted == "cannot_tell":
            return {}  # said once: it will not change
        self.said_at, self.hinted = time, hint
        return {"hint": hint}

    def _count(self, said: Said, s: int, made: Plan) -> None:
        found = recording.repetition(said, s, made, self._track(), self.repetitions)
        self.better = better([r.verdicts for r in (*self.repetitions, found)][-2:])
        self.repetitions.append(found)
        within = [error for time, _, error, _ in self.frames if found.start <= time <= found.end]
        self.errors.append(median(within) if within else 1.0)

    def _track(self) -> Track:
        """The frames that are kept; of the features the joint angles only."""
        times, signal, error, joints = (np.array(column, dtype=float) for column in zip(*self.frames, strict=True))
        every = np.full((2, len(times), len(features.NAMES)), np.nan)
        every[:, :, _JOINTS] = joints.transpose(1, 0, 2)
        none = np.zeros(len(times), dtype=np.int64)
        return Track(times, signal, error, none, none, *every)


def better(last: Sequence[tuple[tuple[str, str], ...]]) -> bool:
    """Praise is earned: a fault of the repetition before is gone, and nothing of this one is a fault or unsure."""
    if len(last) < 2:
        return False
    before, now = ([verdict for _, verdict in verdicts] for verdicts in last)
    return VERDICTS[FAULT] in before and set(now) == {VERDICTS[FINE]}


def _faults(reps: list[Repetition]) -> list[dict[str, Any]]:
    """Of each fault that was seen, or could not be told: in how many repetitions."""
    found = Counter(row for r in reps for row in r.verdicts)
    rows = [
        {"fault": rule, "seen": found[rule, "fault"], "unsure": found[rule, "cannot_tell"]}
        for rule in dict.fromkeys(rule for rule, _ in found)
    ]
    return [row for row in rows if row["seen"] or row["unsure"]]


def _ranges(reps: list[Repetition]) -> list[dict[str, Any]]:
    """Of each joint angle seen in most repetitions: its usual lowest and highest, and half of the 95% interval."""
    out: list[dict[str, Any]] = []
    for name in features.JOINT_ANGLES:
        found = [row[1:] for r in reps for row in r.ranges if row[0] == name]
        if len(found) * 2 <= len(reps):
            continue
        low, high, within = (round(median(column)) for column in zip(*found, strict=True))
        out.append({"joint": name, "low": low, "high": high, "within": within})
    return out


def at_first(target: Target) -> dict[str, Any]:
    """The message that begins a session: which view is asked for, and whether repetitions can be told at all."""
    return {"v": VERSION, "state": STATES[engine.SETTING_UP], "reason": "nobody", "count": 0, "hold": 0.0, "way": 0.0,
            "view": target.view, "can_count": target.countable}  # fmt: skip
