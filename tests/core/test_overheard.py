"""What people write with a report is read: a danger sign is asked back, and weighs until it is answered."""

from __future__ import annotations

import pytest
from tests.story import Story

from birddog.core.content.values import Disposition

NUMB = "funny thing, my groin has gone numb since Tuesday"
PLAIN = "I cannot feel between my legs when I wipe and I lost control of my bladder"


@pytest.fixture
def story() -> Story:
    """An ordinary person on day 1."""
    return Story()


def test_a_note_with_a_session_is_asked_back_and_stops_until_it_is_answered(story):
    story.session(2, note=NUMB)
    state = story.fold(3).state
    assert state.words == {"saddle_numbness": NUMB}
    assert state.asks == ("saddle_numbness",)
    assert state.disposition == Disposition.URGENT and not state.exercising
    assert any(NUMB in reason.says for reason in state.screen_reasons)
    story.add(4, "screen", red_flags={"saddle_numbness": "no"})
    state = story.fold(4).state
    assert (state.words, state.asks, state.disposition) == ({}, (), Disposition.SELF_CARE)
    assert state.exercising


def test_a_yes_to_the_question_is_an_emergency_that_stands(story):
    story.session(2, adverse="yes", adverse_note=NUMB)
    story.screen(3, saddle_numbness="yes")
    state = story.fold(3).state
    assert state.disposition == Disposition.EMERGENCY and state.emergency is not None


def test_words_that_state_it_plainly_are_an_emergency_until_they_are_answered(story):
    story.morning(2, note=PLAIN)
    assert story.fold(2).state.disposition == Disposition.EMERGENCY
    story.screen(3)
    state = story.fold(3).state
    assert state.disposition == Disposition.SELF_CARE and state.emergency is None


def test_time_and_other_reports_do_not_answer_it(story):
    story.session(2, note=NUMB)
    story.morning(3, 2)
    story.add(4, "flare", pain=6)
    state = story.fold(20).state
    assert "saddle_numbness" in state.asks and state.words
    assert state.disposition >= Disposition.URGENT and not state.exercising


def test_anything_else_that_happened_asks_all_danger_signs(story):
    story.session(2, adverse="yes", adverse_note="I tripped on the mat")
    state = story.fold(2).state
    assert (
        {"saddle_numbness", "bladder_trouble"} < set(state.asks)
        and state.asks_because == "adverse"
        and not state.exercising
    )
    assert state.disposition == Disposition.SELF_CARE
    story.screen(3)
    assert story.fold(3).state.exercising


@pytest.mark.parametrize(
    "note", ["no numbness, all good", "my leg went numb years ago after a fall, fine now", "a bit sore"]
)
def test_ordinary_words_ask_nothing(story, note):
    story.session(2, note=note)
    state = story.fold(2).state
    assert state.asks == () and state.exercising


def test_a_note_that_is_put_right_is_forgotten(story):
    told = story.session(2, note=NUMB)
    story.add(2, "correction", 20, corrects=told, change={"note": "wrote this to the wrong person"})
    assert story.fold(3).state.asks == ()
