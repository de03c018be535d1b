"""Kill -9 of the server, hundreds of times, under concurrent writes, on SQLite and on PostgreSQL.

``python benchmarks/durability.py [kills] [sqlite|postgres ...]``: 200 kills on both unless told otherwise; on
PostgreSQL every tenth time the database is stopped without warning as well. Ends with an error if anything is lost,
doubled or half written.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.serving import Server  # noqa: E402
from tests.durability import Outcome, live_through  # noqa: E402
from tests.postgres import Postgres  # noqa: E402

START = "2026-03-02T08:00:00+00:00"
SEED = 20260302
IDS = "SELECT event_id FROM records_event WHERE type = 'pain'"


def begun(folder: Path, **environment: str) -> Server:
    """A running server with one person's intake in it."""
    server = Server(folder, environment=environment)
    server.at("2026-03-02T10:00:00+00:00")
    server.start()
    answers = json.loads((ROOT / "examples" / "intakes" / "desk-worker-38.json").read_text())
    server.fill([{"id": "intake-1", "at": START, "type": "intake", "intake": answers}])
    return server


def on_sqlite(kills: int, folder: Path) -> Outcome:
    """The run on a file."""
    server = begun(folder)

    def ids() -> list[str]:
        with sqlite3.connect(server.home / "birddog.sqlite3") as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return [name for (name,) in db.execute(IDS)]

    try:
        return live_through(server, kills, SEED, ids)
    finally:
        server.stop()


def on_postgres(kills: int, folder: Path) -> Outcome:
    """The run on PostgreSQL, which crashes every tenth time too."""
    import psycopg

    postgres = Postgres()
    server = begun(folder, BIRDDOG_DATABASE_URL=postgres.url)

    def ids() -> list[str]:
        with psycopg.connect(postgres.url) as db:
            return [name for (name,) in db.execute(IDS)]

    try:
        return live_through(server, kills, SEED, ids, postgres.crash, crash_every=10)
    finally:
        server.stop()
        postgres.stop()


def main() -> None:
    """Run, print, and fail if anything was lost."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    runs = {"sqlite": on_sqlite, "postgres": on_postgres}
    for name in sys.argv[2:] or list(runs):
        with tempfile.TemporaryDirectory(prefix="birddog-durability-") as folder:
            began = time.monotonic()
            outcome = runs[name](kills, Path(folder))
            print(f"{name} ({os.cpu_count()} cores, {time.monotonic() - began:.0f} s): {outcome}", flush=True)
        if outcome.lost or outcome.doubled or outcome.half:
            sys.exit(1)


if __name__ == "__main__":
    main()
