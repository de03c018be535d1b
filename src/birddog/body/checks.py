"""Does a movement hold together?  Pure checks over solved keyframes and sampled motion.

Meters, degrees, seconds; axes as in `skeleton`.  Every check returns problems in words; an empty list is good.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from birddog.body import contact as touching
from birddog.body import joints
from birddog.body.anthropometry import Body
from birddog.body.keyframes import Contact, Movement, Side
from birddog.body.motion import Motion, Solved, keyframes, sample
from birddog.body.reader import Problem
from birddog.body.scene import Surface
from birddog.body.sites import SITES
from birddog.body.skeleton import POINT_INDEX, POINT_NAMES, Array, build, center_of_mass, mirror_points

TOLERANCE = touching.TOLERANCE
_FLESH_SLIDE = 0.03  # m: skin of the back or the pelvis may roll this far
_STATED_OFF = 12.0  # degrees by which contacts may bend an angle that the exercise states
_BODIES = (Body(), Body(1.52, 20.0, "female"), Body(1.95, 34.0, "male"))


def keyframe_problems(movement: Movement, body: Body) -> list[Problem]:
    """Contacts that cannot be met, skin inside a surface, stated angles that contacts overrule."""
    solved = keyframes(movement, body)
    out: list[Problem] = []
    for k, step in enumerate(solved.steps[: len(movement.keyframes)]):
        where = f"movement.keyframes[{k}]"
        points = solved.points[k : k + 1]
        for c in step.contacts:
            miss = float(touching.gap(body, c, points, solved.things)[0])
            if miss > TOLERANCE:
                out.append(Problem(f"{where}.contacts.{c.site}", f"{c.site} misses {c.on} by {miss * 100:.1f} cm",
                                   "at most 1 cm: change angles or contacts"))  # fmt: skip
            elif c.on in solved.things and touching.beside(c, points[0], solved.things) > 0.02:
                out.append(Problem(f"{where}.contacts.{c.site}", _beside(body, c, points[0], solved),
                                   "move the thing (at_cm, side_cm) or widen it (depth_cm, width_cm)"))  # fmt: skip
        for thing in solved.things.values():
            deep = float(touching.depth(body, points, thing)[0]) if thing.blocks else 0.0
            if deep > TOLERANCE:
                out.append(Problem(where, f"keyframe {step.name!r}: {_deepest(body, points[0], thing)} is "
                                   f"{deep * 100:.1f} cm inside the {thing.name}", "at most 1 cm"))  # fmt: skip
        out += _overruled(solved, k, where)
    return out


def _beside(body: Body, contact: Contact, points: Array, solved: Solved) -> str:
    at = touching.place_of(contact, points).mean(axis=0) / body.scale * 100
    thing = solved.things[contact.on]
    low, high = (np.array(edge) / body.scale * 100 for edge in (thing.low, thing.high))
    return (f"{contact.site} comes down at x = {at[0]:.0f}, z = {at[2]:.0f} cm, beside the {contact.on} "
            f"(x {low[0]:.0f} to {high[0]:.0f}, z {low[1]:.0f} to {high[1]:.0f} cm)")  # fmt: skip


def _deepest(body: Body, points: Array, thing: Surface) -> str:
    inside = build(body).radius - thing.distance(points)
    inside[(build(body).radius == 0) | ~thing.over(points)] = -1.0
    return POINT_NAMES[int(np.argmax(inside))]


def _overruled(solved: Solved, k: int, where: str) -> list[Problem]:
    step, angles = solved.steps[k], solved.states[k].angles[0]
    out = []
    for i in np.flatnonzero(step.stated == 2.0):
        if abs(angles[i] - step.wanted[i]) > _STATED_OFF:
            out.append(Problem(f"{where}.angles.{joints.NAMES[i]}",
                               f"{joints.NAMES[i]} = {step.wanted[i]:g} was stated, the contacts make it "
                               f"{angles[i]:.0f}", "state what fits, or free a contact"))  # fmt: skip
    return out


def motion_problems(movement: Movement, body: Body, fps: float = 8.0) -> list[Problem]:
    """On the way: contacts that let go, slide, or skin that enters a surface; jumps."""
    motion = sample(movement, body, fps=fps)
    out = [*_floating(body, motion), *_sliding(motion), *_jumps(motion)]
    for thing in motion.things.values():
        deep = touching.depth(body, motion.points, thing) if thing.blocks else np.zeros(1)
        if deep.max() > TOLERANCE:
            t = int(deep.argmax())
            out.append(Problem("movement", f"{_deepest(body, motion.points[t], thing)} is {deep[t] * 100:.1f} cm "
                               f"inside the {thing.name} at {motion.times[t]:.1f} s", "at most 1 cm"))  # fmt: skip
    return out


def _floating(body: Body, motion: Motion) -> list[Problem]:
    out = []
    for c in sorted({c for at in motion.contacts for c in at}, key=str):
        when = np.array([any(c.site == o.site and c.on == o.on for o in at) for at in motion.contacts])
        miss = touching.gap(body, c, motion.points[when], motion.things)
        if miss.max() > TOLERANCE:
            t = motion.times[when][int(miss.argmax())]
            out.append(Problem("movement", f"{c.site} leaves {c.on} by {miss.max() * 100:.1f} cm at {t:.1f} s",
                               "at most 1 cm"))  # fmt: skip
    return out


def _sliding(motion: Motion) -> list[Problem]:
    """Contacts on a surface that are fixed on the way must not travel from frame to frame."""
    worst: dict[str, float] = {}
    for t in range(len(motion.times) - 1):
        fixed = {c for c in motion.contacts[t] if c.mode == "fixed" and c.on in motion.things}
        for c in fixed & set(motion.contacts[t + 1]):
            index = [POINT_INDEX[p] for p in SITES[c.site].points]
            travel = float(np.linalg.norm(motion.points[t + 1, index] - motion.points[t, index], axis=1).max())
            worst[c.site] = max(worst.get(c.site, 0.0), travel)
    return [Problem("movement", f"{site} slides {travel * 100:.1f} cm in one frame", "say slides or moved")
            for site, travel in worst.items()
            if travel > (TOLERANCE if SITES[site].firm else _FLESH_SLIDE)]  # fmt: skip


def _jumps(motion: Motion) -> list[Problem]:
    """No point may go faster than 4 m/s: then two keyframes are too far apart or a solution flips."""
    if len(motion.times) < 2:
        return []
    dt = np.diff(motion.times)[:, None]
    speed = np.linalg.norm(np.diff(motion.points, axis=0), axis=-1) / dt
    t, p = np.unravel_index(int(speed.argmax()), speed.shape)
    if speed[t, p] <= 4.0:
        return []
    return [Problem("movement", f"{POINT_NAMES[p]} moves at {speed[t, p]:.1f} m/s at {motion.times[t]:.1f} s",
                    "more seconds, or a keyframe between")]  # fmt: skip


def _hull(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Corners of the convex hull of (N,2), counterclockwise (monotone chain)."""
    ordered = sorted({(float(x), float(z)) for x, z in points})
    if len(ordered) < 3:
        return np.array(ordered)

    def half(seq: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        out: list[tuple[float, float]] = []
        for p in seq:
            while len(out) > 1 and _cross(out[-2], out[-1], p) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    return np.array(half(ordered) + half(ordered[::-1]))


def _cross(o: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def outside_support(body: Body, points: Array, index: Sequence[int]) -> float:
    """m by which the center of mass (one frame, points (P,3)) is outside the hull of what carries the body
    (skin of the points in `index`); negative = inside by so much."""
    com = center_of_mass(body, points[None])[0][[0, 2]]
    radius = build(body).radius
    ring = np.array([[np.cos(a), np.sin(a)] for a in np.linspace(0, 2 * np.pi, 8, endpoint=False)])
    at = np.concatenate([points[i][[0, 2]] + ring * min(radius[i], 0.03) for i in index])
    corners = _hull(at)
    if len(corners) < 3:
        return float(np.linalg.norm(corners - com, axis=1).min())
    edge = np.roll(corners, -1, axis=0) - corners
    normal = np.stack([edge[:, 1], -edge[:, 0]], axis=1) / np.linalg.norm(edge, axis=1, keepdims=True)
    return float(((com - corners) * normal).sum(axis=1).max())


def balance_problems(movement: Movement, body: Body) -> list[Problem]:
    """Held keyframes where the center of mass is more than 3 cm outside what carries the body."""
    solved = keyframes(movement, body)
    out = []
    for k, step in enumerate(solved.steps[: len(movement.keyframes)]):
        carrying = [c for c in step.contacts if c.on in solved.things and solved.things[c.on].normal[1] > 0]
        index = [POINT_INDEX[p] for c in carrying for p in SITES[c.site].points]
        leaning = any(c.on == "wall" or SITES[c.site].limb == "root" for c in step.contacts)
        if not index or leaning or step.hold < 0.9:
            continue
        over = outside_support(body, solved.points[k], index)
        if over > 0.03:
            out.append(Problem(f"movement.keyframes[{k}]", f"keyframe {step.name!r} would tip over: center of mass "
                               f"{over * 100:.0f} cm outside the support", "lean back over the support"))  # fmt: skip
    return out


def asymmetry(movement: Movement, body: Body) -> float:
    """m: largest difference between the movement on the left and the mirror image of it on the right."""
    sides: tuple[Side, Side] = ("right", "left")
    right, left = (keyframes(movement, body, side).points for side in sides)
    return float(np.abs(mirror_points(right) - left).max())


def lift_problems(movement: Movement, body: Body) -> list[Problem]:
    """What the words say rises: does it, by that much (within 30 % or 4 cm)?"""
    solved = keyframes(movement, body)
    names = movement.names
    out = []
    for i, lift in enumerate(movement.lifts):
        at = [POINT_INDEX[p] for p in (SITES[lift.site].points if lift.site in SITES else (lift.site,))]
        ends = [float(solved.points[names.index(end), at, 1].mean()) for end in (lift.start, lift.end)]
        by, wanted = ends[1] - ends[0], lift.by * body.scale
        if abs(by - wanted) > max(0.04, 0.3 * abs(wanted)):
            out.append(Problem(f"movement.lifts[{i}]", f"{lift.site} rises {by * 100:.0f} cm, the words say "
                               f"{wanted * 100:.0f} cm", "within 30 % or 4 cm"))  # fmt: skip
    return out


def signature(movement: Movement, body: Body, count: int = 24) -> Array:
    """(count, P*3): the movement's points over one loop, mid-hip at the origin of its first frame."""
    length = float(keyframes(movement, body).line.length)
    motion = sample(movement, body, times=np.linspace(0, length, count, endpoint=False))
    points = motion.points - motion.points[:1, :1] * np.array([1.0, 0.0, 1.0])
    return np.asarray(points.reshape(count, -1))


def too_alike(movements: Sequence[Movement], body: Body, apart: float = 0.02) -> list[tuple[str, str, float]]:
    """Pairs of movements whose points differ by less than `apart` m (root mean square): (id, id, m)."""
    shapes = [(m.id, signature(m, body)) for m in movements]
    out = []
    for (a, first), (b, second) in combinations(shapes, 2):
        difference = float(np.sqrt(((first - second) ** 2).mean() * 3))
        if difference < apart:
            out.append((a, b, difference))
    return out


def all_problems(movement: Movement, bodies: Sequence[Body] = _BODIES) -> list[Problem]:
    """Every check that concerns one movement; contacts for several builds, the rest for the first."""
    out: list[Problem] = []
    for i, body in enumerate(bodies):
        found = [*keyframe_problems(movement, body), *motion_problems(movement, body)]
        if i == 0:
            found += [*balance_problems(movement, body), *lift_problems(movement, body)]
            if asymmetry(movement, body) > TOLERANCE:
                found.append(Problem("movement", "left and right are not mirror images"))
        if found and i > 0:
            found = [Problem(p.where, f"{p.message} (body of {body.stature} m, BMI {body.bmi:g})", p.allowed)
                     for p in found]  # fmt: skip
        out += found
        if found:
            break
    return out
