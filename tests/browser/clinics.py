"""A clinic on a running server: patients with the example charts, a therapist, and their sessions as cookies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext
from tests.browser.serving import Server

ROOT = Path(__file__).resolve().parents[2]
FILL = Path(__file__).with_name("fill_clinic.py")
NOW = "2026-03-20T08:00:00+00:00"


def filled(home: Path, more: int = 0) -> tuple[Server, dict[str, str]]:
    """The server, and what the script made: session keys of ``therapist`` and ``patient``, ids and a link.

    ``more``: further patients, of whom six need something.
    """
    server = Server(home, environment={"BIRDDOG_ACCOUNTS": "1"})
    server.at(NOW)
    server.start()
    environment = {**os.environ, **server.environment, "BIRDDOG_HOME": str(home), "PYTHONPATH": str(ROOT),
                   "BIRDDOG_CLOCK_FILE": str(server.clock)}  # fmt: skip
    environment["DJANGO_SETTINGS_MODULE"] = "birddog.server.settings"
    made = subprocess.run(
        [sys.executable, str(FILL), str(more)], env=environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    return server, json.loads(made.stdout)


def context_of(browser: Browser, server: Server, session: str, **more: object) -> BrowserContext:
    """A browser in which somebody is signed in."""
    made = browser.new_context(base_url=server.url, timezone_id="UTC", **more)  # type: ignore[arg-type]
    made.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    return made
