"""Two charts of one patient: which other one it is, what would become of both, and a box to check."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from birddog.core.content.values import BirddogError
from birddog.records.clinic_models import Care
from birddog.services.clinic.joining import join, which_stays
from birddog.services.clinic.texts import sought
from birddog.web.access import MemberRequest
from birddog.web.words import refusal

MOST_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, care: Care) -> HttpResponse:
    """Choose the other one, look at both, and confirm."""
    asked = request.POST if request.method == "POST" else request.GET
    other = _other(request, asked.get("other", ""))
    if other is None:
        return _choose(request, care)
    try:
        stays, goes = which_stays(care, other)
        if request.method == "POST":
            if "sure" not in request.POST:
                raise BirddogError("sure: check the box; it cannot be undone")
            join(care, other, request.member, request.now)
            request.shown_people = [stays.person]
            messages.success(request, _("The two charts are one now."))
            return redirect("patient", stays.pk)
    except BirddogError as error:
        messages.error(request, refusal(str(error)))
        return redirect("patient-join", care.pk)
    request.shown_people = [care.person, other.person]
    rows = [(row, row.person.events.count()) for row in (stays, goes)]
    shown = {"me": request.member, "care": care, "other": other, "stays": stays, "goes": goes, "rows": rows}
    return render(request, "web/clinic/join_charts.html", shown)


def _other(request: MemberRequest, name: str) -> Care | None:
    """Another patient of this therapist; ``None`` for anything else."""
    try:
        key = UUID(name)
    except ValueError:
        return None
    mine = request.member.cares.filter(pk=key, organization=request.member.organization, ended=None)
    return mine.select_related("person", "organization").first()


def _choose(request: MemberRequest, care: Care) -> HttpResponse:
    """The therapist's other patients with part of a name; those whose name is like this one's first."""
    text = request.GET.get("q", "") or care.name.split()[0]
    mine = request.member.cares.filter(ended=None, sought__contains=sought(text)).exclude(pk=care.pk)
    rows = list(mine.select_related("person").order_by("sought", "pk")[:MOST_SHOWN])
    shown = {"me": request.member, "care": care, "choices": rows, "text": text}
    return render(request, "web/clinic/join_charts.html", shown)
