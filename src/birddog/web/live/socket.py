"""The socket of the camera coach, as an ASGI application: ``/coach/?exercise=ID``.

Binary messages come in, one frame each (``wire``); messages of JSON go out (``told``). Nothing is kept, and nothing is
written to the chart: what was seen goes back to the page, and what the person tells of it comes in as any event does.
Whoever sends what is no frame, sends too fast, or sends nothing, is closed with a reason; nobody else notices.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from birddog.web.live.entry import Refusal, entered, ours, whose
from birddog.web.live.hall import Hall, Seat
from birddog.web.live.told import Teller, at_first
from birddog.web.live.wire import WireError, read

if TYPE_CHECKING:
    from birddog.records.models import Person

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PATH = "/coach/"
MOST_SESSIONS = 600
"""Sessions of this process at once. One holds at most 300 kB."""
MOST_ENTERING = 40
"""Sockets whose person is being looked up; one more is told to come back."""
MOST_OF_ONE = 3
"""The same, of one browser."""
IDLE_S = 15.0
"""So long a socket may send no frame."""
LONGEST_S = 1800.0
"""So long one lasts: an exercise takes no half hour."""
WATCH_S = 20.0
"""So often it is asked whether the session of a socket still is that person's."""
MOST_A_SECOND = 60.0
"""Frames a second, in the mean of a second and a half."""
BURST = 90.0
GOING_AWAY = 1001
NOT_UNDERSTOOD, SIGNED_OUT, IDLE, ELSEWHERE, TOO_FAST, FULL, FAILED = 4400, 4401, 4408, 4409, 4429, 4503, 4500


@dataclass
class Pace:
    """How fast frames may come: a bucket of ``BURST`` that fills by ``MOST_A_SECOND``."""

    at: float
    left: float = BURST
    last: float = -1.0

    def check(self, now: float, time: float) -> None:
        """Raises ``Refusal`` for a frame that comes too fast, or is not newer than the one before.

        ``now`` is by the server's clock, ``time`` what the frame says, both in s.
        """
        self.left = min(BURST, self.left + (now - self.at) * MOST_A_SECOND) - 1
        self.at = now
        if self.left < 0:
            raise Refusal(TOO_FAST, f"too many frames; allowed: {MOST_A_SECOND:g} a second")
        if time <= self.last:
            raise Refusal(NOT_UNDERSTOOD, f"time is {time:g} s after {self.last:g} s; it must rise")
        self.last = time


class Live:
    """The sockets of a process. One for each person: another page of theirs takes it over."""

    def __init__(self, most: int = MOST_SESSIONS) -> None:
        self._hall = Hall(most)
        self._looks_up = ThreadPoolExecutor(2, thread_name_prefix="coach-entry")
        self._entering: Counter[bytes] = Counter()
        self._open: dict[Any, asyncio.Task[None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One socket, from its handshake to its end."""
        headers = dict(scope["headers"])
        await receive()  # websocket.connect
        if scope["path"] != PATH or not ours(headers):
            await send({"type": "websocket.close", "code": 1008})
            return
        await send({"type": "websocket.accept"})
        try:
            await self._follow(scope, headers, receive, send)
        except Refusal as refusal:
            await _close(send, refusal)

    async def _follow(self, scope: Scope, headers: dict[bytes, bytes], receive: Receive, send: Send) -> None:
        asked = parse_qs(scope["query_string"].decode("latin1"))
        person, found = await self._enter(headers, asked.get("exercise", [""])[0], asked.get("language", [""])[0])
        seat = Seat(found.target, found.rules, Teller(found.cues))
        while (before := self._open.pop(person, None)) is not None:
            before.cancel()
            await asyncio.wait([before])
        if not self._hall.join(seat):
            raise Refusal(FULL, "too many sessions at once; try again in a moment")
        runs = asyncio.create_task(self._run(seat, receive, send, self._watches(headers, person)))
        self._open[person] = runs
        try:
            seat.mail = at_first(found.target)
            seat.posted.set()
            await runs
        except asyncio.CancelledError:
            if asyncio.current_task().cancelling():  # type: ignore[union-attr]
                raise
            raise Refusal(ELSEWHERE, "the coach is open on another page") from None
        finally:
            self._hall.leave(seat)
            if self._open.get(person) is runs:
                del self._open[person]

    async def _enter(self, headers: dict[bytes, bytes], exercise: str, language: str) -> Any:
        """Who it is and what they do. No browser keeps others waiting."""
        cookies = headers.get(b"cookie", b"")
        if self._entering[cookies] >= MOST_OF_ONE:
            raise Refusal(TOO_FAST, "one socket after the other")
        if self._entering.total() >= MOST_ENTERING:
            raise Refusal(FULL, "too many at once; try again in a moment")
        self._entering[cookies] += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._looks_up, entered, headers, exercise, language)
        finally:
            self._entering -= Counter([cookies])

    async def _watches(self, headers: dict[bytes, bytes], person: Person) -> None:
        """End the socket of somebody who has signed out, or who is gone."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(WATCH_S)
            if await loop.run_in_executor(self._looks_up, whose, headers) != person:
                raise Refusal(SIGNED_OUT, "nobody is signed in any more")

    async def _run(self, seat: Seat, receive: Receive, send: Send, watches: Coroutine[Any, Any, None]) -> None:
        """Read and write until one of them ends, or the session does."""
        pace = Pace(asyncio.get_running_loop().time())
        both = (self._reads(seat, pace, receive), _writes(seat, send), _idles(pace), watches)
        tasks = [asyncio.create_task(one) for one in both]
        try:
            async with asyncio.timeout(LONGEST_S):
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except TimeoutError:
            raise Refusal(IDLE, f"open for {LONGEST_S:g} s; open it again") from None
        finally:
            self._hall.leave(seat)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _reads(self, seat: Seat, pace: Pace, receive: Receive) -> None:
        loop = asyncio.get_running_loop()
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            try:
                picture = read(message.get("bytes") or b"")
            except WireError as error:
                raise Refusal(NOT_UNDERSTOOD, str(error)) from error
            pace.check(loop.time(), picture.time)
            self._hall.take(seat, picture)


async def _idles(pace: Pace) -> None:
    """End a socket that sends no frame."""
    loop = asyncio.get_running_loop()
    while (left := pace.at + IDLE_S - loop.time()) > 0:
        await asyncio.sleep(left)
    raise Refusal(IDLE, f"no frame for {IDLE_S:g} s")


async def _writes(seat: Seat, send: Send) -> None:
    """Send what waits. While a slow reader is waited for, messages become one."""
    while True:
        await seat.posted.wait()
        seat.posted.clear()
        message, seat.mail = seat.mail, {}
        if not message:
            raise Refusal(FAILED, "something went wrong; open it again")
        await send({"type": "websocket.send", "text": json.dumps(message, ensure_ascii=False, separators=(",", ":"))})


async def _close(send: Send, refusal: Refusal) -> None:
    await send({"type": "websocket.close", "code": refusal.code, "reason": refusal.reason[:120]})
