"""Who works in an organization, and what they may do there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from birddog.core.values import BirddogError
from birddog.records import store
from birddog.records.clinic_models import Membership, Organization
from birddog.services.clinic.texts import line

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User


def found(name: str, now: datetime) -> Organization:
    """The organization of this name, made if there is none. Raises ``BirddogError`` for no name."""
    return Organization.objects.get_or_create(name=line("name", name), defaults={"created": now})[0]


def membership_of(user: User | AnonymousUser) -> Membership | None:
    """Where somebody works; ``None`` for everybody else."""
    if not user.is_authenticated:
        return None
    return Membership.objects.select_related("organization").filter(user=user, ended=None).first()


def members(organization: Organization) -> QuerySet[Membership]:
    """Who works there now, by name."""
    return organization.members.filter(ended=None).order_by("name", "id")


def set_roles(member: Membership, *, administrator: bool, therapist: bool, now: datetime) -> None:
    """What a member is from now on; neither: they leave. Their patients then wait for another therapist.

    Raises ``BirddogError`` when nobody would be left to administer the organization.
    """
    with store.writing():
        # The organization's row is the lock: of two who take each other's role away at once, one must stay.
        Organization.objects.select_for_update().get(pk=member.organization_id)
        others = members(member.organization).filter(administrator=True).exclude(pk=member.pk)
        if not administrator and not others.exists():
            raise BirddogError("administrator: somebody must stay one; make somebody else an administrator first")
        if not therapist:
            member.cares.filter(ended=None).update(therapist=None)
            member.invitations.filter(used=None, administrator=False, therapist=False).delete()
        if not (administrator or therapist):
            member.invitations.filter(used=None).delete()
            Membership.objects.filter(pk=member.pk).update(ended=now)
        else:
            Membership.objects.filter(pk=member.pk).update(administrator=administrator, therapist=therapist)
    member.refresh_from_db()
