"""A therapist's patients."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from birddog.core.values import BirddogError
from birddog.records.clinic_models import Care
from birddog.services import clock
from birddog.services.charts import read
from birddog.services.clinic.care import end, hand_over
from birddog.services.clinic.caseload import PAIN_BOX, WEEK_BOX, caseload, reasons
from birddog.services.clinic.members import members
from birddog.services.clinic.needs import GROUPS
from birddog.services.clinic.rows import WEEKS, mark_seen
from birddog.services.clinic.texts import LONGEST
from birddog.services.preferences import preferences_of
from birddog.services.whole import whole_number
from birddog.web.access import MemberRequest
from birddog.web.views.progress import summary_of
from birddog.web.words import refusal


@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """The caseload: who needs the therapist first."""
    asked = request.GET
    group = asked.get("group", "") if asked.get("group") in ("needs", *GROUPS) else ""
    text, number = asked.get("q", "")[:LONGEST], whole_number(asked.get("page", "")) or 1
    load = caseload(request.member, request.now.date(), group=group, text=text, page=number)
    groups = [("", _("All"), load.everybody), ("needs", _("Need you"), load.needing)]
    groups += [(key, str(label), load.counts[key]) for key, (label, _codes) in GROUPS.items() if load.counts[key]]
    shown = {"me": request.member, "load": load, "groups": groups, "group": group, "text": text,
             "pain_box": PAIN_BOX, "weeks_box": (WEEKS * WEEK_BOX, PAIN_BOX[1])}  # fmt: skip
    return render(request, "web/clinic/caseload.html", shown)


@require_safe
def one(request: MemberRequest, care: Care) -> HttpResponse:
    """One patient."""
    # The day is that of the patient, not of whoever reads.
    reading = read(care.person, clock.now(preferences_of(care.person).zone), request.language)
    shown: dict[str, Any] = {"me": request.member, "care": care, "reasons": reasons(care, request.now.date())}
    if reading is not None:
        shown |= summary_of(reading, request.language)
    return render(request, "web/clinic/patient.html", shown)


@require_POST
def seen(request: MemberRequest, care: Care) -> HttpResponse:
    """The therapist has looked; what comes from now on is new."""
    mark_seen(care)
    messages.success(request, _("Seen: %(name)s.") % {"name": care.name})
    return redirect("caseload")


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: MemberRequest, care: Care) -> HttpResponse:
    """Who cares for this patient from now on, or that nobody here does any more."""
    therapists = members(care.organization).filter(therapist=True)
    if request.method != "POST":
        return render(request, "web/clinic/place.html", {"me": request.member, "care": care, "therapists": therapists})
    if "end" in request.POST:
        end(care, request.now)
        messages.success(request, _("The clinic no longer sees this person's program."))
        return redirect("clinic")
    chosen = next((each for each in therapists if str(each.pk) == request.POST.get("therapist")), None)
    try:
        if chosen is None:
            raise BirddogError("therapist: choose one of this clinic")
        hand_over(care, chosen, request.now)
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        return redirect("clinic-place", care.pk)
    messages.success(request, _("%(name)s is now a patient of %(therapist)s.") % {
        "name": care.name, "therapist": chosen.name})  # fmt: skip
    return redirect("clinic")
