"""An emergency that was told of is not taken back by the next form."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.strategies import CONTENT

import birddog
from birddog.core.content.values import Disposition

AT = datetime(2026, 3, 2, 9, 0)
WELL: dict[str, Any] = {
    "person": {"id": "made-up", "age": 44, "decides_for_self": "yes"}, "red_flags": {"all_others": "no"},
    "episode": {"where": ["low_back"], "weeks": 20}, "pain": {"back_week": 3}, "conditions": {"all_others": "no"},
}  # fmt: skip
SIGN = "urine_leaking"
ALARMED = {**WELL, "red_flags": {"all_others": "no", SIGN: "yes"}}
AGAIN = {"all_others": "no", SIGN: "no"}
LIMIT = CONTENT.values.emergency_stands.minutes


def event(number: int, minutes: float, kind: str, **fields: Any) -> dict[str, Any]:
    """An event some minutes after the first."""
    return {"id": f"e{number}", "at": (AT + timedelta(minutes=minutes)).isoformat(), "type": kind, **fields}


def after(*events: dict[str, Any], days: float = 0) -> Any:
    """The chart's state once these have followed an emergency yes."""
    rows = [event(0, 0, "intake", intake=ALARMED), *events]
    return birddog.replay([birddog.read_event(row) for row in rows], AT + timedelta(days=days, hours=12)).state


def test_a_second_intake_leaves_it_standing():
    state = after(event(1, 20, "intake", intake=WELL))
    assert state.disposition == Disposition.EMERGENCY and not state.exercising
    rules = [reason.rule for reason in state.screen_reasons]
    assert rules[0] == "birddog-emergency-stands" and SIGN in rules


@pytest.mark.parametrize("days", [1, 30, 400])
def test_time_does_not_take_it_back(days: int):
    assert after(event(1, 20, "intake", intake=WELL), days=days).disposition == Disposition.EMERGENCY


@pytest.mark.parametrize(
    ("examined", "level"),
    [
        ("2026-03-01", "emergency"),
        ("2026-03-02", "self_care"),
        ("2026-03-03", "self_care"),
        ("2026-03-04", "emergency"),
    ],
)
def test_a_clinician_has_examined_it(examined: str, level: str):
    later = 24 * 60
    state = after(event(1, later, "intake", intake={**WELL, "examined": examined}), days=2)
    assert state.disposition.word == level


def test_an_examination_does_not_answer_a_new_yes():
    assert (
        after(event(1, 60, "intake", intake={**ALARMED, "examined": "2026-03-02"})).disposition == Disposition.EMERGENCY
    )


@pytest.mark.parametrize(("minutes", "level"), [(LIMIT, "self_care"), (LIMIT + 1, "emergency")])
def test_a_slip_is_told_at_once(minutes: int, level: str):
    slip = {**WELL, "red_flags": AGAIN, "by_mistake": [SIGN]}
    assert after(event(1, minutes, "intake", intake=slip)).disposition.word == level


def test_a_slip_needs_the_sign_asked_again():
    slip = {**WELL, "by_mistake": [SIGN]}
    assert after(event(1, 2, "intake", intake=slip)).disposition == Disposition.EMERGENCY


def test_an_answer_on_another_day_does_not_lower_it():
    for flags in (AGAIN, {"all_others": "no"}):
        assert after(event(1, 60 * 24, "screen", red_flags=flags), days=1).disposition == Disposition.EMERGENCY


@pytest.mark.parametrize(("minutes", "level"), [(LIMIT, "self_care"), (LIMIT + 1, "emergency")])
@pytest.mark.parametrize("change", [{"change": {"intake": {**WELL, "red_flags": AGAIN}}}])
def test_a_correction_counts_at_once_only(minutes: int, level: str, change: dict[str, Any]):
    assert after(event(1, minutes, "correction", corrects="e0", **change)).disposition.word == level


def test_a_correction_without_the_question_asked_again_changes_nothing():
    fix = event(1, 2, "correction", corrects="e0", change={"intake": WELL})
    assert after(fix).disposition == Disposition.EMERGENCY


def test_a_late_withdrawal_changes_nothing():
    first = event(1, 30, "intake", intake=WELL)
    gone = event(2, 40, "correction", corrects="e0", withdraw=True)
    assert after(first, gone).disposition == Disposition.EMERGENCY


@pytest.mark.parametrize("added", [1, 3])
@pytest.mark.parametrize(
    "back", [{"change": {"intake": {**WELL, "red_flags": AGAIN}}}, {"change": {"intake": WELL}}], ids=["no", "others"]
)
def test_a_sign_that_a_correction_added_is_no_slip_whatever_the_clocks_say(added: int, back: dict[str, Any]):
    rows = [
        event(0, 0, "intake", intake=WELL),
        event(added, added, "correction", corrects="e0", change={"intake": ALARMED}),
        event(2, 2, "correction", corrects="e0", **back),
    ]
    told = [birddog.read_event(row) for row in sorted(rows, key=lambda row: row["at"])]
    assert birddog.replay(told, AT + timedelta(hours=8)).state.disposition == Disposition.EMERGENCY


def test_a_sign_told_of_a_report_that_was_withdrawn_is_heard():
    rows = [
        event(0, 0, "intake", intake=WELL),
        event(1, 10, "screen", red_flags={"all_others": "no"}),
        event(2, 20, "correction", corrects="e1", withdraw=True),
        event(3, 30, "correction", corrects="e1", change={"red_flags": {"all_others": "no", SIGN: "yes"}}),
    ]
    told = [birddog.read_event(row) for row in rows]
    assert birddog.replay(told[:3], AT + timedelta(hours=8)).state.disposition == Disposition.SELF_CARE
    assert birddog.replay(told, AT + timedelta(hours=8)).state.disposition == Disposition.EMERGENCY


def test_what_is_no_emergency_can_be_corrected_as_before():
    rows = [
        event(0, 0, "intake", intake={**WELL, "red_flags": {"all_others": "no", "fever": "yes"}}),
        event(1, 300, "correction", corrects="e0", change={"intake": WELL}),
    ]
    state = birddog.replay([birddog.read_event(row) for row in rows], AT + timedelta(hours=8)).state
    assert state.disposition == Disposition.SELF_CARE


def test_the_chart_shows_both():
    rows = [event(0, 0, "intake", intake=ALARMED), event(1, 20, "intake", intake=WELL)]
    folded = birddog.replay([birddog.read_event(row) for row in rows], AT + timedelta(hours=2))
    rules = [entry.reason.rule for entry in folded.decisions]
    assert rules.index(SIGN) < rules.index("birddog-emergency-stands")


def test_words_that_were_a_guess_end_with_the_answer_to_the_question():
    note = "my bum has gone to sleep and I cannot pee"
    signs = dict.fromkeys(("back_passage_numbness", "bladder_trouble", "saddle_numbness"), "no")
    rows = [
        event(0, 0, "intake", intake={**WELL, "life": {"note": note}}),
        event(1, 90, "intake", intake={**WELL, "life": {"note": note, "note_answers": {"text": note, "signs": signs}}}),
    ]
    events = [birddog.read_event(row) for row in rows]
    assert birddog.replay(events[:1], AT + timedelta(hours=8)).state.disposition == Disposition.EMERGENCY
    assert birddog.replay(events, AT + timedelta(hours=8)).state.disposition == Disposition.SELF_CARE


def test_a_yes_to_the_question_about_the_words_stands():
    note = "my privates are numb"
    answered = {"note": note, "note_answers": {"text": note, "signs": {"saddle_numbness": "yes"}}}
    rows = [event(0, 0, "intake", intake={**WELL, "life": answered}), event(1, 60, "intake", intake=WELL)]
    state = birddog.replay([birddog.read_event(row) for row in rows], AT + timedelta(hours=8)).state
    assert state.disposition == Disposition.EMERGENCY
