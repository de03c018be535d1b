"""Landmarks look like those of a real detector: order, axes, occlusion, noise, tempo."""

import numpy as np
import pytest

from birddog.body import landmarks as lm
from birddog.body import movement as mv
from birddog.body.anthropometry import Body

L = {name: i for i, name in enumerate(lm.NAMES)}


def test_there_are_33_in_blazepose_order():
    assert len(lm.NAMES) == 33
    assert (lm.NAMES[0], lm.NAMES[11], lm.NAMES[24], lm.NAMES[32]) == (
        "nose", "left_shoulder", "right_hip", "right_foot_index")  # fmt: skip


@pytest.mark.parametrize("view", ["side", "front", "three-quarter"])
def test_every_movement_is_in_the_picture_from_three_views(view, movements):
    for name, movement in movements.items():
        seen = lm.film(movement, Body(), lm.Lens(view, distance=3.2), fps=2)
        assert np.isfinite(seen.image).all(), name
        assert ((seen.image[..., :2] > 0) & (seen.image[..., :2] < 1)).mean() > 0.97, name
        assert (seen.visibility >= 0).all()
        assert (seen.visibility <= 1).all()
        assert (seen.visibility > 0.5).mean() > 0.4, name


def test_a_standing_person_seen_from_the_front_is_mirrored(movements):
    seen = lm.film(movements["sit-to-stand"], Body(), lm.Lens("front"), times=[0.0])
    image = seen.image[0]
    assert image[L["left_shoulder"], 0] > image[L["right_shoulder"], 0]
    assert image[L["nose"], 1] < image[L["left_hip"], 1] < image[L["left_ankle"], 1]
    assert seen.world[0, [23, 24]].mean(axis=0) == pytest.approx(np.zeros(3), abs=1e-9)


def test_the_far_side_is_hidden(movements):
    seen = lm.film(movements["bird-dog"], Body(), lm.Lens("side"), times=[0.0])
    shown = seen.visibility[0]
    assert shown[L["right_shoulder"]] > 0.9 > 0.5 > shown[L["left_shoulder"]]
    assert shown[L["left_ear"]] < 0.5 < shown[L["right_ear"]]


def test_world_landmarks_keep_lengths_in_every_view(movements):
    spans = []
    for view in ("side", "front", (30.0, 20.0)):
        seen = lm.film(movements["bridge"], Body(), lm.Lens(view), times=[0.0, 3.0])
        spans.append(np.linalg.norm(seen.world[:, 25] - seen.world[:, 27], axis=1))
    assert np.allclose(spans, spans[0])


def test_tempo_shortens_and_noise_needs_a_generator(movements):
    movement = movements["bridge"]
    slow = lm.film(movement, Body(), fps=5, tempo=1.0)
    fast = lm.film(movement, Body(), fps=5, tempo=2.0)
    assert len(fast.times) == pytest.approx(len(slow.times) / 2, abs=1)
    with pytest.raises(ValueError, match="generator"):
        lm.film(movement, Body(), fps=2, noise=0.01)
    a, b = (lm.film(movement, Body(), fps=2, noise=0.01, rng=np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(a.image, b.image)
    still = lm.film(movement, Body(), fps=2)
    assert 0.004 < np.std(a.image[..., 1] - still.image[..., 1]) < 0.05


def test_positions_of_the_shared_file_are_described(positions):
    wanted = {"supine-hook-lying", "prone", "side-lying", "hands-and-knees", "half-kneeling", "standing"}
    assert wanted <= set(positions)
    assert isinstance(positions["prone"], mv.Position)
