"""Kill -9 of the server, hundreds of times, under concurrent writes, on SQLite and on PostgreSQL.

``python benchmarks/durability.py [kills] [sqlite|postgres ...] [--counts FOLDER]``: 200 kills on both unless told
otherwise; on PostgreSQL every tenth time the database is stopped without warning as well. Ends with an error if
anything is lost, doubled or half written. Stopped before its end (Ctrl+C) it counts what is there up to then, and ends
with an error too.

After each kill everything is looked at, and what was found is written to the folder of counts, a file for each run; so
a run that was broken off counts as well. With a folder that holds runs already, ``kills`` is how many there shall be of
all of them together.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.serving import Server  # noqa: E402
from tests.durability import Outcome, live_through  # noqa: E402
from tests.postgres import Postgres  # noqa: E402

START = "2026-03-02T08:00:00+00:00"
SEED = 20260302
TELL_EVERY = 25
PATIENCE_S = 3600.0
"""A start may take so long beside whatever else the machine does these hours."""
IDS = "SELECT event_id FROM records_event WHERE type = 'pain'"
ADDED = ("kills", "crashes", "acknowledged", "there", "again", "recognized")
WRONG = ("lost", "doubled", "half")


class Counts:
    """What the runs on one database have found, in a folder: a file for each run, written after each kill."""

    def __init__(self, folder: Path, database: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.runs = [json.loads(path.read_text()) for path in sorted(folder.glob(f"{database}-*.json"))]
        self.file = folder / f"{database}-{len(self.runs)}.json"
        self.seed = SEED + len(self.runs)
        self.before = sum(run["kills"] for run in self.runs)

    def add(self, outcome: Outcome) -> None:
        """Keep what this run has found by now, and give a sign of life now and then."""
        found = asdict(outcome) | {name: sorted(getattr(outcome, name)) for name in WRONG}
        part = self.file.with_suffix(".part")
        part.write_text(json.dumps(found) + "\n")
        part.replace(self.file)
        if outcome.kills % TELL_EVERY == 0:
            print(f"{self.before + outcome.kills} kills", flush=True)

    def total(self) -> Outcome:
        """All runs together."""
        runs = [*self.runs, json.loads(self.file.read_text())] if self.file.exists() else self.runs
        added: dict[str, Any] = {name: sum(run[name] for run in runs) for name in ADDED}
        wrong: dict[str, Any] = {name: {each for run in runs for each in run[name]} for name in WRONG}
        return Outcome(**added, **wrong, slowest_start_s=max((run["slowest_start_s"] for run in runs), default=0.0))


def filled(server: Server) -> Server:
    """The server, running, with one person's intake in it."""
    server.at("2026-03-02T10:00:00+00:00")
    server.start()
    answers = json.loads((ROOT / "examples" / "intakes" / "desk-worker-38.json").read_text())
    server.fill([{"id": "intake-1", "at": START, "type": "intake", "intake": answers}])
    return server


def on_sqlite(kills: int, counts: Counts, folder: Path, ending: ExitStack) -> Outcome:
    """The run on a file."""
    server = Server(folder, patience_s=PATIENCE_S)
    ending.callback(server.stop)

    def ids() -> list[str]:
        with sqlite3.connect(server.home / "birddog.sqlite3") as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return [name for (name,) in db.execute(IDS)]

    return live_through(filled(server), kills, counts.seed, ids, tell=counts.add)


def on_postgres(kills: int, counts: Counts, folder: Path, ending: ExitStack) -> Outcome:
    """The run on PostgreSQL, which crashes every tenth time too."""
    import psycopg

    postgres = Postgres()
    ending.callback(postgres.stop)
    server = Server(folder, patience_s=PATIENCE_S, environment={"BIRDDOG_DATABASE_URL": postgres.url})
    ending.callback(server.stop)

    def ids() -> list[str]:
        with psycopg.connect(postgres.url) as db:
            return [name for (name,) in db.execute(IDS)]

    return live_through(filled(server), kills, counts.seed, ids, postgres.crash, crash_every=10, tell=counts.add)


def main() -> None:
    """Run, print, and fail if anything was lost."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    runs = {"sqlite": on_sqlite, "postgres": on_postgres}
    asked = argparse.ArgumentParser(description="Kill the server again and again, and count what is left.")
    asked.add_argument("kills", type=int, nargs="?", default=200)
    asked.add_argument("databases", nargs="*", choices=[*runs, []], default=[])
    asked.add_argument("--counts", type=Path, default=None, help="folder that keeps what each run has found")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="birddog-counts-") as forgotten:
        for name in given.databases or runs:
            counts = Counts(given.counts or Path(forgotten), name)
            with tempfile.TemporaryDirectory(prefix="birddog-durability-") as folder, ExitStack() as ending:
                began = time.monotonic()
                counts.add(runs[name](max(0, given.kills - counts.before), counts, Path(folder), ending))
            print(f"{name} ({os.cpu_count()} cores, {time.monotonic() - began:.0f} s): {counts.total()}", flush=True)
            total = counts.total()
            if total.lost or total.doubled or total.half or total.kills < given.kills:
                sys.exit(1)


if __name__ == "__main__":
    main()
