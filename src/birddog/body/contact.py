"""Contacts as equations: what touches what becomes rows for `solve`.

Meters, degrees, axes as in `skeleton`.  A contact on a surface holds the skin spheres of its site on the
plane; once it has come down it also keeps its place, until it is lifted, slides or is moved.  A contact on
the own body brings two skin points together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from birddog.body import joints
from birddog.body.anthropometry import Body
from birddog.body.keyframes import Contact
from birddog.body.scene import Surface
from birddog.body.sites import SITES
from birddog.body.skeleton import POINT_INDEX, POINT_NAMES, Array, build
from birddog.body.solve import COM, NONE, SUPPORT, Edge, Rows

TOUCH_SIGMA = 0.0003  # m: skin on a surface
KEEP_SIGMA = 0.0005  # m: a hand or foot keeps its place
FLESH_SIGMA = 0.006  # m: back, pelvis, head: the skin stays, the body under it may roll
MEET_SIGMA = 0.001  # m: a hand on the own body
FACE_SIGMA = 0.006  # m: the palm, not the back of the hand, lies on the own body
HANG_SIGMA = 0.15  # m: the elbow of a hand on the own body hangs down
BALANCE_SIGMA = 0.015  # m: center of mass over the middle of the feet
TOLERANCE = 0.01  # m: what a contact may miss

Anchors = dict[str, Array]  # site -> (points of the site, 3): where it came down


@dataclass(frozen=True)
class Miss:
    """A contact that does not hold: by how many meters."""

    contact: Contact
    by: float
    why: str


class _Builder:
    """Collects rows: `when` (T,) says in which frames a row counts."""

    def __init__(self) -> None:
        self.p: list[int] = []
        self.q: list[int] = []
        self.direction: list[tuple[float, float, float]] = []
        self.target: list[Array] = []
        self.weight: list[Array] = []
        self.edges: list[Edge] = []

    def add(self, p: int, q: int, direction: tuple[float, float, float], target: float | Array,
            weight: Array) -> None:  # fmt: skip
        self.p.append(p)
        self.q.append(q)
        self.direction.append(direction)
        self.target.append(np.broadcast_to(np.asarray(target, dtype=float), weight.shape))
        self.weight.append(weight)

    def rows(self, frames: int, support: Array) -> Rows:
        if not self.p:
            empty = np.zeros(0, dtype=np.int64)
            return Rows(empty, empty, np.zeros((0, 3)), np.zeros((frames, 0)), np.zeros((frames, 0)))
        return Rows(np.array(self.p, dtype=np.int64), np.array(self.q, dtype=np.int64),
                    np.array(self.direction), np.stack(self.target, 1), np.stack(self.weight, 1),
                    support, tuple(self.edges))  # fmt: skip


_AXES = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def rows(
    body: Body,
    contacts: Sequence[tuple[Contact, Array]],
    anchors: Sequence[tuple[Contact, Array, Array]],
    things: Mapping[str, Surface],
    balance: Array | None,
    frames: int,
) -> Rows:
    """Equations for T = frames.

    contacts: (contact, when (T,) 0/1) that hold; anchors: (contact, place (K,3), when (T,)) that also keep
    their place; balance: (T,) 0/1 where the center of mass belongs over the feet, or None.
    """
    out = _Builder()
    for contact, when in contacts:
        if contact.on in things:
            _touch(out, body, contact, things[contact.on], when)
        else:
            _meet(out, body, contact, when)
    for contact, place, when in anchors:
        _keep(out, contact, place, things[contact.on], when)
    support = _support([c for c, _ in contacts])
    if balance is not None and support.any():
        for axis in (_AXES[0], _AXES[2]):
            out.add(COM, SUPPORT, axis, 0.0, balance / BALANCE_SIGMA)
    return out.rows(frames, support)


def _touch(out: _Builder, body: Body, contact: Contact, surface: Surface, when: Array) -> None:
    radius = build(body).radius
    for name in SITES[contact.site].points:
        p = POINT_INDEX[name]
        out.add(p, NONE, surface.normal, surface.offset + radius[p], when / TOUCH_SIGMA)
    if not np.isinf(surface.low[0]):
        _stay_on(out, contact, surface, when)


def _stay_on(out: _Builder, contact: Contact, surface: Surface, when: Array) -> None:
    """The middle of a hand or foot, or every point of another site, stays inside the edges of a thing."""
    site = SITES[contact.site]
    names = (site.skin,) if contact.site.startswith(("hand_", "foot_")) else site.points
    for name in names:
        for k, axis in enumerate((_AXES[0], _AXES[2])):
            away = (-axis[0], -axis[1], -axis[2])
            room = min(0.01, (surface.high[k] - surface.low[k]) / 4)
            out.edges.append(Edge(POINT_INDEX[name], axis, surface.low[k] + room, when))
            out.edges.append(Edge(POINT_INDEX[name], away, room - surface.high[k], when))


def _meet(out: _Builder, body: Body, contact: Contact, when: Array) -> None:
    p, q = POINT_INDEX[SITES[contact.site].skin], POINT_INDEX[contact.on]
    for axis in _AXES:
        out.add(p, q, axis, 0.0, when / MEET_SIGMA)
    stem, _, side = contact.site.rpartition("_")
    if SITES[contact.site].limb != f"arm_{side}":
        return
    elbow, shoulder = POINT_INDEX[f"elbow_{side}"], POINT_INDEX[f"shoulder_{side}"]
    if not contact.on.startswith(("head", "forehead", "temple", "ear")):
        out.add(elbow, shoulder, _AXES[1], -0.25 * body.scale, when / HANG_SIGMA)
    facing = POINT_INDEX.get(_outward(contact.on), NONE)
    if stem == "hand" and facing != NONE:
        for axis in _AXES:
            out.add(POINT_INDEX[f"hand_back_{side}"], facing, axis, 0.0, when / FACE_SIGMA)


def _outward(place: str) -> str:
    stem, _, side = place.rpartition("_")
    return f"{stem}_out_{side}" if side in joints.SIDES else f"{place}_out"


def _keep(out: _Builder, contact: Contact, place: Array, surface: Surface, when: Array) -> None:
    site = SITES[contact.site]
    sigma = KEEP_SIGMA if site.firm else FLESH_SIGMA
    for name, at in zip(site.points, place, strict=True):
        for tangent in surface.tangents:
            target = float(np.dot(at, tangent))
            out.add(POINT_INDEX[name], NONE, tangent, target, when / sigma)


def _support(contacts: Sequence[Contact]) -> Array:
    """(P,) weights of the middle of the support: heels count double, so that it is the middle of the foot."""
    weight = np.zeros(len(POINT_NAMES))
    if any(SITES[c.site].limb == "root" for c in contacts):
        return weight  # the trunk lies or sits on something
    for c in contacts:
        stands = c.on == "floor" or (c.on == "step" and c.site.startswith("foot_"))
        if stands and SITES[c.site].firm and not SITES[c.site].limb.startswith("arm"):
            for name in SITES[c.site].points:
                weight[POINT_INDEX[name]] += 2.0 if name.startswith(("heel", "knee")) else 1.0
    return np.asarray(weight / max(weight.sum(), 1.0))


def place_of(contact: Contact, points: Array) -> Array:
    """(K,3): where the points of a site are in one frame of points (P,3)."""
    return points[[POINT_INDEX[name] for name in SITES[contact.site].points]]


def gap(body: Body, contact: Contact, points: Array, things: Mapping[str, Surface]) -> Array:
    """(T,) m: how far a contact is from holding in points (T,P,3): + apart or inside, never negative."""
    if contact.on not in things:
        p, q = POINT_INDEX[SITES[contact.site].skin], POINT_INDEX[contact.on]
        return np.asarray(np.linalg.norm(points[:, p] - points[:, q], axis=-1))
    index = [POINT_INDEX[name] for name in SITES[contact.site].points]
    distance = things[contact.on].distance(points[:, index]) - build(body).radius[index]
    return np.asarray(np.abs(distance).max(axis=1))


def beside(contact: Contact, points: Array, things: Mapping[str, Surface]) -> float:
    """m by which a site lies outside the extent of the furniture that it is said to touch (one frame)."""
    surface = things[contact.on]
    at = place_of(contact, points).mean(axis=0)
    out = 0.0
    for k, axis in enumerate((0, 2)):
        out = max(out, surface.low[k] - at[axis], at[axis] - surface.high[k])
    return out


def depth(body: Body, points: Array, surface: Surface) -> npt.NDArray[np.float64]:
    """(T,) m: how deep the deepest skin is inside a blocking surface (0 = outside)."""
    table = build(body)
    skin = np.flatnonzero(table.radius > 0)
    inside = table.radius[skin] - surface.distance(points[:, skin])
    inside = np.where(surface.over(points[:, skin]), inside, 0.0)
    return np.asarray(np.maximum(inside, 0.0).max(axis=1))
