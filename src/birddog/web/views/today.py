"""Being written."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from birddog.web.request import PersonRequest


def page(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def program(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")
