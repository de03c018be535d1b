"""A therapist's own lists: what is planned, what happened in sessions; and a chart that somebody brought as a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from birddog.core.content.values import BirddogError
from birddog.records.clinic_models import Care
from birddog.records.models import Person
from birddog.services.chart.import_chart import put_in, read_file
from birddog.services.clinic import tasks
from birddog.services.clinic.adverse import adverse
from birddog.web.access import MemberRequest
from birddog.web.views.patients import chart_shown
from birddog.web.words import refusal

MOST_BYTES = 2_000_000
"""Of a file that is opened here; while it is shown nobody else writes."""


@require_safe
def planned(request: MemberRequest) -> HttpResponse:
    """What is planned, by day."""
    rows = list(tasks.open_for(request.member))
    request.shown_people = [row.care.person for row in rows]
    return render(request, "web/clinic/tasks.html", {"me": request.member, "rows": rows, "today": request.now.date()})


@require_safe
def happened(request: MemberRequest) -> HttpResponse:
    """What else happened in sessions."""
    rows = adverse(request.member, request.now)
    request.shown_people = [row.care.person for row in rows]
    return render(request, "web/clinic/happened.html", {"me": request.member, "rows": rows})


@require_POST
def task(request: MemberRequest, care: Care) -> HttpResponse:
    """Plan something for a patient, or say that it is done."""
    given = request.POST
    if "done" in given:
        tasks.finish(care, given["done"], request.now)
        messages.success(request, _("Done."))
        return redirect("clinic-tasks" if given.get("from") == "list" else "patient", *(
            [] if given.get("from") == "list" else [care.pk]))  # fmt: skip
    try:
        tasks.plan(care, given.get("text", ""), given.get("due", ""), request.now.date())
        messages.success(request, _("Planned."))
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
    return redirect("patient", care.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: MemberRequest) -> HttpResponse:
    """A chart that somebody exported on their own machine: shown once, and not kept."""
    if request.method == "POST":
        given = request.FILES.get("chart")
        if given is None or given.size is None or given.size > MOST_BYTES:
            messages.error(request, _("Choose a chart file of at most 2 MB."))
            return redirect("clinic-file")
        try:
            return _opened(request, given.read())
        except BirddogError as error:
            messages.error(request, _("We cannot open this file. %(why)s") % {"why": refusal(str(error))})
            return redirect("clinic-file")
    return render(request, "web/clinic/file.html", {"me": request.member})


def _opened(request: MemberRequest, data: bytes) -> HttpResponse:
    """The page of a chart that is taken into a person of its own, who is gone with the end of this block."""
    person = Person()
    file = read_file(person, data, request.now)
    with transaction.atomic():
        person.save(force_insert=True)
        put_in(person, file, request.now)
        shown: dict[str, Any] = chart_shown(person, request.language, request.now, every=True)
        response = render(request, "web/clinic/file.html", {"me": request.member, "opened": True, **shown})
        transaction.set_rollback(True)
    return response
