"""The tests of records and services once more, on a real PostgreSQL instead of SQLite."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.postgres import Postgres

ROOT = Path(__file__).resolve().parents[2]
SAME = [
    "tests/records/test_store.py",
    "tests/services/test_log.py",
    "tests/services/test_telling.py",
    "tests/web/test_sync.py",
    "tests/hostile/test_fuzz.py",
    "tests/clinic/test_people.py",
    "tests/clinic/test_caseload.py",
    "tests/clinic/test_patient.py",
    "tests/clinic/test_audit.py",
    "tests/clinic/test_reading_log.py",
]


@pytest.mark.skipif(bool(os.environ.get("BIRDDOG_DATABASE_URL")), reason="this run is the one on PostgreSQL")
def test_the_same_holds_on_postgres() -> None:
    postgres = Postgres()
    try:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *SAME],
            cwd=ROOT,
            env={**os.environ, "BIRDDOG_DATABASE_URL": postgres.url},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        postgres.stop()
    assert run.returncode == 0, run.stdout + run.stderr
