"""A therapist's own lists, and a chart that somebody brought as a file, which is read and not kept."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.charted import BEGIN, MARK, charted, told
from tests.clinic.places import cares, person, signed_in, user, with_second_step, words, works

from birddog.records.clinic_models import Care, Membership, Task
from birddog.records.models import Event, Person
from birddog.services.chart.export import chart_as_jsonl
from birddog.services.chart.import_chart import take_in
from birddog.services.clinic.care import end, hand_over
from birddog.services.clinician.editor import Signature, save

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def patient(head: Membership, name: str) -> Care:
    who = user(name)
    charted(person(who))
    return cares(head, who)


def plans(client: Any, care: Care, **given: str) -> str:
    return words(client.post(f"/clinic/patients/{care.pk}/task/", given, follow=True))


def test_what_is_planned_stands_in_order_of_its_day_until_it_is_done(head):
    ann, bob = patient(head, "ann"), patient(head, "bob")
    client = signed_in(head.user)
    plans(client, ann, text="Call about the stairs " + "and how the week went " * 8, due="2026-03-09")
    assert "Plan" in plans(client, bob, text="Check the leg", due="2026-03-02")
    listed = words(client.get("/clinic/tasks/"))
    assert listed.index("Check the leg") < listed.index("Call about the stairs") and "Bob Patient" in listed
    assert "Planned: 1 due" in words(client.get("/clinic/patients/"))
    task = Task.objects.get(text="Check the leg")
    plans(client, ann, done=str(task.pk))
    assert Task.objects.get(pk=task.pk).done is None, "a task of another patient is not reached from this one"
    client.post(f"/clinic/patients/{bob.pk}/task/", {"done": str(task.pk), "from": "list"})
    assert "Check the leg" not in words(client.get("/clinic/tasks/"))


@pytest.mark.parametrize(("text", "due", "says"), [
    (" ", "2026-03-09", "text has 0 characters"), ("x" * 201, "2026-03-09", "text has 201"), ("Call", "", "due is ''"),
    ("Call", "2026-03-01", "due is 2026-03-01; allowed: from today on"), ("Call", "2029-01-01", "for two years"),
])  # fmt: skip
def test_what_cannot_be_planned_says_why(head, text, due, says):
    care = patient(head, "ann")
    assert says in plans(signed_in(head.user), care, text=text, due=due)
    assert not Task.objects.exists()


def test_what_is_planned_goes_with_the_patient_and_ends_with_the_care(head):
    care, mate = patient(head, "ann"), works(user("mate"), head.organization)
    with_second_step(mate)
    plans(signed_in(head.user), care, text="Call", due="2026-03-09")
    hand_over(care, mate, BEGIN)
    assert "Call" not in words(signed_in(head.user).get("/clinic/tasks/"))
    assert "Call" in words(signed_in(mate.user).get("/clinic/tasks/"))
    care.refresh_from_db()
    end(care, BEGIN)
    assert not Task.objects.exists()


def test_what_else_happened_is_listed_as_it_stands(head):
    ann, bob = patient(head, "ann"), patient(head, "bob")
    for care, name, note in ((ann, "s1", "I stumbled"), (ann, "s2", "I was dizzy"), (bob, "s3", "A cramp")):
        told(care.person, {"id": name, "type": "session", "items": [], "pain_before": 3, "pain_during": 3,
                           "adverse": "yes", "adverse_note": note}, now=BEGIN + DAY)  # fmt: skip
    fix = {"id": "c1", "type": "correction", "corrects": "s1", "change": {"adverse": "no"}}
    told(ann.person, fix, now=BEGIN + 2 * DAY)
    told(bob.person, {"id": "c2", "type": "correction", "corrects": "s3", "withdraw": True}, now=BEGIN + 2 * DAY)
    stranger = charted(person(user("stranger")))
    told(stranger, {"id": "s", "type": "session", "items": [], "pain_before": 3, "pain_during": 3, "adverse": "yes"})
    listed = words(signed_in(head.user).get("/clinic/happened/"))
    assert "Ann Patient" in listed and "I was dizzy" in listed
    assert "I stumbled" not in listed and "Bob Patient" not in listed and "A cramp" not in listed


def opened(head: Membership, data: bytes) -> str:
    sent = {"chart": SimpleUploadedFile("chart.jsonl", data)}
    return words(signed_in(head.user).post("/clinic/file/", sent, follow=True))


def test_a_chart_file_is_read_and_nothing_of_it_is_kept(head):
    own = charted(person(user("own")))
    save(own, [{"action": "note", "note": "Go on like this.", "id": "n"}], Signature("Eve Moss", "PT 9"), BEGIN)
    told(own, {"id": "p", "type": "pain", "back": 4}, now=BEGIN)
    data = chart_as_jsonl(own, BEGIN).encode()
    person(head.user)
    before = Person.objects.count(), Event.objects.count()
    page = opened(head, data)
    assert MARK in page and "We cannot check who wrote it." in page
    assert "Eve Moss, from the file: Go on like this." in page
    assert (Person.objects.count(), Event.objects.count()) == before
    for bad in (b"", b"{}", b"\xff", data + data, json.dumps({"type": "pain"}).encode()):
        assert "We cannot open this file." in opened(head, bad)
    assert "at most 2 MB" in opened(head, b"x" * 2_000_001)


def test_in_a_chart_that_was_taken_in_the_words_of_clinicians_are_those_of_the_file(head):
    own = charted(person(user("own")))
    save(own, [{"action": "note", "note": "Go on like this.", "id": "n"}], Signature("Eve Moss", "PT 9"), BEGIN)
    who = user("ann")
    take_in(person(who), chart_as_jsonl(own, BEGIN).encode(), BEGIN)
    care = cares(head, who)
    client = signed_in(head.user)
    client.post(f"/clinic/patients/{care.pk}/note/", {"note": "Seen today.", "id": "m"})
    page = words(client.get(f"/clinic/patients/{care.pk}/"))
    assert "Eve Moss, from the file: Go on like this." in page and "Head Weber: Seen today." in page
