"""Being written."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from birddog.web.request import PersonRequest


def start(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def emergency(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def step(request: PersonRequest, step: str) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")
