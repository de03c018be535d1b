"""One decision in every room: editor, preview, Today and handout tell the same exercises, doses and reasons."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.readings import reading_of
from tests.story import Story
from tests.strategies import CONTENT, DRILLS, charts

import birddog
from birddog import figures
from birddog.core.content.exercise import Dose
from birddog.core.content.values import BirddogError, Reason
from birddog.core.given import Why
from birddog.core.plan.dose_text import written
from birddog.core.today import stands
from birddog.exchange import handout
from birddog.records.models import Person
from birddog.services.chart.reading import Reading
from birddog.services.clinic.program import FIRST, NOT_GIVEN, lines, preview, weighed
from birddog.services.clinician.editor import Draft, Signature, try_out
from birddog.services.session.rows import rows_of
from birddog.services.today.day import done_on, kind_of

ANNA: dict[str, Any] = {"actor": "therapist", "clinician": "Anna Berg", "license": "PT 1234"}
BY = Signature("Anna Berg", "PT 1234")
SMALL = {"sets": 1, "reps": 4, "hold_s": 5}


def says(reason: Reason) -> str:
    return reason.clinical or reason.says


def read(rows: list[dict[str, Any]], now: datetime) -> Reading:
    events = birddog.read_chart([json.dumps(row) for row in rows])
    return reading_of(Person(), now, CONTENT, birddog.replay(events, now), events)


def sheet(reading: Reading) -> tuple[tuple[str, str], ...]:
    """Names and doses on paper; nothing where there is nothing to print."""
    try:
        made = handout.of_chart(reading.folded, reading.now, pace=reading.pace)
    except BirddogError:
        return ()
    return tuple((row.name, row.amount) for row in made.exercises)


def agree(reading: Reading, draft: Draft) -> None:
    """What the editor shows of a chart, against Today and the paper of the same chart."""
    result, shown = draft.result, reading.today
    first = stands(shown, reading.state)
    kind = kind_of(shown, reading.state, done_on(reading.lately, shown.date), 1)
    assert result.stands == first and (kind == first if first != "open" else kind in ("training", "rest", "done"))
    seen = dict(preview(draft, CONTENT))
    if first != "open":
        assert seen == {} and sheet(reading) == ()
    else:
        assert shown.session is not None
        assert seen[shown.session.name] == rows_of(shown.session, CONTENT)
        printed = ((CONTENT.called(i.exercise), handout.amount(i.dose, CONTENT)) for i in shown.session.items)
        assert sheet(reading) == tuple(printed)
    told = {(line, name) for row in lines(draft, CONTENT, "en", says) for line, names in row.lines for name in names}
    items = [(session.name, item) for session in result.plan for item in session.items]
    assert told == {(typed(item.exercise, item.dose), name) for name, item in items}
    for row in lines(draft, CONTENT, "en", says):
        inside = any(names for _line, names in row.lines)
        assert inside or row.why, "what is in no session says why"
        if row.pinned and inside and not row.why:
            assert {line for line, _names in row.lines} == {typed(row.id, result.state.pinned[row.id])}


def typed(name: str, dose: Dose) -> str:
    return f"{CONTENT.called(name)} {written(dose)}"


def after(reading: Reading, changes: list[dict[str, Any]]) -> Draft:
    return try_out(reading, [{"id": f"d{n}", **change} for n, change in enumerate(changes)], BY)


def fates(reading: Reading, changes: list[dict[str, Any]]) -> list[tuple[str, tuple[str, ...]]]:
    draft = after(reading, changes)
    return [(row.fate, row.why) for row in weighed(draft, reading, "en", says)]


@pytest.fixture(autouse=True, scope="module")
def plain_figures() -> Any:
    """Figures are no part of what is compared here, and drawing them takes long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "svg", lambda *_args: "<svg xmlns='http://www.w3.org/2000/svg'/>")
        yield


EDITS = st.lists(
    st.builds(
        lambda action, exercise, dose: {"action": action, "exercise": exercise, **({"dose": dose} if dose else {})},
        st.sampled_from(["add", "pin_exercise", "remove"]), st.sampled_from(DRILLS), st.none(),
    )
    | st.builds(
        lambda exercise, reps: {"action": "pin_dose", "exercise": exercise, "dose": {**SMALL, "reps": reps}},
        st.sampled_from(DRILLS), st.integers(1, 30),
    ),
    max_size=4,
)  # fmt: skip


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(charts(most=10), st.integers(0, 30), EDITS, st.integers(0, 9))
def test_editor_preview_today_and_handout_are_one_decision(rows, later, edits, own):
    now = datetime.fromisoformat(rows[-1]["at"]) + timedelta(days=later)
    reading = read(rows, now)
    agree(reading, after(reading, []))
    inside = reading.state.roster
    edits = [
        {**edit, "exercise": inside[own % len(inside)]} if n % 2 and inside else edit for n, edit in enumerate(edits)
    ]
    draft = after(reading, edits)
    saved = [{**edit, **ANNA, "id": f"x{n}", "at": now.isoformat(), "type": "edit"} for n, edit in enumerate(edits)]
    agree(read([*rows, *saved], now), draft)
    sessions = {name: {row.name for row in items} for name, items in preview(draft, CONTENT)}
    for edit, row in zip(edits, weighed(draft, reading, "en", says), strict=True):
        shown = any(CONTENT.called(edit["exercise"]) in names for names in sessions.values())
        if edit["action"] == "remove":
            assert row.fate in ("holds", "over")
        elif row.fate == "holds":
            assert shown, f"{edit} is called fine, and the patient is given nothing of it"
            if "dose" in edit:
                held = draft.result.state.pinned[edit["exercise"]]
                doses = {i.dose for s in draft.result.sessions for i in s.items if i.exercise == edit["exercise"]}
                assert doses == {held}
        else:
            assert row.why, "what is not fine says why"


# ------------------------------------------------------------------------------------------------- named people


def flared(story: Story) -> None:
    story.add(2, "flare", pain=8, red_flags={"all_others": "no"})


def red(story: Story) -> None:
    story.session(1, before=3, during=8, pain_after=8)


def stopped(story: Story) -> None:
    story.add(2, "screen", red_flags={"fever": "yes", "all_others": "no"})


def on_a_break(story: Story) -> None:
    story.add(1, "pause", until="2026-03-20", why="away")


def locked(story: Story) -> None:
    story.add(1, "edit", action="lock_stage", **ANNA)


@pytest.mark.parametrize(("happens", "fate"), [
    (flared, "cut"), (red, "cut"), (stopped, "later"), (on_a_break, "later"), (locked, "holds"),
])  # fmt: skip
def test_a_dose_that_is_set_says_what_it_comes_to(happens: Callable[[Story], None], fate: str):
    story = Story(pain={"back_week": 2})
    name = next(e for e in story.state().roster if CONTENT.exercise(e).category == "mobility")
    happens(story)
    reading = read(story.rows, story.now())
    ((found, why),) = fates(reading, [{"action": "pin_dose", "exercise": name, "dose": {**SMALL, "reps": 12}}])
    assert found == fate and bool(why) == (fate != "holds")
    agree(reading, after(reading, []))


def test_somebody_whom_a_clinician_sees_first_gets_nothing_that_is_called_fine():
    story = Story(episode={"where": ["mid_back"], "weeks": 20})
    reading = read(story.rows, story.now())
    assert reading.today.disposition.word == "clinician_first"
    changes = [{"action": "add", "exercise": "bridge"}, {"action": "remove", "exercise": "bird-dog"}]
    assert [fate for fate, _why in fates(reading, changes)] == ["later", "holds"]


def test_an_exercise_that_rests_was_taken_out_or_is_undone_says_so():
    story = Story(pain={"back_week": 2})
    hurt, gone, other = story.state().roster[:3]
    story.session(1, items=[{"exercise": hurt, "hurt": True}])
    story.add(2, "edit", action="remove", exercise=gone, **ANNA)
    reading = read(story.rows, story.now())
    pin = {"action": "pin_dose", "dose": SMALL}
    changes = [{**pin, "exercise": name} for name in (hurt, gone, other, other)]
    changes[3] = {**changes[3], "dose": {**SMALL, "reps": 5}}
    found = fates(reading, changes)
    assert [fate for fate, _why in found] == ["later", "later", "over", "holds"]
    assert "rests until" in found[0][1][0] and "taken out" in found[1][1][0]


def test_an_exercise_of_a_later_stage_waits_for_it_and_one_of_an_earlier_stage_comes_in():
    story = Story(pain={"back_week": 2})
    able = {e.id: e for e in CONTENT.exercises if e.doses and story.fold().course.planner(
        story.state(), date(2026, 3, 2)).pool >> CONTENT.index[e.id] & 1}  # fmt: skip
    late = next(name for name, e in able.items() if set(e.doses) <= {"strengthen", "maintain"})
    early = next((name for name, e in able.items() if set(e.doses) == {"calm"}), None)
    reading = read(story.rows, story.now())
    assert fates(reading, [{"action": "add", "exercise": late}]) == [("later", (str(NOT_GIVEN["later"]),))]
    if early is not None:
        assert early in after(reading, [{"action": "add", "exercise": early}]).result.state.roster


def test_every_reason_has_words():
    assert {*NOT_GIVEN} == {*get_args(Why)} - {""} and {*FIRST} == {"stopped", "pause", "questions", "none"}
