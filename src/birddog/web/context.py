"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from birddog.services.preferences import Preferences


def page(request: HttpRequest) -> dict[str, Any]:
    """Preferences and language, also on error pages that come before the middleware."""
    return {
        "preferences": getattr(request, "preferences", Preferences()),
        "language": getattr(request, "language", "en"),
        "accounts": settings.BIRDDOG_ACCOUNTS,
        "here": request.path,
    }
