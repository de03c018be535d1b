"""Being written."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from birddog.web.request import PersonRequest


def jsonl(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def csv(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")


def erase(request: PersonRequest) -> HttpResponse:
    """Being written."""
    return render(request, "web/base.html")
