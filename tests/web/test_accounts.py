"""With accounts: three actors (the owner, another person, nobody) at every address that shows a person's data."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from tests.charted import BEGIN, MARK, charted
from tests.hostile.routes import PATHS

from birddog.records.models import Event, Person
from birddog.services.person.people import person_of
from birddog.web.middleware import OPEN

PASSWORD = "walk every day 9"
PRIVATE = [path for path in PATHS if not path.startswith(OPEN)]


@pytest.fixture(autouse=True)
def accounts(settings, tmp_path):
    settings.BIRDDOG_ACCOUNTS = True
    settings.ROOT_URLCONF = "tests.account_urls"
    (tmp_path / "clock").write_text(BEGIN.isoformat())
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    cache.clear()


def user(name: str) -> User:
    return User.objects.create_user(name, f"{name}@example.org", PASSWORD)


@pytest.fixture
def owner(db) -> User:
    made = user("owner")
    charted(person_of(made))
    return made


def signed_in(who: User) -> Any:
    client: Any = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


# --------------------------------------------------------------------------------------------- three actors


@pytest.mark.parametrize("path", PRIVATE)
def test_nobody_is_asked_to_sign_in(owner, client: Any, path):
    for answer in (client.get(path), client.post(path), client.delete(path)):
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/")


@pytest.mark.parametrize("path", PRIVATE)
def test_another_person_sees_nothing_of_the_owner(owner, path):
    other = signed_in(user("other"))
    answer = other.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    mine = Person.objects.get(user=owner)
    for secret in (MARK, str(mine.pk), mine.calendar_token, owner.email):
        assert secret.encode() not in body


@pytest.mark.parametrize("path", ["/export/events.jsonl", "/progress/", "/settings/program/"])
def test_the_owner_sees_their_own(owner, path):
    answer = signed_in(owner).get(path)
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith(("private", "no-store"))


def test_another_person_can_change_nothing_of_the_owner(owner):
    mine = Person.objects.get(user=owner)
    before = list(mine.events.values_list("event_id", flat=True))
    other = signed_in(user("other"))
    other.post("/log/pain/", {"id": "x", "back": "3"})
    other.post("/settings/display/", {"theme": "dark"})
    other.post("/settings/reminders/", {"fresh": "1"})
    event = {"id": "y", "type": "pain", "back": 9, "at": BEGIN.isoformat(), "patient": str(mine.pk)}
    other.post("/sync/", json.dumps({"events": [event]}), content_type="application/json")
    other.post("/erase/", {"word": "erase"})
    token = mine.calendar_token
    mine.refresh_from_db()
    assert list(mine.events.values_list("event_id", flat=True)) == before
    assert (mine.preferences.get("theme"), mine.calendar_token) == (None, token)


def test_the_calendar_is_found_by_its_address_alone(owner, client: Any):
    assert client.get(f"/calendar/{Person.objects.get(user=owner).calendar_token}.ics").status_code == 200
    assert client.get("/calendar/nobody.ics").status_code == 404


def test_to_erase_takes_the_account_as_well(owner):
    client = signed_in(owner)
    assert client.post("/erase/", {"word": "erase"}).url == "/goodbye/"
    assert not User.objects.filter(pk=owner.pk).exists()
    assert not Event.objects.exists()
    assert client.get("/").url.startswith("/accounts/login/")


# ------------------------------------------------------------------------------------------ signing up and in


def test_the_first_page_leads_to_plain_words(client: Any, db):
    page = client.get("/", follow=True).content.decode()
    assert "<h1>Sign in</h1>" in page
    assert "passkey" in page


def test_sign_up_and_sign_in(client: Any, db):
    form = {"email": "ann@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", form).url == "/"
    assert client.get("/settings/").status_code == 200
    assert client.post("/accounts/logout/").url == "/accounts/login/"
    assert client.get("/settings/").status_code == 302
    assert client.post("/accounts/login/", {"login": "ann@example.org", "password": PASSWORD}).url == "/"
    assert Person.objects.filter(user__email="ann@example.org").count() <= 1


def test_a_weak_password_is_refused_with_words(client: Any, db):
    form = {"email": "ann@example.org", "password1": "password", "password2": "password"}
    answer = client.post("/accounts/signup/", form)
    assert "errorlist" in answer.content.decode()
    assert not User.objects.exists()


def test_guessing_is_slowed_down(owner, client: Any):
    for _ in range(6):
        client.post("/accounts/login/", {"login": owner.email, "password": "wrong wrong"})
    answer = client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    assert answer.status_code != 302


def test_the_second_step_is_asked_for(owner):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(owner, secret)
    client: Any = Client()
    assert client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD}).url.startswith(
        "/accounts/2fa/"
    )
    assert client.get("/progress/").status_code == 302
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/progress/").status_code == 200


def test_a_forgotten_password_can_be_made_anew(owner, client: Any):
    client.post("/accounts/password/reset/", {"email": owner.email})
    (letter,) = mail.outbox
    (link,) = re.findall(r"/accounts/password/reset/key/\S+", str(letter.body))
    form = client.get(link, follow=True)
    fresh = "another good walk 7"
    client.post(form.request["PATH_INFO"], {"password1": fresh, "password2": fresh})
    assert client.post("/accounts/login/", {"login": owner.email, "password": fresh}).url == "/"


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"],
)  # fmt: skip
def test_pages_of_accounts_need_no_script_of_their_own(client: Any, db, path):
    page = client.get(path).content.decode()
    inline = re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", page)
    assert inline == []
    assert " style=" not in page
    assert 'name="viewport"' in page


@pytest.mark.parametrize(
    "path", ["/settings/account/", "/accounts/2fa/", "/accounts/email/", "/accounts/password/change/"]
)
def test_pages_of_ones_account(owner, path):
    page = signed_in(owner).get(path)
    assert page.status_code == 200
    assert "birddog/app" in page.content.decode()
