"""A session that leaves time over says which rule holds it there, and what that means for the person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.story import START, Story

import birddog
from birddog.catalog import load_default, read_intake
from birddog.catalog.language import load_language
from birddog.core.content.values import STAGES, Reason, StageName
from birddog.core.person.facts import facts
from birddog.core.person.intake import Intake
from birddog.core.plan.planner import Planner
from birddog.core.plan.spare import spare
from birddog.verify.people import person

INTAKES = sorted((Path(__file__).resolve().parents[2] / "examples" / "intakes").glob("*.json"))


def planner(intake: Intake, language: str = "en") -> Planner:
    content = load_language(language)
    return Planner(intake, facts(intake, START.date(), content.values), content)


def why(made: Planner, stage: StageName, most: bool = False, held: str | None = None) -> tuple[Reason, ...]:
    return spare(made, made.opening(stage, most), held)


def one(story: Story, day: float) -> Reason:
    found = story.today(day).spare
    assert len(found) == 1
    return found[0]


def test_the_first_session_starts_small_and_says_so_in_the_persons_minutes():
    story = Story(time={"minutes": 30})
    reason = one(story, 0)
    assert reason.rule == "birddog-time-used"
    assert reason.source
    assert reason.says.startswith(f"The session takes {story.next(0).minutes} of your 30 minutes. You start with")


def test_in_spanish_too():
    made = planner(birddog.read_intake(_minutes(30)), "es")
    assert "de tus 30 minutos. Empiezas con una cantidad" in why(made, "calm")[0].says


def test_the_way_back_is_named():
    story = Story(time={"minutes": 30})
    story.good(0, 2)
    story.screen(20)
    assert one(story, 20).rule == "birddog-gap"


def test_after_a_red_report_a_smaller_session_comes_first():
    story = Story()
    story.good(0, 2)
    story.session(4, before=3, during=9)
    assert one(story, 5).rule == "birddog-red-report"


def test_in_a_flare_half_is_the_plan():
    story = Story()
    story.good(0, 2)
    story.add(4, "flare", pain=6)
    story.screen(4, hour=13)
    assert one(story, 4).rule == "birddog-flare"


def test_new_pain_needs_little():
    assert one(Story(episode={"where": ["low_back"], "weeks": 2}), 0).rule == "birddog-acute-short"


def test_when_little_is_left_no_risk_is_taken_to_fill_the_time():
    whole, made = planner(person()), planner(person())
    made.pool = whole.content.mask_of(item.exercise for item in whole.opening("stabilize").items[:2])
    assert why(made, "stabilize")[0].rule == "birddog-category-empty"


def test_a_full_session_needs_no_reason():
    made = planner(birddog.read_intake(_minutes(10)))
    assert why(made, "strengthen", most=True) == ()


@pytest.mark.parametrize("path", INTAKES, ids=lambda path: path.stem)
def test_time_left_over_always_has_its_reason(path: Path):
    intake = read_intake(json.loads(path.read_text()), load_default())
    made = planner(intake)
    share = made.content.values.time_used.said_under
    for stage in STAGES:
        for most in (False, True):
            left = made.opening(stage, most).seconds < share * 60 * intake.time.minutes
            assert bool(why(made, stage, most)) == left


@pytest.mark.parametrize(("minutes", "exercises"), [(10, 3), (14, 3), (15, 4), (17, 4), (18, 5), (30, 5)])
def test_as_many_exercises_as_the_minutes_have_room_for(minutes: int, exercises: int):
    made = planner(birddog.read_intake(_minutes(minutes)))
    assert made.size == exercises
    for stage in STAGES:
        assert len(made.opening(stage).items) == exercises


def _minutes(minutes: int) -> dict[str, Any]:
    answers: dict[str, Any] = json.loads(INTAKES[0].read_text())
    return {**answers, "time": {**answers["time"], "minutes": minutes}}
