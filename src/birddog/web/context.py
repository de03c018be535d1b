"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from birddog.services.person.preferences import Preferences
from birddog.web.request import key_of
from birddog.web.words import script_words


def page(request: HttpRequest) -> dict[str, Any]:
    """Preferences and language, also on error pages that come before the middleware."""
    return {
        "preferences": getattr(request, "preferences", Preferences()),
        "language": getattr(request, "language", "en"),
        "accounts": settings.BIRDDOG_ACCOUNTS,
        "demo": settings.BIRDDOG_DEMO,
        "here": request.path,
        "person_key": key_of(request.person) if hasattr(request, "person") else "",
        "words": script_words(),
    }
