"""One patient's page: what happened day by day, notes that the patient reads, and messages."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from tests.charted import BEGIN, charted, told
from tests.clinic.places import cares, person, signed_in, user, words
from tests.web.filled import chart

from birddog.core.content.values import BirddogError
from birddog.records.clinic_models import Care, Message
from birddog.services.chart.log import record
from birddog.services.clinic.care import end
from birddog.services.clinic.caseload import reasons
from birddog.services.clinic.messages import LONGEST, write

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ann() -> User:
    made = user("ann")
    charted(person(made))
    return made


@pytest.fixture
def care(head, ann) -> Care:
    return cares(head, ann)


def at(settings, now) -> None:
    Path(settings.BIRDDOG_CLOCK_FILE).write_text(now.isoformat())


def test_what_happened_is_told_day_by_day_with_the_reasons(head, settings):
    who = user("course")
    rows = chart("flare", "2026-03-10T08:00:00")
    now = BEGIN + 8 * DAY
    for some in (rows[:1], rows[1:]):
        receipts = record(person(who), some, now)
        assert {row.status for row in receipts} == {"stored"}
    care = cares(head, who, now=now)
    at(settings, now)
    client = signed_in(head.user)
    text = words(client.get(f"/clinic/patients/{care.pk}/"))
    for part in ("Pain and function", "below: better by enough to matter", "Flare-up began", "Show all days"):
        assert part in text, part
    text = words(client.get(f"/clinic/patients/{care.pk}/?all"))
    assert "Answered all questions" in text and "Show all days" not in text
    days = re.findall(r"(?:March|Feb\.) \d+, 2026", text[text.index("What happened") : text.index("Low back pain:")])
    assert len(days) > 10 and days[0].startswith("March")


def test_a_note_is_in_the_chart_and_the_patient_reads_it(head, ann, care):
    client, path = signed_in(head.user), f"/clinic/patients/{care.pk}/"
    form = {"note": "Well done with the stairs.", "id": "note-1"}
    for _ in range(2):
        assert client.post(f"{path}note/", form).url == path
    assert client.post(f"{path}note/", {"note": "  ", "id": "note-2"}).url == path
    notes = [row for row in person(ann).events.values_list("body", flat=True) if row["type"] == "edit"]
    assert [(row["note"], row["clinician"], row["license"]) for row in notes] == [
        ("Well done with the stairs.", "Head Weber", "PT 1234")
    ]
    assert "A clinician wrote Head Weber: Well done with the stairs." in words(client.get(path))
    assert "Well done with the stairs." in words(signed_in(ann).get("/"))


def test_messages_go_both_ways_and_have_a_read_state(head, ann, care):
    client, own, path = signed_in(head.user), signed_in(ann), f"/clinic/patients/{care.pk}/"
    client.post(f"{path}message/", {"text": "How was the walk?"})
    assert "Your therapist wrote to you" in words(own.get("/"))
    page = words(own.get("/care/"))
    assert "How was the walk? " in page and "not read yet" in page and "Never write here in an emergency." in page
    own.post("/care/read/")
    assert "not read yet" not in words(own.get("/care/"))
    assert "Your therapist wrote to you" not in words(own.get("/"))
    assert own.post("/care/message/", {"text": "Good, thank you."}).url == "/care/"
    care.refresh_from_db()
    assert reasons(care, BEGIN.date())[0] == "Wrote to you on Mar 2. You have not read it."
    assert "Ann Patient" in words(client.get("/clinic/patients/?group=question"))
    client.post(f"{path}message/", {"text": "Fine."})
    assert "No patient fits" in words(client.get("/clinic/patients/?group=question"))
    own.post("/care/message/", {"text": "And tomorrow?"})
    client.post(f"{path}seen/")
    care.refresh_from_db()
    assert reasons(care, BEGIN.date()) == () and not Message.objects.filter(by="", read=None).exists()
    assert Message.objects.filter(by="Head Weber", read=None).count() == 0, "who answers has read"


def test_messages_have_the_time_of_the_readers_own_clock(head, ann, care):
    write(care, "Hello", BEGIN, head.name)
    own = signed_in(ann)
    own.cookies["birddog-zone"] = "Asia/Tokyo"
    assert "Head Weber, Mar 2, 5:00 PM" in words(own.get("/care/"))


def test_words_of_danger_in_a_message_lead_to_the_questions(head, ann, care):
    own = signed_in(ann)
    answer = own.post("/care/message/", {"text": "Since today I am numb between my legs. What should I do?"})
    assert answer.url == "/safety/"
    assert "your therapist may read it days later" in words(own.get("/safety/"))
    page = words(signed_in(head.user).get(f"/clinic/patients/{care.pk}/"))
    assert "This can be a danger sign:" in page


@pytest.mark.parametrize("text", ["", "   ", "a" * (LONGEST + 1), "\ud800"])
def test_what_is_no_message_is_not_sent(care, text):
    with pytest.raises(BirddogError, match="text"):
        write(care, text, BEGIN)


def test_when_care_ends_nothing_more_is_written_and_the_patient_keeps_it(head, ann, care):
    write(care, "See you on Monday.", BEGIN, head.name)
    end(care, BEGIN)
    with pytest.raises(BirddogError, match="it has ended"):
        write(care, "Hello?", BEGIN, head.name)
    own = signed_in(ann)
    page = words(own.get("/care/"))
    assert "See you on Monday." in page and "Write to your therapist" not in page
    assert own.post("/care/message/", {"text": "Hello?"}).url == "/care/"
    assert Message.objects.count() == 1


def test_the_patient_takes_all_messages_along(head, ann, care):
    own = signed_in(ann)
    own.cookies["birddog-zone"] = "UTC"
    assert "Messages with your therapist" not in words(own.get("/settings/data/"))
    write(care, "See you on Monday.", BEGIN, head.name)
    write(care, "Fine.", BEGIN)
    end(care, BEGIN)
    assert "Messages with your therapist" in words(own.get("/settings/data/"))
    answer = own.get("/export/messages.txt")
    assert answer["Content-Disposition"] == 'attachment; filename="birddog-messages.txt"'
    lines = answer.content.decode().splitlines()
    assert [line for line in lines if line and not line.startswith("2026-03-02T08:00")] == [
        "See you on Monday.",
        "Fine.",
    ]
    assert signed_in(user("eve")).get("/export/messages.txt").content == b""


def test_reports_after_care_began_are_on_the_page(head, ann, care, settings):
    told(person(ann), {"id": "p", "type": "pain", "back": 8}, now=BEGIN + DAY)
    at(settings, BEGIN + DAY)
    assert "Back pain: 8 out of 10" in words(signed_in(head.user).get(f"/clinic/patients/{care.pk}/"))
