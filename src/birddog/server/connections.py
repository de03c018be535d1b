"""Connections that cannot be held open for nothing: a time for the head of a request, and room for newcomers.

uvicorn waits for a head, and for a reader of an answer, as long as a client likes. This is its HTTP/1.1 with h11, which
bounds the size of a head, and with these bounds on time and number.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEAD_BYTES = 32_768
"""The longest head of a request: request line and headers."""
HEAD_S = 10.0
"""So long the head of a request may take, from its first byte or from the connection on."""
LINGER_S = 20.0
"""So long the other side may leave a whole answer unread before the connection goes."""
MOST_CONNECTIONS = 400
"""More are not open at once: the one that has kept us waiting longest makes room."""


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 in which nobody waits for a slow client for long."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_timer: asyncio.TimerHandle | None = None
        self._gone = False
        self._waiting_since = self.loop.time()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A new connection; when there are too many another one makes room for it."""
        super().connection_made(transport)
        ours = [one for one in self.connections if isinstance(one, BoundedProtocol)]  # sockets have bounds of their own
        if len(ours) > MOST_CONNECTIONS:
            _longest_waiting(ours).drop()
        self._mind_the_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone, and so is its timer."""
        super().connection_lost(exc)
        self._forget_the_head()

    def data_received(self, data: bytes) -> None:
        """Some bytes of a request."""
        super().data_received(data)
        self._mind_the_head()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """The connection becomes a socket, which has bounds of its own."""
        self._gone = True
        self._forget_the_head()
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        """The answer is written; it should be read as well."""
        self._waiting_since = self.loop.time()
        self.loop.call_later(LINGER_S, self._mind_the_reader)
        super().on_response_complete()

    @property
    def waits(self) -> float | None:
        """Since when (the loop's clock) we wait for the other side; ``None`` while it waits for us."""
        if self._under_way and not self.cycle.more_body and not self.flow.write_paused:
            return None
        return self._waiting_since

    @property
    def _under_way(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # uvicorn says that there always is one
        return cycle is not None and not cycle.response_complete

    def drop(self) -> None:
        """End the connection at once."""
        self.transport.abort()

    def _mind_the_head(self) -> None:
        if self._under_way or self._gone:
            self._forget_the_head()
        elif self._head_timer is None and not self.transport.is_closing():
            self._waiting_since = self.loop.time()
            self._head_timer = self.loop.call_later(HEAD_S, self.drop)

    def _forget_the_head(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _mind_the_reader(self) -> None:
        if self.transport.get_write_buffer_size() and self.waits is not None:
            self.drop()


def _longest_waiting(connections: list[BoundedProtocol]) -> BoundedProtocol:
    """The connection that has kept us waiting longest; the newest when all of them wait for us."""
    waiting = [one for one in connections if one.waits is not None]
    return min(waiting or connections, key=lambda one: one.waits or 0.0)
