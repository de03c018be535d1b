"""Bring a body to its contacts: damped least squares over many frames at once.

Unknowns are the place of the root and a set of free angles.  Equations are rows, linear in the points:
    weight * (direction . (point p - point q) - target) = 0      (direction along one of the world's axes)
plus a pull of every unknown to its wanted value, plus soft walls at the joint limits and at the surfaces.
Meters and degrees.  Nothing here knows exercises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from birddog.body import joints
from birddog.body.anthropometry import Body
from birddog.body.jacobian import jacobian
from birddog.body.scene import Surface
from birddog.body.skeleton import POINT_NAMES, Array, Pose, build, forward

IntArray = npt.NDArray[np.int64]

COM = len(POINT_NAMES)  # index of the center of mass, after the points
SUPPORT = COM + 1  # index of the middle of the support, after the center of mass
NONE = -1  # q of a row whose other end is the world
ENTER_SIGMA = 0.0005  # m: skin in a surface
_FURNITURE_SIGMA = 0.002  # m: less strict, for a limb may pass its edge
_EDGE_SIGMA = 0.005  # m: a site beside the thing that carries it
_LIMIT_SIGMA = 0.3  # degrees
_MAX_TURN = 25.0  # degrees in one step
_LOOSE = 60.0  # by this factor rows are looser at the first step
_SMALL_TURN, _SMALL_SHIFT = 0.02, 0.0002  # degrees, m: smaller moves end the search
_TRACE = 0.000001  # m: farther than this from its wall, skin would have to be pulled (rounding stays far below)
_REVIEW = 8  # steps between reviews of which skin pushes against a surface
_LOW = np.array(joints.LOW)
_HIGH = np.array(joints.HIGH)


@dataclass(frozen=True)
class Edge:
    """A point has to stay on one side: normal . point >= offset (m), in the frames `when` (T,) is not 0."""

    point: int
    normal: tuple[float, float, float]
    offset: float
    when: Array


@dataclass(frozen=True)
class Rows:
    """R equations for T frames: p, q (R,) point indexes; direction (R,3), along an axis; target, weight (T,R).

    support (P,): weights of the points whose mean is the point SUPPORT; sums to 1, or is all 0.
    edges: sides on which points have to stay.
    """

    p: IntArray
    q: IntArray
    direction: Array
    target: Array
    weight: Array
    support: Array = field(default_factory=lambda: np.zeros(len(POINT_NAMES)))
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True)
class State:
    """angles (T,A) degrees, root (T,3) m, base (T,3,3)."""

    angles: Array
    root: Array
    base: Array

    def pose(self, body: Body) -> Pose:
        """Forward kinematics of this state."""
        return forward(body, self.angles, self.root, self.base)


@dataclass(frozen=True)
class Pull:
    """How firmly each unknown is held to its wanted value: sigma of angles (T,A) degrees (0 = not free
    in any frame), of the root (T,3) m."""

    angles: Array
    root: Array


class Walls:
    """Which skin pushes against which blocking surface, and which site against the edge of its support.

    Skin that enters becomes an equation and stays one until a review finds that it no longer pushes;
    dropping it at once would let it fall back in, and the search would never settle.
    """

    def __init__(self, body: Body, blocking: Sequence[Surface], edges: Sequence[Edge], frames: int) -> None:
        table = build(body)
        skin = np.flatnonzero(table.radius > 0)
        self.surfaces, self.edges, self.skin = tuple(blocking), tuple(edges), skin
        count = len(skin)
        self.point = np.array([*np.tile(skin, len(self.surfaces)), *(e.point for e in edges)], dtype=np.int64)
        normals = [s.normal for s in self.surfaces for _ in range(count)] + [e.normal for e in edges]
        self.normal = np.array(normals, dtype=float).reshape(-1, 3)
        offsets = [s.offset + table.radius[skin] for s in self.surfaces]
        self.offset = np.array([*(x for o in offsets for x in o), *(e.offset for e in edges)], dtype=float)
        strict = [ENTER_SIGMA if np.isinf(s.low[0]) else _FURNITURE_SIGMA for s in self.surfaces]
        self.sigma = np.array([*np.repeat(strict, count), *(_EDGE_SIGMA for _ in edges)])
        self.active = np.zeros((frames, len(self.point)), dtype=bool)

    def _closer(self, points: Array, than: float) -> npt.NDArray[np.bool_]:
        """(T,W): nearer to the wall than this many meters (negative: inside)."""
        distance = (points[:, self.point] * self.normal).sum(axis=-1) - self.offset
        counts = [s.over(points[:, self.skin]) for s in self.surfaces] + [e.when[:, None] > 0 for e in self.edges]
        return np.asarray((distance < than) & np.concatenate(counts, axis=1)) if counts else self.active

    def review(self, points: Array) -> bool:
        """Let go of what its wall would have to pull, not push; was any dropped or added?"""
        now = (self.active & self._closer(points, _TRACE)) | self._closer(points, -_TRACE)
        changed = bool((now != self.active).any())
        self.active = now
        return changed

    def rows(self, points: Array) -> Rows:
        """Equations for what pushes in at least one of the frames."""
        self.active |= self._closer(points, -_TRACE)
        some = np.flatnonzero(self.active.any(axis=0))
        weight = self.active[:, some] / self.sigma[some]
        return Rows(self.point[some], self.point[some] * 0 - 1, self.normal[some], self.offset[some], weight)


@dataclass(frozen=True)
class _System:
    body: Body
    rows: Rows
    free: IntArray
    walls: Walls


def solve(
    body: Body, wanted: State, start: State, rows: Rows, pull: Pull, blocking: Sequence[Surface], steps: int
) -> State:
    """The state nearest to `wanted` in which the rows hold and no skin enters a blocking surface.

    Rows begin loose and tighten step by step, so that a far start does not jump to a wrong fold.
    """
    free = np.flatnonzero(pull.angles.max(axis=0) > 0)
    sigma = np.concatenate([np.maximum(pull.angles[:, free], 1e-6), pull.root], axis=1)
    goal = np.concatenate([wanted.angles[:, free], wanted.root], axis=1)
    walls = Walls(body, blocking, rows.edges, len(goal))
    system = _System(body, rows, free, walls)
    best = state = start
    kept = None
    damping = np.full(len(goal), 1e-3)
    for step in range(steps):
        slack = max(1.0, _LOOSE * 0.5**step)
        found = _linearized(system, state, sigma, goal)
        worse = np.zeros(len(goal), dtype=bool)
        if kept is not None:
            worse = found.cost(slack) > kept.cost(slack) * (1 + 1e-9) + 1e-9
            found, state = found.unless(worse, kept), _unless(worse, state, best)
        damping = np.clip(np.where(worse, damping * 10, damping * 0.2), 1e-9, 1e6)
        kept, best = found, state
        state, largest = _moved(best, found.move(slack, damping), free)
        settled = largest < 1.0 and slack == 1.0
        review = settled or step % _REVIEW == _REVIEW - 1
        if review and walls.review(state.pose(body).points):
            kept = None  # other equations: costs cannot be compared
        elif settled:
            break
    return State(np.clip(best.angles, _LOW, _HIGH), best.root, best.base)


@dataclass(frozen=True)
class _Linear:
    """Gauss-Newton terms at a state, pull and rows apart: matrices (T,U,U), gradients (T,U), costs (T,)."""

    pull: tuple[Array, Array, Array]
    rows: tuple[Array, Array, Array]

    def cost(self, slack: float) -> Array:
        return np.asarray(self.pull[2] + self.rows[2] / slack**2)

    def move(self, slack: float, damping: Array) -> Array:
        matrix = self.pull[0] + self.rows[0] / slack**2
        gradient = self.pull[1] + self.rows[1] / slack**2
        index = np.arange(matrix.shape[1])
        matrix[:, index, index] *= 1 + damping[:, None]
        return np.asarray(-np.linalg.solve(matrix, gradient[..., None])[..., 0])

    def unless(self, where: npt.NDArray[np.bool_], other: _Linear) -> _Linear:
        """These terms, but those of `other` in the frames where (T,)."""
        if not where.any():
            return self
        pairs = [
            tuple(np.where(where.reshape(-1, *[1] * (a.ndim - 1)), b, a) for a, b in zip(mine, theirs, strict=True))
            for mine, theirs in ((self.pull, other.pull), (self.rows, other.rows))
        ]
        return _Linear((pairs[0][0], pairs[0][1], pairs[0][2]), (pairs[1][0], pairs[1][1], pairs[1][2]))


def _unless(where: npt.NDArray[np.bool_], state: State, other: State) -> State:
    if not where.any():
        return state
    angles = np.where(where[:, None], other.angles, state.angles)
    return State(angles, np.where(where[:, None], other.root, state.root), state.base)


def _moved(state: State, move: Array, free: IntArray) -> tuple[State, float]:
    """The state after a move, kept short; and the largest move, in units of one that is too small to matter."""
    turn = np.abs(move[:, :-3]).max(axis=1, initial=1e-12)
    shift = np.abs(move[:, -3:]).max(axis=1)
    factor = np.minimum(1.0, np.minimum(_MAX_TURN / turn, 0.4 / np.maximum(shift, 1e-12)))[:, None]
    angles = state.angles.copy()
    angles[:, free] += move[:, :-3] * factor
    angles = np.clip(angles, _LOW - 3.0, _HIGH + 3.0)
    largest = max(turn.max() / _SMALL_TURN, shift.max() / _SMALL_SHIFT)
    return State(angles, state.root + move[:, -3:] * factor, state.base), float(largest)


def _linearized(system: _System, state: State, sigma: Array, goal: Array) -> _Linear:
    pose = state.pose(system.body)
    value = np.concatenate([state.angles[:, system.free], state.root], axis=1)
    hessian = np.zeros((len(value), value.shape[1], value.shape[1]))
    index = np.arange(value.shape[1])
    hessian[:, index, index] = sigma**-2
    gradient = (value - goal) / sigma**2
    cost = (((value - goal) / sigma) ** 2).sum(axis=1)
    cost += _add_limits(hessian, gradient, value, system.free)
    matrix, residual, one_sided = _stack(system, state, pose)
    transposed = np.swapaxes(matrix, 1, 2)
    rows = (transposed @ matrix, (transposed @ residual[..., None])[..., 0], (one_sided**2).sum(axis=1))
    return _Linear((hessian, gradient, cost), rows)


def _add_limits(hessian: Array, gradient: Array, value: Array, free: IntArray) -> Array:
    """Adds the walls at the joint limits; their cost (T,)."""
    angle = value[:, :-3]
    beyond = np.minimum(angle - _LOW[free], 0.0) + np.maximum(angle - _HIGH[free], 0.0)
    index = np.arange(len(free))
    hessian[:, index, index] += (beyond != 0) / _LIMIT_SIGMA**2
    gradient[:, :-3] += beyond / _LIMIT_SIGMA**2
    return np.asarray(((beyond / _LIMIT_SIGMA) ** 2).sum(axis=1))


def _stack(system: _System, state: State, pose: Pose) -> tuple[Array, Array, Array]:
    """Weighted Jacobian (T,R,U) and residual (T,R) of contact rows and of skin that enters a surface; and
    the residual that counts as cost: skin outside a surface costs nothing."""
    rows, enter = system.rows, system.walls.rows(pose.points)
    used, where = np.unique(np.concatenate([rows.p, rows.q[rows.q >= 0], enter.p]), return_inverse=True)
    if used.size == 0:
        nothing = np.zeros((len(pose.points), 0))
        return np.zeros((len(pose.points), 0, len(system.free) + 3)), nothing, nothing
    points, moves = _moves(system, state, pose, used)
    count, ends = len(rows.p), int((rows.q >= 0).sum())
    p_at, enter_at = where[:count], where[count + ends :]
    q_at = np.zeros(count, dtype=np.int64)
    q_at[rows.q >= 0] = where[count : count + ends]
    held = (rows.q >= 0).astype(float)
    difference = points[:, p_at] - points[:, q_at] * held[:, None]
    residual = (np.einsum("trk,rk->tr", difference, rows.direction) - rows.target) * rows.weight
    matrix = _along(moves, p_at, rows.direction) * rows.weight[..., None]
    ends_at = np.flatnonzero(held)
    back = _along(moves, q_at[ends_at], rows.direction[ends_at])
    matrix[:, ends_at] -= back * rows.weight[:, ends_at, None]
    if len(enter.p) == 0:
        return matrix, residual, residual
    depth = np.einsum("trk,rk->tr", points[:, enter_at], enter.direction) - enter.target
    more = _along(moves, enter_at, enter.direction) * enter.weight[..., None]
    inside = np.concatenate([residual, np.minimum(depth, 0.0) * enter.weight], axis=1)
    return (np.concatenate([matrix, more], axis=1),
            np.concatenate([residual, depth * enter.weight], axis=1), inside)  # fmt: skip


def _along(moves: Array, at: IntArray, direction: Array) -> Array:
    """(T,R,U): how points move along directions (R,3), each of which is one of the world's axes."""
    axis = np.abs(direction).argmax(axis=1)
    sign = np.take_along_axis(direction, axis[:, None], axis=1)
    return np.asarray(moves[:, at, axis] * sign)


def _moves(system: _System, state: State, pose: Pose, used: IntArray) -> tuple[Array, Array]:
    """The used points (T,Q,3), and how they move with the unknowns (T,Q,3,U)."""
    table = build(system.body)
    plain = used[used < COM]
    mixed = [table.com if i == COM else system.rows.support for i in used[used >= COM]]
    heavy = np.flatnonzero(np.any(mixed, axis=0)) if mixed else np.zeros(0, dtype=np.int64)
    both = np.concatenate([plain, heavy])
    points = pose.points[:, both]
    every = jacobian(pose, state.base, system.free, points, table.segment[both])
    if not mixed:
        return points, every
    blend = np.array(mixed)[:, heavy]
    n = len(plain)
    return (
        np.concatenate([points[:, :n], np.einsum("vq,tqk->tvk", blend, points[:, n:])], axis=1),
        np.concatenate([every[:, :n], np.einsum("vq,tqku->tvku", blend, every[:, n:])], axis=1),
    )
