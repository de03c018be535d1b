"""The log in words: for administrators who did what, for a patient who looked at their chart."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db.models import Model
from tests.charted import BEGIN, charted, told
from tests.clinic.places import cares, clinic, person, signed_in, user, with_second_step, words, works
from tests.core.test_home_made import BODY as HOME_MADE

from birddog.records.clinic_models import Membership
from birddog.services.clinic.audit import write
from birddog.services.clinic.care import end, waiting
from birddog.services.clinic.members import set_roles
from birddog.services.clinic.reading_log import ON_A_PAGE, WORDS, log_of, who_looked
from birddog.services.erase import erase
from birddog.web.access import ROLES, policy_of
from birddog.web.urls import urlpatterns

pytestmark = pytest.mark.django_db


@pytest.fixture
def head() -> Membership:
    return with_second_step(works(user("head"), clinic(), administrator=True))


def test_everything_that_a_clinic_can_do_has_words(head):
    care = cares(head, user("ann"))
    kept = head.organization.templates.create(name="Knees", sought="knees", items=[], by="head", changed=BEGIN)
    made = head.organization.home_exercises.create(name="Own", sought="own", body=HOME_MADE, by="head", changed=BEGIN)
    there: dict[str, Model] = {"care": care, "member": head, "template": kept, "home": made}
    for pattern in urlpatterns:
        if policy_of(pattern) not in ROLES:
            continue
        path = "/" + re.sub(r"<uuid:(\w+)>", lambda m: str(there.get(m[1], care).pk), str(pattern.pattern))
        path = re.sub(r"<slug:\w+>", "sign-fever", path)
        for method in ("GET", "POST"):
            answer = signed_in(head.user).generic(method, path)
            if answer.status_code != 405 and "<uuid:invitation>" not in str(pattern.pattern):
                assert f"{method} {pattern.name}" in WORDS


def test_administrators_read_who_did_what_and_patients_who_looked(head):
    ann = user("ann")
    charted(person(ann))
    care = cares(head, ann, "Ann Lee")
    client = signed_in(head.user)
    client.get("/clinic/patients/")
    client.get(f"/clinic/patients/{care.pk}/")
    client.get(f"/clinic/patients/{care.pk}/")
    text = words(client.get("/clinic/log/"))
    assert "Head Weber looked at the chart Ann Lee" in text and "Head Weber looked at the list Ann Lee" in text
    assert "Mar 2: Head Weber, 2 times" in words(signed_in(ann).get("/care/"))
    end(care, BEGIN)
    assert "Ann Lee" not in words(client.get("/clinic/log/"))
    erase(person(ann))
    text = words(client.get("/clinic/log/"))
    assert "someone who is gone" in text and "looked at the chart" in text


def test_a_patient_sees_looks_of_their_own_and_of_lately_only(head):
    ann, bob = cares(head, user("ann")), cares(head, user("bob"))
    for care, days in ((ann, -100), (ann, 1), (bob, 1), (bob, 2)):
        write(head.organization, "GET patient", BEGIN + timedelta(days=days), by=head, people=[care.person])
    write(head.organization, "GET caseload", BEGIN, by=head, people=[ann.person, bob.person])
    now = BEGIN + timedelta(days=3)
    assert [(look.who, look.times) for look in who_looked(ann, now)] == [("Head Weber", 1)]
    assert len(who_looked(bob, now)) == 2
    assert who_looked(cares(head, user("new")), now) == ()


def test_the_log_has_pages_the_newest_first(head):
    for n in range(ON_A_PAGE + 3):
        write(head.organization, f"did {n}", BEGIN)
    first, pages = log_of(head.organization, 1)
    last, _ = log_of(head.organization, 99)
    assert (pages, len(first), first[0].place, [row.place for row in last]) == (2, ON_A_PAGE, ON_A_PAGE + 3, [3, 2, 1])
    assert log_of(clinic("Hillside"), 1) == ((), 1)
    client = signed_in(head.user)
    for odd in ("?page=x", "?page=-1", "?page=" + "9" * 40):
        assert client.get(f"/clinic/log/{odd}").status_code == 200


def test_who_waits_for_a_therapist_with_a_danger_sign_is_first_and_marked(head):
    mate = works(user("mate"), head.organization)
    for name in ("ann", "bob"):
        whose = charted(person(user(name)))
        cares(mate, whose.user, name.title())  # type: ignore[arg-type]
        if name == "bob":
            told(whose, {"id": "x", "type": "screen", "red_flags": {"fever": "yes"}})
    set_roles(mate, administrator=False, therapist=False, now=BEGIN)
    assert [care.name for care in waiting(head.organization)] == ["Bob", "Ann"]
    text = words(signed_in(head.user).get("/clinic/"))
    assert "Bob needs a therapist first" in text and text.count("needs a therapist first") == 1
