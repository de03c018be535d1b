"""Requests as no browser sends them: bytes on a socket, all of them or a part."""

from __future__ import annotations

import os
import socket
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.browser.serving import Server

WAIT_S = 25.0
SENT: Counter[str] = Counter()
"""Requests that were sent over a socket."""
LONG = os.environ.get("BIRDDOG_HOSTILE") == "long"
"""Whether this is a run with large counts: ``make hostile``."""


def connected(server: Server) -> socket.socket:
    """A connection to the server."""
    return socket.create_connection(("127.0.0.1", server.port), timeout=WAIT_S)


def head(method: str, path: str, **headers: str) -> bytes:
    """The head of a request; names with ``_`` for ``-``."""
    rows = {"Host": "127.0.0.1", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return "\r\n".join([f"{method} {path} HTTP/1.1", *(f"{n}: {v}" for n, v in rows.items()), "", ""]).encode()


def said(server: Server, sent: bytes, wait_s: float = WAIT_S) -> bytes:
    """All that comes back until the server closes, or nothing more comes."""
    SENT["raw"] += 1
    with connected(server) as link:
        link.settimeout(wait_s)
        link.sendall(sent)
        return drained(link)


def drained(link: socket.socket) -> bytes:
    """All that still comes on a connection."""
    got = b""
    try:
        while part := link.recv(65_536):
            got += part
    except (TimeoutError, ConnectionError):
        pass
    return got


def status(answer: bytes) -> int:
    """The status of an answer; 0 when there is none."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


@dataclass
class Browser:
    """Someone who uses the pages as they are meant: keeps cookies, sends the token for forms."""

    server: Server

    def __post_init__(self) -> None:
        self.jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.jar))
        self.get("/start/")

    def get(self, path: str) -> bytes:
        """A page."""
        SENT["by a user beside it"] += 1
        with self._opener.open(f"{self.server.url}{path}", timeout=WAIT_S) as answer:
            page: bytes = answer.read()
        return page

    def send(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        """A body with the token for forms; the status."""
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken") or ""
        request = Request(f"{self.server.url}{path}", body, {"X-CSRFToken": token, **headers})
        with self._opener.open(request, timeout=WAIT_S) as answer:
            found: int = answer.status
        return found

    @property
    def cookies(self) -> str:
        """Its cookies as a header."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)

    def took(self, path: str, times: int) -> list[float]:
        """Seconds that each of some visits took, the shortest first."""
        seconds = []
        for _ in range(times):
            began = time.perf_counter()
            self.get(path)
            seconds.append(time.perf_counter() - began)
        return sorted(seconds)
