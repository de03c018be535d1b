"""Exercises of a clinic's own on its pages: written, put into a program, seen by the patient, changed and retired."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.charted import BEGIN, charted
from tests.clinic.places import cares, clinic, person, signed_in, user, with_second_step, words, works
from tests.clinic.test_home_made import wrote
from tests.clinic.test_program import BONES, Editor, patient, state
from tests.core.test_home_made import HARMLESS
from tests.exchange.test_pictures import MARK, located, opened, picture

from birddog.core.log.home_made import ASKED
from birddog.records.clinic_models import Care, HomeExercise, Membership
from birddog.records.models import Person
from birddog.services.chart.import_chart import take_in
from birddog.services.chart.log import record
from birddog.services.clinic.home_form import QUESTIONS, SAYS, filled
from birddog.services.clinic.home_made import made_of

NEW, LIST = "/clinic/exercises/new/", "/clinic/exercises/"
FILLED: dict[str, Any] = {
    "name_en": "Towel\u202esqueeze",
    "steps_en": "Sit.\n\n Squeeze the towel.\n", "mistakes_en": "You hold your breath.",
    "stop_if_en": "It hurts.", "picture_en": "A towel between two knees.", "name_es": "Aprieta la toalla",
    "steps_es": "Siéntate.", "picture_es": "Una toalla entre las rodillas.", "category": "stabilization",
    "stage": "calm", "position": "sitting", "laterality": "bilateral", "dose": "2x6 5s rest 30",
    "equipment": ["towel", "chair"], "may_use": "1", **{f"q-{name}": answer for name, answer in HARMLESS.items()},
}  # fmt: skip
pytestmark = pytest.mark.django_db


def filled_in(**changes: Any) -> dict[str, Any]:
    given = {**FILLED, "photo": SimpleUploadedFile("me.jpg", located(), "image/jpeg"), **changes}
    return {name: value for name, value in given.items() if value is not None}


def wrote_here(head: Membership, **changes: Any) -> HomeExercise:
    answer = signed_in(head.user).post(NEW, filled_in(**changes))
    assert answer.status_code == 302, words(answer)
    return HomeExercise.objects.latest("changed", "number")


def test_the_page_asks_all_that_the_engine_wants_to_know():
    assert set(QUESTIONS) == set(ASKED)


def test_what_is_written_is_kept_as_it_was_meant(head):
    row = wrote_here(head)
    made = made_of(row)
    assert made.en is not None and made.es is not None
    assert (made.en.name, made.en.steps) == ("Towel squeeze", ("Sit.", "Squeeze the towel."))
    assert (made.dose.sets, made.dose.reps, made.dose.hold_s, made.equipment) == (2, 6, 5, ("chair", "towel"))
    assert made.answers == HARMLESS
    page = signed_in(head.user).get(LIST)
    assert "Towel squeeze" in words(page) and "Version 1, Head Weber" in words(page)
    seen = signed_in(head.user).get(f"{LIST}{row.pk}/picture.webp")
    assert seen["Content-Type"] == "image/webp" and not opened(seen.content).getexif() and MARK not in seen.content
    form = signed_in(head.user).get(f"{LIST}{row.pk}/")
    assert form.context["told"] == filled(made, "en") and form.context["things"] == ["chair", "towel"]


@pytest.mark.parametrize(("changes", "says"), [
    ({"name_en": "", "name_es": ""}, "In English: the name and at least one step are needed."),
    ({"name_en": "", "steps_en": "", "mistakes_en": "", "stop_if_en": "", "picture_en": "", "name_es": "",
      "steps_es": "", "picture_es": ""}, "Write the name and at least one step"),
    ({"steps_en": "x\n" * 13}, "In English: at most 12 lines of 300 letters each."),
    ({"name_en": "x" * 61}, "a name has at most 60 letters"),
    ({"picture_es": "x" * 301}, "In Spanish: a name has at most 60 letters"),
    ({"picture_es": ""}, "In Spanish: say what the picture shows"),
    ({"dose": "2 times"}, "write it like"),
    ({"may_use": None}, "Check that the clinic may use the picture"),
    ({"photo": SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")}, "Drawings as SVG"),
    ({"photo": SimpleUploadedFile("x.png", picture("PNG")[:100])}, "We cannot read this picture"),
    ({"photo": SimpleUploadedFile("x.png", picture("PNG", (20, 20)))}, "too large or too small"),
    ({"name_en": "Bird dog"}, "Another exercise has this name"),
    ({"position": "hanging"}, "position is"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_written_stays(head, changes: dict[str, Any], says: str):
    answer = signed_in(head.user).post(NEW, filled_in(**changes))
    assert answer.status_code == 200 and says in words(answer)
    assert "Nothing is kept yet" in words(answer)
    kept = {**filled_in(**changes)}.get("mistakes_en", "")
    assert kept in answer.content.decode()
    assert not HomeExercise.objects.exists()


def test_every_refusal_has_words_in_spanish(head):
    client: Any = Client(headers={"accept-language": "es"})
    client.force_login(head.user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(NEW, filled_in(may_use=None))
    assert str(dict(SAYS)["may_use"]) not in words(answer) and "la clínica" in words(answer)


# ------------------------------------------------------------------------------------------------- a program


def test_it_is_put_into_a_program_seen_by_the_patient_printed_and_taken_along(head):
    care, row = patient(head), wrote_here(head)
    name = made_of(row).id
    page = Editor(head.user, care)
    assert "Towel squeeze" in page.words
    page.press("edit:add", exercise=name)
    assert "Put in: Towel squeeze" in page.words and "Towel squeeze 2x6 5s rest 30" in page.words
    assert f'src="/clinic/patients/{care.pk}/{name}.webp"' in page.html
    assert signed_in(head.user).get(f"/clinic/patients/{care.pk}/{name}.webp")["Content-Type"] == "image/webp"
    assert Person.objects.get(pk=care.person.pk).home_made == [], "nothing is written before it is saved"
    page.save()
    ann: Any = signed_in(user_of(care))
    assert "Towel squeeze" in words(ann.get("/")) and f"/figure/{name}.webp?v=1" in ann.get("/").content.decode()
    seen = ann.get(f"/figure/{name}.webp")
    assert seen["Content-Type"] == "image/webp" and "immutable" in seen["Cache-Control"]
    shown = ann.get(f"/library/{name}/")
    for text in ("Squeeze the towel.", "You hold your breath.", "When to stop", "It hurts.", "made itself"):
        assert text in words(shown)
    assert 'alt="A towel between two knees."' in shown.content.decode()
    plan = ann.get("/session.json").json()["session"]
    item = next(item for item in plan["items"] if item["exercise"] == name)
    assert item["figure"] == {"animated": "", "still": f"/figure/{name}.webp?v=1", "alt": "A towel between two knees."}
    assert [f"/figure/{name}.webp?v=1"] == [a for a, _ in ann.get("/offline.json").json()["pages"] if "webp" in a]
    printed = signed_in(head.user).get(f"/clinic/patients/{care.pk}/handout.pdf")
    with pikepdf.open(io.BytesIO(printed.content)) as pdf:
        assert "A towel between two knees." in alternatives(pdf)
    file = ann.get("/export/events.jsonl").content
    other = Person.objects.create()
    take_in(other, file, BEGIN + timedelta(days=1))
    assert [row["id"] for row in other.home_made] == [name] and other.pictures.count() == 1


def added(care: Care) -> tuple[str, ...]:
    return state(Care.objects.get(pk=care.pk)).added


def user_of(care: Any) -> Any:
    return care.person.user


def alternatives(pdf: pikepdf.Pdf) -> list[str]:
    return [str(part["/Alt"]) for part in pdf.objects if isinstance(part, pikepdf.Dictionary) and "/Alt" in part]


def test_a_draft_cannot_say_itself_what_an_exercise_is(head):
    care, row = patient(head), wrote_here(head, **{"q-twists": "yes"})
    name = made_of(row).id
    page = Editor(head.user, care).press("edit:add", exercise=name)
    forged = [{**change, "home_made": {**row.body, "answers": HARMLESS}} for change in page.draft]
    page.client.post(f"{page.path}save/", {"draft": json.dumps(forged)})
    (kept,) = Person.objects.get(pk=care.person.pk).home_made
    assert kept["answers"]["twists"] == "yes"
    other = {**page.draft[0], "id": "b", "exercise": "own-ffffffffffff-1", "home_made": {**row.body}}
    page.client.post(f"{page.path}save/", {"draft": json.dumps([other])})
    assert len(Person.objects.get(pk=care.person.pk).home_made) == 1


def test_a_veto_refuses_it_and_says_why(head):
    care, row = patient(head, conditions=BONES), wrote_here(head, **{"q-twists": "unsure"})
    page = Editor(head.user, care).press("edit:add", exercise=made_of(row).id)
    assert "Osteoporosis" in page.words
    page.save()
    assert made_of(row).id not in added(care)


def test_a_newer_version_goes_to_a_patient_when_a_therapist_says_so(head):
    care, row = patient(head), wrote_here(head)
    first = made_of(row).id
    Editor(head.user, care).press("edit:add", exercise=first).save()
    answer = signed_in(head.user).post(f"{LIST}{row.pk}/", filled_in(dose="1x4 5s", photo=None, do="keep"))
    assert answer.status_code == 302
    row.refresh_from_db()
    second = made_of(row).id
    assert (row.number, first in added(care)) == (2, True)
    page = Editor(head.user, care)
    assert "There is a newer version" in page.words
    page.press(f"renew:{first}").save()
    assert first not in added(care) and second in added(care)
    assert {row.name for row in care.person.pictures.all()} == {made_of(row).picture}
    assert "There is a newer version" not in Editor(head.user, care).words
    page = Editor(head.user, care).press(f"renew:{first}")
    assert "no newer version" in page.words


def test_a_newer_version_is_no_way_around_a_rest(head):
    care, row = patient(head), wrote_here(head)
    first = made_of(row).id
    Editor(head.user, care).press("edit:add", exercise=first).save()
    signed_in(head.user).post(f"{LIST}{row.pk}/", filled_in(dose="1x4 5s", photo=None, do="keep"))
    assert "There is a newer version" in Editor(head.user, care).words
    told = {"id": "s", "at": (BEGIN + timedelta(hours=2)).isoformat(), "type": "session",
            "items": [{"exercise": first, "done": "partly", "hurt": True}]}  # fmt: skip
    assert [one.status for one in record(care.person, [told], BEGIN + timedelta(hours=2))] == ["stored"]
    assert first in state(Care.objects.get(pk=care.pk), 1).rested
    page = Editor(head.user, care)
    assert "There is a newer version" not in page.words
    assert "no newer version" in page.press(f"renew:{first}").words


def test_what_is_retired_is_offered_no_more(head):
    care, row = patient(head), wrote_here(head)
    client: Any = signed_in(head.user)
    assert "keep it" in words(client.post(f"{LIST}{row.pk}/", {"do": "retire"}, follow=True))
    assert "offered no more" in words(client.get(LIST))
    assert "Towel squeeze" not in Editor(head.user, care).words
    client.post(f"{LIST}{row.pk}/", {"do": "return"})
    assert "Towel squeeze" in Editor(head.user, care).words


def test_it_goes_into_a_template_and_from_there_to_another_patient(head):
    care, row = patient(head), wrote_here(head)
    page = Editor(head.user, care).press("edit:add", exercise=made_of(row).id)
    page.client.post(f"{page.path}template/", {"draft": json.dumps(page.draft), "template_name": "Towels"})
    assert "Towel squeeze 2x6 5s rest 30" in words(page.client.get("/clinic/templates/"))
    template = head.organization.templates.get()
    bob = user("bob")
    charted(person(bob))
    other = cares(head, bob)
    Editor(head.user, other).press("template", template=str(template.pk), fresh="f").save()
    assert made_of(row).id in added(other)
    assert other.person.pictures.count() == 1


def test_after_a_change_a_template_gives_the_new_version_and_a_typed_dose_means_the_one_in_the_program(head):
    care, row = patient(head), wrote_here(head)
    first = made_of(row).id
    page = Editor(head.user, care).press("edit:add", exercise=first).save()
    page.client.post(f"{page.path}template/", {"draft": "[]", "template_name": "Towels"})
    page.client.post(f"{LIST}{row.pk}/", filled_in(dose="1x4 5s", photo=None, do="keep"))
    row.refresh_from_db()
    second, template = made_of(row).id, str(head.organization.templates.get().pk)
    assert "Towel squeeze 2x6 5s rest 30" in words(page.client.get("/clinic/templates/"))
    dan = user("dan")
    charted(person(dan))
    other = cares(head, dan)
    Editor(head.user, other).press("template", template=template, fresh="f").save()
    assert second in added(other) and first not in added(other)
    page = Editor(head.user, care).press("template", template=template, fresh="f")
    assert second not in json.dumps(page.draft), "who has the old version does not get both"
    page = Editor(head.user, care).press(f"renew:{first}").save()
    page.press("line", line="towel squeeze 1x3 5s").save()
    found = state(Care.objects.get(pk=care.pk))
    assert found.pinned[second].reps == 3 and first in found.removed and first not in found.pinned
    eve = cares(head, user("eve"))
    charted(eve.person)
    Editor(head.user, eve).press("edit:add", exercise=second).save().press(f"edit:remove:{second}").save()
    page.client.post(f"{LIST}{row.pk}/", filled_in(dose="1x5 5s", photo=None, do="keep"))
    page = Editor(head.user, eve).press("template", template=template, fresh="f")
    assert "Allow it again first" in page.words and "own-" not in json.dumps(page.draft), "no way around a removal"
    page.client.post(f"{LIST}{row.pk}/", {"do": "retire"})
    assert "own-" not in words(page.client.get("/clinic/templates/"))
    assert "Towel squeeze" in words(page.client.get("/clinic/templates/"))


# --------------------------------------------------------------------------------------------------- whose it is


def test_nobody_sees_the_picture_of_another(head):
    care, row = patient(head), wrote_here(head)
    name = made_of(row).id
    Editor(head.user, care).press("edit:add", exercise=name).save()
    eve = with_second_step(works(user("eve"), clinic("Hill")))
    dan = user("dan")
    charted(person(dan))
    theirs = cares(eve, dan)
    for who, path in ((dan, f"/figure/{name}.webp"), (eve.user, f"/clinic/patients/{theirs.pk}/{name}.webp")):
        client: Any = signed_in(who)
        found, none = client.get(path), client.get(path.replace(name, "own-ffffffffffff-1"))
        assert (found.status_code, found.content) == (none.status_code, none.content)
        assert found["Content-Type"] == "image/svg+xml"
    assert name not in Editor(eve.user, theirs).html
    refused = Editor(eve.user, theirs).press("edit:add", exercise=name)
    assert "Towel" not in refused.words
    assert signed_in(eve.user).get(f"{LIST}{row.pk}/").status_code == 404


def test_the_content_page_counts_them_apart(head):
    wrote(head)
    assert "1 exercise that it has made itself" in words(signed_in(head.user).get("/clinic/content/"))
