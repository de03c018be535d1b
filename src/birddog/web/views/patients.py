"""A therapist's patients."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from birddog.core.content.values import BirddogError
from birddog.records.clinic_models import Care
from birddog.records.models import Person
from birddog.services.chart.reading import read
from birddog.services.clinic.care import end, hand_over, of_person
from birddog.services.clinic.caseload import PAIN_BOX, WEEK_BOX, caseload, reasons
from birddog.services.clinic.members import members
from birddog.services.clinic.messages import letters, mark_read
from birddog.services.clinic.messages import write as write_message
from birddog.services.clinic.needs import GROUPS
from birddog.services.clinic.rows import WEEKS, mark_seen
from birddog.services.clinic.tasks import open_for, open_of
from birddog.services.clinic.texts import LONGEST
from birddog.services.clinic.timeline import function_chart, pain_chart, timeline
from birddog.services.clinician.editor import Signature, save
from birddog.services.clinician.reasons import clinical
from birddog.services.contents import content_of
from birddog.services.numbers import whole_number
from birddog.web.access import MemberRequest
from birddog.web.views.progress import summary_of
from birddog.web.words import refusal

DAYS_SHOWN = 10
"""Days on a patient's page, unless all are asked for."""


@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """The caseload: who needs the therapist first."""
    asked = request.GET
    group = asked.get("group", "") if asked.get("group") in ("needs", *GROUPS) else ""
    text, number = asked.get("q", "")[:LONGEST], whole_number(asked.get("page", "")) or 1
    load = caseload(request.member, request.now.date(), group=group, text=text, page=number)
    request.shown_people = [row.care.person for row in load.patients]
    groups = [("", _("All"), load.everybody), ("needs", _("Need you"), load.needing)]
    groups += [(key, str(label), load.counts[key]) for key, (label, _codes) in GROUPS.items() if load.counts[key]]
    due = open_for(request.member).filter(due__lte=request.now.date()).count()
    shown = {"me": request.member, "load": load, "due": due, "groups": groups, "group": group, "text": text,
             "pain_box": PAIN_BOX, "weeks_box": (WEEKS * WEEK_BOX, PAIN_BOX[1])}  # fmt: skip
    return render(request, "web/clinic/caseload.html", shown)


@require_safe
def one(request: MemberRequest, care: Care) -> HttpResponse:
    """One patient: why to look, messages, what happened, and the summary."""
    # The day is that of the patient, not of whoever reads.
    content = content_of(care.person, request.language)
    shown: dict[str, Any] = {
        "me": request.member, "care": care, "reasons": reasons(care, request.now.date()),
        "letters": letters(care, content, request.now), "tasks": open_of(care), "today": request.now.date(),
    }  # fmt: skip
    shown |= chart_shown(care.person, request.language, of_person(care.person, request.now), "all" in request.GET)
    return render(request, "web/clinic/patient.html", shown)


def chart_shown(person: Person, language: str, now: datetime, every: bool) -> dict[str, Any]:
    """What a chart says to a clinician: summary, drawings, and what happened; nothing before it holds answers."""
    reading = read(person, now, language)
    if reading is None:
        return {}
    shown = summary_of(reading, language)
    days = timeline(reading, partial(clinical, english=language == "en"))
    return {
        **shown, "days": days if every else days[:DAYS_SHOWN], "more": len(days) > DAYS_SHOWN and not every,
        "pain_chart": pain_chart(reading, shown["page"].shown), "function_chart": function_chart(reading),
    }  # fmt: skip


@require_POST
def seen(request: MemberRequest, care: Care) -> HttpResponse:
    """The therapist has looked; what comes from now on is new."""
    mark_read(care, request.now, by_patient=False)
    mark_seen(care)
    messages.success(request, _("Seen: %(name)s.") % {"name": care.name})
    return redirect("caseload")


@require_POST
def write(request: MemberRequest, care: Care) -> HttpResponse:
    """A message to the patient."""
    try:
        write_message(care, request.POST.get("text", ""), request.now, request.member.name)
        messages.success(request, _("Sent."))
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
    return redirect("patient", care.pk)


@require_POST
def note(request: MemberRequest, care: Care) -> HttpResponse:
    """A note in the chart, which the patient reads. The same form sent twice writes it once."""
    by = Signature(request.member.name, request.member.license)
    change = {"action": "note", "note": request.POST.get("note", "").strip(), "id": request.POST.get("id", "")}
    if not change["note"]:
        messages.error(request, _("Write something first."))
        return redirect("patient", care.pk)
    (receipt,) = save(care.person, [change], by, of_person(care.person, request.now))
    if receipt.status == "refused":
        messages.error(request, refusal(receipt.message))
    else:
        messages.success(request, _("Noted."))
    return redirect("patient", care.pk)


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
