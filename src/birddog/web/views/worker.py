"""What the browser needs to work without a network, and what a monitor needs."""

from __future__ import annotations

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from birddog.web.request import PersonRequest


def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def offline(request: HttpRequest) -> HttpResponse:
    """Shown for a page that was never visited and cannot be reached now."""
    return render(request, "web/offline.html")


def manifest(request: HttpRequest) -> JsonResponse:
    """So that the page can be installed like an app."""
    del request
    return JsonResponse(
        {
            "name": "Birddog", "short_name": "Birddog", "start_url": "/", "scope": "/", "display": "standalone",
            "background_color": "#f7f2ea", "theme_color": "#17655f",
            "description": _("A safe home program for your back."),
            "icons": [{"src": staticfiles_storage.url("birddog/icon.svg"), "sizes": "any", "type": "image/svg+xml",
                       "purpose": "any"}],
        },
        content_type="application/manifest+json",
    )  # fmt: skip


def script(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root so that it sees every page."""
    del request
    with staticfiles_storage.open("birddog/sw.js") as file:
        return HttpResponse(file.read(), content_type="text/javascript")


def wanted(request: PersonRequest) -> JsonResponse:
    """Addresses to keep for days without a network."""
    del request
    return JsonResponse({"pages": []})
