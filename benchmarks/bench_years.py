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
from functools import partial
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2036, 3, 2, 20, 0, tzinfo=UTC)
YEARS, FEW = 15_213, 50
"""Events of ten years (a morning, a session, its answer later and a walk on most days), and of a new chart."""
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
"""How often each is measured; ``python benchmarks/bench_years.py 5`` is a quick look."""
MOST, MOST_S = 1.5, 1.0
A_REPORT = "a report"


def events(many: int) -> Iterator[dict[str, Any]]:
    """So many events of ordinary use, the last one an hour before ``NOW``, at the end of a whole day."""
    chance = random.Random(7)
    days: list[list[dict[str, Any]]] = []
    while sum(map(len, days)) + len(rows := a_day(len(days), chance)) < many:
        days.append(rows)
    first = [{"id": f"first-{n}", "type": "pain", "back": 4} for n in range(many - 1 - sum(map(len, days)))]
    intake = json.loads((ROOT / "examples" / "intakes" / "desk-worker-38.json").read_text())
    days.insert(0, [{"id": "intake", "type": "intake", "intake": intake}, *first])
    for ago, rows in zip(reversed(range(len(days))), days, strict=True):
        for number, row in enumerate(reversed(rows)):
            row["at"] = (NOW - timedelta(days=ago, hours=1, minutes=20 * number)).isoformat()
        yield from rows


def a_day(day: int, chance: random.Random) -> list[dict[str, Any]]:
    """What is told on a day."""
    drills = ("bird-dog", "curl-up", "bridge", "side-plank-knees", "prone-press-up")
    rows: list[dict[str, Any]] = [
        {"id": f"m{day}", "type": "morning", "pain": chance.randrange(1, 5)},
        {"id": f"s{day}", "type": "session", "pain_before": 3, "pain_during": chance.randrange(1, 5),
         "items": [{"exercise": drill, "done": "yes", "effort": 4} for drill in drills]},
        {"id": f"s{day}-later", "type": "correction", "corrects": f"s{day}", "change": {"pain_after": 2}},
        {"id": f"w{day}", "type": "aerobic", "activity": "walking", "minutes": 20},
    ]  # fmt: skip
    if day % 7 == 5:
        rows.append({"id": f"q{day}", "type": "screen", "red_flags": {"all_others": "no"}})
    if day % 84 == 40:
        rows.append({"id": f"p{day}", "type": "measure", "instrument": "psfs", "answers": {"sit": 6}})
    return rows


def fill(person: Any, many: int) -> None:
    """The chart straight into the database, as it was taken in day by day."""
    from birddog.records.models import Event

    rows = [
        Event(person=person, event_id=row["id"], type=row["type"], actor="patient", at=at, recorded=at,
              body={**row, "actor": "patient"})
        for row in events(many)
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


class Reports:
    """Reports of pain, each a second after the one before, sent into charts or written beside them."""

    def __init__(self) -> None:
        self.numbers = count()

    def next(self) -> tuple[datetime, dict[str, Any]]:
        """The next report, and when it comes in."""
        number = next(self.numbers)
        at = NOW + timedelta(seconds=number)
        return at, {"id": f"r{number}", "type": "pain", "back": 3, "at": at.isoformat()}

    def send(self, person: Any) -> None:
        """Take a report in as the pages do."""
        from birddog.services.chart.log import record

        at, body = self.next()
        (receipt,) = record(person, [body], at)
        assert receipt.status == "stored", receipt

    def insert(self, person: Any) -> None:
        """The peer: the same bytes into the same table, and nothing else."""
        from birddog.records.models import Event

        at, body = self.next()
        Event.objects.create(
            person=person, event_id=body["id"], type="pain", actor="patient", at=at, recorded=at,
            body={**body, "actor": "patient"},
        )  # fmt: skip


def main() -> None:
    """Fill, measure, print."""
    with tempfile.TemporaryDirectory() as home:
        begin(Path(home))
        charts = {name: chart(name, many) for name, many in (("new", FEW), ("ten years", YEARS))}
        print(f"stored state of ten years: {stored_bytes(charts['ten years'][0])} bytes")
        failed = [title for title, works in measured(charts) if not held(title, works)]
    sys.exit(bool(failed))


def begin(home: Path) -> None:
    """Django with the server's settings on a fresh database in a folder, at ``NOW``."""
    os.environ |= {
        "BIRDDOG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "birddog.server.settings", "BIRDDOG_ACCOUNTS": "1",
        "BIRDDOG_CLOCK_FILE": str(home / "clock"),
    }  # fmt: skip
    (home / "clock").write_text(NOW.isoformat())
    (home / "static").mkdir()
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    from django.test.utils import setup_test_environment

    from birddog.server.run import bring_up_to_date

    bring_up_to_date()
    import_module("birddog.server.wsgi")  # as the server does it
    setup_test_environment()


def someone(name: str) -> Any:
    """A person with an account and an empty chart."""
    from django.contrib.auth.models import User

    from birddog.records.models import Person

    return Person.objects.create(user=User.objects.create(username=name))


def chart(name: str, many: int) -> tuple[Any, Any]:
    """Somebody with a chart of so many events, and their browser, which has seen the first page."""
    from django.test import Client

    person, client = someone(name), Client()
    fill(person, many)
    client.force_login(person.user)
    first = cpu(lambda: client.get("/"))
    print(f"{name}: {person.events.count()} events, the first page after an upgrade {first:.0f} ms of CPU")
    return person, client


def stored_bytes(person: Any) -> int:
    """The size of a stored state."""
    from birddog.records.models import Standing

    stored = Standing.objects.get(person=person)
    return len((stored.head + stored.earlier).encode())


def measured(charts: dict[str, tuple[Any, Any]]) -> Iterator[tuple[str, dict[str, Callable[[], object]]]]:
    """What is measured: a title, and what to do for each of the charts."""
    for page in ("/", "/progress/", "/progress/summary/", "/progress/why/"):
        yield page, {name: partial(client.get, page) for name, (_, client) in charts.items()}
    reports = Reports()
    peer = {"INSERT and COMMIT": partial(reports.insert, someone("bare"))}
    yield A_REPORT, peer | {name: partial(reports.send, person) for name, (person, _) in charts.items()}


def held(title: str, works: dict[str, Callable[[], object]]) -> bool:
    """Measure, print a line, and say whether what is claimed of it holds."""
    took = in_turn(works)
    ratio = took["ten years"] / took["new"]
    print(f"{title:20} " + ", ".join(f"{name} {ms:.1f} ms" for name, ms in took.items()) + f": ratio {ratio:.2f}")
    return ratio <= MOST if title in ("/", A_REPORT) else took["ten years"] <= MOST_S * 1000


if __name__ == "__main__":
    main()
