"""A database of each released version comes over to this one, and its chart opens and takes reports."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

CHARTS = Path(__file__).resolve().parents[1] / "charts"
DATABASES = sorted(CHARTS.glob("*/database.sql"))
AFTER = """
import django
django.setup()
from datetime import datetime, timedelta
from django.core.management import call_command
call_command("migrate", verbosity=0)
from birddog.catalog import load_default
from birddog.records import store
from birddog.records.models import Event, Person, Standing, Told
from birddog.services.chart.reading import read
from birddog.services.chart.log import record
store.install(load_default().version)  # as at the start of a server
person, now = Person.objects.get(), datetime.fromisoformat("2026-07-10T08:00+00:00")
rows = Event.objects.order_by("number").values("number", "event_id", "at", "recorded", "body")
before = list(rows)
reading = read(person, now)
assert reading is not None and reading.state.intake is not None and reading.today.date == now.date()
assert len(reading.events) > 100 and reading.decisions
assert [row.rebuilt for row in Told.objects.order_by("number")][0]
(receipt,) = record(person, [{"id": "new", "type": "pain", "back": 3, "at": now.isoformat()}], now)
assert receipt.status == "stored", receipt
assert list(rows.all())[:len(before)] == before
assert Standing.objects.get().latest == Event.objects.order_by("number").last().number
print(len(before))
"""


@pytest.mark.parametrize("dump", DATABASES, ids=lambda path: path.parent.name)
def test_a_database_of_a_released_version_comes_over(dump, tmp_path):
    if connection.vendor != "sqlite":
        return  # the dumps are of SQLite
    (tmp_path / "static").mkdir()
    with sqlite3.connect(tmp_path / "birddog.sqlite3") as made:
        made.executescript(dump.read_text(encoding="utf-8"))
    environment = {**os.environ, "BIRDDOG_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "birddog.server.settings"}
    command = [sys.executable, "-c", AFTER]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100
