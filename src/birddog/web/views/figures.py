"""Figures as SVG. The address changes with the drawing, so a browser keeps them for good."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse

from birddog import figures
from birddog.core.values import BirddogError
from birddog.services.library import figure_store
from birddog.web.request import PersonRequest

VIEWS = ("", "second")
"""The views that pages show; others are drawn by the command line."""
LOOKS = ("view", "theme", "skin", "outfit", "physique")


def svg(request: PersonRequest, exercise_id: str) -> HttpResponse:
    """The figure of an exercise; the query holds ``kind`` and ``LOOKS``, as in ``figures.Asked``."""
    kind = next((kind for kind in figures.KINDS if kind == request.GET.get("kind", "still")), None)
    if kind is None:
        raise Http404(f"kind: allowed are {', '.join(figures.KINDS)}")
    if request.GET.get("view", "") not in VIEWS:
        raise Http404(f"view: allowed are {', '.join(VIEWS)}")
    looks: dict[str, Any] = {name: request.GET[name] for name in LOOKS if name in request.GET}
    try:
        drawn = figures.svg(exercise_id, figures.Asked(kind, **looks), settings.BIRDDOG_FIGURES)
    except BirddogError as error:
        raise Http404(str(error)) from error
    figure_store.make_room(settings.BIRDDOG_FIGURES)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["Cache-Control"] = "private, max-age=31536000, immutable" if "v" in request.GET else "private, no-cache"
    return response
