"""What a request says must be text, in UTF-8: checked before anything looks it up, keeps it, or takes it apart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, RawPostDataException

from birddog.catalog.json_text import HALF_CHARACTER
from birddog.core.content.values import BirddogError

UTF_8 = ("utf-8", "utf8")


class ReadableMiddleware:
    """Stands before all that reads addresses, cookies and bodies. Raises ``BadRequest`` for what is no text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through what can be read."""
        said = (request.content_params or {}).get("charset", "")
        if said and said.strip("\"' ").lower() not in UTF_8:
            return HttpResponse("The text of a request is in UTF-8.\n", status=415, content_type="text/plain")
        check_texts(_of_the_head(request))
        return self.get_response(request)


def check_form(request: HttpRequest) -> None:
    """Raises ``BadRequest`` when a form holds what no database keeps as text."""
    check_texts(name for name in request.POST)
    check_texts(text for _, values in request.POST.lists() for text in values)


def check_texts(texts: Iterator[str]) -> None:
    """Raises ``BadRequest`` for a NUL or a half character."""
    if any("\0" in text or HALF_CHARACTER.search(text) for text in texts):
        raise BadRequest("a NUL or half a character is not text")


def json_of(request: HttpRequest) -> Any:
    """The body as JSON. Raises ``BirddogError`` when it is none, or more than anybody can mean."""
    try:
        return json.loads(request.body)
    except RequestDataTooBig:
        raise
    except RecursionError as error:
        raise BirddogError("the body is nested too deeply") from error
    except (ValueError, RawPostDataException) as error:
        raise BirddogError("the body is not JSON") from error


def _of_the_head(request: HttpRequest) -> Iterator[str]:
    """What is looked up by: address and cookies. What a person searches for may be anything."""
    yield request.path
    yield from request.COOKIES.values()
