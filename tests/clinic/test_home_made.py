"""Exercises of a clinic's own: kept with their picture, given to patients as copies, taken along in a chart file."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from tests.charted import BEGIN, charted
from tests.clinic.places import cares, clinic, person, user, with_second_step, works
from tests.core.test_home_made import BODY, HARMLESS, made
from tests.exchange.test_pictures import located, opened, picture

from birddog.catalog import read_event
from birddog.core.content.values import BirddogError
from birddog.core.log.clinician_events import HomeMadeWords
from birddog.exchange.pictures import pictures_in
from birddog.records import store
from birddog.records.clinic_models import HomeExercise, Membership, Picture
from birddog.records.models import Person
from birddog.services import home_made
from birddog.services.chart import import_chart
from birddog.services.chart.export import chart_as_jsonl
from birddog.services.chart.import_chart import take_in
from birddog.services.chart.log import record
from birddog.services.chart.reading import read
from birddog.services.chart.standing import fits
from birddog.services.clinic.home_made import (
    Written,
    change,
    give_pictures,
    made_of,
    offered,
    picture_of,
    retire,
    write,
)
from birddog.services.clinic.joining import join
from birddog.services.clinician.editor import Signature, save
from birddog.services.contents import content_of
from birddog.services.erase import erase

WORDS = HomeMadeWords(BODY["en"]["name"], tuple(BODY["en"]["steps"]), picture="A towel between two knees.")
TOLD = Written(replace(made(), en=WORDS), "2x6 5s rest 30", picture("PNG"), True)
SIGNED = {"clinician": "Head Weber", "license": "PT 1234"}
pytestmark = pytest.mark.django_db


def wrote(by: Membership, **changes: Any) -> HomeExercise:
    return write(by, replace(TOLD, **changes), content_of(person(by.user)), BEGIN)


def given(who: Person, row: HomeExercise) -> str:
    """Put an exercise of a clinic into a program; its id."""
    own = made_of(row)
    (receipt,) = record(who, [adding(row)], BEGIN + timedelta(hours=1), "therapist")
    assert receipt.status == "stored", receipt
    give_pictures(who, row.organization, [own.id])
    return own.id


def adding(row: HomeExercise, **changes: Any) -> dict[str, Any]:
    name = made_of(row).id
    at = (BEGIN + timedelta(hours=1)).isoformat()
    return {"id": f"add-{name}", "at": at, "type": "edit", "action": "add", "exercise": name, **SIGNED,
            "home_made": {**row.body, **changes}}  # fmt: skip


def session(who: Person) -> set[str]:
    reading = read(who, BEGIN + timedelta(hours=2))
    assert reading is not None and reading.today.session is not None
    return {item.exercise for item in reading.today.session.items}


# ------------------------------------------------------------------------------------------------------ kept


def test_it_is_kept_with_a_picture_that_tells_nothing_else(head):
    row = wrote(head, picture=located())
    own = made_of(row)
    assert own.id == f"own-{row.key}-1" and (own.dose.sets, own.dose.hold_s) == (2, 5)
    kept = picture_of(head.organization, own.id)
    assert kept is not None and not opened(kept).getexif()
    assert offered(head.organization) == {own.id: own}
    assert picture_of(head.organization, f"own-{row.key}-2") is None


@pytest.mark.parametrize(("changes", "says"), [
    ({"may_use": False}, "may use this picture"),
    ({"picture": b"<svg/>"}, "none of PNG"),
    ({"dose": "bird dog 2x8"}, "the dose alone"),
    ({"dose": "2x8/side"}, "both sides together"),
    ({"dose": "9x8"}, "sets is 9"),
    ({"dose": ""}, "dose"),
    ({"made": made()}, "say what the picture shows"),
    ({"made": replace(made(), en=replace(WORDS, name="Bird Dog"))}, "another exercise is called so"),
    ({"made": replace(made(), en=replace(WORDS, name="  "))}, "name is missing"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_kept(head, changes: dict[str, Any], says: str):
    with pytest.raises(BirddogError, match=says):
        wrote(head, **changes)
    assert not HomeExercise.objects.exists() and not Picture.objects.exists()


def test_a_name_means_one_exercise_of_a_clinic(head):
    wrote(head)
    with pytest.raises(BirddogError, match="choose another name"):
        wrote(head, made=replace(TOLD.made, en=replace(WORDS, name="TOWEL  squeeze")))


def test_a_change_is_another_version_and_patients_keep_theirs(head):
    who = charted()
    row = wrote(head)
    first = given(who, row)
    words = replace(WORDS, steps=("Sit upright.",))
    told = Written(replace(TOLD.made, en=words), "1x4 5s")
    later = change(row, head, told, content_of(who), BEGIN)
    assert made_of(later).id.endswith("-2") and made_of(later).picture == made_of(row).picture
    assert change(later, head, told, content_of(who), BEGIN).number == 2, "nothing changed: the same version"
    assert first in session(who)
    assert content_of(who).exercise(first).steps == tuple(BODY["en"]["steps"])
    other = change(later, head, replace(told, picture=picture("GIF"), may_use=True), content_of(who), BEGIN)
    assert made_of(other).id.endswith("-3")
    assert head.organization.pictures.count() == 1, "the clinic keeps the picture of its newest version"
    assert home_made.picture_of(who, first) is not None, "and patients theirs"


def test_a_retired_one_is_offered_no_more_and_who_has_it_keeps_it(head):
    who, row = charted(), wrote(head)
    name = given(who, row)
    retire(row, BEGIN)
    assert offered(head.organization) == {} and name in session(who)
    retire(row, BEGIN, back=True)
    assert name in offered(head.organization)


# ----------------------------------------------------------------------------------------------------- given


def test_it_is_in_the_chart_of_who_was_given_it_and_of_nobody_else(head):
    row, who, other = wrote(head), charted(), charted()
    name = given(who, row)
    assert name in session(who) and name not in session(other)
    assert name in content_of(who, "es").index and name not in content_of(other).index
    assert home_made.picture_of(other, name) is None
    (receipt,) = record(other, [{**adding(row), "home_made": None}], BEGIN + timedelta(hours=1), "therapist")
    assert receipt.status == "refused" and "there is no" in receipt.message
    assert read(Person.objects.get(pk=who.pk), BEGIN + timedelta(hours=3)) is not None


def test_what_a_patient_sends_brings_no_exercise_along(head):
    row, who = wrote(head), charted()
    for body in (adding(row), adding(row, answers=HARMLESS)):
        (receipt,) = record(who, [body], BEGIN + timedelta(hours=1))
        assert receipt.status == "refused"
    (receipt,) = record(who, [adding(row, picture_data="AAAA")], BEGIN + timedelta(hours=1), "therapist")
    assert receipt.status == "refused" and "chart file only" in receipt.message
    assert Person.objects.get(pk=who.pk).home_made == []


def test_no_more_than_a_chart_may_hold(head, monkeypatch):
    monkeypatch.setattr(home_made, "MOST", 1)
    who, one = charted(), wrote(head)
    given(who, one)
    two = wrote(head, made=replace(TOLD.made, en=replace(WORDS, name="Another")))
    (receipt,) = record(who, [adding(two)], BEGIN + timedelta(hours=2), "therapist")
    assert receipt.status == "refused" and "no more are allowed" in receipt.message


def test_a_veto_takes_it_out_as_any_other(head):
    row = wrote(head, made=replace(TOLD.made, answers=made(answers={**HARMLESS, "twists": "unsure"}).answers))
    who = charted(conditions={"bone": "osteoporosis", "all_others": "no"})
    name = given(who, row)
    assert name not in session(who)


# ----------------------------------------------------------------------------------------- files and joined charts


def test_a_chart_file_brings_it_to_another_machine_with_its_picture(head):
    who = charted()
    name = given(who, wrote(head))
    file = chart_as_jsonl(who, BEGIN + timedelta(days=1))
    assert '"picture_data"' in file
    other = Person.objects.create()
    take_in(other, file.encode(), BEGIN + timedelta(days=1))
    assert name in session(other)
    seen = home_made.picture_of(other, name)
    assert seen is not None and opened(seen).size == (300, 200)
    assert home_made.lacking(other) == ()
    assert all("picture_data" not in json.dumps(body) for body in store.bodies(other))
    assert json.loads(chart_as_jsonl(other, BEGIN + timedelta(days=1)).split("\n")[1])["home_made"]["id"] == name, (
        "and from there to a third"
    )


def rows_of(who: Person) -> list[dict[str, Any]]:
    return [json.loads(line) for line in chart_as_jsonl(who, BEGIN + timedelta(days=1)).splitlines()]


def taken(rows: list[dict[str, Any]]) -> Person:
    """A chart that holds what a file says."""
    other = Person.objects.create()
    take_in(other, "\n".join(map(json.dumps, rows)).encode(), BEGIN + timedelta(days=1))
    return other


def test_what_a_file_calls_by_the_name_of_a_clinics_exercise_is_not_taken_for_it(head):
    row, who = wrote(head, made=replace(TOLD.made, answers={})), charted()
    name, offers = given(who, row), offered(head.organization)
    by, later = Signature("Head Weber", "PT 1234"), BEGIN + timedelta(days=2)
    rows = rows_of(who)
    put = [{"id": "again", "action": "add", "exercise": name}]
    assert [one.status for one in save(taken(rows), put, by, later, offers)] == ["stored"]
    rows[1]["home_made"]["answers"] = HARMLESS
    (receipt,) = save(taken(rows), put, by, later, offers)
    assert receipt.status == "refused" and "another exercise already" in receipt.message


def test_a_picture_stands_once_in_a_file_and_a_narrow_one_comes_in_again(head):
    who, row = charted(), wrote(head, picture=picture("PNG", (2000, 70)))
    first = given(who, row)
    row = change(row, head, replace(TOLD, picture=None, dose="2x5 5s rest 30"), content_of(who), BEGIN)
    second = given(who, row)
    rows = rows_of(who)
    assert ["picture_data" in each["home_made"] for each in rows[1:]] == [True, False]
    other = taken(rows)
    pictures = [home_made.picture_of(other, name) for name in (first, second)]
    assert all(each is not None and opened(each).size == (1000, 35) for each in pictures)
    events = [read_event(each, content_of(other)) for each in rows[1:]]
    assert pictures_in(events) == dict(zip((first, second), pictures, strict=True))
    stored = store.whole_standing(other)
    assert fits(stored, content_of(Person.objects.get(pk=other.pk))), "nothing is replayed twice"


def test_a_file_with_many_large_pictures_is_no_work(head, monkeypatch):
    who = charted()
    given(who, wrote(head))
    rows = rows_of(who)
    rows += [{**rows[1], "id": f"more-{n}"} for n in range(3)]
    with monkeypatch.context() as watched:
        watched.setattr(import_chart, "picture_in", Mock(side_effect=[picture()]))
        taken(rows)
    large = b64encode(picture("PNG", (4000, 4000), "1")).decode()
    for change_, says in (({"picture_data": large}, "4000 x 4000"), ({"picture": ""}, "picture is missing")):
        strange = [rows[0], {**rows[1], "home_made": {**rows[1]["home_made"], **change_}}]
        with pytest.raises(BirddogError, match=f"line 2: .*{says}"):
            taken(strange)
    assert not Picture.objects.filter(name="").exists()


def test_a_file_without_the_picture_says_what_is_missing(head):
    who = charted()
    given(who, wrote(head))
    rows = [json.loads(line) for line in chart_as_jsonl(who, BEGIN + timedelta(days=1)).splitlines()]
    rows[1]["home_made"].pop("picture_data")
    other = Person.objects.create()
    take_in(other, "\n".join(map(json.dumps, rows)).encode(), BEGIN + timedelta(days=1))
    assert [row.en.name for row in home_made.lacking(other) if row.en] == ["Towel squeeze"]


@pytest.mark.parametrize("data", ["%%%", "PHN2Zy8+", 7])
def test_a_file_with_a_bad_picture_is_refused_whole(head, data: Any):
    who = charted()
    given(who, wrote(head))
    rows = [json.loads(line) for line in chart_as_jsonl(who, BEGIN + timedelta(days=1)).splitlines()]
    rows[1]["home_made"]["picture_data"] = data
    other = Person.objects.create()
    with pytest.raises(BirddogError, match="line 2"):
        take_in(other, "\n".join(map(json.dumps, rows)).encode(), BEGIN + timedelta(days=1))
    assert store.latest(other) is None and not other.pictures.exists()


def test_joined_charts_hold_the_exercises_of_both(head):
    ann, bob = (cares(head, user(name)) for name in ("ann", "bob"))
    for care in (ann, bob):
        charted(care.person)
    name = given(bob.person, wrote(head))
    Person.objects.filter(pk=bob.person.pk).update(user=None)
    bob.refresh_from_db()
    stays = join(ann, bob, head, BEGIN + timedelta(hours=3))
    joined = Person.objects.get(pk=stays.person.pk)
    assert name in content_of(joined).index and home_made.picture_of(joined, name) is not None
    assert Picture.objects.filter(person__isnull=False).count() == 1


def test_who_is_erased_leaves_no_picture(head):
    who = charted()
    given(who, wrote(head))
    erase(who)
    assert not Picture.objects.filter(person__isnull=False).exists() and Picture.objects.count() == 1


def test_who_goes_to_another_clinic_keeps_it_and_the_clinic_offers_its_own_only(head):
    row = wrote(head)
    other = with_second_step(works(user("eve"), clinic("Hill")))
    assert offered(other.organization) == {} and picture_of(other.organization, made_of(row).id) is None
