"""Ten years of use beside a new chart: Today, a report, progress and the summary, in CPU time.

One process, one database file with the server's own settings, the pages through Django's test client, so that nothing
but our own work is measured. Medians of 20, the two charts in turn. A report stands beside its peer, one INSERT and
COMMIT of the same bytes through Django on the same database.

Exits with 1 when Today or a report of ten years costs more than 1.5 times that of a new chart, or progress or the
summary more than a second of CPU.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2036, 3, 2, 20, 0, tzinfo=UTC)
YEARS, FEW = 15_213, 50
"""Events of ten years (a morning, a session, its answer later and a walk on most days), and of a new chart."""
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
"""How often each is measured; ``python benchmarks/bench_years.py 5`` is a quick look."""
MOST, MOST_S = 1.5, 1.0


def events(count: int) -> Iterator[dict[str, Any]]:
    """So many events of ordinary use, the last one an hour before ``NOW``."""
    chance = random.Random(7)
    intake = json.loads((ROOT / "examples" / "intakes" / "desk-worker-38.json").read_text())
    days = (count - 1) / 4.166
    begin = NOW - timedelta(days=int(days) + 1)
    yield {"id": "intake", "type": "intake", "at": begin.isoformat(), "intake": intake}
    drills = ("bird-dog", "curl-up", "bridge", "side-plank-knees", "prone-press-up")
    day = made = 0
    while made < count - 1:
        at = begin + timedelta(days=day, hours=1)
        name = f"s{day}"
        rows: list[dict[str, Any]] = [
            {"id": f"m{day}", "type": "morning", "pain": chance.randrange(1, 5)},
            {"id": name, "type": "session", "pain_before": 3, "pain_during": chance.randrange(1, 5),
             "items": [{"exercise": drill, "done": "yes", "effort": 4} for drill in drills]},
            {"id": f"{name}-later", "type": "correction", "corrects": name, "change": {"pain_after": 2}},
            {"id": f"w{day}", "type": "aerobic", "activity": "walking", "minutes": 20},
        ]  # fmt: skip
        if day % 7 == 5:
            rows.append({"id": f"q{day}", "type": "screen", "red_flags": {"all_others": "no"}})
        if day % 84 == 40:
            rows.append({"id": f"p{day}", "type": "measure", "instrument": "psfs", "answers": {"sit": 6}})
        for number, row in enumerate(rows[: count - 1 - made]):
            yield {**row, "at": (at + timedelta(minutes=20 * number)).isoformat()}
        made, day = made + len(rows), day + 1


def fill(person: Any, count: int) -> None:
    """The chart straight into the database, as it was taken in day by day."""
    from birddog.records.models import Event

    rows = [
        Event(person=person, event_id=row["id"], type=row["type"], actor="patient", at=at, recorded=at,
              body={**row, "actor": "patient"})
        for row in events(count)
        for at in [datetime.fromisoformat(row["at"])]
    ]  # fmt: skip
    Event.objects.bulk_create(rows, batch_size=500)


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU time of one call."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def in_turn(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Medians of each, called one after the other; the first round is warm-up."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(ROUNDS + 1):
        for name, work in works.items():
            took = cpu(work)
            if number:
                times[name].append(took)
    return {name: statistics.median(rows) for name, rows in times.items()}


def main() -> None:
    """Fill, measure, print."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "BIRDDOG_HOME": home,
            "DJANGO_SETTINGS_MODULE": "birddog.server.settings",
            "BIRDDOG_ACCOUNTS": "1",
        }
        os.environ["BIRDDOG_CLOCK_FILE"] = str(Path(home, "clock"))
        Path(home, "clock").write_text(NOW.isoformat())
        Path(home, "static").mkdir()
        sys.exit(measure())


def measure() -> int:
    """The table; 0 when all claims hold."""
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    call_command("migrate", verbosity=0)
    setup_test_environment()
    from birddog.records.models import Event, Person, Standing
    from birddog.services.log import record

    charts: dict[str, tuple[Any, Client]] = {}
    for name, count in (("new", FEW), ("ten years", YEARS)):
        user = User.objects.create(username=name)
        person = Person.objects.create(user=user)
        fill(person, count)
        client = Client()
        client.force_login(user)
        first = cpu(lambda client=client: client.get("/"))
        charts[name] = person, client
        print(f"{name}: {person.events.count()} events, the first page after an upgrade {first:.0f} ms of CPU")
    stored = Standing.objects.get(person=charts["ten years"][0])
    print(f"stored state of ten years: {len((stored.head + stored.earlier).encode())} bytes")

    numbers = iter(range(10**6))

    def report(number: int) -> dict[str, Any]:
        return {"id": f"r{number}", "type": "pain", "back": 3, "at": (NOW + timedelta(seconds=number)).isoformat()}

    def send(person: Any) -> None:
        number = next(numbers)
        (receipt,) = record(person, [report(number)], NOW + timedelta(seconds=number))
        assert receipt.status == "stored", receipt

    def peer(person: Any) -> None:
        number, at = next(numbers), NOW
        body = {**report(number), "actor": "patient"}
        Event.objects.create(
            person=person, event_id=body["id"], type="pain", actor="patient", at=at, recorded=at, body=body
        )

    bare = Person.objects.create(user=User.objects.create(username="bare"))
    pages: dict[str, dict[str, Callable[[], object]]] = {
        page: {name: lambda client=client, page=page: client.get(page) for name, (_, client) in charts.items()}
        for page in ("/", "/progress/", "/progress/summary/", "/progress/why/")
    }
    reports: dict[str, Callable[[], object]] = {name: lambda who=who: send(who) for name, (who, _) in charts.items()}
    failed = 0
    for title, works in {**pages, "a report": {"INSERT and COMMIT": lambda: peer(bare), **reports}}.items():
        took = in_turn(works)
        ratio = took["ten years"] / took["new"]
        print(f"{title:20} " + ", ".join(f"{name} {ms:.1f} ms" for name, ms in took.items()) + f": ratio {ratio:.2f}")
        held = ratio <= MOST if title in ("/", "a report") else took["ten years"] <= MOST_S * 1000
        failed += not held
    return 1 if failed else 0


if __name__ == "__main__":
    main()
