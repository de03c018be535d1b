"""Who works in a clinic, who is cared for there, and how people come and go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.charted import BEGIN, charted
from tests.clinic.places import cares, clinic, person, user, works

from birddog.core.content.values import BirddogError
from birddog.records.clinic_models import Care, Invitation, Membership
from birddog.records.models import Person
from birddog.services.clinic.care import care_of, end, hand_over, waiting
from birddog.services.clinic.invitations import (
    LASTS,
    invite,
    join_as_member,
    join_as_patient,
    open_ones,
    opened,
)
from birddog.services.clinic.members import found, members, membership_of, set_roles
from birddog.services.clinic.texts import sought
from birddog.services.erase import erase

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    """An administrator who treats patients as well."""
    return works(user("head"), clinic(), administrator=True)


def link(*args, **kwargs) -> Invitation:
    made = opened(invite(*args, **kwargs), BEGIN)
    assert made is not None
    return made


def test_a_clinic_is_there_once():
    assert clinic() == found("  Seaside ", BEGIN)
    with pytest.raises(BirddogError, match="name has 0 characters"):
        found("  ", BEGIN)


def test_a_link_lets_in_one_person_once_within_a_week(head):
    token = invite(head.organization, BEGIN, head)
    assert not Invitation.objects.filter(token_hash__contains=token[:8]).exists()
    assert opened("nobody", BEGIN) is None
    assert opened(token, BEGIN + LASTS) is None
    first, second = opened(token, BEGIN), opened(token, BEGIN)
    assert first is not None and second is not None and first.for_patient
    care = join_as_patient(first, person(user("ann")), "Ann Núñez", BEGIN)
    assert (care.therapist, care.sought) == (head, "ann nunez")
    with pytest.raises(BirddogError, match="used already"):
        join_as_patient(second, person(user("bob")), "Bob", BEGIN)
    assert opened(token, BEGIN) is None


def test_a_link_can_still_be_used_after_a_slip(head):
    made = link(head.organization, BEGIN, head)
    ann = person(user("ann"))
    with pytest.raises(BirddogError, match="name has 0"):
        join_as_patient(made, ann, " ", BEGIN)
    join_as_patient(made, ann, "Ann", BEGIN)
    again = link(head.organization, BEGIN, head)
    with pytest.raises(BirddogError, match="already; stop that first"):
        join_as_patient(again, ann, "Ann", BEGIN)
    with pytest.raises(BirddogError, match="your own invitation"):
        join_as_patient(again, person(head.user), "Head", BEGIN)
    again.refresh_from_db()
    assert again.used is None


def test_only_a_therapist_invites_patients():
    office = works(user("office"), clinic(), administrator=True, therapist=False)
    with pytest.raises(BirddogError, match="must be made by a therapist"):
        invite(office.organization, BEGIN, office)


def test_one_works_in_one_clinic_at_a_time(head):
    other = link(clinic("Hillside"), BEGIN, administrator=True)
    with pytest.raises(BirddogError, match="leave it first"):
        join_as_member(other, head.user, "Head", "", BEGIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(organization=other.organization, user=head.user, therapist=True, name="x",
                                  began=BEGIN)  # fmt: skip
    assert membership_of(head.user) == head


def test_a_patient_may_leave_and_is_forgotten_there(head):
    ann = user("ann")
    care = cares(head, ann)
    end(care, BEGIN)
    care.refresh_from_db()
    assert (care.name, care.sought, care.therapist, care.ended) == ("", "", None, BEGIN)
    assert care_of(care.person) is None
    assert cares(head, ann) == care_of(care.person)


def test_a_patient_is_handed_over_within_the_clinic_only(head):
    care, mate = cares(head, user("ann")), works(user("mate"), head.organization)
    stranger = works(user("stranger"), clinic("Hillside"))
    hand_over(care, mate, BEGIN)
    care.refresh_from_db()
    assert care.therapist == mate
    for nobody in (stranger, works(user("office"), head.organization, administrator=True, therapist=False)):
        with pytest.raises(BirddogError, match="same clinic"):
            hand_over(care, nobody, BEGIN)


def test_patients_of_a_therapist_who_leaves_wait_for_another(head):
    mate = works(user("mate"), head.organization)
    care, used, unused = cares(mate, user("ann")), link(mate.organization, BEGIN, mate), link(clinic(), BEGIN, mate)
    join_as_patient(used, person(user("bob")), "Bob", BEGIN)
    set_roles(mate, administrator=False, therapist=False, now=BEGIN)
    assert membership_of(mate.user) is None and list(members(head.organization)) == [head]
    assert {care.name for care in waiting(head.organization)} == {"Ann Patient", "Bob"}
    assert not Invitation.objects.filter(pk=unused.pk).exists()
    with pytest.raises(BirddogError, match="same clinic"):
        hand_over(care, mate, BEGIN)


def test_somebody_stays_administrator(head):
    mate = works(user("mate"), head.organization)
    for treats in (True, False):
        with pytest.raises(BirddogError, match="somebody must stay one"):
            set_roles(head, administrator=False, therapist=treats, now=BEGIN)
    set_roles(mate, administrator=True, therapist=False, now=BEGIN)
    set_roles(head, administrator=False, therapist=True, now=BEGIN)
    assert (head.administrator, head.therapist, mate.therapist) == (False, True, False)


def test_a_therapist_has_a_license():
    made = link(clinic(), BEGIN, therapist=True)
    with pytest.raises(BirddogError, match="license is missing"):
        join_as_member(made, user("ann"), "Ann", " ", BEGIN)
    office = works(user("office"), clinic(), administrator=True, therapist=False)
    Membership.objects.filter(pk=office.pk).update(license="")
    office.refresh_from_db()
    with pytest.raises(BirddogError, match="license is missing"):
        set_roles(office, administrator=True, therapist=True, now=BEGIN)
    with pytest.raises(BirddogError, match="license has 61 characters; allowed: 1 to 60"):
        set_roles(office, administrator=True, therapist=True, now=BEGIN, license="7" * 61)
    set_roles(office, administrator=True, therapist=True, now=BEGIN, license=" PT  7 ")
    assert (office.license, office.therapist) == ("PT 7", True)


def test_the_chart_says_who_looks_after_it(head):
    mate, who = works(user("mate"), head.organization), user("ann")
    ann = charted(person(who))
    care = cares(head, who)
    hand_over(care, mate, BEGIN)
    set_roles(mate, administrator=False, therapist=False, now=BEGIN)
    hand_over(care, head, BEGIN)
    end(care, BEGIN)
    bodies = ann.events.order_by("number").values_list("body", flat=True)
    rows = [body["clinician"] for body in bodies if body["type"] == "therapist"]
    assert rows == ["Head Weber", "Mate Weber", "", "Head Weber", ""]


def test_links_can_be_taken_back_by_who_made_them_and_by_administrators(head):
    mate = works(user("mate"), head.organization)
    for by in (head, mate):
        invite(head.organization, BEGIN, by)
    assert [row.made_by for row in open_ones(mate, BEGIN)] == [mate]
    assert len(open_ones(head, BEGIN)) == 2
    assert len(open_ones(head, BEGIN + timedelta(days=8))) == 0


def test_to_erase_oneself_leaves_nothing_in_the_clinic(head):
    care = cares(head, user("ann"))
    erase(care.person)
    assert not Care.objects.exists()
    bob = cares(head, user("bob"))
    erase(person(head.user))
    bob.refresh_from_db()
    assert bob.therapist is None and not Membership.objects.exists() and Person.objects.count() == 1


def test_a_name_is_searched_without_capitals_and_accents():
    assert sought("  JOSÉ  Ñuñez ") == "jose nunez"
