"""A link from a clinic: what it means, and whether one wants that."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.clinic_models import Invitation
from birddog.services.clinic import audit
from birddog.services.clinic.care import care_of
from birddog.services.clinic.invitations import join_as_member, join_as_patient, opened, take_over
from birddog.services.clinic.members import membership_of
from birddog.web.request import PersonRequest
from birddog.web.words import refusal


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: PersonRequest, token: str) -> HttpResponse:
    """Nothing happens until the person agrees. A link that is no good says so, whatever the reason."""
    invitation = opened(token, request.now)
    if invitation is None:
        return render(request, "web/clinic/gone.html", status=404)
    if request.method == "POST":
        return _join(request, invitation)
    shown = {"invitation": invitation, "care": care_of(request.person), "member": membership_of(_user(request))}
    return render(request, "web/clinic/join.html", shown)


def _join(request: PersonRequest, invitation: Invitation) -> HttpResponse:
    name, agrees = request.POST.get("name", ""), "agrees" in request.POST
    try:
        if not invitation.for_patient:
            with store.writing():
                license = request.POST.get("license", "")
                member = join_as_member(invitation, _user(request), name, license, request.now)
                audit.write(invitation.organization, "began to work here", request.now, by=member)
            return redirect("clinic")
        if not agrees:
            messages.error(request, _("Check the box if you agree. Otherwise nothing is shared."))
            return redirect(request.path)
        with store.writing():
            begun = invitation.care is not None
            care = take_over(invitation, request.person, request.now) if begun else join_as_patient(
                invitation, request.person, name, request.now
            )  # fmt: skip
            who = care.person
            audit.write(invitation.organization, "agreed to share", request.now, by=who, people=[who])
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        return redirect(request.path)
    messages.success(request, _("Your therapist can see your program now."))
    return redirect("care")


def _user(request: PersonRequest) -> User:
    return cast(User, request.user)
