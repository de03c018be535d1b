"""Figures as SVG. The address changes with the drawing, so a browser keeps them for good."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse

from birddog import figures
from birddog.core.content.values import BirddogError
from birddog.services import home_made
from birddog.services.library import figure_store
from birddog.web.request import PersonRequest

EMPTY = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80"><g fill="none" stroke="#6b7785" stroke-width="4"
 stroke-linecap="round" stroke-linejoin="round"><circle cx="60" cy="16" r="8"/><path d="M60 26v26M42 36l18-6 18 6M60 52
 48 74M60 52l12 22"/></g></svg>"""
"""What is shown of a home-made exercise without a picture: somebody who stands."""
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


def picture(request: PersonRequest, exercise_id: str) -> HttpResponse:
    """The picture of a home-made exercise of one's own chart."""
    data = home_made.picture_of(request.person, exercise_id)
    response = picture_or_nothing(data)
    if data is not None:
        response["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def picture_or_nothing(data: bytes | None) -> HttpResponse:
    """A kept picture, or the drawing that stands for none."""
    kind = "image/svg+xml" if data is None else "image/webp"
    response = HttpResponse(EMPTY if data is None else data, content_type=kind)
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
