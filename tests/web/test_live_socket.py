"""The socket as an ASGI application, with several people on it at once: what one of them does to it is theirs alone."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import numpy as np
import pytest
from tests.body.coach import generator
from tests.coach_frames import filmed
from tests.looped import in_a_loop

from birddog.body.coach import seats, target
from birddog.catalog import load_default
from birddog.catalog.faults import rules_of
from birddog.catalog.movements import drill
from birddog.services.session.coach import Coached
from birddog.web.live import hall, socket
from birddog.web.live.socket import Live

HEADERS = [(b"host", b"127.0.0.1:8000"), (b"origin", b"http://127.0.0.1:8000")]
TIMES = 2


@pytest.fixture(autouse=True)
def people(monkeypatch, settings):
    """Whoever names themselves in the cookie is that person, and does bridges."""
    settings.ALLOWED_HOSTS, settings.BIRDDOG_HTTPS = ["127.0.0.1"], False
    rules = rules_of(load_default().exercise("bridge"))
    found = Coached(target.of(drill("bridge").movement), rules, tuple(rule.id for rule in rules))
    monkeypatch.setattr(socket, "entered", lambda headers, *_: (headers[b"cookie"], found))
    monkeypatch.setattr(hall, "TICK_S", 0.001)


@pytest.fixture(scope="module")
def film() -> list[bytes]:
    return filmed(generator.take("bridge", generator.Scene(repetitions=TIMES, fps=12), np.random.default_rng(3)))


class Caller:
    """One side of a socket: ``say`` sends a message, ``heard`` holds what came, ``closed`` how it ended."""

    def __init__(self, live: Live, name: str) -> None:
        self.heard: list[dict[str, Any]] = []
        self.closed: tuple[int, str] | None = None
        self._out: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._out.put_nowait({"type": "websocket.connect"})
        scope = {"type": "websocket", "path": "/coach/", "query_string": b"exercise=bridge",
                 "headers": [*HEADERS, (b"cookie", name.encode())]}  # fmt: skip
        self.task = asyncio.create_task(live(scope, self._out.get, self._take))

    async def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "websocket.send":
            self.heard.append(json.loads(message["text"]))
        elif message["type"] == "websocket.close":
            self.closed = message["code"], message.get("reason", "")

    def say(self, data: bytes) -> None:
        self._out.put_nowait({"type": "websocket.receive", "bytes": data})

    async def ready(self) -> None:
        while not self.heard and self.closed is None:
            await asyncio.sleep(0.001)

    async def shows(self, film: list[bytes]) -> None:
        """The film at a pace that is allowed."""
        await self.ready()
        for message in film:
            self.say(message)
            await asyncio.sleep(1 / socket.MOST_A_SECOND)

    @property
    def reps(self) -> int | None:
        return next((message["seen"]["reps"] for message in reversed(self.heard) if "seen" in message), None)


def test_beside_others_who_misbehave_a_session_is_counted_as_it_is_done(film):
    async def all_at_once() -> tuple[Caller, dict[str, tuple[int, str] | None]]:
        live = Live()
        ann = Caller(live, "ann")
        showing = asyncio.create_task(ann.shows(film))
        ways = {"flood": film[:1] * 2000, "garbage": [b"\xff" * 373], "long": [bytes(520)], "again": film[5:6] * 2}
        others = {name: Caller(live, name) for name in ways}
        for name, messages in ways.items():
            await others[name].ready()
            for message in messages:
                others[name].say(message)
        await asyncio.gather(showing, *(one.task for one in others.values()))
        await asyncio.sleep(0.1)
        assert not ann.task.done()
        ann.task.cancel()
        return ann, {name: one.closed for name, one in others.items()}

    ann, closed = in_a_loop(all_at_once())
    assert ann.reps == TIMES
    assert {name: row and row[0] for name, row in closed.items()} == {
        "flood": 4400, "garbage": 4400, "long": 4400, "again": 4400,
    }  # fmt: skip
    assert all(row and row[1] for row in closed.values()), "a reason for each"


def test_who_signs_out_or_is_gone_is_closed(film, monkeypatch):
    monkeypatch.setattr(socket, "WATCH_S", 0.02)
    signed_in = {b"ann", b"bob"}
    monkeypatch.setattr(socket, "whose", lambda headers: name if (name := headers[b"cookie"]) in signed_in else None)

    async def leaves() -> tuple[Caller, bool]:
        live = Live()
        ann, bob = Caller(live, "ann"), Caller(live, "bob")
        await asyncio.gather(ann.ready(), bob.ready())
        signed_in.remove(b"ann")
        await ann.task
        stays = not bob.task.done()
        bob.task.cancel()
        return ann, stays

    ann, stays = in_a_loop(leaves())
    assert ann.closed == (4401, "nobody is signed in any more") and stays


def test_too_fast_idle_and_full_are_closed_with_a_reason(film, monkeypatch):
    monkeypatch.setattr(socket, "IDLE_S", 0.05)

    async def each() -> list[tuple[int, str] | None]:
        live = Live(most=2)
        fast = Caller(live, "fast")
        await fast.ready()
        for message in film[:120]:
            fast.say(message)
        await fast.task
        idle = [Caller(live, "one"), Caller(live, "two")]
        await asyncio.gather(*(one.ready() for one in idle))
        full = Caller(live, "three")
        await asyncio.gather(full.task, *(one.task for one in idle))
        return [one.closed for one in (fast, full, *idle)]

    codes = [row and row[0] for row in in_a_loop(each())]
    assert codes == [4429, 4503, 4408, 4408]


def test_one_person_has_one_socket_and_whoever_leaves_frees_the_place(film):
    async def twice() -> tuple[tuple[int, str] | None, bool, bool]:
        live = Live(most=1)
        first = Caller(live, "ann")
        await first.ready()
        first.say(film[0])
        second = Caller(live, "ann")
        await first.task
        await second.ready()
        took_over = second.closed is None
        second._out.put_nowait({"type": "websocket.disconnect"})
        await second.task
        third = Caller(live, "bob")
        await third.ready()
        third.task.cancel()
        return first.closed, took_over, third.closed is None

    assert in_a_loop(twice()) == ((4409, "the coach is open on another page"), True, True)


def test_a_step_that_fails_closes_what_was_in_it_and_the_next_session_works(film, monkeypatch):
    async def fails() -> tuple[tuple[int, str] | None, int]:
        live = Live()
        one = Caller(live, "ann")
        await one.ready()
        with monkeypatch.context() as broken:
            broken.setattr(seats, "step", lambda *_: 1 / 0)
            one.say(film[0])
            await one.task
        two = Caller(live, "ann")
        await two.shows(film[:10])
        await asyncio.sleep(0.1)
        two.task.cancel()
        return one.closed, len(two.heard)

    closed, heard = in_a_loop(fails())
    assert closed and closed[0] == 4500
    assert heard > 1
