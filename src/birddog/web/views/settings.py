"""Being written."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from birddog.web.request import PersonRequest


def index(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def push(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def section(request: PersonRequest, section: str) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def calendar(request: PersonRequest, token: str) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")
