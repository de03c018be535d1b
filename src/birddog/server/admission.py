"""Whether a body is worth reading: what Django would say to the head of a request alone.

A browser of somebody who is signed in sends two cookies, and an origin that is ours. Where one is missing Django
answers with a sign-in or a refusal whatever the body says, so it is not read. A long body is read for somebody who is
really signed in only.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError, close_old_connections
from django.http.cookie import parse_cookie

STRANGERS_BYTES = 16_000
"""A longer body is read only for somebody who is known."""
SIGN_IN = "/accounts/"

Headers = Mapping[bytes, bytes]


def admitted(path: str, headers: Headers) -> bool:
    """Whether cookies and origin are those of a browser that has one of our pages open."""
    cookies = _cookies(headers)
    if settings.CSRF_COOKIE_NAME not in cookies or _foreign(headers):
        return False
    return not settings.BIRDDOG_ACCOUNTS or path.startswith(SIGN_IN) or settings.SESSION_COOKIE_NAME in cookies


def needs_a_look(path: str, headers: Headers) -> bool:
    """Whether the body is so long that the session must be looked up first."""
    if not settings.BIRDDOG_ACCOUNTS or path.startswith(SIGN_IN):
        return False
    return b"transfer-encoding" in headers or int(headers.get(b"content-length", b"0")) > STRANGERS_BYTES


def signed_in(headers: Headers) -> bool:
    """Whether the session is somebody's. ``False`` as well when the database cannot say."""
    key = _cookies(headers).get(settings.SESSION_COOKIE_NAME, "")
    try:
        return SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key)
    except (DatabaseError, ValueError):
        return False
    finally:
        close_old_connections()


def browser_of(scope: Mapping[str, Any]) -> str:
    """Who asks, as far as the head of a request tells: by the session, or else by the address."""
    address = (scope.get("client") or ("",))[0]
    return _cookies(dict(scope["headers"])).get(settings.SESSION_COOKIE_NAME) or str(address)


def _foreign(headers: Headers) -> bool:
    """Whether the browser says that the request comes from another site."""
    origin, host = headers.get(b"origin", b"").decode("latin1"), headers.get(b"host", b"").decode("latin1")
    if headers.get(b"sec-fetch-site") == b"cross-site" or origin == "null":
        return True
    try:
        return bool(origin) and urlsplit(origin).netloc != host
    except ValueError:
        return True


def _cookies(headers: Headers) -> dict[str, str]:
    return parse_cookie(headers.get(b"cookie", b"").decode("latin1"))
