"""What a person can do steers the program: stages, aims, and whether "no improvement" is true."""

from __future__ import annotations

from typing import Any

import pytest
from tests.story import Story
from tests.strategies import CONTENT

from birddog.core.plan.roster import goals_of
from birddog.core.state.function import function_change

OWN: dict[str, Any] = {
    "life": {
        "own_activities": [
            {"activity": "lift my grandchild", "score": 3, "kind": "lifting"},
            {"activity": "climb to my flat", "score": 5, "kind": "stairs"},
        ]
    }
}


def rates(story: Story, day: int, **scores: float) -> None:
    names = {"lift": "lift my grandchild", "climb": "climb to my flat", "sit": "sit in the cinema"}
    story.add(day, "measure", hour=9, instrument="psfs", answers={names[name]: score for name, score in scores.items()})


def changed(story: Story) -> str:
    return function_change(story.state(), CONTENT)


def test_own_activities_are_held_against_the_intake():
    story = Story(**OWN)
    rates(story, 7, lift=5, climb=7)
    assert changed(story) == "better"
    rates(story, 14, lift=1, climb=3)
    assert changed(story) == "worse"


def test_only_activities_rated_both_times_are_compared():
    story = Story(**OWN)
    rates(story, 7, lift=3, sit=10)
    assert changed(story) == "same"
    rates(story, 14, lift=5)
    assert changed(story) == "better"


def test_what_is_felt_and_what_can_be_done_say_nothing_together_when_they_disagree():
    story = Story(**OWN)
    rates(story, 7, lift=6, climb=8)
    story.add(7, "measure", hour=10, instrument="groc", score=-5)
    assert changed(story) == "same"


@pytest.mark.parametrize(("first", "last", "word"), [(14, 6, "better"), (6, 14, "worse"), (10, 9, "same")])
def test_a_function_score_counts_by_its_smallest_change_that_matters(first: int, last: int, word: str):
    story = Story()
    for day, score in ((1, first), (8, last)):
        story.add(
            day, "measure", hour=9, instrument="rmdq-24", answers={f"q{n}": int(n <= score) for n in range(1, 25)}
        )
    assert changed(story) == word


def five_weeks(*scores: tuple[int, dict[str, float]], pain: float = 6) -> Story:
    """Good sessions for five weeks at a pain that stays, with own activities rated on some days."""
    story = Story(pain={"back_week": pain, "back_now": pain}, **OWN)
    ratings = dict(scores)
    for day in range(0, 35):
        if day and day % 7 == 0:
            story.screen(day)
        if day in ratings:
            rates(story, day, **ratings[day])
        if day % 2 == 0:
            story.session(day, pain, pain)
            story.morning(day + 1, pain)
    story.rows.sort(key=lambda row: row["at"])
    return story


def test_pain_that_stays_is_called_no_improvement_unless_function_is_better():
    assert five_weeks().decisions("birddog-no-improvement")
    assert not five_weeks((14, {"lift": 6, "climb": 8})).decisions("birddog-no-improvement")


def test_that_advice_is_taken_back_when_function_gets_better_later():
    story = five_weeks()
    story.screen(35)
    rates(story, 36, lift=6, climb=8)
    assert "birddog-no-improvement" not in [reason.rule for reason in story.state(37).advice]


def test_better_function_opens_a_stage_though_the_pain_stays():
    stays = five_weeks(pain=7).today(13).stage
    better = five_weeks((7, {"lift": 6, "climb": 8}), pain=7).today(13).stage
    assert (stays, better) == ("calm", "stabilize")


def test_worse_function_holds_a_stage_though_the_pain_is_low():
    assert five_weeks(pain=4).today(20).stage != "calm"
    assert five_weeks((6, {"lift": 0, "climb": 2}), pain=4).today(20).stage == "calm"


def test_an_activity_that_is_regained_is_no_aim_any_more_and_the_hardest_comes_first():
    story = Story(**OWN)

    def aims() -> tuple[str, ...]:
        folded = story.fold()
        return goals_of(folded.course.planner(folded.state, story.now().date()), folded.state)

    assert aims() == ("lifting", "stairs")
    rates(story, 7, lift=7, climb=4)
    assert aims() == ("stairs", "lifting")
    rates(story, 14, lift=10, climb=5)
    assert aims() == ("stairs",)
