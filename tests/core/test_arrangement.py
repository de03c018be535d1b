"""Changes of time, equipment, taste and aims: taken in at once, and no way around the limits on work."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.story import ORDINARY, Story, drills

import birddog
from birddog.core.content.values import BirddogError
from birddog.core.plan.dosing import amount


def state_of(story: Story, day: float, hour: float = 23) -> Any:
    """The state, whose intake and ceiling are there."""
    return story.state(day, hour)


def doses(story: Story, day: int, hour: float = 23) -> dict[str, int]:
    """How much of each exercise of the roster is prescribed, in seconds."""
    folded = story.fold(day, hour)
    planner = folded.course.planner(folded.state, story.now(day, hour).date())
    return {name: amount(folded.course.dose(folded.state, planner, name)) for name in folded.state.roster}


def a_week(story: Story, day: int, hour: float = 23) -> int:
    """The work of a week as it is prescribed, in seconds."""
    time = state_of(story, day, hour).intake.time
    return sum(doses(story, day, hour).values()) * time.days_per_week * time.per_day


def test_what_is_left_out_stays_as_it_was():
    story = Story()
    story.add(1, "arrange", minutes=12)
    intake = state_of(story, 1).intake
    assert (intake.time.minutes, intake.time.per_day, intake.time.days_per_week) == (12, 1, 5)
    assert list(intake.equipment) == ORDINARY["equipment"]


def test_fewer_minutes_count_at_once():
    story = Story(time={"minutes": 30}, pain={"back_week": 2, "back_now": 2})
    story.good(*range(0, 30, 2), before=1, during=1)
    assert story.next(30).seconds > 600
    story.add(31, "arrange", minutes=10)
    assert story.next(31).seconds <= 600


def test_more_minutes_raise_no_dose():
    story = Story(time={"minutes": 10, "per_day": 1, "days_per_week": 5})
    story.good(0, 1)
    before = doses(story, 2, 9)
    story.add(2, "arrange", minutes=30)
    assert doses(story, 2) == before


def test_less_time_for_a_while_loses_nothing():
    story = Story(time={"minutes": 20, "per_day": 1, "days_per_week": 5})
    story.good(0, 1)
    before = doses(story, 2, 9)
    story.add(2, "arrange", minutes=10)
    assert story.next(2).seconds <= 600
    story.good(2, 3)
    story.add(5, "arrange", minutes=20)
    assert doses(story, 5) == before


@pytest.mark.parametrize("change", [{"days_per_week": 7}, {"per_day": 3}, {"per_day": 2, "days_per_week": 7}])
def test_more_sessions_begin_smaller_down_to_the_first_dose(change):
    story = Story(pain={"back_week": 2, "back_now": 2})
    story.good(*range(0, 27, 2), before=1, during=1)
    story.screen(28)
    before, tracks = a_week(story, 28, 9), state_of(story, 28, 9).tracks
    story.add(28, "arrange", **change)
    now = doses(story, 28)
    least = sum(amount(tracks[name].first) for name in now)
    time = state_of(story, 28).intake.time
    assert a_week(story, 28) <= max(1.2 * before, least * time.days_per_week * time.per_day)
    assert all(dose >= min(amount(tracks[name].first), amount(tracks[name].dose)) for name, dose in now.items())


def test_a_change_of_minutes_taken_back_is_as_if_it_had_not_been():
    story = Story(time={"minutes": 20, "per_day": 1, "days_per_week": 5})
    story.good(0, 1)
    before = story.next(2, 9).items
    story.add(2, "arrange", minutes=10)
    story.add(2, "arrange", hour=13, minutes=20)
    assert story.next(2).items == before


def test_before_the_first_session_a_first_dose_is_made_for_the_new_time():
    story, fresh = Story(time={"minutes": 10}), Story(time={"minutes": 20})
    story.add(0, "arrange", minutes=20, per_day=1, days_per_week=5)
    assert story.next(0).work_s == fresh.next(0).work_s


def test_equipment_counts_at_once():
    story = Story(equipment=["mat", "wall", "chair", "table", "bed", "towel", "band", "ball", "strap"])
    story.add(0, "arrange", equipment=[])
    content = story.fold(0).course.content
    assert [e for e in drills(story.next(0)) if content.exercise(e).equipment] == []


def test_aims_and_aerobic_taste_replace_the_old_ones():
    story = Story()
    story.add(0, "arrange", aerobic=["swimming", "walking"], goals=["lifting"], equipment=["pool"])
    walk = story.today(0).aerobic
    assert walk is not None
    assert walk.exercise == "swimming"
    assert state_of(story, 0).intake.life.goals == ("lifting",)


def test_an_own_wish_can_be_taken_back():
    story = Story(life={"dislikes": ["bridge"]})
    out = drills(story.next(0))[0]
    story.add(0, "swap", hour=13, exercise=out, wish="not_this")
    assert out not in drills(story.next(0))
    story.add(1, "arrange", restore=[out, "bridge"])
    state = state_of(story, 1)
    assert (state.removed, state.unwanted, state.intake.life.dislikes) == (frozenset(), frozenset(), ())


def test_what_a_therapist_took_out_cannot_be_taken_back():
    story = Story()
    one = drills(story.next(0))[0]
    story.add(0, "edit", actor="therapist", action="remove", exercise=one)
    story.add(3, "arrange", restore=[one])
    assert one in state_of(story, 3).removed
    assert one not in drills(story.next(3))


def test_it_is_logged_with_its_rule():
    story = Story()
    story.add(1, "arrange", minutes=12, restore=["bridge"])
    (said,) = story.decisions("birddog-arrange")
    assert said.reason.saw == "minutes 12, restore ('bridge',)"


def test_a_stopped_program_stays_stopped():
    story = Story()
    story.screen(1, saddle_numbness="yes")
    story.add(2, "arrange", minutes=30)
    assert story.today(2).session is None


@pytest.mark.parametrize(
    "field",
    [
        {"minutes": 90},
        {"per_day": 9},
        {"days_per_week": 1},
        {"weekdays": ["monday"]},
        {"weekdays": ["monday", "monday"]},
        {"weekdays": ["someday", "monday"]},
        {"aerobic": ["flying"]},
        {"restore": ["x"]},
    ],
)
def test_what_no_rule_allows_is_refused(field):
    with pytest.raises(BirddogError, match=next(iter(field))):
        birddog.read_event({"id": "a", "at": "2026-03-02T08:00", "type": "arrange", **field})


times = st.fixed_dictionaries(
    {}, optional={"minutes": st.integers(10, 30), "per_day": st.integers(1, 3), "days_per_week": st.integers(2, 7)}
)


@given(times, st.lists(times, min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_no_row_of_changes_raises_a_dose(first, changes):
    story = Story(time=first)
    story.good(0, 1)
    before = doses(story, 2, 9)
    for n, change in enumerate(changes):
        story.add(2, "arrange", hour=10 + n / 10, **change)
        now = doses(story, 2)
        assert all(now[name] <= before[name] for name in now if name in before)
        assert story.next(2).seconds <= 60 * state_of(story, 2).intake.time.minutes
