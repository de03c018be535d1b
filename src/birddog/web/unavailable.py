"""When nothing can be taken now: the database is locked, full or away, or a newer server takes over.

Nothing is lost, and it says when to come back.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from birddog.services.chart.log import OutdatedError
from birddog.services.clock import WrongClockError
from birddog.web.alone import page_alone

AGAIN_AFTER_S = 15
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
"""A disk that is full, or takes nothing just now."""
AWAY_S = 2.0
"""After a request has waited in vain for the database, so long nobody else waits for it."""
IN_VAIN_S = 0.5
"""A failure that comes sooner has cost nobody any time."""


class Waiting:
    """Keeps requests from waiting for a database, one after the other, that does not answer."""

    def __init__(self) -> None:
        self._until = 0.0

    @contextmanager
    def for_database(self) -> Iterator[None]:
        """Around the first look into the database. An ``OperationalError`` at once when it was away a moment ago."""
        began = time.monotonic()
        if began < self._until:
            raise OperationalError("the database did not answer a moment ago")
        try:
            yield
        except (OperationalError, InterfaceError):
            if time.monotonic() - began > IN_VAIN_S:
                self._until = time.monotonic() + AWAY_S
            raise


waiting = Waiting()


def is_unavailable(error: BaseException | None) -> bool:
    """Whether trying again later can help.

    Databases are told by the names that PEP 249 gives: the queue of jobs meets psycopg's and SQLite's own errors.
    """
    full = isinstance(error, OSError) and error.errno in FULL
    away = {cls.__name__ for cls in type(error).__mro__} & {"OperationalError", "InterfaceError"}
    return full or bool(away) or isinstance(error, OutdatedError | WrongClockError)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 with ``Retry-After``: JSON for scripts, a page for people. Reads nothing from the database."""
    if request.path == "/sync/" or request.path.endswith(".json"):
        response: HttpResponse = JsonResponse({"error": _("The server cannot save anything right now.")}, status=503)
    else:
        response = page_alone(request, "web/errors/503.html", 503, {"again_after": AGAIN_AFTER_S})
    response["Retry-After"] = str(AGAIN_AFTER_S)
    return response
