"""Kill the real server at random moments while several devices write to it, and count what is left.

Used by a test (a few kills) and by ``benchmarks/durability.py`` (hundreds, on SQLite and PostgreSQL).
"""

from __future__ import annotations

import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from tests.browser.serving import Server

AT = "2026-03-02T09:00:00+00:00"
AGAIN_S = 0.1
"""So long a device waits before it sends again."""
NETWORK_ERRORS = (urllib.error.URLError, HTTPException, OSError, ValueError)
"""What a device sees when the server goes away in the middle; half an answer is no JSON."""


@dataclass
class Device:
    """One device of the person: writes reports one after the other and sends again what was not acknowledged."""

    server: Server
    name: str
    acknowledged: set[str] = field(default_factory=set)
    again: int = 0
    recognized: int = 0
    _cookie: str = ""
    _count: int = 0

    def live(self, stop: threading.Event) -> None:
        """Write until told to stop; then finish what was begun, so that every report has its answer."""
        while not stop.is_set():
            self._count += 1
            batch = [{"id": f"{self.name}-{self._count}-{n}", "type": "pain", "at": AT, "back": n} for n in range(3)]
            while not self._sent(batch) and not stop.wait(AGAIN_S):
                self.again += 1

    def _sent(self, batch: list[dict[str, Any]]) -> bool:
        try:
            receipts = self._post(batch)
        except NETWORK_ERRORS:
            return False
        assert [r["id"] for r in receipts] == [event["id"] for event in batch]
        assert {r["status"] for r in receipts} <= {"stored", "already"}, receipts
        self.recognized += receipts[0]["status"] == "already"
        self.acknowledged |= {r["id"] for r in receipts}
        return True

    def _post(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not self._cookie:
            with urllib.request.urlopen(f"{self.server.url}/offline/", timeout=10) as page:
                self._cookie = page.headers["Set-Cookie"].split(";")[0]
        headers = {
            "Content-Type": "application/json",
            "Cookie": self._cookie,
            "X-CSRFToken": self._cookie.split("=")[1],
        }
        request = urllib.request.Request(f"{self.server.url}/sync/", json.dumps({"events": batch}).encode(), headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            receipts: list[dict[str, Any]] = json.load(answer)["receipts"]
        return receipts


@dataclass
class Outcome:
    """What a run found. ``lost`` and ``doubled`` must be empty; ``half`` are batches of which only a part is there."""

    kills: int
    crashes: int
    acknowledged: int
    there: int
    again: int
    recognized: int
    lost: set[str]
    doubled: set[str]
    half: set[str]
    slowest_start_s: float

    def __str__(self) -> str:
        return (
            f"{self.kills} kills of the server, {self.crashes} of the database: {self.acknowledged} reports "
            f"acknowledged, {self.there} there, {len(self.lost)} lost, {len(self.doubled)} doubled, "
            f"{len(self.half)} batches half written; "
            f"sent again {self.again} times, of which {self.recognized} were there already; "
            f"slowest start {self.slowest_start_s:.1f} s"
        )


def live_through(
    server: Server, kills: int, seed: int, ids: Callable[[], list[str]], crash: Callable[[], None] | None = None,
    crash_every: int = 0, devices: int = 4, tell: Callable[[int], None] = lambda kills: None,
) -> Outcome:  # fmt: skip
    """Let ``devices`` write and kill the server ``kills`` times. ``ids`` reads the ids of all reports in the database;
    ``crash`` kills the database itself, every so many kills; ``tell`` hears how many kills were survived.

    A ``KeyboardInterrupt`` ends the killing; what is there is counted all the same."""
    chance = random.Random(seed)
    at_work = [Device(server, f"d{n}") for n in range(devices)]
    stop = threading.Event()
    slowest, crashes, survived = 0.0, 0, 0
    with ThreadPoolExecutor(devices) as pool:
        lives = [pool.submit(device.live, stop) for device in at_work]
        try:
            for number in range(1, kills + 1):
                _work_goes_on(at_work)
                time.sleep(chance.uniform(0.0, 0.15))
                if crash and crash_every and number % crash_every == 0:
                    crash()
                    crashes += 1
                    time.sleep(chance.uniform(0.0, 0.15))
                server.kill()
                began = time.monotonic()
                server.start()
                slowest = max(slowest, time.monotonic() - began)
                tell(survived := number)
        except KeyboardInterrupt:
            pass
        finally:
            stop.set()
        for life in lives:
            life.result()
    found = Counter(ids())
    told = set().union(*(device.acknowledged for device in at_work))
    batches = Counter(name.rsplit("-", 1)[0] for name in found)
    return Outcome(
        survived, crashes, len(told), len(found), sum(d.again for d in at_work), sum(d.recognized for d in at_work),
        told - set(found), {name for name, times in found.items() if times > 1},
        {name for name, count in batches.items() if count != 3}, slowest,
    )  # fmt: skip


def _work_goes_on(devices: list[Device]) -> None:
    """Wait until something was acknowledged since the last kill: a server that nobody reached is no test."""
    before = sum(len(device.acknowledged) for device in devices)
    limit = time.monotonic() + 60
    while sum(len(device.acknowledged) for device in devices) == before:
        if time.monotonic() > limit:
            raise AssertionError("the server is up, and no report was acknowledged within a minute")
        time.sleep(0.005)
