"""A real browser and a real server. Console errors, failed requests and requests to outside fail the test."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright
from tests.browser.serving import Server

# For a quiet machine: part of `make prove PART=coach`, and not in every run.
collect_ignore = [] if os.environ.get("BIRDDOG_PROVE") == "all" else ["test_coach_pixels.py"]
ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
PHONE: ViewportSize = {"width": 390, "height": 844}
START = "2026-03-02T08:00:00+00:00"


@pytest.fixture(scope="session")
def driver():
    """What drives browsers; there can be one in a process."""
    with sync_playwright() as running:
        yield running


def chromium(driver: Playwright) -> str | None:
    """The Chromium that BIRDDOG_CHROMIUM names, the one on the PATH, or Playwright's own; skips where there is none."""
    path = os.environ.get("BIRDDOG_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path and not Path(driver.chromium.executable_path).is_file():
        pytest.skip("no Chromium: install it (Debian: apt install chromium) or set BIRDDOG_CHROMIUM")
    return path


@pytest.fixture(scope="session")
def browser(driver: Playwright):
    """A Chromium for all tests."""
    running = driver.chromium.launch(executable_path=chromium(driver), args=FLAGS)
    yield running
    running.close()


@pytest.fixture
def server(tmp_path: Path):
    """A running server with an empty database, its clock on a Monday morning."""
    made = Server(tmp_path)
    made.at(START)
    made.start()
    yield made
    made.stop()


def example(name: str) -> dict:
    """An intake of the examples."""
    return json.loads((ROOT / "examples" / "intakes" / f"{name}.json").read_text())


@pytest.fixture
def filled(server: Server):
    """The same, with the intake of the desk worker answered."""
    server.fill([{"id": "intake-1", "at": START, "type": "intake", "intake": example("desk-worker-38")}])
    return server


def watched(page: Page, server: Server, allowed: tuple[str, ...] = ()) -> list[str]:
    """Everything that goes wrong on a page from now on; texts with one of ``allowed`` are let through."""
    wrong: list[str] = []

    def note(text: str) -> None:
        if not any(word in text for word in allowed):
            wrong.append(text)

    page.on("console", lambda m: note(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: note(f"error: {e}"))
    page.on("request", lambda r: note(f"outside: {r.url}") if outside(r.url, server) else None)
    return wrong


def outside(url: str, server: Server) -> bool:
    """Whether a request leaves our own server."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != f"127.0.0.1:{server.port}"


@pytest.fixture
def page(browser: Browser, server: Server):
    """A page of a phone on the server; at the end nothing must have gone wrong."""
    context = browser.new_context(viewport=PHONE, base_url=server.url, locale="en-US", timezone_id="UTC")
    opened = context.new_page()
    opened.clock.install(time=START)
    wrong = watched(opened, server)
    yield opened
    context.close()
    assert wrong == []
