"""Settings: kept, checked, taken in by the program; the calendar's address; subscriptions."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from icalendar import Calendar
from tests.charted import BEGIN, charted
from tests.web.filled import FormOf

from birddog.records.models import PushSubscription
from birddog.services.chart.reading import read
from birddog.services.person.arrange import arrangement, usual_weekdays
from birddog.services.person.people import the_one_person
from birddog.services.person.preferences import change, preferences_of


@pytest.fixture
def person(db, settings, tmp_path):
    (tmp_path / "clock").write_text(BEGIN.isoformat())
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    return charted(the_one_person())


def entries(body: bytes) -> list[Any]:
    """The events of a calendar."""
    return list(Calendar.from_ical(body).walk("VEVENT"))


def intake_of(person) -> Any:
    reading = read(person, BEGIN)
    assert reading is not None
    return reading.state.intake


def kept(person):
    person.refresh_from_db()
    return preferences_of(person)


@pytest.mark.parametrize("section", ["", "program/", "display/", "voice/", "reminders/", "data/"])
def test_every_section_has_a_page(client, person, section):
    page = client.get(f"/settings/{section}")
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1


def test_pages_that_know_nobody_look_as_the_browser_was_told(client, person):
    client.post("/settings/display/", {"language": "es", "text_size": "large", "theme": "dark"})
    client.get("/settings/")
    for address in ("/emergency/", "/offline/", "/goodbye/"):
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert '<html lang="es" data-theme="dark" data-text="large"' in page, address
    client.cookies["birddog-looks"] = "xx.huge.dark"
    assert '<html lang="en" data-theme="auto" data-text="normal"' in client.get("/emergency/").content.decode()


@pytest.mark.parametrize(
    ("zone", "numbers"),
    [
        ("America/Chicago", ["911"]),
        ("Europe/London", ["999"]),
        ("UTC", ["112", "911", "999"]),
        ("", ["112", "911", "999"]),
    ],
)
def test_the_emergency_number_is_that_of_the_country_of_the_device(client, db, zone, numbers):
    client.cookies["birddog-zone"] = zone
    page = client.get("/emergency/")
    assert list(page.context["numbers"]) == numbers
    assert ("If you are in another country" in page.content.decode()) is (len(numbers) == 1)


def test_sections_that_are_not_there(client, person):
    assert client.get("/settings/flying/").status_code == 404
    assert client.get("/settings/account/").status_code == 404


def test_the_program_can_be_set_only_when_there_is_one(client, db):
    assert client.get("/settings/program/").url == "/start/"
    assert client.get("/settings/").status_code == 200


def test_looks_are_kept_and_shown(client, person):
    client.post("/settings/display/", {"language": "es", "theme": "dark", "text_size": "large", "skin": "umber"})
    client.post("/settings/display/", {"physique": "pregnant"})
    assert kept(person).physique == "pregnant"
    assert (kept(person).language, kept(person).theme, kept(person).outfit) == ("es", "dark", "teal")
    page = client.get("/settings/display/").content.decode()
    assert '<html lang="es" data-theme="dark" data-text="large"' in page
    assert "skin=umber" in page
    assert "physique=pregnant" in page
    figure = client.get("/figure/bird-dog.svg?physique=pregnant")
    assert figure.content != client.get("/figure/bird-dog.svg").content
    assert client.get("/figure/bird-dog.svg?physique=giant").status_code == 404


@pytest.mark.parametrize(
    ("section", "form"),
    [("display", {"theme": "pink"}), ("display", {"language": "xx"}), ("display", {"skin": "green"}),
     ("display", {"physique": "giant"}),
     ("voice", {"get_ready_s": "900"}), ("voice", {}), ("reminders", {"reminder_time": "25:00"}),
     ("reminders", {"reminder_time": "09:00", "zone": "Mars/Base"})],
)  # fmt: skip
def test_what_does_not_exist_is_refused_and_nothing_changes(client, person, section, form):
    before = kept(person)
    answer = client.post(f"/settings/{section}/", form, follow=True)
    assert kept(person) == before
    assert "note error" in answer.content.decode()


def test_voice_is_kept(client, person):
    client.post("/settings/voice/", {"lying_down": "on", "get_ready_s": "20"})
    now = kept(person)
    assert (now.voice, now.tones, now.lying_down, now.get_ready_s) == (False, False, True, 20)


# ------------------------------------------------------------------------------------------------- the program


def test_a_change_of_the_program_becomes_an_event_with_what_is_new(client, person):
    form = {"id": "a1", "minutes": "10", "shown": ["equipment"], "equipment": ["wall", "chair"]}
    client.post("/settings/program/", form)
    body = person.events.get(type="arrange").body
    assert {k: v for k, v in body.items() if k in ("minutes", "equipment", "per_day", "goals")} == {
        "minutes": 10,
        "equipment": ["wall", "chair"],
    }
    intake = intake_of(person)
    assert (intake.time.minutes, set(intake.equipment)) == (10, {"wall", "chair"})
    client.post("/settings/program/", form)
    assert person.events.filter(type="arrange").count() == 1


def test_the_form_as_it_is_changes_nothing(client, person):
    intake = intake_of(person)
    time, life = intake.time, intake.life
    form: dict[str, list[str]] = {
        "minutes": [str(time.minutes)], "per_day": [str(time.per_day)],
        "shown": ["weekdays", "equipment", "aerobic", "goals"],
        "weekdays": list(usual_weekdays(intake, BEGIN.date())), "equipment": list(intake.equipment or ()),
        "aerobic": list(life.aerobic), "goals": list(life.goals),
    }  # fmt: skip
    assert arrangement(intake, BEGIN.date(), form) == {}
    client.post("/settings/program/", {"id": "a1", **form})
    assert not person.events.filter(type="arrange").exists()


@pytest.mark.parametrize(
    "form",
    [
        {"minutes": "500"},
        {"minutes": "ten"},
        {"shown": "weekdays"},
        {"shown": "weekdays", "weekdays": ["monday"]},
        {"shown": "weekdays", "weekdays": ["monday", "doomsday"]},
        {"shown": "goals", "goals": "flying"},
        {"restore": "x"},
    ],
)
def test_a_change_that_no_rule_allows_is_refused(client, person, form):
    answer = client.post("/settings/program/", {"id": "a1", **form}, follow=True)
    assert "note error" in answer.content.decode()
    assert not person.events.filter(type="arrange").exists()


def test_a_page_that_is_brought_back_can_be_changed_and_saved_again(client, person):
    for minutes in ("10", "25", "10"):
        answer = client.post("/settings/program/", {"id": "a1", "minutes": minutes}, follow=True)
        assert "note error" not in answer.content.decode()
        assert intake_of(person).time.minutes == int(minutes)


def test_an_older_page_sets_back_nothing_that_was_changed_elsewhere(client, person):
    form = FormOf(client.get("/settings/program/").content).fields
    client.post("/settings/program/", form)
    assert not person.events.filter(type="arrange").exists()
    client.post("/settings/program/", {"id": "elsewhere", "minutes": "10", "shown": "equipment", "equipment": "chair"})
    client.post("/settings/program/", {**form, "weekdays": ["tuesday", "sunday"]})
    intake = intake_of(person)
    assert (intake.time.minutes, intake.equipment) == (10, ("chair",))
    assert intake.time.weekdays == ("tuesday", "sunday")


def test_nothing_at_hand_is_an_answer(person):
    intake = intake_of(person)
    assert arrangement(intake, BEGIN.date(), {"shown": ["equipment"]}) == {"equipment": []}


def test_the_hour_of_reminders_is_that_of_the_device_unless_a_place_is_chosen(client, person):
    client.cookies["birddog-zone"] = "America/Chicago"
    wanted = {"reminder_time": "18:30", "zone": ""}
    client.post("/settings/reminders/", wanted)
    assert kept(person).zone == "America/Chicago"
    page = client.get("/settings/reminders/").content.decode()
    assert "by this device's clock (Chicago)" in page and " selected" not in page
    assert page.count("<optgroup") == 10 and 'lang="en">Argentina, Ushuaia<' in page

    client.post("/settings/reminders/", {**wanted, "zone": "Europe/Madrid"})
    page = client.get("/settings/reminders/").content.decode()
    assert '<option value="Europe/Madrid" lang="en" selected>Madrid<' in page and "<details open>" in page
    client.post("/settings/reminders/", wanted)
    assert kept(person).zone == "America/Chicago"


def test_a_time_of_day_is_written_as_the_language_writes_it(client, person):
    client.post("/settings/reminders/", {"reminder_time": "18:05"})
    assert "At 6:05 PM" in client.get("/settings/").content.decode()
    client.post("/settings/display/", {"language": "es"})
    assert "A las 18:05" in client.get("/settings/").content.decode()


# -------------------------------------------------------------------------------------- calendar and notifications


def test_the_calendar_needs_nobody_but_its_address(client, person):
    client.post("/settings/reminders/", {"reminder_time": "18:30", "zone": "Europe/Madrid"})
    client.post("/settings/program/", {"id": "a1", "shown": "weekdays", "weekdays": ["thursday", "monday"]})
    person.refresh_from_db()
    answer = client.get(f"/calendar/{person.calendar_token}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    found = {str(e["UID"]).split("-")[0]: e for e in entries(answer.content)}
    assert found["session"]["RRULE"]["BYDAY"] == ["MO", "TH"]
    assert found["session"].start.strftime("%H:%M %Z") == "18:30 CET"
    assert "measure" in found


def test_without_days_of_ones_own_it_goes_by_the_planned_ones(client, person):
    answer = client.get(f"/calendar/{person.calendar_token}.ics")
    session = next(e for e in entries(answer.content) if "RRULE" in e)
    assert len(session["RRULE"]["BYDAY"]) == intake_of(person).time.days_per_week


def test_a_new_address_makes_the_old_one_worthless(client, person):
    old = person.calendar_token
    client.post("/settings/reminders/", {"fresh": "1"})
    person.refresh_from_db()
    assert client.get(f"/calendar/{old}.ics").status_code == 404
    assert client.get(f"/calendar/{person.calendar_token}.ics").status_code == 200


def test_the_calendar_holds_no_answers(client, person):
    text = client.get(f"/calendar/{person.calendar_token}.ics").content.decode().lower()
    assert "pain" not in text
    assert "cello" not in text


def test_a_calendar_that_has_not_changed_is_the_same_and_need_not_be_sent(client, person, tmp_path):
    address = f"/calendar/{person.calendar_token}.ics"
    first = client.get(address)
    (tmp_path / "clock").write_text("2026-03-02T11:00:00+00:00")
    again = client.get(address)
    assert again.content == first.content and again["ETag"] == first["ETag"]
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")


def test_a_calendar_is_never_empty(client, db):
    nobody = the_one_person()
    (entry,) = entries(client.get(f"/calendar/{nobody.calendar_token}.ics").content)
    assert "RRULE" not in entry and str(entry["SUMMARY"]) == "No sessions for now"


def test_reminders_can_be_stopped(client, person):
    client.post("/settings/reminders/", {"reminder_time": "18:30", "zone": ""})
    client.post("/settings/reminders/", {"off": "1", "reminder_time": "18:30"})
    assert kept(person).reminder_time == ""


def test_a_browser_subscribes_and_leaves(client, person, settings):
    settings.BIRDDOG_PUSH_ANYWHERE = True
    told = {"endpoint": "https://push.example.com/1", "keys": {"p256dh": "a", "auth": "b"}}
    assert client.post("/push/", json.dumps(told), content_type="application/json").status_code == 200
    assert client.post("/push/", json.dumps(told), content_type="application/json").status_code == 200
    assert PushSubscription.objects.get().person == person
    assert client.delete("/push/", json.dumps(told), content_type="application/json").status_code == 200
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"endpoint": 3}', "nonsense"])
def test_what_is_no_subscription_is_refused(client, person, body):
    assert client.post("/push/", body, content_type="application/json").status_code == 400


@pytest.mark.parametrize(("device", "day"), [("Pacific/Auckland", "2026-03-03"), ("America/Los_Angeles", "2026-03-02")])
def test_the_day_is_that_of_the_device_also_after_reminders_were_saved_elsewhere(
    client, person, settings, tmp_path, device, day
):
    (tmp_path / "clock").write_text("2026-03-02T20:00:00+00:00")
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    change(person, zone="Europe/Madrid", reminder_time="09:00")
    client.cookies["birddog-zone"] = device
    page = client.get("/settings/")
    assert page.wsgi_request.now.date().isoformat() == day


@pytest.mark.django_db
def test_an_example_says_that_it_is_one(client, settings):
    assert "made-up person" not in client.get("/start/").content.decode()
    settings.BIRDDOG_DEMO = True
    assert "made-up person" in client.get("/start/").content.decode()


@pytest.mark.django_db
def test_the_page_of_reminders_knows_which_browsers_the_server_reaches(client):
    endpoint = "https://push.example.com/1"
    told = {"endpoint": endpoint, "keys": {"p256dh": "a", "auth": "b"}}
    assert client.post("/push/", told, content_type="application/json").status_code == 200
    known = client.get("/settings/reminders/").context["push"]["known"]
    assert known == [hashlib.sha256(endpoint.encode()).hexdigest()]


def test_a_page_that_is_older_than_another_one_changes_only_what_was_changed_on_it(client, person):
    older = {
        name: FormOf(client.get(f"/settings/{name}/").content).fields for name in ("display", "voice", "reminders")
    }
    client.post("/settings/display/", {"theme": "dark", "country": "GB", "language": "es"})
    client.post("/settings/voice/", {"tones": "on", "lying_down": "on", "get_ready_s": "15"})
    client.post("/settings/reminders/", {"reminder_time": "07:15", "zone": "Europe/Madrid"})
    client.post("/settings/display/", {**older["display"], "text_size": "large"})
    client.post("/settings/voice/", {name: told for name, told in older["voice"].items() if name != "tones"})
    client.post("/settings/reminders/", {**older["reminders"], "reminder_time": "08:00"})
    now = kept(person)
    assert (now.theme, now.country, now.language, now.text_size) == ("dark", "GB", "es", "large")
    assert (now.voice, now.tones, now.lying_down, now.get_ready_s) == (False, False, True, 15)
    assert (now.reminder_time, now.zone) == ("08:00", "Europe/Madrid")
    again = FormOf(client.get("/settings/reminders/").content).fields
    client.post("/settings/reminders/", {**again, "off": "1"})
    assert kept(person).reminder_time == ""
