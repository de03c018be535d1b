"""Every address x method x role x whose: who may not come is answered as if there were nothing there, byte for byte."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.test import Client
from django.urls import resolve
from tests.charted import BEGIN, MARK, charted
from tests.clinic.places import cares, clinic, person, user, works
from tests.core.test_home_made import BODY as HOME_MADE
from tests.hostile.routes import NO_ID, path_of

from birddog.records.clinic_models import Care, HomeExercise, Invitation, Membership, ProgramTemplate
from birddog.services.clinic.care import hand_over
from birddog.services.clinic.invitations import invite
from birddog.services.clinic.members import set_roles
from birddog.web.access import Policy, policy_of
from birddog.web.live import entry
from birddog.web.urls import urlpatterns

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
DECLARED = {str(pattern.pattern): policy_of(pattern) for pattern in urlpatterns}
CLINICS = sorted(route for route, policy in DECLARED.items() if policy not in (Policy.ANYONE, Policy.OWN))
NAMES = {"member": "seaside member", "care": "seaside patient", "invitation": "seaside link",
         "template": "seaside template", "home": "seaside exercise"}  # fmt: skip
MAY: dict[Policy | None, set[str]] = {
    Policy.SHARED: {"owner", "therapist", "teammate", "administrator", "outsider", "foreign", "former"},
    Policy.MEMBER: {"therapist", "teammate", "administrator", "foreign"},
    Policy.ADMINISTRATOR: {"administrator"},
    Policy.THERAPIST: {"therapist", "teammate", "foreign"},
    Policy.KEPT: {"therapist", "teammate"},
    Policy.CASELOAD: {"therapist"},
    Policy.PLACEMENT: {"therapist", "administrator"},
}
"""Who is let in. Everybody else is told that there is nothing, or, signed in nowhere, to sign in."""


def may(route: str) -> set[str]:
    """Who is let in at an address; to what is not about anything in it, also an administrator of another clinic."""
    alone = DECLARED[route] is Policy.ADMINISTRATOR and "<uuid:" not in route
    return MAY[DECLARED[route]] | ({"foreign"} if alone else set())


WORDS = {"do": "retire", "name": "X", "role": "none", "therapist": "x", "text": "x", "note": "x", "number": "1"}


@dataclass
class Scene:
    """A patient of one clinic, all who work there or did, people of another clinic, and nobody."""

    users: dict[str, User]
    care: Care
    objects: dict[str, str] = field(default_factory=dict)

    def client(self, role: str) -> Any:
        made = Client(raise_request_exception=False)
        if role in self.users:
            made.force_login(self.users[role], backend="django.contrib.auth.backends.ModelBackend")
        return made

    def secrets(self) -> list[bytes]:
        """What nobody must read who is not let in."""
        own = person(self.users["owner"])
        texts = [MARK, str(own.pk), own.pk.hex, str(self.care.pk), self.care.name, self.users["owner"].email, "Seaside"]
        return [text.encode() for text in texts]


ROLES = ("owner", "therapist", "teammate", "administrator", "outsider", "foreign", "former", "nobody")


@pytest.fixture
def scene(db) -> Scene:
    users = {role: user(role) for role in ROLES if role != "nobody"}
    here = clinic()
    office = works(users["administrator"], here, administrator=True, therapist=False)
    former, therapist = works(users["former"], here), works(users["therapist"], here)
    works(users["teammate"], here)
    works(users["foreign"], clinic("Hillside"), administrator=True)
    for role in ("administrator", "therapist", "teammate", "foreign"):
        totp.TOTP.activate(users[role], totp.generate_totp_secret())
    charted(person(users["owner"]))
    care = cares(former, users["owner"])
    hand_over(care, therapist, BEGIN)
    care.refresh_from_db()
    set_roles(former, administrator=False, therapist=False, now=BEGIN)
    invite(here, BEGIN, office, therapist=True)
    link = Invitation.objects.get(used=None)
    template = ProgramTemplate.objects.create(organization=here, name="Seaside knees", items=[], changed=BEGIN)
    home = HomeExercise.objects.create(
        organization=here, name="Seaside squeeze", sought="seaside squeeze", changed=BEGIN, body=HOME_MADE
    )
    objects = {"care": care, "member": office, "invitation": link, "template": template, "home": home}
    return Scene(users, care, {name: str(made.pk) for name, made in objects.items()})


def plain(answer: Any, path: str) -> tuple[int, bytes, list[str]]:
    """An answer without the address that was asked for: status, body, and headers that say anything."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for text in (path, re.sub(r"/", "%2F", path)):
        body = body.replace(text.encode(), b"PATH")
    headers = [f"{name}: {value}".replace(path, "PATH") for name, value in answer.items()]
    return answer.status_code, re.sub(rb'nonce-[^"]*|csrf-token" content="[^"]*"', b"", body), sorted(headers)


def ask(client: Any, method: str, path: str) -> Any:
    return client.post(path, WORDS) if method == "POST" else client.generic(method, path)


def test_every_address_declares_its_policy_and_every_policy_says_who():
    assert [route for route, policy in DECLARED.items() if policy is None] == []
    assert set(DECLARED.values()) - {Policy.ANYONE, Policy.OWN} == set(MAY)
    arguments = {name for route in CLINICS for name in re.findall(r"<uuid:(\w+)>", route)}
    assert arguments == set(NAMES), "make one in the scene, and name it here"


def test_who_may_not_come_finds_nothing(scene):
    tried: Counter[str] = Counter()
    clients, secrets, nothing = {role: scene.client(role) for role in ROLES}, scene.secrets(), "/clinic/none/of/this/"
    unknown = {
        (role, method): plain(ask(clients[role], method, nothing), nothing) for role in ROLES for method in METHODS
    }
    for route in CLINICS:
        path = path_of(route, **scene.objects)
        if route == "join/<str:token>/":
            continue
        missing = path_of(route)  # with ids that nothing has
        assert (missing == path) == ("<uuid" not in route), route
        for role in ROLES:
            if role in may(route):
                continue
            for method in METHODS:
                answer = plain(ask(clients[role], method, path), path)
                assert answer == unknown[role, method], (role, method, route)
                if missing != path:
                    assert answer == plain(ask(clients[role], method, missing), missing), (role, method, route)
                assert answer[0] == (302 if role == "nobody" else 404), (role, method, route, answer[0])
                assert [s for s in secrets if s in answer[1]] == [], (role, method, route)
                tried[role] += 1
    print(f"denied: {sum(tried.values())} requests", dict(tried))
    still = Care.objects.get(pk=scene.care.pk)
    assert (still.therapist, still.ended) == (scene.care.therapist, None)
    assert Membership.objects.filter(ended=None).count() == 4


def test_who_may_come_does(scene):
    for route in CLINICS:
        for role in may(route):
            mine = {**scene.objects, **_of_the_other_clinic(scene, role)}
            path = path_of(route, **mine)
            if route == "join/<str:token>/" or "<uuid:invitation>" in route:
                continue
            answer = scene.client(role).get(path)
            assert answer.status_code in (200, 405), (role, route, answer.status_code)
            kept = DECLARED[route] is Policy.SHARED
            assert ("X-Birddog-Person" in answer) == kept, "pages about others are not kept in a browser"
            assert "no-store" in answer["Cache-Control"], route
            others = [s for s in scene.secrets() if s in answer.content]
            if role in ("outsider", "foreign", "former"):
                assert others == [], (role, route)
            if role in ("administrator", "teammate"):
                assert not {MARK.encode(), scene.users["owner"].email.encode()} & set(others), (role, route)


def _of_the_other_clinic(scene: Scene, role: str) -> dict[str, str]:
    own = Membership.objects.filter(user=scene.users[role], ended=None).first()
    return {"member": str(own.pk)} if own is not None and role == "foreign" else {}


def test_what_belongs_to_another_clinic_is_not_there(scene):
    """An administrator and therapist of one clinic, with the ids of another."""
    client = scene.client("foreign")
    for route in (route for route in CLINICS if "<uuid:" in route):
        for method in METHODS:
            path, nothing = (
                path_of(route, **scene.objects),
                path_of(route, care=NO_ID, member=NO_ID, invitation=NO_ID, template=NO_ID, home=NO_ID),
            )
            found = plain(ask(client, method, path), path)
            assert found == plain(ask(client, method, nothing), nothing), (method, route)
            assert found[0] == 404, (method, route, found[0])
    assert Invitation.objects.filter(pk=scene.objects["invitation"]).exists()
    assert ProgramTemplate.objects.filter(pk=scene.objects["template"], name="Seaside knees").exists()
    assert HomeExercise.objects.get(pk=scene.objects["home"]).retired is None


def test_without_the_second_step_nothing_is_shown(scene):
    totp.Authenticator.objects.filter(user=scene.users["therapist"]).delete()
    client = scene.client("therapist")
    for route in CLINICS:
        if DECLARED[route] in (Policy.CASELOAD, Policy.PLACEMENT, Policy.MEMBER, Policy.THERAPIST, Policy.KEPT):
            if "<uuid:invitation>" in route:
                continue  # an administrator's
            answer = client.get(path_of(route, **scene.objects))
            assert (answer.status_code, answer.url) == (302, "/accounts/2fa/"), route


def test_the_socket_of_the_coach_is_everybodys_own_and_closes_with_the_session(scene, monkeypatch):
    """Its address names an exercise and nobody: there is no id of another to ask for."""
    monkeypatch.setattr(entry, "close_old_connections", lambda: None)
    for role in ROLES:
        client = scene.client(role)
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        headers = {b"cookie": cookies.encode()}
        if role == "nobody":
            with pytest.raises(entry.Refusal, match="nobody is signed in"):
                entry.entered(headers, "bridge", "en")
            continue
        own = person(scene.users[role])
        if role == "owner":
            assert entry.entered(headers, "cat-cow", "en")[0] == own
        else:
            with pytest.raises(entry.Refusal, match="there is no program yet"):
                entry.entered(headers, "cat-cow", "en")
        assert entry.whose(headers) == own
        if role in ("owner", "therapist"):
            client.logout()
        else:
            scene.users[role].set_password("another walk 9 a day")
            scene.users[role].save()
        assert entry.whose(headers) is None, role


def test_to_stop_sharing_shuts_the_door_at_once(scene):
    path = f"/clinic/patients/{scene.care.pk}/place/"
    therapist = scene.client("therapist")
    assert therapist.get(path).status_code == 200
    assert scene.client("owner").post("/care/leave/").url == "/care/"
    assert therapist.get(path).status_code == 404
    assert b"Owner Patient" not in therapist.get("/clinic/patients/").content


def test_without_accounts_there_is_no_clinic(scene, settings):
    settings.BIRDDOG_ACCOUNTS = False
    client: Any = Client(raise_request_exception=False)
    for route in CLINICS:
        for method in ("GET", "POST"):
            assert ask(client, method, path_of(route, **scene.objects)).status_code == 404, route
    assert resolve("/clinic/").url_name == "clinic"
