"""When nothing can be taken now: the database is locked, full or away, or a newer server takes over.

Nothing is lost, and it says when to come back.
"""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from birddog.services.log import OutdatedError
from birddog.web.alone import page_alone

AGAIN_AFTER_S = 15


def is_unavailable(error: BaseException | None) -> bool:
    """Whether trying again later can help."""
    return isinstance(error, OperationalError | InterfaceError | OutdatedError)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 with ``Retry-After``: JSON for scripts, a page for people. Reads nothing from the database."""
    if request.path == "/sync/" or request.path.endswith(".json"):
        response: HttpResponse = JsonResponse({"error": _("The server cannot keep anything just now.")}, status=503)
    else:
        response = page_alone(request, "web/errors/503.html", 503, {"again_after": AGAIN_AFTER_S})
    response["Retry-After"] = str(AGAIN_AFTER_S)
    return response
