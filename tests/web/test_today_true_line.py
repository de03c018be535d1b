"""The line of encouragement is true, or it is not there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tests.readings import seen_of

from birddog.core.log.events import AerobicDone, IntakeAnswered, MeasureTaken, MorningAfter, SessionDone
from birddog.core.person.intake import Intake, Life, OwnActivity, Pain
from birddog.services.today.encouragement import TrueFact, in_words, true_facts, true_line

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = date(2026, 3, 16)


def facts(told, day):
    return true_facts(told, seen_of(told), day)


def line(told, day):
    return true_line(told, seen_of(told), day)


def begun(back: float | None = 6) -> IntakeAnswered:
    own = (OwnActivity("sit", 3),)
    return IntakeAnswered("i", START, intake=Intake(pain=Pain(back_week=back), life=Life(own_activities=own)))


def mornings(*pains: float | None) -> list[MorningAfter]:
    return [MorningAfter(f"m{n}", START + timedelta(days=9 + n), pain=pain) for n, pain in enumerate(pains)]


def test_nothing_told_nothing_said():
    assert line([begun()], DAY) == ""
    assert line([], DAY) == ""


def test_less_pain_by_enough_to_notice():
    told = [begun(), *mornings(4, 4, 3)]
    assert line(told, DAY) == "Your back pain over the last week is 2 points lower than at the start."


def test_a_point_less_is_not_spoken_of():
    assert line([begun(), *mornings(5, 5, 5)], DAY) == ""


def test_too_few_reports_or_a_missing_start_say_nothing():
    assert line([begun(), *mornings(2, 2)], DAY) == ""
    assert line([begun(), *mornings(2, None, None)], DAY) == ""
    assert line([begun(None)], DAY) == ""


def test_sessions_and_walks_of_seven_days():
    sessions = [SessionDone(f"s{n}", START + timedelta(days=n)) for n in (0, 9, 11, 13)]
    walks = [AerobicDone("w", START + timedelta(days=12), minutes=35)]
    assert facts([begun(), *sessions, *walks], DAY) == (TrueFact("sessions", 3), TrueFact("walked", 35))
    assert line([begun(), *sessions], DAY) == "3 sessions in the last seven days."


def test_one_session_is_no_boast():
    assert line([begun(), SessionDone("s", START + timedelta(days=13))], DAY) == ""


def test_own_activities():
    taken = MeasureTaken("p", START + timedelta(days=7), instrument="psfs", answers={"sit": 5.5})
    assert facts([begun(), taken], DAY) == (TrueFact("activities", 2),)
    assert in_words(TrueFact("walked", 30)) == "30 minutes of walking in the last seven days."
