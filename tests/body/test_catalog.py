"""Every movement of the catalog: bodies can do it, both sides are mirrors, cameras and pictures can show it.

`shown` is every exercise in turn (see conftest); the thorough check of three builds is done once for each.
"""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from tests.body.shown import BODY, IDS

from birddog import figures
from birddog.body import animation, checks, joints, keyframes, landmarks, motion
from birddog.body.anthropometry import Body
from birddog.body.skeleton import mirror_points
from birddog.catalog.library import content_folder, load_default
from birddog.catalog.movements import drill, movement_problems
from birddog.figures import Asked

BUILDS = [BODY, Body(1.52, 20.0, "female"), Body(1.95, 34.0, "male")]
SVG = "{http://www.w3.org/2000/svg}"
FOOT_TEXT = ("text", "tspan", "image", "foreignObject", "script", "a", "use")

# Pairs that are the same shape by design. Empty: every entry has a movement of its own.
ALIKE: dict[frozenset[str], str] = {
    frozenset({"clamshell", "band-clamshell"}): "the same movement; the band is drawn",
    frozenset({"running", "walk-jog"}): "the jog that leads back to it",
    frozenset({"pelvic-floor-squeeze", "seated-heel-press"}): "both sit still; arrows show what presses where",
}


def test_every_entry_of_the_catalog_has_a_movement():
    assert {exercise.id for exercise in load_default().exercises} == set(IDS)
    for exercise_id in IDS:
        assert drill(exercise_id).movement.keyframes


# ------------------------------------------------------------------------------------------------- the body


def test_three_builds_can_do_it(shown):
    """Contacts, penetration, sliding, floating, jumps; balance and lifts of the average body; mirror images."""
    assert movement_problems(shown.id, content_folder(), thorough=True) == []


@pytest.mark.parametrize("body", BUILDS, ids=lambda body: f"{body.stature} m")
def test_joints_stay_inside_their_limits(shown, body):
    angles = np.concatenate([state.angles for state in motion.keyframes(shown.movement, body).states])
    assert (angles >= np.array(joints.LOW) - 1e-9).all()
    assert (angles <= np.array(joints.HIGH) + 1e-9).all()


@pytest.mark.parametrize("body", BUILDS, ids=lambda body: f"{body.stature} m")
def test_static_holds_balance_and_lifts_are_as_said(shown, body):
    assert checks.balance_problems(shown.movement, body) == []
    assert checks.lift_problems(shown.movement, body) == []


def test_left_is_the_mirror_image_of_right(shown):
    assert checks.asymmetry(shown.movement, BODY) < 0.005
    if shown.movement.laterality == "alternating":
        half = len(shown.movement.keyframes)
        right, left = shown.solved.points[:half], shown.solved.points[half:]
        assert np.abs(mirror_points(right) - left).max() < 0.01


def test_no_two_exercises_are_the_same_movement():
    movements = [drill(exercise_id).movement for exercise_id in IDS]
    found = {frozenset(pair): apart for *pair, apart in checks.too_alike(movements, BODY)}
    assert set(found) == set(ALIKE), found


# ----------------------------------------------------------------------------------------------- the camera


def test_cameras_see_it_from_three_views(shown):
    """From the side, from the front and across: all 33 landmarks finite, in the picture, most in plain view."""
    arrives = keyframes.timeline(shown.solved.steps).arrives
    seen = motion.sample(shown.movement, BODY, times=np.unique([*arrives, *(arrives + 0.6)]))
    for view in ("side", "front", "three-quarter"):
        found = landmarks.observe(seen, BODY, landmarks.Lens(view, distance=3.6))
        assert np.isfinite(found.image).all()
        assert np.isfinite(found.world).all()
        assert ((found.image[..., :2] > 0) & (found.image[..., :2] < 1)).all(), view
        assert (found.visibility > 0.5).mean() > 0.4, view
        assert (found.visibility > 0.5).mean(axis=1).min() > 0.3, view


# --------------------------------------------------------------------------------------------- the pictures


def looked_at(svg: str) -> ET.Element:
    """The root of a picture that keeps the rules of every picture."""
    root = ET.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert (root.findtext(f"{SVG}title") or "").strip()
    assert (root.findtext(f"{SVG}desc") or "").strip()
    assert not [part.tag for part in root.iter() if part.tag.removeprefix(SVG) in FOOT_TEXT]
    assert not re.search(r"\b(?:https?|data|url|href|@import)\b", svg.replace('xmlns="http://www.w3.org/2000/svg"', ""))
    assert not re.search(r"\b(?:nan|inf)\b", svg)
    return root


@pytest.mark.parametrize("kind", ["still", "strip"])
def test_pictures_keep_the_rules(shown, kind):
    root = looked_at(figures.svg(shown.id, Asked(kind)))
    assert root.findtext(f"{SVG}title") == shown.exercise.name
    assert root.findtext(f"{SVG}desc") == shown.exercise.summary
    assert not list(root.iter(f"{SVG}animate"))


def test_the_animation_is_small_and_can_be_stilled(shown):
    svg = figures.svg(shown.id, Asked("animated"))
    looked_at(svg)
    assert len(svg.encode()) <= animation.LIMIT
    assert "@media(prefers-reduced-motion:reduce){.bd-go{display:none}.bd-rest{display:inline}}" in svg
    rest = svg.split('<svg class="bd-rest"')[1]
    assert "<animate" not in rest
    moves = len(shown.movement.keyframes) > 1 and np.ptp(shown.points, axis=0).max() > 0.01
    assert ("<animate" in svg) == bool(moves)


def test_an_avoid_entry_is_crossed_beside_its_instead(shown):
    svg = figures.svg(shown.id)
    assert ('class="bd-cross' in svg) == (shown.exercise.kind == "avoid")
    assert ('class="bd-tick' in svg) == (shown.exercise.kind == "avoid")


def test_the_second_view_can_be_drawn(shown):
    if shown.drill.second_view:
        looked_at(figures.svg(shown.id, Asked(view="second")))
