"""Is this pain normal, and the reports: by the rules, and nothing written that was not told."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from tests.web.filled import fill, tell

from birddog import catalog
from birddog.core.content.pain_check import PainReport, pain_check
from birddog.core.content.values import BirddogError
from birddog.core.screen.sign_groups import ONE_BY_ONE
from birddog.core.state.state import State, Waiting
from birddog.records.models import Event
from birddog.services.reports.pain_check import Asked, asked_of, judged, worse_from

CONTENT = catalog.load_default()


def verdict(when="during", pain=3.0, before=2.0, leg="none", lasting=False, usual=None) -> str:
    return judged(Asked(when, pain, before, leg, lasting), CONTENT, usual).verdict


def test_verdicts_follow_the_bands():
    assert verdict(pain=3, before=3) == "green"
    assert verdict(pain=4, before=3) == "green"
    assert verdict(pain=5, before=3) == "amber"
    assert verdict(pain=6, before=3) == "red"
    assert verdict(pain=8, before=8) == "green"


def test_right_after_and_the_next_morning_are_held_against_before():
    assert verdict("after", 5, 3) == "red"
    assert verdict("after", 4, 4) == "green"
    assert verdict("morning", 5, 3) == "amber"
    assert verdict("morning", 6, 3) == "red"
    assert verdict("morning", 3, 3) == "green"


def test_unknown_before_is_never_better_than_known():
    order = ["green", "missing", "amber", "red"]
    for when in ("during", "after", "morning", "any"):
        for pain in range(11):
            assert order.index(verdict(when, pain, None)) >= order.index(verdict(when, pain, pain))


def test_the_usual_pain_stands_for_a_pain_before_that_was_left_out():
    assert verdict(pain=4, before=None, usual=4) == verdict(pain=4, before=4)


def test_lasting_or_a_leg_that_stays_down_is_red_and_a_settled_one_is_watched():
    assert verdict(pain=2, before=1, lasting=True) == "red"
    assert verdict(pain=2, before=2, lasting=True) == "green"
    assert verdict(pain=1, before=1, leg="down") == "red"
    assert verdict(pain=1, before=1, leg="settled") == "amber"
    assert verdict(pain=1, before=1, leg="up") == "green"


def test_a_browser_knows_from_which_pain_on_a_morning_makes_the_next_session_less():
    """Both sides of the number that the page names, held against the rules themselves."""
    state = State(waiting=Waiting(datetime(2026, 3, 2, 9, tzinfo=UTC), 3.0, "green"))
    limits = worse_from(state, CONTENT, date(2026, 3, 3))
    verdicts = [pain_check(PainReport(before=3.0, during=3.0, morning=pain), CONTENT).outcome
                for pain in (limits["pain"] - 0.1, limits["pain"])]  # fmt: skip
    assert verdicts == ["amber", "red"]
    assert worse_from(State(), CONTENT, date(2026, 3, 3)) == {}


def test_answers_of_the_form_are_checked():
    given = {"when": "during", "pain": "3", "leg": "none", "lasting": "no"}
    assert asked_of({}) is None
    assert asked_of(given) == Asked("during", 3.0, None, "none", False)
    for wrong in ({"pain": "11"}, {"leg": "over"}, {"lasting": ""}, {"pain": "x"}):
        with pytest.raises(BirddogError):
            asked_of({**given, **wrong})


@pytest.mark.django_db
def test_the_pain_check_needs_no_chart_and_writes_nothing(client):
    assert client.get("/pain-check/").status_code == 200
    page = client.get("/pain-check/?when=during&pain=6&before=2&leg=down&lasting=yes")
    assert "Too much. Stop for today." in page.content.decode()
    assert "is missing" in client.get("/pain-check/?when=during&pain=6").content.decode()
    assert Event.objects.count() == 0


@pytest.mark.django_db
class TestReports:
    """Forms of a person in the middle of a program."""

    @pytest.fixture(autouse=True)
    def _filled(self, tmp_path, settings):
        fill("good-course", "2026-02-11T08:00:00", tmp_path / "clock", settings, "2026-02-10T18:30:00")

    @pytest.mark.parametrize("address", ["/safety/", "/flare/", "/leg/"])
    def test_each_sign_is_asked_and_none_is_answered_beforehand(self, client, address):
        text = client.get(address).content.decode()
        asked = set(CONTENT.recheck_items) - {i.id for i in CONTENT.screen_items if i.only_if}
        assert all(text.count(f'name="red_flags.{item}"') == 3 for item in asked)
        assert " checked" not in text and text.count('class="no-to-all" hidden') == 2

    @pytest.mark.parametrize("address", ["/safety/", "/flare/", "/leg/"])
    def test_the_signs_of_cauda_equina_are_answered_one_by_one(self, client, address):
        sections = client.get(address).content.decode().split('<section class="card signs">')[1:]
        alone = [item.id for item in CONTENT.screen_items if item.group in ONE_BY_ONE]
        (cauda,) = [part for part in sections if f"red_flags.{alone[0]}" in part]
        assert "no-to-all" not in cauda and all(f'name="red_flags.{sign}"' in cauda for sign in alone)

    def test_nothing_is_chosen_beforehand(self, client):
        for address in ("/pain-check/", "/morning/", "/safety/", "/leg/", "/flare/", "/measures/groc/"):
            assert " checked" not in client.get(address).content.decode(), address

    def test_who_should_be_seen_first_reads_no_go_on(self, client):
        tell(client, "screen", **{"red_flags.saddle_numbness": "yes"})
        assert client.get("/pain-check/?when=during&pain=2&leg=none&lasting=no").url == "/"

    def test_a_morning_like_any_other_is_one_tap_and_a_full_report(self, client):
        page = client.get("/morning/").content.decode()
        form = page[page.index('<form id="no-more"') : page.index("</form>")]
        sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        assert client.post("/log/morning/", sent).status_code == 302
        assert Event.objects.get(event_id=sent["id"]).body["usual"] is True
        text = client.get(f"/morning/?of={sent['id']}").content.decode()
        assert "Until then your program stays as it is" not in text and "not reported" not in text

    def test_what_was_written_with_a_report_is_asked_back(self, client):
        tell(client, "morning", pain="2", note="my groin has gone numb since Tuesday")
        text = client.get("/").content.decode()
        assert "my groin has gone numb since Tuesday" in text and "/safety/" in text
        assert "/session/" not in text
        asked = client.get("/safety/").content.decode()
        assert "my groin has gone numb since Tuesday" in asked and asked.count('value="unsure"') == 1
        tell(client, "screen", **{"red_flags.saddle_numbness": "no"})
        assert 'href="/session/"' in client.get("/").content.decode()

    def test_the_night_and_getting_up_can_be_told(self, client):
        tell(client, "morning", pain="2", woken="true", stiff_minutes="45")
        body = Event.objects.get(event_id="morning-told").body
        assert (body["woken"], body["stiff_minutes"]) == (True, 45)

    def test_a_morning_leads_to_what_it_means(self, client):
        tell(client, "morning", pain="2")
        assert Event.objects.get(event_id="morning-told").body.keys() == {"id", "type", "actor", "at", "pain"}
        text = client.get("/morning/?of=morning-told").content.decode()
        assert "What it means for today" in text
        assert "Until then your program stays as it is" in client.get("/morning/?of=not-yet").content.decode()

    def test_every_sign_is_asked_once_and_has_to_be_answered(self, client):
        text = client.get("/safety/").content.decode()
        signs = [item.id for item in CONTENT.screen_items if item.recheck and item.only_if != "pregnant"]
        for sign in signs:
            assert text.count(f'name="red_flags.{sign}" value="no" required') == 1
        assert "red_flags.pregnancy_warning" not in text

    def test_a_leg_that_moves_down_stops_what_brought_it_on(self, client):
        assert "selected" not in client.get("/leg/").content.decode()
        signs = {f"red_flags.{item}": "no" for item in CONTENT.recheck_items}
        tell(client, "leg", moved="down", minutes="60", reach="above_knee", weakness="no", numbness="no",
             exercise="bridge", **signs)  # fmt: skip
        page = client.get("/")
        assert "bridge" not in [row.id for row in page.context["rows"]]
        assert any("Left out" in entry.did for entry in page.context["changed"])

    def test_a_flare_comes_and_goes(self, client):
        signs = {f"red_flags.{item}": "no" for item in CONTENT.recheck_items}
        tell(client, "flare", pain="7", **signs)
        assert "Your flare-up: day 1" in client.get("/flare/").content.decode()
        tell(client, "flare_over", pain="3")
        assert client.get("/").context["flare"] is None

    def test_something_changed_leads_on(self, client):
        text = client.get("/changed/").content.decode()
        for address in ("/safety/", "/leg/", "/flare/", "/start/", "/settings/"):
            assert f'href="{address}"' in text
