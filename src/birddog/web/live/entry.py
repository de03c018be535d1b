"""Who may open a socket: a page of this server, and somebody who is signed in.

What the pages' own requests pass through (Django's middleware) a socket does not, so it is asked here once: is the host
one of ours, does the page come from it, whose session is it.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.cookie import parse_cookie
from django.http.request import split_domain_port, validate_host

from birddog.core.content.values import BirddogError
from birddog.records.models import Person
from birddog.services import clock
from birddog.services.chart.reading import read
from birddog.services.person.people import person_of
from birddog.services.person.preferences import preferences_of
from birddog.services.session.coach import Coached, coached
from birddog.web.request import ZONE

Headers = Mapping[bytes, bytes]


class Refusal(Exception):  # noqa: N818 - no error of ours
    """A socket that is closed again: with this code, and this reason."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


def ours(headers: Headers) -> bool:
    """Whether a page of this server asks. Browsers name the page's origin with every socket, and nothing else does."""
    host, origin = _text(headers, b"host"), _text(headers, b"origin")
    domain, _port = split_domain_port(host)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.netloc == host and parts.scheme in (("https",) if settings.BIRDDOG_HTTPS else ("http", "https"))


def entered(headers: Headers, exercise_id: str, language: str) -> tuple[Person, Coached]:
    """The person and what the coach follows for them. For a thread: it reads the database.

    Raises ``Refusal``: 4401 nobody is signed in, 4403 not an exercise that they may do now.
    """
    try:
        person = _person(headers)
        if person is None:
            raise Refusal(4401, "nobody is signed in")
        preferences = preferences_of(person)
        zone = clock.known_zone(_cookies(headers).get(ZONE, "")) or preferences.zone
        known = {code for code, _ in settings.LANGUAGES}
        spoken = preferences.language or (language if language in known else "en")
        reading = read(person, clock.now(zone), spoken)
        if reading is None:
            raise Refusal(4403, "there is no program yet")
        return person, coached(reading, exercise_id)
    except BirddogError as error:
        raise Refusal(4403, str(error)) from error
    finally:
        close_old_connections()


def whose(headers: Headers) -> Person | None:
    """Whose session the cookie names now; ``None`` after a sign-out, a new password, or an erasure. For a thread."""
    try:
        return _person(headers)
    finally:
        close_old_connections()


def _person(headers: Headers) -> Person | None:
    request = HttpRequest()
    key = _cookies(headers).get(settings.SESSION_COOKIE_NAME, "")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return person_of(get_user(request))


def _cookies(headers: Headers) -> dict[str, str]:
    return parse_cookie(_text(headers, b"cookie"))


def _text(headers: Headers, name: bytes) -> str:
    return headers.get(name, b"").decode("latin1")
