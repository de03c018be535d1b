"""Going through the intake: what is kept, what stops it, and what the chart holds then."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from birddog.catalog import load_default, load_language
from birddog.core.content.values import BirddogError, Disposition
from birddog.records.models import Draft, Person
from birddog.services import contents
from birddog.services.chart.log import record_one
from birddog.services.chart.reading import read
from birddog.services.intake import answering
from birddog.services.intake.asked_once import with_none
from birddog.services.intake.emergency_numbers import EVERYWHERE, crisis_line, emergency_numbers
from birddog.services.intake.form import get, put, shape_of, spell
from birddog.services.intake.result import result_of
from birddog.services.intake.steps import steps

pytestmark = pytest.mark.django_db

STEPS = steps(load_language("en"))
ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
OTHER = {"person.age": "45", "person.decides_for_self": "yes", "episode.where": "low_back", "pain.settles_in": "unsure",
         "leg.reach": "none", "leg.numbness": "no", "leg.weakness": "no",
         "conditions.surgery.cleared": "yes"}  # fmt: skip


@pytest.fixture
def person() -> Person:
    return Person.objects.create()


@pytest.fixture
def flow(person: Person):
    return answering.begin(person, "first", None, "en", NOW)


def chart(person, now=NOW):
    """The chart as it stands."""
    return read(person, now)


def kept(person):
    """The intake under way, as the next request finds it."""
    return answering.flow_of(person, "en", NOW)


def following(flow):
    """The id of the next step."""
    return flow.open_step.id


def say(person, flow, step_id, **given):
    """Answer one step; names with two underscores are paths."""
    posted = {name.replace("__", "."): [value] if isinstance(value, str) else value for name, value in given.items()}
    return answering.answer(person, flow, flow.step(step_id), posted)


def page_of(sign):
    """The step in which a danger sign is asked."""
    return next(step.id for step in STEPS if any(f.path == f"red_flags.{sign}" for f in step.fields))


def press(person, flow, sign, answer):
    return say(person, flow, page_of(sign), **{f"red_flags__{sign}": answer})[0]


def walk(person, flow, **other):
    """Answer all that is open, calmly; what is optional and not in ``other`` is passed over."""
    given = {**OTHER, **{name.replace("__", "."): value for name, value in other.items()}}
    for _ in range(80):
        step = flow.open_step
        if step is None or flow.stop is not None:
            return flow
        posted = {}
        for field in step.asked(flow.told):
            value = given.get(field.path) or field.calm or ("no" if field.needed else "")
            posted[field.path] = value if isinstance(value, list) else [value]
            posted[f"{field.path}.unit"] = [given.get(f"{field.path}.unit", "")]
        flow, errors = answering.answer(person, flow, step, posted)
        assert errors == {}
    raise AssertionError(f"it does not come to an end: {flow.open_step}")


# ------------------------------------------------------------------------------------------------------- the steps


def test_every_question_has_its_place_in_the_intake():
    for step in STEPS:
        for field in step.fields:
            for path in field.paths:
                assert shape_of(path)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_danger_sign_is_asked_once(language):
    asked = [f.path for step in steps(load_language(language)) for f in step.fields if f.path.startswith("red_flags.")]
    assert sorted(asked) == sorted(f"red_flags.{item.id}" for item in load_default().screen_items)


def test_signs_that_need_help_at_once_come_first_and_nobody_denies_cauda_equina_with_one_press():
    items = load_default().items_by_id
    pages = [[items[f.path.split(".")[1]] for f in step.fields] for step in STEPS if step.id.startswith("signs-")]
    first = [max(item.yes for item in page) for page in pages]
    assert first == sorted(first, reverse=True)
    assert {item.group for item in pages[0]} == {"cauda_equina"}
    assert all(item.yes < Disposition.EMERGENCY for item in pages[-1])
    assert [part.none for step in STEPS if step.id == "signs-nerves" for part in step.parts] == [""]


def test_the_questions_are_those_of_the_persons_own_content(monkeypatch):
    here = load_language("en")
    sign, *rest = here.screen_items
    clinic = replace(here, screen_items=(replace(sign, question="As our clinic asks it?"), *rest), memo={})
    monkeypatch.setitem(contents._offered, "clinic", lambda _language: clinic)
    for content, asked in (("", sign.question), ("clinic", "As our clinic asks it?"), ("", sign.question)):
        begun = answering.begin(Person.objects.create(content=content), "start", None, "en", NOW)
        labels = [str(f.label) for step in begun.applying for f in step.fields if f.path == f"red_flags.{sign.id}"]
        assert labels == [asked]


def test_a_safety_question_always_offers_not_sure():
    for step in STEPS:
        for field in step.fields:
            if field.needed and field.path not in ("person.age", "episode.where", "examined"):
                assert "unsure" in [choice.value for choice in field.choices], field.path


# --------------------------------------------------------------------------------------------------- keeping answers


def test_each_answer_is_kept_at_once_and_gone_on_from(person, flow):
    press(person, flow, "saddle_numbness", "no")
    again = kept(person)
    assert again.answers == {"red_flags": {"saddle_numbness": "no"}}
    assert again.open_step.id == "signs-nerves", "the others of its page are still open"


def test_nothing_is_urgent_before_a_first_answer(flow):
    assert not flow.urgent


@pytest.mark.parametrize(
    ("typed", "said"),
    [("abc", "write a number"), ("200", "0 to 120"), ("4.5", "whole number"), ("nan", "write a number")],
)
def test_an_age_that_cannot_be_is_not_kept(person, flow, typed, said):
    after, errors = say(person, flow, "who", person__age=typed, person__decides_for_self="yes")
    assert said in errors["person.age"]
    assert after.answers == {}


def test_a_safety_question_cannot_be_passed_over(person, flow):
    flow, errors = say(person, flow, "signs-rest", red_flags__weight_loss="no")
    passed_over = {f"red_flags.{item.id}" for item in load_default().screen_items if item.group == "systemic"}
    assert set(errors) == passed_over - {"red_flags.weight_loss"} | {"all.illness", "all.fracture"}
    assert "signs-rest" not in flow.done and kept(person).answers == {"red_flags": {"weight_loss": "no"}}


def test_what_needs_help_does_not_wait_for_the_rest_of_its_page(person, flow):
    after, errors = say(person, flow, "signs-nerves", red_flags__saddle_numbness="no", red_flags__urine_leaking="yes")
    assert errors == {} and after.stop is not None
    assert chart(person).state.disposition == Disposition.EMERGENCY
    after = answering.undo(person, after)
    assert after.answers == {"red_flags": {"saddle_numbness": "no"}}, "what was no mistake stays"
    assert following(after) == "signs-nerves"


def test_what_is_skipped_is_not_answered(person, flow):
    done = walk(person, flow)
    assert get(done.answers, "pain") == {"settles_in": "unsure"}
    assert get(done.answers, "abilities.floor") == "yes"
    assert get(done.answers, "equipment") is None
    assert done.told.intake.life.work == "unanswered"


def test_no_equipment_at_all_is_an_answer(person, flow):
    after, errors = say(person, flow, "conditions", equipment=["none"])
    assert "equipment" not in errors and after.told.intake.equipment == ()
    _, errors = say(person, flow, "conditions", equipment=["none", "mat"])
    assert "equipment" in errors


def test_the_body_map_says_how_far_down_and_which_side(person, flow):
    after, _ = say(person, flow, "who", episode__where=["low_back", "buttock-left", "calf-left"])
    assert after.told.intake.episode.where == ("low_back", "buttock", "leg")
    assert (after.told.intake.leg.reach, after.told.intake.leg.side) == ("below_knee", "left")
    assert not asks_how_far(after)
    after, _ = say(person, after, "who", episode__where=["low_back"])
    assert (after.told.intake.leg.reach, after.told.intake.leg.side) == ("unanswered", "unanswered")
    assert asks_how_far(after)


def asks_how_far(flow):
    """Whether the way that pain goes down is asked for."""
    return any(field.path == "leg.reach" for field in flow.step("pain").asked(flow.told))


def test_answers_to_questions_that_no_longer_apply_are_dropped(person, flow):
    flow, _ = say(person, flow, "who", person__age="30", person__decides_for_self="yes")
    flow, _ = say(person, flow, "pregnancy", conditions__pregnancy__status="yes")
    flow = press(person, flow, "pregnancy_told_not_to_exercise", "no")
    flow, _ = say(person, flow, "pregnancy", conditions__pregnancy__status="no")
    assert get(flow.answers, "red_flags") is None
    flow, _ = say(person, flow, "who", person__age="80", person__decides_for_self="yes")
    assert get(flow.answers, "conditions") is None


def test_the_signs_of_a_broken_bone_are_asked_once_bones_or_age_make_them_count(person, flow):
    def asked(flow, age: str, bone: str) -> bool:
        flow, _ = say(person, flow, "who", person__age=age, person__decides_for_self="yes", episode__where=["low_back"])
        flow, _ = say(person, flow, "conditions", conditions__bone=bone)
        return flow.step("signs-bones") is not None

    flow, _ = say(person, flow, "signs-rest", red_flags__long_term_steroids="no")
    assert not asked(flow, "69", "osteopenia")
    assert asked(flow, "69", "unsure") and asked(flow, "70", "none")


def test_one_answer_to_a_list_leaves_answers_that_were_given_and_counts_for_what_was_listed(flow):
    told = {"red_flags.long_term_steroids": ["yes"], "all.fracture": ["none"],
            "listed": ["red_flags.long_term_steroids", "red_flags.major_accident", "red_flags.fever"]}  # fmt: skip
    step = flow.step("signs-rest")
    assert with_none(step, flow.told, told) == {**told, "red_flags.major_accident": ["no"]}
    assert with_none(step, flow.told, {**told, "all.fracture": ["some"]}) == {**told, "all.fracture": ["some"]}


def test_a_day_that_has_not_come_is_not_taken(person, flow):
    flow, _ = say(person, flow, "who", person__age="30", person__decides_for_self="yes")
    flow, _ = say(person, flow, "pregnancy", conditions__pregnancy__status="gave_birth")
    _, errors = say(person, flow, "birth-date", conditions__pregnancy__birth="2027-01-01")
    assert "conditions.pregnancy.birth" in errors


@pytest.mark.parametrize(("weeks", "told"), [(3 / 7, ("3", "days")), (6, ("6", "weeks")), (13.044, ("3", "months")),
                                             (None, ("", ""))])  # fmt: skip
def test_a_length_of_time_comes_back_as_it_was_told(weeks, told):
    assert spell(weeks) == told


def test_taking_out_an_answer_leaves_no_empty_shell():
    answers: dict = {}
    put(answers, "conditions.surgery.had", "no")
    put(answers, "conditions.surgery.had", None)
    assert answers == {}


# ---------------------------------------------------------------------------------------------------------- stopping


def test_an_emergency_is_in_the_chart_at_once_and_the_draft_stays(person, flow):
    flow = press(person, flow, "saddle_numbness", "yes")
    reading = chart(person)
    assert flow.stop is not None
    assert reading.state.disposition == Disposition.EMERGENCY
    assert reading.state.intake.red_flags == {"saddle_numbness": "yes"}
    result = result_of(reading, "")
    assert [reason.rule for reason in result.reasons] == ["saddle_numbness"]
    assert Draft.objects.get().answers["intake"] == {"red_flags": {"saddle_numbness": "yes"}}


def test_the_same_answer_twice_is_in_the_chart_once(person, flow):
    flow = press(person, flow, "saddle_numbness", "yes")
    press(person, flow, "saddle_numbness", "yes")
    assert person.events.count() == 1


def test_not_sure_about_an_emergency_sign_is_seen_today(person, flow):
    flow = press(person, flow, "saddle_numbness", "unsure")
    assert result_of(chart(person), "").disposition == Disposition.URGENT


def test_a_mistake_is_corrected_in_the_chart_and_asked_again(person, flow):
    flow = press(person, flow, "saddle_numbness", "no")
    flow = press(person, flow, "back_passage_numbness", "yes")
    flow = answering.undo(person, flow)
    assert flow.stop is None
    assert flow.open_step.id == "signs-nerves"
    assert [event.type for event in person.events.order_by("number")] == ["intake", "correction"]
    result = result_of(chart(person), "")
    assert result.unfinished and not result.disposition.allows_exercise


def test_changing_the_answer_corrects_the_chart_as_well(person, flow):
    flow = press(person, flow, "saddle_numbness", "yes")
    flow = press(person, flow, "saddle_numbness", "no")
    assert flow.stop is None
    assert person.events.order_by("number").last().type == "correction"
    flow = press(person, flow, "saddle_numbness", "yes")
    assert chart(person).state.disposition == Disposition.EMERGENCY


def test_signs_that_mean_more_together_stop_it_too(person, flow):
    flow = press(person, flow, "leg_weakness", "unsure")
    assert flow.stop is None
    flow = press(person, flow, "fever", "unsure")
    assert [r.rule for r in result_of(chart(person), "").reasons] == ["infection_with_nerve_signs"]


def test_a_newly_weak_leg_on_the_later_pages_stops_it(person, flow):
    flow, _ = say(person, flow, "who", episode__where=["low_back", "thigh-left"])
    flow, _ = say(person, flow, "leg-more", leg__numbness="no", leg__weakness="new")
    assert flow.stop.step == "leg-more"


def test_a_step_keeps_what_other_pages_told_since(person, flow):
    """Both pages were opened on an empty intake; each changes its own step."""
    press(person, flow, "saddle_numbness", "no")
    press(person, flow, "back_passage_numbness", "no")
    assert kept(person).answers == {"red_flags": {"saddle_numbness": "no", "back_passage_numbness": "no"}}


def test_an_urgent_answer_of_another_page_is_not_lost(person, flow):
    press(person, flow, "saddle_numbness", "yes")
    press(person, flow, "back_passage_numbness", "no")
    assert kept(person).stop is not None
    assert chart(person).state.disposition == Disposition.EMERGENCY


def test_an_older_page_changes_only_what_was_not_answered_since(person, flow):
    step = flow.step("who")
    older = flow.seen(step)
    say(person, flow, "who", person__age="45", episode__where=["low_back"])
    posted = {"person.age": ["46"], "person.decides_for_self": ["yes"], "episode.where": ["low_back"]}
    after, errors = answering.answer(person, flow, step, posted, older)
    assert (errors, after.elsewhere) == ({}, True)
    assert kept(person).answers["person"] == {"age": 45, "decides_for_self": "yes"}
    again, _ = answering.answer(person, flow, step, posted, after.seen(step))
    assert (again.elsewhere, again.answers["person"]["age"]) == (False, 46)


def test_an_older_page_with_a_newly_weak_leg_counts(person, flow):
    flow, _ = say(person, flow, "who", episode__where=["low_back", "thigh-left"])
    step, older = flow.step("leg-more"), flow.seen(flow.step("leg-more"))
    say(person, flow, "leg-more", leg__numbness="no", leg__weakness="no")
    posted = {"leg.numbness": ["no"], "leg.weakness": ["new"]}
    after, _ = answering.answer(person, flow, step, posted, older)
    assert after.stop is not None and not after.elsewhere


def test_an_intake_that_was_finished_elsewhere_takes_no_more(person, flow):
    done = walk(person, flow)
    answering.finish(person, done)
    with pytest.raises(answering.IntakeOverError, match="another page"):
        press(person, flow, "saddle_numbness", "yes")
    with pytest.raises(answering.IntakeOverError):
        answering.finish(person, done)


def test_an_urgent_answer_of_another_page_comes_before_the_end(person, flow):
    done = walk(person, flow)
    press(person, flow, "saddle_numbness", "yes")
    with pytest.raises(BirddogError, match="needs help first"):
        answering.finish(person, done)


# ------------------------------------------------------------------------------------------------------------ ending


def test_a_complete_intake_begins_a_program_and_ends_the_draft(person, flow):
    done = walk(person, flow)
    answering.finish(person, done)
    state = chart(person).state
    assert state.disposition == Disposition.SELF_CARE
    assert state.intake.red_flags["saddle_numbness"] == "no"
    assert "all_others" not in state.intake.red_flags
    assert not Draft.objects.exists()
    assert answering.recorded(person, "first")


def test_an_incomplete_intake_is_not_written(person, flow):
    with pytest.raises(BirddogError, match="signs-nerves"):
        answering.finish(person, flow)


def test_nothing_compulsory_is_missing_at_the_end(person, flow):
    done = walk(person, flow)
    answering.finish(person, done)
    assert not result_of(chart(person), "").unfinished


def test_after_a_clinician_a_new_intake_goes_through(person, flow):
    flow = press(person, flow, "saddle_numbness", "yes")
    later = NOW + timedelta(days=3)
    again = answering.begin(person, "second", chart(person, later), "en", later)
    assert again.answers == {}
    assert again.open_step is not None and again.open_step.id == "examined"
    answering.finish(person, walk(person, again, examined="2026-03-03"))
    assert chart(person, later).state.disposition == Disposition.SELF_CARE


def test_an_emergency_can_be_called_a_mistake_at_once_only(person, flow):
    flow = press(person, flow, "saddle_numbness", "yes")
    late = answering.flow_of(person, "en", NOW + timedelta(minutes=11))
    assert late is not None and flow.slip and not late.slip
    assert answering.undo(person, late).stop is not None
    assert chart(person).state.disposition == Disposition.EMERGENCY


def test_answering_again_takes_over_what_lasts_but_no_danger_sign(person, flow):
    flow, _ = say(person, flow, "pain", **{"episode.weeks": "2", "episode.weeks.unit": "months"})
    done = walk(person, flow, **{"episode.weeks": "2", "episode.weeks.unit": "months"})
    done, _ = say(person, done, "conditions", **{"life.own_activities.0.activity": "Socks",
                                                "life.own_activities.0.score": "4"})  # fmt: skip
    answering.finish(person, done)
    later = NOW + timedelta(days=70)
    again = answering.begin(person, "second", chart(person, later), "en", later)
    assert get(again.answers, "red_flags") is None
    assert get(again.answers, "pain") is None
    assert get(again.answers, "person.age") == 45
    assert get(again.answers, "conditions.bone") == "none"
    assert again.told.intake.episode.weeks == pytest.approx(2 * 4.348 + 10, abs=0.2)
    assert get(again.answers, "life.own_activities") == [{"activity": "Socks"}]
    assert following(again) == "signs-nerves"


def test_a_chart_under_another_name_goes_on_under_it(person):
    intake = json.loads((ROOT / "examples" / "intakes" / "desk-worker-38.json").read_text())
    record_one(person, {"id": "i", "at": NOW.isoformat(), "type": "intake", "intake": intake}, NOW)
    again = answering.begin(person, "second", chart(person), "en", NOW)
    answering.finish(person, walk(person, again))
    assert chart(person).state.intake.person.id == "desk-worker-38"


@pytest.mark.parametrize("event_id", ["", "x" * 60])
def test_an_id_that_cannot_be_used_is_refused(person, event_id):
    with pytest.raises(BirddogError, match="id is"):
        answering.begin(person, event_id, None, "en", NOW)


def test_whom_to_call():
    assert emergency_numbers("us") == ("911",)
    assert emergency_numbers("GB") == ("999",)
    assert emergency_numbers("ES") == ("112",)
    assert emergency_numbers("") == EVERYWHERE
    assert (crisis_line("US"), crisis_line("")) == ("988", "")


def test_danger_signs_of_an_intake_left_lying_are_asked_again(person, flow):
    asked = walk(person, flow)
    assert asked.open_step is None
    soon = answering.flow_of(person, "en", NOW + timedelta(days=6))
    later = answering.flow_of(person, "en", NOW + timedelta(days=7))
    assert soon is not None and soon.open_step is None
    assert later is not None and later.open_step is not None
    assert get(later.answers, "red_flags") is None and get(later.answers, "person.age") == 45
    with pytest.raises(BirddogError, match="not answered yet"):
        answering.finish(person, later)


def test_going_on_day_by_day_does_not_make_the_first_answers_younger(person, flow):
    walk(person, flow)
    first = flow.applying[0]
    for days in (3, 6, 9):
        found = answering.flow_of(person, "en", NOW + timedelta(days=days))
        assert found is not None
        posted = {field.path: [str(get(found.answers, field.path) or "")] for field in first.fields}
        answering.answer(person, found, first, posted)
    last = answering.flow_of(person, "en", NOW + timedelta(days=9))
    assert last is not None and last.open_step is not None


def test_an_urgent_answer_stands_however_long_the_intake_lies(person, flow):
    press(person, flow, "saddle_numbness", "yes")
    found = answering.flow_of(person, "en", NOW + timedelta(days=60))
    assert found is not None and found.stop is not None and found.urgent


def test_a_draft_that_these_questions_cannot_read_is_begun_again(person, flow):
    draft = Draft.objects.get(person=person)
    draft.answers["intake"] = {"red_flags": {"a_sign_of_old": "no"}}
    draft.save()
    assert answering.flow_of(person, "en", NOW) is None
