"""A patient in the room: one page makes a chart with a signed screening; nothing that was not asked becomes a no."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from tests.charted import BEGIN, charted, told
from tests.clinic.places import cares, person, signed_in, user, words

from birddog.core.chart.attested import each_named
from birddog.core.content.values import BirddogError
from birddog.core.state.state import State
from birddog.records.clinic_models import Care, Membership
from birddog.records.models import Event, Person
from birddog.services.chart.reading import read
from birddog.services.clinic.caseload import caseload
from birddog.services.clinic.desk_form import APPLIES, each_of
from birddog.services.clinic.invitations import invite, opened, take_over
from birddog.services.contents import content_of
from birddog.services.person.people import the_one_person

pytestmark = pytest.mark.django_db


def filled(**changes: Any) -> dict[str, Any]:
    """The page for a new patient, filled in: nothing but low back pain."""
    from birddog.catalog import load_default

    named = {f"red_flags.{sign}": "no" for sign in each_of(load_default())}
    return {"id": "desk-1", "name": "Ana Torres", "language": "es", "person.age": "45", "episode.where": ["low_back"],
            "episode.weeks": "6", "episode.weeks.unit": "weeks", "pain.back_week": "5", "signs-asked": "1",
            "health-asked": "1", "agrees": "1", **named, **changes}  # fmt: skip


def begun(head: Membership, **changes: Any) -> Any:
    return signed_in(head.user).post("/clinic/patients/new/", filled(**changes))


def state_of(whose: Person) -> State:
    reading = read(whose, BEGIN)
    assert reading is not None
    return reading.state


def test_a_new_patient_has_a_program_and_a_signed_screening(head):
    answer = begun(head)
    care = Care.objects.get()
    assert answer.url == f"/clinic/patients/{care.pk}/program/"
    state = state_of(care.person)
    assert state.disposition.allows_exercise and state.roster and state.asks == ()
    assert list(care.person.events.order_by("number").values_list("type", "actor")) == [
        ("intake", "therapist"), ("therapist", "therapist"), ("screened", "therapist"),
    ]  # fmt: skip
    signed = care.person.events.get(type="screened").body
    assert (signed["clinician"], signed["license"]) == ("Head Weber", "PT 1234")
    assert set(signed["red_flags"]) == set(each_named(content_of(care.person)))
    intake = care.person.events.get(type="intake").body["intake"]
    assert set(intake["red_flags"]) == set(each_of(content_of(care.person))), "what is blank is the signature's to fill"
    assert care.witness == "Head Weber" and [row.code for row in caseload(head, BEGIN.date()).patients] == ["none"]
    assert begun(head).url == answer.url and Care.objects.count() == 1, "sent twice, it makes one chart"
    handout = signed_in(head.user).get(f"/clinic/patients/{care.pk}/handout.pdf")
    assert handout.content.startswith(b"%PDF")


def test_without_one_of_what_is_needed_nothing_is_kept(head):
    client = signed_in(head.user)
    for missing in set(filled()) - {"id", "name", "language"}:
        answer = client.post("/clinic/patients/new/", {k: v for k, v in filled().items() if k != missing})
        assert answer.status_code == 200 and "Nothing is kept yet." in words(answer), missing
        assert b'value="Ana Torres"' in answer.content, "what was typed stays"
    assert client.post("/clinic/patients/new/", filled(name=" ", language="")).status_code == 200
    assert not Care.objects.exists() and not Event.objects.exists()


def test_every_danger_sign_and_condition_is_on_the_page(head):
    page = signed_in(head.user).get("/clinic/patients/new/").content.decode()
    for item in content_of(person(head.user)).screen_items:
        assert f'name="red_flags.{item.id}"' in page, item.id
    for path in APPLIES:
        assert f'name="{path}"' in page, path


@pytest.mark.parametrize(("sign", "told_"), [("saddle_numbness", "unsure"), ("chest_pain", "yes"), ("fever", "unsure")])
def test_a_sign_that_is_marked_counts_as_if_the_patient_had_told_it(head, sign, told_):
    begun(head, **{f"red_flags.{sign}": told_})
    care = Care.objects.get()
    whose = charted(Person.objects.create(), red_flags={**{"all_others": "no"}, sign: told_})
    assert state_of(care.person).disposition >= state_of(whose).disposition
    assert not state_of(care.person).disposition.allows_exercise
    assert care.person.events.filter(type="screened").exists() == (sign != "saddle_numbness")


def test_signs_asked_of_a_patient_are_signed_and_a_yes_is_named(head):
    whose = charted(person(user("owner")))
    assert whose.user is not None
    care = cares(head, whose.user)
    told(whose, {"id": "x", "type": "screen", "red_flags": {"fever": "yes"}})
    client, path = signed_in(head.user), f"/clinic/patients/{care.pk}/signs/"
    assert "Your patient’s own answer: Yes" in words(client.get(path))
    form = {k: v for k, v in filled().items() if k.startswith("red_flags") or k == "signs-asked"}
    client.post(path, {**form, "id": "a"})
    assert not state_of(whose).disposition.allows_exercise, "a yes stays that was not answered"
    client.post(path, {**form, "id": "b", "red_flags.fever": "no"})
    state = state_of(whose)
    assert "fever" not in {reason.rule for reason in state.screen_reasons}
    assert not state.disposition.allows_exercise, "what was stopped goes on after a new intake"
    client.post(path, {**form, "id": "c", "red_flags.urine_leaking": "yes"})
    client.post(path, {**form, "id": "d"})
    state = state_of(whose)
    assert state.emergency is not None and not state.disposition.allows_exercise, "an emergency is not signed away"


def test_the_patient_takes_the_chart_home(head):
    begun(head)
    care = Care.objects.get()
    shown = signed_in(head.user).post(f"/clinic/patients/{care.pk}/link/").content.decode()
    path = "/join/" + shown.split("/join/")[1].split('"')[0]
    own = signed_in(user("ana"))
    assert "Ana Torres" not in own.get(path).content.decode(), "a link says nothing about whose it is"
    own.post(path, {})
    assert Care.objects.get().person.user is None, "nothing without agreeing"
    assert own.post(path, {"agrees": "1"}).url == "/care/"
    care.refresh_from_db()
    assert care.person.user == get_user_model().objects.get(username="ana") and care.witness == ""
    assert Person.objects.filter(user=care.person.user).count() == 1
    assert own.get("/").status_code == 200 and "Ana Torres" in own.get("/care/").content.decode()
    assert signed_in(user("other")).get(path).status_code == 404


def test_a_chart_is_not_taken_over_by_whoever_has_one_or_has_made_it(head):
    begun(head)
    care = Care.objects.get()
    link = opened(invite(head.organization, BEGIN, head, care=care), BEGIN)
    assert link is not None
    with pytest.raises(BirddogError, match="your own invitation"):
        take_over(link, person(head.user), BEGIN)
    with pytest.raises(BirddogError, match="a chart already"):
        take_over(link, charted(person(user("has"))), BEGIN)
    assert Care.objects.get().person.user is None and opened_again(link)


def opened_again(link: Any) -> bool:
    link.refresh_from_db()
    return link.used is None


def test_the_person_of_a_machine_is_never_a_patient_of_the_desk(head, settings):
    begun(head)
    settings.BIRDDOG_ACCOUNTS = False
    assert the_one_person() != Care.objects.get().person
