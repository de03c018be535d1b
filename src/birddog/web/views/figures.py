"""Figures as SVG. The address changes with the drawing, so a browser keeps them for good."""

from __future__ import annotations

from typing import get_args

from django.conf import settings
from django.http import Http404, HttpResponse

from birddog import figures
from birddog.core.values import BirddogError
from birddog.web.request import PersonRequest


def svg(request: PersonRequest, exercise_id: str) -> HttpResponse:
    """The figure of an exercise; ``kind``, ``view``, ``theme``, ``skin`` and ``outfit`` as in ``figures.Asked``."""
    kind = request.GET.get("kind", "still")
    if kind not in get_args(figures.Kind):
        raise Http404
    wanted = {name: request.GET[name] for name in ("view", "theme", "skin", "outfit") if name in request.GET}
    try:
        drawn = figures.svg(exercise_id, figures.Asked(kind, **wanted), settings.BIRDDOG_HOME / "figures")
    except BirddogError as error:
        raise Http404(str(error)) from error
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    response["Cache-Control"] = "private, max-age=31536000, immutable" if "v" in request.GET else "private, no-cache"
    return response
