"""The person's own side of a clinic: who sees their chart, what they agreed to, and how to stop it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from birddog.services.clinic.care import care_of, end
from birddog.web.request import PersonRequest


@require_safe
def page(request: PersonRequest) -> HttpResponse:
    """Who sees the chart now, if anybody does."""
    return render(request, "web/clinic/care.html", {"care": care_of(request.person)})


@require_POST
def leave(request: PersonRequest) -> HttpResponse:
    """Nobody but the person sees the chart any more."""
    care = care_of(request.person)
    if care is not None:
        end(care, request.now)
        messages.success(request, _("You stopped sharing. The clinic no longer sees your program."))
    return redirect("care")
