"""The pages of the intake as a browser without scripts gets them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import escape

from birddog.catalog import load_language
from birddog.records.models import Draft, Event, Person
from birddog.services.intake.steps import steps
from birddog.services.person.preferences import change

ROOT = Path(__file__).resolve().parents[2]
STEPS = steps(load_language("en"))
PAGE = {
    field.path.removeprefix("red_flags."): f"/start/{step.id}/"
    for step in STEPS for field in step.fields if field.path.startswith("red_flags.")
}  # fmt: skip
"""Where each danger sign is asked."""
NERVES = PAGE["saddle_numbness"]
BONES = ("long_term_steroids", "major_accident", "new_deformity")
REST = [sign for sign, page in PAGE.items() if page == "/start/signs-rest/"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(client: Client) -> Client:
    client.post("/start/", {"id": "first", "begin": "1"})
    return client


def press(client: Client, sign: str, answer: str):
    return client.post(PAGE[sign], {f"red_flags.{sign}": answer}, follow=True)


def take_back(client: Client, page: str = ""):
    """Press on "by mistake", as it stands on a page."""
    page = page or text(client.get("/start/result/"))
    (event,) = re.findall(r'name="mistake" value="([^"]+)"', page)
    return client.post("/start/result/", {"mistake": event}, follow=True)


def opened(client: Client, step: str) -> dict[str, str]:
    """What the form of a step sends besides the answers, when its page is opened now."""
    (seen,) = re.findall(r'name="seen" value="(\w+)"', text(client.get(f"/start/{step}/")))
    return {"seen": seen}


def complete(client: Client) -> None:
    """Answer all that is open, calmly."""
    given = {"person.age": "45", "episode.where": "low_back", "leg.reach": "none", "pain.settles_in": "hour",
             "person.decides_for_self": "yes"}  # fmt: skip
    for _ in range(60):
        response = client.get("/start/review/", follow=True)
        if not response.redirect_chain:
            return
        page, address = text(response), response.redirect_chain[-1][0]
        names = set(re.findall(r'name="((?:red_flags|conditions|abilities|leg)\.[\w.]+)"', page))
        calm = {"conditions.bone": "none", "conditions.heart": "none", "conditions.blood_pressure": "normal",
                "conditions.balance": "good"}  # fmt: skip
        names = {name for name in names if not name.endswith(("_minutes", ".date"))}
        answers = {name: given.get(name) or calm.get(name, "no") for name in names}
        client.post(address, {**given, **answers})
    raise AssertionError("it does not come to an end")


def text(response) -> str:
    return response.content.decode()


def test_the_welcome_says_what_this_is(client):
    page = text(client.get("/start/"))
    assert "does not replace a clinician" in page and "Nothing leaves this machine" in page
    assert "Continue where I was" not in page


def test_the_welcome_leads_back_into_an_intake_under_way(begun):
    press(begun, "saddle_numbness", "no")
    page = text(begun.get("/start/"))
    assert "Continue where I was" in page and NERVES in page


def test_the_review_shows_what_was_not_answered_no_and_the_rest_when_asked(begun):
    def in_sight() -> str:
        return text(begun.get("/start/review/"))

    complete(begun)
    assert "Not sure" not in in_sight() and "Low back" in in_sight() and 'review" open' not in in_sight()
    press(begun, "calf_swollen", "unsure")
    (pressing,) = re.findall(r'(?s)<details class="card review" open>.*?</details>', in_sight())
    assert "in one calf" in pressing and "Not sure" in pressing
    assert "high between your legs" not in in_sight()
    whole = text(begun.get("/start/review/?all"))
    assert "high between your legs" in whole and "What do you have?" in whole and "Yes, this is right" in whole


def test_what_all_signs_of_a_group_end_with_is_said_once_above_them(begun):
    page = text(begun.get("/start/signs-nerves/"))
    assert page.count("Count what is new since this pain began or got worse.") == 1
    assert page.index("Count what is new") < page.index("high between your legs")
    assert page.count('aria-describedby="lead-cauda_equina') == 7
    assert "Both legs weaker since this pain began or got worse" in text(begun.get("/start/signs-sudden/"))
    assert text(begun.get("/emergency/")).count("Count what is new") == 1


def test_the_review_asks_about_answers_that_do_not_fit_together(begun):
    complete(begun)
    assert 'id="differ"' not in text(begun.get("/start/review/"))
    begun.post(
        "/start/pain/", {"pain.back_now": "9", "pain.back_week": "4", "pain.back_worst": "2", **opened(begun, "pain")}
    )
    (asked,) = re.findall(r'(?s)<section[^>]*id="differ".*?</section>', text(begun.get("/start/review/")))
    assert "How bad was the worst pain?" in asked and 'href="/start/pain/"' in asked
    assert "Both are so" not in asked, "a worst pain below the pain of now cannot be"


def test_answers_that_can_both_be_so_are_confirmed_on_the_review(begun):
    complete(begun)
    draft = Draft.objects.get()
    draft.answers["intake"]["leg"] = {"reach": "none", "numbness": "yes"}
    draft.save()
    asked = text(begun.get("/start/review/"))
    assert 'name="certain" value="numb_leg_without_pain"' in asked
    begun.post("/start/review/", {"certain": "unlikely_pregnancy"})
    assert 'id="differ"' in text(begun.get("/start/review/")), "not what was asked"
    begun.post("/start/review/", {"certain": "numb_leg_without_pain"})
    assert 'id="differ"' not in text(begun.get("/start/review/"))
    begun.post("/start/pain/", {"pain.back_now": "2", "pain.back_week": "4", **opened(begun, "pain")})
    assert "certain" not in Draft.objects.get().answers["intake"], "confirmed of other answers"


def test_the_language_is_switched_on_the_spot(client):
    response = client.post("/start/", {"language": "es"}, follow=True)
    assert 'lang="es"' in text(response)
    client.post("/start/", {"id": "first"})
    assert "¿" in text(client.get(NERVES))
    client.post("/start/", {"language": "xx"})
    assert Person.objects.get().preferences["language"] == "es"


def test_nothing_is_chosen_beforehand(begun):
    for step in ("signs-nerves", "signs-rest", "who", "pain", "conditions"):
        assert not re.search('" checked|answer given', text(begun.get(f"/start/{step}/"))), step


def test_each_sign_has_three_answers_and_says_how_pressing_they_are(begun):
    page = text(begun.get(NERVES))
    answers = r'name="red_flags.saddle_numbness" value="(\w+)"(?: data-level="(\w+)")?'
    assert re.findall(answers, page) == [("no", ""), ("yes", "emergency"), ("unsure", "urgent")]
    assert re.search(r'aria-label="Safety questions, 1 of \d+"', page)


def test_a_sign_without_an_answer_is_asked_again(begun):
    response = begun.post(NERVES, {})
    assert "Please answer this one" in text(response)
    assert Draft.objects.get().answers["done"] == []


def test_an_emergency_stands_alone_on_its_page(begun):
    response = press(begun, "saddle_numbness", "yes")
    page = text(response)
    assert response.redirect_chain[-1][0] == "/start/result/"
    assert 'href="tel:112"' in page and 'href="tel:911"' in page
    assert "<nav" not in page and "<header" not in page and 'class="alone' in page
    assert Event.objects.get().type == "intake"


def test_beside_whom_to_call_stand_the_words_to_say_and_when_to_come_back(begun):
    content = load_language("en")
    for page in (text(press(begun, "saddle_numbness", "yes")), text(begun.get("/"))):
        for name in ("say-cauda-equina", "asked-every-day", "less-back-pain", "your-part"):
            assert escape(content.phrase(f"help-{name}")) in page
    assert content.phrase("help-next-step") in text(begun.get("/start/result/"))


def test_the_number_of_ones_own_country_is_called(begun):
    change(Person.objects.get(), country="GB")
    page = text(press(begun, "saddle_numbness", "yes"))
    assert re.findall(r'href="tel:(\w+)"', page) == ["999"]


def test_thoughts_of_self_harm_lead_to_someone_to_talk_to(begun):
    change(Person.objects.get(), country="US")
    for answer in ("yes", "unsure"):
        page = text(press(begun, "self_harm", answer))
        assert 'href="tel:988"' in page and "You matter" in page


def test_a_doctor_today_is_another_page(begun):
    press(begun, "fever", "yes")
    page = text(begun.get("/start/fever-more/"))
    assert "About the fever" in page, "a cold that was over before this pain is another thing"
    page = text(begun.post("/start/fever-more/", {"episode.fever_ended_before": "no"}, follow=True))
    assert "See a doctor today" in page and "by mistake" in page


def test_a_mistake_goes_back_to_the_question(begun):
    press(begun, "saddle_numbness", "yes")
    response = take_back(begun)
    assert response.redirect_chain[-1][0] == NERVES
    assert [event.type for event in Event.objects.order_by("number")] == ["intake", "correction"]
    assert begun.get("/start/result/").url == NERVES


def test_going_on_after_an_emergency_leads_to_its_page(begun):
    press(begun, "saddle_numbness", "yes")
    assert press(begun, "back_passage_numbness", "no").redirect_chain[-1][0] == "/start/result/"
    assert begun.get("/start/review/").url == "/start/result/"
    assert "See what to do now" in text(begun.get("/start/"))


def test_none_of_these_answers_what_the_page_listed_and_has_no_answer_of_its_own(begun):
    listed = [f"red_flags.{name}" for name in BONES if name != "new_deformity"]
    posted = {"all.fracture": "none", "listed": listed, "red_flags.long_term_steroids": "unsure"}
    page = text(begun.post("/start/signs-rest/", posted))
    told = {"long_term_steroids": "unsure", "major_accident": "no"}
    assert Draft.objects.get().answers["intake"]["red_flags"] == told
    assert re.search(r'name="all.fracture" value="none" checked', page)
    assert 'href="#red_flags-new_deformity"' in page and 'href="#all-illness"' in page


def test_without_the_one_answer_or_with_some_nothing_becomes_a_no(begun):
    page = text(begun.get("/start/signs-rest/"))
    listed = re.findall(r'name="listed" value="([^"]+)"', page)
    assert sorted(listed) == sorted(f"red_flags.{name}" for name in REST)
    said: dict[tuple[str, ...], int] = {
        (): 3, ("some",): 2 + 3, ("some", "none"): 2 + 3, ("no",): 3, ("no", "none"): 3,
    }  # fmt: skip
    for answers, errors in said.items():
        again = text(begun.post("/start/signs-rest/", {"listed": listed, "all.fracture": answers}))
        assert f"{errors} answers need another look" in again
    assert Draft.objects.get().answers["intake"] == {}


def test_what_cannot_be_stays_on_the_page_with_what_to_do(begun):
    response = begun.post("/start/who/", {"person.age": "abc", "person.decides_for_self": "unsure"})
    page = text(response)
    assert "Please write a number" in page and 'value="abc"' in page
    assert re.search(r'value="unsure" checked', page)


def test_unknown_steps_and_missing_drafts(client):
    assert client.get("/start/who/").url == "/start/"
    assert client.get("/start/review/").url == "/start/"
    assert client.get("/start/result/").url == "/start/"
    client.post("/start/", {"id": "first"})
    assert client.get("/start/nowhere/").status_code == 404
    assert client.get("/start/due-date/").status_code == 404


def test_beginning_twice_with_one_id_keeps_the_answers(begun):
    press(begun, "saddle_numbness", "no")
    assert begun.post("/start/", {"id": "first"}).url == NERVES
    begun.post("/start/", {"id": "other", "over": "first"})
    assert Draft.objects.get().answers["intake"] == {}


# ------------------------------------------------------------------------------------------------- two pages at once


def test_an_older_page_does_not_take_back_a_danger_sign(begun):
    older = opened(begun, "signs-nerves")
    press(begun, "saddle_numbness", "yes")
    response = begun.post(NERVES, {"red_flags.saddle_numbness": "no", **older}, follow=True)
    assert response.redirect_chain[-1][0] == "/start/result/" and 'href="tel:112"' in text(response)
    assert Draft.objects.get().answers["intake"] == {"red_flags": {"saddle_numbness": "yes"}}
    assert [event.type for event in Event.objects.all()] == ["intake"]


def test_an_older_page_shows_what_was_answered_since_and_then_it_can_be_changed(begun):
    step = "signs-rest"
    older = opened(begun, step)
    first = {f"red_flags.{name}": "no" for name in REST} | {"red_flags.long_term_steroids": "unsure"}
    second = {f"red_flags.{name}": "no" for name in REST} | {"red_flags.new_deformity": "unsure"}
    begun.post(f"/start/{step}/", {**first, **opened(begun, step)})
    response = begun.post(f"/start/{step}/", {**second, **older}, follow=True)
    assert "on another page since" in text(response)
    kept = Draft.objects.get().answers["intake"]["red_flags"]
    assert [kept[name] for name in BONES] == ["unsure", "no", "unsure"]
    assert re.search(r'steroids" value="unsure" checked', text(response))
    begun.post(f"/start/{step}/", {**second, **opened(begun, step)})
    assert Draft.objects.get().answers["intake"]["red_flags"]["long_term_steroids"] == "no"


def test_a_danger_sign_in_the_older_page_counts(begun):
    older = opened(begun, "signs-nerves")
    press(begun, "saddle_numbness", "no")
    response = begun.post(NERVES, {"red_flags.saddle_numbness": "yes", **older}, follow=True)
    assert response.redirect_chain[-1][0] == "/start/result/" and 'href="tel:112"' in text(response)


def test_an_older_page_that_lacks_answers_stays_as_old_as_it_was(begun):
    older = opened(begun, "signs-rest")
    no_to_all = {f"red_flags.{name}": "no" for name in REST}
    begun.post("/start/signs-rest/", {**no_to_all, "red_flags.new_deformity": "yes"})
    again = begun.post("/start/signs-rest/", {"all.fracture": "none", **older})
    assert f'value="{older["seen"]}"' in text(again)
    begun.post("/start/signs-rest/", {**no_to_all, **older})
    assert Draft.objects.get().answers["intake"]["red_flags"]["new_deformity"] == "yes"


def test_an_older_welcome_does_not_throw_the_answers_away(client):
    page = text(client.get("/start/"))
    client.post("/start/", {"id": "first"})
    press(client, "saddle_numbness", "no")
    assert 'name="over"' not in page
    assert client.post("/start/", {"id": "other"}).url == NERVES
    assert Draft.objects.get().answers["id"] == "first"
    assert 'name="over" value="first"' in text(client.get("/start/"))


def test_by_mistake_takes_back_what_the_page_showed(begun):
    first = text(press(begun, "saddle_numbness", "yes"))
    press(begun, "fever", "yes")
    response = take_back(begun, first)
    assert response.redirect_chain[-1][0] == "/start/result/"
    assert Draft.objects.get().answers["intake"]["red_flags"] == {"saddle_numbness": "yes", "fever": "yes"}
    take_back(begun)
    assert Draft.objects.get().answers["intake"]["red_flags"] == {"saddle_numbness": "yes"}
    response = take_back(begun)
    assert response.redirect_chain[-1][0] == NERVES


def test_a_danger_sign_on_a_page_whose_intake_is_finished_stops_the_program(begun):
    older = opened(begun, "signs-nerves")
    complete(begun)
    begun.post("/start/review/", {"id": "first"})
    assert not Draft.objects.exists() and "Start" in text(begun.get("/session/"))
    assert press(begun, "saddle_numbness", "no").redirect_chain[-1][0] == "/start/"
    assert Event.objects.count() == 1
    response = begun.post(NERVES, {"red_flags.saddle_numbness": "yes", **older}, follow=True)
    assert 'href="tel:112"' in text(response)
    assert Event.objects.latest("number").body["red_flags"] == {"saddle_numbness": "yes"}
    assert 'id="plan"' not in text(begun.get("/session/", follow=True))


def test_a_danger_sign_on_a_page_whose_draft_is_gone_begins_a_new_one(begun):
    older = opened(begun, "signs-nerves")
    Draft.objects.all().delete()
    response = begun.post(NERVES, {"red_flags.saddle_numbness": "yes", **older}, follow=True)
    assert response.redirect_chain[-1][0] == "/start/result/" and 'href="tel:112"' in text(response)


def test_a_form_without_an_id_begins_nothing(client):
    assert client.post("/start/", {}).url == "/start/"
    assert not Draft.objects.exists()


def test_the_emergency_page_is_open_and_kept(settings, client):
    settings.BIRDDOG_ACCOUNTS = True
    response = client.get("/emergency/")
    assert response.status_code == 200
    assert "max-age" in response["Cache-Control"]
    assert 'href="tel:112"' in text(response) and "private parts" in text(response)


def test_a_clinician_first_gets_reasons_and_what_to_take_along(client):
    intake = json.loads((ROOT / "examples" / "intakes" / "desk-worker-38.json").read_text())
    intake["red_flags"]["mid_back_pain"] = "yes"
    event = {"id": "i", "at": "2026-03-02T08:00:00+00:00", "type": "intake", "intake": intake}
    client.post("/sync/", {"events": [event]}, content_type="application/json")
    page = text(client.get("/start/result/"))
    assert "See a clinician first" in page and "To take with you" in page
    assert "pain higher up in the back" in page and "mid_back_pain: yes" in page
    assert "someone should see you first" in text(client.get("/start/"))


def test_a_word_in_ones_own_text_that_names_a_sign_is_heard(begun):
    note = "Since Monday I cannot feel my bladder, and there is numbness between my legs"
    response = begun.post("/start/conditions/", {"life.note": note}, follow=True)
    page = text(begun.get("/start/note/"))
    assert "You wrote: “Since Monday I cannot feel my bladder" in page
    answers = dict.fromkeys(re.findall(r'name="(life.note_answers[^"]+)"', page), "no")
    answers["life.note_answers.signs.saddle_numbness"] = "unsure"
    response = begun.post("/start/note/", answers, follow=True)
    assert response.redirect_chain[-1][0] == "/start/result/"
    assert "not sure about this" in text(response)


def test_words_that_say_it_plainly_stop_at_once(begun):
    note = "my bum has gone to sleep and I cannot pee"
    response = begun.post("/start/conditions/", {"life.note": note}, follow=True)
    assert response.redirect_chain[-1][0] == "/start/result/"
    assert "Get help now" in text(response)
