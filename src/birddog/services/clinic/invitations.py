"""Links that let one person in, once."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.clinic_models import Care, Invitation, Membership, Organization
from birddog.records.models import Person, new_token
from birddog.services.clinic.care import chart_of, put_in_charge
from birddog.services.clinic.editions import give
from birddog.services.clinic.members import check_license
from birddog.services.clinic.rows import begin_row
from birddog.services.clinic.texts import LONGEST_LICENSE, line, sought

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LASTS = timedelta(days=7)
TERMS = "2026-11"
"""The words that a patient agrees to (web/clinic/terms.html); new words get a new name."""


def invite(
    organization: Organization, now: datetime, by: Membership | None = None, *,
    administrator: bool = False, therapist: bool = False, care: Care | None = None,
) -> str:  # fmt: skip
    """What goes into the link; it is shown once and cannot be found out later. Without a role it is for a patient;
    ``care``: for the one whose chart was begun in the clinic.

    Raises ``BirddogError`` when a patient would come to somebody who is no therapist.
    """
    if not (administrator or therapist) and not (by and by.therapist):
        raise BirddogError("an invitation of a patient must be made by a therapist")
    token = new_token()
    Invitation.objects.create(
        organization=organization, made_by=by, administrator=administrator, therapist=therapist,
        token_hash=_hash(token), created=now, expires=now + LASTS, care=care,
    )  # fmt: skip
    return token


def opened(token: str, now: datetime) -> Invitation | None:
    """The invitation of a link; ``None`` when there is none, or it was used, or is too old."""
    found = Invitation.objects.select_related("organization", "made_by", "care__person").filter(token_hash=_hash(token))
    return found.filter(used=None, expires__gt=now).first()


def open_ones(member: Membership, now: datetime) -> QuerySet[Invitation]:
    """What a member may take back: their own links that nobody has used; an administrator those of everybody."""
    whose = Q() if member.administrator else Q(made_by=member)
    return member.organization.invitations.filter(whose, used=None, expires__gt=now).order_by("created")


def join_as_member(invitation: Invitation, user: User, name: str, license: str, now: datetime) -> Membership:
    """Somebody begins to work there. Raises ``BirddogError``; then the link can still be used."""
    said, number = line("name", name), line("license", license, LONGEST_LICENSE) if license.strip() else ""
    check_license(number, therapist=invitation.therapist)
    with store.writing():
        _use(invitation, now)
        if Membership.objects.filter(user=user, ended=None).exists():
            raise BirddogError("you work in a clinic already; leave it first")
        return Membership.objects.create(
            organization=invitation.organization, user=user, administrator=invitation.administrator,
            therapist=invitation.therapist, name=said, license=number, began=now,
        )  # fmt: skip


def join_as_patient(invitation: Invitation, person: Person, name: str, now: datetime) -> Care:
    """A person lets the organization see their chart. Raises ``BirddogError``; then the link can still be used."""
    said = line("name", name)
    with store.writing():
        _use(invitation, now)
        if Care.objects.filter(person=store.locked(person), ended=None).exists():
            raise BirddogError("you share your program with a clinic already; stop that first")
        _not_own(invitation, person)
        care = Care(
            organization=invitation.organization, person=person, therapist=_still(invitation.made_by), name=said,
            sought=sought(said), terms=TERMS, began=now,
        )  # fmt: skip
        give(person, invitation.organization)
        put_in_charge(person, care.therapist, now)
        begin_row(care, now, *chart_of(person, now)).save()
        return care


def take_over(invitation: Invitation, person: Person, now: datetime) -> Care:
    """A chart that was begun in the clinic becomes that of ``person``, with all that they agree to from now on.

    Raises ``BirddogError`` where they have a chart of their own already, or the care has ended; then the link can still
    be used.
    """
    with store.writing():
        _use(invitation, now)
        care = Care.objects.select_related("person").filter(invitations=invitation, ended=None).first()
        if care is None or care.person.user_id is not None:
            raise BirddogError("this link was used already, or is too old; ask for a new one")
        _not_own(invitation, person)
        own = store.locked(person)
        if own.events.exists() or own.cares.exists():
            raise BirddogError("you have a chart already; share it with your therapist, who can join the two")
        user, begun = own.user, store.locked(care.person)
        own.delete()
        begun.user, begun.preferences = user, {**begun.preferences, **own.preferences}
        begun.save(update_fields=["user", "preferences"])
        Care.objects.filter(pk=care.pk).update(witness="", terms=TERMS)
        return care


def _still(member: Membership | None) -> Membership | None:
    """A therapist, if they are one now."""
    return Membership.objects.filter(pk=member.pk, ended=None, therapist=True).first() if member else None


def _not_own(invitation: Invitation, person: Person) -> None:
    """Raises ``BirddogError`` for a therapist who opens the link that they have made."""
    if invitation.made_by is not None and invitation.made_by.user_id == person.user_id:
        raise BirddogError("this is your own invitation; send it to a patient")


def _use(invitation: Invitation, now: datetime) -> None:
    """Of several who use a link at once, one succeeds."""
    if not Invitation.objects.filter(pk=invitation.pk, used=None, expires__gt=now).update(used=now):
        raise BirddogError("this link was used already, or is too old; ask for a new one")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
