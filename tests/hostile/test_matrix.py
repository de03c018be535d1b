"""Every address x every method x everybody: nobody is let in, nothing breaks, and a new address says whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from tests.charted import BEGIN, MARK, charted
from tests.hostile.raw import LONG
from tests.hostile.routes import ACCOUNT_PATHS, path_of, routes

from birddog.records.models import Event, Person
from birddog.services.person.people import person_of
from birddog.web.access import Policy, policy_of
from birddog.web.middleware import OPEN
from birddog.web.urls import urlpatterns

DECLARED = {str(pattern.pattern): policy_of(pattern) for pattern in urlpatterns}
"""Pattern of an address to the policy that it declares (``web/access.py``)."""
ANYONES = {route for route, policy in DECLARED.items() if policy is Policy.ANYONE}
"""Addresses that are shown to whoever asks. They hold nothing of anybody, or need a key that cannot be guessed."""
PERSONS = set(DECLARED) - ANYONES
"""Addresses that need somebody who is signed in."""
KNOWN = set(routes("birddog.web.urls"))
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FROB", "get")
SHORT = ("GET", "POST", "DELETE")
WORDS = {"id": "x", "back": "3", "word": "no", "next": "08:30", "email": "a@b.org", "login": "a@b.org", "password": "x"}


@dataclass
class Scene:
    """Two people with a chart each and somebody who is neither."""

    owner: User
    other: User

    def actors(self) -> Iterator[tuple[str, Any]]:
        for name, who in (("owner", self.owner), ("other", self.other), ("nobody", None)):
            client: Any = Client(raise_request_exception=False)
            if who is not None:
                client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
            yield name, client


@pytest.fixture
def scene(db, settings, tmp_path):
    settings.BIRDDOG_ACCOUNTS = True
    settings.ROOT_URLCONF = "tests.account_urls"
    (tmp_path / "clock").write_text(BEGIN.isoformat())
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    cache.clear()
    made = Scene(
        *(User.objects.create_user(name, f"{name}@example.org", "walk every day 9") for name in ("ann", "bob"))
    )
    charted(person_of(made.owner))
    return made


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_every_address_says_whose_it_is():
    assert [route for route, policy in DECLARED.items() if policy is None] == [], "declare a policy: web/access.py"
    assert set(DECLARED) == KNOWN
    assert {route for route in KNOWN if path_of(route).startswith(OPEN)} == ANYONES


def test_nobody_is_let_in_and_nothing_breaks(scene):
    mine = Person.objects.get(user=scene.owner)
    secrets = [text.encode() for text in (MARK, str(mine.pk), mine.pk.hex, mine.calendar_token, scene.owner.email)]
    for route in sorted(KNOWN):
        path = path_of(route)
        for actor, client in scene.actors():
            for method in METHODS if LONG else SHORT:
                if actor == "owner" and route == "settings/<slug:section>/" and method == "POST":
                    continue
                answer = client.generic(method, path) if method != "POST" else client.post(path, WORDS)
                where = f"{method} {path} by {actor}: {answer.status_code}"
                assert answer.status_code < 500, where
                if actor != "owner":
                    assert [secret for secret in secrets if secret in body_of(answer)] == [], where
                if actor == "nobody" and route in PERSONS:
                    assert answer.status_code == 302, where
                    assert answer.url.startswith("/accounts/login/"), where
    assert set(Event.objects.filter(person=mine).values_list("actor", flat=True)) <= {"patient", "system"}
    mine.refresh_from_db()
    assert mine.calendar_token == Person.objects.get(user=scene.owner).calendar_token


def test_no_address_of_accounts_breaks(scene):
    for path in ACCOUNT_PATHS:
        for actor, client in scene.actors():
            for method in METHODS if LONG else ("GET", "POST"):
                answer = client.generic(method, path) if method != "POST" else client.post(path, WORDS)
                assert answer.status_code < 500, f"{method} {path} by {actor}: {answer.status_code}"


def test_a_forged_form_changes_nothing(scene):
    """What another site's page can send with the cookies of somebody who is signed in."""
    before = Event.objects.count()
    for route in sorted(PERSONS):
        client: Any = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.force_login(scene.owner, backend="django.contrib.auth.backends.ModelBackend")
        for kind in ("application/x-www-form-urlencoded", "text/plain", "application/json"):
            answer = client.post(path_of(route), "id=x&back=3&word=erase", content_type=kind,
                                 headers={"origin": "https://evil.example"})  # fmt: skip
            assert answer.status_code in (403, 405), (route, answer.status_code)
    assert Event.objects.count() == before
