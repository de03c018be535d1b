"""From a movement to motion: solve its keyframes, then every frame between them.

Axes as in `skeleton`; seconds, meters, degrees. All frames of a loop are solved as one batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from birddog.body import contact as touching
from birddog.body import joints
from birddog.body.anthropometry import Body
from birddog.body.contact import Anchors
from birddog.body.keyframes import (
    Contact,
    Mode,
    Movement,
    Side,
    Step,
    Timeline,
    minimum_jerk,
    other_side,
    steps,
    timeline,
)
from birddog.body.posing import pose_step
from birddog.body.scene import Surface, surfaces
from birddog.body.sites import LIMB_ANGLES, SITES
from birddog.body.skeleton import (
    POINT_INDEX,
    Array,
    rotation_vector_matrix,
)
from birddog.body.solve import Pull, State, solve

IntArray = npt.NDArray[np.int64]

_WAY = 10.0  # sigma in degrees by which angles between keyframes may be bent
_WAY_STEPS = 40


@dataclass(frozen=True)
class PropTrack:
    """A prop in motion: kind, path (T,K,3) m, size m (thickness or diameter)."""

    kind: str
    path: Array
    size: float


@dataclass(frozen=True)
class Solved:
    """The keyframes of one loop in their places. states: one frame each; anchors: per step, per site."""

    steps: tuple[Step, ...]
    states: tuple[State, ...]
    points: Array  # (K,P,3)
    anchors: tuple[Anchors, ...]
    things: dict[str, Surface]
    line: Timeline


@dataclass(frozen=True)
class Motion:
    """A movement in T frames.

    times (T,) s; points (T,P,3) m; frames (T,S,3,3); origins (T,S,3) m; angles (T,A) degrees; root (T,3) m;
    base (T,3,3); step (T,) index into `names` of the keyframe held or being left; progress (T,) 0-1 on the
    way to the next; contacts: per frame; props; things: the surfaces around; sides: working side per step.
    """

    times: Array
    points: Array
    frames: Array
    origins: Array
    angles: Array
    root: Array
    base: Array
    step: IntArray
    progress: Array
    names: tuple[str, ...]
    sides: tuple[Side, ...]
    breaths: tuple[str, ...]
    contacts: tuple[tuple[Contact, ...], ...]
    props: tuple[PropTrack, ...]
    things: dict[str, Surface]
    length: float

    def phase(self, frame: int) -> str:
        """Name of the keyframe that a frame is held at or moving to."""
        k = int(self.step[frame])
        return self.names[k] if self.progress[frame] == 0 else self.names[(k + 1) % len(self.names)]

    def at(self, name: str, side: Side | None = None) -> int:
        """First frame that is at the named keyframe (needs `keyframe_times` among the times)."""
        for i, k in enumerate(self.step):
            if self.progress[i] == 0 and self.names[k] == name and side in (None, self.sides[k]):
                return i
        raise ValueError(f"no frame is at keyframe {name!r}: keyframes are {', '.join(self.names)}")


def keyframes(movement: Movement, body: Body, side: Side = "right", hold: float | None = None) -> Solved:
    """Solve every keyframe of one loop, in order: a contact that stays keeps its place. Cached."""
    return _keyframes(movement, body, side, hold)


@lru_cache(maxsize=512)
def _keyframes(movement: Movement, body: Body, side: Side, hold: float | None) -> Solved:
    loop = steps(movement, side, hold)
    things = surfaces(movement.scene_table, body.scale, side == "left")
    states: list[State] = []
    anchors: list[Anchors] = []
    points = []
    for k, step in enumerate(loop):
        again = k % len(movement.keyframes) == 0  # the other side begins where the loop began
        before = anchors[0 if again else -1] if anchors else {}
        fixed = [(c, before[c.site]) for c in step.contacts
                 if c.on in things and _stays(c, loop[0 if again else k - 1], k)]  # fmt: skip
        if again and k and _same_pose(step, loop[0]):
            state = states[0]
        else:
            state = pose_step(movement, body, step, states[-1] if states else None, fixed, things)
        at = state.pose(body).points
        states.append(state)
        points.append(at[0])
        kept = {c.site: place for c, place in fixed}
        anchors.append({c.site: kept.get(c.site, touching.place_of(c, at[0])) for c in step.contacts
                        if c.on in things})  # fmt: skip
    return Solved(loop, tuple(states), np.array(points), tuple(anchors), things, timeline(loop))


def _same_pose(step: Step, first: Step) -> bool:
    """Whether the other side begins in the very pose in which the loop began: then it is that one again."""
    wanted = np.array_equal(step.wanted, first.wanted) and np.array_equal(step.base, first.base)
    return wanted and set(step.contacts) == set(first.contacts)


def _stays(contact: Contact, before: Step, k: int) -> bool:
    """Whether a contact keeps the place it had in the step before."""
    was = any(c.site == contact.site and c.on == contact.on for c in before.contacts)
    return k > 0 and was and contact.mode == "fixed"


def sample(
    movement: Movement,
    body: Body,
    times: Array | Sequence[float] | None = None,
    fps: float = 15.0,
    side: Side = "right",
    hold: float | None = None,
) -> Motion:
    """The movement of a body at times (s), or over one loop at fps.

    side: the working side (the first one when it alternates); hold: seconds of holds that the dose decides.
    """
    solved = keyframes(movement, body, side, hold)
    if times is None:
        times = np.arange(0.0, solved.line.length, 1.0 / fps)
    times = np.asarray(times, dtype=float)
    step, linear = solved.line.where(times)
    ease = np.array([s.ease == "steady" for s in solved.steps])
    following = (step + 1) % len(solved.steps)
    progress = np.where(ease[following], linear, minimum_jerk(linear))
    state = _between(body, solved, step, progress)
    pose = state.pose(body)
    contacts = tuple(_active(solved, int(k), p) for k, p in zip(step, progress, strict=True))
    props = _props(movement, solved, side, step, pose.points, body)
    return Motion(times, pose.points, pose.frames, pose.origins, state.angles, state.root, state.base, step,
                  progress, tuple(s.name for s in solved.steps), tuple(s.side for s in solved.steps),
                  tuple(s.breath for s in solved.steps), contacts, props, solved.things,
                  solved.line.length)  # fmt: skip


def keyframe_times(movement: Movement, body: Body, side: Side = "right", hold: float | None = None) -> Array:
    """(K,) s at which each step of the loop is reached."""
    return keyframes(movement, body, side, hold).line.arrives


def _active(solved: Solved, k: int, progress: float) -> tuple[Contact, ...]:
    here = solved.steps[k].contacts
    if progress == 0:
        return here
    return tuple(c for _, c in _shared(solved, k))


def _shared(solved: Solved, k: int) -> list[tuple[Contact, Contact]]:
    """Contacts that hold on the way from step k to the next, with how they are named there."""
    following = (k + 1) % len(solved.steps)
    there = {(c.site, c.on): c for c in solved.steps[following].contacts}
    out = []
    for c in solved.steps[k].contacts:
        if (c.site, c.on) not in there:
            continue
        mode = _travel(solved, k, following, c, there[c.site, c.on])
        if mode != "moved":
            out.append((c, Contact(c.site, c.on, mode)))
    return out


def _travel(solved: Solved, k: int, following: int, here: Contact, there: Contact) -> Mode:
    """How a contact that both steps name gets from one to the other."""
    if here.on not in solved.things:
        return there.mode
    apart = np.abs(solved.anchors[k][here.site] - solved.anchors[following][here.site]).max()
    if apart < 0.001:
        return "fixed"
    lifted = "moved" in (here.mode, there.mode)
    return "moved" if lifted else "slides"


def _between(body: Body, solved: Solved, step: IntArray, progress: Array) -> State:
    """States (T,) at these steps and progresses: interpolated, then brought back to the contacts."""
    count = len(solved.steps)
    following = (step + 1) % count
    angles = np.concatenate([s.angles for s in solved.states])
    roots = np.concatenate([s.root for s in solved.states])
    bases = np.concatenate([s.base for s in solved.states])
    p = progress[:, None]
    state = State(
        angles[step] * (1 - p) + angles[following] * p,
        roots[step] * (1 - p) + roots[following] * p,
        _turned(bases[step], bases[following], progress),
    )
    moving = np.flatnonzero((progress > 0) & (progress < 1))
    if moving.size == 0:
        return state
    some = State(state.angles[moving], state.root[moving], state.base[moving])
    some = _way(body, solved, step[moving], some)
    state.angles[moving] = some.angles
    state.root[moving] = some.root
    return state


def _turned(start: Array, end: Array, progress: Array) -> Array:
    """(T,3,3): turned from start to end along the shortest way."""
    relative = np.swapaxes(start, 1, 2) @ end
    cosine = np.clip((np.trace(relative, axis1=1, axis2=2) - 1) / 2, -1.0, 1.0)
    angle = np.arccos(cosine)
    vector = np.stack([relative[:, 2, 1] - relative[:, 1, 2], relative[:, 0, 2] - relative[:, 2, 0],
                       relative[:, 1, 0] - relative[:, 0, 1]], axis=1)  # fmt: skip
    vector = vector / np.maximum(np.linalg.norm(vector, axis=1, keepdims=True), 1e-12)
    return np.asarray(start @ rotation_vector_matrix(vector * (angle * progress)[:, None]))


def _way(body: Body, solved: Solved, step: IntArray, state: State) -> State:
    """Frames between keyframes, brought back to the contacts that hold on their way."""
    frames = len(step)
    contacts: list[tuple[Contact, Array]] = []
    anchors: list[tuple[Contact, Array, Array]] = []
    for k in range(len(solved.steps)):
        when = (step == k).astype(float)
        if not when.any():
            continue
        for c, there in _shared(solved, k):
            contacts.append((c, when))
            if c.on in solved.things and there.mode == "fixed":
                anchors.append((c, solved.anchors[k][c.site], when))
    rows = touching.rows(body, contacts, anchors, solved.things, None, frames)
    sigma = np.zeros((frames, len(joints.NAMES)))
    for names in LIMB_ANGLES.values():
        sigma[:, [joints.INDEX[n] for n in names]] = _WAY
    pull = Pull(sigma, np.full((frames, 3), 0.1))
    blocking = [s for s in solved.things.values() if s.blocks]
    return solve(body, state, state, rows, pull, blocking, _WAY_STEPS)


def _props(movement: Movement, solved: Solved, side: Side, step: IntArray, points: Array, body: Body
           ) -> tuple[PropTrack, ...]:  # fmt: skip
    out = []
    for prop in movement.props:
        path = np.empty((len(points), len(prop.path), 3))
        for j, at in enumerate(prop.path):
            if not isinstance(at, str):
                flip = 1.0 if side == "right" else -1.0
                path[:, j] = np.array([at[0], at[1], at[2] * flip]) * body.scale
                continue
            here = np.array([POINT_INDEX[at if s.side == "right" else other_side(at)] for s in solved.steps])
            path[:, j] = points[np.arange(len(points)), here[step]]
        out.append(PropTrack(prop.kind, path, prop.size * body.scale))
    for name, thing in solved.things.items():
        if name in ("ball", "roller"):
            out.append(_carrier(name, thing, solved, points))
    return tuple(out)


def _carrier(name: str, thing: Surface, solved: Solved, points: Array) -> PropTrack:
    """A ball or roller: its center (T,1,3) under what lies on it."""
    sites = sorted({c.site for s in solved.steps for c in s.contacts if c.on == name})
    index = [POINT_INDEX[p] for site in sites for p in SITES[site].points]
    path = np.zeros((len(points), 1, 3))
    if index:
        rests = solved.points[:1, index] if name == "ball" else points[:, index]
        path[:, 0] = rests.mean(axis=1)
    path[:, 0, 1] = thing.offset / 2
    return PropTrack(name, path, thing.offset)
