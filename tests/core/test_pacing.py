"""Doing more than was asked: no fault in itself, and paced where pain follows it again and again."""

from __future__ import annotations

from typing import Any

from tests.story import Story

from birddog.core.plan.dosing import amount


def more(story: Story, day: int, during: float = 2, times: float = 2) -> None:
    """A session in which ``times`` the repetitions of each exercise are done."""
    asked = story.today(day, 8).session
    assert asked is not None
    rows: list[dict[str, Any]] = [
        {"exercise": item.exercise, "done": "yes", "reps": int(times * item.dose.sets * item.dose.reps)}
        for item in asked.items
    ]
    story.session(day, 3, during, items=rows)


def paced() -> Story:
    """Twice in two weeks more than asked, and each time three points more the next morning."""
    story = Story()
    story.good(0, 2)
    for day in (4, 9):
        if day == 9:
            story.screen(8)
        more(story, day)
        story.morning(day + 1, 6)
    return story


def share(story: Story, day: int) -> float:
    session, tracks = story.today(day).session, story.state(day).tracks
    assert session is not None
    return sum(amount(i.dose) for i in session.items) / sum(amount(tracks[i.exercise].dose) for i in session.items)


def test_more_than_asked_is_not_punished_when_nothing_follows():
    story = Story()
    for day in (0, 2, 4, 7, 9, 11):
        if day == 7:
            story.screen(7)
        more(story, day)
        story.morning(day + 1, 3)
    assert story.state().over_on and story.state().paced_from is None
    assert not story.decisions("birddog-pacing")


def test_more_than_asked_in_two_good_sessions_lets_a_dose_rise_at_the_end_of_its_week():
    grown = []
    for times in (1, 2):
        story = Story()
        more(story, 0, times=times)
        story.morning(1, 3)
        story.screen(6)
        more(story, 7, times=times)
        story.morning(8, 3)
        grown.append([name for name, t in story.state().tracks.items() if amount(t.dose) > amount(t.first)])
    asked, over = grown
    assert not asked and over


def test_fewer_repetitions_become_the_dose_and_leave_three_quarters_of_the_first():
    story = Story()
    for day in (0, 2, 4, 7, 9, 11, 14, 16, 18):
        if day % 7 == 0 and day:
            story.screen(day)
        more(story, day, times=0.4)
        story.morning(day + 1, 3)
    tracks = story.state().tracks
    assert any(amount(track.dose) < amount(track.first) for track in tracks.values())
    assert all(amount(track.dose) >= 0.75 * amount(track.first) for track in tracks.values())


def test_once_too_much_is_not_paced():
    story = Story()
    story.good(0, 2)
    more(story, 4)
    story.morning(5, 6)
    assert not story.decisions("birddog-pacing")


def test_twice_too_much_after_more_than_asked_is_paced_for_two_weeks_with_the_lesson():
    story = paced()
    assert story.decisions("birddog-pacing")
    assert share(story, 10) <= 0.85
    assert "pacing" in [lesson.id for lesson in story.today(10).lessons]
    for day in (15, 22):
        story.screen(day, hour=6)
    story.rows.sort(key=lambda row: row["at"])
    assert story.state(23).paced_from is not None
    assert story.state(24).paced_from is None


def test_the_same_rises_without_more_than_asked_are_not_paced():
    story = Story()
    story.good(0, 2)
    for day in (4, 9):
        if day == 9:
            story.screen(8)
        story.session(day, 3, 2)
        story.morning(day + 1, 6)
    assert not story.decisions("birddog-pacing")


def test_nothing_rises_while_doses_are_paced():
    story = paced()
    was = {name: amount(track.dose) for name, track in story.state().tracks.items()}
    for day in (11, 13, 15, 17, 19, 21):
        if day == 15:
            story.screen(15, hour=6)
        story.session(day, 3, 2)
        story.morning(day + 1, 3)
    now = {name: amount(track.dose) for name, track in story.state(22).tracks.items()}
    assert all(now[name] <= dose for name, dose in was.items() if name in now)


def test_a_session_on_a_day_off_that_makes_up_for_a_missed_one_is_not_more():
    story = Story()
    story.session(0)
    story.morning(1)
    story.session(3)
    assert story.state().over_on == ()


def test_three_flares_in_six_weeks_are_paced():
    story = Story()
    story.good(0, 2)
    for day in (5, 18, 31):
        story.screen(day, hour=6)
        story.add(day, "flare", hour=9, pain=6, red_flags={"all_others": "no"})
        story.screen(day + 4, hour=6)
        story.add(day + 4, "flare_over", hour=9, pain=3)
    assert story.decisions("birddog-pacing")
