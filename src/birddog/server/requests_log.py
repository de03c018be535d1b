"""A number for each request, which its answer and all that is logged about it have in common; a line for its end."""

from __future__ import annotations

import secrets
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from birddog.server.metrics import RUNNING, count

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]

NOT_FOUND = 404
HEADER = b"x-request-id"
log = structlog.get_logger("birddog.request")


@contextmanager
def logged(scope: dict[str, Any], send: Send) -> Iterator[Send]:
    """Gives a way to send that notes what is sent; afterwards one line says how it went, without the full address."""
    number, began = secrets.token_hex(8), time.perf_counter()
    seen = {"status": 0, "bytes": 0}

    async def noted(message: Message) -> None:
        if message["type"] == "http.response.start":
            seen["status"] = message["status"]
            message = {**message, "headers": [*message["headers"], (HEADER, number.encode())]}
        seen["bytes"] += len(message.get("body", b""))
        await send(message)

    structlog.contextvars.bind_contextvars(request=number)
    RUNNING.inc()
    try:
        yield noted
    finally:
        RUNNING.dec()
        seconds = time.perf_counter() - began
        count(scope["method"], scope["path"], seen["status"], seconds)
        milliseconds = round(1000 * seconds, 1)
        under = _under(scope["path"]) if seen["status"] != NOT_FOUND else ""
        log.info("request", method=scope["method"], under=under, ms=milliseconds, **seen)
        structlog.contextvars.clear_contextvars()


def _under(path: str) -> str:
    """The first part of an address that exists: what follows may be a key, or somebody's words."""
    return f"/{path.split('/')[1]}"
