"""A movement sampled for pictures: few frames, well placed.

Between two key poses the frames are equally spaced along the way, not in time, so that straight
interpolation from frame to frame follows both the path and the tempo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from birddog.body.anthropometry import Body
from birddog.body.keyframes import Movement, Side, minimum_jerk, other_side
from birddog.body.mannequin import Points
from birddog.body.motion import PropTrack, keyframes, sample
from birddog.body.scene import Surface
from birddog.body.skeleton import POINT_NAMES

Array = NDArray[np.float64]

_LYING = ("supine", "prone", "side-lying", "hands-and-knees", "kneeling", "half-kneeling", "plank", "side-plank",
          "sitting-floor")  # fmt: skip


@dataclass(frozen=True)
class Key:
    """A key pose: its ``name``, the ``frame`` where it is reached, the seconds it is held, the side."""

    name: str
    frame: int
    hold: float
    side: Side = "right"


@dataclass(frozen=True)
class Clip:
    """A sampled movement.

    points : (T, P, 3) meters in world axes, in the order of ``names``.
    times : (T,) seconds at which each frame is reached.
    keys : key poses in order; the first is at frame 0.
    still : frames of the poses of the still picture, the last is drawn in full.
    length : seconds of one loop. view : the view that shows most. mat : lies on a mat.
    arrows : points whose ways are drawn, or pushes "at > toward", "at < from"; empty = those that move most.
    layout : of the still, see `figure.Options`. belly : meters by which it is out in each frame; empty: stays.
    shoes : on the feet. inset : pelvis and spine large beside the still. footprints : the feet from above.
    """

    points: Array
    times: Array
    keys: tuple[Key, ...]
    still: tuple[int, ...]
    length: float
    names: tuple[str, ...] = POINT_NAMES
    things: dict[str, Surface] = field(default_factory=dict)
    tracks: tuple[PropTrack, ...] = ()
    muscles: tuple[str, ...] = ()
    view: str = "side"
    mat: bool = False
    arrows: tuple[str, ...] = ()
    layout: str = "auto"
    belly: tuple[float, ...] = ()
    shoes: bool = False
    inset: bool = False
    footprints: bool = False

    def at(self, frames: Sequence[int]) -> Points:
        """Points of some frames by name, each (len(frames), 3)."""
        return dict(zip(self.names, np.swapaxes(self.points[list(frames)], 0, 1), strict=True))

    def thinned(self, step: int) -> Clip:
        """The same clip with only every ``step``-th frame of each way between key poses."""
        kept: list[int] = []
        starts = [key.frame for key in self.keys]
        for start, stop in zip(starts, [*starts[1:], len(self.times)], strict=True):
            kept += range(start, stop, step)
        kept = sorted({*kept, *self.still})
        place = {frame: index for index, frame in enumerate(kept)}
        return replace(
            self,
            points=self.points[kept],
            times=self.times[kept],
            keys=tuple(replace(key, frame=place[key.frame]) for key in self.keys),
            still=tuple(place[frame] for frame in self.still),
            tracks=tuple(self.tracks_at(kept)),
            belly=tuple(self.belly_at(kept)),
        )

    def belly_at(self, frames: Sequence[int]) -> Array:
        """(len(frames),) meters by which the belly is out."""
        return np.array([self.belly[frame] if self.belly else 0.0 for frame in frames])

    def tracks_at(self, frames: Sequence[int]) -> list[PropTrack]:
        """The things that go with the body, in some frames."""
        return [PropTrack(t.kind, t.path[list(frames)], t.size) for t in self.tracks]


def clip_of(
    movement: Movement,
    body: Body | None = None,
    side: Side = "right",
    hold: float | None = None,
    per_way: int = 6,
) -> Clip:
    """Sample a movement of a body (default: an average adult) with ``per_way`` frames on each way.

    ``side`` works first; ``hold`` (seconds) replaces holds that the dose decides.
    """
    person = body or Body()
    solved = keyframes(movement, person, side, hold)
    line, steps = solved.line, solved.steps
    count = len(steps)
    times: list[float] = []
    keys: list[Key] = []
    for k, step in enumerate(steps):
        keys.append(Key(step.name, len(times), step.hold, step.side))
        times.append(float(line.arrives[k]))
        if count > 1:
            leave = float(line.arrives[k] + step.hold)
            arrive = float(line.arrives[k + 1]) if k + 1 < count else line.length
            steady = steps[(k + 1) % count].ease == "steady"
            times += [leave + (arrive - leave) * u for u in _shares(per_way, steady)]
    motion = sample(movement, person, np.array(times), side=side, hold=hold)
    return Clip(
        points=motion.points,
        times=np.array(times),
        keys=tuple(keys),
        still=_still_frames(movement, keys, motion.points),
        length=line.length,
        things=motion.things,
        tracks=motion.props,
        muscles=movement.muscles,
        view=movement.drawn_from or movement.view,
        mat=_on_mat(movement),
        arrows=tuple(_on_side(text, side) for text in movement.arrows),
        layout=movement.layout,
        belly=_belly(movement, keys, len(times)),
        shoes=movement.shoes,
        inset=movement.inset,
        footprints=movement.footprints,
    )


def _belly(movement: Movement, keys: Sequence[Key], count: int) -> tuple[float, ...]:
    """Meters by which the belly is out in each of ``count`` frames: even steps from key pose to key pose."""
    out = {keyframe.name: keyframe.belly for keyframe in movement.keyframes}
    if not any(out.values()):
        return ()
    frames = [*(key.frame for key in keys), count]
    values = [out[key.name] for key in (*keys, keys[0])]
    return tuple(float(x) for x in np.interp(np.arange(count), frames, values))


def _on_side(arrow: str, side: Side) -> str:
    return arrow if side == "right" else " ".join(other_side(word) for word in arrow.split(" "))


def _on_mat(movement: Movement) -> bool:
    lying = movement.position.startswith(_LYING)
    return lying and not any(name in ("bed", "table") for name, _ in movement.scene)


def _still_frames(movement: Movement, keys: Sequence[Key], points: Array) -> tuple[int, ...]:
    """Frames of the poses named for the still, else of the two key poses that differ most."""
    first = {key.name: key.frame for key in reversed(keys)}
    default = (keys[0].name, movement.keyframes[-1].name)
    if movement.still and movement.still != default:
        return tuple(dict.fromkeys(first[name] for name in movement.still if name in first)) or (0,)
    frames = [first[k.name] for k in movement.keyframes]
    if len(frames) < 3:
        return tuple(dict.fromkeys(frames))
    spine = [POINT_NAMES.index(n) for n in ("pelvis", "l3", "t12", "t8", "c7", "head_center")]

    def apart(pair: tuple[int, int]) -> float:
        gap = points[pair[1]] - points[pair[0]]
        return float(np.abs(gap).max(axis=0).sum() + 4.0 * np.abs(gap[spine]).max(axis=0).sum())

    usual = (frames[0], frames[-1])
    pairs = [(a, b) for i, a in enumerate(frames) for b in frames[i + 1 :]]
    best = max(pairs, key=apart)
    return best if apart(best) > 1.35 * apart(usual) else usual


def _shares(per_way: int, steady: bool) -> list[float]:
    """Shares of the time between two key poses at which the way is evenly divided."""
    even = np.arange(1, per_way) / per_way
    if steady:
        return [float(u) for u in even]
    u = np.linspace(0.0, 1.0, 401)
    return [float(x) for x in np.interp(even, minimum_jerk(u), u)]
