"""Progress, measures, why, and the page for a clinician: missing is shown as missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import translation
from tests.charted import BEGIN, charted, told
from tests.story import Story
from tests.web.filled import fill, tell

from birddog import catalog
from birddog.core.chart.chart import fold
from birddog.core.log.events import IntakeAnswered, MorningAfter, PainReported, SessionDone
from birddog.core.person.intake import Intake, Pain
from birddog.records.models import Event
from birddog.services.chart.told import Point, back_pains, leg_pains, weeks_told
from birddog.services.person.people import the_one_person
from birddog.services.progress.measures import field_name, shape_of
from birddog.services.progress.plot import plot
from birddog.services.progress.why import whys
from birddog.web.templatetags.birddog import short_date

ROOT = Path(__file__).resolve().parents[2]
CONTENT = catalog.load_default()
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
EVENTS = [
    IntakeAnswered("i", START, intake=Intake(pain=Pain(back_week=6))),
    SessionDone("s", START + timedelta(days=1), pain_before=5),
    MorningAfter("m", START + timedelta(days=2)),
    PainReported("p", START + timedelta(days=2), back=3, leg=2),
    PainReported("q", START + timedelta(days=2, hours=9), back=4),
]


def test_what_was_not_told_is_not_there():
    assert back_pains(EVENTS) == (Point(date(2026, 3, 2), 6), Point(date(2026, 3, 3), 5), Point(date(2026, 3, 4), 3.5))
    assert leg_pains(EVENTS) == (Point(date(2026, 3, 4), 2),)


def test_weeks_count_what_was_told():
    weeks = weeks_told(EVENTS, date(2026, 3, 10))
    assert [(week.sessions, week.bouts, week.minutes) for week in weeks] == [(1, 0, 0), (0, 0, 0)]
    assert weeks_told([], date(2026, 3, 10)) == ()


def test_a_plot_breaks_where_nothing_was_told():
    points = [Point(date(2026, 3, 2), 10), Point(date(2026, 3, 4), 0), Point(date(2026, 4, 20), 5)]
    drawn = plot((("back", points),), date(2026, 3, 2), date(2026, 4, 20))
    (line,) = drawn.lines
    assert line.path.count("M") == 2 and line.path.count("L") == 1
    assert line.marks[0].y < line.marks[2].y < line.marks[1].y
    assert drawn.days[0][1] == date(2026, 3, 2) and len(drawn.days) <= 5


@pytest.mark.parametrize("language", ["en", "es"])
def test_decisions_are_told_from_what_was_decided_and_not_from_its_words(language):
    content = catalog.language.load_language(language)
    rows = (ROOT / "examples/charts/worsening-leg.jsonl").read_text().splitlines()
    folded = fold(catalog.read_chart(rows, content), content, datetime(2026, 3, 20))
    assert {row.phrase for row in folded.decisions} >= {"out", "start-in-stage"}
    muted = [replace(row, did=f"({row.phrase})") for row in folded.decisions]
    assert whys(muted, content) == whys(folded.decisions, content)
    assert all("(" not in entry.words for day in whys(muted, content) for entry in day.changed)


def test_shapes_of_measures():
    shapes = {each.id: shape_of(each) for each in CONTENT.instruments}
    assert shapes["psfs"] == "activities" and shapes["groc"] == "rating" and shapes["rmdq-24"] == "ticks"
    assert field_name("Sit. For long.") == "Sit For long"


@pytest.mark.django_db
class TestPages:
    """A person in week five."""

    @pytest.fixture(autouse=True)
    def _filled(self, tmp_path, settings):
        fill("good-course", "2026-02-11T08:00:00", tmp_path / "clock", settings, "2026-02-10T18:30:00")

    def test_progress_has_a_chart_and_the_same_as_a_table(self, client):
        page = client.get("/progress/")
        text = page.content.decode()
        assert 'role="img"' in text and "<caption" in text
        assert text.count('<circle class="mark back"') > len(page.context["shown"].back)
        assert "better, by enough to notice" in text

    def test_why_shows_changes_and_all_only_when_asked(self, client):
        some, every = client.get("/progress/why/"), client.get("/progress/why/?all")
        assert all(day.changed for day in some.context["days"])
        assert len(every.context["days"]) > len(some.context["days"])
        assert "Stage: Strengthen and function" in some.content.decode()
        assert [day.date for day in some.context["days"]] == sorted(
            (d.date for d in some.context["days"]), reverse=True
        )

    def test_every_decision_has_everyday_words(self, client):
        days = client.get("/progress/why/?all").context["days"]
        assert [entry.did for day in days for entry in (*day.changed, *day.noted) if not entry.phrase] == []

    def test_the_summary_holds_clinical_words(self, client):
        text = client.get("/progress/summary/").content.decode()
        assert "data-print" in text and "What was changed, and why" in text and "<script>" not in text

    def test_measures_are_written_down_as_told(self, client):
        for address in ("nprs_back", "nprs_leg", "psfs", "groc", "rmdq-24"):
            assert client.get(f"/measures/{address}/").status_code == 200
        assert client.get("/measures/none/").status_code == 404
        tell(client, "measure", instrument="psfs", **{"answers.Sit through a two-hour meeting": "8"})
        assert Event.objects.get(event_id="measure-told").body["answers"] == {"Sit through a two-hour meeting": 8.0}

    def test_a_questionnaire_that_is_passed_over_is_not_one_of_which_nothing_is_true(self, client):
        def sent(name: str, **told: str) -> dict:
            client.post("/log/measure/", {"id": name, "instrument": "rmdq-24", "next": "/progress/", **told})
            found = Event.objects.filter(event_id=name).first()
            return found.body["answers"] if found else {}

        assert sent("empty") == {} == sent("both", none="1", **{"answers.q3": "1"})
        assert set(sent("none", none="1").values()) == {0}
        some = sent("some", **{"answers.q3": "1"})
        assert len(some) == 24 and [item for item, told in some.items() if told] == ["q3"]


def test_nothing_decided_nothing_shown():
    assert whys([], CONTENT) == ()


def test_each_line_names_what_it_is_about():
    story = Story()
    story.session(0, items=[{"exercise": "bird-dog", "hurt": True}, {"exercise": "bridge", "hurt": True}])
    story.add(1, "edit", actor="therapist", action="add", exercise="cat-cow", hour=9)
    for hour in (10, 11, 12, 13):
        story.add(1, "swap", exercise="cat-cow", wish="easier", hour=hour)
    story.add(1, "swap", exercise="sit-to-stand", wish="not_this", hour=14)
    story.add(2, "measure", instrument="nprs_back", score=4)
    story.add(9, "measure", instrument="nprs_back", score=1)
    days = {day.date.day: day for day in whys(story.fold(9).decisions, CONTENT)}
    assert "Paused for a week: Bird dog, Bridge" in [entry.did for entry in days[2].changed]
    lines = [line for entry in days[2].changed for line in entry.says]
    assert [line.split(":")[0] for line in lines if "stop that exercise" in line] == ["Bird dog, Bridge"]
    told = [entry.did for entry in days[3].changed]
    assert "One step less: Cat and cow" in told
    assert "Left out, and replaced by another one: Sit down and stand up" in told
    assert "Measured: better, by enough to notice: Back pain over the week" in [e.did for e in days[11].changed]


def test_what_grew_is_named():
    story = Story()
    story.good(0, 2, 4, 7, 9)
    grown = [e for d in whys(story.fold(12).decisions, CONTENT) for e in d.changed if e.phrase == "one-step-more"]
    assert grown and all(entry.about for entry in grown)


def test_on_one_day_nothing_is_said_twice():
    story = Story()
    story.session(0, before=2, during=8, items=[{"exercise": "bird-dog", "hurt": True}], pain_after=7)
    story.session(0, before=2, during=8, hour=20)
    for day in whys(story.fold(1).decisions, CONTENT):
        lines = [line for entry in (*day.changed, *day.noted) for line in entry.says]
        titles = [entry.did for entry in day.changed]
        assert len(lines) == len(set(lines)) and len(titles) == len(set(titles))


def test_a_break_and_a_flare_have_words_of_their_own():
    story = Story()
    story.session(0)
    story.add(20, "flare", pain=6, red_flags={"all_others": "no"})
    titles = [entry.did for day in whys(story.fold(20).decisions, CONTENT) for entry in day.changed]
    assert "A gentler start after the break" in titles and "A flare-up: the calm plan" in titles


@pytest.mark.django_db
class TestHeld:
    """Pages of someone for whom there are no exercises now."""

    @pytest.fixture(autouse=True)
    def _clock(self, settings, tmp_path):
        (tmp_path / "clock").write_text(BEGIN.isoformat())
        settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")

    def test_before_the_first_answers_it_says_what_will_be_here(self, client):
        text = client.get("/progress/").content.decode()
        assert 'href="/start/"' in text and "<svg viewBox" not in text.split("<main")[1].split("</main>")[0]
        assert 'href="/start/"' in client.get("/lessons/").content.decode()

    @pytest.mark.parametrize("path", ["/progress/", "/lessons/", "/lessons/hurt-vs-harm/"])
    @pytest.mark.parametrize("answer", ["yes", "unsure"])
    def test_help_comes_before_everything_else(self, client, path, answer):
        charted(the_one_person(), red_flags={"saddle_numbness": answer, "all_others": "no"})
        assert client.get(path).headers["Location"] == "/"

    @pytest.mark.parametrize("path", ["/progress/", "/lessons/"])
    def test_a_clinician_comes_first_with_the_reason_and_what_to_do(self, client, path):
        charted(the_one_person(), red_flags={"fever": "unsure", "all_others": "no"})
        text = client.get(path).content.decode()
        assert "No exercises for now" in text and "fever" in text and "See a doctor or physical therapist" in text
        assert 'href="/program/"' not in text and "you are here" not in text and "because" not in text

    @pytest.mark.parametrize("path", ["/progress/", "/lessons/"])
    def test_open_questions_are_led_to(self, client, path):
        told(charted(the_one_person()), {"id": "f", "type": "flare", "pain": 8})
        text = client.get(path).content.decode()
        assert "No exercises for now" in text and 'href="/safety/"' in text

    def test_unfinished_safety_questions_are_said_to_be_open(self, client):
        charted(the_one_person(), red_flags={"fever": "no"})
        text = client.get("/progress/").content.decode()
        assert "Some safety questions are still open" in text and 'href="/start/"' in text

    def test_one_report_is_no_line_and_no_session_no_table(self, client):
        charted(the_one_person())
        text = client.get("/progress/").content.decode()
        assert 'role="img"' not in text and "No sessions or walks have been recorded yet." in text


@pytest.mark.parametrize(("language", "written"), [("en", "Jun 1"), ("es", "1 jun")])
def test_a_short_date_is_written_as_the_language_writes_it(language, written):
    with translation.override(language):
        assert short_date(date(2026, 6, 1)).lower() == written.lower()
