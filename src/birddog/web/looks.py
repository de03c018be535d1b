"""How pages look that know nobody, such as the one for emergencies: as the browser was last told to show them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from birddog.core.content.values import BirddogError
from birddog.services.person.preferences import Preferences, checked

COOKIE = "birddog-looks"
YEAR_S = 60 * 60 * 24 * 365
AS_MADE = ".normal.auto."
"""Nothing was chosen: then there is nothing to keep."""


def remember(response: HttpResponse, request: HttpRequest, mine: Preferences) -> None:
    """Let the browser keep language, size of the text, theme and country beside the page that it gets."""
    told = ".".join((mine.language, mine.text_size, mine.theme, mine.country))
    page = response.get("Content-Type", "").startswith("text/html")
    if page and request.COOKIES.get(COOKIE, AS_MADE) != told:
        response.set_cookie(COOKIE, told, YEAR_S, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")


def remembered(request: HttpRequest) -> Preferences:
    """What the browser kept; the defaults if that is nothing, or nothing that we know."""
    try:
        # An older version kept no country.
        language, size, theme, country, *_more = f"{request.COOKIES.get(COOKIE, AS_MADE)}.".split(".")
        return checked(Preferences(language=language, text_size=size, theme=theme, country=country))  # type: ignore[arg-type]
    except (ValueError, BirddogError):
        return Preferences()
