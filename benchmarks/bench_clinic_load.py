"""200 patients who send reports and 10 therapists who browse, at once, beside a bare page of the same server.

Everybody acts at random times: a patient sends three reports every 15 s in the mean, a therapist opens a page every 2 s
(list, patient, program), and the bare page (``/healthz``: same server and middleware, one question to the database) is
asked twice a second. Server and clients share the machine; ``taskset -c 0,1`` gives them two cores.

Exits with 1 when an answer is an error, or the 95th percentile of any kind of request is more than ten times that of
the bare page. ``--patients 20 --therapists 2 --seconds 5`` is a quick sample.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.bench_web import NOW, add_people, serving  # noqa: E402
from tests.browser.serving import Server  # noqa: E402

EVERY_S = {"sync": 15.0, "browse": 2.0, "bare": 0.5}
MOST = 10
FILL = """
import json, sys
import django
django.setup()
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from tests.browser.fill_clinic import signed_in
from tests.clinic.places import cares, clinic, user, works
from birddog.services import clock

patients, therapists = int(sys.argv[1]), int(sys.argv[2])
at, made = clinic("Seaside"), []
for n in range(therapists):
    who = user(f"therapist{n}")
    member = works(who, at)
    totp.TOTP.activate(who, totp.generate_totp_secret())
    mine = range(n, patients, therapists)
    rows = [cares(member, User.objects.get(username=f"person-{p}"), f"Patient {p}", clock.now()) for p in mine]
    made.append([signed_in(who), [str(row.pk) for row in rows]])
print(json.dumps(made))
"""


@dataclass
class Load:
    """Latencies in seconds of each kind of request, and what went wrong."""

    server: Server
    until: float
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)

    def acts(self, kind: str, cookie: str, requests: Iterator[tuple[str, str, bytes | None]], seed: int) -> None:
        """One person, from now until the end; each time over a connection of its own, as after a pause."""
        chance = random.Random(seed)
        headers = {
            "Cookie": cookie,
            "X-CSRFToken": cookie.rpartition("csrftoken=")[2],
            "Content-Type": "application/json",
        }
        time.sleep(chance.uniform(0, EVERY_S[kind]))
        while time.monotonic() < self.until:
            name, path, body = next(requests)
            link = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
            began = time.perf_counter()
            try:
                link.request("POST" if body else "GET", path, body, headers)
                answer = link.getresponse()
                said = answer.read()
                if answer.status != 200 or (name == "sync" and b'"refused"' in said):
                    self.errors.append(f"{name}: {answer.status} {said[:80]!r}")
            except (OSError, http.client.HTTPException) as error:
                self.errors.append(f"{name}: {error!r}")
            finally:
                link.close()
            self.took[name].append(time.perf_counter() - began)
            time.sleep(chance.uniform(0, 2 * EVERY_S[kind]))


def reports(who: int) -> Iterator[tuple[str, str, bytes | None]]:
    """Three reports at a time."""
    for n in itertools.count():
        rows = [{"id": f"load-{who}-{n}-{k}", "at": NOW, "type": "pain", "back": k} for k in range(3)]
        yield "sync", "/sync/", json.dumps({"events": rows}).encode()


def pages(cares: list[str], seed: int) -> Iterator[tuple[str, str, bytes | None]]:
    """A list, a patient, their program, and so on."""
    chance = random.Random(seed)
    while True:
        care = chance.choice(cares)
        yield "list", "/clinic/patients/", None
        yield "patient", f"/clinic/patients/{care}/", None
        yield "program", f"/clinic/patients/{care}/program/", None


def bare() -> Iterator[tuple[str, str, bytes | None]]:
    """The bare page."""
    while True:
        yield "bare", "/healthz", None


def loaded(server: Server, patients: int, therapists: int, seconds: float) -> Load:
    """Run it."""
    keys = add_people(server, 0, patients, patients)
    environment = {**os.environ, "BIRDDOG_HOME": str(server.home), "BIRDDOG_CLOCK_FILE": str(server.clock),
                   "BIRDDOG_ACCOUNTS": "1", "PYTHONPATH": str(ROOT),
                   "DJANGO_SETTINGS_MODULE": "birddog.server.settings"}  # fmt: skip
    command = [sys.executable, "-c", FILL, str(patients), str(therapists)]
    staff = json.loads(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)
    with urllib.request.urlopen(f"{server.url}/accounts/login/", timeout=10) as page:
        token = page.headers["Set-Cookie"].split(";")[0]
    load = Load(server, time.monotonic() + seconds)
    jobs = [("sync", f"sessionid={key}; {token}", reports(n), n) for n, key in enumerate(keys)]
    jobs += [("browse", f"sessionid={key}; {token}", pages(rows, n), n) for n, (key, rows) in enumerate(staff)]
    jobs.append(("bare", token, bare(), 0))
    threads = [threading.Thread(target=load.acts, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return load


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=200)
    parser.add_argument("--therapists", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=60)
    given = parser.parse_args()
    with serving(BIRDDOG_ACCOUNTS="1") as server:
        load = loaded(server, given.patients, given.therapists, given.seconds)
    p95 = {name: statistics.quantiles(rows, n=20)[-1] for name, rows in load.took.items() if len(rows) > 1}
    for name, rows in load.took.items():
        middle, most = statistics.median(rows) * 1000, p95[name] * 1000
        ratio = p95[name] / p95["bare"]
        times = f"p50 {middle:>4.0f} ms, p95 {most:>4.0f} ms, {ratio:.1f} x the bare page"
        print(f"{name:<8} {len(rows):>5} requests, {times}")
    print(f"{len(load.errors)} errors", *load.errors[:5], sep="\n")
    if load.errors or max(p95.values()) > MOST * p95["bare"]:
        sys.exit(f"allowed: no error, {MOST} x the bare page")


if __name__ == "__main__":
    main()
