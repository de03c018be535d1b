"""Who gets which entry: tags that vetoes see, a bed for the floor, sliders for calm legs, one direction, words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.story import ORDINARY
from tests.strategies import CONTENT

import birddog
from birddog.core.content.values import STAGES
from birddog.core.person.facts import facts
from birddog.core.person.intake import Intake
from birddog.core.plan.lessons import avoid_list
from birddog.core.plan.planner import end_range
from birddog.core.plan.routines import routine_session
from birddog.core.state.vetoes import admissible

DAY = date(2026, 3, 2)
BED = ["wall", "chair", "bed"]


def person(**changes: Any) -> Intake:
    return birddog.read_intake({**ORDINARY, **changes})


def able(name: str, **changes: Any) -> bool:
    """Whether a person may be given an exercise."""
    intake = person(**changes)
    return bool(admissible(intake, facts(intake, DAY, CONTENT.values), CONTENT) >> CONTENT.index[name] & 1)


def test_cat_and_cow_rounds_the_upper_back_and_is_not_for_thin_bones():
    assert able("cat-cow")
    for bone in ("osteoporosis", "spine_fracture", "unsure"):
        assert not able("cat-cow", conditions={"bone": bone, "all_others": "no"})
    assert able("all-fours-pelvic-tilt", conditions={"bone": "osteoporosis", "all_others": "no"})


@pytest.mark.parametrize("name", ["supine-figure-four-press", "supine-figure-four-pull", "seated-march"])
def test_an_artificial_hip_is_not_turned_to_its_end(name: str):
    assert able(name)
    assert not able(name, conditions={"hip_replacement": "yes", "all_others": "no"})


@pytest.mark.parametrize("condition", ["stenosis", "spondylolisthesis"])
def test_no_arching_on_the_stomach_where_arching_is_barred(condition: str):
    assert able("prone-back-extension-arms-side")
    assert not able("prone-back-extension-arms-side", conditions={condition: "yes", "all_others": "no"})


def leg(settles: str, pain: int = 4, **more: Any) -> dict[str, Any]:
    return {"leg": {"reach": "below_knee", "side": "left", **more}, "pain": {"leg_week": pain, "settles_in": settles}}


def test_the_slider_is_for_legs_that_are_not_easily_stirred_up():
    for settles in ("minutes", "hour"):
        assert able("sciatic-slider", **leg(settles))
    for settles in ("next_day", "longer", "unanswered"):
        assert not able("sciatic-slider", **leg(settles))
    assert not able("sciatic-slider", **leg("minutes", pain=7))
    assert not able("sciatic-slider", **leg("minutes", weakness="old_checked"))


def test_a_bed_takes_the_place_of_the_floor_for_those_who_own_one():
    floor = {"abilities": {"floor": "no"}}
    assert able("bridge", **floor, equipment=BED)
    assert not able("bridge", **floor, equipment=["wall", "chair"])
    assert not able("bridge", **floor, equipment=None)
    assert not able("bird-dog", **floor, equipment=BED)


def test_lying_alone_is_no_direction():
    assert facts(person(eases=["lying"]), DAY, CONTENT.values).ease == "lying"
    assert facts(person(eases=["lying"], worsens=["sitting"]), DAY, CONTENT.values).ease == "extension"
    assert facts(person(eases=["standing"]), DAY, CONTENT.values).ease == "extension"
    assert facts(person(eases=["sitting"], worsens=["walking"]), DAY, CONTENT.values).ease == "flexion"


def test_no_routine_goes_to_two_opposite_ends():
    for routine in CONTENT.routines:
        for stage in STAGES:
            intake = person(pain={"back_week": 2})
            made = routine_session(routine, intake, facts(intake, DAY, CONTENT.values), CONTENT, stage)
            assert len({end_range(CONTENT.exercise(i.exercise)) for i in made.session.items} - {0}) <= 1


def row(name: str, stage: str, pain: int) -> dict[str, Any]:
    intake = person(pain={"back_week": pain}, equipment=["light-weights", "band", "chair", "wall"])
    rows = avoid_list(intake, facts(intake, DAY, CONTENT.values), CONTENT, stage)  # type: ignore[arg-type]
    return next(row for row in rows if row["exercise"] == name)


def test_the_word_for_what_is_left_alone_changes_with_stage_and_pain():
    sore, early, ready = row("running", "calm", 8), row("running", "stabilize", 2), row("running", "strengthen", 2)
    assert sore["advice"] == early["advice"] == CONTENT.phrase("avoid-not-yet")
    assert ready["advice"] == CONTENT.phrase("avoid-small-steps")
    assert ready["way_back"]
    assert row("prolonged-bed-rest", "strengthen", 2)["advice"] == CONTENT.phrase("avoid-not-here")


def test_do_this_instead_keeps_to_stage_and_pain():
    assert "light-resistance-training" not in row("overhead-press", "calm", 5)["instead"]
    assert "light-resistance-training" in row("overhead-press", "strengthen", 2)["instead"]
    assert "safe-lifting-practice" not in row("heavy-lifting-repetitive-bending", "calm", 3)["instead"]
