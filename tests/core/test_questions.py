"""Questions that were missing, answers that do not fit together, and what is known and checked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.story import Story
from tests.strategies import CONTENT, DAY

import birddog
from birddog.core.prescribe import Prescription, prescribe
from birddog.core.screen.sign_groups import answered_none, sign_groups

FIGURE_FOUR = {"supine-figure-four-press", "supine-figure-four-pull", "supine-piriformis-cross-body",
               "standing-piriformis-stretch-on-support"}  # fmt: skip


def made(**parts: Any) -> Prescription:
    """What a 44-year-old with 20 weeks of low back pain gets; parts of the intake added or replaced."""
    value: dict[str, Any] = {
        "person": {"age": 44, "decides_for_self": "yes", "sex": "female"}, "red_flags": {"all_others": "no"},
        "episode": {"where": ["low_back"], "weeks": 20}, "pain": {"back_week": 3}, "conditions": {"all_others": "no"},
    }  # fmt: skip
    for name, part in parts.items():
        value[name] = {**value.get(name, {}), **part} if isinstance(part, dict) else part
    return prescribe(birddog.read_intake(value), CONTENT, DAY)


def level(**parts: Any) -> str:
    """Disposition of the same."""
    return made(**parts).disposition.word


def fields(found: Prescription) -> set[str]:
    """Fields that are asked about."""
    return {question.field for question in found.screen.asks}


def drills(found: Prescription) -> set[str]:
    """Every exercise of the program."""
    assert found.program is not None
    weeks = (*found.program.weeks, found.program.maintenance)
    return {item.exercise for week in weeks for day in week.days for one in day.sessions for item in one.items}


def day(**ago: float) -> str:
    """A date so long ago."""
    return (DAY - timedelta(**ago)).isoformat()


# ------------------------------------------------------------------------------------------ birth and pregnancy


@pytest.mark.parametrize(
    ("birth", "early"),
    [
        ({"birth": day(days=2)}, True),
        ({"birth": day(days=41), "birth_kind": "vaginal"}, True),
        ({"birth": day(days=42), "birth_kind": "vaginal"}, False),
        ({"birth": day(days=55), "birth_kind": "caesarean"}, True),
        ({"birth": day(days=56), "birth_kind": "caesarean"}, False),
        ({"birth": day(days=55)}, True),
        ({"birth": day(days=13), "check_up": "yes"}, True),
        ({"birth": day(days=14), "check_up": "yes"}, False),
        ({}, True),
    ],
)
def test_after_a_birth_little_until_the_check_up(birth: dict[str, str], early: bool):
    found = made(conditions={"pregnancy": {"status": "gave_birth", **birth}})
    strong = [e.id for e in map(CONTENT.exercise, drills(found)) if not e.tags & {"rest", "recovery"}]
    assert (strong == []) == early
    assert found.program is not None and any(day.aerobic for day in found.program.weeks[0].days)


def test_trouble_after_a_birth_is_seen_today():
    birth = {"pregnancy": {"status": "gave_birth", "birth": day(days=9)}}
    assert level(conditions=birth, red_flags={"after_birth_warning": "yes"}) == "urgent"
    assert "red_flags.after_birth_warning" in fields(made(conditions=birth, red_flags={"all_others": "unanswered"}))


def test_a_due_date_counts_as_pregnant_whatever_the_status():
    due = {"status": "no", "due": (DAY + timedelta(weeks=20)).isoformat()}
    found = made(conditions={"pregnancy": due})
    assert "conditions.pregnancy.status" in fields(found)
    assert not {e.id for e in map(CONTENT.exercise, drills(found)) if e.tags & {"supine", "prone"}}


def test_a_pregnancy_in_the_note_is_asked_about_first():
    assert (
        level(life={"note": "my due date is in July"}, conditions={"pregnancy": {"status": "no"}}) == "clinician_first"
    )
    due = {"pregnancy": {"status": "yes", "due": (DAY + timedelta(weeks=20)).isoformat()}}
    assert level(life={"note": "my due date is in July"}, conditions=due) == "clinician_alongside"


@pytest.mark.parametrize("past", [1, 14, 21])
def test_after_the_due_date_the_birth_is_asked_for_and_both_sides_of_it_are_kept_to(past: int):
    found = made(conditions={"pregnancy": {"status": "yes", "due": day(days=past)}}, red_flags={"all_others": "no"})
    assert "conditions.pregnancy.birth" in fields(found)
    assert drills(found) == {"diaphragmatic-breathing", "pelvic-floor-squeeze"}
    warned = {"all_others": "no", "pregnancy_warning": "yes"}
    assert level(conditions={"pregnancy": {"due": day(days=past)}}, red_flags=warned) == "emergency"


# ------------------------------------------------------------------------------------------ operations


@pytest.mark.parametrize(
    ("hip", "out"),
    [
        ({}, True),
        ({"precautions": "in_force"}, True),
        ({"precautions": "unsure"}, True),
        ({"precautions": "never_given", "date": day(weeks=11)}, True),
        ({"precautions": "never_given", "date": day(weeks=12)}, False),
        ({"precautions": "lifted"}, False),
        ({"precautions": "lifted", "date": day(weeks=2)}, True),
    ],
)
def test_hip_rules_hold_until_they_are_lifted(hip: dict[str, str], out: bool):
    found = made(conditions={"hip_replacement": "yes", "hip_operation": hip})
    left = {row.exercise for row in found.left_out if row.reason.rule == "hip-precautions"}
    assert (left >= FIGURE_FOUR) == out
    assert not (out and drills(found) & FIGURE_FOUR)
    assert ("conditions.hip_operation.precautions" in fields(found)) == (hip == {})
    assert found.disposition.word == ("clinician_alongside" if out else "self_care")


def test_the_date_of_an_operation_is_an_operation():
    assert level(conditions={"surgery": {"had": "no", "date": day(weeks=5)}}) == "clinician_first"
    hip = made(conditions={"hip_replacement": "no", "hip_operation": {"date": day(weeks=5)}})
    assert "conditions.hip_replacement" in fields(hip) and not drills(hip) & FIGURE_FOUR


def test_an_operation_explains_a_risk_of_infection_without_fever():
    lately, long_ago = ({"surgery": {"had": "yes", "date": day(weeks=weeks), "cleared": "no"}} for weeks in (12, 14))
    assert level(red_flags={"recent_infection": "yes"}, conditions=lately) == "clinician_first"
    assert level(red_flags={"recent_infection": "yes"}, conditions=long_ago) == "urgent"
    assert level(red_flags={"recent_infection": "yes", "fever": "yes"}, conditions=lately) == "urgent"


# ------------------------------------------------------------------------------------------ known and checked

CLEARED = {"said": "yes", "on": day(days=200), "changed": "no"}


@pytest.mark.parametrize(
    ("clearance", "word"),
    [
        ({}, "urgent"),
        (CLEARED, "clinician_alongside"),
        ({**CLEARED, "changed": "yes"}, "urgent"),
        ({**CLEARED, "changed": "unanswered"}, "urgent"),
        ({**CLEARED, "said": "unsure"}, "urgent"),
        ({**CLEARED, "on": day(days=364)}, "clinician_alongside"),
        ({**CLEARED, "on": day(days=365)}, "urgent"),
    ],
)
def test_cancer_of_long_ago_that_is_known_and_checked(clearance: dict[str, str], word: str):
    old = {"weeks": 260}
    assert level(red_flags={"cancer": "yes"}, episode=old, clearances={"cancer": clearance}) == word


def test_new_or_worsening_pain_is_covered_by_nothing():
    for episode in ({"weeks": 2}, {"weeks": 260, "course": "worse"}):
        assert level(red_flags={"cancer": "yes"}, episode=episode, clearances={"cancer": CLEARED}) == "urgent"


def test_a_small_skin_cancer_that_was_discharged_is_not_urgent():
    skin = {"cancer": {"kind": "small_skin", "discharged": "yes"}}
    assert level(red_flags={"cancer": "yes"}, conditions=skin) == "clinician_alongside"
    for open_ in ({"kind": "small_skin"}, {"kind": "other", "discharged": "yes"}):
        assert level(red_flags={"cancer": "yes"}, conditions={"cancer": open_}) == "urgent"


def test_fever_that_was_over_before_this_pain_is_no_sign():
    assert level(red_flags={"fever": "yes"}, episode={"fever_ended_before": "yes"}) == "self_care"
    found = made(red_flags={"fever": "yes"})
    assert found.disposition.word == "urgent" and "episode.fever_ended_before" in fields(found)


def test_a_lean_that_came_with_this_pain_is_no_deformity():
    assert level(red_flags={"new_deformity": "yes"}, episode={"crooked_since_it_began": "yes"}) == "clinician_alongside"
    assert level(red_flags={"new_deformity": "unsure"}, movement={"side_glide": "centralizes"}) == "clinician_alongside"
    assert level(red_flags={"new_deformity": "yes"}, movement={"side_glide": "centralizes"}) == "clinician_first"


# ------------------------------------------------------------------------------------------ this pain


@pytest.mark.parametrize(
    ("where", "leg", "word"),
    [
        (["leg"], {"reach": "below_knee", "weakness": "no"}, "clinician_alongside"),
        (["leg"], {"reach": "below_knee", "weakness": "no", "from_back": "no"}, "clinician_first"),
        (["leg"], {"reach": "none"}, "clinician_first"),
        (["neck"], {"reach": "below_knee"}, "clinician_first"),
    ],
)
def test_leg_pain_alone_that_runs_down_is_in_scope(where: list[str], leg: dict[str, str], word: str):
    assert level(episode={"where": where}, leg=leg) == word


@pytest.mark.parametrize(
    ("pain", "weeks", "word"), [(7, 6, "clinician_alongside"), (7, 5, "self_care"), (6.5, 6, "self_care")]
)
def test_severe_pain_for_weeks_is_seen_alongside(pain: float, weeks: int, word: str):
    assert level(pain={"back_week": pain}, episode={"weeks": weeks}) == word


@pytest.mark.parametrize(
    ("age", "sport", "word"), [(21, "high", "clinician_alongside"), (22, "high", "self_care"), (21, "low", "self_care")]
)
def test_a_young_athlete_whom_arching_hurts(age: int, sport: str, word: str):
    found = made(person={"age": age, "sex": "male"}, worsens=["bending_backward"], life={"activity": sport})
    assert found.disposition.word == word
    if word == "clinician_alongside":
        assert not {e.id for e in map(CONTENT.exercise, drills(found)) if "end_range_lumbar_extension" in e.tags}


def test_someone_without_time_is_screened_and_walks():
    found = made(time={"minutes": 0})
    assert drills(found) == set() and "time.minutes" in fields(found)
    assert found.program is not None and found.program.weeks[0].days[0].aerobic is not None
    assert drills(made(time={"minutes": 10}))


# ------------------------------------------------------------------------------------------ groups


def test_none_of_these_answers_its_own_group_and_takes_nothing_back():
    groups = {group.id: group for group in sign_groups(CONTENT)}
    legs = groups["legs"]
    answers = answered_none(legs, {"leg_weakness": "unsure"})
    assert answers == {**dict.fromkeys(legs.signs, "no"), "leg_weakness": "unsure"}
    assert answered_none(groups["cauda_equina"], {}) == {}


@pytest.mark.parametrize(
    ("old", "parts"),
    [("infection_risk", ("recent_infection", "low_defenses")),
     ("minor_fall_or_sudden_pain", ("small_fall", "sudden_bone_pain"))],
)  # fmt: skip
@pytest.mark.parametrize("answer", ["yes", "unsure", "no"])
def test_the_answer_to_a_question_that_was_split_counts_for_each_of_its_parts(old: str, parts: tuple[str, ...], answer):
    own = {item: "no" for item in CONTENT.items_by_id if item not in parts and not CONTENT.items_by_id[item].only_if}
    story = Story(red_flags={**own, old: answer})
    told = story.state(0).intake
    other = "unsure" if answer == "yes" else answer
    assert told is not None and [told.red_flags[part] for part in parts] == [answer, other]
    assert "birddog-safety-answers-missing" not in {reason.rule for reason in story.state(0).screen_reasons}


def test_a_file_with_the_old_id_weighs_as_much_as_one_with_the_new_ones():
    lately = {"surgery": {"had": "yes", "date": str(DAY - timedelta(weeks=10)), "cleared": "no"}}
    assert level(red_flags={"infection_risk": "yes"}) == "urgent"
    assert level(red_flags={"infection_risk": "yes"}, conditions=lately) == "clinician_first"
    assert level(red_flags={"infection_risk": "unsure"}) == "clinician_first"
    assert level(red_flags={"infection_risk": "no"}) == "self_care"
