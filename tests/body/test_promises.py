"""Numbers in the steps are what the model does: centimeters, degrees, right angles.

Every number in a step has a line in PROMISES: where it stands, how it is measured, and between which values
the measure has to be. "About" is 30 percent. A number without a line fails, so nobody can forget one.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.body.shown import IDS, Shown

from birddog.body.anthropometry import Body
from birddog.body.skeleton import POINT_INDEX, build

NUMBER = re.compile(r"\d+(?: to \d+)? (?:cm|degrees)|right angles?|halfway to (?:level|the floor)|level with the floor")
Measure = Callable[[Shown], Any]


def _gap(shown: Shown, keyframe: str, left: str, right: str) -> float:
    """cm along X between the skin of two points."""
    radius = 100 * (build(Body()).radius[POINT_INDEX[left]] + build(Body()).radius[POINT_INDEX[right]])
    return abs(float(shown.at(keyframe, left)[0] - shown.at(keyframe, right)[0])) - float(radius)


def _to_wall(shown: Shown, keyframe: str, *points: str) -> list[float]:
    """cm from points to the wall."""
    wall = shown.solved.things["wall"]
    return [float(100 * wall.distance(shown.at(keyframe, p) / 100)) for p in points]


def _both(shown: Shown, keyframe: str, *stems: str) -> list[float]:
    return [shown.bend(keyframe, f"{stem}_{side}") for stem in stems for side in ("left", "right")]


def _foot(shown: Shown, keyframe: str) -> float:
    """cm between the floor and the sole of the working foot."""
    return sum(shown.above_floor(keyframe, f"{p}_right") for p in ("heel", "ball")) / 2


# exercise, words of the step, measure, least, most. Without a side: both; the working side is the right one.
PROMISES: list[tuple[str, str, Measure, float, float]] = [
    ("bodyweight-squat", "no lower than level with the floor",
     lambda s: s.at("down", "hip_right")[1] - s.at("down", "knee_right")[1], 0, 30),
    ("bridge", "about 30 cm (12 inches) from your hips", lambda s: _gap(s, "start", "heel_right", "ischium_right"), 21, 39),
    ("clamshell", "about 45 degrees", lambda s: _both(s, "start", "hip_flexion"), 32, 58),
    ("clamshell", "a right angle", lambda s: _both(s, "start", "knee_flexion"), 75, 105),
    ("curl-up", "about 5 cm", lambda s: s.rise("c7", "start", "up"), 3.5, 6.5),
    ("dead-bug", "hips and knees are at right angles", lambda s: _both(s, "start", "hip_flexion", "knee_flexion"), 80, 100),
    ("dead-bug", "heel about 15 cm", lambda s: s.above_floor("reach", "heel_right"), 10.5, 19.5),
    ("foam-rolling", "hips about 5 cm", lambda s: [s.above_floor(k, "buttock_right") for k in ("low", "high")], 3.5, 6.5),
    ("half-kneeling-hip-flexor-stretch", "both knees at right angles", lambda s: _both(s, "start", "knee_flexion"), 80, 100),
    ("half-kneeling-hip-flexor-stretch", "forward about 5 cm", lambda s: s.travel("pelvis", "start", "forward", 0), 3.5, 6.5),
    ("half-kneeling-quad-hip-flexor-stretch", "both knees at right angles", lambda s: _both(s, "start", "knee_flexion"), 80, 100),
    ("heel-tap", "hips and knees are at right angles", lambda s: _both(s, "start", "hip_flexion", "knee_flexion"), 80, 100),
    ("heel-tap", "still bent to a right angle", lambda s: s.bend("tap", "knee_flexion_right"), 80, 100),
    ("hip-hinge-dowel", "halfway to level", lambda s: s.lean("hinge") - s.lean("start"), 25, 50),
    ("marching-bridge", "about 30 cm", lambda s: _gap(s, "start", "heel_right", "ischium_right"), 21, 39),
    ("marching-bridge", "one foot about 5 cm", lambda s: _foot(s, "march"), 3.5, 6.5),
    ("marching-in-place", "about 15 cm", lambda s: _foot(s, "up"), 10.5, 19.5),
    ("mcgill-curl-up", "2 to 3 cm", lambda s: s.rise("c7", "start", "up"), 1.4, 3.9),
    ("open-book", "bent to right angles", lambda s: _both(s, "closed", "hip_flexion", "knee_flexion"), 80, 100),
    ("prone-back-extension-arms-side", "about 5 cm", lambda s: s.rise("shoulder_right", "start", "up"), 3.5, 6.5),
    ("seated-march", "about 3 cm", lambda s: _foot(s, "up"), 2.1, 3.9),
    ("side-glide-wall", "about 30 cm", lambda s: _to_wall(s, "start", "ankle_right"), 21, 39),
    ("side-glide-wall", "near elbow to a right angle", lambda s: s.bend("start", "elbow_flexion_right"), 80, 100),
    ("side-lying-hip-abduction", "up to about 45 cm", lambda s: s.rise("ankle_right", "start", "up"), 31, 50),
    ("side-plank-knees", "both knees to a right angle", lambda s: _both(s, "up", "knee_flexion"), 80, 100),
    ("single-straight-leg-raise", "about 15 cm", lambda s: s.above_floor("up", "heel_right"), 10.5, 19.5),
    ("standing-adductor-stretch", "about 40 cm", lambda s: _to_wall(s, "start", "pelvis", "ankle_left"), 28, 52),
    ("standing-hamstring-stretch-toe-lift", "about 15 cm",
     lambda s: s.at("start", "heel_right")[0] - s.at("start", "heel_left")[0], 10.5, 19.9),
    ("standing-hip-abduction", "about 20 cm", lambda s: s.travel("ankle_right", "start", "out", 2), 14, 26),
    ("standing-hip-extension", "about 20 cm", lambda s: -s.travel("ankle_right", "start", "back", 0), 14, 26),
    ("standing-piriformis-stretch-on-support", "about a right angle", lambda s: s.bend("tip", "knee_flexion_right"), 63, 117),
    ("step-up", "10 to 15 cm", lambda s: s.rise("heel_left", "start", "up"), 10, 15),
    ("superman", "about 15 cm",
     lambda s: [s.rise(p, "start", "up") for p in ("wrist_right", "wrist_left", "heel_right", "toe_left")], 10.5, 19.5),
    ("supine-figure-four-pull", "the knee bent to a right angle", lambda s: s.bend("lift", "knee_flexion_left"), 80, 100),
    ("supine-hip-twist-knees-lifted", "halfway to the floor", lambda s: s.tip("twist", "hip_right", "knee_right"), 15, 45),
    ("wall-plank", "about 60 cm", lambda s: _to_wall(s, "plank", "ankle_right"), 42, 78),
    ("wall-push-up", "elbows are at a right angle", lambda s: _both(s, "in", "elbow_flexion"), 80, 100),
    ("wall-sit", "25 to 30 cm", lambda s: _to_wall(s, "down", "heel_right"), 23, 33),
]  # fmt: skip
NOT_SHOWN = {("posture-training", "5 cm"): "its picture is the sitting part; this step stands at a wall"}


@pytest.mark.parametrize(("exercise_id", "words", "measure", "least", "most"), PROMISES,
                         ids=[f"{p[0]}: {p[1]}" for p in PROMISES])  # fmt: skip
def test_the_model_keeps_its_promise(exercise_id, words, measure, least, most):
    shown = Shown(exercise_id)
    assert words in shown.words, "the step has changed: look at the number and at the movement"
    found = measure(shown)
    for value in found if isinstance(found, list) else [found]:
        assert least <= value <= most, f"{value:.1f}"


def test_every_number_in_a_step_is_measured():
    for exercise_id in IDS:
        shown = Shown(exercise_id)
        said = [words for i, words, *_ in PROMISES if i == exercise_id]
        for found in NUMBER.finditer(shown.words):
            inside = [w for w in said if _covers(shown.words, w, found)]
            assert inside or (exercise_id, found.group()) in NOT_SHOWN, (exercise_id, found.group())


def _covers(text: str, words: str, number: re.Match[str]) -> bool:
    """Whether the number stands inside some place where the words do."""
    starts = [m.start() for m in re.finditer(re.escape(words), text)]
    return any(at <= number.start() and number.end() <= at + len(words) for at in starts)


def test_inches_are_the_same_length():
    for exercise_id in IDS:
        words = Shown(exercise_id).words
        for metric, imperial in re.findall(r"([\d to]+) cm \(([\d to]+) inch", words):
            cm, inches = ([int(n) for n in re.findall(r"\d+", part)] for part in (metric, imperial))
            assert 2.54 * inches[0] == pytest.approx(cm[0], rel=0.3), (exercise_id, metric, imperial)
            assert 2.54 * inches[-1] == pytest.approx(cm[-1], rel=0.3), (exercise_id, metric, imperial)
