"""Who needs the therapist first, why, in one line; with as many queries for ten thousand patients as for three."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.charted import BEGIN, charted, intake, told
from tests.clinic.places import cares, person, signed_in, user, works

from birddog.records.clinic_models import Care, Membership
from birddog.records.models import Person
from birddog.services.clinic.care import end, hand_over
from birddog.services.clinic.caseload import Caseload, caseload
from birddog.services.clinic.needs import GROUPS, ORDER, RANK, say
from birddog.services.clinic.rows import mark_seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def patient(head: Membership, name: str, **changes: Any) -> Person:
    """A patient with answers that nobody has looked at."""
    who = user(name)
    whose = charted(person(who), **changes)
    cares(head, who, name.title())
    return whose


def seen(whose: Person) -> Person:
    mark_seen(Care.objects.get(person=whose, ended=None))
    return whose


def codes(load: Caseload) -> list[tuple[str, str]]:
    return [(row.care.name, row.code) for row in load.patients]


def session(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "session", "items": [], "pain_before": 3, "pain_during": 3, **more}


def test_who_needs_somebody_first_is_on_top(head):
    at = BEGIN + DAY
    everybody = {name: seen(patient(head, name)) for name in ("calm", "fell", "flares", "leg", "urgent")}
    told(everybody["calm"], session("s"), now=at)
    told(everybody["fell"], session("s", adverse="yes", adverse_note="I stumbled"), now=at)
    told(everybody["flares"], {"id": "f", "type": "flare", "pain": 7, "red_flags": {"all_others": "no"}}, now=at)
    told(everybody["leg"], {"id": "l", "type": "leg", "moved": "down", "minutes": 2,
                            "red_flags": {"all_others": "no"}}, now=at)  # fmt: skip
    told(everybody["urgent"], {"id": "x", "type": "screen", "red_flags": {"fever": "yes"}}, now=at)
    numb = user("numb")
    told(person(numb), {"id": "i", "type": "intake", "intake": intake("waiter-35-numb")})
    cares(head, numb, "Numb")
    cares(head, user("silent"), "Silent")
    patient(head, "new")
    load = caseload(head, at.date())
    order = [code for _, code in codes(load)]
    assert order == sorted(order, key=ORDER.index)
    assert dict(codes(load)) == {
        "Numb": "emergency", "Urgent": "urgent", "Leg": "leg", "Fell": "adverse", "Flares": "flare", "New": "new",
        "Silent": "new", "Calm": "none",
    }  # fmt: skip
    assert (load.everybody, load.needing) == (8, 7)
    assert load.patients[0].reason == "Emergency sign on Mar 2: we stopped the program and said to call for help."
    assert dict(zip([r.care.name for r in load.patients], [r.reason for r in load.patients], strict=True))["Fell"] == (
        "Something else happened in a session on Mar 3."
    )


def test_what_was_seen_is_not_shown_again_but_danger_stands(head):
    fell, urgent = seen(patient(head, "fell")), seen(patient(head, "urgent"))
    for day in (1, 2):
        at = BEGIN + day * DAY
        told(fell, session(f"s{day}", adverse="yes"), now=at)
        assert codes(caseload(head, at.date()))[0] == ("Fell", "adverse")
        seen(fell)
        assert codes(caseload(head, at.date()))[0] == ("Fell", "none")
    told(fell, session("s3"), now=at + DAY)
    assert codes(caseload(head, at.date()))[0] == ("Fell", "none")
    told(urgent, {"id": "x", "type": "screen", "red_flags": {"fever": "yes"}}, now=at)
    seen(urgent)
    assert codes(caseload(head, at.date()))[0] == ("Urgent", "urgent")


def test_what_comes_in_late_is_new_although_it_happened_before(head):
    fell = seen(patient(head, "fell"))
    late, at = BEGIN + DAY, BEGIN + 3 * DAY
    told(fell, session("second", adverse="yes"), now=at)
    seen(fell)
    told(fell, {**session("first", adverse="yes"), "at": late.isoformat()}, now=at + DAY)
    assert codes(caseload(head, at.date())) == [("Fell", "adverse")]
    seen(fell)
    told(fell, {"id": "c", "type": "correction", "corrects": "first", "change": {"adverse": "no"}}, now=at + DAY)
    told(fell, {"id": "d", "type": "correction", "corrects": "second", "withdraw": True}, now=at + DAY)
    assert Care.objects.get().needs == []


def test_who_stops_moves_up_by_itself_and_a_pause_is_no_stop(head):
    stops, away = seen(patient(head, "stops")), seen(patient(head, "away"))
    for whose in (stops, away):
        told(whose, session("s"), now=BEGIN + DAY)
    told(away, {"id": "p", "type": "pause", "why": "away", "until": "2026-04-01"}, now=BEGIN + 2 * DAY)
    before, after = (BEGIN + DAY * n for n in (14, 15))
    assert dict(codes(caseload(head, before.date()))) == {"Stops": "none", "Away": "none"}
    load = caseload(head, after.date())
    assert codes(load)[0] == ("Stops", "quiet") and dict(codes(load))["Away"] == "none"
    assert load.patients[0].reason == "No session since Mar 3."
    assert dict(codes(caseload(head, date(2026, 4, 2))))["Away"] == "quiet"
    told(stops, session("s2"), now=after)
    assert dict(codes(caseload(head, after.date())))["Stops"] == "none"


def test_a_new_therapist_has_seen_nothing(head):
    whose = seen(patient(head, "ann"))
    mate, care = works(user("mate"), head.organization), Care.objects.get(person=whose)
    assert codes(caseload(head, BEGIN.date())) == [("Ann", "none")]
    hand_over(care, mate, BEGIN)
    assert codes(caseload(mate, BEGIN.date())) == [("Ann", "new")]
    assert codes(caseload(head, BEGIN.date())) == []
    end(care, BEGIN)
    care.refresh_from_db()
    assert (care.needs, care.pain, care.weeks, care.name) == ([], [], [], "")


def test_sparklines_show_what_was_told(head):
    ann = seen(patient(head, "ann", pain={"back_week": 6}))
    for day in range(1, 10):
        told(ann, session(f"s{day}", pain_before=4), now=BEGIN + day * DAY)
    (row,) = caseload(head, BEGIN.date() + 9 * DAY).patients
    assert (row.pain, row.done) == (4, 9)
    assert row.line.startswith("M") and row.line.count("L") == 9
    offered, done = row.bars
    assert offered == "M0 0h7v28h-7zM9 0h7v28h-7z"
    assert re.findall(r"v-([\d.]+)", done)[0] == "28.0", "as many as offered, or more"
    assert 0 < float(re.findall(r"v-([\d.]+)", done)[1]) < 28
    assert row.offered == sum(offered for _, offered in Care.objects.get().weeks) > 0


def test_search_filters_and_pages(head):
    names = [f"Núñez {n:02}" for n in range(30)] + ["Alba"]
    for n, name in enumerate(names):
        cares(head, user(f"u{n}"), name)
    seen(Care.objects.get(name="Alba").person)
    day = BEGIN.date()
    assert caseload(head, day, text="nunez 2").found == 10
    assert [r.care.name for r in caseload(head, day, text="  ALBA ").patients] == ["Alba"]
    assert (caseload(head, day, group="needs").found, caseload(head, day, group="new").found) == (30, 30)
    assert caseload(head, day, group="flare").patients == ()
    first, last = caseload(head, day), caseload(head, day, page=99)
    assert (first.pages, len(first.patients), last.page, len(last.patients)) == (2, 25, 2, 6)
    client = signed_in(head.user)
    page = client.get("/clinic/patients/?q=nunez&group=new&page=2").content.decode()
    assert "Page 2 of 2" in page and "Alba" not in page and "Núñez 29" in page
    for odd in ("?page=x", "?page=-3", "?group=%00", "?q=%00", "?q=" + "a" * 300, "?page=" + "9" * 50):
        assert client.get(f"/clinic/patients/{odd}").status_code == 200, odd


def test_every_need_is_said_in_both_languages_and_has_a_filter(settings):
    from django.utils.translation import override

    assert {code for _, codes_ in GROUPS.values() for code in codes_} == set(ORDER) - {"none"}
    for language in ("en", "es"):
        with override(language):
            lines = [say(code, BEGIN.date()) for code in ORDER]
        assert len(set(lines)) == len(ORDER) and not [line for line in lines if "%" in line]


def many(head: Membership, count: int) -> None:
    """So many patients, made in bulk."""
    day = BEGIN.date()
    shown: dict[str, Any] = {
        "pain": [[ago, 3] for ago in range(27, -1, -1)], "weeks": [[3, 5]] * 8, "terms": "x", "began": BEGIN,
        "since": day, "seen": 1, "needs": [["leg", "1", "2026-03-01", 2]],
    }  # fmt: skip
    Care.objects.bulk_create(
        Care(
            organization=head.organization, person=whose, therapist=head, name=f"Patient {n}", sought=f"patient {n}",
            rank=RANK["leg"] if n % 7 == 0 else RANK["none"], rank_day=day - n % 30 * DAY,
            quiet_from=day + (n % 40 - 20) * DAY, **shown,
        ) for n, whose in enumerate(Person.objects.bulk_create(Person() for _ in range(count)))
    )  # fmt: skip


def queries(client: Any, path: str) -> int:
    client.get(path)  # whoever is shown for the first time gets a key in the log
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def test_ten_thousand_patients_cost_as_many_queries_as_three(head):
    client = signed_in(head.user)
    paths = ("/clinic/patients/", "/clinic/patients/?q=patient+1", "/clinic/patients/?group=needs&page=3")
    many(head, 3)
    client.get("/")  # makes the person of this account
    few = [queries(client, path) for path in paths]
    many(head, 10_000)
    assert [queries(client, path) for path in paths] == few
    assert few[0] <= 16
    bare, whole = _seconds(head, client)
    print(f"bare list {bare * 1000:.0f} ms, caseload {whole * 1000:.0f} ms, {few[0]} queries")
    assert whole <= 2 * bare


def _seconds(head: Membership, client: Any) -> tuple[float, float]:
    """Of a bare list of one page of the same patients, and of the caseload page; the best of several, by turns."""

    def bare() -> None:
        """A short list page, and 25 of the names in order with how many there are."""
        rows = Care.objects.filter(therapist=head, ended=None).order_by("sought", "pk")
        assert len([row.name for row in rows[:25]]) == 25 and rows.count() > 10_000
        assert client.get("/clinic/").status_code == 200

    def timed(work: Any) -> float:
        began = time.thread_time()
        work()
        return time.thread_time() - began

    took = [(timed(bare), timed(lambda: client.get("/clinic/patients/"))) for _ in range(9)]
    return min(row[0] for row in took), min(row[1] for row in took)
