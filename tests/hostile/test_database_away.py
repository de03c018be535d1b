"""A database that is locked or away: help is there at once, the rest says soon that it must wait, and it comes back."""

from __future__ import annotations

import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from tests.browser.conftest import START, example
from tests.browser.serving import Server
from tests.hostile.raw import Browser
from tests.postgres import Postgres

HELP = ("/emergency/", "/offline/", "/sw.js", "/manifest.webmanifest", "/static/birddog/icon.svg")
TOLD = b'{"events": [{"id": "a", "type": "pain", "at": "2026-03-02T08:00:00+00:00", "back": 3}]}'
SOON_S = 8.0
"""Waits are 5 s for a lock and 3 s for a connection; twenty ask at once on a machine that does other things too."""


def asked(browser: Browser, path: str) -> tuple[int, float]:
    """Status of an answer, and the seconds it took."""
    request = urllib.request.Request(f"{browser.server.url}{path}", headers={"Cookie": browser.cookies})
    began = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            answer.read()
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    return status, time.monotonic() - began


def looked_at(browser: Browser, pages_answer: set[int]) -> None:
    """Twenty people want pages while one wants help, and a monitor asks."""
    with ThreadPoolExecutor(24) as pool:
        pages = [pool.submit(asked, browser, "/progress/") for _ in range(20)]
        time.sleep(0.3)
        for path in HELP:
            status, seconds = pool.submit(asked, browser, path).result()
            assert status == 200, path
            assert seconds < SOON_S, path
        status, seconds = pool.submit(asked, browser, "/healthz").result()
        assert seconds < SOON_S
        found = [page.result() for page in pages]
    assert {status for status, _ in found} <= pages_answer
    assert max(seconds for _, seconds in found) < 3 * SOON_S


@pytest.fixture
def filled(tmp_path):
    """A way to start a server whose person has a program, with further settings."""
    with ExitStack() as stack:

        def start(**environment: str) -> Browser:
            server = Server(tmp_path, environment=environment)
            server.at(START)
            server.start()
            stack.callback(server.stop)
            server.fill([{"id": "intake-1", "at": START, "type": "intake", "intake": example("desk-worker-38")}])
            return Browser(server)

        yield start


def test_a_file_that_is_locked_for_all(filled: Callable[..., Browser]):
    browser = filled()
    # Out of the way of readers SQLite's log keeps a lock; without it a writer that holds the file keeps all others out.
    link = sqlite3.connect(browser.server.home / "birddog.sqlite3", isolation_level=None, timeout=20)
    link.execute("BEGIN IMMEDIATE")
    assert asked(browser, "/")[0] == 200
    assert asked(browser, "/healthz")[0] == 200
    status, seconds = _told(browser)
    assert (status, seconds < SOON_S) == (503, True)
    link.execute("ROLLBACK")
    link.close()
    assert _told(browser)[0] == 200


def _told(browser: Browser) -> tuple[int, float]:
    began = time.monotonic()
    try:
        status = browser.send("/sync/", TOLD, {"Content-Type": "application/json"})
    except urllib.error.HTTPError as error:
        status = error.code
    return status, time.monotonic() - began


def test_a_database_that_is_away_and_comes_back(filled: Callable[..., Browser]):
    postgres = Postgres()
    try:
        browser = filled(BIRDDOG_DATABASE_URL=postgres.url)
        assert asked(browser, "/progress/")[0] == 200
        postgres.pause()
        looked_at(browser, {503})
        postgres.go_on()
        for _ in range(40):
            if asked(browser, "/healthz")[0] == asked(browser, "/progress/")[0] == 200:
                break
            time.sleep(0.5)
        assert asked(browser, "/progress/")[0] == 200
        assert asked(browser, "/healthz")[0] == 200
    finally:
        postgres.stop()
