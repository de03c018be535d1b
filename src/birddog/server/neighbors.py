"""Which user of this machine is at the other end of a connection.

Without accounts whoever reaches the port reads and writes the one chart, and on a machine that several people use all
of them reach it. Linux says in ``/proc/net`` whose a connection is; elsewhere nobody can be told apart.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import h11

from birddog.server.connections import BoundedProtocol

TABLES = {socket.AF_INET: Path("/proc/net/tcp"), socket.AF_INET6: Path("/proc/net/tcp6")}
LOCAL, REMOTE, UID = 1, 2, 7
"""Columns of the tables."""
ROOT = 0
SAYS = (
    b"This Birddog belongs to another user of this machine, and it knows one person only. "
    b"Start your own, or ask them to start theirs with --accounts.\n"
)


def user_of(client: tuple[str, int], server: tuple[str, int]) -> int | None:
    """The number of the user whose process has connected from ``client``; ``None`` when the system does not say."""
    try:
        family = socket.AF_INET6 if ":" in client[0] else socket.AF_INET
        wanted = [_written(family, *client[:2]), _written(family, *server[:2])]
        for line in TABLES[family].read_text().splitlines()[1:]:
            row = line.split()
            if [row[LOCAL], row[REMOTE]] == wanted:
                return int(row[UID])
    except (OSError, ValueError, IndexError):
        return None
    return None


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
        client, server = transport.get_extra_info("peername"), transport.get_extra_info("sockname")
        user = user_of(client, server) if client and server else None
        if user is not None and user not in (os.geteuid(), ROOT):
            self.app = _refuse

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """A socket of another user is refused as any request is."""
        if self.app is _refuse:
            self.transport.write(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            self.transport.close()
        else:
            super().handle_websocket_upgrade(event)


async def _refuse(_scope: Any, _receive: Any, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(SAYS)).encode()),
               (b"connection", b"close")]  # fmt: skip
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": SAYS})
