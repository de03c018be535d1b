"""The page for a clinician: plain clinical words, numbers with units, and what is missing said to be missing."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from tests.charted import BEGIN, ROOT, charted, intake, told
from tests.web.filled import fill

from birddog import catalog
from birddog.core.person.intake import Conditions
from birddog.services.chart.reading import read
from birddog.services.clinician.page import clinician_page
from birddog.services.clinician.reasons import SENTENCES
from birddog.services.clinician.words import conditions, not_answered
from birddog.services.library.references import citation
from birddog.services.person.people import the_one_person

CONTENT = catalog.load_default()
INTAKES = sorted(path.stem for path in (ROOT / "examples" / "intakes").glob("*.json"))
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(settings, tmp_path):
    """The file that says what time it is."""
    (tmp_path / "clock").write_text(BEGIN.isoformat())
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    return tmp_path / "clock"


def words(client, language: str = "en", path: str = "/progress/summary/") -> str:
    """What a reader sees."""
    html = client.get(path, headers={"accept-language": language}).content.decode()
    body = re.search(r"<main.*?</main>", html, re.S)
    assert body
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body[0])))


def page_at(now: datetime):
    """The page of the one person at a time."""
    reading = read(the_one_person(), now)
    assert reading is not None
    return clinician_page(reading, english=True)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", INTAKES)
def test_no_raw_names_and_no_unrounded_numbers(client, clock, name, language):
    told(the_one_person(), {"id": "i", "type": "intake", "intake": intake(name)})
    text = words(client, language)
    assert re.findall(r"\b[a-z]+_[a-z_]+\b|\bbirddog-\w+|%\(\w+\)|\bNone\b", text) == []
    assert re.findall(r"\d[.,]\d{2,}(?![.\d])", text) == []


def test_eight_weeks_are_told_with_units(client, tmp_path, settings):
    fill("good-course", "2026-02-11T08:00:00", tmp_path / "clock", settings, "2026-02-10T18:30:00")
    text = words(client)
    for part in (
        "38 years",
        "All answered no.",
        "were asked again",
        "/10",
        "2 points or 30%",
        "x ",
        "hold",
        " min in ",
    ):
        assert part in text
    assert re.search(r"\d / 5", text) and "Stage: Strengthen and function" in text
    assert re.search(r"Sources .*Childs JD, Piva SR, Fritz JM\..* Spine 2005;30\(11\):1331-1334", text)


def test_what_was_not_reported_is_said_to_be_missing(client, clock):
    bare = {"person": {"id": "p", "age": 40, "decides_for_self": "yes"}, "red_flags": {"all_others": "no"},
            "episode": {"where": ["low_back"]}, "conditions": {"all_others": "no"}}  # fmt: skip
    told(the_one_person(), {"id": "i", "type": "intake", "intake": bare})
    text = words(client)
    assert "Back pain not reported" in text and "Leg pain not reported" in text and "0/10" not in text
    for part in (
        "No session or walk has been reported.",
        "No measures have been taken yet.",
        "This spell not reported",
    ):
        assert part in text


def test_danger_signs_are_dated_with_their_answers(clock):
    person = charted(the_one_person())
    later = BEGIN + timedelta(days=8)
    told(person, {"id": "x", "type": "screen", "red_flags": {"fever": "unsure", "all_others": "no"}}, now=later)
    told(person, {"id": "y", "type": "screen", "red_flags": {"all_others": "no"}}, now=later + timedelta(days=7))
    found = page_at(later + timedelta(days=8)).screening
    (sign,) = found.signs
    assert (sign.told, sign.day, sign.now) == ("not sure", later.date(), "no")
    assert (found.first, found.last, found.again) == (BEGIN.date(), (later + timedelta(days=7)).date(), 2)


def test_pain_has_start_worst_and_now(clock):
    person = charted(the_one_person(), pain={"back_week": 5, "back_worst": 7})
    after = BEGIN + timedelta(days=3)
    told(person, {"id": "p", "type": "pain", "back": 3}, now=after)
    told(person, {"id": "l", "type": "leg", "moved": "down", "minutes": 2, "exercise": "bird-dog",
                  "red_flags": {"all_others": "no"}}, now=after)  # fmt: skip
    page = page_at(after)
    back, leg = page.pains
    assert (back.start.value, back.worst.value, back.now.value, back.change) == (5, 7, 3, -2)
    assert (back.outcome, leg.start) == ("better, clinically relevant", None)
    assert page.leg_moves == ((after.date(), "farther down the leg, after Bird dog"),)


def test_what_hurt_is_named_with_its_days(clock):
    person = charted(the_one_person())
    for day in (1, 9):
        at = BEGIN + timedelta(days=day)
        told(person, {"id": f"q{day}", "type": "screen", "red_flags": {"all_others": "no"}}, now=at)
        told(person, {"id": f"s{day}", "type": "session", "pain_before": 3, "pain_during": 3,
                      "items": [{"exercise": "bird-dog", "done": "partly", "hurt": True}]}, now=at)  # fmt: skip
    page = page_at(BEGIN + timedelta(days=10))
    (hurt,) = page.hurt
    assert (hurt.name, hurt.days) == ("Bird dog", (date(2026, 3, 3), date(2026, 3, 11)))
    assert [row.did.split(" (")[0] for row in page.out] == ["Bird dog"]
    assert page.changes[0].did == "Out for four weeks: Bird dog"


def test_sessions_offered_follow_the_plan_of_each_week(clock):
    person = charted(the_one_person())
    told(person, {"id": "s", "type": "session", "items": []}, now=BEGIN + timedelta(days=1))
    less = BEGIN + timedelta(days=2)
    told(person, {"id": "a", "type": "arrange", "days_per_week": 3}, now=less)
    stop = BEGIN + timedelta(days=9)
    told(person, {"id": "x", "type": "screen", "red_flags": {"fever": "yes"}}, now=stop)
    page = page_at(BEGIN + timedelta(days=15))
    assert [(week.told.sessions, week.offered) for week, _ in reversed(page.weeks)] == [(1, 5), (0, 3), (0, 0)]
    assert page.program.sessions == () and page.program.walk is None


def test_a_stop_on_the_first_day_tells_of_no_program(client, clock):
    told(the_one_person(), {"id": "i", "type": "intake", "intake": intake("waiter-35-numb")})
    text = words(client)
    assert "Emergency: exercise stopped" in text and "program since" not in text and "Start in stage" not in text
    assert "No exercises are offered now." in text and "You start with" not in words(client, path="/progress/why/")


def test_conditions_not_listed_are_answered_by_none_of_the_others():
    assert not_answered(Conditions(all_others="no")) == ""
    assert "bone density" in not_answered(Conditions()) and conditions(Conditions(bone="unsure")) == (
        "not sure: bone density"
    )


def test_citations_end_with_the_year():
    assert citation(CONTENT.sources["flare-definition"]).endswith("J Pain 2019;20(11):1267-1275")
    assert citation(CONTENT.sources["walkback-2024"]).endswith("Lancet 2024;404(10448):134-144")
    assert citation(CONTENT.sources["birddog"]).endswith("not confirmed by a clinician")


def test_every_sentence_to_translate_stands_in_the_content():
    rules = [rule.clinician or rule.statement for rule in CONTENT.rules.values()]
    rows = [v.clinical for v in CONTENT.vetoes]
    rows += [c.clinical for c in CONTENT.clusters] + [f.clinical for f in CONTENT.findings]
    assert [sentence for sentence in SENTENCES if sentence not in (*rules, *rows)] == []
    assert [sentence for sentence in rows if sentence not in SENTENCES] == []


def test_reasons_are_told_in_the_language_of_the_page(client, clock):
    told(the_one_person(), {"id": "i", "type": "intake", "intake": intake("grandmother-74-thin-bones")})
    assert "Osteoporosis, known or not excluded." in words(client)
    text = words(client, "es")
    assert "Osteoporosis, conocida o no descartada." in text and "known or not" not in text


def test_the_last_report_is_told_as_it_was(clock):
    person = charted(the_one_person(), pain={"back_week": 5})
    for hour, value in ((1, 2), (2, 8)):
        told(person, {"id": f"p{hour}", "type": "pain", "back": value}, now=BEGIN + timedelta(days=1, hours=hour))
    assert page_at(BEGIN + timedelta(days=2)).pains[0].now.value == 8
