"""Which user of this machine is at the other end of a connection.

Without accounts whoever reaches the port reads and writes the one chart, and on a machine that several people use all
of them reach it. Linux says in ``/proc/net`` whose a connection is; elsewhere nobody can be told apart.
"""

from __future__ import annotations

import math
import os
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import h11

from birddog.server.connections import BoundedProtocol

TABLES = {socket.AF_INET: Path("/proc/net/tcp"), socket.AF_INET6: Path("/proc/net/tcp6")}
REMOTE, UID = 2, 7
"""Columns of the tables; the address at this end stands before the one at the other."""
ROOT = 0
_read: dict[socket.AddressFamily, tuple[float, str]] = {}
"""Each table as it was read last, and when."""
SAYS = (
    b"This Birddog belongs to another user of this machine, and it knows one person only. "
    b"Start your own, or ask them to start theirs with --accounts.\n"
)


def user_of(client: tuple[str, int], server: tuple[str, int], since: float | None = None) -> int | None:
    """The number of the user whose process has connected from ``client``; ``None`` when the system does not say.

    A table of connections that was read after ``since`` (``time.monotonic``) will do: reading it takes long when many
    are open, and many may come at once.
    """
    try:
        family = socket.AF_INET6 if ":" in client[0] else socket.AF_INET
        ends = f": {_written(family, *client[:2])} {_written(family, *server[:2])} "
        _, found, rest = _table(family, since).partition(ends)  # no row is taken apart but the one
        return int(rest.split(maxsplit=UID)[UID - REMOTE - 1]) if found else None
    except (OSError, ValueError, IndexError):
        return None


def _table(family: socket.AddressFamily, since: float | None) -> str:
    at, text = _read.get(family, (-math.inf, ""))
    if since is None or at <= since:
        at = time.monotonic()
        text = TABLES[family].read_text()
        _read[family] = at, text
    return text


def _written(family: socket.AddressFamily, address: str, port: int) -> str:
    """An address as the tables have it: words of four bytes as this machine orders them, in hexadecimal."""
    packed = socket.inet_pton(family, address)
    words = [packed[at : at + 4] for at in range(0, len(packed), 4)]
    return "".join(f"{int.from_bytes(word, sys.byteorder):08X}" for word in words) + f":{port:04X}"


class OwnersProtocol(BoundedProtocol):
    """Answers the user who started the server, and nobody else of this machine."""

    def connection_made(self, transport: Any) -> None:
        """A new connection; one of another user gets to read why it is refused, and nothing else."""
        super().connection_made(transport)
        self._made, self._owners, self.app = time.monotonic(), self.app, self._for_the_owner

    async def _for_the_owner(self, scope: Any, receive: Any, send: Any) -> None:
        await (_refuse if self._foreign else self._owners)(scope, receive, send)

    @cached_property
    def _foreign(self) -> bool:
        """Whether another user is at the other end; looked up when there is something to answer."""
        client, server = self.transport.get_extra_info("peername"), self.transport.get_extra_info("sockname")
        user = user_of(client, server, self._made) if client and server else None
        return user is not None and user not in (os.geteuid(), ROOT)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """A socket of another user is refused as any request is."""
        if self._foreign:
            self.transport.write(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            self.transport.close()
        else:
            super().handle_websocket_upgrade(event)


async def _refuse(_scope: Any, _receive: Any, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(SAYS)).encode()),
               (b"connection", b"close")]  # fmt: skip
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": SAYS})
