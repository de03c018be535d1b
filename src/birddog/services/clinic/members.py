"""Who works in an organization, and what they may do there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.clinic_models import Membership, Organization
from birddog.services.clinic.care import put_in_charge
from birddog.services.clinic.texts import LONGEST_LICENSE, line

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


def set_roles(member: Membership, *, administrator: bool, therapist: bool, now: datetime, license: str = "") -> None:
    """What a member is from now on; neither: they leave. Their patients then wait for another therapist.

    ``license`` is their new one; empty: as before. Raises ``BirddogError`` when nobody would be left to administer the
    organization, or a therapist would have no license.
    """
    number = line("license", license, LONGEST_LICENSE) if license.strip() else member.license
    check_license(number, therapist=therapist)
    patients = [] if therapist else list(member.cares.filter(ended=None).select_related("person"))
    with store.writing():
        for care in patients:
            put_in_charge(care.person, None, now)
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
            Membership.objects.filter(pk=member.pk).update(
                administrator=administrator, therapist=therapist, license=number
            )
    member.refresh_from_db()


def check_license(license: str, *, therapist: bool) -> None:
    """Raises ``BirddogError`` for a therapist without one: they put it to what they write into a chart."""
    if therapist and not license:
        raise BirddogError("license is missing; a therapist puts it to what they write into a chart")
