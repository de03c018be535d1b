"""Stances that a therapist corrects first: on all fours, prone on the arms, at a wall. Centimeters and degrees."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from birddog.body import joints
from birddog.catalog.shown import Shown

OVER = 6.0  # cm by which a hip may be off its knee on all fours
UNDER = 8.0  # cm by which a hand may be off its shoulder
IN_LINE = 10.0  # degrees by which a head in line may nod
ARCH = (35.0, 45.0)  # degrees of low and upper back together, propped on the arms
LIFTED = 25.0  # cm: with shoulders above this the arms carry
PROPS = ("forearm", "elbow")


def all_fours(shown: Shown) -> Iterator[str]:
    """On hands and knees, hips stay over the knees that carry, and shoulders over the hands that carry."""
    if shown.movement.position != "hands-and-knees":
        return
    for frame, keyframe in zip(shown.frames, shown.movement.keyframes, strict=True):
        held = {c.site for c in keyframe.contacts if c.on == "floor" and c.mode != "moved"}
        for side in joints.SIDES:
            for site, low, high, most in (("shin", "knee", "hip", OVER), ("hand", "wrist", "shoulder", UNDER)):
                off = _off(shown, frame, f"{high}_{side}", f"{low}_{side}")
                if f"{site}_{side}" in held and abs(off) > most:
                    yield (f"in keyframe '{keyframe.name}' the {side} {high} is {abs(off):.0f} cm "
                           f"{'before' if off > 0 else 'behind'} its {low}; allowed: {most:g}")  # fmt: skip


def head_in_line(shown: Shown) -> Iterator[str]:
    """Face down with a neutral spine, the head goes on in the line of the back."""
    if "neutral_spine" not in shown.exercise.tags:
        return
    nods = shown.angle("neck_flexion") + shown.angle("head_nod")
    for frame, keyframe in zip(shown.frames, shown.movement.keyframes, strict=True):
        if shown.posture(frame) in ("quadruped", "prone_support") and abs(nods[frame]) > IN_LINE:
            yield f"in keyframe '{keyframe.name}' the neck is bent by {nods[frame]:.0f} degrees; allowed: {IN_LINE:g}"


def arch(shown: Shown) -> Iterator[str]:
    """Prone and propped on the arms, low and upper back share an arch; it is no hinge at the waist."""
    bent = -(shown.angle("lumbar_flexion") + shown.angle("thorax_flexion"))
    for frame, keyframe in zip(shown.frames, shown.movement.keyframes, strict=True):
        propped = {"wrist", "elbow"} & shown.touching(frame, "floor")
        raised = min(shown.at(keyframe.name, f"shoulder_{side}")[1] for side in joints.SIDES) > LIFTED
        low, most = ARCH
        if shown.posture(frame) == "prone" and propped and raised and not low <= bent[frame] <= most:
            yield (f"in keyframe '{keyframe.name}' the back arches by {bent[frame]:.0f} degrees; "
                   f"allowed: {low:g} to {most:g}")  # fmt: skip


def forearms_down(shown: Shown) -> Iterator[str]:
    """A forearm that lies on the floor before and after lies there on the way, too."""
    for before, after in zip(shown.movement.keyframes, shown.movement.keyframes[1:], strict=False):
        down = {(c.site, c.on) for c in before.contacts}
        for c in after.contacts:
            if c.site.startswith(PROPS) and c.mode == "moved" and (c.site, c.on) in down:
                yield f"on the way to keyframe '{after.name}' {c.site} leaves the {c.on}; say slides"


def at_the_wall(shown: Shown) -> Iterator[str]:
    """A wall that is shown is touched all the time once the body has come to it, or holds a band."""
    if "wall" not in shown.surfaces() or any(prop.kind == "band" for prop in shown.movement.props):
        return
    for frame, keyframe in list(zip(shown.frames, shown.movement.keyframes, strict=True))[1:]:
        if not shown.touching(frame, "wall"):
            yield f"in keyframe '{keyframe.name}' nothing touches the wall that is shown"


def _off(shown: Shown, frame: int, high: str, low: str) -> float:
    name = shown.movement.names[frame]
    return float(np.subtract(shown.at(name, high), shown.at(name, low))[0])
