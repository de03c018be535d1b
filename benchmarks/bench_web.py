"""Today and sync beside a bare Django page of the same server, and Today with 10 and with 10,000 people.

Everything runs in one go on one machine: the server in a process of its own, the requests from threads here, each
with a connection that is kept. A ratio is the result; it does not depend on how fast the machine is.

The bare page goes through the same server and middleware and asks the database one thing (``/healthz``).

Exits with 1 when Today with 10,000 people takes more than 1.2 times as long as with 10.
"""

from __future__ import annotations

import argparse
import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.browser.serving import Server  # noqa: E402

CHART = ROOT / "examples" / "charts" / "good-course.jsonl"
NOW = "2026-06-01T09:00:00+00:00"
MOST = 1.2
Ask = Callable[[http.client.HTTPConnection], None]

FILL = """
import json, sys
from datetime import datetime
import django
django.setup()
from birddog.records.models import Event, Person
bodies = [json.loads(line) for line in open(sys.argv[1])][:24]
people = [Person() for _ in range(int(sys.argv[2]))]
Person.objects.bulk_create(people, batch_size=500)
def rows():
    for person in people:
        for body in bodies:
            at = datetime.fromisoformat(body["at"] + ("" if "+" in body["at"] else "+00:00"))
            yield Event(
                person=person, event_id=body["id"], type=body["type"], actor="patient", at=at, recorded=at, body=body
            )
some = []
for row in rows():
    some.append(row)
    if len(some) == 5000:
        Event.objects.bulk_create(some); some = []
Event.objects.bulk_create(some)
"""


@dataclass
class Measured:
    """Requests a second with all threads, and latencies in milliseconds."""

    rate: float
    p50: float
    p95: float


@contextmanager
def serving() -> Iterator[Server]:
    """A server whose first person has the example chart."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        server.at(NOW)
        server.start()
        try:
            bodies = [json.loads(line) for line in CHART.read_text().splitlines()]
            for body in bodies:
                body["at"] += "" if "+" in body["at"] else "+00:00"
            server.fill([body for body in bodies if body.pop("actor", "patient") == "patient"])
            yield server
        finally:
            server.stop()


def add_people(server: Server, count: int) -> None:
    """Put more people, each three weeks on, straight into the database."""
    environment = {"BIRDDOG_HOME": str(server.home), "DJANGO_SETTINGS_MODULE": "birddog.server.settings"}
    subprocess.run([sys.executable, "-c", FILL, str(CHART), str(count)], env=environment, check=True)


def measure(server: Server, ask: Ask, requests: int, threads: int) -> Measured:
    """``requests`` in all, from ``threads`` connections."""

    def worker(count: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        took = []
        for _ in range(count):
            start = time.perf_counter()
            ask(connection)
            took.append((time.perf_counter() - start) * 1000)
        connection.close()
        return took

    worker(5)
    start = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        times = [t for part in pool.map(worker, [requests // threads] * threads) for t in part]
    seconds = time.perf_counter() - start
    return Measured(len(times) / seconds, statistics.median(times), statistics.quantiles(times, n=20)[-1])


def get(path: str) -> Ask:
    """Ask for a page."""

    def ask(connection: http.client.HTTPConnection) -> None:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)

    return ask


def sync(server: Server) -> Ask:
    """Send one report of pain, a new one each time."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", "/")
    answer = connection.getresponse()
    answer.read()
    cookie = answer.headers["Set-Cookie"].split(";")[0]
    headers = {"Cookie": cookie, "X-CSRFToken": cookie.split("=")[1], "Content-Type": "application/json"}

    def ask(connection: http.client.HTTPConnection) -> None:
        event = {"id": str(uuid.uuid4()), "at": NOW, "type": "pain", "back": 3}
        connection.request("POST", "/sync/", json.dumps({"events": [event]}), headers)
        answer = connection.getresponse()
        receipt = json.loads(answer.read())["receipts"][0]
        assert receipt["status"] == "stored", receipt

    return ask


def show(name: str, found: Measured, bare: Measured) -> None:
    """One line of the table."""
    print(
        f"{name:34} {found.rate:8.0f}/s {found.p50:8.1f} ms {found.p95:8.1f} ms"
        f"   {found.p95 / bare.p95:5.1f} x the bare page's p95"
    )


def main() -> int:
    """Run, print, and say whether the caseload makes Today slower."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--people", type=int, default=10_000)
    options = parser.parse_args()
    print(f"{'':34} {'rate':>10} {'p50':>11} {'p95':>11}   ({options.threads} connections)")
    with serving() as server:
        bare = measure(server, get("/healthz"), options.requests, options.threads)
        show("bare page (/healthz)", bare, bare)
        show("Today", measure(server, get("/"), options.requests, options.threads), bare)
        show("sync of one report", measure(server, sync(server), options.requests // 2, options.threads), bare)
        bare = measure(server, get("/healthz"), options.requests, options.threads)
        show("bare page, once more", bare, bare)
    latency = {}
    with serving() as server:
        add_people(server, 9)
        latency[10] = measure(server, get("/"), options.requests, 1)
        add_people(server, options.people - 10)
        latency[options.people] = measure(server, get("/"), options.requests, 1)
    for people, found in latency.items():
        print(f"Today with {people:6,} people: median {found.p50:.1f} ms, p95 {found.p95:.1f} ms (one connection)")
    ratio = latency[options.people].p50 / latency[10].p50
    print(f"ratio {ratio:.2f}, at most {MOST}")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
