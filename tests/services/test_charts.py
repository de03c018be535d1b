"""Charts read for pages: what came in is seen at once, and an upgrade of the content loses nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.charted import BEGIN, charted, told

from birddog import catalog
from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.models import Person, Standing
from birddog.services import contents
from birddog.services.chart.log import OutdatedError, record
from birddog.services.chart.reading import read

pytestmark = pytest.mark.django_db

NOON = BEGIN + timedelta(hours=4)


@pytest.fixture
def install(monkeypatch):
    """Run with the content as it is, under another version."""
    here = catalog.load_default()

    def use(version: str) -> None:
        other = replace(here, version=version, digest=version)
        monkeypatch.setitem(contents._offered, "", lambda _language: other)

    return use


def test_what_is_stored_is_known_to_a_page_that_was_asked_for_just_before_it_came():
    person = charted()
    came = NOON + timedelta(milliseconds=5)
    told(person, {"id": "sign", "type": "screen", "red_flags": {"fever": "yes"}}, now=came)
    for now in (NOON, came + timedelta(minutes=1)):
        reading = read(person, now)
        assert reading is not None
        assert not reading.state.disposition.allows_exercise and reading.today.session is None


def test_a_danger_sign_told_while_the_clock_ran_ahead_is_not_forgotten_when_it_is_set_right():
    person, ahead = charted(), NOON + timedelta(days=2)
    told(person, {"id": "sign", "type": "screen", "red_flags": {"fever": "yes"}}, now=ahead)
    for hours in (0, 1, 24, 47, 49):
        reading = read(person, NOON + timedelta(hours=hours))
        assert reading is not None
        assert not reading.state.disposition.allows_exercise, hours
        assert all(event.instant <= reading.now for event in reading.events)


def test_an_answer_after_the_clock_is_set_right_stands_after_one_from_the_future():
    person, ahead = charted(), NOON + timedelta(days=2)
    told(person, {"id": "worse", "type": "pain", "back": 9}, now=ahead)
    told(person, {"id": "now", "type": "pain", "back": 2}, now=NOON)
    for now in (NOON, ahead + timedelta(days=1)):
        reading = read(person, now)
        assert reading is not None
        assert [event.id for event in reading.events] == ["intake-1", "worse", "now"]


def test_a_clock_before_the_chart_began_shows_the_chart():
    reading = read(charted(), BEGIN - timedelta(days=300))
    assert reading is not None and reading.state.intake is not None
    assert reading.today.date == (BEGIN - timedelta(days=300)).date()


def test_what_was_told_before_an_upgrade_is_taken_in_after_it(install):
    person = charted()
    install("next")
    (receipt,) = record(person, [{"id": "p", "type": "pain", "back": 3, "at": BEGIN.isoformat()}], NOON)
    assert receipt.status == "stored", receipt.message
    assert [body["type"] for body in store.bodies(person)] == ["intake", "pain", "reissue"]
    assert Standing.objects.get(person=person).content == "next"


def test_a_version_may_be_taken_back_and_installed_again(install):
    person, now = charted(), NOON
    for version in ("next", "old", "next", "old", "next"):
        install(version)
        now += timedelta(days=1)
        for _ in range(2):
            reading = read(person, now)
            assert reading is not None and reading.state.content == version
    assert sum(body["type"] == "reissue" for body in store.bodies(person)) == 5


def test_two_servers_with_different_content_do_not_send_a_chart_to_and_fro(install):
    person = charted()
    store.install("next")
    for hour in range(1, 4):
        install("next")
        assert read(person, NOON + timedelta(hours=hour)) is not None
        install("old")
        with pytest.raises(OutdatedError, match="old is no longer the one installed \\(next\\)"):
            read(person, NOON + timedelta(hours=hour))
    assert sum(body["type"] == "reissue" for body in store.bodies(person)) == 1


def test_the_charts_of_two_people_and_two_languages_stay_apart():
    one, other = charted(), charted()
    told(other, {"id": "sign", "type": "screen", "red_flags": {"fever": "yes"}}, now=NOON)
    for person, language, open_ in ((one, "en", True), (other, "en", False), (one, "es", True), (other, "es", False)):
        for _ in range(2):
            reading = read(person, NOON, language)
            assert reading is not None and reading.content.language == language
            assert reading.state.disposition.allows_exercise is open_


def test_nobody_has_a_chart_without_an_event():
    assert read(Person.objects.create(), NOON) is None


def test_two_people_of_one_process_have_two_contents_and_only_the_own_one_reissues_a_chart(monkeypatch):
    here = catalog.load_default()
    clinic = replace(here, version="clinic-1", digest="clinic-1", memo={})
    monkeypatch.setitem(contents._offered, "clinic", lambda _language: clinic)
    mine, theirs = charted(), charted(Person.objects.create(content="clinic"))
    for hour, version in enumerate(("clinic-1", "clinic-2"), 1):
        clinic = replace(clinic, version=version, digest=version, memo={})
        read_now = [read(person, NOON + timedelta(hours=hour)) for person in (mine, theirs, mine)]
        assert [r.content.version for r in read_now if r is not None] == [here.version, version, here.version]
    assert [body["type"] for body in store.bodies(mine)] == ["intake"]
    assert [body["type"] for body in store.bodies(theirs)] == ["intake", "reissue"]
    assert store.bodies(theirs)[0]["content"] == "clinic-1"


def test_a_chart_of_content_that_is_not_here_is_not_read_with_another():
    person = charted()
    Person.objects.filter(pk=person.pk).update(content="elsewhere")
    person.refresh_from_db()
    with pytest.raises(BirddogError, match="there is no 'elsewhere' on this server"):
        read(person, NOON)
