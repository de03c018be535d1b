"""The door before Django: no thread ever waits for a client. Sockets go to the camera coach.

A body is taken in here, within bounds of size and time, and only then does a thread of Django's see the request. A
body that Django would refuse unread, because nobody is signed in or the token for forms is not there, is not read at
all. What people need when all else fails has threads of its own. An answer goes out at the client's pace, which must
not be too slow either.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp

from birddog.server.admission import admitted, browser_of, needs_a_look, signed_in
from birddog.server.requests_log import logged
from birddog.server.turns import TooManyError, Turns

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

THREADS = 10
THREADS_FOR_HELP = 3
HELP = ("/healthz", "/emergency/", "/offline/", "/static/", "/sw.js", "/manifest.webmanifest")
"""Addresses with threads of their own: what a person needs when the rest of the server is busy or its database away."""
BODY_BYTES = 256_000
OTHER_BYTES = {
    "/accounts/": 64_000, "/sync/": 2_000_000, "/import/": 20_000_000, "/clinic/exercises/": 13_000_000,
    "/clinic/file/": 2_100_000,
}  # fmt: skip
"""The largest body; and where it is another one, at the address and below it."""
WITH_BODY = ("POST", "PUT", "PATCH", "DELETE")
MOST_BUFFERED = 64_000_000
"""Bytes of bodies that are held at once: no body grows beyond ``BODY_BYTES`` while there are more. What is shorter is
bounded by the number of connections, so that long bodies never keep a report out."""
PATIENCE_S = 10.0
SLOWEST = 10_000.0
"""A body, and an answer, may keep us waiting ``PATIENCE_S`` and a second more for each ``SLOWEST`` bytes."""
ANSWER_CHUNKS = 4_000
"""So many parts of an answer can wait for a slow reader without keeping a thread."""
BUSY = "The server is busy. Nothing is lost: try again in a moment."


class Refused(Exception):  # noqa: N818 - no error of ours
    """A request that is answered at the door."""

    def __init__(self, status: int, says: str) -> None:
        super().__init__(says)
        self.status, self.says = status, says


class Door:
    """An ASGI application: Django behind bounds, and ``sockets`` for what is no request."""

    def __init__(self, application: WSGIApp, sockets: Application) -> None:
        self._django = WSGIMiddleware(application, workers=THREADS, send_queue_size=ANSWER_CHUNKS)
        self._help = WSGIMiddleware(application, workers=THREADS_FOR_HELP, send_queue_size=ANSWER_CHUNKS)
        self._sockets = sockets
        self._turns = Turns()
        self._buffered = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or lead one socket."""
        if scope["type"] == "websocket":
            await self._sockets(scope, receive, send)
            return
        with logged(scope, send) as noted:
            await self._one(scope, receive, noted)

    async def _one(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        announced = bool(headers.get(b"transfer-encoding") or headers.get(b"content-length", b"0").strip(b"0"))
        try:
            wanted = announced and await self._wants(scope, headers)
            body = await self._read(receive, _most(scope["path"])) if wanted else b""
        except Refused as refused:
            await _tell(refused, headers, send)
            return
        try:
            await self._answer(scope, body, _Answering(send, closes=announced and not wanted))
        except Refused as refused:
            await _tell(refused, headers, send)
        finally:
            self._buffered -= len(body)

    async def _wants(self, scope: Scope, headers: dict[bytes, bytes]) -> bool:
        """Whether the body that is announced is worth reading."""
        length, most = int(headers.get(b"content-length", b"0")), _most(scope["path"])
        if length > most:
            raise Refused(413, f"This is too large: {length} bytes; allowed: {most}.")
        if scope["method"] not in WITH_BODY or not admitted(scope["path"], headers):
            return False
        if not needs_a_look(scope["path"], headers):
            return True
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._help.executor, signed_in, headers)

    async def _read(self, receive: Receive, most: int) -> bytes:
        """The whole body. Counted in ``_buffered`` until the request is answered."""
        body, more = bytearray(), True
        began = asyncio.get_running_loop().time()
        try:
            while more:
                async with asyncio.timeout_at(began + PATIENCE_S + len(body) / SLOWEST):
                    message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refused(400, "The request broke off.")
                body += message.get("body", b"")
                self._buffered += len(message.get("body", b""))
                more = message.get("more_body", False)
                if len(body) > most:
                    raise Refused(413, f"This is too large; allowed: {most} bytes.")
                if len(body) > BODY_BYTES and self._buffered > MOST_BUFFERED:
                    raise Refused(503, BUSY)
        except (TimeoutError, Refused) as error:
            self._buffered -= len(body)
            raise error if isinstance(error, Refused) else Refused(408, "The request came too slowly.") from error
        return bytes(body)

    async def _answer(self, scope: Scope, body: bytes, send: _Answering) -> None:
        given = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def once() -> Message:
            return next(given, {"type": "http.disconnect"})

        asked = cast(Any, _with_length(scope, len(body))), cast(Any, once), cast(Any, send)
        if scope["path"].startswith(HELP):
            await self._help(*asked)
            return
        try:
            async with self._turns.of(browser_of(scope)):
                await self._django(*asked)
        except TooManyError as error:
            raise Refused(503, BUSY) from error


class _Answering:
    """The way of an answer to the client. One that reads too slowly gets no more of it."""

    def __init__(self, send: Send, closes: bool) -> None:
        self._send, self._closes = send, closes
        self._sent, self._waited, self._gone = 0, 0.0, False

    async def __call__(self, message: Message) -> None:
        if self._gone:
            return
        if self._closes and message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(PATIENCE_S + self._sent / SLOWEST - self._waited):
                await self._send(message)
        except TimeoutError:
            self._gone = True
        self._waited += loop.time() - began
        self._sent += len(message.get("body", b""))


def _most(path: str) -> int:
    return next((most for start, most in OTHER_BYTES.items() if path.startswith(start)), BODY_BYTES)


def _with_length(scope: Scope, length: int) -> Scope:
    """With the length of the body that was read; without names that WSGI takes for others (``X_Forwarded_For``)."""
    gone = (b"content-length", b"transfer-encoding")
    headers = [row for row in scope["headers"] if b"_" not in row[0] and row[0] not in gone]
    return {**scope, "headers": [*headers, (b"content-length", str(length).encode())] if length else headers}


async def _tell(refused: Refused, asked: dict[bytes, bytes], send: Send) -> None:
    json_ = asked.get(b"content-type", b"").startswith(b"application/json")
    text = (json.dumps({"error": refused.says}) if json_ else refused.says + "\n").encode()
    headers = [
        (b"content-type", b"application/json" if json_ else b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()), (b"connection", b"close"), (b"cache-control", b"no-store"),
    ]  # fmt: skip
    if refused.status == 503:
        headers.append((b"retry-after", b"15"))
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
