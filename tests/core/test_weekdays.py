"""The days of the week with a session: those that the person chose, in every place that goes by them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.story import ORDINARY, Story

import birddog
from birddog.catalog import load_default
from birddog.core.content.values import STAGES
from birddog.core.person.intake import Intake, Time
from birddog.core.plan.weekdays import WEEKDAYS, days_of_training, is_training_day, spread

MONDAY = date(2026, 3, 2)


def trained(story: Story, first: int, days: int = 7) -> list[str]:
    """The weekdays with a session, from day ``first`` of a story on."""
    week = [story.now(first + n, 9).date() for n in range(days)]
    return [WEEKDAYS[day.weekday()] for n, day in enumerate(week) if story.today(first + n).training_day]


def time_of(story: Story, day: int) -> Time:
    intake = story.state(day, 23).intake
    assert intake is not None
    return intake.time


def test_sessions_fall_on_the_chosen_days_from_the_day_they_are_chosen():
    story = Story()
    story.add(1, "arrange", weekdays=["sunday", "tuesday", "friday"])
    assert sorted(trained(story, 2)) == ["friday", "sunday", "tuesday"]
    assert time_of(story, 2).days == 3


def test_another_number_of_days_ends_the_choice_and_the_same_number_does_not():
    story = Story()
    story.add(1, "arrange", weekdays=["sunday", "tuesday", "friday"])
    story.add(2, "arrange", days_per_week=3)
    assert sorted(trained(story, 3)) == ["friday", "sunday", "tuesday"]
    story.add(3, "arrange", days_per_week=6)
    assert time_of(story, 3).weekdays == () and len(trained(story, 4)) == 6


def test_an_intake_may_name_the_days_and_the_plan_goes_by_them():
    answers = {**ORDINARY, "time": {"weekdays": ["monday", "wednesday", "saturday"]}}
    intake = birddog.read_intake(answers)
    program = birddog.prescribe(intake, MONDAY + timedelta(days=1)).program
    assert program is not None
    days = {day.date.weekday() for week in program.weeks[:4] for day in week.days if day.sessions}
    assert days == {0, 2, 5}


chosen = st.lists(st.sampled_from(WEEKDAYS), min_size=2, max_size=7, unique=True)


@given(chosen, st.sampled_from(STAGES), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_never_a_day_that_was_not_chosen_and_as_many_as_the_stage_asks(names, stage, start):
    content, intake = load_default(), Intake(time=Time(weekdays=tuple(names)))
    days = [start + timedelta(days=n) for n in range(7)]
    on = [WEEKDAYS[day.weekday()] for day in days if is_training_day(intake, content, stage, start, day)]
    most = content.values.maintain.days_per_week if stage == "maintain" else 7
    assert set(on) <= set(names) and len(on) == min(len(names), most)


@given(st.integers(2, 7), st.dates(date(2024, 1, 1), date(2030, 1, 1)))
def test_who_chose_none_has_them_evenly_spread_from_the_first_day_on(number, start):
    intake = Intake(time=Time(days_per_week=number))
    assert days_of_training(intake, load_default(), "calm", start) == spread(number)
