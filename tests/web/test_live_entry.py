"""Whose socket it is: with accounts, the one of the session's cookie, and their own exercises only."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client
from tests.browser.conftest import START, example

from birddog.services.chart.log import record
from birddog.services.person.people import person_of
from birddog.web.live import entry
from birddog.web.live.entry import Refusal, entered, ours


@pytest.fixture
def ann(db, settings, tmp_path):
    settings.BIRDDOG_ACCOUNTS = True
    clock = tmp_path / "clock"
    clock.write_text(START)
    settings.BIRDDOG_CLOCK_FILE = str(clock)
    user = User.objects.create_user("ann", "ann@example.org", "walk every day 9")
    person = person_of(user)
    assert person is not None
    told = [{"id": "intake-1", "at": START, "type": "intake", "intake": example("desk-worker-38")}]
    record(person, told, datetime.fromisoformat(START))
    return user


def cookie(user: User | None) -> dict[bytes, bytes]:
    client = Client()
    if user is not None:
        client.force_login(user)
    pairs = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return {b"cookie": pairs.encode()}


@pytest.fixture(autouse=True)
def kept_connection(monkeypatch):
    """The test's own database connection is not closed after a look."""
    monkeypatch.setattr(entry, "close_old_connections", lambda: None)


def test_the_session_says_who_it_is(ann):
    person, found = entered(cookie(ann), "cat-cow", "es")
    assert person == person_of(ann)
    assert found.target.id == "cat-cow"


def test_a_strangers_session_and_none_are_nobody(ann):
    ended = cookie(ann)
    client = Client()
    client.cookies.load({"sessionid": ended[b"cookie"].decode().split("sessionid=")[1].split(";")[0]})
    client.logout()
    for headers in ({}, {b"cookie": b"sessionid=" + b"a" * 32}, {b"cookie": b"sessionid=../../x"}, ended):
        with pytest.raises(Refusal) as refused:
            entered(headers, "cat-cow", "en")
        assert refused.value.code == 4401


def test_somebody_else_does_not_get_at_anothers_session(ann):
    bob = User.objects.create_user("bob", "bob@example.org", "walk every day 9")
    with pytest.raises(Refusal) as refused:
        entered(cookie(bob), "cat-cow", "en")
    assert (refused.value.code, refused.value.reason) == (4403, "there is no program yet")


def test_when_danger_signs_come_first_there_is_no_coach(ann):
    person = person_of(ann)
    assert person is not None
    told = [{"id": "screen-1", "at": START, "type": "screen", "red_flags": {"saddle_numbness": "yes"}}]
    (receipt,) = record(person, told, datetime.fromisoformat(START))
    assert receipt.status == "stored", receipt
    with pytest.raises(Refusal) as refused:
        entered(cookie(ann), "cat-cow", "en")
    assert refused.value.code == 4403


def test_origin_and_host_must_be_ours(settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "birddog.example"]
    settings.BIRDDOG_HTTPS = False

    def asked(host: str, origin: str) -> bool:
        return ours({b"host": host.encode(), b"origin": origin.encode()})

    assert asked("127.0.0.1:8000", "http://127.0.0.1:8000")
    assert asked("birddog.example", "https://birddog.example")
    for host, origin in [
        ("127.0.0.1:8000", ""), ("127.0.0.1:8000", "null"), ("127.0.0.1:8000", "http://127.0.0.1:9000"),
        ("127.0.0.1:8000", "file://127.0.0.1:8000"), ("evil.example", "http://evil.example"), ("", ""),
        ("127.0.0.1:8000", "http://127.0.0.1:8000@evil.example"), ("127.0.0.1:8000", "http://["),
    ]:  # fmt: skip
        assert not asked(host, origin), (host, origin)
    settings.BIRDDOG_HTTPS = True
    assert not asked("birddog.example", "http://birddog.example")
    assert asked("birddog.example", "https://birddog.example")
