"""Put a body into one keyframe: the pose nearest to the stated angles in which its contacts hold.

Axes as in `skeleton`; meters, degrees.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from birddog.body import contact as touching
from birddog.body import joints
from birddog.body.anthropometry import Body
from birddog.body.keyframes import Contact, Movement, Side, Step, other_side
from birddog.body.scene import Surface
from birddog.body.sites import LIMB_ANGLES, SITES
from birddog.body.skeleton import POINT_INDEX, Array, standing_height
from birddog.body.solve import Pull, Rows, State, solve

# How firmly unknowns are held to what is wanted: sigma in degrees.
_FIRM = 2.0  # stated by the exercise
_SOFT = 10.0  # of the start position, in a limb in contact
_SIDEWAYS = 4.0  # the same, for angles that take a leg out of its plane
_SIDE_ANGLES = ("hip_abduction", "hip_rotation", "ankle_inversion")
_HAND = 30.0  # the same, for angles that lay a palm flat on the own body
_HAND_ANGLES = ("wrist", "forearm", "shoulder_rotation")
_IDLE = 3.0  # limbs that touch nothing
_TILT, _LEVEL = 40.0, 4.0  # the pelvis: as it leans, and its other two angles
_STEPS = 150
_GOOD = 0.009  # m: contacts this near need no other try


def pose_step(
    movement: Movement,
    body: Body,
    step: Step,
    before: State | None,
    fixed: Sequence[tuple[Contact, Array]],
    things: dict[str, Surface],
) -> State:
    """The state (one frame) of a step.

    before: the step before, for the first guess and the place of the root; fixed: contacts that keep their
    place, (site's points, 3) each; things: the surfaces.
    """
    one = np.ones(1)
    root = before.root if before is not None else np.array([[0.0, standing_height(body) * 0.5, 0.0]])
    wanted = State(step.wanted[None].copy(), root, step.base[None])
    contacts = [(c, one) for c in step.contacts]
    held = [(c, place, one) for c, place in fixed]
    rows = touching.rows(body, contacts, held, things, one if movement.balance else None, 1)
    if before is None:
        wanted = _lowered(body, wanted, step, things)
    blocking = [s for s in things.values() if s.blocks]
    pull = _held(step, before is None, _sided_free(movement.free, step.side))
    placed = _placed(body, wanted, rows)
    goal = State(placed.angles, placed.root, placed.base) if before is None else wanted
    goal = State(_stated_root(step, wanted.angles, placed.angles), goal.root, goal.base)
    best, least = placed, np.inf
    for start in _starts(placed, wanted, before):
        state = solve(body, goal, start, rows, pull, blocking, _STEPS)
        points = state.pose(body).points
        miss = max([float(touching.gap(body, c, points, things)[0]) for c in step.contacts], default=0.0)
        if miss < least:
            best, least = state, miss
        if least < _GOOD:
            break
    return best


def _starts(placed: State, wanted: State, before: State | None) -> list[State]:
    """Where to begin the search: one after the other, until the contacts are met."""
    out = [placed, wanted]
    if before is not None:
        out.append(State(before.angles, before.root, wanted.base))
    for name, by in (("pelvic_list", 12.0), ("pelvic_list", -12.0), ("pelvic_tilt", 12.0), ("pelvic_tilt", -12.0)):
        angles = placed.angles.copy()
        angles[:, joints.INDEX[name]] += by
        out.append(State(angles, placed.root, placed.base))
    return out


def _placed(body: Body, wanted: State, rows: Rows) -> State:
    """The whole body, stiff, moved and turned to where its contacts fit best."""
    sigma = np.zeros((1, len(joints.NAMES)))
    sigma[:, [joints.INDEX[n] for n in LIMB_ANGLES["root"]]] = _TILT
    loose = Rows(rows.p, rows.q, rows.direction, rows.target, rows.weight * 0.02, rows.support, rows.edges)
    return solve(body, wanted, wanted, loose, Pull(sigma, np.full((1, 3), 1.0)), (), 20)


def _stated_root(step: Step, wanted: Array, placed: Array) -> Array:
    """Angles to aim at: as wanted, but a pelvis that nobody states stays as it was placed."""
    out = wanted.copy()
    for name in LIMB_ANGLES["root"]:
        i = joints.INDEX[name]
        if step.stated[i] == 0:
            out[:, i] = placed[:, i]
    return out


def _sided_free(names: tuple[str, ...], side: Side) -> tuple[str, ...]:
    return names if side == "right" else tuple(other_side(n) for n in names)


def _lowered(body: Body, state: State, step: Step, things: dict[str, Surface]) -> State:
    """A first guess: the body shifted so that what touches a level surface is at its height."""
    points = state.pose(body).points[0]
    shifts = []
    for c in step.contacts:
        if c.on in things and things[c.on].normal[1] > 0:
            at = touching.place_of(c, points)
            shifts.append(things[c.on].offset - things[c.on].distance(at).mean() - things[c.on].offset)
    root = state.root.copy()
    root[:, 1] += (np.mean(shifts) if shifts else 0.0) + 0.03
    return State(state.angles, root, state.base)


def _held(step: Step, first: bool, free: tuple[str, ...]) -> Pull:
    """How firmly each angle of a keyframe is held."""
    sigma = np.zeros(len(joints.NAMES))
    # the angle by which the whole body leans: lying on the side it is the list
    lean = "pelvic_list" if abs(step.base[1, 2]) > 0.7 else "pelvic_tilt"
    limbs = {SITES[c.site].limb for c in step.contacts}
    limbs |= {_limb_of_place(c.on) for c in step.contacts}
    held = {SITES[c.site].limb for c in step.contacts if c.on in POINT_INDEX}
    for limb, names in LIMB_ANGLES.items():
        for name in names:
            i = joints.INDEX[name]
            stated = step.stated[i]
            if limb == "root":
                loose = _TILT if name == lean else _LEVEL
                sigma[i] = {2.0: _FIRM, 1.0: _SOFT}.get(stated, loose)
            elif limb in limbs:
                give = _SIDEWAYS if name.startswith(_SIDE_ANGLES) else _SOFT
                give = _HAND if limb in held and name.startswith(_HAND_ANGLES) else give
                sigma[i] = _FIRM if stated == 2.0 else give
            else:
                sigma[i] = _IDLE
    for name in free:
        sigma[joints.INDEX[name]] = _SOFT
    return Pull(sigma[None], np.array([[0.5, 5.0, 0.5]]) if first else np.full((1, 3), 1.0))


def _limb_of_place(place: str) -> str:
    """The limb that a place on the own body belongs to ("" for the trunk and for surfaces)."""
    stem, _, side = place.rpartition("_")
    if side not in joints.SIDES:
        return ""
    if stem.startswith(("thigh", "knee", "shin", "calf", "ankle", "foot", "heel", "toe")):
        return f"leg_{side}"
    if stem.startswith(("palm", "hand", "forearm", "elbow", "wrist", "upper_arm")):
        return f"arm_{side}"
    return ""
