"""Being written."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from birddog.web.request import PersonRequest


def index(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def routines(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def exercise(request: PersonRequest, exercise_id: str) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def routine(request: PersonRequest, routine_id: str) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")
