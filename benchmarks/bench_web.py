"""Today and sync beside a bare Django page of the same server, and Today with 10 and with 10,000 people.

Everything runs in one go on one machine: the server in a process of its own, the requests from threads here, each
with a connection that is kept. A ratio is the result; it does not depend on how fast the machine is.

The bare page goes through the same server and middleware and asks the database one thing (``/healthz``).

The caseload is that of a server with accounts, as a caseload is: ten people who are signed in open Today in turn, first
on a server of their own and on one with all the others.

Exits with 1 when Today with 10,000 people takes more than 1.2 times as long as with 10.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from tests.browser.serving import Server  # noqa: E402

CHART = ROOT / "examples" / "charts" / "good-course.jsonl"
NOW = "2026-06-01T09:00:00+00:00"
MOST = 1.2
Ask = Callable[[http.client.HTTPConnection], None]

ACTIVE = 10
"""People who are signed in."""
ROUNDS = 8
"""Times that both caseloads are asked, one right after the other, as the machine may do other things meanwhile."""
FILL = """
import json, sys
from datetime import datetime
import django
django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from birddog.records.models import Event, Person, Standing
from birddog.services.chart.log import record

chart, now, first, last, signed_in = sys.argv[1], datetime.fromisoformat(sys.argv[2]), *map(int, sys.argv[3:])
bodies = [json.loads(line) for line in open(chart)][:24]
for body in bodies:
    body["at"] += "" if "+" in body["at"] else "+00:00"
bodies = [body for body in bodies if body.pop("actor", "patient") == "patient"]
users = [User(username=f"person-{n}", password="!") for n in range(first, last)]
User.objects.bulk_create(users, batch_size=500)
people = [Person(user=user) for user in users]
Person.objects.bulk_create(people, batch_size=500)
# The first chart is told as a person tells it; the others are its copies.
if not people:
    sys.exit()
record(people[0], bodies, now)
told, standing = list(people[0].events.order_by("number")), Standing.objects.get(person=people[0])
for n in range(1, len(people), 500):
    some = people[n : n + 500]
    for row in told:
        row.number = None
    Event.objects.bulk_create(
        Event(person=person, event_id=row.event_id, type=row.type, actor=row.actor, at=row.at, recorded=row.recorded,
              body=row.body) for person in some for row in told)
    rows = []
    for person in some:
        row = Standing(**{f.attname: getattr(standing, f.attname) for f in Standing._meta.concrete_fields})
        row.person, row.latest = person, person.events.order_by("number").last().number
        rows.append(row)
    Standing.objects.bulk_create(rows)
store = import_module(settings.SESSION_ENGINE).SessionStore
for user in users[:signed_in]:
    session = store()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    print(session.session_key)
"""


@dataclass
class Measured:
    """Requests a second with all threads, and latencies in milliseconds."""

    rate: float
    p50: float
    p95: float


@contextmanager
def serving(**environment: str) -> Iterator[Server]:
    """A server with nobody in it."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), environment=environment)
        server.at(NOW)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def chart() -> list[dict[str, Any]]:
    """What the person of the example told."""
    bodies = [json.loads(line) for line in CHART.read_text().splitlines()]
    for body in bodies:
        body["at"] += "" if "+" in body["at"] else "+00:00"
    return [body for body in bodies if body.pop("actor", "patient") == "patient"]


def add_people(server: Server, first: int, last: int, signed_in: int = 0) -> list[str]:
    """Put people number ``first`` up to ``last``, three weeks on, straight into the database; some session keys."""
    environment = {"BIRDDOG_HOME": str(server.home), "DJANGO_SETTINGS_MODULE": "birddog.server.settings"}
    command = [sys.executable, "-c", FILL, str(CHART), NOW, str(first), str(last), str(signed_in)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.split()


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


def get(path: str, sessions: Sequence[str] = ()) -> Ask:
    """Ask for a page, as the people of these sessions in turn."""
    cookies = itertools.cycle([f"sessionid={key}" for key in sessions] or [""])

    def ask(connection: http.client.HTTPConnection) -> None:
        connection.request("GET", path, headers={"Cookie": next(cookies)})
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
        server.fill(chart())
        bare = measure(server, get("/healthz"), options.requests, options.threads)
        show("bare page (/healthz)", bare, bare)
        show("Today", measure(server, get("/"), options.requests, options.threads), bare)
        show("sync of one report", measure(server, sync(server), options.requests // 2, options.threads), bare)
        bare = measure(server, get("/healthz"), options.requests, options.threads)
        show("bare page, once more", bare, bare)
    with serving(BIRDDOG_ACCOUNTS="1") as few, serving(BIRDDOG_ACCOUNTS="1") as many:
        asks = {}
        for server, people in ((few, ACTIVE), (many, options.people)):
            asks[people] = get("/", add_people(server, 0, ACTIVE, signed_in=ACTIVE))
            add_people(server, ACTIVE, people)
        rounds = [
            {people: measure(server, asks[people], options.requests // ROUNDS, 1) for server, people in order}
            for order in [((few, ACTIVE), (many, options.people)), ((many, options.people), (few, ACTIVE))]
            * (ROUNDS // 2)
        ]
    for people in asks:
        p50, p95 = (statistics.median(getattr(one[people], name) for one in rounds) for name in ("p50", "p95"))
        print(f"Today with {people:6,} people: median {p50:.1f} ms, p95 {p95:.1f} ms (one connection)")
    ratio = statistics.median(one[options.people].p50 / one[ACTIVE].p50 for one in rounds)
    print(f"ratio {ratio:.2f}, at most {MOST}")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main())
