"""What an exercise's movement is: keyframes of clinical angles and contacts, and its time line.

Angles in degrees, times in seconds, lengths in meters after parsing.  A movement is written once for the
working side = right; the other side is its mirror image.  Parsing is in `definition`, motion in `motion`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from birddog.body import camera, joints
from birddog.body.skeleton import POSTURES, Array, mirror_angles

Side = Literal["left", "right"]
Mode = Literal["fixed", "slides", "moved"]
FloatArray = npt.NDArray[np.float64]

LAYOUTS = ("auto", "overlay", "apart")
VIEWS = tuple(camera.VIEWS)
BREATHS = ("in", "out", "easy")
EASES = ("smooth", "steady")
MODES: tuple[Mode, ...] = ("fixed", "slides", "moved")
PUSH_WORDS = ("up", "down", "round")  # where an arrow may point, besides at a point of the body
PROP_KINDS = ("band", "strap", "towel", "dowel", "weight", "cushion", "ball", "box", "barbell", "bedding",
              "rough-ground", "screen", "exercise-bike", "recumbent-bike", "elliptical", "trail-bike")  # fmt: skip


@dataclass(frozen=True)
class Contact:
    """One site on a surface or on the own body. mode: on the way to this keyframe it stays put (fixed),
    stays in touch but travels (slides), or lifts off and comes down elsewhere (moved)."""

    site: str
    on: str
    mode: Mode = "fixed"


@dataclass(frozen=True)
class Prop:
    """A thing that goes with the body: `path` of point names or fixed places (m), thickness in m."""

    kind: str
    path: tuple[str | tuple[float, float, float], ...]
    size: float


@dataclass(frozen=True)
class Keyframe:
    """One named pose.

    seconds: time to get here from the keyframe before (for the first: from the last, when it loops).
    hold: seconds to stay; hold_from_dose: the exercise's dose says how long (hold is the fallback).
    firm: angles that this exercise states; soft: angles of the start position, which give way to contacts.
    belly: m by which the belly is out (+) or drawn in (-); drawn only.
    """

    name: str
    seconds: float
    hold: float
    hold_from_dose: bool
    breath: str
    ease: str
    posture: str
    firm: tuple[tuple[str, float], ...]
    soft: tuple[tuple[str, float], ...]
    contacts: tuple[Contact, ...]
    belly: float = 0.0


@dataclass(frozen=True)
class Lift:
    """What the words say rises: point `site` by `by` m from keyframe `start` to keyframe `end`."""

    site: str
    by: float
    start: str
    end: str


@dataclass(frozen=True)
class Movement:
    """One exercise's movement. Working side right; `alternating` loops right, then left.

    view: where a camera stands that watches. drawn_from: where the picture is seen from, when that shows more.
    shoes: on the feet. inset: pelvis and spine are drawn large beside the still, for what moves too little to be seen.
    footprints: both feet are drawn from above beside the still, where it matters how they stand.
    """

    id: str
    position: str
    laterality: str
    keyframes: tuple[Keyframe, ...]
    scene: tuple[tuple[str, tuple[tuple[str, float | str], ...]], ...] = ()
    props: tuple[Prop, ...] = ()
    view: str = "side"
    drawn_from: str = ""
    second_view: str = ""
    muscles: tuple[str, ...] = ()
    lifts: tuple[Lift, ...] = ()
    free: tuple[str, ...] = ()
    balance: bool = False
    still: tuple[str, ...] = ()
    arrows: tuple[str, ...] = ()
    layout: str = "auto"
    shoes: bool = False
    inset: bool = False
    footprints: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Keyframe names in order."""
        return tuple(k.name for k in self.keyframes)

    @property
    def scene_table(self) -> dict[str, dict[str, float | str]]:
        """The scene as {thing: {key: cm}}."""
        return {name: dict(values) for name, values in self.scene}


@dataclass(frozen=True)
class Step:
    """A keyframe done on one side, ready to solve. wanted (A,) degrees; stated (A,) 2 = stated by the
    exercise, 1 = given by the position, 0 = left at zero; base (3,3)."""

    name: str
    side: Side
    seconds: float
    hold: float
    breath: str
    ease: str
    wanted: FloatArray = field(repr=False)
    stated: FloatArray = field(repr=False)
    base: FloatArray = field(repr=False)
    contacts: tuple[Contact, ...] = ()


def other_side(name: str) -> str:
    """`hand_left` <-> `hand_right`; names without a side stay."""
    return joints.other_side(name)


def mirror_contact(contact: Contact) -> Contact:
    """The contact on the other side of the body."""
    on = contact.on if contact.on in POSTURES else other_side(contact.on)
    return Contact(other_side(contact.site), on, contact.mode)


def _angles(keyframe: Keyframe) -> tuple[Array, Array]:
    wanted = np.zeros(len(joints.NAMES))
    stated = np.zeros(len(joints.NAMES))
    for level, pairs in ((1.0, keyframe.soft), (2.0, keyframe.firm)):
        for name, value in pairs:
            wanted[joints.INDEX[name]] = value
            stated[joints.INDEX[name]] = level
    return wanted, stated


def step_of(keyframe: Keyframe, side: Side, hold: float | None = None) -> Step:
    """A keyframe on one side; hold replaces the length of a hold that comes from the dose."""
    wanted, stated = _angles(keyframe)
    base = POSTURES[keyframe.posture]
    contacts = keyframe.contacts
    if side == "left":
        wanted = mirror_angles(wanted[None])[0]
        stated = stated[list(joints.MIRROR_INDEX)]
        flip = np.diag([1.0, 1.0, -1.0])
        base = flip @ base @ flip
        contacts = tuple(mirror_contact(c) for c in contacts)
    seconds = keyframe.hold if hold is None or not keyframe.hold_from_dose else hold
    return Step(keyframe.name, side, keyframe.seconds, seconds, keyframe.breath, keyframe.ease, wanted,
                stated, base, contacts)  # fmt: skip


def steps(movement: Movement, side: Side = "right", hold: float | None = None) -> tuple[Step, ...]:
    """All steps of one loop: one side, or for alternating movements one side and then the other.

    side: the side that works (first). hold: seconds of each hold that the dose decides.
    """
    sides: tuple[Side, ...] = (side,)
    if movement.laterality == "alternating":
        sides = (side, "left" if side == "right" else "right")
    return tuple(step_of(k, s, hold) for s in sides for k in movement.keyframes)


@dataclass(frozen=True)
class Timeline:
    """When each step of a loop begins to move, arrives, and leaves; seconds (K,) and the loop's length."""

    leaves: Array  # step k-1 is left (motion to step k begins)
    arrives: Array  # step k is reached
    length: float

    def where(self, times: Array) -> tuple[npt.NDArray[np.int64], Array]:
        """For times (T,) in s (any number of loops): step that is being left or held (T,), and how far
        on the way to the next one (T,) 0-1, linear in time."""
        t = np.mod(np.asarray(times, dtype=float), self.length)
        k = np.clip(np.searchsorted(self.arrives, t + 1e-12, side="right") - 1, 0, len(self.arrives) - 1)
        following = np.append(self.leaves[1:], self.length - self._back)[k]
        reach = np.append(self.arrives[1:], self.length)[k]
        span = np.maximum(reach - following, 1e-9)
        return k.astype(np.int64), np.clip((t - following) / span, 0.0, 1.0)

    @property
    def _back(self) -> float:
        return float(self.leaves[0])


def timeline(loop: tuple[Step, ...]) -> Timeline:
    """The time line of a loop that starts held at its first step and comes back to it at the end."""
    leaves, arrives = np.zeros(len(loop)), np.zeros(len(loop))
    now = loop[0].hold
    for k, step in enumerate(loop[1:], start=1):
        leaves[k] = now
        arrives[k] = now + step.seconds
        now = arrives[k] + step.hold
    leaves[0] = loop[0].seconds if len(loop) > 1 else 0.0  # length of the way back
    return Timeline(leaves, arrives, max(now + leaves[0], 1e-6))


def minimum_jerk(u: Array) -> Array:
    """Smooth 0-1 from linear 0-1: no speed and no acceleration at both ends (Flash & Hogan 1985)."""
    return np.asarray(u**3 * (10 + u * (6 * u - 15)))


def with_hold(movement: Movement, seconds: float) -> Movement:
    """The movement with every hold that the dose decides set to these seconds."""
    keyframes = tuple(replace(k, hold=seconds) if k.hold_from_dose else k for k in movement.keyframes)
    return replace(movement, keyframes=keyframes)
