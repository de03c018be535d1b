"""Pages for when something went wrong: what happened, that nothing was lost, what to do."""

from __future__ import annotations

import sys

import structlog
from django.http import HttpRequest, HttpResponse

from birddog.web.alone import page_alone
from birddog.web.unavailable import is_unavailable, unavailable


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page."""
    del exception
    return page_alone(request, "web/errors/404.html", 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """More tries than a limit allows: allauth calls this."""
    return page_alone(request, "web/errors/429.html", 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """A mistake of ours, or a database that cannot answer now: Django calls this for both."""
    if is_unavailable(sys.exc_info()[1]):
        return unavailable(request)
    number = structlog.contextvars.get_contextvars().get("request", "")
    return page_alone(request, "web/errors/500.html", 500, {"number": number})


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or came from elsewhere."""
    del reason
    return page_alone(request, "web/errors/csrf.html", 403)
