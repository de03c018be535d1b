"""A clinic for tests: who works there, who is cared for, and how one gets in."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from typing import Any

from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.test import Client
from tests.charted import BEGIN

from birddog.records.clinic_models import Care, Membership, Organization
from birddog.records.models import Person
from birddog.services.clinic.invitations import invite, join_as_member, join_as_patient, opened
from birddog.services.clinic.members import found
from birddog.services.person.people import person_of

PASSWORD = "walk every day 9"


def user(name: str) -> User:
    """Somebody with an account."""
    return User.objects.create_user(name, f"{name}@example.org", PASSWORD)


def person(who: User) -> Person:
    """The person of an account."""
    made = person_of(who)
    assert made is not None
    return made


def clinic(name: str = "Seaside") -> Organization:
    """A clinic in which nobody works yet."""
    return found(name, BEGIN)


def works(who: User, at: Organization, *, administrator: bool = False, therapist: bool = True) -> Membership:
    """Somebody follows a link and works there from now on."""
    link = opened(invite(at, BEGIN, administrator=administrator, therapist=therapist), BEGIN)
    assert link is not None
    return join_as_member(link, who, f"{who.username.title()} Weber", "PT 1234", BEGIN)


def with_second_step(member: Membership) -> Membership:
    """The same, with a code from an app besides the password, as everybody who works in a clinic must have."""
    totp.TOTP.activate(member.user, totp.generate_totp_secret())
    return member


def cares(therapist: Membership, who: User, name: str = "", now: datetime = BEGIN) -> Care:
    """Somebody follows a therapist's link and is cared for by them from now on."""
    link = opened(invite(therapist.organization, now, therapist), now)
    assert link is not None
    return join_as_patient(link, person(who), name or f"{who.username.title()} Patient", now)


def signed_in(who: User) -> Any:
    """A browser in which somebody is signed in."""
    made: Any = Client()
    made.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return made


def words(answer: Any) -> str:
    """What a page says, without its frame."""
    body = re.search(r"<main.*?</main>", answer.content.decode(), re.S)
    assert body
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body[0])))
