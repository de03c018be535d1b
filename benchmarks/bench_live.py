"""How many live coach sessions one core leads: the real server over its real socket, beside a bare echo.

People with accounts, each with a chart and a browser session of their own, do the first exercise of their day that a
camera can tell, filmed by the second generator, at 30 frames a second. Measured are the processor time of the server
(the system's own count), and for each answer the time from sending the frame that it is about to its arrival. The echo
takes the same frames: the same uvicorn with the same protocol, which sends a short text back ten times a second.

Exits with 1 when a frame is refused, or 99 of 100 answers take longer than 50 ms.

Usage: bench_live.py [--sessions 40] [--seconds 10]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.body.coach import generator  # noqa: E402
from tests.browser.serving import Server, free_port  # noqa: E402
from tests.coach_frames import filmed  # noqa: E402

from birddog.web.live.wire import HEAD  # noqa: E402

NOW = "2026-03-02T08:00:00+00:00"
FPS = 30
AT_ONCE = 20
"""Sessions that come in at once: a server looks up 40."""
MOST_MS = 50.0
TICKS = os.sysconf("SC_CLK_TCK")
FILL = """
import json, sys
from datetime import datetime
from pathlib import Path
import django
django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from birddog.body.coach import target
from birddog.catalog.movements import drill
from birddog.records.models import Person
from birddog.services.chart.reading import read
from birddog.services.chart.log import record

now, wanted = datetime.fromisoformat(sys.argv[1]), int(sys.argv[2])
intakes = [json.loads(path.read_text()) for path in sorted(Path(sys.argv[3]).glob("*.json"))]
made = n = 0
while made < wanted:
    user = User.objects.create(username=f"person-{n}", password="!")
    person = Person.objects.create(user=user)
    record(person, [{"id": "i", "at": sys.argv[1], "type": "intake", "intake": intakes[n % len(intakes)]}], now)
    n += 1
    today = read(person, now).today
    told = [item.exercise for item in (today.session.items if today.session else ())
            if target.of(drill(item.exercise).movement).countable]
    if not told:
        continue
    made += 1
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    print(session.session_key, told[0])
"""
Row = tuple[str, str, str, list[bytes]]
"""Address, origin, cookie and film of a session."""
ECHO = """
import sys, uvicorn
async def app(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": "{}"})
    n = 0
    while (message := await receive())["type"] == "websocket.receive":
        n += 1
        if n % 3 == 0:
            ms = int.from_bytes(message["bytes"][4:8], "little")
            await send({"type": "websocket.send", "text": '{"at":%d}' % ms})
uvicorn.run(app, port=int(sys.argv[1]), ws="websockets-sansio", ws_per_message_deflate=False, lifespan="off",
            log_level="error", ws_max_size=520)
"""


@dataclass
class Load:
    """What some sessions heard. late: ms from a frame to the answer about it; refused: how it closed."""

    late: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def at(frame: bytes, ms: int) -> bytes:
    """The same frame at another time."""
    version, people, light, found, _, aspect = HEAD.unpack_from(frame)
    return HEAD.pack(version, people, light, found, ms, aspect) + frame[HEAD.size :]


class Crowd:
    """Sessions that come in some at a time and begin together."""

    def __init__(self, count: int) -> None:
        self.door = asyncio.Semaphore(AT_ONCE)
        self.missing = count
        self.all_in = asyncio.Event()

    def is_in(self) -> None:
        """One more has had its first message."""
        self.missing -= 1
        if not self.missing:
            self.all_in.set()


async def one(row: Row, seconds: float, load: Load, crowd: Crowd, later: float) -> None:
    """One session: its film again and again, a frame every thirtieth of a second, from when all are in."""
    address, origin, cookie, frames = row
    headers = {"Cookie": cookie} if cookie else {}
    async with crowd.door:
        link = await connect(address, origin=origin, additional_headers=headers, compression=None, open_timeout=60)
        await link.recv()
    sent: dict[int, float] = {}
    hearing = asyncio.create_task(_hears(link, sent, load))
    crowd.is_in()
    await crowd.all_in.wait()
    began = time.perf_counter() + later
    with suppress(ConnectionClosed):
        for k in range(int(seconds * FPS)):
            await asyncio.sleep(max(0.0, began + k / FPS - time.perf_counter()))
            ms = round(1000 * k / FPS)
            sent[ms] = time.perf_counter()
            await link.send(at(frames[k % len(frames)], ms))
    if link.close_code is not None:
        load.refused.append(f"{link.close_code} {link.close_reason}")
    hearing.cancel()
    await link.close()


async def _hears(link: ClientConnection, sent: dict[int, float], load: Load) -> None:
    with suppress(ConnectionClosed):
        async for text in link:
            ms = json.loads(text).get("at")
            if ms in sent:
                load.late.append(1000 * (time.perf_counter() - sent.pop(ms)))


def cpu(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    columns = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(columns[11]) + int(columns[12])) / TICKS


async def measured(pid: int, rows: list[Row], seconds: float) -> tuple[float, Load]:
    """Processor time a second of a server under all sessions at once, and what they saw."""
    load = Load()
    crowd = Crowd(len(rows))
    tasks = [asyncio.create_task(one(row, seconds, load, crowd, n / len(rows) / FPS)) for n, row in enumerate(rows)]
    await asyncio.wait([asyncio.create_task(crowd.all_in.wait()), *tasks], return_when=asyncio.FIRST_COMPLETED)
    await asyncio.sleep(1.0)
    began, used = time.perf_counter(), cpu(pid)
    await asyncio.sleep(seconds - 1.5)
    share = (cpu(pid) - used) / (time.perf_counter() - began)
    await asyncio.gather(*tasks)
    return share, load


def told(name: str, sessions: int, share: float, load: Load) -> float:
    """Print a row; the 99th percentile in ms."""
    p50, p99 = np.percentile(load.late, [50, 99])
    print(f"{name:8}{sessions:10d}{share:12.2f}{sessions / share:16.0f}{p50:10.1f}{p99:10.1f}{len(load.refused):10d}")
    for reason in sorted(set(load.refused)):
        print(f"        refused: {reason}")
    return float(p99)


def films(exercises: set[str]) -> dict[str, list[bytes]]:
    """A film of each exercise at 30 frames a second."""
    scene = generator.Scene(repetitions=3, noise=0.01)
    return {name: filmed(generator.take(name, scene, np.random.default_rng(1))) for name in sorted(exercises)}


def main() -> int:
    """Run both, print a table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--sessions", type=int, default=40)
    asked.add_argument("--seconds", type=float, default=10.0)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), environment={"BIRDDOG_ACCOUNTS": "1"})
        server.at(NOW)
        server.start()
        environment = {
            **os.environ, "BIRDDOG_HOME": folder, "BIRDDOG_ACCOUNTS": "1", "BIRDDOG_CLOCK_FILE": str(server.clock),
            "DJANGO_SETTINGS_MODULE": "birddog.server.settings",
        }  # fmt: skip
        filled = subprocess.run(
            [sys.executable, "-c", FILL, NOW, str(given.sessions), str(ROOT / "examples" / "intakes")],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        people = [line.split() for line in filled.stdout.splitlines()]
        shown = films({exercise for _, exercise in people})
        print(f"{len(people)} charts, {len(shown)} exercises, {FPS} frames/s, {given.seconds:g} s")
        print(f"{'':8}{'sessions':>10}{'cores':>12}{'per core':>16}{'p50 ms':>10}{'p99 ms':>10}{'refused':>10}")
        rows = [
            (f"ws://127.0.0.1:{server.port}/coach/?exercise={name}", server.url, f"sessionid={key}", shown[name])
            for key, name in people
        ]
        assert server.running is not None
        share, load = asyncio.run(measured(server.running.pid, rows, given.seconds))
        p99 = told("coach", len(people), share, load)
        server.stop()
    port = free_port()
    echo = subprocess.Popen([sys.executable, "-c", ECHO, str(port)])
    try:
        time.sleep(2)
        rows = [(f"ws://127.0.0.1:{port}/", f"http://127.0.0.1:{port}", "", frames) for *_, frames in rows]
        bare, beside = asyncio.run(measured(echo.pid, rows, given.seconds))
        told("echo", len(rows), bare, beside)
    finally:
        echo.kill()
    print(f"the coach takes {share / bare:.1f} times the processor of the bare echo")
    return int(bool(load.refused) or p99 > MOST_MS)


if __name__ == "__main__":
    sys.exit(main())
