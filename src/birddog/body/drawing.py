"""A posed body as painted layers: which shapes, in which tone, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from birddog.body import head as heads
from birddog.body.camera import Camera
from birddog.body.layers import Bar, Layer, Shape, bar, paint_order
from birddog.body.mannequin import HEM, SIDES, TRUNK, Body, Points, build
from birddog.body.outline import Chain, Loop, joined, tubes
from birddog.body.physique import AVERAGE, Physique

Array = NDArray[np.float64]

_ONE_PIECE = 70.0  # degrees: a joint that bends less is drawn in one stroke
_FAR_FROM = 0.30  # sine of the turn at which one side counts as the far one


@dataclass(frozen=True)
class Look:
    """How a body is drawn.

    shoes : shoes on the feet, else bare. face : with eyes. jointed : every bone apart, so that each can be
    moved by itself (animation); else limbs are drawn in one stroke where they can be. physique : whose body.
    """

    shoes: bool = False
    face: bool = True
    jointed: bool = False
    physique: Physique = AVERAGE


#: Where each bone hangs: the point about which it turns.
PIVOTS: dict[str, str] = {
    "pelvis": "pelvis", "shirt": "t12", "head": "skull_base", "neck": "c7",
    **{f"{bone}-{s}": f"{point}_{s}" for s in SIDES for bone, point in (
        ("thigh", "hip"), ("shank", "knee"), ("foot", "ankle"), ("upper", "shoulder"), ("fore", "elbow"),
        ("hand", "wrist"))},
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A body over T poses seen by a camera: ``body`` in 3D and its ``layers``, in no order."""

    body: Body
    layers: list[Layer]


def figure(points: Points, camera: Camera, look: Look = Look(), belly: Array | None = None) -> Figure:
    """Draw a body over T poses; ``points`` are (T, 3) each, ``belly`` (T,) out or in, meters."""
    painter = _Painter(build(points, look.physique, belly), points, camera, look)
    layers = painter.trunk()
    for side in SIDES:
        layers += painter.leg(side)
        layers += painter.arm(side)
    return Figure(painter.body, layers)


def ordered(layers: Sequence[Layer], frame: int = 0) -> list[Shape]:
    """Shapes of one frame from back to front, an arm's parts welded where they follow each other."""
    order = paint_order(layers, frame)
    shapes = [shape for layer in _weld([layers[k] for k in order]) for shape in layer.shapes]
    return [shape.at(frame) for shape in shapes]


def _far_side(right: Array, camera: Camera) -> str | None:
    turn = float((right @ camera.toward).mean())
    if abs(turn) < _FAR_FROM:
        return None
    return "left" if turn > 0 else "right"


def _slim(chain: Chain) -> Chain:
    """The chain with its last ellipsoid a little smaller, so that it ends inside of the limb."""
    axes = chain.axes.copy()
    axes[:, -1] *= 0.93
    return Chain(chain.centers, axes)


def _parts(body: Body, jointed: bool, far: str | None) -> dict[str, tuple[Chain, int]]:
    """Every chain to be drawn, by name, with where its line starts; ``far`` : the side in tones of its own."""
    trunk = body.trunk
    parts: dict[str, tuple[Chain, int]] = {
        "hips": (trunk.part(0, HEM + 2), 0),
        "seat": (body.seat, 0),
        "shirt": (trunk.part(HEM, len(TRUNK), flat_start=True), 0),
        "neck": (body.neck, 0),
    }
    for side in SIDES:
        mine = {
            "yoke": (body.yokes[side], 0),
            **_leg_parts(body, side, jointed, side == far),
            **_arm_parts(body, side, jointed),
        }
        parts |= {f"{name}-{side}": part for name, part in mine.items()}
    return parts


def _leg_parts(body: Body, side: str, jointed: bool, far: bool) -> dict[str, tuple[Chain, int]]:
    thigh, shank = body.thigh[side], body.shank[side]
    hem = shank.part(0, 6, flat_end=True)
    parts = {
        "foot": (body.foot[side], 0),
        "ankle": (shank.part(4, 7), 0),
        "thigh": (thigh, 0 if far else 2),
        "hip": (_slim(thigh.part(0, 4)), 0),
        "shank": (hem, 2 if jointed else 0),
    }
    whole = None if jointed else joined(thigh, hem, _ONE_PIECE)
    if whole is not None:
        parts["thigh"] = (whole, 0 if far else 2)
        del parts["shank"]
    if jointed:
        parts["knee"] = (_slim(shank.part(0, 4)), 0)
    return parts


def _arm_parts(body: Body, side: str, jointed: bool) -> dict[str, tuple[Chain, int]]:
    arm, fore, hand = body.upper_arm[side], body.forearm[side], body.hand[side]
    sleeve = body.sleeve[side].part(0, 4, flat_end=True)
    parts = {
        "sleeve": (sleeve, 1),
        "shoulder": (_slim(sleeve.part(0, 3)), 0),
        "thumb": (body.thumb[side], 0),
        "arm": (arm, 2),
        "fore": (fore, 1 if jointed else 0),
        "hand": (hand, 1 if jointed else 0),
    }
    if jointed:
        return {**parts, "elbow": (_slim(fore.part(0, 3)), 0), "wrist": (_slim(hand.part(0, 3)), 0)}
    fist = joined(fore, hand, _ONE_PIECE)
    if fist is not None:
        parts["fore"] = (fist, 0)
        del parts["hand"]
    whole = joined(arm, parts["fore"][0], _ONE_PIECE)
    if whole is not None:
        parts["arm"] = (whole, 2)
        del parts["fore"]
    return parts


class _Painter:
    def __init__(self, body: Body, points: Points, camera: Camera, look: Look) -> None:
        self.body, self.points, self.camera, self.look = body, points, camera, look
        self.far_leg, self.far_arm = (_far_side(frame.right, camera) for frame in (body.pelvis, body.chest))
        self.loops = tubes(_parts(body, look.jointed, self.far_leg), camera.plane)

    def fill(self, *names: str) -> list[Loop]:
        return [loop for name in names for loop in self.loops.get(name, ())]

    def bar(self, start: Array, end: Array, radius: float) -> Bar:
        return bar(self.camera, start, end, radius * self.body.size)

    def trunk(self) -> list[Layer]:
        body = self.body
        seat = Shape("pants", self.fill("hips", "seat"), True, "pelvis")
        shirt = Shape("top", self.fill("shirt", "yoke-left", "yoke-right"), True, "shirt")
        at = np.swapaxes(body.trunk.centers, 0, 1)
        brow = body.head.place(np.array([[0.02, 0.03, 0.0]]))[:, 0]
        legs = frozenset(f"leg-{s}" for s in SIDES)
        ribs = [self.bar(at[4], at[7], 0.10), self.bar(at[7], at[10], 0.11)]
        return [
            Layer("pelvis", [seat], [self.bar(at[1], at[3], 0.11)], 3.0, joined=legs),
            Layer("shirt", [shirt], ribs, 5.0, joined=frozenset({"pelvis"})),
            Layer("head", self._head(), [self.bar(self.points["skull_base"], brow, 0.085)], 6.0),
        ]

    def _head(self) -> list[Shape]:
        look = self.look
        pieces = heads.pieces(
            self.body.head, self.camera, self.fill("neck"), look.face, look.jointed, look.physique.hair == "bun"
        )
        return [
            Shape("skin-shade", loops, line, "neck") if tone == "neck" else Shape(tone, loops, line, "head")
            for tone, loops, line in pieces
        ]

    def leg(self, side: str) -> list[Layer]:
        far = "-far" if side == self.far_leg else ""
        hip, knee, ankle, heel, toe = (self.points[f"{n}_{side}"] for n in ("hip", "knee", "ankle", "heel", "toe"))
        bars = [
            self.bar(hip + 0.35 * (knee - hip), knee, 0.066),
            self.bar(knee, ankle, 0.045),
            self.bar(heel, toe, 0.03),
        ]
        shapes = self._jointed_leg(side, far) if self.look.jointed else self._leg(side, far)
        return [Layer(f"leg-{side}", shapes, bars, 2.0 if far else 4.0, lift=0.01)]

    def _leg(self, side: str, far: str) -> list[Shape]:
        """Foot, then one stroke from hip to hem, then the hip without a line."""
        bare = [Shape("skin" + far, self.fill(f"ankle-{side}", f"foot-{side}"), True)]
        if self.look.shoes:
            shoe = Shape("shoe" + far, self.fill(f"foot-{side}"), True)
            bare = [Shape("skin" + far, self.fill(f"ankle-{side}"), True), shoe]
        cloth = Shape("pants" + far, self.fill(f"thigh-{side}", f"shank-{side}"), True)
        return [*bare, cloth, *self._hip(side, far)]

    def _hip(self, side: str, far: str, bone: str = "") -> list[Shape]:
        """Cloth over the line between pelvis and thigh; a far thigh, in a tone of its own, keeps its line."""
        return [] if far else [Shape("pants", self.fill(f"hip-{side}"), False, bone)]

    def _jointed_leg(self, side: str, far: str) -> list[Shape]:
        """Foot, thigh and shank, each with shapes of its own."""
        sole = ("shoe" if self.look.shoes else "skin") + far
        upper, lower = f"thigh-{side}", f"shank-{side}"
        return [
            Shape(sole, self.fill(f"foot-{side}"), True, f"foot-{side}"),
            Shape("pants" + far, self.fill(upper), True, upper),
            *self._hip(side, far, upper),
            Shape("skin" + far, self.fill(f"ankle-{side}"), False, lower),
            Shape("pants" + far, self.fill(lower), True, lower),
            Shape("pants" + far, self.fill(f"knee-{side}"), False, lower),
        ]

    def arm(self, side: str) -> list[Layer]:
        far = "-far" if side == self.far_arm else ""
        shoulder, elbow, wrist, tip = (self.points[f"{n}_{side}"] for n in ("shoulder", "elbow", "wrist", "fingertip"))
        bone = f"upper-{side}"
        upper = [
            Shape("skin" + far, self.fill(f"arm-{side}"), True, bone),
            Shape("top" + far, self.fill(f"sleeve-{side}"), True, bone),
            Shape("top" + far, self.fill(f"shoulder-{side}"), False, bone),
        ]
        rank = (1.0 if far else 7.0) + (0.3 if side == "right" else 0.0)
        upper_bar = self.bar(shoulder + 0.3 * (elbow - shoulder), elbow, 0.045)
        fore_bars = [self.bar(elbow + 0.2 * (wrist - elbow), wrist, 0.035), self.bar(wrist, tip, 0.03)]
        return [
            Layer(bone, upper, [upper_bar], rank, lift=0.02),
            Layer(f"fore-{side}", self._fore(side, far), fore_bars, rank + 0.1, lift=0.02, joined=frozenset({bone})),
        ]

    def _fore(self, side: str, far: str) -> list[Shape]:
        """Forearm and hand."""
        tone = "skin" + far
        fore, hand = f"fore-{side}", f"hand-{side}"
        if not self.look.jointed:
            return [Shape(tone, self.fill(fore, hand, f"thumb-{side}"), True)]
        return [
            Shape(tone, self.fill(fore), True, fore),
            Shape(tone, self.fill(f"elbow-{side}"), False, fore),
            Shape(tone, self.fill(hand, f"thumb-{side}"), True, hand),
            Shape(tone, self.fill(f"wrist-{side}"), False, hand),
        ]


def _weld(layers: list[Layer]) -> list[Layer]:
    """Join upper arm and forearm into one skin path where one follows the other."""
    out: list[Layer] = []
    for layer in layers:
        last = out[-1] if out else None
        if last is not None and layer.name.startswith("fore-") and last.name == "upper" + layer.name[4:]:
            skin, *cloth = last.shapes
            joint = Shape(skin.tone, skin.loops + layer.shapes[0].loops, True)
            out[-1] = replace(last, shapes=[joint, *cloth], bars=last.bars + layer.bars)
        else:
            out.append(layer)
    return out
