"""What the browser needs to work without a network, and what a monitor needs."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie

from birddog.records import store
from birddog.web.keeping import pages_to_keep
from birddog.web.request import PersonRequest, reading_of
from birddog.web.unavailable import waiting

WORKER = "birddog/sw.js"
COACH = "birddog/coach/"
"""20 MB that are loaded, and kept from then on, when somebody opens the camera coach."""
NOT_KEPT = (WORKER, "birddog/icon-512.png", "birddog/icon-maskable-512.png", "birddog/fonts/OFL.txt")


def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it does not; soon."""
    del request
    try:
        with waiting.for_database():
            store.answers()
    except (OperationalError, InterfaceError):
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@ensure_csrf_cookie
def offline(request: HttpRequest) -> HttpResponse:
    """Shown for a page that was never visited and cannot be reached now; also brings a new token for forms."""
    return render(request, "web/offline.html")


def manifest(request: HttpRequest) -> JsonResponse:
    """So that the page can be installed like an app."""
    del request
    icons = [
        ("icon.svg", "any", "image/svg+xml", "any"),
        ("icon-192.png", "192x192", "image/png", "any"),
        ("icon-512.png", "512x512", "image/png", "any"),
        ("icon-maskable-512.png", "512x512", "image/png", "maskable"),
    ]
    return JsonResponse(
        {
            "id": "/", "name": "Birddog", "short_name": "Birddog", "start_url": "/", "scope": "/",
            "display": "standalone", "background_color": "#f7f2ea", "theme_color": "#17655f",
            "description": _("A safe home program for your back."),
            "icons": [{"src": staticfiles_storage.url(f"birddog/{name}"), "sizes": sizes, "type": kind, "purpose": use}
                      for name, sizes, kind, use in icons],
        },
        content_type="application/manifest+json",
    )  # fmt: skip


def script(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root so that it sees every page, with its version and what it keeps at once."""
    del request
    code, shell = _worker()
    return HttpResponse(f"self.birddog={json.dumps(shell)};\n{code}", content_type="text/javascript")


def wanted(request: PersonRequest) -> JsonResponse:
    """``{"pages": [[address, version], ...]}``: what to keep for days without a network, most needed first.

    A page is fetched again when its version is another one than the one that is kept.
    """
    return JsonResponse({"pages": pages_to_keep(reading_of(request), request.preferences, request.language)})


@cache
def _worker() -> tuple[str, dict[str, object]]:
    """The worker's code; version and addresses of the static files. They change with a new start of the server only."""
    names = sorted(
        name
        for finder in finders.get_finders()
        for name, _storage in finder.list([])
        if name.startswith("birddog/") and name not in NOT_KEPT and not name.startswith(COACH)
    )
    paths = {name: Path(finders.find(name) or "") for name in (*names, WORKER)}
    digest = hashlib.sha256()
    for name, path in paths.items():
        digest.update(name.encode() + b"\0" + path.read_bytes())
    shell: dict[str, object] = {
        "version": digest.hexdigest()[:16],
        "assets": [staticfiles_storage.url(name) for name in names],
    }
    return paths[WORKER].read_text(encoding="utf-8"), shell
