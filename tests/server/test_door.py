"""At the door nobody takes the room of others: bodies of somebody else, and many requests of one browser."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from birddog.exchange import pictures
from birddog.server import door, turns
from birddog.server.admission import browser_of
from birddog.server.door import Door
from birddog.server.turns import TooManyError, Turns
from birddog.services.chart import import_chart
from birddog.web.views import work


def fine(environ: Any, start_response: Any) -> list[bytes]:
    """A page that reads all that was sent."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(len(environ["wsgi.input"].read())).encode()]


def posted(path: str, session: str = "one") -> dict[str, Any]:
    headers = [(b"host", b"127.0.0.1"), (b"transfer-encoding", b"chunked"),
               (b"cookie", f"csrftoken=x; sessionid={session}".encode())]  # fmt: skip
    return {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
            "scheme": "http", "headers": headers, "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1),
            "root_path": "", "http_version": "1.1", "asgi": {"version": "3.0"}}  # fmt: skip


async def status_of(at: Door, path: str, size: int, held: asyncio.Event | None = None) -> int:
    """The status of a body of this size; with ``held`` its last byte comes when that is set."""
    parts = [{"type": "http.request", "body": b"x" * size, "more_body": True}]
    found: list[int] = []

    async def receive() -> Any:
        if parts:
            return parts.pop()
        if held is not None:
            await held.wait()
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            found.append(message["status"])

    await at(posted(path), receive, send)
    return found[0]


def test_long_bodies_do_not_keep_short_ones_out(monkeypatch):
    monkeypatch.setattr(door, "MOST_BUFFERED", 600_000)

    async def both() -> list[int]:
        at, held = Door(fine, None), asyncio.Event()  # type: ignore[arg-type]
        long = asyncio.create_task(status_of(at, "/sync/", 590_000, held))
        await asyncio.sleep(0)
        beside = [await status_of(at, path, size) for path, size in
                  (("/log/pain/", 20_000), ("/sync/", 250_000), ("/sync/", 500_000))]  # fmt: skip
        held.set()
        return [*beside, await long, await status_of(at, "/sync/", 500_000)]

    assert asyncio.run(both()) == [200, 200, 503, 200, 200]


def test_one_browser_takes_its_turns_and_no_others(monkeypatch):
    monkeypatch.setattr(turns, "MOST_OF_ONE", turns.AT_ONCE + 3)
    monkeypatch.setattr(turns, "MOST", turns.AT_ONCE + 5)

    async def rush() -> tuple[int, list[str], dict[str, int]]:
        at, done = Turns(), asyncio.Event()
        in_turn: list[str] = []
        refused = {"eve": 0, "bob": 0, "ann": 0}

        async def one(browser: str) -> None:
            try:
                async with at.of(browser):
                    in_turn.append(browser)
                    await done.wait()
            except TooManyError:
                refused[browser] += 1

        asked = [asyncio.create_task(one(name)) for name in ["eve"] * 20 + ["bob", "bob", "ann"]]
        await asyncio.sleep(0)
        beside = list(in_turn)
        done.set()
        await asyncio.gather(*asked)
        return len(in_turn), beside, refused

    whole, beside, refused = asyncio.run(rush())
    assert sorted(beside) == ["bob", "bob", *["eve"] * turns.AT_ONCE]
    assert refused == {"eve": 20 - turns.AT_ONCE - 3, "bob": 0, "ann": 1}
    assert whole == turns.AT_ONCE + 5


@pytest.mark.parametrize(
    "cookie, who", [(b"sessionid=a", "a"), (b"x=1; sessionid=b", "b"), (b"csrftoken=x", "10.0.0.9"), (b"", "10.0.0.9")]
)
def test_a_browser_is_told_by_its_session_or_its_address(cookie, who):
    assert browser_of({"headers": [(b"cookie", cookie)], "client": ("10.0.0.9", 5)}) == who
    assert browser_of({"headers": [], "client": None}) == ""


@pytest.mark.parametrize(("path", "most"), [
    ("/import/", import_chart.MOST_BYTES), ("/clinic/file/", work.MOST_BYTES),
    ("/clinic/exercises/new/", pictures.MOST_BYTES),
])  # fmt: skip
def test_a_file_that_a_page_takes_comes_through(path: str, most: int):
    at = Door(fine, None)  # type: ignore[arg-type]
    assert asyncio.run(status_of(at, path, most)) == 200
