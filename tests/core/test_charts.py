"""Charts: corrections, versions, other people's events, therapist edits, wishes, and what time does."""

from __future__ import annotations

import json
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from tests.story import ORDINARY, Story, drills
from tests.strategies import BROKEN_EVENTS, CONTENT

import birddog
from birddog.core.chart.chart import effective, step
from birddog.core.content.values import BirddogError, Disposition
from birddog.core.plan.dosing import amount
from birddog.core.plan.planner import loads
from birddog.core.state.state import State

VERSION = CONTENT.version


def amounts(story: Story, day: float | None = None, hour: float = 23) -> dict[str, int]:
    """How much of each exercise of the roster is prescribed, in seconds."""
    folded = story.fold(day, hour)
    planner = folded.course.planner(folded.state, story.now(day, hour).date())
    return {name: amount(folded.course.dose(folded.state, planner, name)) for name in folded.state.roster}


def floors(story: Story) -> dict[str, int]:
    """The least that a setback leaves of each exercise, in seconds."""
    folded = story.fold()
    return {name: amount(folded.course.least(track.first)) for name, track in folded.state.tracks.items()}


def refused(story: Story, message: str) -> None:
    """The chart must be refused with this message."""
    with pytest.raises(BirddogError, match=message):
        story.fold(400)


# -------------------------------------------------------------------------------------------------- corrections


def test_a_correction_changes_what_follows_from_a_report():
    story = Story()
    slip = story.session(0, 3, 8)
    assert story.state(0).last_red is not None
    story.add(1, "correction", corrects=slip, change={"pain_during": 2})
    assert story.state(1).last_red is None
    assert story.decisions("birddog-red-report") == []


def test_a_withdrawn_event_did_not_happen():
    story = Story()
    twice = story.session(0)
    before = story.state(0)
    story.session(0, hour=19)
    story.add(0, "correction", hour=20, corrects=story.rows[-1]["id"], withdraw=True)
    assert story.state(0).sessions == before.sessions == 1
    assert twice in {row["id"] for row in story.rows}


def test_a_session_in_which_all_was_left_out_is_none_and_its_pain_still_counts():
    story = Story()
    items = [{"exercise": item.exercise, "done": "no"} for item in story.next(0).items]
    story.session(0, 3, 8, items=items)
    state = story.state(0)
    assert (state.sessions, state.last_session) == (0, None)
    assert state.last_red is not None and state.pains[-1][1] == 3
    story.session(1, items=[{**items[0], "hurt": True}, *items[1:]])
    assert story.state(1).sessions == 1


def test_what_was_corrected_stays_in_the_chart():
    story = Story()
    slip = story.session(0, 3, 8)
    story.add(1, "correction", corrects=slip, change={"pain_during": 2})
    assert [event.id for event in story.events] == ["start", slip, "correction-2"]
    assert [event.id for event in effective(story.events, CONTENT)] == ["start", slip]
    assert story.events[1].pain_during == 8


def test_the_last_correction_of_an_event_counts():
    story = Story()
    slip = story.session(0, 3, 8)
    story.add(1, "correction", corrects=slip, change={"pain_during": 2})
    story.add(2, "correction", corrects=slip, change={"pain_during": 9})
    assert story.state(2).last_red is not None


def test_a_correction_is_not_known_before_it_is_written():
    story = Story()
    slip = story.session(0, 3, 8)
    story.add(5, "correction", corrects=slip, change={"pain_during": 2})
    assert story.state(4).last_red is not None
    assert story.state(5).last_red is None


def test_a_danger_sign_that_was_a_slip_can_be_put_right():
    story = Story()
    slip = story.screen(7, saddle_numbness="yes")
    assert story.today(7).disposition == Disposition.EMERGENCY
    again = {"red_flags": {"all_others": "no", "saddle_numbness": "no"}}
    story.add(7, "correction", hour=7.6, corrects=slip, change=again)
    assert story.today(7).disposition == Disposition.SELF_CARE


def test_answers_of_the_intake_can_be_corrected():
    story = Story()
    right = {**ORDINARY, "conditions": {"bone": "osteoporosis", "all_others": "no"}}
    story.add(1, "correction", corrects="start", change={"intake": right})
    assert story.today(1).disposition == Disposition.CLINICIAN_ALONGSIDE


def test_a_correction_of_a_correction_is_refused():
    story = Story()
    first = story.add(1, "correction", corrects=story.session(0), change={"pain_during": 1})
    story.add(2, "correction", corrects=first, withdraw=True)
    refused(story, f"corrects '{first}', which is no event of this chart")


def test_a_correction_of_nothing_is_refused():
    story = Story()
    story.add(1, "correction", corrects="never", withdraw=True)
    refused(story, "corrects 'never', which is no event of this chart")


def test_a_correction_that_is_dated_before_its_event_counts_as_soon_as_there_is_one():
    story = Story()
    for hour, back in ((8, 5), (9, 6)):
        story.add(1, "correction", hour=hour, corrects="later", change={"back": back})
    story.add(2, "pain", id="later", back=3)
    assert story.state(1).pains == Story().state(1).pains
    assert story.state(2).pains[-1][1] == 6


def test_a_danger_sign_is_not_taken_back_by_a_clock_that_is_behind():
    story = Story()
    story.add(7, "correction", hour=7.9, corrects="sign", change={"red_flags": {"all_others": "no"}})
    story.add(7, "screen", hour=8, id="sign", red_flags={"saddle_numbness": "yes", "all_others": "no"})
    assert story.today(7).disposition == Disposition.EMERGENCY


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"pian": 3}, "unknown field 'pian'"),
        ({"pain": "3"}, 'pain is "3"; it must be number or null'),
        ({"pain": 11}, "pain is 11; allowed: 0 to 10"),
        ({"at": "2026-03-05T08:00"}, "change.at cannot be changed in a 'morning'; allowed: actor, pain, leg_pain"),
        ({"id": "other"}, "change.id cannot be changed"),
        ({"type": "pain"}, "change.type cannot be changed"),
        ({"actor": "nobody"}, 'actor is "nobody"; allowed: patient, therapist, system'),
    ],
)
def test_a_change_that_does_not_fit_the_event_is_refused(change: dict[str, Any], message: str):
    story = Story()
    report = story.morning(1)
    story.add(2, "correction", corrects=report, change=change)
    refused(story, message)


@pytest.mark.parametrize("change", [{"pain": "3"}, {"pain": 11}, {"soreness": "much"}, {"pain": [3]}, {"pain": True}])
def test_a_change_is_checked_without_a_file_too(change: dict[str, Any]):
    rows = [Story().rows[0], {"id": "m", "at": "2026-03-03T07:00", "type": "morning", "pain": 3},
            {"id": "c", "at": "2026-03-03T08:00", "type": "correction", "corrects": "m", "change": change}]  # fmt: skip
    events = [birddog.read_event(row) for row in rows]
    with pytest.raises(BirddogError, match=f"event c: change.{next(iter(change))}: it must be"):
        birddog.replay(events, datetime(2026, 3, 4))


def test_the_first_intake_cannot_be_withdrawn():
    story = Story()
    story.add(1, "correction", corrects="start", withdraw=True)
    refused(story, "the first intake was withdrawn; append a new intake")


# ---------------------------------------------------------------------------------------- versions, people, files


def test_a_chart_made_with_this_version_is_read():
    story = Story()
    story.rows[0]["content"] = VERSION
    assert story.state().content == VERSION


def test_an_unknown_content_version_is_refused_and_named():
    story = Story()
    story.rows[0]["content"] = "1999.1"
    refused(
        story, f"content version '1999.1' is not installed \\(this is '{VERSION}'\\); install it, or append a 'reissue'"
    )


def test_a_reissue_is_logged_with_both_versions():
    story = Story()
    story.rows[0]["content"] = "1999.1"
    story.add(1, "reissue", actor="system", content=VERSION, why="new content")
    assert story.state().content == VERSION
    assert [(d.reason.saw, d.did) for d in story.decisions("birddog-reissue")] == [
        (f"1999.1 to {VERSION}", "program rebuilt")
    ]


def test_a_reissue_to_a_version_that_is_not_there_is_refused():
    story = Story()
    story.add(1, "reissue", actor="system", content="2999.1")
    refused(story, "content version '2999.1' is not installed")


def test_another_persons_event_is_refused():
    story = Story()
    story.morning(1)
    story.rows[-1]["patient"] = "p2"
    refused(story, r"event 2 \(morning-1\): belongs to 'p2', this chart to 'p1'")


def test_another_persons_intake_is_refused():
    story = Story()
    story.add(1, "intake", intake={**ORDINARY, "person": {"id": "p2", "age": 44}})
    refused(story, r"event 2 \(intake-1\): intake of 'p2', this chart is of 'p1'")


def test_a_chart_begins_with_an_intake():
    story = Story()
    story.morning(1)
    story.rows.reverse()
    refused(story, "event morning-1: a chart begins with type 'intake', not 'morning'")
    with pytest.raises(BirddogError, match="it is empty; it begins with an event of type 'intake'"):
        birddog.replay([], datetime(2026, 3, 2))


def test_a_file_that_was_cut_off_is_refused_with_its_line():
    story = Story()
    story.morning(1)
    text = "\n".join(json.dumps(row) for row in story.rows)
    with pytest.raises(BirddogError, match=r"chart line 2: not JSON \(.*\); is the file cut off\?"):
        birddog.read_chart(text[:-9].split("\n"))


def test_empty_lines_are_passed_over():
    lines = ["", json.dumps(Story().rows[0]), "   "]
    assert [event.id for event in birddog.read_chart(lines)] == ["start"]


@pytest.mark.parametrize("name", BROKEN_EVENTS)
def test_a_broken_event_is_refused_with_its_line(name: str):
    row, message = BROKEN_EVENTS[name]
    with pytest.raises(BirddogError) as error:
        birddog.read_chart([json.dumps(Story().rows[0]), json.dumps(row)])
    assert "chart line 2" in str(error.value)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": "e1", "at": "2026-03-03", "type": "morning", "pain": 1, "pain": 9}', "'pain' is given twice"),
        ('{"id": "e1", "at": "2026-03-03", "type": "morning", "pain": NaN}', "NaN is not a number"),
        ('{"id": "e1", "at": "2026-03-03", "type": "morning", "pain": 1e999}', "1e999 is not a number"),
        ('{"id": "e\\ud800", "at": "2026-03-03", "type": "morning"}', "half of a character"),
        ("[" * 100_000, "line 1"),
    ],
    ids=["given twice", "not a number", "too large", "half a character", "too deep"],
)
def test_json_that_cannot_be_trusted_is_refused(line: str, message: str):
    with pytest.raises(BirddogError, match=message):
        birddog.read_chart([line])


def test_a_line_separator_inside_a_note_is_text():
    story = Story()
    story.add(1, "edit", actor="therapist", action="note", note="one\u2028two\u0085three")
    assert story.state().notes == ("one\u2028two\u0085three",)


# ------------------------------------------------------------------------------------------------- order and time


def test_the_same_id_with_other_content_is_refused():
    story = Story()
    story.morning(1, 3)
    story.rows.append({**story.rows[-1], "pain": 4})
    refused(story, r"event 3 \(morning-1\): this id was used before with other content")


def test_the_same_event_twice_counts_once():
    story = Story()
    story.session(0)
    story.rows.append(dict(story.rows[-1]))
    assert story.state().sessions == 1


def test_events_out_of_order_are_refused():
    story = Story()
    story.morning(2)
    story.morning(1)
    refused(story, r"event 3 \(morning-2\): 2026-03-03T07:00:00 is before morning-1 at 2026-03-04T07:00:00")


def test_what_comes_after_now_is_not_known_yet():
    story = Story()
    story.session(0)
    story.screen(3, saddle_numbness="yes")
    assert story.today(2).disposition == Disposition.SELF_CARE
    assert story.today(3).disposition == Disposition.EMERGENCY


def test_a_chart_that_begins_after_now_says_so():
    with pytest.raises(BirddogError, match="it begins at 2026-03-02T08:00:00, after 2026-03-01"):
        Story().today(-1)


def test_times_with_and_without_an_offset_go_together():
    story = Story()
    story.session(0, 3, 7)
    story.rows[-1]["at"] = "2026-03-02T19:00:00+01:00"
    story.morning(1, 3)
    story.add(1, "swap", hour=12, exercise="bridge", wish="harder")
    story.rows[-1]["at"] = "2026-03-03T12:00:00Z"
    story.add(1, "swap", hour=13, exercise="bridge", wish="harder")
    assert story.state().last_red is not None
    assert birddog.today(story.events, datetime.fromisoformat("2026-03-03T14:00+02:00")).date == date(2026, 3, 3)


def test_order_is_of_moments_not_of_clocks():
    story = Story()
    story.morning(1)
    story.rows[-1]["at"] = "2026-03-03T07:00:00+02:00"
    story.add(1, "pain", back=3)
    story.rows[-1]["at"] = "2026-03-03T06:00:00Z"
    assert len(story.state().pains) == 3
    story.rows[-1]["at"] = "2026-03-03T04:59:00Z"
    refused(story, "is before morning-1")


def test_a_single_step_refuses_what_it_cannot_do():
    story = Story()
    with pytest.raises(BirddogError, match="a chart begins with type 'intake'"):
        step(State(), birddog.read_event({"id": "m", "at": "2026-03-03T07:00", "type": "morning"}), CONTENT)
    state, _ = step(State(), story.events[0], CONTENT)
    late = {"id": "c", "at": "2026-03-03T07:00", "type": "correction", "corrects": "start", "withdraw": True}
    with pytest.raises(BirddogError, match="a correction reaches back"):
        step(state, birddog.read_event(late), CONTENT)


# ------------------------------------------------------------------------------------------------ therapist edits


def edit(story: Story, day: float, action: str, exercise: str | None = None, **more: Any) -> str:
    """A therapist's change."""
    named: dict[str, Any] = {"exercise": exercise} if exercise else {}
    return story.add(day, "edit", actor="therapist", action=action, **named, **more)


def stabilizing(**changes: Any) -> Story:
    """Someone who begins in the stage stabilize."""
    return Story(pain={"back_week": 3, "back_now": 2}, **changes)


def test_a_pinned_dose_is_used_and_unpinned_again():
    story = stabilizing()
    name = drills(story.next())[-1]
    edit(story, 0, "pin_dose", name, dose={"sets": 1, "reps": 2, "hold_s": 4, "rest_s": 75})
    pinned = next(item for item in story.next().items if item.exercise == name)
    assert (pinned.dose.sets, pinned.dose.reps, pinned.dose.hold_s, pinned.dose.rest_s) == (1, 2, 4, 75)
    edit(story, 0, "unpin", name)
    assert next(item for item in story.next().items if item.exercise == name).dose.rest_s != 75


def test_a_pinned_dose_keeps_to_the_limits():
    story = stabilizing(conditions={"heart": "stable", "all_others": "no"})
    held = [i.exercise for i in story.next().items if "isometric_hold" in CONTENT.exercise(i.exercise).tags]
    edit(story, 0, "pin_dose", held[0], dose={"sets": 5, "reps": 30, "hold_s": 60, "rest_s": 0})
    session = story.next()
    pinned = next(item for item in session.items if item.exercise == held[0])
    assert pinned.dose.hold_s <= 10
    assert session.seconds <= 20 * 60


def test_an_added_exercise_is_in_the_next_session():
    story = stabilizing()
    assert "clamshell" not in drills(story.next())
    edit(story, 0, "add", "clamshell", note="Hip strength. Anna, PT")
    assert "clamshell" in drills(story.next())
    assert story.today().notes == ("Hip strength. Anna, PT",)


def test_an_exercise_of_a_later_stage_is_added_for_then_and_says_so():
    story = Story()
    edit(story, 0, "add", "clamshell")
    assert (
        story.decisions("birddog-therapist-edit")[0].did
        == "add clamshell; it comes in with stage stabilize, strengthen, maintain"
    )


def test_a_vetoed_exercise_is_not_added_and_the_veto_is_named():
    story = stabilizing(abilities={"floor": "no"})
    edit(story, 0, "add", "bird-dog")
    assert "bird-dog" not in drills(story.next())
    refusal = story.decisions("birddog-veto-stays")[0]
    assert (refusal.reason.saw, refusal.did) == ("bird-dog: no-floor-but-a-bed", "not added")
    assert "standing or sitting" in story.decisions("no-floor-but-a-bed")[0].reason.says


def test_what_a_session_never_holds_is_not_added():
    story = stabilizing()
    edit(story, 0, "add", "running")
    assert "kind avoid" in story.decisions("birddog-veto-stays")[0].reason.saw


def test_a_removed_exercise_comes_back_when_it_is_restored():
    story = stabilizing()
    name = drills(story.next())[0]
    edit(story, 0, "remove", name)
    assert name not in drills(story.next())
    edit(story, 0, "restore", name)
    assert name in drills(story.next())


def test_a_therapist_moves_the_stage_without_more_work_at_once():
    story = Story()
    story.good(0, 1)
    before = story.next().work_s
    edit(story, 2, "move_stage", stage="strengthen")
    assert story.today().stage == "strengthen"
    assert story.next().work_s <= before


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"action": "move_stage"}, "stage is missing; one of calm, stabilize, strengthen, maintain"),
        ({"action": "add"}, "exercise is missing for add"),
        ({"action": "pin_dose", "exercise": "bridge"}, "dose is missing for pin_dose"),
    ],
)
def test_half_an_edit_is_refused(fields: dict[str, Any], message: str):
    story = Story()
    story.add(0, "edit", actor="therapist", **fields)
    refused(story, message)


# ----------------------------------------------------------------------------------------------------------- wishes


def test_not_this_one_is_out_and_another_takes_its_place():
    story = Story()
    before = drills(story.next())
    story.add(0, "swap", hour=13, exercise=before[0], wish="not_this")
    after = drills(story.next())
    assert before[0] not in after
    assert len(after) == len(before)


def test_what_is_liked_comes_more_often():
    liked, other = stabilizing(), stabilizing()
    liked.add(0, "swap", exercise="bridge", wish="like")
    for story in (liked, other):
        for day in range(1, 40):
            story.add(day, "session", pain_before=2, pain_during=2)
            story.add(day, "morning", hour=20, pain=2)
            if day % 5 == 0:
                story.add(day, "screen", hour=21, red_flags={"all_others": "no"})
    bridges = {"bridge", *CONTENT.exercise("bridge").harder}  # done well, it climbs
    assert bridges & set(liked.fold().state.roster)
    assert not bridges & set(other.fold().state.roster)
    assert liked.decisions("programme-vary-and-enjoy")[0].did == "chosen more often"


def test_too_hard_becomes_easier_and_never_more():
    story = stabilizing()
    name = next(n for n in story.state().roster if CONTENT.exercise(n).easier)
    before = amounts(story)
    for hour in (13, 14, 15, 16):
        story.add(0, "swap", hour=hour, exercise=name, wish="easier")
    assert name not in story.state().roster or amounts(story)[name] < before[name]
    assert any(story.decisions(rule) for rule in ("birddog-easier", "regress-plank", "regress-t-spine"))


def test_harder_waits_for_three_good_sessions_and_then_gives_the_next_rung():
    story = stabilizing()
    pool = story.fold().course.planner(story.state(), story.now().date()).pool
    name = next(
        n for n in story.state().roster
        if any(pool >> CONTENT.index[h] & 1 and "stabilize" in CONTENT.exercise(h).doses
               for h in CONTENT.exercise(n).harder)
    )  # fmt: skip
    story.add(0, "swap", exercise=name, wish="harder")
    assert name in story.state().roster
    assert story.decisions("birddog-good-session")[0].did == "harder after three good sessions"
    story.good(0, 2, 4, 6)
    story.add(7, "swap", exercise=name, wish="harder")
    assert name not in story.state().roster
    assert set(CONTENT.exercise(name).harder) & set(story.state().roster)


def test_harder_waits_for_the_report_on_the_last_session():
    story = stabilizing()
    story.session(0)
    story.add(0, "swap", hour=20, exercise="bridge", wish="harder")
    assert story.state().added == ()
    assert "dose stays until" in story.decisions("birddog-missing-report")[0].did


def test_harder_never_offers_what_is_out():
    story = stabilizing(conditions={"knees": "yes", "all_others": "no"})
    story.add(0, "swap", exercise="sit-to-stand", wish="harder")
    out = {name for name in story.state().added if "deep_knee_flexion" in CONTENT.exercise(name).tags}
    assert out == set()


def test_a_walk_that_is_not_wanted_is_replaced():
    story = Story(equipment=["pool", "wall", "chair"])
    assert story.today().aerobic.exercise == "walking"  # type: ignore[union-attr]
    story.add(0, "swap", exercise="walking", wish="not_this")
    assert story.today().aerobic.exercise != "walking"  # type: ignore[union-attr]


def test_an_activity_that_is_liked_comes_first():
    story = Story(equipment=["pool", "wall", "chair"])
    story.add(0, "swap", exercise="swimming", wish="like")
    assert story.today().aerobic.exercise == "swimming"  # type: ignore[union-attr]


def test_an_exercise_that_hurts_rests_a_week_and_four_weeks_the_second_time():
    story = stabilizing()
    name = next(n for n in drills(story.next()) if not CONTENT.exercise(n).easier)
    story.session(0, items=[{"exercise": name, "hurt": True}])
    story.morning(1)
    assert name not in drills(story.next(1))
    assert name not in drills(story.next(6))
    assert len(drills(story.next(1))) >= 3
    assert story.state(6).rested[name] == date(2026, 3, 9)
    story.screen(8)
    story.session(8, items=[{"exercise": name, "hurt": True}])
    assert name not in story.state(8).removed
    assert name not in story.state(35).roster
    assert name in story.state(36).roster
    assert story.decisions("birddog-exercise-rests", 36)[-1].did == "offered again"


def test_an_exercise_that_hurt_comes_back_a_rung_easier():
    story = stabilizing()
    name = next(n for n in drills(story.next()) if CONTENT.exercise(n).easier)
    story.session(0, items=[{"exercise": name, "hurt": True}])
    story.morning(1)
    assert name not in story.state(8).roster
    assert set(CONTENT.exercise(name).easier) & set(story.state(8).roster)


# ------------------------------------------------------------------------------------------- reports and the dose


def test_three_good_sessions_and_a_week_raise_the_dose_by_one_step():
    story = Story()
    story.good(0, 2, 4)
    before = amounts(story)
    assert not story.decisions("birddog-good-session")
    story.good(7)
    now = amounts(story)
    assert (story.today().stage, len(story.decisions("birddog-good-session"))) == ("calm", 1)
    assert 1 <= sum(now[name] > before[name] for name in before) <= 2


def test_one_step_raises_few_exercises_by_one_variable():
    story = Story()
    for day in range(0, 56, 4):
        if day and day % 7 < 4:
            story.screen(day)
        before = story.state(day, 12)
        story.session(day)
        story.morning(day + 1)
        after = story.state()
        grown = {n: (before.tracks[n].dose, t.dose) for n, t in after.tracks.items() if n in before.tracks}
        raised = [(was, now) for was, now in grown.values() if amount(now) > amount(was)]
        assert len(raised) <= 2
        for was, now in raised:
            assert (now.sets > was.sets) + (now.reps > was.reps) + (now.hold_s > was.hold_s) == 1
    assert sum(amounts(story).values()) > 1.2 * sum(amounts(story, 0, 9).values())


def test_eight_good_weeks_lead_to_sessions_worth_doing():
    story = Story()
    for day in range(0, 56, 2):
        if day and day % 7 < 2:
            story.screen(day)
        story.session(day)
        story.morning(day + 1)
    session = story.next(55)
    assert story.today(55).stage == "strengthen"
    assert session.seconds >= 5 * 60
    assert all(item.dose.reps >= 3 or item.dose.hold_time_s >= 10 for item in session.items)


def test_a_red_report_makes_the_next_session_smaller():
    story = Story()
    before = story.next(0)
    story.session(0, 3, 7)
    after = story.next(1)
    assert after.work_s <= 0.8 * before.work_s


@pytest.mark.parametrize(
    ("mornings", "red"), [((4,), False), ((6,), False), ((7,), True), ((6, 6), True), ((6, 5), False)]
)
def test_the_next_morning_counts(mornings: tuple[int, ...], red: bool):
    story = Story()
    before = story.next(0)
    for day, pain in enumerate(mornings):
        story.session(day, 3, 3)
        story.morning(day + 1, pain)
    assert (story.next().work_s <= 0.8 * before.work_s) == red
    assert bool(story.decisions("birddog-red-report")) == red


def test_the_pain_before_the_next_session_counts_as_the_next_day():
    story = Story()
    story.session(0, 3, 3)
    story.session(1, 7, 7)
    assert story.decisions("birddog-red-report")[0].reason.saw == "next morning 7, baseline 4"


def test_a_missing_report_raises_nothing_and_takes_nothing():
    story = Story()
    before = amounts(story, 0)
    names = []
    for day in range(0, 28, 2):
        if day and day % 7 < 2:
            story.screen(day)
        names.append(story.next(day, 12).name)
        story.session(day, None, 2)
    state = story.state()
    assert (state.stage, state.good_in_stage) == ("calm", 0)
    assert amounts(story) == before
    assert set(names) == {"A", "B"}
    assert story.decisions("birddog-missing-report")


def test_no_more_than_usual_is_a_full_report():
    story = Story()
    for day in (0, 2, 4, 7, 9):
        if day == 7:
            story.screen(day)
        story.session(day, None, None, usual=True)
        story.morning(day + 1, None, usual=True)
    assert story.state().greens == 5
    assert story.decisions("birddog-good-session")


def test_red_reports_do_not_take_a_stage_back():
    story = stabilizing()
    for day in (0, 3, 6):
        story.session(day, 3, 7)
    assert story.today(6).stage == "stabilize"
    assert "birddog-many-reds" in [reason.rule for reason in story.today(6).reasons]
    assert story.today(6).session is not None


def test_a_session_while_a_clinician_comes_first_leaves_no_mark_on_the_dose():
    story = Story(red_flags={"fever": "unsure", "all_others": "no"})
    story.session(0)
    story.session(1)
    story.screen(2)
    assert story.today(2).disposition == Disposition.SELF_CARE
    assert story.next(2).work_s >= Story().next(2).work_s


# --------------------------------------------------------------------------------------------- danger signs again


@pytest.mark.parametrize(("day", "asked"), [(6, False), (7, True)])
def test_danger_signs_are_asked_again_after_a_week(day: int, asked: bool):
    today = Story().today(day)
    assert bool(today.ask) == asked
    assert today.ask_first == asked
    assert not asked or (today.ask_because == "weekly" and "saddle_numbness" in today.ask)


def test_answers_older_than_four_weeks_hold_progress():
    story = Story()
    for day in range(0, 42, 2):
        story.session(day)
        story.morning(day + 1)
    assert amounts(story, 28) != amounts(story, 0)
    assert amounts(story, 30) == amounts(story, 41)
    assert story.decisions("birddog-stale-intake")[0].did == "no progress until asked again"
    before = amounts(story)
    story.screen(43)
    story.good(43, 45, 47, 49)
    assert amounts(story) != before


def test_an_emergency_sign_at_any_time_ends_the_program():
    story = Story()
    story.good(0, 2)
    story.screen(4, saddle_numbness="yes")
    today = story.today(4)
    assert today.disposition == Disposition.EMERGENCY
    assert (today.session, today.aerobic, today.breaks, today.practice, today.lessons) == (None, None, None, (), ())
    assert story.decisions("birddog-program-stopped")


def test_an_unsure_answer_is_not_a_no():
    story = Story()
    story.screen(4, saddle_numbness="unsure")
    assert story.today(4).disposition == Disposition.URGENT


def test_a_report_of_the_leg_asks_the_danger_signs_and_shows_no_session_until_then():
    story = Story()
    story.add(2, "leg", moved="same", reach="buttock")
    assert story.today(2).session is None
    assert "saddle_numbness" in story.today(2).ask
    story.screen(2, hour=13)
    assert story.today(2).session is not None


@pytest.mark.parametrize("kind", ["flare", "leg"])
def test_some_of_the_answers_are_not_enough_after_a_flare_or_a_leg_report(kind: str):
    story = Story()
    story.add(2, kind)
    story.add(2, "screen", hour=13, red_flags={"fever": "no"})
    today = story.today(2)
    assert today.session is None
    assert "saddle_numbness" in today.ask
    assert "fever" not in today.ask
    story.add(2, "screen", hour=14, red_flags=dict.fromkeys(today.ask, "no"))
    assert story.today(2).session is not None
    assert story.today(2).ask == ()


def test_answers_of_another_day_do_not_complete_a_set():
    story = Story()
    story.add(2, "flare", red_flags={"fever": "no"})
    rest = story.today(2).ask
    story.add(6, "screen", hour=13, red_flags=dict.fromkeys(rest, "no"))
    assert story.today(6).ask == ("fever",)
    assert story.today(6).session is None


# ------------------------------------------------------------------------------------------------------- leg symptoms


def leg(story: Story, day: float, **more: Any) -> str:
    """A leg report with all danger signs denied."""
    return story.add(day, "leg", red_flags={"all_others": "no"}, **more)


@pytest.mark.parametrize(("minutes", "out"), [(5, False), (6, True), (None, True)])
def test_symptoms_that_stay_further_down_take_the_movement_out(minutes: int | None, out: bool):
    story = Story()
    told = {} if minutes is None else {"minutes": minutes}
    leg(story, 2, moved="down", exercise="prone-press-up", **told)
    state = story.state(2)
    assert ("prone-press-up" in state.removed) == out
    assert state.intake is not None
    assert (state.intake.movement.extension == "peripheralizes") == out
    assert bool(story.decisions("birddog-leg-moved-down")) == out
    assert bool(story.decisions("birddog-leg-settled")) != out


def test_symptoms_that_draw_up_are_noted_as_helpful():
    story = Story(leg={"reach": "below_knee", "side": "left", "numbness": "no", "weakness": "no"})
    leg(story, 2, moved="up", direction="extension")
    state = story.state(2)
    assert state.intake is not None
    assert state.intake.movement.extension == "centralizes"


def test_new_weakness_is_urgent_and_ends_the_program():
    story = Story()
    leg(story, 2, moved="down", weakness="new")
    assert story.today(2).disposition == Disposition.URGENT
    assert story.today(2).session is None


# -------------------------------------------------------------------------------------------------------------- flares


def flare(story: Story, day: float, pain: int = 7) -> str:
    """A flare with all danger signs denied."""
    return story.add(day, "flare", pain=pain, red_flags={"all_others": "no"})


def test_a_flare_has_its_own_plan_with_half_the_dose():
    story = stabilizing()
    story.good(0, 2)
    before, least = amounts(story, 3), floors(story)
    flare(story, 4)
    today = story.today(4)
    assert (today.stage, today.flare) == ("calm", True)
    now = amounts(story, 4)
    assert set(now) == set(before)
    assert all(dose <= max(0.5 * before[name], least[name]) for name, dose in now.items())
    assert len(drills(story.next(4))) >= 2
    assert not any(loads(CONTENT.exercise(name)) for name in drills(story.next(4)))
    assert any("flare" in lesson.topics for lesson in today.lessons)


def test_the_way_back_from_a_flare_begins_on_its_third_day():
    story = stabilizing()
    story.good(0, 2)
    flare(story, 4)
    story.add(5, "flare_over", pain=3)
    assert story.today(5).stage == "stabilize"
    back = story.state(5).back
    assert back is not None
    assert (back.share, back.since) == (0.5, date(2026, 3, 9))


def test_after_a_flare_three_sessions_lead_back_to_the_dose_before_it():
    story = stabilizing()
    story.good(0, 2, 4, 6)
    before = amounts(story, 7)
    flare(story, 8)
    story.add(12, "flare_over", pain=3)
    shares = []
    for day in (13, 15, 17):
        shares.append(story.state(day, 12).back)
        story.good(day)
    assert [back.share if back else 1.0 for back in shares] == [0.5, 0.75, 1.0]
    now = amounts(story, 18)
    assert all(now[name] >= before[name] for name in now if name in before)


def test_a_flare_that_nobody_ends_is_asked_about_and_ends_by_itself():
    story = Story()
    flare(story, 0)
    for day in (5, 6):
        story.morning(day, 3)
    assert "flare_over" in story.today(6).reports_due
    assert story.today(8).flare
    assert not story.today(9).flare
    assert story.decisions("birddog-flare-asked", 9)


def test_a_flare_that_lasts_two_weeks_gives_advice_and_what_is_tolerated_goes_on():
    story = Story()
    flare(story, 0)
    for day in (3, 6, 9, 12):
        story.session(day, 6, 6)
        story.morning(day + 1, 6)
    story.screen(13)
    assert story.today(13).disposition == Disposition.SELF_CARE
    today = story.today(14)
    assert today.disposition == Disposition.CLINICIAN_ALONGSIDE
    assert "birddog-flare-escalate" in [reason.rule for reason in today.reasons]
    assert today.session is not None
    assert not today.flare


def test_advice_to_see_someone_stays_until_it_is_answered():
    story = Story()
    flare(story, 0)
    for day in (14, 21):
        story.screen(day)
        assert "birddog-flare-escalate" in [reason.rule for reason in story.today(day).reasons]
    story.add(22, "edit", actor="therapist", action="note", note="Examined, go on.")
    assert "birddog-flare-escalate" not in [reason.rule for reason in story.today(22).reasons]
    assert story.today(22).disposition == Disposition.SELF_CARE


def test_nothing_rises_in_a_flare():
    story = Story()
    flare(story, 0)
    before = amounts(story)
    for day in range(0, 13, 2):
        if day == 8:
            story.screen(day)
        story.session(day, 6, 6)
        story.morning(day + 1, 6)
    assert amounts(story) == before


# --------------------------------------------------------------------------------------------------------------- time


@pytest.mark.parametrize(("days", "share"), [(13, 1.0), (14, 0.7), (27, 0.7), (28, 0.5)])
def test_a_break_of_two_weeks_asks_again_and_starts_lower(days: int, share: float):
    story = Story()
    story.session(0)
    story.morning(1)
    story.screen(7)
    before, least = amounts(story, 0), floors(story)
    assert (story.today(days).ask_because == "gap") == (share < 1)
    story.screen(days, hour=9)
    now = amounts(story, days)
    known = [name for name in now if name in before]
    assert all(now[name] <= max(before[name] * share, least[name]) for name in known)
    assert any(now[name] < before[name] for name in known) == (share < 1)


def test_after_a_break_four_good_sessions_lead_back():
    story = Story()
    story.good(0, 2, 4, 6)
    before = amounts(story, 7)
    story.screen(27)
    story.good(28, 30, 32)
    now = amounts(story, 34)
    assert all(now[name] >= before[name] for name in now if name in before)


def test_after_eight_weeks_away_a_new_intake_is_due():
    story = Story()
    story.session(0)
    assert "intake" not in story.today(55).reports_due
    assert "intake" in story.today(56).reports_due


def test_no_improvement_after_four_weeks_is_looked_at():
    story = Story()
    story.morning(27, 4)
    assert story.today(27).disposition == Disposition.SELF_CARE
    assert story.today(28).disposition == Disposition.CLINICIAN_ALONGSIDE
    decision = story.decisions("birddog-no-improvement", 28)[0]
    assert decision.reason.saw == "pain 4 at the start, 4.0 now, week 5"


def test_no_improvement_takes_no_exercise_away_when_a_clinician_is_alongside():
    story = Story(leg={"reach": "above_knee"})
    story.morning(27, 4)
    story.morning(41, 4)
    assert not story.decisions("birddog-no-improvement", 41)
    assert story.decisions("birddog-no-improvement", 42)
    today = story.today(42)
    assert today.disposition == Disposition.CLINICIAN_ALONGSIDE
    assert today.ask_first
    assert today.session is None
    story.screen(42)
    assert story.today(42).session is not None


@pytest.mark.parametrize(("start", "now", "better"), [(6, 4, True), (6, 5, False), (4, 2.8, True), (10, 7, True)])
def test_two_points_or_thirty_percent_is_an_improvement(start: float, now: float, better: bool):
    story = Story(pain={"back_week": start})
    for day in (25, 26, 27):
        story.morning(day, now)
    assert bool(story.decisions("birddog-no-improvement", 28)) != better


def test_an_acute_spell_that_lasts_becomes_the_staged_program():
    story = Story(episode={"where": ["low_back"], "weeks": 2})
    assert story.today(0).kind == "acute"
    assert story.today(27).kind == "acute"
    assert story.today(28).kind == "staged"
    assert story.today(28).week == 1


def test_maintenance_after_eight_weeks_with_little_pain_keeps_what_there_is():
    story = Story(pain={"back_week": 2})
    story.good(*range(0, 56, 2), before=2)
    before = story.state(55)
    assert before.stage == "strengthen"
    after = story.state(56)
    assert (after.stage, after.roster) == ("maintain", before.roster)
    assert amounts(story, 56) == amounts(story, 55)
    assert story.decisions("programme-8wk-then-maintenance", 56)[-1].did.startswith("stage maintain")


def test_nobody_goes_from_calm_to_maintenance():
    story = Story(pain={"back_week": 7})
    story.session(50)
    story.morning(54, 2)
    assert story.today(57).stage == "calm"


def test_maintenance_comes_early_when_the_pain_is_all_but_gone():
    story = Story(pain={"back_week": 1})
    story.good(*range(0, 34, 2), before=1, during=1)
    assert story.today(34).stage == "strengthen"
    assert story.today(35).stage == "maintain"
    assert story.decisions("adapt-guided-duration", 35)


def test_without_a_session_there_is_nothing_to_keep_up():
    story = Story()
    story.morning(54, 2)
    assert story.today(56).stage == "calm"


def test_the_guided_weeks_go_on_while_the_pain_is_high():
    story = Story(pain={"back_week": 8})
    for day in (53, 54, 55):
        story.morning(day, 5)
    assert story.today(56).stage != "maintain"
    assert "guided weeks continue" in [d.did for d in story.decisions("adapt-guided-duration", 56)]


def test_walks_grow_by_a_fifth_a_week_and_shrink_when_they_hurt():
    story = Story()
    minutes = []
    for day in range(0, 28):
        if day and day % 7 == 0:
            story.screen(day)
        minutes.append(story.today(day, 12).aerobic.minutes)  # type: ignore[union-attr]
        story.add(day, "aerobic", hour=17, activity="walking", minutes=minutes[-1], pain_after=2)
    weekly = minutes[::7]
    assert all(a <= b <= 1.2 * a for a, b in pairwise(weekly))
    assert weekly[-1] > weekly[0]
    story.add(28, "aerobic", activity="walking", minutes=20, pain_after=7)
    assert story.today(28).aerobic.minutes < weekly[-1] * 1.2  # type: ignore[union-attr]
    assert story.decisions("birddog-aerobic-step")[-1].did == "shorter next time"


def test_measures_are_due_at_the_weeks_of_reassessment():
    story = Story()
    assert story.today(6).measures_due == ()
    assert story.today(7).measures_due == ("nprs_back", "nprs_leg", "psfs", "groc")
    story.add(7, "measure", instrument="nprs_back", score=3)
    story.add(7, "measure", instrument="psfs", answers={"sit": 5, "lift": 7})
    assert story.today(7).measures_due == ("nprs_leg", "groc")
    assert story.state(7).measures["psfs"][-1] == (date(2026, 3, 9), 6)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"instrument": "nprs_back", "score": 80}, "measure nprs_back: 80 is outside 0 to 10"),
        ({"instrument": "nprs_back", "score": -3}, "measure nprs_back: -3 is outside 0 to 10"),
        ({"instrument": "groc"}, "measure groc: score is missing"),
        ({"instrument": "psfs", "answers": {"sit": 12}}, "measure psfs: 12 is outside 0 to 10"),
        ({"instrument": "odi", "score": 20}, "there is no instrument 'odi'; installed: nprs_back"),
    ],
)
def test_a_measure_that_cannot_be_is_refused(fields: dict[str, Any], message: str):
    story = Story()
    story.add(7, "measure", **fields)
    refused(story, message)


def test_a_decision_can_be_explained_by_its_id():
    story = Story()
    story.session(0, 3, 7)
    folded = story.fold()
    entry = birddog.explain(folded, "session-1.1")
    assert entry.reason.rule == "birddog-red-report"
    assert entry.reason.limit
    assert entry.reason.clinical
    with pytest.raises(BirddogError, match=r"there is no 'session-9\.1' in this chart; the latest are"):
        birddog.explain(folded, "session-9.1")


def test_a_new_intake_begins_the_program_again():
    story = Story()
    first = amounts(story)
    story.good(0, 2, 4, 7)
    assert amounts(story) != first
    story.add(9, "intake", intake=ORDINARY)
    state = story.state()
    assert (state.stage, state.started, amounts(story)) == ("calm", date(2026, 3, 11), first)


# ------------------------------------------------------------------------------------- several sessions, and the leg


def test_the_sessions_of_one_day_are_judged_together_by_the_next_morning():
    story = Story(time={"minutes": 10, "per_day": 3, "days_per_week": 7})
    for day in range(3):
        for hour in (8, 13, 18):
            story.session(day, hour=hour + 0.5)
        story.morning(day + 1)
    assert story.decisions("birddog-missing-report") == []
    assert story.state().greens == 3
    story.session(3, hour=9)
    story.session(3, 3, 4.5, hour=14)
    story.session(3, hour=18)
    story.morning(4)
    assert story.state().greens == 3


def test_a_bad_morning_after_several_sessions_is_held_against_the_first_baseline():
    story = Story(time={"minutes": 10, "per_day": 2, "days_per_week": 7}, pain={"back_week": 2})
    story.session(0, 2, 2, hour=9)
    story.session(0, 4, 3, hour=18)
    story.morning(1, 5)
    assert story.decisions("birddog-red-report")[0].reason.saw == "next morning 5, baseline 2"


@pytest.mark.parametrize(("leg_pain", "red"), [(4, False), (5, True)])
def test_a_leg_that_hurts_more_next_morning_makes_the_next_session_smaller(leg_pain: int, red: bool):
    story = Story(pain={"back_week": 4, "leg_week": 3}, leg={"reach": "above_knee"})
    before = story.next(0).work_s
    story.session(0)
    story.morning(1, 3, leg_pain=leg_pain)
    assert (story.next(1).work_s <= 0.8 * before) == red
    assert [d.reason.saw for d in story.decisions("birddog-red-report")] == (
        ["leg: next morning 5, baseline 3"] if red else []
    )


def test_a_leg_that_hurts_much_is_not_forgotten_because_the_back_is_better():
    story = Story(pain={"back_week": 3, "leg_week": 8}, leg={"reach": "buttock", "side": "left"})
    for day in (1, 2, 3):
        story.morning(day, 3)
    folded = story.fold(4)
    assert folded.course.known(folded.state, story.now(4).date()).severity == "severe"
    for day in (4, 5, 6):
        story.morning(day, 3, leg_pain=3)
    folded = story.fold(7)
    assert folded.course.known(folded.state, story.now(7).date()).severity == "low"


def test_no_improvement_looks_at_the_leg_too():
    story = Story(pain={"back_week": 6, "leg_week": 6}, leg={"reach": "buttock"})
    for day in (26, 27):
        story.morning(day, 1, leg_pain=6)
    assert story.decisions("birddog-no-improvement", 28)


def test_a_morning_with_nothing_to_compare_it_to_raises_nothing():
    story = Story(pain={})
    story.session(0, None, 1)
    story.morning(1, 9)
    assert story.state().greens == 0
    assert "no report of the pain before" in [d.reason.saw for d in story.decisions("birddog-missing-report")]


def test_what_is_said_to_have_grown_has_grown():
    story = stabilizing()
    story.good(0, 2, 4, 6)
    before = story.state().tracks
    story.good(8)
    said = story.decisions("birddog-good-session")[-1].reason.about
    after = story.state().tracks
    assert said
    assert all(amount(after[name].dose) > amount(before[name].dose) for name in said)
