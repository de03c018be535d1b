"""Soft patches of color where a muscle lies.

A patch is a chain on a bone or an ellipsoid on the trunk, drawn only where its side of the body can be
seen. Names are those of the exercise files; a phrase that names several muscles lights all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from birddog.body.camera import Camera
from birddog.body.layers import Layer, Shape
from birddog.body.mannequin import SIDES, Body
from birddog.body.outline import Chain, norm, tube

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Patch:
    """Where a muscle lies.

    on : "trunk", "pelvis", "thigh", "shank", "upper_arm". start, stop : shares along that part (0 hip or
    bottom). forward, outward : offset of its middle, as a share of the part's half depth and half width.
    depth, width : half sizes as such shares. single : one patch in the midline instead of one per side.
    """

    on: str
    start: float
    stop: float
    forward: float
    outward: float
    depth: float
    width: float
    single: bool = False


_ABDOMEN = Patch("trunk", 0.22, 0.56, 0.72, 0.0, 0.22, 0.50, True)
_OBLIQUES = Patch("trunk", 0.26, 0.56, 0.18, 0.78, 0.50, 0.16)
_BACK_LOW = Patch("trunk", 0.20, 0.50, -0.74, 0.20, 0.20, 0.15)
_BACK_LONG = Patch("trunk", 0.20, 0.80, -0.76, 0.24, 0.18, 0.14)
_MULTIFIDUS = Patch("trunk", 0.16, 0.42, -0.78, 0.14, 0.18, 0.11)
_GLUTE = Patch("pelvis", 0.0, 0.0, -0.66, 0.0, 0.42, 0.62)

MUSCLES: dict[str, tuple[Patch, ...]] = {
    "gluteus maximus": (_GLUTE,),
    "glute": (_GLUTE,),
    "gluteus medius": (Patch("pelvis", 0.0, 0.9, -0.10, 0.78, 0.40, 0.24),),
    "gluteus minimus": (Patch("pelvis", 0.0, 0.7, 0.05, 0.78, 0.34, 0.24),),
    "lateral hip": (Patch("pelvis", 0.0, 0.9, -0.10, 0.78, 0.40, 0.24),),
    "piriformis": (Patch("pelvis", 0.1, 0.5, -0.62, 0.25, 0.26, 0.40),),
    "rotators": (Patch("pelvis", 0.1, 0.5, -0.62, 0.25, 0.26, 0.40),),
    "posterior hip capsule": (Patch("pelvis", 0.1, 0.5, -0.62, 0.25, 0.26, 0.40),),
    "multifidus": (_MULTIFIDUS,),
    "lumbar": (_BACK_LOW,),
    "low back": (_BACK_LOW,),
    "thoracolumbar fascia": (_BACK_LOW,),
    "erector spinae": (_BACK_LONG,),
    "trunk extensors": (_BACK_LONG,),
    "thoracic": (Patch("trunk", 0.52, 0.86, -0.76, 0.26, 0.18, 0.16),),
    "quadratus lumborum": (Patch("trunk", 0.28, 0.48, -0.55, 0.55, 0.28, 0.22),),
    "latissimus": (Patch("trunk", 0.42, 0.80, -0.45, 0.70, 0.34, 0.24),),
    "trapezius": (Patch("trunk", 0.62, 0.95, -0.72, 0.30, 0.20, 0.24),),
    "rhomboid": (Patch("trunk", 0.66, 0.86, -0.74, 0.40, 0.18, 0.20),),
    "scapula": (Patch("trunk", 0.66, 0.86, -0.74, 0.45, 0.18, 0.22),),
    "serratus": (Patch("trunk", 0.56, 0.78, 0.15, 0.85, 0.36, 0.12),),
    "chest": (Patch("trunk", 0.66, 0.84, 0.72, 0.42, 0.22, 0.34),),
    "pectoral": (Patch("trunk", 0.66, 0.84, 0.72, 0.42, 0.22, 0.34),),
    "abdomin": (_ABDOMEN,),
    "core": (_ABDOMEN,),
    "anterior trunk": (_ABDOMEN,),
    "oblique": (_OBLIQUES,),
    "trunk side wall": (_OBLIQUES,),
    "iliopsoas": (Patch("thigh", -0.08, 0.22, 0.60, 0.05, 0.32, 0.40),),
    "hip flexor": (Patch("thigh", -0.08, 0.22, 0.60, 0.05, 0.32, 0.40),),
    "rectus femoris": (Patch("thigh", 0.08, 0.86, 0.62, 0.0, 0.30, 0.34),),
    "quadriceps": (Patch("thigh", 0.10, 0.88, 0.52, 0.0, 0.40, 0.62),),
    "hamstring": (Patch("thigh", 0.16, 0.92, -0.60, 0.0, 0.34, 0.56),),
    "posterior chain": (Patch("thigh", 0.16, 0.92, -0.60, 0.0, 0.34, 0.56),),
    "adductor": (Patch("thigh", 0.06, 0.66, 0.0, -0.62, 0.40, 0.30),),
    "calf": (Patch("shank", 0.08, 0.58, -0.50, 0.0, 0.42, 0.66),),
    "gastrocnemius": (Patch("shank", 0.08, 0.58, -0.50, 0.0, 0.42, 0.66),),
    "soleus": (Patch("shank", 0.30, 0.72, -0.50, 0.0, 0.42, 0.60),),
    "shoulder": (Patch("upper_arm", 0.02, 0.42, 0.0, 0.25, 0.70, 0.60),),
    "deltoid": (Patch("upper_arm", 0.02, 0.42, 0.0, 0.25, 0.70, 0.60),),
    "triceps": (Patch("upper_arm", 0.20, 0.85, -0.50, 0.0, 0.40, 0.60),),
    "biceps": (Patch("upper_arm", 0.20, 0.85, 0.50, 0.0, 0.40, 0.60),),
    "neck": (Patch("neck", 0.1, 0.9, -0.6, 0.0, 0.34, 0.5, True),),
}


def patches_for(names: Sequence[str]) -> list[Patch]:
    """Patches of muscles named in these words; words that name none are passed over."""
    found: dict[Patch, None] = {}
    for name in names:
        for key, patches in MUSCLES.items():
            if key in name.lower():
                found.update(dict.fromkeys(patches))
    return list(found)


def marked(layers: Sequence[Layer], names: Sequence[str], body: Body, camera: Camera) -> list[Layer]:
    """Layers of a body over T poses with these muscles marked: each mark lies on its limb, and goes where that goes."""
    marks: dict[str, list[Shape]] = {}
    for patch in patches_for(names):
        for side in ("",) if patch.single else SIDES:
            marks.setdefault(_below(patch, side), []).extend(_mark(patch, side, body, camera))
    return [replace(layer, shapes=[*layer.shapes, *marks.get(layer.name, ())]) for layer in layers]


def _below(patch: Patch, side: str) -> str:
    """The layer that a mark lies on; a buttock is covered by its leg."""
    limb = {"thigh": f"leg-{side}", "pelvis": f"leg-{side}", "shank": f"leg-{side}", "upper_arm": f"upper-{side}"}
    return limb.get(patch.on, "head" if patch.on == "neck" else "shirt")


def _host(patch: Patch, side: str, body: Body) -> tuple[Chain, str]:
    if patch.on == "trunk":
        return body.trunk, "shirt"
    if patch.on == "neck":
        return body.neck, "head"
    if patch.on == "pelvis":
        return body.trunk, f"thigh-{side}"
    limbs = {"thigh": body.thigh, "shank": body.shank, "upper_arm": body.upper_arm}
    bone = {"thigh": "thigh", "shank": "shank", "upper_arm": "upper"}[patch.on]
    return limbs[patch.on][side], f"{bone}-{side}"


def _mark(patch: Patch, side: str, body: Body, camera: Camera) -> list[Shape]:
    sign = -1.0 if side == "left" else 1.0
    host, bone = _host(patch, side, body)
    if patch.on == "pelvis":
        chain, outward = _on_pelvis(patch, sign, side, body)
    else:
        chain, outward = _along(patch, sign, host)
    if float((outward @ camera.toward).mean()) < -0.12:
        return []
    soft = Chain(chain.centers, chain.axes * 0.62)
    return [
        Shape("muscle-soft", tube(chain, camera.plane), False, bone),
        Shape("muscle", tube(soft, camera.plane), False, bone),
    ]


def _along(patch: Patch, sign: float, host: Chain) -> tuple[Chain, Array]:
    """Chain of three ellipsoids along part of a host chain, and the way out of the body (T, 3)."""
    count = host.centers.shape[1]
    share = np.linspace(patch.start, patch.stop, 5) * (count - 1)
    low = np.clip(np.floor(share).astype(int), 0, count - 2)
    rest = (share - low)[:, None]
    centers = host.centers[:, low] * (1 - rest) + host.centers[:, low + 1] * rest
    axes = host.axes[:, low] * (1 - rest[..., None]) + host.axes[:, low + 1] * rest[..., None]
    swell = np.array([0.55, 0.9, 1.0, 0.9, 0.55])[:, None]
    forward, right = axes[:, :, 0], axes[:, :, 1]
    centers = centers + patch.forward * forward + sign * patch.outward * right
    out = np.stack([forward * patch.depth * swell, right * patch.width * swell, axes[:, :, 2] * 0.45], axis=2)
    outward = patch.forward * forward[:, 2] + sign * patch.outward * right[:, 2]
    return Chain(centers, out), np.asarray(outward / np.maximum(norm(outward), 1e-9))


def _on_pelvis(patch: Patch, sign: float, side: str, body: Body) -> tuple[Chain, Array]:
    hip = body.thigh[side].centers[:, 0]
    f, k = body.pelvis, body.size
    up = (patch.start + patch.stop) / 2
    center = hip + k * (patch.forward * 0.125 * f.forward + 0.10 * up * f.up
                        + sign * (patch.outward * 0.075) * f.right)  # fmt: skip
    half = np.array([patch.depth * 0.105, patch.width * 0.10, 0.075]) * k
    basis = np.stack([f.forward, f.right, f.up], axis=1)
    outward = patch.forward * f.forward + sign * patch.outward * f.right
    chain = Chain(center[:, None], (half[:, None] * basis)[:, None])
    return chain, np.asarray(outward / np.maximum(norm(outward), 1e-9))
