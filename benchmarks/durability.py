"""Kill -9 of the server, hundreds of times, under concurrent writes, on SQLite and on PostgreSQL.

``python benchmarks/durability.py [kills] [sqlite|postgres ...]``: 200 kills on both unless told otherwise; on
PostgreSQL every tenth time the database is stopped without warning as well. Ends with an error if anything is lost,
doubled or half written. Stopped before its end (Ctrl+C) it counts what is there up to then, and ends with an error too.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.serving import Server  # noqa: E402
from tests.durability import Outcome, live_through  # noqa: E402
from tests.postgres import Postgres  # noqa: E402

START = "2026-03-02T08:00:00+00:00"
SEED = 20260302
TELL_EVERY = 25
PATIENCE_S = 300.0
"""A start may take so long beside whatever else the machine does these hours."""
IDS = "SELECT event_id FROM records_event WHERE type = 'pain'"


def filled(server: Server) -> Server:
    """The server, running, with one person's intake in it."""
    server.at("2026-03-02T10:00:00+00:00")
    server.start()
    answers = json.loads((ROOT / "examples" / "intakes" / "desk-worker-38.json").read_text())
    server.fill([{"id": "intake-1", "at": START, "type": "intake", "intake": answers}])
    return server


def on_sqlite(kills: int, folder: Path, ending: ExitStack) -> Outcome:
    """The run on a file."""
    server = Server(folder, patience_s=PATIENCE_S)
    ending.callback(server.stop)

    def ids() -> list[str]:
        with sqlite3.connect(server.home / "birddog.sqlite3") as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return [name for (name,) in db.execute(IDS)]

    return live_through(filled(server), kills, SEED, ids, tell=told)


def on_postgres(kills: int, folder: Path, ending: ExitStack) -> Outcome:
    """The run on PostgreSQL, which crashes every tenth time too."""
    import psycopg

    postgres = Postgres()
    ending.callback(postgres.stop)
    server = Server(folder, patience_s=PATIENCE_S, environment={"BIRDDOG_DATABASE_URL": postgres.url})
    ending.callback(server.stop)

    def ids() -> list[str]:
        with psycopg.connect(postgres.url) as db:
            return [name for (name,) in db.execute(IDS)]

    return live_through(filled(server), kills, SEED, ids, postgres.crash, crash_every=10, tell=told)


def told(kills: int) -> None:
    """A sign of life now and then."""
    if kills % TELL_EVERY == 0:
        print(f"{kills} kills", flush=True)


def main() -> None:
    """Run, print, and fail if anything was lost."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    runs = {"sqlite": on_sqlite, "postgres": on_postgres}
    for name in sys.argv[2:] or list(runs):
        with tempfile.TemporaryDirectory(prefix="birddog-durability-") as folder, ExitStack() as ending:
            began = time.monotonic()
            outcome = runs[name](kills, Path(folder), ending)
            print(f"{name} ({os.cpu_count()} cores, {time.monotonic() - began:.0f} s): {outcome}", flush=True)
        if outcome.lost or outcome.doubled or outcome.half or outcome.kills < kills:
            sys.exit(1)


if __name__ == "__main__":
    main()
