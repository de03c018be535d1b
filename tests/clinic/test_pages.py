"""The pages of a clinic: a therapist comes in by a link, invites a patient, who agrees, and can stop it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from tests.charted import BEGIN, charted
from tests.clinic.places import PASSWORD, cares, clinic, person, signed_in, user, with_second_step, words, works

from birddog.records.clinic_models import Care, Membership
from birddog.services.clinic.invitations import invite
from birddog.services.clinic.members import set_roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def head() -> Membership:
    """An administrator who treats patients as well, with a second step."""
    return with_second_step(works(user("head"), clinic(), administrator=True))


def link_in(answer: Any) -> str:
    return re.search(r'href="http://testserver(/join/[^"]+)"', answer.content.decode())[1]  # type: ignore[index]


def test_a_colleague_comes_in_by_a_link(head):
    path = link_in(signed_in(head.user).post("/clinic/invite/", {"role": "therapist"}))
    mate = user("mate")
    client = signed_in(mate)
    assert "work here as a therapist" in words(client.get(path))
    assert client.post(path, {"name": "Mate Weber", "license": "PT 7"}).url == "/clinic/"
    assert client.get("/clinic/").url == "/accounts/2fa/"
    totp.TOTP.activate(mate, totp.generate_totp_secret())
    assert "Mate Weber, PT 7" in words(client.get("/clinic/"))
    assert client.get(path).status_code == 404


def test_a_patient_reads_agrees_and_can_stop(head):
    therapist = signed_in(head.user)
    path = link_in(therapist.post("/clinic/invite/", {"role": "patient"}))
    ann = user("ann")
    charted(person(ann))
    client = signed_in(ann)
    page = words(client.get(path))
    assert "Head Weber asks whether you want to share" in page and "Nobody watches what you enter" in page
    client.post(path, {"name": "Ann"})
    assert not Care.objects.exists(), "nothing is shared without the check in the box"
    assert client.post(path, {"name": "Ann Lee", "agrees": "1"}).url == "/care/"
    assert "as Ann Lee" in words(client.get("/care/")) and "Head Weber" in words(client.get("/settings/"))
    care = Care.objects.get()
    assert "Ann Lee" in words(therapist.get("/clinic/patients/"))
    assert "Danger signs" in words(therapist.get(f"/clinic/patients/{care.pk}/"))
    client.post("/care/leave/")
    assert "Ann Lee" not in words(therapist.get("/clinic/patients/"))
    assert "No therapist sees your program" in words(client.get("/care/"))


def test_somebody_new_signs_up_for_an_invitation_also_where_sign_up_is_closed(head, client: Any, settings):
    settings.BIRDDOG_SIGNUP = False
    path = f"/join/{invite(head.organization, BEGIN, head)}/"
    assert client.get(path).url == f"/accounts/login/?next={path}"
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", {**form, "next": "/join/nobody/"}).status_code == 200
    assert client.post("/accounts/signup/", {**form, "next": path}).url == path


def test_who_works_in_a_clinic_begins_there(head, client: Any):
    totp.Authenticator.objects.all().delete()
    office = works(user("office"), head.organization, administrator=True, therapist=False)
    for member, first in ((head, "/clinic/patients/"), (office, "/clinic/")):
        login = Client().post("/accounts/login/", {"login": member.user.email, "password": PASSWORD})
        assert login["Location"] == first
        assert signed_in(member.user).get("/").url == first
    charted(person(head.user))
    assert signed_in(head.user).get("/").status_code == 200
    assert signed_in(user("ann")).get("/").url == "/start/"


def test_links_can_be_taken_back_and_a_picture_needs_a_public_address(head, settings):
    client = signed_in(head.user)
    assert b'class="qr"' not in client.post("/clinic/invite/", {"role": "patient"}).content
    settings.BIRDDOG_ORIGIN = "https://clinic.example.org"
    page = client.post("/clinic/invite/", {"role": "both"}).content.decode()
    assert 'class="qr"' in page and "https://clinic.example.org/join/" in page
    for made in head.invitations.all():
        if made.used is None:
            assert client.post(f"/clinic/invite/{made.pk}/").url == "/clinic/"
    assert not head.invitations.filter(used=None).exists()
    client.post("/clinic/invite/", {"role": "owner"})
    assert not head.invitations.filter(used=None).exists()


def test_who_only_treats_invites_no_colleagues_and_who_only_administers_no_patients(head):
    for name, roles, role in (("a", {}, "therapist"), ("b", {"administrator": True, "therapist": False}, "patient")):
        member = works(user(name), head.organization, **roles)
        with_second_step(member)
        signed_in(member.user).post("/clinic/invite/", {"role": role})
        assert not member.invitations.exists()


def test_a_patient_is_handed_over_and_let_go(head):
    mate, care = works(user("mate"), head.organization), cares(head, user("ann"))
    charted(care.person)
    path, client = f"/clinic/patients/{care.pk}/place/", signed_in(head.user)
    client.post(path, {"therapist": str(mate.pk)})
    care.refresh_from_db()
    assert care.therapist == mate
    set_roles(mate, administrator=False, therapist=False, now=BEGIN)
    assert "Waiting for a therapist Ann Patient" in words(client.get("/clinic/"))
    client.post(path, {"therapist": "nobody"})
    client.post(path, {"end": "1"})
    care.refresh_from_db()
    assert care.ended == BEGIN
    assert "Ann Patient" not in words(client.get("/clinic/"))
    assert client.get(f"/clinic/patients/{care.pk}/").status_code == 404
    assert care.person.events.exists()


def test_roles_are_changed_by_an_administrator(head):
    mate, client = works(user("mate"), head.organization), signed_in(head.user)
    assert client.post(f"/clinic/members/{head.pk}/", {"role": "none"}).url == f"/clinic/members/{head.pk}/"
    client.post(f"/clinic/members/{mate.pk}/", {"role": "both"})
    mate.refresh_from_db()
    assert mate.administrator and mate.therapist
    assert client.post(f"/clinic/members/{head.pk}/", {"role": "none"}).url == "/"
    assert client.get("/clinic/").status_code == 404


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_page_holds_a_raw_name(head, language):
    care, client = cares(head, user("ann")), signed_in(head.user)
    charted(care.person)
    paths = ["/clinic/", "/clinic/patients/", f"/clinic/patients/{care.pk}/", f"/clinic/patients/{care.pk}/place/",
             f"/clinic/members/{head.pk}/", "/care/"]  # fmt: skip
    for path in paths:
        text = words(client.get(path, headers={"accept-language": language}))
        assert re.findall(r"\b[a-z]+_[a-z_]+\b|\bbirddog-\w+|%\(\w+\)|\bNone\b", text) == [], path
