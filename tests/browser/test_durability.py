"""Kill -9 of the real server while four devices write: what was acknowledged is there, once, and whole."""

from __future__ import annotations

import sqlite3

from tests.browser.serving import Server
from tests.durability import live_through

KILLS = 8


def ids(server: Server) -> list[str]:
    """Ids of all reports in the file, read as it lies there."""
    with sqlite3.connect(server.home / "birddog.sqlite3") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [name for (name,) in db.execute("SELECT event_id FROM records_event WHERE type = 'pain'")]


def test_what_was_acknowledged_is_there_once(filled):
    outcome = live_through(filled, KILLS, seed=20260302, ids=lambda: ids(filled))
    assert outcome.acknowledged > 0, outcome
    assert (outcome.lost, outcome.doubled, outcome.half) == (set(), set(), set()), outcome
