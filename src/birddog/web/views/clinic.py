"""The clinic itself: who works there, who waits for a therapist, and links that let people in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from birddog.core.content.values import BirddogError
from birddog.records.clinic_models import Invitation, Membership
from birddog.services.clinic.care import waiting
from birddog.services.clinic.invitations import LASTS, open_ones
from birddog.services.clinic.invitations import invite as invited
from birddog.services.clinic.members import members, set_roles
from birddog.services.clinic.needs import RANK
from birddog.services.clinic.reading_log import log_of
from birddog.services.numbers import whole_number
from birddog.web.access import MemberRequest
from birddog.web.links import address_of_invitation, qr_path
from birddog.web.words import refusal

FIRST = RANK["stopped"]
"""Who waits for a therapist with a danger sign is marked. Which one it is, is not said."""
ROLES = {"therapist": (False, True), "administrator": (True, False), "both": (True, True)}
"""Word of the form to (administrator, therapist)."""


@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """Who works here, what links are open; for administrators also who waits for a therapist."""
    return _page(request)


def _page(request: MemberRequest, **more: Any) -> HttpResponse:
    me = request.member
    queue = list(waiting(me.organization).select_related("person")) if me.administrator else []
    request.shown_people = [care.person for care in queue]
    return render(request, "web/clinic/page.html", {
        "me": me, "members": members(me.organization), "links": open_ones(me, request.now), "days": LASTS.days,
        "waiting": queue, "first": FIRST, **more,
    })  # fmt: skip


@require_safe
def log(request: MemberRequest) -> HttpResponse:
    """Who saw or changed what in this clinic."""
    asked = whole_number(request.GET.get("page", "")) or 1
    rows, pages = log_of(request.member.organization, asked)
    zone = request.now.tzinfo
    shown = [replace(row, at=row.at.astimezone(zone)) for row in rows]
    context = {"me": request.member, "rows": shown, "page": min(max(asked, 1), pages), "pages": pages}
    return render(request, "web/clinic/log.html", context)


@require_POST
def invite(request: MemberRequest) -> HttpResponse:
    """A new link, shown once. Only administrators let people in who work here, only therapists patients."""
    me, role = request.member, request.POST.get("role", "")
    if role in ROLES and me.administrator:
        administers, treats = ROLES[role]
    elif role == "patient" and me.therapist:
        administers = treats = False
    else:
        messages.error(request, _("Choose who the link is for."))
        return redirect("clinic")
    token = invited(me.organization, request.now, me, administrator=administers, therapist=treats)
    address = address_of_invitation(token, request)
    return _page(request, address=address, qr=qr_path(address), for_patient=role == "patient")


@require_POST
def take_back(request: MemberRequest, invitation: Invitation) -> HttpResponse:
    """A link stops working."""
    invitation.delete()
    messages.success(request, _("The link no longer works."))
    return redirect("clinic")


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: MemberRequest, member: Membership) -> HttpResponse:
    """What somebody may do here, or that they leave."""
    if request.method != "POST":
        return render(request, "web/clinic/member.html", {"them": member, "me": request.member})
    role = request.POST.get("role", "")
    administers, treats = ROLES.get(role, (False, False))
    if role not in (*ROLES, "none"):
        return redirect("clinic-member", member.pk)
    try:
        license = request.POST.get("license", "")
        set_roles(member, administrator=administers, therapist=treats, now=request.now, license=license)
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        return redirect("clinic-member", member.pk)
    messages.success(request, _("Saved."))
    # Whoever has just left has no page here to come back to.
    return redirect("today" if role == "none" and member == request.member else "clinic")
