"""Being written."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from birddog.web.request import PersonRequest


def pain_check(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def morning(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def safety(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def changed(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def leg(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def flare(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")
