"""Numbers in the steps of an exercise are what its movement does: centimeters, degrees, right angles.

Every number in a step has a ``[[promises]]`` row in the exercise's file: the words it stands in (``says``), how it is
measured (``measure``, a name of ``MEASURES`` and its arguments), and between which values (``least``, ``most``) the
measure lies. The working side is the right one. "About" is 30 percent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from birddog.body.skeleton import POINT_INDEX, build
from birddog.catalog.shown import BODY, Shown

Row = Mapping[str, Any]
Measure = Callable[..., list[float]]

NUMBER = re.compile(r"\d+(?: to \d+)? (?:cm|degrees)|right angles?|halfway to (?:level|the floor)|level with the floor")
INCHES = re.compile(r"([\d to]+) cm \(([\d to]+) inch")
AXES = {"x": (0, 1), "-x": (0, -1), "y": (1, 1), "z": (2, 1), "-z": (2, -1)}


def gap(shown: Shown, keyframe: str, one: str, other: str) -> list[float]:
    """cm along X between the skin of two points."""
    radius = 100 * (build(BODY).radius[POINT_INDEX[one]] + build(BODY).radius[POINT_INDEX[other]])
    return [abs(float(shown.at(keyframe, one)[0] - shown.at(keyframe, other)[0])) - float(radius)]


def to_wall(shown: Shown, keyframe: str, *points: str) -> list[float]:
    """cm from points to the wall."""
    wall = shown.solved.things["wall"]
    return [float(100 * wall.distance(shown.at(keyframe, p) / 100)) for p in points]


def bend(shown: Shown, keyframe: str, *angles: str) -> list[float]:
    """Degrees of joint angles; one without its side stands for both."""
    sided = [a for angle in angles for a in ([angle] if angle.endswith(("_left", "_right")) else
             [f"{angle}_left", f"{angle}_right"])]  # fmt: skip
    return [shown.bend(keyframe, angle) for angle in sided]


def sole(shown: Shown, keyframe: str) -> list[float]:
    """cm between the floor and the sole of the working foot."""
    return [sum(shown.above_floor(keyframe, f"{p}_right") for p in ("heel", "ball")) / 2]


def above_floor(shown: Shown, point: str, *keyframes: str) -> list[float]:
    """cm between the floor and the skin of a point, in each keyframe."""
    return [shown.above_floor(keyframe, point) for keyframe in keyframes]


def rise(shown: Shown, start: str, end: str, *points: str) -> list[float]:
    """cm by which points are higher in the second keyframe."""
    return [shown.rise(point, start, end) for point in points]


def travel(shown: Shown, point: str, start: str, end: str, axis: str) -> list[float]:
    """cm that a point goes along an axis: ``x`` forward, ``z`` to the right, with a minus the other way."""
    number, sign = AXES[axis]
    return [sign * shown.travel(point, start, end, number)]


def apart(shown: Shown, keyframe: str, one: str, other: str, axis: str) -> list[float]:
    """cm by which the first point is beyond the second along an axis (``y``: up)."""
    number, sign = AXES[axis]
    return [sign * float(shown.at(keyframe, one)[number] - shown.at(keyframe, other)[number])]


def lean(shown: Shown, start: str, end: str) -> list[float]:
    """Degrees by which the trunk is tipped further in the second keyframe."""
    return [shown.lean(end) - shown.lean(start)]


def tip(shown: Shown, keyframe: str, low: str, high: str) -> list[float]:
    """Degrees by which the way between two points is tipped from upright."""
    return [shown.tip(keyframe, low, high)]


MEASURES: dict[str, Measure] = {
    "gap": gap, "to_wall": to_wall, "bend": bend, "sole": sole, "above_floor": above_floor, "rise": rise,
    "travel": travel, "apart": apart, "lean": lean, "tip": tip,
}  # fmt: skip


def measured_problems(shown: Shown, promises: list[Row], unshown: frozenset[str]) -> Iterator[str]:
    """Promises that the model does not keep, and numbers in the steps that nothing measures.

    ``unshown``: numbers that the picture cannot show (exemptions of ``numbers``).
    """
    for row in promises:
        yield from (f"promises: '{row['says']}': {problem}" for problem in _kept(shown, row))
    said = [row["says"] for row in promises]
    for found in NUMBER.finditer(shown.words):
        if found.group() not in unshown and not any(_covers(shown.words, words, found) for words in said):
            yield f"steps say '{found.group()}', which no [[promises]] row measures"
    for metric, imperial in INCHES.findall(shown.words):
        cm, inches = ([int(n) for n in re.findall(r"\d+", part)] for part in (metric, imperial))
        if any(abs(2.54 * i - c) > 0.3 * c for c, i in ((cm[0], inches[0]), (cm[-1], inches[-1]))):
            yield f"steps say {metric.strip()} cm and {imperial.strip()} inches, which are not the same length"


def _kept(shown: Shown, row: Row) -> Iterator[str]:
    if row["says"] not in shown.words:
        yield "no step says so; look at the number and at the movement"
        return
    name, *arguments = row["measure"]
    if name not in MEASURES:
        yield f"measure '{name}'; allowed: {', '.join(MEASURES)}"
        return
    try:
        found = MEASURES[name](shown, *arguments)
    except (KeyError, TypeError) as error:
        yield f"measure {name} cannot be taken: {error.args[0]}"
        return
    for value in found:
        if not row["least"] <= value <= row["most"]:
            yield f"the movement has {value:.1f}; allowed: {row['least']:g} to {row['most']:g}"


def _covers(text: str, words: str, number: re.Match[str]) -> bool:
    """Whether the number stands inside some place where the words do."""
    starts = [m.start() for m in re.finditer(re.escape(words), text)]
    return any(at <= number.start() and number.end() <= at + len(words) for at in starts)
