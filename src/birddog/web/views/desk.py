"""A patient in the room: a new chart on one page, the danger signs asked by the therapist, and a link to take home."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from birddog.core.content.values import BirddogError
from birddog.records.clinic_models import Care
from birddog.services.chart.reading import Reading, read
from birddog.services.clinic import desk
from birddog.services.clinic.care import of_person
from birddog.services.clinic.desk_form import Taken, page, signs_taken, taken
from birddog.services.clinic.invitations import LASTS, invite
from birddog.services.contents import content_of
from birddog.web.access import MemberRequest
from birddog.web.links import address_of_invitation, qr_path
from birddog.web.words import refusal


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: MemberRequest) -> HttpResponse:
    """A new patient: all that a safe program needs, on one page."""
    content = content_of(request.person, request.language)
    posted = {name: request.POST.getlist(name) for name in request.POST}
    told = Taken({}, {}, {})
    if request.method == "POST":
        told = taken(posted, content, request.now.date())
        if not told.errors and (care := _begun(request, told)) is not None:
            request.shown_people = [care.person]
            return _onward(request, care)
    return render(request, "web/clinic/new.html", {
        "me": request.member, "page": page(posted, content, told.errors), "posted": request.POST,
        "languages": settings.LANGUAGES, "language": request.language,
    })  # fmt: skip


def _begun(request: MemberRequest, told: Taken) -> Care | None:
    given = request.POST
    language = given.get("language", "")
    try:
        return desk.begin(request.member, given.get("name", ""), told, given.get("id", ""), language, request.now)
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        return None


def _onward(request: MemberRequest, care: Care) -> HttpResponse:
    """To the program, or to the patient's page with what to do where there is none."""
    reading = _reading(request, care)
    if reading is not None and reading.state.disposition.allows_exercise:
        messages.success(request, _("This is the program. Give your patient the handout, and a link to take home."))
        return redirect("patient-program", care.pk)
    if reading is not None:
        advice = reading.content.phrase(f"advice-{reading.state.disposition.word}")
        messages.error(request, _("There is no program now. What your patient sees: %(advice)s") % {
            "advice": advice})  # fmt: skip
    return redirect("patient", care.pk)


def _reading(request: MemberRequest, care: Care) -> Reading | None:
    return read(care.person, of_person(care.person, request.now), request.language)


@require_http_methods(["GET", "HEAD", "POST"])
def signs(request: MemberRequest, care: Care) -> HttpResponse:
    """The danger signs, asked in the room and signed."""
    reading, content = _reading(request, care), content_of(care.person, request.language)
    if reading is None or reading.state.intake is None:
        return redirect("patient", care.pk)
    posted = {name: request.POST.getlist(name) for name in request.POST}
    told = Taken({}, {}, {})
    if request.method == "POST":
        told = signs_taken(posted, content)
        if not told.errors:
            return _signed(request, care, told)
    before = desk.told_before(reading, content)
    shown = {"me": request.member, "care": care, "posted": request.POST,
             "page": page(posted, content, told.errors, before)}  # fmt: skip
    return render(request, "web/clinic/signs.html", shown)


def _signed(request: MemberRequest, care: Care, told: Taken) -> HttpResponse:
    try:
        desk.screened(care, request.member, told.signs, request.POST.get("id", ""), request.now)
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        return redirect("patient-signs", care.pk)
    return _onward(request, care)


@require_POST
def link(request: MemberRequest, care: Care) -> HttpResponse:
    """A link with which the patient of a chart that was begun here takes it over; shown once."""
    if care.person.user_id is not None:
        return redirect("patient", care.pk)
    address = address_of_invitation(invite(care.organization, request.now, request.member, care=care), request)
    shown: dict[str, Any] = {"me": request.member, "care": care, "address": address, "qr": qr_path(address),
                             "days": LASTS.days, "for_patient": True}  # fmt: skip
    return render(request, "web/clinic/link.html", shown)
