"""Today's session as the player gets it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.readings import reading_of

from birddog.catalog import read_event
from birddog.catalog.language import load_language
from birddog.core.chart.chart import fold
from birddog.core.content.pain_check import PainReport, pain_check
from birddog.core.content.values import BirddogError
from birddog.records.models import Person
from birddog.services.chart.log import record_one
from birddog.services.chart.reading import Reading
from birddog.services.person.preferences import Preferences
from birddog.services.session import plan as plans
from birddog.services.session.quarter_hour import answer_quarter, open_quarter, quarter_of

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
INTAKES = Path(__file__).resolve().parents[2] / "examples" / "intakes"


def intake(name: str = "desk-worker-38") -> dict:
    return {
        "id": "i",
        "at": START.isoformat(),
        "type": "intake",
        "intake": json.loads((INTAKES / f"{name}.json").read_text()),
    }


def reading(*events: dict, language: str = "en") -> Reading:
    content = load_language(language)
    now = START + timedelta(hours=1)
    folded = fold([read_event(body, content) for body in (intake(), *events)], content, now)
    return reading_of(Person(), now, content, folded)


def plan(of: Reading) -> dict:
    made = plans.session_plan(of, Preferences(), lambda exercise, kind: f"/{exercise}/{kind}")
    assert made is not None
    return made


def test_the_plan_is_todays_session_and_plain_json():
    here = reading()
    made = plan(here)
    session = here.today.session
    assert session is not None
    assert [item["exercise"] for item in made["items"]] == [item.exercise for item in session.items]
    assert (made["seconds"], made["minutes"]) == (session.seconds - session.warm_up_s, session.minutes)
    assert json.loads(json.dumps(made)) == made


def test_the_end_can_say_how_much_of_the_week_is_done():
    assert plan(reading())["week"]["done"] == 0
    assert plan(reading())["week"]["of"] > 0 and plan(reading())["true_line"] == ""


def test_the_id_is_the_same_for_the_same_session_and_another_for_another():
    made = plan(reading())
    assert made["id"] == plan(reading())["id"]
    swap = {
        "id": "w",
        "at": START.isoformat(),
        "type": "swap",
        "exercise": made["items"][0]["exercise"],
        "wish": "not_this",
    }
    assert plan(reading(swap))["id"] != made["id"]


def test_a_kept_session_holds_until_days_alone_change_what_is_safe():
    """A flare that lasts is escalated after two weeks, with the danger signs answered a day before."""
    no_to_all = {"red_flags": {"all_others": "no"}}
    flare = {"id": "f", "at": (START + timedelta(minutes=5)).isoformat(), "type": "flare", "pain": 5, **no_to_all}
    screens = [{"id": f"q{day}", "at": (START + timedelta(days=day)).isoformat(), "type": "screen", **no_to_all}
               for day in (7, 13)]  # fmt: skip
    content, now = load_language("en"), START + timedelta(days=13, hours=1)
    events = [read_event(body, content) for body in (intake(), flare, *screens)]
    kept = reading_of(Person(), now, content, fold(events, content, now))
    last = plans.holds_until(kept)
    assert last == (START + timedelta(days=13)).date()
    after = fold(events, content, START + timedelta(days=14))
    assert after.state.disposition != kept.state.disposition


def test_trying_the_days_out_leaves_the_chart_alone():
    found = reading()
    before = (found.state.passed, found.state.asks, len(found.folded.decisions), len(found.folded.course.decisions))
    plans.holds_until(found)
    assert before == (found.state.passed, found.state.asks, len(found.folded.decisions),
                      len(found.folded.course.decisions))  # fmt: skip


def test_a_kept_session_holds_until_the_day_before_danger_signs_are_due():
    made = plan(reading())
    assert made["until"] == "2026-03-08"
    later = START + timedelta(days=7)
    content = load_language("en")
    asks = reading_of(Person(), later, content, fold([read_event(intake(), content)], content, later))
    assert asks.today.ask_first
    assert plans.session_plan(asks, Preferences(), lambda exercise, kind: "") is None


def test_every_text_is_in_the_persons_language():
    made, spanish = plan(reading()), plan(reading(language="es"))
    assert spanish["language"] == "es"
    assert spanish["items"][0]["name"] != made["items"][0]["name"]
    assert all(isinstance(text, str) and text for text in made["words"].values())


def test_pain_tables_say_what_the_rules_say():
    here = reading()
    tables = plan(here)["pain"]
    for before in (None, 0.0, 3.0, 8.0):
        row = tables["during"]["none" if before is None else str(int(before))]
        usual = here.state.usual.now if before is None else before
        for pain in range(11):
            found = pain_check(PainReport(usual, float(pain)), here.content)
            assert row[pain]["verdict"] == found.outcome
    assert tables["during"]["2"][9]["verdict"] == "red" and tables["during"]["2"][9]["says"]
    assert tables["lasting"]["2"][3]["verdict"] == "red"
    assert tables["lasting"]["3"][3]["verdict"] != "red"


def test_an_exercise_that_hurts_says_more_the_second_time():
    here = reading()
    exercise = plan(here)["items"][-1]["exercise"]
    first = plans.hurt_says(exercise, here.state, here.content)
    again = plans.hurt_says(exercise, replace(here.state, rests={exercise: 1}), here.content)
    assert first["verdict"] == again["verdict"] == "amber"
    assert first["says"] != again["says"] and first["then"]


def test_no_plan_while_safety_questions_stand_first():
    flare = {"id": "f", "at": START.isoformat(), "type": "flare", "pain": 8.0}
    here = reading(flare)
    assert here.today.ask_first
    assert plans.session_plan(here, Preferences(), lambda exercise, kind: "") is None


def test_motion_has_the_length_of_the_drawing():
    from birddog.body.clip import clip_of
    from birddog.catalog.movements import drill

    for exercise in ("bird-dog", "cat-cow", "clamshell", "prone-lying"):
        made, clip = plans.motion(exercise), clip_of(drill(exercise).movement)
        assert made["length"] * (2 if made["alternates"] else 1) == pytest.approx(clip.length, abs=0.01)
        reached = [round(float(clip.times[key.frame]), 3) for key in clip.keys][: len(made["keys"])]
        assert [key["at"] for key in made["keys"]] == pytest.approx(reached, abs=0.01)


@pytest.mark.django_db
def test_a_quarter_of_an_hour_later_corrects_the_session():
    person = Person.objects.create()
    now = START + timedelta(hours=1)
    record_one(person, intake(), now)
    record_one(person, {"id": "s", "at": START.isoformat(), "type": "session", "items": [], "pain_after": 3.0}, now)
    assert open_quarter(person, START + timedelta(minutes=10)) is None
    asked = open_quarter(person, now)
    assert asked is not None and (asked.session, asked.answered, asked.pain_after) == ("s", False, 3.0)
    with pytest.raises(BirddogError, match="lasted"):
        answer_quarter(person, asked, None, "often", now)
    answer_quarter(person, asked, None, "", now)
    assert open_quarter(person, now) is not None
    answer_quarter(person, asked, 2.0, "still", now)
    answered = quarter_of(person, "s")
    assert open_quarter(person, now) is None and answered is not None and answered.answered
    assert person.events.get(type="correction").body["change"] == {"pain_after": 3.0, "over_mild_minutes": 60}
    assert quarter_of(person, "nothing") is None
