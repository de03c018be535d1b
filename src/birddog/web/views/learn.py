"""Being written."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from birddog.web.request import PersonRequest


def index(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def lesson(request: PersonRequest, lesson_id: str) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")
