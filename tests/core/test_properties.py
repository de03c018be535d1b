"""What must hold for every intake and every chart, however odd."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from tests import strategies as made

import birddog
from birddog import catalog, present
from birddog.core.chart.chart import check, fold, step
from birddog.core.chart.clock import pass_time
from birddog.core.content.values import BirddogError, Disposition
from birddog.core.log.events import Event
from birddog.core.log.schema import as_json
from birddog.core.person.facts import facts
from birddog.core.person.intake import Intake
from birddog.core.plan.course import Course
from birddog.core.plan.planner import Session
from birddog.core.prescribe import Prescription
from birddog.core.state.state import State
from birddog.core.state.vetoes import barred_by_equipment
from birddog.verify.barred import offends

CONTENT = made.CONTENT
relaxed = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
)
CAUTION = ("no", "unsure", "yes")


def sessions(made_for: Prescription) -> list[Session]:
    """Every session of a program, maintenance included."""
    program = made_for.program
    weeks = () if program is None else (*program.weeks, program.maintenance)
    return [session for week in weeks for day in week.days for session in day.sessions]


def read_chart(rows: list[dict[str, Any]]) -> list[Event]:
    """Events of a chart from its rows, by way of text."""
    return birddog.read_chart([json.dumps(row) for row in rows])


def end(rows: list[dict[str, Any]]) -> datetime:
    """A little after the last event."""
    return datetime.fromisoformat(rows[-1]["at"]) + timedelta(hours=1)


# ----------------------------------------------------------------------------------------------- never a traceback


@given(made.any_json | made.damaged(made.people()) | made.intakes(), made.days)
@relaxed
def test_any_json_as_intake_gives_a_result_or_a_message(value: Any, day: date):
    try:
        intake = birddog.read_intake(value)
        birddog.screen(intake, day)
        prescription = birddog.prescribe(intake, day)
        json.dumps(
            present.plan_json(prescription, CONTENT, intake, facts(intake, day, CONTENT.values)), allow_nan=False
        )
    except BirddogError as error:
        assert str(error).strip()


@given(made.charts().flatmap(lambda rows: made.damaged(st.just(rows))))
@relaxed
def test_any_json_as_chart_gives_a_result_or_a_message(rows: Any):
    lines = [json.dumps(row) for row in rows] if isinstance(rows, list) else [json.dumps(rows)]
    try:
        folded = birddog.replay(birddog.read_chart(lines), made.START + timedelta(days=300))
        json.dumps(present.state_json(folded.state), allow_nan=False)
    except BirddogError as error:
        assert str(error).strip()


@given(st.lists(made.any_json, max_size=3))
@relaxed
def test_any_lines_as_chart_give_a_result_or_a_message(values: list[Any]):
    try:
        birddog.read_chart([json.dumps(value) for value in values])
    except BirddogError as error:
        assert str(error).strip()


@given(made.people(), st.dates() | st.sampled_from([date.min, date.max]))
@relaxed
def test_any_day_gives_a_result_or_a_message(value: dict[str, Any], day: date):
    intake = birddog.read_intake(value)
    try:
        birddog.prescribe(intake, day)
    except BirddogError as error:
        assert str(day) in str(error)


@given(st.datetimes(), st.sampled_from(["", "Z", "+14:00", "-12:00"]), st.datetimes())
@example(datetime.min, "+14:00", datetime.max)
@example(datetime.max, "-12:00", datetime.min)
def test_any_time_in_a_chart_gives_a_result_or_a_message(at: datetime, zone: str, now: datetime):
    row = {"id": "e0", "at": at.isoformat() + zone, "type": "intake", "intake": as_json(ordinary())}
    try:
        birddog.today(read_chart([row]), now)
    except BirddogError as error:
        assert str(error).strip()


def ordinary() -> Intake:
    """The first example: an ordinary case."""
    return birddog.read_intake(made.load_intake(made.INTAKES[0]))


# ---------------------------------------------------------------------------------------------- the program itself


@given(made.people(), made.days)
@relaxed
def test_the_same_answers_give_the_same_bytes(value: dict[str, Any], day: date):
    pages = []
    for content in (CONTENT, replace(CONTENT, memo={})):
        intake = birddog.read_intake(value)
        prescription = birddog.prescribe(intake, day, content)
        pages.append(json.dumps(present.plan_json(prescription, content, intake, facts(intake, day, content.values))))
    assert pages[0] == pages[1]


@given(made.people(), made.days)
@relaxed
def test_sessions_keep_to_the_minutes_and_the_sizes(value: dict[str, Any], day: date):
    intake = birddog.read_intake(value)
    for session in sessions(birddog.prescribe(intake, day)):
        assert session.seconds <= intake.time.minutes * 60
        assert session.minutes <= intake.time.minutes
        assert 1 <= len(session.items) <= (5 if intake.time.minutes < 25 else 8)
        families = [CONTENT.exercise(item.exercise).family for item in session.items]
        assert len(set(families)) == len(families)
        assert all(item.dose.sets >= 1 and item.dose.reps >= 1 for item in session.items)
        assert all(item.dose.hold_time_s <= 60 for item in session.items)


@given(made.people(), made.days)
@relaxed
def test_nothing_barred_is_ever_in_a_program(value: dict[str, Any], day: date):
    intake = birddog.read_intake(value)
    known = facts(intake, day, CONTENT.values)
    prescription = birddog.prescribe(intake, day)
    given_out = {item.exercise for session in sessions(prescription) for item in session.items}
    if prescription.program is not None:
        days_ = [day for week in prescription.program.weeks for day in week.days]
        given_out |= {d.aerobic.exercise for d in days_ if d.aerobic} | {
            i for d in days_ if d.aerobic for i in d.aerobic.instead
        }
        given_out |= {move for d in days_ if d.breaks for move in d.breaks.moves} | {
            p for d in days_ for p in d.practice
        }
    lacking = barred_by_equipment(intake.equipment, CONTENT)
    for name in given_out:
        exercise = CONTENT.exercise(name)
        assert offends(exercise, known) is None
        assert exercise.kind not in ("avoid", "method")
        assert name not in intake.life.dislikes or exercise.kind == "habit"
        assert not lacking >> CONTENT.index[name] & 1 or exercise.kind == "habit"
        assert exercise.max_pain is None or (known.pain is not None and known.pain <= exercise.max_pain)


def test_what_comes_in_as_pain_falls_is_not_told_as_left_out():
    told = {
        "person": {"age": 18, "sex": "male", "decides_for_self": "yes"},
        "episode": {"where": ["low_back"], "weeks": 30, "onset": "gradual", "course": "same"},
        "pain": {"back_now": 0, "back_week": 0, "leg_now": 3.25, "leg_week": 3.25},
        "leg": {"reach": "none", "side": "none", "numbness": "no", "weakness": "no"},
        "red_flags": {"all_others": "no"}, "conditions": {"all_others": "no"},
        "abilities": {"floor": "yes", "lie_on_front": "yes", "lie_on_back": "yes", "weight_on_hands": "yes"},
    }  # fmt: skip
    prescription = birddog.prescribe(birddog.read_intake(told), date(2026, 3, 2))
    given_out = {item.exercise for session in sessions(prescription) for item in session.items}
    later = [e.id for e in CONTENT.exercises if e.max_pain is not None and e.max_pain < 3.25 and e.id in given_out]
    assert later and not set(later) & {out.exercise for out in prescription.left_out}


@given(made.people(), made.days)
@relaxed
def test_what_is_left_out_is_told_with_a_reason_and_is_not_in_the_program(value: dict[str, Any], day: date):
    intake = birddog.read_intake(value)
    prescription = birddog.prescribe(intake, day)
    given_out = {item.exercise for session in sessions(prescription) for item in session.items}
    for out in prescription.left_out:
        assert out.exercise not in given_out
        assert out.reason.says and out.reason.source
    if prescription.program is not None:
        told = {out.exercise for out in prescription.left_out}
        assert given_out.isdisjoint(told)


@given(made.people(), made.days)
@relaxed
def test_no_program_when_a_clinician_comes_first(value: dict[str, Any], day: date):
    prescription = birddog.prescribe(birddog.read_intake(value), day)
    assert (prescription.program is None) == (prescription.disposition >= Disposition.CLINICIAN_FIRST)
    if prescription.program is None:
        assert prescription.reasons


# -------------------------------------------------------------------------------------------------------- screening


@given(made.people(), made.flags(("no", "unsure", "yes")), st.data())
@relaxed
def test_a_more_worrying_answer_never_lowers_the_disposition(
    value: dict[str, Any], answers: dict[str, str], data: st.DataObject
):
    item = data.draw(st.sampled_from(sorted(answers)))
    levels = []
    for answer in CAUTION:
        value["red_flags"] = {**answers, item: answer}
        levels.append(birddog.screen(birddog.read_intake(value), made.DAY).disposition)
    assert levels == sorted(levels)


@given(made.people(), made.flags(), st.data())
@relaxed
def test_no_answer_never_counts_for_less_than_no(value: dict[str, Any], answers: dict[str, str], data: st.DataObject):
    item = data.draw(st.sampled_from(sorted(answers)))
    value["red_flags"] = {**answers, item: "no"}
    denied = birddog.screen(birddog.read_intake(value), made.DAY).disposition
    del value["red_flags"][item]
    assert birddog.screen(birddog.read_intake(value), made.DAY).disposition >= denied


@given(
    made.people(),
    made.words,
    st.sampled_from(sorted({text for one in CONTENT.notes.concepts for text in one.examples})),
)
@relaxed
def test_words_in_a_note_never_lower_the_disposition(value: dict[str, Any], noise: str, word: str):
    quiet = {**value, "life": {**value.get("life", {}), "note": "", "own_activities": []}}
    loud = {**quiet, "life": {**quiet["life"], "note": f"{noise}\n{word} {noise}"}}
    levels = [birddog.screen(birddog.read_intake(v), made.DAY).disposition for v in (quiet, loud)]
    assert levels[1] >= levels[0]


# ------------------------------------------------------------------------------------------------------------ charts


@given(made.charts())
@relaxed
def test_charts_can_be_replayed_and_give_the_same_twice(rows: list[dict[str, Any]]):
    events = read_chart(rows)
    pages = []
    for content in (CONTENT, replace(CONTENT, memo={})):
        try:
            folded = fold(events, content, end(rows))
        except BirddogError as error:
            assert "withdrawn" in str(error) or "cannot be changed" in str(error)
            assume(False)
        day = birddog.today(events, end(rows), content)
        decisions = [present.logged_json(entry) for entry in folded.decisions]
        page = [present.state_json(folded.state), present.today_json(day), decisions]
        pages.append(json.dumps(page, allow_nan=False))
    assert pages[0] == pages[1]


@given(made.charts())
@relaxed
def test_today_never_shows_a_session_when_a_clinician_comes_first(rows: list[dict[str, Any]]):
    events = read_chart(rows)
    for n in range(1, len(events) + 1):
        folded = birddog.replay(events[:n], end(rows[:n]))
        day = birddog.today(events[:n], end(rows[:n]))
        assert day.disposition == folded.state.disposition
        if day.disposition >= Disposition.CLINICIAN_FIRST:
            assert day.session is None and day.aerobic is None and not day.practice and day.breaks is None
        if folded.state.blocked:
            assert day.session is None and day.ask
        if day.session is not None:
            assert folded.state.intake is not None
            known = folded.course.known(folded.state, end(rows[:n]).date())
            assert day.session.seconds <= folded.state.intake.time.minutes * 60
            assert all(offends(CONTENT.exercise(item.exercise), known) is None for item in day.session.items)
            assert not {item.exercise for item in day.session.items} & set(folded.state.removed)


@given(made.charts(corrections=False))
@relaxed
def test_fold_is_repeated_step(rows: list[dict[str, Any]]):
    events = read_chart(rows)
    state, decisions = State(), []
    for event in events:
        before = as_snapshot(state)
        after, logged = step(state, event, CONTENT)
        assert as_snapshot(state) == before
        state = after
        decisions += [(entry.reason, entry.did, entry.at) for entry in logged]
    folded = fold(events, CONTENT, events[-1].at)
    last = Course(CONTENT)
    pass_time(last, state, events[-1].at)
    decisions += [(entry.reason, entry.did, entry.at) for entry in last.decisions]
    assert as_snapshot(folded.state) == as_snapshot(state)
    assert [(entry.reason, entry.did, entry.at) for entry in folded.decisions] == decisions


def as_snapshot(state: State) -> str:
    """Everything that a state holds."""
    return repr(state)


@given(made.charts(corrections=False), st.data())
@relaxed
def test_the_same_event_twice_counts_once(rows: list[dict[str, Any]], data: st.DataObject):
    twin = data.draw(st.integers(0, len(rows) - 1))
    at = data.draw(st.integers(twin, len(rows)))
    events = read_chart(rows)
    double = [*events[:at], events[twin], *events[at:]]
    assert check(double, CONTENT) == events
    assert as_snapshot(fold(double, CONTENT, end(rows)).state) == as_snapshot(fold(events, CONTENT, end(rows)).state)


@given(made.charts(corrections=False), st.data())
@relaxed
def test_events_out_of_order_are_refused(rows: list[dict[str, Any]], data: st.DataObject):
    assume(len(rows) > 2)
    n = data.draw(st.integers(1, len(rows) - 2))
    assume(rows[n]["at"] < rows[n + 1]["at"])
    rows[n], rows[n + 1] = rows[n + 1], rows[n]
    with pytest.raises(BirddogError, match=r"is before .*; events are in order of time"):
        birddog.replay(read_chart(rows), end(rows) + timedelta(days=400))


# ---------------------------------------------------------------------------------------------------------- to and fro


@given(made.intakes())
@relaxed
def test_an_intake_goes_to_json_and_back(value: dict[str, Any]):
    intake = birddog.read_intake(value)
    again = birddog.read_intake(json.loads(json.dumps(as_json(intake))))
    assert again == intake


@given(made.charts())
@relaxed
def test_events_go_to_json_and_back(rows: list[dict[str, Any]]):
    events = read_chart(rows)
    again = read_chart([as_json(event) for event in events])
    assert again == events
    assert all(catalog.read_event(as_json(event), CONTENT) == event for event in events)
