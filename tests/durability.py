"""Kill the real server at random moments while several devices write to it, and count what is left.

Used by a test (a few kills) and by ``benchmarks/durability.py`` (hundreds, on SQLite and PostgreSQL).
"""

from __future__ import annotations

import json
import os
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
from pathlib import Path
from typing import Any

from tests.browser.serving import Server

AT = "2026-03-02T09:00:00+00:00"
AGAIN_S = 0.1
"""So long a device waits before it sends again."""
PATIENCE_S = 60.0
"""So long nothing may be acknowledged while the machine has nothing else to do."""
MOST_PATIENCE_S = 3600.0
"""So long in any case."""
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
            with urllib.request.urlopen(f"{self.server.url}/offline/", timeout=PATIENCE_S) as page:
                self._cookie = page.headers["Set-Cookie"].split(";")[0]
        headers = {
            "Content-Type": "application/json",
            "Cookie": self._cookie,
            "X-CSRFToken": self._cookie.split("=")[1],
        }
        request = urllib.request.Request(f"{self.server.url}/sync/", json.dumps({"events": batch}).encode(), headers)
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
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
    crash_every: int = 0, devices: int = 4, tell: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:  # fmt: skip
    """Let ``devices`` write and kill the server ``kills`` times. ``ids`` reads the ids of all reports in the database;
    ``crash`` kills the database itself, every so many kills; ``tell`` hears after each kill what is there by then.

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
                survived = number
                tell(_found(at_work, ids, survived, crashes, slowest))
        except KeyboardInterrupt:
            pass
        finally:
            stop.set()
        for life in lives:
            life.result()
    return _found(at_work, ids, survived, crashes, slowest)


def _found(
    devices: list[Device], ids: Callable[[], list[str]], kills: int, crashes: int, slowest_start_s: float
) -> Outcome:
    """What is there of what was acknowledged by now; the devices may go on writing."""
    told = set[str]().union(*(device.acknowledged.copy() for device in devices))
    found = Counter(ids())
    batches = Counter(name.rsplit("-", 1)[0] for name in found)
    return Outcome(
        kills, crashes, len(told), len(found), sum(d.again for d in devices), sum(d.recognized for d in devices),
        told - set(found), {name for name, times in found.items() if times > 1},
        {name for name, count in batches.items() if count != 3}, slowest_start_s,
    )  # fmt: skip


def _work_goes_on(devices: list[Device]) -> None:
    """Wait until something was acknowledged since the last kill: a server that nobody reached is no test.

    A machine that is busy with other work makes the wait longer; one that has time for the server does not."""
    before = sum(len(device.acknowledged) for device in devices)
    began, idle = time.monotonic(), _idle_s()
    while sum(len(device.acknowledged) for device in devices) == before:
        waited = time.monotonic() - began
        if waited > MOST_PATIENCE_S or (waited > PATIENCE_S and _idle_s() - idle > PATIENCE_S):
            raise AssertionError(f"the server is up, and no report was acknowledged within {waited:.0f} s")
        time.sleep(0.005)


def _idle_s() -> float:
    """So many seconds one core of this machine has had nothing to do since it was started; else the time itself."""
    try:
        cpu = Path("/proc/stat").read_text().split("\n", 1)[0].split()
    except OSError:
        return time.monotonic()
    return (int(cpu[4]) + int(cpu[5])) / os.sysconf("SC_CLK_TCK") / (os.cpu_count() or 1)
