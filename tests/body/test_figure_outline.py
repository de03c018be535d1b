"""Outlines: envelopes of ellipsoids, smooth paths, parts that ride on bones, heads."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from birddog.body.camera import VIEWS, Camera
from birddog.body.head import HeadFrame, pieces
from birddog.body.outline import Chain, Loop, ellipse, envelope, joined, tube
from birddog.body.paths import encode
from birddog.body.rigid import ride_of

SIDE = Camera()


def rod(length: float = 1.0, radius: float = 0.1, count: int = 4) -> Chain:
    x = np.linspace(0, length, count)
    centers = np.stack([x, 0 * x, 0 * x], axis=1)[None]
    return Chain(centers, np.broadcast_to(np.eye(3) * radius, (1, count, 3, 3)))


def numbers(path: str) -> list[float]:
    return [float(x) for x in re.findall(r"-?\d+", path)]


@pytest.mark.parametrize("view", VIEWS)
def test_camera_axes_are_square(view):
    camera = Camera.view(view)
    axes = np.vstack([camera.plane, camera.toward])
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)


def test_standing_person_faces_right_in_the_side_view():
    assert SIDE.project(np.array([1.0, 0.0, 0.0]))[0] == pytest.approx(1.0)
    assert SIDE.depth(np.array([0.0, 0.0, 1.0])) == pytest.approx(1.0)  # the person's right is near
    assert Camera.view("front").depth(np.array([1.0, 0.0, 0.0])) > 0.9


def test_envelope_of_a_rod_is_a_capsule():
    points = envelope(rod(), SIDE.plane)[0]
    assert points.shape == (2 * 4 + 6, 2)
    np.testing.assert_allclose(points.min(axis=0), [-0.1, -0.1], atol=1e-9)
    np.testing.assert_allclose(points.max(axis=0), [1.1, 0.1], atol=1e-9)


def test_envelope_touches_the_ellipsoids_of_a_cone():
    chain = rod()
    chain = Chain(chain.centers, chain.axes * np.array([1.0, 0.8, 0.6, 0.4])[None, :, None, None])
    points = envelope(chain, SIDE.plane)[0]
    gaps = np.linalg.norm(points[:4] - chain.centers[0, :, :2] * [1, -1], axis=1)
    np.testing.assert_allclose(gaps, [0.1, 0.08, 0.06, 0.04], atol=1e-9)


def test_a_rod_seen_end_on_is_filled_by_ellipses():
    end_on = Camera.view("front")
    assert len(tube(rod(), SIDE.plane)) == 1
    assert len(tube(rod(), end_on.plane)) > 1


def test_open_tube_starts_its_line_later():
    (outline,) = tube(rod(), SIDE.plane, start=1)
    assert not outline.closed
    assert outline.points[0, :, 0].min() > 0.2


def test_limbs_join_in_one_stroke_only_when_nearly_straight():
    upper = rod()
    turn = np.radians(40)
    lower_centers = upper.centers @ np.array(
        [[np.cos(turn), np.sin(turn), 0], [-np.sin(turn), np.cos(turn), 0], [0, 0, 1]]
    )
    lower = Chain(np.array([1.0, 0, 0]) + lower_centers, upper.axes)
    assert joined(upper, lower, 30.0) is None
    both = joined(upper, lower, 50.0)
    assert both is not None
    assert both.centers.shape[1] == 7


@given(st.floats(-3, 3), st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0.01, 1))
def test_ellipse_of_a_turned_ellipsoid_stays_inside_its_box(angle, a, b, c):
    turn = np.array([[np.cos(angle), np.sin(angle), 0], [-np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    axes = (np.diag([a, b, c]) @ turn)[None]
    points = ellipse(np.zeros((1, 3)), axes, SIDE.plane)[0]
    reach = np.sqrt((axes[0, :, :2] ** 2).sum(axis=0))
    assert (np.abs(points) <= reach + 1e-4).all()


def test_path_goes_through_the_points_of_a_circle():
    angle = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    circle = Loop(np.stack([np.cos(angle), np.sin(angle)], axis=1)[None])
    ((path,),) = encode([circle], np.array([-2.0, -2.0]))
    assert path.startswith("M")
    assert path.endswith("z")
    steps = np.array(numbers(path)[6:]).reshape(-1, 2)
    stops = np.cumsum(np.vstack([np.array(numbers(path)[:2]) + numbers(path)[4:6], steps]), axis=0) / 1000 - 2
    np.testing.assert_allclose(np.hypot(*stops.T), np.cos(np.pi / 12) * 1.03, atol=0.03)


def test_rounding_does_not_add_up():
    rng = np.random.default_rng(7)
    angle = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    radius = 0.5 + 0.05 * rng.random(60)
    loop = Loop((radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1))[None])
    ((path,),) = encode([loop], np.zeros(2))
    values = numbers(path)
    start, steps = np.array(values[:2]), np.array(values[4:]).reshape(-1, 2)
    np.testing.assert_array_equal(start + steps.sum(axis=0), start)  # ends where it began


def test_frames_of_a_loop_have_the_same_commands():
    points = np.random.default_rng(3).random((5, 9, 2))
    (texts,) = encode([Loop(points)], np.zeros(2))
    assert len({len(numbers(text)) for text in texts}) == 1


def test_polygon_is_written_with_straight_lines():
    square = Loop(np.array([[[0, 0], [1, 0], [1, 1], [0, 1]]], dtype=float), corners=(0, 1, 2, 3))
    assert encode([square], np.zeros(2)) == [["M0 0l1000 0 0 1000-1000 0z"]]


def test_a_turning_part_rides_and_a_bending_one_does_not():
    shape = np.random.default_rng(1).random((9, 2))
    angle = np.linspace(0, 2, 6)
    turned = np.stack([
        np.stack([np.cos(a) * shape[:, 0] - np.sin(a) * shape[:, 1],
                  np.sin(a) * shape[:, 0] + np.cos(a) * shape[:, 1]], axis=1) for a in angle
    ])  # fmt: skip
    pivot = np.linspace(0, 1, 12).reshape(6, 2)
    ride = ride_of(turned + pivot[:, None], pivot, 0.001)
    assert ride is not None
    assert ride.scale is None
    np.testing.assert_allclose(np.diff(ride.degrees), np.degrees(0.4), atol=1e-9)
    bent = turned.copy()
    bent[:, :3] += np.linspace(0, 0.3, 6)[:, None, None]
    assert ride_of(bent, np.zeros((6, 2)), 0.001) is None


def test_a_part_that_turns_away_is_stretched():
    shape = np.array([[0.0, 0.05], [0.5, 0.05], [0.5, -0.05], [0.0, -0.05]])
    seen = np.stack([shape * [share, 1.0] for share in (1.0, 0.8, 0.6)])
    ride = ride_of(seen, np.zeros((3, 2)), 0.001)
    assert ride is not None and ride.scale is not None
    np.testing.assert_allclose(ride.scale[:, 0], [1.0, 0.8, 0.6], atol=1e-9)


def test_face_points_where_the_person_looks():
    frame = HeadFrame(np.zeros((1, 3)), np.eye(3)[None], 1.0)
    for camera, ahead in ((SIDE, 1.0), (Camera.view("side-left"), -1.0)):
        shapes = {tone: loops for tone, loops, _ in pieces(frame, camera, [])}
        skin = np.concatenate([loop.points[0] for loop in shapes["skin"]])
        hair = shapes["hair"][0].points[0]
        assert ahead * (skin[np.abs(skin[:, 0]).argmax(), 0]) > 0.1  # the nose sticks out ahead
        assert ahead * hair[:, 0].mean() < 0  # the hair lies behind


def test_hair_hides_the_face_from_behind_and_shows_it_in_front():
    frame = HeadFrame(np.zeros((1, 3)), np.eye(3)[None], 1.0)
    behind = {tone for tone, _, _ in pieces(frame, Camera.view("back"), [])}
    front = {tone: loops for tone, loops, _ in pieces(frame, Camera.view("front"), [])}
    assert "ink" not in behind
    assert len(front["ink"]) == 2
