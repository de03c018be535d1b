"""Today: what comes first, and nothing that safety forbids."""

from __future__ import annotations

import gzip
from datetime import date, timedelta

import pytest
from tests.story import ORDINARY, START, Story
from tests.strategies import CONTENT
from tests.web.filled import fill, tell

from birddog.records.models import Event
from birddog.services import clock
from birddog.services.chart.log import record
from birddog.services.chart.reading import Reading, read
from birddog.services.person.people import the_one_person
from birddog.services.today.day import Done, kind_of, week_at_a_glance

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(tmp_path, settings):
    """Fill an example chart at a moment."""

    def filled(name: str, now: str, until: str = "") -> None:
        fill(name, now, tmp_path / "clock", settings, until)

    return filled


def test_without_a_chart_it_begins_at_the_start(client):
    assert client.get("/").url == "/start/"
    assert client.get("/program/").url == "/start/"


def test_a_day_of_training_offers_the_session(client, at):
    at("good-course", "2026-02-11T08:00:00", "2026-02-10T18:30:00")
    page = client.get("/")
    text = page.content.decode()
    assert page.context["kind"] == "training"
    assert 'href="/session/"' in text and "Start" in text
    assert "Week 5 of 8" in text and 'href="/morning/"' in text
    assert "points lower than at the start" in text


def test_safety_questions_stand_before_the_session(client, at):
    at("good-course", "2026-02-17T08:00:00", "2026-02-10T18:30:00")
    page = client.get("/")
    text = page.content.decode()
    assert page.context["kind"] == "questions"
    assert 'href="/safety/"' in text and 'href="/session/"' not in text and 'href="/morning/"' not in text


def test_a_done_session_is_said_and_not_asked_for_again(client, at):
    at("good-course", "2026-02-10T19:00:00")
    page = client.get("/")
    assert page.context["kind"] == "done" and "Done for today" in page.content.decode()


def test_a_session_in_which_all_was_left_out_is_still_to_be_done(client, at):
    at("good-course", "2026-02-11T19:00:00", "2026-02-10T18:30:00")
    now = clock.now()
    skipped = {"id": "s", "type": "session", "at": now.isoformat(), "items": [{"exercise": "bird-dog", "done": "no"}]}
    assert record(the_one_person(), [skipped], now)[0].status == "stored"
    assert client.get("/").context["kind"] == "training"


def test_a_session_stands_at_the_hour_that_the_person_had(client, at):
    at("good-course", "2026-02-10T19:00:00", "2026-02-10T18:00:00")
    late = {"id": "late", "at": "2026-02-10T12:30:00-06:00", "type": "session", "items": []}
    assert [row.status for row in record(the_one_person(), [late], clock.now())] == ["stored"]
    assert "12:30 PM: what you did" in client.get("/").content.decode()


def test_what_made_the_first_program_is_not_told_as_a_change(client, at):
    at("good-course", "2026-01-12T09:00:00", "2026-01-12T08:30:00")
    page = client.get("/")
    assert page.context["kind"] == "training" and "What changed today" not in page.content.decode()


def test_each_reason_for_leaving_out_stands_once(client, at):
    at("good-course", "2026-01-12T09:00:00", "2026-01-12T08:30:00")
    page = client.get("/program/")
    shown = [set(out.exercises) for out, _names in page.context["left_out"]]
    assert len(shown) > 1 and not any(one <= other for one in shown for other in shown if one is not other)
    said = [says for out, _names in page.context["left_out"] for says in (out.says, *out.also)]
    assert len(said) == len(set(said)) > len(shown)


def test_a_day_of_rest_may_be_used(client, at):
    at("good-course", "2026-02-12T08:00:00", "2026-02-11T23:00:00")
    page = client.get("/")
    assert page.context["kind"] == "rest" and "Do it anyway" in page.content.decode()


def test_a_danger_sign_leaves_nothing_but_what_to_do(client, at):
    at("worsening-leg", "2026-03-17T08:00:00")
    text = client.get("/").content.decode()
    assert "See a doctor today" in text and "/session/" not in text and "exercise-row" not in text
    assert 'href="/start/"' in text and 'href="/progress/summary/"' in text
    assert client.get("/program/").url == "/"


def test_an_emergency_shows_whom_to_call_and_no_tabs(client, at):
    at("good-course", "2026-02-11T08:00:00")
    tell(client, "screen", **{"red_flags.saddle_numbness": "yes"})
    text = client.get("/").content.decode()
    assert "Get help now" in text and 'href="tel:112"' in text and 'class="tabs"' not in text


def test_a_flare_is_calm_and_shows_the_way_back(client, at):
    at("flare", "2026-03-03T08:00:00")
    page = client.get("/")
    text = page.content.decode()
    assert page.context["flare"].day == 1 and "You are in a flare" in text and "Strengthen and function" in text


def test_after_the_guided_weeks_there_is_no_week_of_eight(client, at):
    at("good-course", "2026-03-18T08:00:00")
    text = client.get("/").content.decode()
    assert "Week 10 · Maintain" in text


def test_a_walk_is_written_down_as_it_was_told(client, at):
    at("good-course", "2026-02-11T08:00:00")
    tell(client, "aerobic", activity="walking", minutes="12")
    page = client.get("/")
    assert page.context["done"].walked == 12 and "Reported today: 12 min" in page.content.decode()


def test_the_week_says_what_was_planned_done_and_walked(at):
    at("good-course", "2026-02-11T08:00:00")
    reading = _reading()
    days = week_at_a_glance(reading.events, reading.state, reading.content, date(2026, 2, 11))
    assert [bool(day.sessions) for day in days] == [True, True, False, False, False, False, False]
    assert sum(day.planned for day in days) == 5
    assert days[0].walked is None and days[2].is_today


def test_safety_comes_before_everything(at):
    at("worsening-leg", "2026-03-17T08:00:00")
    reading = _reading()
    assert kind_of(reading.today, reading.state, Done((), ()), 1) == "stopped"


def test_the_program_says_why_and_what_is_left_out_by_reason(client, at):
    at("good-course", "2026-02-11T08:00:00")
    page = client.get("/program/")
    text = page.content.decode()
    assert "Why this, for you" in text and "Left out for you, and why" in text and "When to see someone" in text
    reasons = [says for says, _ in page.context["left_out"]]
    assert len(reasons) == len(set(reasons)) < 10
    assert [span.plan.name for span, _, _ in page.context["spans"]] == ["calm", "stabilize", "strengthen"]


def test_the_first_page_is_light(client, at):
    at("good-course", "2026-02-11T08:00:00")
    assert len(gzip.compress(client.get("/").content)) < 12_000


def _reading() -> Reading:
    found = read(the_one_person(), clock.now())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("zone", "day"),
    [("America/Los_Angeles", date(2026, 2, 11)), ("Asia/Tokyo", date(2026, 2, 12)), ("no/where", None), ("../x", None)],
)
def test_a_day_is_that_of_the_device(client, at, settings, tmp_path, zone, day):
    at("good-course", "2026-02-11T08:00:00", "2026-02-10T18:30:00")
    (tmp_path / "clock").write_text("2026-02-11T16:00:00+00:00")
    without = client.get("/").context["today"].date
    client.cookies["birddog-zone"] = zone
    assert client.get("/").context["today"].date == (day or without)


def test_who_thinks_of_self_harm_reads_of_the_crisis_line_first(client, at):
    at("good-course", "2026-02-11T08:00:00", "2026-02-10T18:30:00")
    tell(
        client,
        "screen",
        **{f"red_flags.{item}": "no" for item in ("fever", "chest_pain")},
        **{"red_flags.self_harm": "yes"},
    )
    client.cookies["birddog-zone"] = "Europe/London"
    text = client.get("/").content.decode()
    assert "Please talk to someone now" in text and 'href="tel:116123"' in text
    assert text.index("Call the crisis line: 116 123") < text.index("Call 999")


def test_what_waited_is_asked_after_the_first_session_and_each_question_may_be_skipped(client, settings, tmp_path):
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    (tmp_path / "clock").write_text("2026-03-02T20:00:00+00:00")
    intake = {"type": "intake", "id": "i", "at": "2026-03-02T08:00:00+00:00", "intake": ORDINARY}
    session = {"type": "session", "id": "s", "at": "2026-03-02T18:00:00+00:00", "pain_before": 3, "pain_during": 2}
    asked = 'action="/log/arrange/"'

    def told(*events: dict) -> str:
        client.post("/sync/", {"events": list(events)}, content_type="application/json")
        return client.get("/").content.decode()

    assert asked not in told(intake) and "We ask after your first session" in client.get("/program/").content.decode()
    page = told(session)
    assert page.count(asked) == 2 and "Until you tell us, we train for everyday life as a whole" in page
    assert "Nothing was chosen" in client.post("/log/arrange/", {"id": "0", "next": "/"}, follow=True).content.decode()
    assert not Event.objects.filter(type="arrange").exists()
    client.post("/log/arrange/", {"id": "a", "next": "/", "skipped": "goals"})
    assert client.get("/").content.decode().count(asked) == 1
    client.post("/log/arrange/", {"id": "b", "next": "/", "work": "heavy"})
    assert asked not in client.get("/").content.decode()
    reading = read(the_one_person(), clock.now())
    assert reading is not None and reading.state.intake is not None and reading.state.intake.life.work == "heavy"


def test_other_weekdays_from_the_middle_of_a_week_on_leave_the_days_before_as_they_were():
    story = Story(time={"minutes": 20, "weekdays": ["monday", "tuesday", "wednesday"]})

    def week(day: int) -> list[int]:
        state = story.fold(day).state
        return [row.planned for row in week_at_a_glance(story.events, state, CONTENT, START.date() + timedelta(day))]

    assert week(2) == [1, 1, 1, 0, 0, 0, 0]
    story.add(2, "arrange", weekdays=["thursday", "friday"])
    assert week(2) == [1, 1, 0, 1, 1, 0, 0]
    story.add(4, "arrange", weekdays=["saturday", "sunday"])
    assert week(5) == [1, 1, 0, 1, 0, 1, 1]
    assert week(6) == [1, 1, 0, 1, 0, 1, 1]


def test_another_stage_from_the_middle_of_a_week_on_leaves_the_days_before_as_they_were():
    story = Story(time={"minutes": 20, "days_per_week": 6, "per_day": 2})

    def week(day: int) -> list[int]:
        state = story.fold(day).state
        return [row.planned for row in week_at_a_glance(story.events, state, CONTENT, START.date() + timedelta(day))]

    before = week(10)
    story.add(10, "arrange", program="upkeep")
    after = week(10)
    assert after[:3] == before[:3] and sum(after[3:]) < sum(before[3:])
    story.add(12, "arrange", program="staged")
    assert week(12)[:5] == after[:5] and sum(week(12)[5:]) > sum(after[5:])
