"""Every address of the URL table, with arguments that lead to something. A new kind of argument must be named here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

NO_ID = "00000000-0000-4000-8000-000000000000"
"""An id that nothing has."""
ARGUMENTS = {
    "step": "pain", "event_id": "intake-1", "kind": "pain", "instrument": "psfs", "exercise_id": "bridge",
    "routine_id": "article3-essential-five", "lesson_id": "walking", "section": "program", "token": "nobody",
    "key": "1-abc", "uidb36": "1", "pk": "1", "user_code": "1", "care": NO_ID, "member": NO_ID, "invitation": NO_ID,
    "entry": "sign-fever", "template": NO_ID, "home": NO_ID,
}  # fmt: skip


def routes(urlconf: str) -> list[str]:
    """The patterns of a URL table, as Django writes them, those of included tables with their beginning."""
    return list(_routes(get_resolver(urlconf).url_patterns, ""))


def _routes(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, before + str(pattern.pattern))
        else:
            yield before + str(pattern.pattern)


def path_of(route: str, **arguments: str) -> str:
    """An address of a pattern; a ``KeyError`` names the argument that neither ``arguments`` nor ``ARGUMENTS`` has."""
    plain = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route.replace("^", "").rstrip("$"))
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: {**ARGUMENTS, **arguments}[found[1]], plain)


PATHS = [path_of(route) for route in routes("birddog.web.urls")]
"""Addresses of the pages."""
ACCOUNT_PATHS = [path_of(route) for route in routes("tests.account_urls") if route.startswith("accounts/")]
"""Addresses of allauth that exist here."""
