"""What the model shows of an exercise, measured from its points: postures, contacts, angles, distances.

Nothing here believes a name: a hand is on the floor when its skin is there. Centimeters and degrees, for a
body of average build; the working side is the right one.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from birddog.body import joints, motion
from birddog.body.anthropometry import Body
from birddog.body.keyframes import Movement
from birddog.body.scene import Surface
from birddog.body.skeleton import POINT_INDEX, POINT_NAMES, SEGMENT_INDEX, build, mirror_points
from birddog.core.content.exercise import Exercise

Array = npt.NDArray[np.float64]
BODY = Body()
UNSEEN = ("level", "pool", "ball", "roller")  # planes without edges
NEAR = 0.012  # m: skin this near to a surface touches it
ARMS, FRONT = {"wrist", "index", "pinky", "elbow", "fingertip"}, {"asis", "belly", "sternum"}


class Shown:
    """One exercise: its words (``exercise``), and its keyframes solved for the average body."""

    def __init__(self, exercise: Exercise, movement: Movement) -> None:
        self.id, self.exercise, self.movement = exercise.id, exercise, movement

    @cached_property
    def solved(self) -> motion.Solved:
        """The keyframes, solved."""
        return motion.keyframes(self.movement, BODY)

    @property
    def frames(self) -> range:
        """Numbers of the keyframes (of one side)."""
        return range(len(self.movement.keyframes))

    @property
    def points(self) -> Array:
        """(K,P,3) m."""
        points: Array = self.solved.points[: len(self.movement.keyframes)]
        return points

    @property
    def words(self) -> str:
        """All steps."""
        return " ".join(self.exercise.steps)

    def _number(self, keyframe: str) -> int:
        names = list(self.movement.names)
        if keyframe not in names:
            raise KeyError(f"keyframe '{keyframe}'; there is {', '.join(names)}")
        return names.index(keyframe)

    # -- angles and places

    def angle(self, name: str) -> Array:
        """(K,) degrees of a joint angle."""
        states = self.solved.states[: len(self.movement.keyframes)]
        return np.array([s.angles[0, joints.INDEX[name]] for s in states])

    def either(self, stem: str) -> Array:
        """(K,2) degrees of an angle on both sides."""
        return np.stack([self.angle(f"{stem}_{side}") for side in joints.SIDES], axis=1)

    def at(self, keyframe: str, point: str) -> Array:
        """(3,) cm: where a point is in a keyframe."""
        place: Array = 100 * self.points[self._number(keyframe), POINT_INDEX[point]]
        return place

    def above_floor(self, keyframe: str, point: str) -> float:
        """cm between the floor and the skin of a point."""
        return float(self.at(keyframe, point)[1] - 100 * build(BODY).radius[POINT_INDEX[point]])

    def rise(self, point: str, start: str, end: str) -> float:
        """cm by which a point is higher in the second keyframe."""
        return float(self.at(end, point)[1] - self.at(start, point)[1])

    def travel(self, point: str, start: str, end: str, axis: int) -> float:
        """cm that a point goes along X (0) or Z (2)."""
        return float(self.at(end, point)[axis] - self.at(start, point)[axis])

    def bend(self, keyframe: str, name: str) -> float:
        """Degrees of a joint angle in a keyframe."""
        return float(self.angle(name)[self._number(keyframe)])

    def lean(self, keyframe: str) -> float:
        """Degrees by which the trunk (mid-hip to neck) is tipped from upright."""
        return self.tip(keyframe, "pelvis", "c7")

    def tip(self, keyframe: str, low: str, high: str) -> float:
        """Degrees by which the way between two points is tipped from upright."""
        way = self.at(keyframe, high) - self.at(keyframe, low)
        return float(_between(way[None], np.array([[0.0, 1.0, 0.0]]))[0])

    def fold(self) -> Array:
        """(K,) degrees between trunk and thigh, of the hip that bends more: 0 standing, 90 sitting upright."""
        trunk = self.points[:, POINT_INDEX["c7"]] - self.points[:, POINT_INDEX["pelvis"]]
        folds: Array = np.max([180 - _between(trunk, self._thigh(side)) for side in joints.SIDES], axis=0)
        return folds

    def _thigh(self, side: str) -> Array:
        return self.points[:, POINT_INDEX[f"knee_{side}"]] - self.points[:, POINT_INDEX[f"hip_{side}"]]

    # -- what touches what

    def surfaces(self) -> dict[str, Surface]:
        """Everything around that can carry or stop the body."""
        return {name: s for name, s in self.solved.things.items() if name not in UNSEEN}

    def touching(self, frame: int, surface: str) -> set[str]:
        """Points without their side whose skin is on a surface in a keyframe."""
        thing = self.surfaces()[surface]
        points = self.points[frame]
        radius = build(BODY).radius
        near = (radius > 0) & (np.abs(thing.distance(points) - radius) < NEAR) & _over(thing, points)
        return {_stem(POINT_NAMES[i]) for i in np.flatnonzero(near)}

    def touches(self, frame: int, points: set[str]) -> bool:
        """Whether one of these points (with side) lies on something level."""
        radius = build(BODY).radius
        for name in points:
            at = POINT_INDEX[name]
            for thing in self.surfaces().values():
                gap = float(thing.distance(self.points[frame, at]) - radius[at])
                if thing.normal[1] > 0 and abs(gap) < NEAR:
                    return True
        return False

    def carried(self, frame: int) -> set[str]:
        """Points (without side) that lie, stand or sit on anything level in a keyframe."""
        level = [name for name, thing in self.surfaces().items() if thing.normal[1] > 0]
        return set().union(*(self.touching(frame, name) for name in level))

    def axis(self, frame: int, segment: str, column: int) -> float:
        """How far a segment's axis (0 front, 1 up, 2 right) points up: -1 to 1."""
        pose = self.solved.states[frame].pose(BODY)
        return float(pose.frames[0, SEGMENT_INDEX[segment], 1, column])

    def posture(self, frame: int) -> str:
        """The posture of a keyframe in the words of the position tags."""
        front, up, side = (self.axis(frame, "pelvis", column) for column in range(3))
        on_floor = self.touching(frame, "floor")
        if "pool" in self.solved.things:
            return "pool"
        if abs(side) > 0.7:
            return "side_lying"
        if front > 0.7:
            return "supine"
        if up > 0.4 and "ischium" in self.carried(frame):
            return "seated"
        if front < -0.7 and on_floor & FRONT:
            return "prone"
        if "knee" in on_floor:
            return self._kneeling(frame, bool(on_floor & ARMS))
        return "prone_support" if front < -0.5 and on_floor & ARMS else "standing"

    def _kneeling(self, frame: int, on_arms: bool) -> str:
        if not on_arms or self.either("knee_flexion")[frame].min() > 130:  # on the heels
            return "upright_kneeling"
        return "quadruped" if self.either("hip_flexion")[frame].min() > 40 else "prone_support"

    # -- sides

    def sides(self) -> tuple[str, ...]:
        """The side that works in each step of the loop."""
        return tuple(step.side for step in self.solved.steps)

    def lopsided(self) -> float:
        """cm by which some keyframe is not its own mirror image."""
        return 100 * float(np.abs(mirror_points(self.points) - self.points).max())

    def moves_apart(self) -> float:
        """cm by which right and left move differently, from the first keyframe on."""
        way = self.points - self.points[:1]
        return 100 * float(np.abs(mirror_points(way) - way).max())


def _between(one: Array, other: Array) -> Array:
    """(K,) degrees between vectors (K,3)."""
    cosine = (one * other).sum(axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)
    angles: Array = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    return angles


def _over(thing: Surface, points: Array) -> npt.NDArray[np.bool_]:
    """Inside the edges of a thing, with a finger's breadth to spare."""
    x, z = points[:, 0], points[:, 2]
    return ((x > thing.low[0] - 0.03) & (x < thing.high[0] + 0.03)
            & (z > thing.low[1] - 0.03) & (z < thing.high[1] + 0.03))  # fmt: skip


def _stem(name: str) -> str:
    return name.removesuffix("_left").removesuffix("_right")
