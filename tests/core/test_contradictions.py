"""Answers that do not fit together are asked about, and until they are answered the cautious one holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from tests.core.test_questions import CLEARED, FIGURE_FOUR, day, drills, fields, level, made
from tests.story import Story
from tests.strategies import CONTENT, DAY, people

import birddog
from birddog.catalog.language import load_language
from birddog.core.chart.transitions import dated
from birddog.core.person.contradictions import TABLE, contradictions
from birddog.core.person.facts import facts
from birddog.core.person.spell import told_twice
from birddog.core.screen.screening import screen

PREGNANT = {"pregnancy": {"status": "yes"}}
DIFFER = [
    ({"pain": {"back_now": 9, "back_worst": 2}}, "pain.back_worst"),
    ({"pain": {"back_week": 5, "back_worst": 4.5}}, "pain.back_worst"),
    ({"episode": {"weeks": 20, "began": day(weeks=2)}}, "episode.began"),
    ({"episode": {"weeks": 1, "began": day(weeks=30)}}, "episode.began"),
    ({"person": {"sex": "male"}, "conditions": PREGNANT}, "conditions.pregnancy.status"),
    ({"person": {"age": 70}, "conditions": {"pregnancy": {"birth": day(weeks=3)}}}, "conditions.pregnancy.status"),
    ({"person": {"age": 30}, "episode": {"weeks": 52 * 32}}, "episode.weeks"),
    ({"person": {"age": 30}, "episode": {"weeks": None, "began": "1960-01-01"}}, "episode.weeks"),
    ({"person": {"age": 30}, "conditions": {"surgery": {"had": "yes", "date": "1960-01-01"}}}, "person.age"),
    ({"conditions": {"inflammatory": {"onset_age": 60}}}, "conditions.inflammatory.onset_age"),
    ({"leg": {"reach": "none", "numbness": "yes"}}, "leg.reach"),
    ({"leg": {"reach": "none", "numbness": "unsure"}}, "leg.reach"),
    ({"leg": {"reach": "none", "side": "both"}}, "leg.reach"),
    ({"leg": {"reach": "none"}, "episode": {"where": ["low_back", "leg"]}}, "leg.reach"),
    ({"leg": {"reach": "below_knee", "side": "none"}}, "leg.side"),
    ({"clearances": {"cancer": {"said": "yes", "on": day(days=-1)}}}, "conditions"),
    ({"conditions": {"cancer": {"kind": "other", "ended": day(days=-30)}}}, "conditions"),
    ({"examined": day(days=-1)}, "conditions"),
    ({"eases": ["lying", "nothing"]}, "eases"),
    ({"worsens": ["sitting", "nothing"]}, "worsens"),
]  # fmt: skip
FIT: list[dict[str, Any]] = [
    {},
    {"pain": {"back_now": 2, "back_week": 4, "back_worst": 9}},
    {"pain": {"back_now": 4, "back_worst": 4}},
    {"episode": {"weeks": 20, "began": day(weeks=18)}},
    {"episode": {"weeks": 200, "began": day(weeks=160)}},
    {"conditions": PREGNANT},
    {"person": {"age": 30}, "episode": {"weeks": 52 * 30}},
    {"leg": {"reach": "none", "side": "left", "weakness": "old_checked"}},
    {"leg": {"reach": "none", "side": "none", "numbness": "no", "weakness": "no"}},
    {"clearances": {"cancer": CLEARED}},
    {"eases": ["nothing"], "worsens": ["nothing"]},
]


def doubted(**parts: Any) -> set[str]:
    """Fields that are asked about because answers do not fit."""
    return {question.field for question in made(**parts).screen.asks if question.kind == "contradiction"}


def made_intake(**parts: Any) -> Any:
    """The intake of the same person."""
    value: dict[str, Any] = {"person": {"age": 44, "sex": "female"}, "episode": {"where": ["low_back"], "weeks": 20}}
    return birddog.read_intake({**value, **{k: {**value.get(k, {}), **v} for k, v in parts.items()}})


@pytest.mark.parametrize(("parts", "field"), DIFFER)
def test_answers_that_do_not_fit_are_asked_about(parts: dict[str, Any], field: str):
    assert field in doubted(**parts)
    assert "birddog-answers-differ" in {reason.rule for reason in made(**parts).screen.reasons}


@pytest.mark.parametrize("parts", FIT)
def test_answers_that_fit_are_not(parts: dict[str, Any]):
    assert doubted(**parts) == set()


def test_pain_is_the_highest_number_until_it_is_asked():
    known = facts(made_intake(pain={"back_week": 2, "back_now": 9, "back_worst": 3}), DAY, CONTENT.values)
    assert (known.pain, known.severity) == (9, "severe")
    chart = Story(pain={"back_week": 2, "back_now": 9, "back_worst": 3})
    assert chart.state(0).pains == [(chart.state(0).pains[0][0], 9)]


@pytest.mark.parametrize("episode", [{"weeks": 20, "began": day(weeks=1)}, {"weeks": 1, "began": day(weeks=20)}])
def test_a_spell_with_two_lengths_is_short_for_what_is_opened_and_long_for_what_is_sent(episode: dict[str, Any]):
    parts = {"red_flags": {"cancer": "yes"}, "clearances": {"cancer": CLEARED}}
    assert level(episode=episode, **parts) == "urgent"
    assert level(episode={**episode, "onset": "after_accident"}) == level(
        episode={"weeks": 1, "onset": "after_accident"}
    )
    severe = {"pain": {"back_week": 8}, "eases": ["nothing"]}
    assert (
        level(episode=episode, **severe)
        == level(episode={"weeks": 20}, **severe)
        != level(episode={"weeks": 1}, **severe)
    )


def test_nothing_is_cleared_by_what_cannot_be():
    cancer = {"red_flags": {"cancer": "yes"}, "clearances": {"cancer": CLEARED}}
    assert level(person={"age": 40}, episode={"weeks": 52 * 30}, **cancer) == "clinician_alongside"
    assert level(person={"age": 40}, episode={"weeks": 52 * 45}, **cancer) == "urgent"
    ahead = {"surgery": {"had": "yes", "date": day(days=-5), "cleared": "no"}}
    assert level(red_flags={"recent_infection": "yes"}, conditions=ahead) == "urgent"


def test_an_operation_before_birth_counts_as_new():
    old = {"date": "1950-01-01", "precautions": "never_given"}
    hip = made(person={"age": 44}, conditions={"hip_replacement": "yes", "hip_operation": old})
    assert not drills(hip) & FIGURE_FOUR and "person.age" in fields(hip)
    spine = {"surgery": {"had": "yes", "date": "1950-01-01", "cleared": "yes"}}
    assert level(conditions=spine) == level(conditions={"surgery": {**spine["surgery"], "date": day(weeks=1)}})


def test_a_man_who_tells_of_a_pregnancy_is_planned_for_as_pregnant():
    known = facts(made_intake(person={"sex": "male"}, conditions=PREGNANT), DAY, CONTENT.values)
    assert known.pregnancy == "later"


def test_both_legs_where_nothing_reaches_is_not_no_leg():
    assert facts(made_intake(leg={"reach": "none", "side": "both"}), DAY, CONTENT.values).leg == "unknown"


def test_weeks_that_were_right_are_not_asked_about_when_they_have_passed():
    chart = Story(episode={"where": ["low_back"], "weeks": 3})
    chart.screen(60)
    assert "birddog-answers-differ" not in {reason.rule for reason in chart.state(60).screen_reasons}


@given(value=people())
def test_every_question_is_asked_at_the_door_and_none_lowers_the_outcome(value: Any):
    """What fits together is never more pressing than the same answers with one that contradicts them."""
    intake = birddog.read_intake(value)
    asked = {row.field for row in contradictions(intake, DAY, CONTENT.values)}
    found = screen(intake, CONTENT, DAY)
    assert asked <= {question.field for question in found.asks}
    higher = replace(intake, pain=replace(intake.pain, back_now=10.0, back_worst=0.0))
    assert screen(higher, CONTENT, DAY).disposition >= found.disposition


def test_every_row_has_its_question_in_both_languages():
    spanish = load_language("es")
    assert all(CONTENT.phrase(row.phrase) != spanish.phrase(row.phrase) for row in TABLE)


def test_weeks_beside_a_date_that_they_fit_stay_fitting_as_the_program_goes_on():
    """The date grows with the days and the weeks do not: kept side by side they would seem to differ later."""
    told = birddog.read_intake({"episode": {"where": ["low_back"], "weeks": 6, "began": day(weeks=6)}})
    kept = dated(told, DAY, CONTENT.values.answers_differ)
    later = DAY + timedelta(weeks=20)
    assert (kept.episode.began, kept.episode.weeks) == (told.episode.began, None)
    assert not told_twice(kept.episode, later, CONTENT.values.answers_differ)
    assert facts(kept, later, CONTENT.values).duration == "three_months"


def test_a_length_told_twice_and_differently_is_kept_as_it_was_told():
    told = birddog.read_intake({"episode": {"where": ["low_back"], "weeks": 30, "began": day(weeks=2)}})
    assert dated(told, DAY, CONTENT.values.answers_differ) == told


@pytest.mark.parametrize(
    ("parts", "field", "certain"),
    [
        ({"person": {"sex": "male"}, "conditions": PREGNANT}, "conditions.pregnancy.status", "unlikely_pregnancy"),
        ({"person": {"age": 66}, "conditions": PREGNANT}, "conditions.pregnancy.status", "unlikely_pregnancy"),
        ({"leg": {"reach": "none", "numbness": "yes"}}, "leg.reach", "numb_leg_without_pain"),
    ],
)
def test_what_can_both_be_so_is_asked_until_it_is_confirmed_and_weighs_the_same(
    parts: dict[str, Any], field: str, certain: str
):
    asked, confirmed = made(**parts), made(**parts, certain=[certain])
    assert {question.certain for question in asked.screen.asks if question.field == field} == {certain}
    assert field not in {question.field for question in confirmed.screen.asks}
    assert confirmed.screen.disposition == asked.screen.disposition
    assert {out.exercise for out in confirmed.left_out} >= {out.exercise for out in asked.left_out}


def test_what_cannot_both_be_so_cannot_be_confirmed():
    assert {row.phrase for row in TABLE if row.certain} == {"ask-pregnancy-unlikely", "ask-leg-numb"}
    with pytest.raises(birddog.BirddogError, match="certain"):
        birddog.read_intake({"certain": ["over_worst"]})
