"""Turns: the many requests of one browser wait for each other, and nobody else waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

AT_ONCE = 4
"""Requests of one browser that are worked on at once."""
MOST_OF_ONE = 120
"""Requests of one browser that are there at once, worked on or waiting: a page of figures asks for dozens."""
MOST = 300
"""Requests of all browsers that are there at once."""


class TooManyError(Exception):
    """There is no room for one more request."""


@dataclass(slots=True)
class _Browser:
    turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    there: int = 0


class Turns:
    """Who is there, and whose turn it is."""

    def __init__(self) -> None:
        self._browsers: dict[str, _Browser] = {}
        self._there = 0

    @asynccontextmanager
    async def of(self, browser: str) -> AsyncIterator[None]:
        """While it is the turn of a request of this browser. Raises ``TooManyError`` when too many are there."""
        one = self._browsers.get(browser) or _Browser()
        if self._there >= MOST or one.there >= MOST_OF_ONE:
            raise TooManyError
        self._browsers[browser] = one
        one.there += 1
        self._there += 1
        try:
            async with one.turn:
                yield
        finally:
            one.there -= 1
            self._there -= 1
            if not one.there:
                del self._browsers[browser]
