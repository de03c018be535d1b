"""Guesses at passwords and codes: counted, whatever strangers do beside them, and a code opens one door once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core.internal.ratelimit import parse_rate
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache, caches
from django.db import OperationalError, connections
from django.test import Client
from tests.clinic.places import clinic, works

from birddog.services import clock
from birddog.services.clinic.invitations import invite
from birddog.web.accounts import ResetPasswordKeyForm, SignupForm

PASSWORD = "walk every day 9"


@pytest.fixture(autouse=True)
def accounts(settings):
    settings.BIRDDOG_ACCOUNTS = True
    settings.ROOT_URLCONF = "tests.account_urls"
    cache.clear()


def user(name: str = "ann") -> User:
    return User.objects.create_user(name, f"{name}@example.org", PASSWORD)


def signed_in(password: str, client: Any | None = None, login: str = "ann@example.org") -> bool:
    answer = (client or Client()).post("/accounts/login/", {"login": login, "password": password})
    return answer.status_code == 302


def made_from(address: str, name: str, **more: str) -> int:
    """The status of a sign-up from an address."""
    form = {"email": f"{name}@example.org", "password1": PASSWORD, "password2": PASSWORD, **more}
    status: int = Client(REMOTE_ADDR=address).post("/accounts/signup/", form).status_code
    return status


def test_strangers_cannot_push_out_what_counts_against_them(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "account_made": "2/h/ip"}
    user()
    assert [made_from("192.0.2.1", f"new-{n}") for n in range(3)] == [302, 302, 429]
    for _ in range(6):
        signed_in("wrong wrong")
    for n in range(2_100):
        cache.set(f"stranger-{n}", [1.0], 600)
    assert not signed_in(PASSWORD)
    assert made_from("192.0.2.1", "after-the-flood") == 429
    assert made_from("192.0.2.2", "elsewhere") == 302


def test_what_has_expired_goes_and_nothing_else(db):
    kept: Any = caches["default"]
    for n in range(50):
        kept.set(f"short-{n}", 1, -1)  # a time that is over: the table holds whole seconds
        kept.set(f"long-{n}", 1, 600)
    kept._swept = -1_000.0
    kept.set("another", 1, 600)
    assert all(kept.get(f"long-{n}") == 1 for n in range(50))
    assert not any(kept.get(f"short-{n}") for n in range(50))


def test_of_many_who_mark_a_code_at_once_one_succeeds(db):
    with ThreadPoolExecutor(8) as pool:
        for n in range(20):
            assert sum(pool.map(lambda _, n=n: cache.add(f"code-{n}", "y", 30), range(8))) == 1


def test_a_code_opens_one_door_once(transactional_db):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user(), secret)
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.post("/accounts/login/", {"login": "ann@example.org", "password": PASSWORD})
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))

    def enter(client: Any) -> None:
        client.post("/accounts/2fa/authenticate/", {"code": code})
        connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(enter, clients))
    assert sum(client.get("/settings/").status_code == 200 for client in clients) == 1


def test_a_form_that_is_sent_twice_makes_one_account(transactional_db, monkeypatch):
    together, save = Barrier(3), SignupForm.try_save

    def at_once(form: Any, request: Any) -> Any:
        together.wait(30)  # each form was found to be in order before any of them is saved
        return save(form, request)

    monkeypatch.setattr(SignupForm, "try_save", at_once)

    def sign_up(email: str) -> int:
        form = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
        status: int = Client().post("/accounts/signup/", form).status_code
        connections.close_all()
        return status

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(sign_up, ["new@example.org", "New@example.org", "new@EXAMPLE.org"]))
    assert answers == [302, 302, 302]
    assert User.objects.count() == 1


def test_a_sign_up_that_failed_or_was_erased_may_be_tried_again(db, monkeypatch):
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    with monkeypatch.context() as away:
        away.setattr(User, "save", lambda *_args, **_more: (_ for _ in ()).throw(OperationalError("locked")))
        assert Client(raise_request_exception=False).post("/accounts/signup/", form).status_code == 503
    for _ in range(2):  # the second one after the first was erased
        assert Client().post("/accounts/signup/", form).status_code == 302
        assert [each.delete()[0] > 0 for each in User.objects.all()] == [True]


def test_a_link_for_a_new_password_sets_one_password_however_often_it_is_used_at_once(transactional_db, monkeypatch):
    ann, together = user(), Barrier(4)
    EmailAddress.objects.create(user=ann, email="ann@example.org", verified=True, primary=True)
    Client().post("/accounts/password/reset/", {"email": "ann@example.org"})
    (link,) = re.findall(r"/accounts/password/reset/key/\S+", str(mail.outbox[-1].body))
    clients = [Client() for _ in range(4)]
    places = [client.get(link)["Location"] for client in clients]
    clean = ResetPasswordKeyForm.clean

    def at_once(form: Any) -> Any:
        together.wait(30)  # the link was found to be good before any of them has set a password
        return clean(form)

    monkeypatch.setattr(ResetPasswordKeyForm, "clean", at_once)

    def choose(n: int) -> int:
        chosen = f"another way {n} here"
        status: int = clients[n].post(places[n], {"password1": chosen, "password2": chosen}).status_code
        connections.close_all()
        return status

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(choose, range(4)))
    assert sorted(answers) == [200, 200, 200, 302]
    ann.refresh_from_db()
    assert ann.check_password(f"another way {answers.index(302)} here")


# ---------------------------------------------------------------------------------------------- one's address


@pytest.mark.parametrize("form", [{"action_add": "1", "email": "evil@example.org"},
                                  {"action_remove": "1", "email": "ann@example.org"},
                                  {"action_primary": "1", "email": "ann@example.org"}])  # fmt: skip
def test_an_address_is_changed_with_the_password_only(db, form):
    client: Any = Client()
    client.force_login(user(), backend="django.contrib.auth.backends.ModelBackend")  # as with a session that was taken
    answer = client.post("/accounts/email/", form)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert [row.email for row in EmailAddress.objects.all()] in ([], ["ann@example.org"])


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "birddog.example.org"])
def test_links_in_mail_lead_home_whatever_the_request_says(db, settings, host):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "birddog.example.org"]
    settings.BIRDDOG_ORIGIN = "https://birddog.example.org"
    user()
    Client().post("/accounts/password/reset/", {"email": "ann@example.org"}, headers={"host": host})
    Client().post("/accounts/password/reset/", {"email": "nobody@example.org"}, headers={"host": host})
    found = [link for letter in mail.outbox for link in re.findall(r"https?://[^/\s]+", str(letter.body))]
    assert found
    assert set(found) == {"https://birddog.example.org"}


def test_sign_up_can_be_closed(db, settings):
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    settings.BIRDDOG_SIGNUP = False
    Client().post("/accounts/signup/", form)
    assert not User.objects.exists()
    settings.BIRDDOG_SIGNUP = True
    Client().post("/accounts/signup/", form)
    assert User.objects.exists()


def test_addresses_of_one_network_are_one_and_a_form_that_was_refused_is_no_account(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "account_made": "2/h/ip"}
    assert [made_from("2001:db8::1", f"slip-{n}", password2="another one 9") for n in range(4)] == [200] * 4
    assert [made_from(f"2001:db8::{n}", f"six-{n}") for n in range(1, 4)] == [302, 302, 429]
    assert made_from("2001:db8:0:1::1", "next-door") == 302


def test_strangers_keep_nobody_out_whom_a_clinic_has_invited(db, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "account_made_by_anyone": "1/d/key"}
    head = works(user("head"), clinic())
    path = f"/join/{invite(head.organization, clock.now(), head)}/"
    assert [made_from(f"192.0.2.{n}", f"stranger-{n}") for n in range(2)] == [302, 429]
    assert made_from("192.0.2.9", "ann", next=path) == 302
    refused = Client(REMOTE_ADDR="192.0.2.8").post(
        "/accounts/signup/?next=/library/", {"email": "bo@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert refused.status_code == 429 and "/accounts/signup/?next=%2Flibrary%2F" in refused.content.decode()


def test_a_clinic_can_take_in_thirty_people_within_an_hour(settings):
    for_one, for_a_day = (parse_rate(rate) for rate in settings.ACCOUNT_RATE_LIMITS["account_made"].split(","))
    assert (for_one.duration, for_a_day.duration) == (3600, 86_400)
    assert 30 <= for_one.amount <= 60 and for_one.amount < for_a_day.amount
