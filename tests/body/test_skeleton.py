"""The body stands as it should, turns as clinicians say, and mirrors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from birddog.body import joints, skeleton
from birddog.body.anthropometry import Body
from birddog.body.jacobian import jacobian

BODY = Body(1.75)


def point(name, body=BODY, **angles):
    return skeleton.forward(body, skeleton.angles_of(1, **angles)).point(name)[0]


def test_standing_height_is_the_stature():
    for stature in (1.5, 1.75, 2.0):
        pose = skeleton.forward(Body(stature), skeleton.zeros())
        top = pose.point("head_top")[0, 1]
        sole = pose.point("heel_left")[0, 1] - skeleton.build(Body(stature)).radius[skeleton.POINT_INDEX["heel_left"]]
        assert top - sole == pytest.approx(stature, abs=0.01)


@pytest.mark.parametrize(
    ("angles", "where", "axis", "sign"),
    [
        ({"hip_flexion": 60}, "knee_right", 0, +1),
        ({"knee_flexion": 60}, "ankle_right", 0, -1),
        ({"hip_abduction": 30}, "knee_right", 2, +1),
        ({"hip_abduction": 30}, "knee_left", 2, -1),
        ({"hip_flexion": 90, "knee_flexion": 90, "hip_rotation": -40}, "ankle_right", 2, -1),
        ({"hip_rotation": 40}, "toe_right", 2, -1),
        ({"ankle_dorsiflexion": 20}, "toe_left", 1, +1),
        ({"shoulder_flexion": 90}, "wrist_left", 0, +1),
        ({"shoulder_abduction": 90}, "wrist_left", 2, -1),
        ({"shoulder_flexion": 90, "shoulder_horizontal": 45}, "wrist_right", 2, -1),
        ({"shoulder_abduction": 90, "shoulder_rotation": -90, "elbow_flexion": 90}, "wrist_right", 1, +1),
        ({"elbow_flexion": 90}, "wrist_right", 0, +1),
        ({"elbow_flexion": 90, "forearm_pronation": 90}, "thumb_right", 2, -1),
        ({"elbow_flexion": 90, "forearm_pronation": 90, "wrist_extension": 60}, "fingertip_right", 1, +1),
        ({"lumbar_flexion": 40}, "c7", 0, +1),
        ({"thorax_flexion": 30}, "head_top", 0, +1),
        ({"lumbar_side_bend": 20}, "head_top", 2, +1),
        ({"lumbar_rotation": 10, "thorax_rotation": 30}, "nose", 2, -1),
        ({"neck_rotation": 60}, "nose", 2, -1),
        ({"pelvic_tilt": 20}, "head_top", 0, +1),
        ({"pelvic_list": 10}, "hip_right", 1, -1),
        ({"clavicle_elevation": 20}, "shoulder_left", 1, +1),
    ],
)  # fmt: skip
def test_each_angle_turns_the_way_it_is_named(angles, where, axis, sign):
    moved = point(where, **angles) - point(where)
    assert moved[axis] * sign > 0.01


def test_bones_keep_their_length_in_any_pose():
    rng = np.random.default_rng(5)
    low, high = np.array(joints.LOW), np.array(joints.HIGH)
    pose = skeleton.forward(BODY, rng.uniform(low, high, (40, len(low))))
    for a, b in (("hip_left", "knee_left"), ("knee_left", "ankle_left"), ("shoulder_right", "elbow_right"),
                 ("elbow_right", "wrist_right"), ("l5", "l3"), ("t8", "c7")):  # fmt: skip
        length = np.linalg.norm(pose.point(a) - pose.point(b), axis=1)
        assert np.ptp(length) < 1e-9


def test_segment_frames_are_turns():
    rng = np.random.default_rng(6)
    frames = skeleton.forward(BODY, rng.uniform(-60, 60, (10, len(joints.NAMES)))).frames
    assert np.allclose(frames @ np.swapaxes(frames, -1, -2), np.eye(3), atol=1e-9)
    assert np.allclose(np.linalg.det(frames), 1.0)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_mirrored_angles_give_mirrored_points(seed):
    rng = np.random.default_rng(seed)
    angles = rng.uniform(joints.LOW, joints.HIGH, (1, len(joints.NAMES)))
    here = skeleton.forward(BODY, angles).points
    there = skeleton.forward(BODY, skeleton.mirror_angles(angles)).points
    assert np.allclose(skeleton.mirror_points(here), there, atol=1e-9)


def test_the_jacobian_is_the_derivative():
    rng = np.random.default_rng(7)
    # arms below 40 degrees: there the clavicle does not follow (it is left out of the Jacobian)
    angles = rng.uniform(-20, 20, (2, len(joints.NAMES)))
    base = np.broadcast_to(skeleton.POSTURES["prone"], (2, 3, 3))
    free = np.array([i for i, n in enumerate(joints.NAMES) if not n.startswith("clavicle")])
    table = skeleton.build(BODY)
    root = np.array([[0.1, 0.5, 0.0]])
    pose = skeleton.forward(BODY, angles, root, base)
    found = jacobian(pose, base, free, pose.points, table.segment)
    for k, i in enumerate(free):
        step = np.zeros_like(angles)
        step[:, i] = 1e-3
        plus = skeleton.forward(BODY, angles + step, root, base).points
        minus = skeleton.forward(BODY, angles - step, root, base).points
        assert np.allclose((plus - minus) / 2e-3, found[..., k], atol=1e-6), joints.NAMES[i]


def test_masses_add_up_and_the_center_is_in_the_pelvis_when_standing():
    for sex in ("female", "male", "average"):
        body = Body(1.7, 22, sex)
        assert skeleton.build(body).com.sum() == pytest.approx(1.0)
        com = skeleton.center_of_mass(body, skeleton.forward(body, skeleton.zeros()).points)[0]
        assert 0.53 < com[1] / body.stature < 0.59
        assert abs(com[2]) < 1e-9


def test_arm_swing_is_smooth_through_overhead():
    raise_arm = np.linspace(0, 180, 60)
    angles = skeleton.zeros(60)
    angles[:, joints.INDEX["shoulder_flexion_right"]] = raise_arm
    wrist = skeleton.forward(BODY, angles).point("wrist_right")
    steps = np.linalg.norm(np.diff(wrist, axis=0), axis=1)
    assert steps.max() < 1.3 * np.median(steps)
    assert wrist[-1, 1] > skeleton.forward(BODY, angles).point("head_top")[-1, 1]


@pytest.mark.parametrize(("given_", "word"), [({"stature": 3.0}, "stature"), ({"bmi": 5.0}, "bmi"),
                                              ({"sex": "x"}, "sex")])  # fmt: skip
def test_impossible_bodies_are_refused(given_, word):
    with pytest.raises(ValueError, match=word):
        Body(**given_)
