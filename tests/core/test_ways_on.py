"""Ways on that fit a life: a short version, bouts between times, and what comes after new pain has gone."""

from __future__ import annotations

from typing import Any

from tests.story import Story

NEW: dict[str, Any] = {"episode": {"where": ["low_back"], "weeks": 1, "earlier_spells": 0}}


def little(*days: int, **changes: Any) -> Story:
    """Someone who is asked for five sessions a week and does those of ``days``."""
    story = Story(**changes)
    for week in range(1, 5):
        story.screen(7 * week, hour=6)
    for day in days:
        story.session(day)
        story.morning(day + 1)
    story.rows.sort(key=lambda row: row["at"])
    return story


# ------------------------------------------------------------------------------------------------- the short version
def test_who_does_under_half_for_two_weeks_is_offered_two_or_three_exercises_at_their_doses():
    today = little(0, 6, 12).today(15)
    assert today.session is not None and today.short is not None
    assert 2 <= len(today.short.items) <= 3
    assert today.short.seconds <= 8 * 60
    doses = {item.exercise: item.dose for item in today.session.items}
    assert all(item.dose == doses[item.exercise] for item in today.short.items)
    assert {item.category for item in today.short.items} & {"stabilization", "strengthening"}


def test_the_whole_session_stays_beside_the_short_one_and_nothing_is_taken_off():
    story = little(0, 6, 12)
    before, now = story.today(1).session, story.today(15).session
    assert before is not None and now is not None
    assert len(now.items) >= len(before.items)
    assert all(track.dose.work_s >= track.first.work_s for track in story.state(15).tracks.values())


def test_who_does_half_or_more_is_not_offered_it():
    assert little(0, 2, 4, 7, 9, 11, 14).today(15).short is None


def test_two_weeks_have_to_pass_first():
    assert little(0).today(10).short is None


def test_a_pause_is_not_held_against_anyone():
    story = little(0, 2, 4)
    story.add(5, "pause", why="ill", until="2026-03-14")
    story.session(13)
    story.rows.sort(key=lambda row: row["at"])
    assert story.today(15).short is None


# ------------------------------------------------------------------------------------------------- bouts
GLIDE: dict[str, Any] = {
    "movement": {"side_glide": "centralizes"},
    "leg": {"reach": "above_knee", "numbness": "no", "weakness": "no"},
}


def test_a_side_glide_that_draws_pain_up_begins_with_one_bout_of_five():
    bouts = Story(**GLIDE).today(0).bouts
    assert bouts is not None
    assert (bouts.exercise, bouts.reps, bouts.per_day) == ("side-glide-wall", 5, 1)


def test_bouts_come_more_often_with_good_sessions_and_never_take_over_two_minutes():
    story = Story(**GLIDE)
    seen = []
    for day in (0, 2, 4, 7, 9):
        story.good(day)
        seen.append(story.today(day + 1).bouts)
    assert [bout.per_day for bout in seen if bout] == [3, 3, 5, 5, 5]
    assert all(bout is not None and bout.seconds <= 120 for bout in seen)


def test_bouts_stop_when_the_leg_goes_further_down():
    story = Story(**GLIDE)
    story.add(1, "leg", moved="down", exercise="side-glide-wall", minutes=10)
    assert story.today(1).bouts is None


def test_bouts_begin_small_again_after_a_red_report():
    story = Story(**GLIDE)
    story.good(0, 2, 4)
    story.session(6, 3, 6)
    bouts = story.today(6).bouts
    assert bouts is not None and (bouts.reps, bouts.per_day) == (5, 1)


def test_without_a_direction_that_helps_there_are_no_bouts():
    assert Story().today(0).bouts is None
    assert Story(movement={"extension": "worse"}).today(0).bouts is None


def test_bouts_stand_apart_from_the_minutes():
    story = Story(**GLIDE)
    today = story.today(0)
    assert today.session is not None and today.session.seconds <= 20 * 60


# ------------------------------------------------------------------------------------------------- after new pain
def free(days: int, pain: float = 0) -> Story:
    """New pain that is gone after three days, told each morning."""
    story = Story(**NEW)
    story.screen(7, hour=6)
    for day in range(1, days):
        story.morning(day, 3 if day < 3 else pain)
    story.rows.sort(key=lambda row: row["at"])
    return story


def test_new_pain_that_has_been_gone_for_a_week_may_go_two_ways():
    assert free(5).today(4).offers == ()
    assert free(12).today(11).offers == ("upkeep", "staged")
    assert free(12, pain=1).today(11).offers == ()


def test_upkeep_after_new_pain_is_walking_and_two_exercises():
    story = free(12)
    story.add(11, "arrange", program="upkeep")
    today = story.today(12)
    assert today.stage == "maintain"
    assert today.session is not None and len(today.session.items) == 2
    assert today.aerobic is not None
    assert today.offers == ()


def test_upkeep_that_was_chosen_does_not_turn_into_the_whole_program_by_itself():
    story = free(12)
    story.add(11, "arrange", program="upkeep")
    for day in (18, 25, 32, 39, 46):
        story.screen(day)
        story.session(day, 0, 0)
    assert story.today(47).kind == "acute"


def test_the_whole_program_may_be_chosen_after_new_pain():
    story = free(12)
    few = story.today(11).session
    story.add(11, "arrange", program="staged")
    today = story.today(12)
    assert today.kind == "staged" and today.session is not None and few is not None
    assert {item.exercise for item in few.items} <= set(story.state(12).roster)
    assert len(story.state(12).roster) > len(few.items)


def test_anyone_may_choose_upkeep_and_come_back():
    story = Story()
    story.good(0, 2, 4)
    doses = {name: track.dose for name, track in story.state(5).tracks.items()}
    story.add(5, "arrange", program="upkeep")
    assert story.today(5).stage == "maintain"
    assert all(story.state(5).tracks[name].dose == dose for name, dose in doses.items())
    story.add(6, "arrange", program="staged")
    assert story.today(6).stage == "stabilize"
