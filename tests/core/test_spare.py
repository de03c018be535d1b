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
from birddog.core.facts import facts
from birddog.core.intake import Intake
from birddog.core.planner import Ask, Planner
from birddog.core.spare import WORTH_SAYING, spare
from birddog.core.values import STAGES, Reason
from birddog.verify.people import person

INTAKES = sorted((Path(__file__).resolve().parents[2] / "examples" / "intakes").glob("*.json"))


def planner(intake: Intake, language: str = "en") -> Planner:
    content = load_language(language)
    return Planner(intake, facts(intake, START.date(), content.values), content)


def why(made: Planner, ask: Ask, **more: Any) -> tuple[Reason, ...]:
    return spare(made, ask, made.session(ask), **more)


def one(story: Story, day: float) -> Reason:
    found = story.today(day).spare
    assert len(found) == 1
    return found[0]


def test_the_first_session_starts_small_and_says_so_in_the_persons_minutes():
    story = Story()
    reason = one(story, 0)
    assert reason.rule == "progress-gradually" and reason.source
    assert reason.says.startswith(f"The session takes {story.next(0).minutes} of your 20 minutes. More is not better")


def test_in_spanish_too():
    intake = read_intake(json.loads(INTAKES[0].read_text()), load_default())
    reason = why(planner(intake, "es"), Ask("calm", 0, "A"))[0]
    assert "de tus 15 minutos. Más no es mejor todavía" in reason.says


def test_later_it_is_a_fifth_a_week_at_most():
    story = Story()
    story.good(*range(0, 26, 2))
    assert one(story, 27).rule == "birddog-volume-growth"


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
    made = planner(person())
    few = made.content.mask_of(item.exercise for item in made.session(Ask("stabilize", 0, "A")).items[:3])
    assert why(made, Ask("stabilize", 0, "A", barred=made.pool & ~few))[0].rule == "birddog-category-empty"


def test_at_the_full_amount_it_is_enough():
    made = planner(birddog.read_intake(_minutes(30)))
    assert why(made, Ask("calm", 0, "A", level=30))[0].rule == "birddog-session-size"


@pytest.mark.parametrize("path", INTAKES, ids=lambda path: path.stem)
def test_time_left_over_always_has_its_reason(path: Path):
    intake = read_intake(json.loads(path.read_text()), load_default())
    made = planner(intake)
    for stage in STAGES:
        for level in (0, 2, 30):
            for work in (None, 150):
                ask = Ask(stage, 0, "A", level, work)
                left = intake.time.minutes - made.session(ask).minutes
                assert bool(why(made, ask)) == (left >= WORTH_SAYING)


@pytest.mark.parametrize(("minutes", "exercises"), [(10, 4), (12, 4), (13, 5), (15, 5), (30, 5)])
def test_as_many_exercises_as_the_minutes_have_room_for_and_never_over_five(minutes: int, exercises: int):
    made = planner(birddog.read_intake(_minutes(minutes)))
    assert made.size == exercises
    for stage in STAGES:
        assert len(made.session(Ask(stage, 0, "A")).items) == exercises


def _minutes(minutes: int) -> dict[str, Any]:
    answers: dict[str, Any] = json.loads(INTAKES[0].read_text())
    return {**answers, "time": {**answers["time"], "minutes": minutes}}
