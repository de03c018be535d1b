"""A therapist in a chart: changes, proposals that wait, an override with its ends, and a screening that is signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.story import START, Story
from tests.strategies import CONTENT

from birddog import catalog, present
from birddog.core.content.values import BirddogError, Disposition
from birddog.core.log.events import EVENT_TYPES
from birddog.core.plan.dosing import amount

ANNA: dict[str, Any] = {"actor": "therapist", "clinician": "Anna Berg", "license": "PT 1234"}
PAST = {"exercise": "bird-dog", "veto": "thin-bones", "reason": "Because it is right.", "until": "2026-04-01"}
WHY = "Bends without pain in the clinic, bone density checked in May."


def drills(story: Story) -> list[str]:
    return [item.exercise for item in story.next().items]


def edit(story: Story, day: float, action: str, exercise: str | None = None, **more: Any) -> str:
    told: dict[str, Any] = {} if exercise is None else {"exercise": exercise}
    return story.add(day, "edit", action=action, **ANNA, **told, **more)


def doses(story: Story) -> dict[str, int]:
    return {name: amount(track.dose) for name, track in story.state().tracks.items()}


def until(days: int) -> str:
    return (START.date() + timedelta(days=days)).isoformat()


# ---------------------------------------------------------------------------------------------------- changes


def test_a_dose_that_is_set_keeps_the_tempo_of_the_exercise_and_its_breaths():
    story = Story(pain={"back_week": 2})
    name = next(i for i in drills(story) if CONTENT.exercise(i).doses["stabilize"].start.pause_s)
    edit(story, 0, "pin_dose", name, dose={"sets": 1, "reps": 4, "hold_s": 5, "rest_s": 10})
    item = next(item for item in story.next().items if item.exercise == name)
    start = CONTENT.exercise(name).doses["stabilize"].start
    assert (item.dose.reps, item.dose.move_s, item.dose.pause_s) == (4, start.move_s, start.pause_s)


def test_a_dose_over_the_limits_is_cut_and_the_limit_is_said():
    story = Story(pain={"back_week": 2}, conditions={"heart": "stable", "all_others": "no"})
    name = next(i for i in drills(story) if "isometric_hold" in CONTENT.exercise(i).tags)
    edit(story, 0, "pin_dose", name, dose={"sets": 2, "reps": 1, "hold_s": 60, "rest_s": 30})
    (said,) = story.decisions("birddog-dose-limits")
    assert (said.reason.saw, said.reason.limit) == (f"{name}: 2 x 1 x 60 s", "2 x 1 x 10 s")


def test_a_dose_that_was_set_gives_way_to_a_setback_like_any_other():
    story = Story(pain={"back_week": 2})
    name = drills(story)[0]
    edit(story, 0, "pin_dose", name, dose={"sets": 3, "reps": 10, "hold_s": 0, "rest_s": 30})
    before = next(item for item in story.next().items if item.exercise == name)
    story.add(2, "flare", pain=7, red_flags={"all_others": "no"})
    after = next((item for item in story.next().items if item.exercise == name), None)
    assert after is None or after.work_s <= before.work_s / 2


def test_a_dose_of_an_exercise_that_a_veto_takes_out_is_refused_with_the_veto():
    story = Story(abilities={"kneel": "no"})
    edit(story, 0, "pin_dose", "bird-dog", dose={"sets": 1, "reps": 5})
    assert "bird-dog" not in story.state().pinned
    assert story.decisions("no-kneeling")[0].did == "not set"


def test_a_kept_exercise_is_not_exchanged_and_a_locked_stage_does_not_open():
    free, locked = Story(), Story()
    edit(locked, 0, "lock_stage")
    kept = drills(locked)[0]
    edit(locked, 0, "pin_exercise", kept)
    for story in (free, locked):
        story.good(*range(1, 56, 2))
    assert free.today().stage != "calm"
    assert locked.today().stage == "calm"
    assert kept in locked.state().roster
    edit(locked, 57, "unlock_stage")
    locked.good(58, 60, 62, 64)
    assert locked.today().stage != "calm"


# -------------------------------------------------------------------------------------------------- proposals


def waiting() -> Story:
    """A few good weeks, in which everything that would rise waits."""
    story = Story(pain={"back_week": 2})
    edit(story, 0, "proposals_wait")
    story.good(1, 3, 5, 7, 9)
    return story


def test_rises_wait_and_the_doses_stay():
    story = Story(pain={"back_week": 2})
    edit(story, 0, "proposals_wait")
    before = doses(story)
    story.good(1, 3, 5, 7, 9)
    assert doses(story) == before
    assert {row.kind for row in story.state().proposals} == {"dose"}
    assert {said.did for said in story.decisions("birddog-proposals-wait")} == {"waits for the therapist"}


def test_what_waits_is_named_by_the_id_that_an_answer_takes():
    story = waiting()
    told = present.therapist_json(story.state())
    assert told["proposals_wait"]
    assert [row["id"] for row in told["proposals"]] == [row.id for row in story.state().proposals]
    assert told["proposals"][0]["saw"].startswith(story.state().proposals[0].exercise)


def test_an_approved_rise_applies_and_a_refused_one_does_not():
    story = waiting()
    first, second = story.state().proposals[:2]
    before = doses(story)
    story.add(10, "proposal", proposal=first.id, answer="approve", **ANNA)
    story.add(10, "proposal", proposal=second.id, answer="refuse", note="Not yet.", **ANNA)
    after = doses(story)
    assert first.dose is not None
    assert after[first.exercise] == amount(first.dose) > before[first.exercise]
    assert after[second.exercise] == before[second.exercise]
    assert not {first.id, second.id} & {row.id for row in story.state().proposals}


def test_after_seven_days_without_an_answer_the_last_approved_dose_stays():
    story = waiting()
    row, before = story.state().proposals[0], doses(story)
    last = row.since.day - 2 + 6
    assert row in story.fold(last).state.proposals
    assert row not in story.fold(last + 1).state.proposals
    story.add(last + 1, "proposal", hour=13, proposal=row.id, answer="approve", **ANNA)
    assert doses(story) == before
    assert story.decisions("birddog-proposals-wait")[-1].did == "answered too late"


def test_a_red_report_lowers_at_once_and_takes_back_what_waits():
    story = waiting()
    assert story.state().proposals
    work = story.next().work_s
    story.session(10, 3, 8, pain_after=7)
    assert story.state().proposals == ()
    assert story.next().work_s < work


def test_an_approval_after_a_red_report_comes_too_late():
    story = waiting()
    row, before = story.state().proposals[0], doses(story)
    story.session(10, 3, 8, pain_after=7)
    story.add(10, "proposal", hour=20, proposal=row.id, answer="approve", **ANNA)
    assert doses(story)[row.exercise] <= before[row.exercise]


def test_bouts_that_would_come_more_often_wait_too():
    story = Story(
        movement={"side_glide": "centralizes"}, leg={"reach": "above_knee", "numbness": "no", "weakness": "no"}
    )
    edit(story, 0, "proposals_wait")
    story.good(1, 3)
    before = story.today().bouts
    assert before is not None
    assert before.per_day == 1
    (row,) = [row for row in story.state().proposals if row.kind == "bouts"]
    story.add(4, "proposal", hour=13, proposal=row.id, answer="approve", **ANNA)
    after = story.today().bouts
    assert after is not None
    assert after.per_day == 3
    story.good(5, 7, 9, 11, 13)
    story.screen(14)
    still = story.today().bouts
    assert still == after
    edit(story, 14, "proposals_apply", hour=20)
    freed = story.today().bouts
    assert freed is not None
    assert freed.per_day == 5


def test_bouts_that_begin_to_help_wait_too():
    story = Story(leg={"reach": "above_knee", "numbness": "no", "weakness": "no"})
    edit(story, 0, "proposals_wait")
    story.add(1, "leg", moved="up", direction="extension", red_flags={"all_others": "no"})
    assert story.today().bouts is None
    edit(story, 2, "proposals_apply")
    assert story.today().bouts is not None


# -------------------------------------------------------------------------------------------------- overrides


def thin_bones() -> Story:
    return Story(conditions={"bone": "osteoporosis", "all_others": "no"}, pain={"back_week": 2})


def let_past(story: Story, day: float = 0, **more: Any) -> str:
    told = {"exercise": "single-knee-to-chest", "veto": "thin-bones", "reason": WHY, "until": until(60), **more}
    return story.add(day, "override", **ANNA, **told)


def test_an_override_admits_the_one_exercise_past_the_one_veto():
    story = thin_bones()
    before = pool(story)
    let_past(story)
    assert pool(story) - before == {"single-knee-to-chest"}
    edit(story, 0, "add", "single-knee-to-chest", hour=13)
    assert "single-knee-to-chest" in drills(story)
    said = story.decisions("birddog-override")[0].reason
    assert "Anna Berg (PT 1234)" in said.saw
    assert WHY in said.saw


def pool(story: Story, day: float | None = None) -> set[str]:
    folded = story.fold(day)
    mask = folded.course.planner(folded.state, folded.state.passed or START.date()).pool
    return {e.id for bit, e in enumerate(CONTENT.exercises) if mask >> bit & 1}


def test_another_veto_on_the_same_exercise_holds():
    story = Story(conditions={"bone": "osteoporosis", "all_others": "no"}, abilities={"lie_on_back": "no"})
    let_past(story)
    assert "single-knee-to-chest" not in pool(story)


@pytest.mark.parametrize(
    ("changes", "told", "says"),
    [
        ({"conditions": {"bone": "unsure", "all_others": "no"}}, {}, "never overridden"),
        ({}, {}, "does not take it out"),
        ({"conditions": {"bone": "osteoporosis", "all_others": "no"}}, {"until": until(91)}, "allowed: 2026-03-02 to"),
        ({"conditions": {"bone": "osteoporosis", "all_others": "no"}}, {"until": "2026-03-01"}, "allowed: 2026-03-02"),
        ({"conditions": {"bone": "osteoporosis", "all_others": "no"}}, {"exercise": "bridge"}, "does not take it out"),
        ({"conditions": {"bone": "spine_fracture", "all_others": "no"}}, {"saw": "osteoporosis"}, "saw osteoporosis"),
        ({"conditions": {"surgery": {"had": "yes", "date": "2025-12-20", "cleared": "yes"}, "all_others": "no"}},
         {"veto": "surgery-under-six-months"}, "never overridden"),
    ],
)  # fmt: skip
def test_what_may_not_be_overridden_is_refused_with_the_reason(changes, told, says):
    story = Story(**changes)
    let_past(story, **told)
    assert story.state().overrides == ()
    refused = next(said for said in story.decisions("birddog-override"))
    assert refused.did == "not let past the veto"
    assert says in refused.reason.saw


ENDS: dict[str, Callable[[Story], str]] = {
    "its last day": lambda story: story.screen(59),
    "a danger sign": lambda story: story.add(3, "screen", red_flags={"all_others": "no", "fever": "unsure"}),
    "a red report": lambda story: story.session(3, 3, 8, pain_after=7),
    "another therapist": lambda story: story.add(3, "therapist", actor="therapist", clinician="Bo", license="PT 9"),
    "a new intake": lambda story: story.add(3, "intake", intake={**story.rows[0]["intake"]}),
}


@pytest.mark.parametrize("why", ENDS)
def test_an_override_ends(why):
    story = thin_bones()
    let_past(story)
    edit(story, 0, "add", "single-knee-to-chest", hour=13)
    ENDS[why](story)
    day = 61 if why == "its last day" else 4
    assert story.fold(day).state.overrides == ()
    assert "single-knee-to-chest" not in pool(story, day)


def test_an_override_ends_when_its_answer_changes():
    story = Story(pain={"back_week": 8}, episode={"where": ["low_back"], "weeks": 2})
    veto = next(v for v in CONTENT.vetoes if v.id == "severe-pain")
    name = next(
        e.id for bit, e in enumerate(CONTENT.exercises)
        if e.kind == "exercise" and e.tags & veto.tags and e.max_pain is None and not e.equipment
    )  # fmt: skip
    story.add(0, "override", exercise=name, veto="severe-pain", reason=WHY, until=until(30), **ANNA)
    assert [row.saw for row in story.state().overrides] == ["severe"]
    for day in range(1, 5):
        story.add(day, "pain", back=2)
    assert story.state().overrides == ()
    for day in range(5, 12):
        story.add(day, "pain", back=9)
    assert name not in pool(story)


# -------------------------------------------------------------------------------------------------- screening


def each(answer: str = "no") -> dict[str, str]:
    return {item.id: answer for item in CONTENT.screen_items if item.group == "cauda_equina"}


def test_a_signed_screening_answers_what_was_blank():
    story = Story(red_flags={})
    assert story.today().session is None
    story.add(0, "screened", red_flags=each(), **ANNA)
    assert story.today().session is not None
    assert story.state().screened_at == story.state().intake_at
    assert story.decisions("birddog-screened")[0].reason.saw == "by Anna Berg (PT 1234)"


def test_a_signed_screening_leaves_a_yes_of_the_person_unless_it_names_the_sign():
    story = Story(red_flags={"all_others": "no", "fever": "unsure"})
    level = story.state().disposition
    story.add(0, "screened", red_flags=each(), **ANNA)
    assert story.state().disposition == level > Disposition.CLINICIAN_ALONGSIDE
    story.add(0, "screened", hour=13, red_flags={**each(), "fever": "no"}, **ANNA)
    assert story.state().disposition < level


def test_a_signed_screening_does_not_lift_an_emergency():
    story = Story(red_flags={"all_others": "no", "saddle_numbness": "yes"})
    story.add(0, "screened", red_flags=each(), **ANNA)
    assert story.state().disposition == Disposition.EMERGENCY


# ------------------------------------------------------------------------------------------------ what is read


@pytest.mark.parametrize(
    ("kind", "fields", "says"),
    [
        ("override", {}, "exercise"),
        ("override", {**PAST, "veto": "nothing"}, "allowed: leg-"),
        ("override", {**PAST, "until": None}, "until is missing"),
        ("override", {**PAST, "reason": "ok"}, "reason"),
        ("proposal", {"proposal": "x", "answer": "approve", "actor": "patient"}, "allowed for type 'proposal'"),
        ("proposal", {"proposal": "x", "answer": "approve", "license": " "}, "license is missing"),
        ("screened", {"red_flags": {}}, "saddle_numbness is missing"),
        ("screened", {"red_flags": {**each(), "fever": "yes"}}, "allowed: no"),
        ("edit", {"action": "pin_exercise"}, "exercise is missing"),
    ],
)
def test_what_is_missing_or_not_a_therapists_is_refused(kind, fields, says):
    row = {"id": "a", "at": "2026-03-02T09:00", "type": kind, **ANNA, **fields}
    with pytest.raises(BirddogError) as caught:
        catalog.read_event(row, CONTENT)
    assert says in str(caught.value)


def test_the_end_of_care_needs_no_name():
    row = {"id": "a", "at": "2026-03-02T09:00", "type": "therapist", "actor": "therapist"}
    assert isinstance(catalog.read_event(row, CONTENT), EVENT_TYPES["therapist"])
