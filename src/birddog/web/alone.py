"""Pages that stand on their own: made without the database and without anything that may have failed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from birddog.web.looks import remembered


def page_alone(request: HttpRequest, template: str, status: int, context: dict[str, Any] | None = None) -> HttpResponse:
    """A page in the person's language and theme, as far as they are known. No context processor runs."""
    preferences = getattr(request, "preferences", None) or remembered(request)
    language = getattr(request, "language", "") or preferences.language or asked_language(request)
    with translation.override(language):
        known = {"language": language, "preferences": preferences, "here": request.path, **(context or {})}
        response = HttpResponse(render_to_string(template, known), status=status)
    response["Cache-Control"] = "no-store"
    return response


def asked_language(request: HttpRequest) -> str:
    """The first language that the browser asks for and that is there."""
    known = {code for code, _ in settings.LANGUAGES}
    code = translation.get_language_from_request(request).split("-")[0]
    return code if code in known else "en"
