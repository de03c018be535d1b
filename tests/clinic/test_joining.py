"""Two charts of one patient become one, and nothing that stood in either is lifted by that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from tests.charted import BEGIN, charted, intake, told
from tests.clinic.places import cares, person, signed_in, user, words, works

from birddog.core.content.values import BirddogError
from birddog.core.log.events import PainReported
from birddog.records import store
from birddog.records.clinic_models import Care, Entry, Membership
from birddog.records.models import Event, Person
from birddog.services.chart import standing
from birddog.services.chart.reading import read
from birddog.services.clinic import joining
from birddog.services.clinic.joining import join
from birddog.services.clinic.messages import write
from birddog.services.clinic.tasks import plan
from birddog.services.erase import erase

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SIGNS: dict[str, dict[str, Any] | None] = {
    "calm": None, "emergency": {"saddle_numbness": "yes"}, "urgent": {"fever": "yes"}, "unsure": {"cancer": "unsure"},
}  # fmt: skip


def at_desk(head: Membership, day: int = 0, name: str = "Ann Patient") -> Care:
    """A patient whose chart was begun in the clinic on a day."""
    at = BEGIN + day * DAY
    whose = Person.objects.create()
    told(whose, {"id": "i", "type": "intake", "intake": intake()}, now=at)
    return Care.objects.create(
        organization=head.organization, person=whose, therapist=head, name=name, sought=name.lower(), terms="x",
        began=at, since=at.date(), rank=12, rank_day=at.date(), witness="Head Weber",
    )  # fmt: skip


def bodies(care: Care) -> list[tuple[str, str]]:
    rows = care.person.events.order_by("at", "number").values_list("type", "at")
    return [(kind, at.isoformat()) for kind, at in rows]


def test_the_joined_chart_holds_what_both_held_at_its_own_time(head):
    who = user("ann")
    charted(person(who))
    own, desk = cares(head, who), at_desk(head, 1)
    for care, day in ((own, 2), (desk, 3), (own, 4)):
        told(care.person, {"id": f"p{day}", "type": "pain", "back": day}, now=BEGIN + day * DAY)
    fix = {"id": "c", "type": "correction", "corrects": "p3", "change": {"back": 6}}
    told(desk.person, fix, now=BEGIN + 5 * DAY)
    write(desk, "How do the stairs go?", BEGIN + 5 * DAY, head.name)
    plan(desk, "Call", "2026-03-09", BEGIN.date())
    both = sorted([*bodies(own), *bodies(desk)], key=lambda row: row[1])
    gone = desk.person.pk
    kept = join(desk, own, head, BEGIN + 6 * DAY)
    assert kept == own and sorted(bodies(own), key=lambda row: row[1]) == both
    found = read(own.person, BEGIN + 6 * DAY)
    assert found is not None
    assert [event.back for event in found.events if isinstance(event, PainReported)] == [2, 6, 4], (
        "a correction finds its event"
    )
    assert own.messages.count() == 1 and own.tasks.count() == 1
    assert not Person.objects.filter(pk=gone).exists() and not Event.objects.filter(person_id=gone).exists()
    said = list(Entry.objects.order_by("-place").values_list("did", "actor")[:2])
    assert [did for did, _ in said] == ["erased after joining", "joined two charts"] and said[1][1] == head.pk.hex


@pytest.mark.parametrize(("one", "other"), [*product(SIGNS, SIGNS)][1:])
def test_a_danger_sign_of_either_holds_or_nothing_is_joined(head, one, other):
    who = user("ann")
    charted(person(who))
    pair = cares(head, who), at_desk(head, 1)
    for care, name in zip(pair, (one, other), strict=True):
        if signs := SIGNS[name]:
            told(care.person, {"id": "x", "type": "screen", "red_flags": signs}, now=BEGIN + 2 * DAY)
    at = BEGIN + 3 * DAY
    before = [read(care.person, at).state for care in pair]  # type: ignore[union-attr]
    counts = [care.person.events.count() for care in pair]
    try:
        kept = join(*pair, head, at)
    except BirddogError:
        assert [care.person.events.count() for care in pair] == counts
        return
    after = read(kept.person, at).state  # type: ignore[union-attr]
    assert after.disposition >= max(state.disposition for state in before)
    assert (after.emergency is not None) or not any(state.emergency for state in before)


def test_what_a_later_chart_would_lift_is_not_joined(head):
    """A danger sign of an older chart, and a newer one that says no to all: the newer answers do not know of it."""
    who = user("ann")
    told(person(who), {"id": "i", "type": "intake", "intake": intake()}, now=BEGIN)
    own, desk = cares(head, who), at_desk(head, 5)
    told(own.person, {"id": "x", "type": "screen", "red_flags": {"fever": "yes"}}, now=BEGIN + DAY)
    with pytest.raises(BirddogError, match="one of them stops exercise"):
        join(own, desk, head, BEGIN + 6 * DAY)
    assert desk.person.events.count() == 1 and Person.objects.filter(pk=desk.person.pk).exists()


def test_it_takes_a_choice_and_a_box_and_no_account_is_taken_away(head):
    who, second = user("ann"), user("anna")
    charted(person(who))
    charted(person(second))
    own, other, desk = cares(head, who), cares(head, second), at_desk(head, 1)
    client, path = signed_in(head.user), f"/clinic/patients/{desk.pk}/join/"
    assert "Ann Patient" in words(client.get(path))
    assert "This chart stays." in words(client.get(f"{path}?other={own.pk}"))
    assert "check the box" in words(client.post(path, {"other": str(own.pk)}, follow=True))
    assert Care.objects.filter(ended=None).count() == 3
    refused = client.post(f"/clinic/patients/{own.pk}/join/", {"other": str(other.pk), "sure": "1"}, follow=True)
    assert "both have an account" in words(refused)
    assert "same patient" in words(client.post(path, {"other": str(desk.pk), "sure": "1"}, follow=True))
    foreign = cares(works(user("mate"), head.organization), user("theirs"), "Ann Foreign")
    assert "Ann Foreign" not in words(client.get(f"{path}?other={foreign.pk}")), "of another therapist's list"
    assert client.post(path, {"other": str(own.pk), "sure": "1"}).url == f"/clinic/patients/{own.pk}/"
    assert not Care.objects.filter(pk=desk.pk).exists()


def writes_meanwhile(monkeypatch, *reports: tuple[Person, dict[str, Any]]) -> None:
    """While two charts are worked out as one nothing is held, and reports come in, one each time."""
    holds, left, writing = [False], [*reports], store.writing

    @contextmanager
    def held() -> Iterator[None]:
        holds[0] = True
        with writing():
            yield
        holds[0] = False

    def worked_out(*args: Any) -> Any:
        assert not holds[0]
        if left:
            whose, report = left.pop(0)
            told(whose, report, now=BEGIN + 3 * DAY)
        return standing.climb(*args)

    monkeypatch.setattr(store, "writing", held)
    monkeypatch.setattr(joining, "climb", worked_out)


def test_what_comes_in_while_two_charts_are_worked_out_counts(head, monkeypatch):
    first, second = at_desk(head), at_desk(head, 1)
    pain = {"id": "new", "type": "pain", "back": 7}
    sign = {"id": "sign", "type": "screen", "red_flags": {"saddle_numbness": "yes"}}
    writes_meanwhile(monkeypatch, (first.person, pain), (second.person, sign))
    kept = join(first, second, head, BEGIN + 4 * DAY)
    found = read(kept.person, BEGIN + 4 * DAY)
    assert found is not None and found.state.emergency is not None
    assert [event.back for event in found.events if isinstance(event, PainReported)] == [7]


def test_where_somebody_writes_again_and_again_nothing_is_joined(head, monkeypatch):
    first, second = at_desk(head), at_desk(head, 1)
    writes_meanwhile(monkeypatch, *((second.person, {"id": f"p{n}", "type": "pain", "back": n}) for n in range(3)))
    with pytest.raises(BirddogError, match="try again in a minute"):
        join(first, second, head, BEGIN + 4 * DAY)
    assert first.person.events.count() == 1 and second.person.events.count() == 4


def test_a_chart_that_is_gone_by_now_is_not_joined(head):
    first, second = at_desk(head), at_desk(head, 1)
    erase(Person.objects.get(pk=second.person.pk))
    with pytest.raises(BirddogError, match="not here any more"):
        join(first, second, head, BEGIN + 4 * DAY)
