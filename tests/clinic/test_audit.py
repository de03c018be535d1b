"""Who saw or changed what: nothing without an entry, no name in one, and no change to them that is not found."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.charted import BEGIN, charted
from tests.clinic.places import cares, clinic, person, signed_in, user, with_second_step, works
from tests.core.test_home_made import BODY as HOME_MADE
from tests.hostile.routes import path_of

from birddog.core.content.values import BirddogError
from birddog.records.clinic_models import Care, Entry, Membership, Organization, Subject
from birddog.services.clinic.audit import Chain, Head, hash_of, heads, read_heads, verify, write
from birddog.services.clinic.invitations import invite
from birddog.services.erase import erase
from birddog.web.access import ROLES, Policy, policy_of
from birddog.web.urls import urlpatterns

pytestmark = pytest.mark.django_db
LOGGED = [str(pattern.pattern) for pattern in urlpatterns if policy_of(pattern) in ROLES]


@pytest.fixture
def head() -> Membership:
    return with_second_step(works(user("head"), clinic(), administrator=True))


@pytest.fixture
def care(head) -> Care:
    who = user("ann")
    charted(person(who))
    return cares(head, who)


def entries() -> list[tuple[str, str, int]]:
    return [(row.did, row.actor, len(row.subjects)) for row in Entry.objects.order_by("place")]


# --------------------------------------------------------------------------------------------- what is written down


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_request_to_a_clinic_leaves_one_entry(head, care, method):
    invite(head.organization, BEGIN, head)
    link = head.invitations.get(used=None)
    kept = head.organization.templates.create(name="Knees", sought="knees", items=[], by="head", changed=BEGIN)
    made = head.organization.home_exercises.create(name="Own", sought="own", body=HOME_MADE, by="head", changed=BEGIN)
    client = signed_in(head.user)
    for route in LOGGED:
        path = path_of(
            route, care=str(care.pk), member=str(head.pk), invitation=str(link.pk), template=str(kept.pk),
            home=str(made.pk),
        )  # fmt: skip
        with transaction.atomic():  # each finds all as it was before
            answer = client.generic(method, path)
            assert answer.status_code in (200, 302, 405), (route, answer.status_code)
            ((did, actor, people),) = entries()
            transaction.set_rollback(True)
        assert (did.split()[0], actor) == (method, head.pk.hex), route
        on_it = "<uuid:care>" in route or (route == "clinic/patients/" and method == "GET")
        assert people == (1 if on_it else 0), route


def test_a_list_is_one_entry_that_names_all_who_were_on_it(head):
    for n in range(30):
        cares(head, user(f"u{n}"))
    client = signed_in(head.user)
    client.get("/clinic/patients/")
    client.get("/clinic/patients/?page=2")
    assert entries() == [("GET caseload", head.pk.hex, 25), ("GET caseload", head.pk.hex, 5)]


def test_who_finds_nothing_leaves_nothing(head, care):
    assert signed_in(user("eve")).get(f"/clinic/patients/{care.pk}/").status_code == 404
    assert not Entry.objects.exists()


def test_what_the_patient_does_is_there_too(head):
    ann = user("ann")
    client, path = signed_in(ann), f"/join/{invite(head.organization, BEGIN, head)}/"
    client.post(path, {"name": "Ann Lee", "agrees": "1"})
    client.post("/care/leave/")
    key = Subject.objects.get(person=person(ann)).key
    assert [(row.did, row.actor, row.subjects) for row in Entry.objects.order_by("place")] == [
        ("agreed to share", key, [key]), ("stopped sharing", key, [key]),
    ]  # fmt: skip


def test_a_change_that_cannot_be_written_down_is_not_made(head, care, monkeypatch):
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr("birddog.web.access.audit.write", broken)
    with pytest.raises(RuntimeError):
        signed_in(head.user).post(f"/clinic/patients/{care.pk}/message/", {"text": "Hello"})
    assert not care.messages.exists()


def test_no_name_is_in_the_log_and_erasing_leaves_nobody_to_recognize(head, care):
    client = signed_in(head.user)
    client.post(f"/clinic/patients/{care.pk}/note/", {"note": "A word", "id": "n"})
    client.get(f"/clinic/patients/{care.pk}/")
    own = care.person
    erase(own)
    written = " ".join(str(row) for row in Entry.objects.values())
    for secret in ("Ann", "ann@", str(own.pk), own.pk.hex, str(care.pk), "A word"):
        assert secret not in written
    assert not Subject.objects.exists()
    assert [row.did for row in Entry.objects.order_by("place")][-1] == "erased"
    assert verify()[0].problems == ()


# -------------------------------------------------------------------------------------------- what is done to it


@pytest.fixture
def log() -> Organization:
    """Eight entries of one clinic, two of another."""
    here, other = clinic(), clinic("Hillside")
    for n in range(8):
        write(here, f"did {n}", BEGIN + timedelta(minutes=n))
    for n in range(2):
        write(other, f"did {n}", BEGIN)
    return here


def found(known: list[Head] | None = None) -> tuple[str, ...]:
    (chain,) = [chain for chain in verify(known or ()) if chain.name == "Seaside"]
    return chain.problems


def sql(statement: str, *values: Any) -> None:
    """As somebody would who can write into the database."""
    with connection.cursor() as cursor:
        on = " ON records_entry" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER IF EXISTS entry_is_never_changed{on}")
        cursor.execute(statement, values)


def ours(place: int, log: Organization) -> Entry:
    return Entry.objects.get(organization=log, place=place)


def test_a_log_that_nobody_touched_is_whole(log):
    assert [(chain.name, chain.entries, chain.problems) for chain in verify(heads())] == [
        ("Hillside", 2, ()), ("Seaside", 8, ()),
    ]  # fmt: skip


def test_the_database_refuses_to_change_an_entry(log):
    with pytest.raises(TypeError, match="never changed"):
        Entry.objects.update(did="x")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_entry SET did = 'x'")


@pytest.mark.parametrize("column", ["did", "actor", "hash", "previous"])
def test_an_altered_entry_is_found(log, column):
    sql(f"UPDATE records_entry SET {column} = 'x' WHERE number = %s", ours(4, log).number)
    assert found()[0].startswith("place 4")


def test_altered_people_and_times_are_found(log):
    sql("UPDATE records_entry SET subjects = %s WHERE number = %s", '["a"]', ours(4, log).number)
    assert found() == ("place 4: it was changed",)
    sql("UPDATE records_entry SET at = %s WHERE number = %s", BEGIN, ours(6, log).number)
    assert "place 6: it was changed" in found()


def test_an_entry_taken_out_of_the_middle_is_found(log):
    sql("DELETE FROM records_entry WHERE number = %s", ours(4, log).number)
    assert found() == ("place 4: there is no such entry; the next one is 5",)


def test_an_end_that_was_cut_off_is_found_with_a_head_kept_elsewhere(log):
    known = heads()
    sql("DELETE FROM records_entry WHERE organization_id = %s AND place > 6", log.pk.hex
        if connection.vendor == "sqlite" else log.pk)  # fmt: skip
    assert found() == (), "by itself a shorter chain is a chain"
    assert found(known) == ("place 8: there is no such entry any more",)
    write(log, "as if nothing had been", BEGIN)
    write(log, "and on", BEGIN)
    assert found(known) == ("place 8: it is not the entry that was there",)


def test_swapped_entries_are_found(log):
    one, two = ours(3, log), ours(4, log)
    sql("UPDATE records_entry SET place = 1000 WHERE number = %s", one.number)
    sql("UPDATE records_entry SET place = 3 WHERE number = %s", two.number)
    sql("UPDATE records_entry SET place = 4 WHERE number = %s", one.number)
    assert {problem[:7] for problem in found()} >= {"place 3", "place 4"}


def test_an_entry_put_in_between_is_found(log):
    for place in range(8, 3, -1):
        sql("UPDATE records_entry SET place = %s WHERE number = %s", place + 1, ours(place, log).number)
    before = ours(3, log)
    made = Entry(organization=log, place=4, at=BEGIN, actor="x", did="x", subjects=[], previous=before.hash)
    made.hash = hash_of(made)
    made.save()
    assert "place 5: it was changed" in found() and "place 5: it does not follow the entry before" in found()


def test_a_log_made_anew_as_a_whole_is_found_with_a_head_kept_elsewhere(log):
    known = heads()
    before = ""
    for place in range(1, 9):
        entry = ours(place, log)
        entry.did, entry.previous = "nothing to see", before
        entry.hash = before = hash_of(entry)
        sql("UPDATE records_entry SET did = %s, previous = %s, hash = %s WHERE number = %s",
            entry.did, entry.previous, entry.hash, entry.number)  # fmt: skip
    assert found() == ()
    assert found(known) == ("place 8: it is not the entry that was there",)


def test_a_clinic_that_is_gone_is_found(log):
    known = Head("0" * 32, 3, "x")
    assert verify([known])[-1] == Chain("0" * 32, "", 0, ("the organization is gone",))


def test_heads_are_read_as_they_were_printed(log):
    lines = [str(head) for head in heads()]
    assert read_heads([*lines, "", " "]) == heads()
    assert all(re.fullmatch(r"[0-9a-f]{32} \d+ [0-9a-f]{64}", line) for line in lines)
    with pytest.raises(BirddogError, match="line 2: it must be an organization"):
        read_heads([lines[0], "what is this"])


def test_every_policy_of_a_clinic_is_logged():
    assert set(ROLES) == set(Policy) - {Policy.ANYONE, Policy.OWN, Policy.SHARED}
