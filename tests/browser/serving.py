"""A real server of one's own for a test: its folder, its clock, and ways to fill it."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

FIGURES = Path(tempfile.gettempdir()) / "birddog-test-figures"
"""Figures that test servers share: their names change with the drawing, so an old one is never shown."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@cache
def prepared() -> Path:
    """A folder as the first start leaves it, with no secret in it; made once by each process of tests."""
    home = Path(tempfile.mkdtemp(prefix="birddog-test-home-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    code = (
        f"from pathlib import Path\nfrom birddog.server import run\nrun.configure(Path({str(home)!r}))\nrun.prepare()"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "birddog.server.settings"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    (home / "secret-key").unlink(missing_ok=True)
    return home


def prepare(home: Path) -> None:
    """Make a folder what its first start would make it: a copy of the databases, and the pages' files by a link."""
    home.mkdir(exist_ok=True)
    for path in sorted(prepared().iterdir()):
        if path.name == "static":
            (home / path.name).symlink_to(path)
        elif path.is_file():
            shutil.copy2(path, home)


@dataclass
class Server:
    """``birddog serve`` in a process of its own; the clock stands where ``at`` puts it.

    It starts on a folder that was ``prepared``, as on every day but the first, unless it is ``fresh``.
    """

    home: Path
    port: int = field(default_factory=free_port)
    environment: dict[str, str] = field(default_factory=dict)
    fresh: bool = False
    patience_s: float = 60.0
    running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Address of the first page, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def clock(self) -> Path:
        """The file that the server reads the time from."""
        return self.home / "clock"

    def at(self, moment: str | datetime) -> None:
        """Set the server's clock, such as ``2026-03-02T08:00:00+00:00``."""
        fresh = self.clock.with_suffix(".part")
        fresh.write_text(moment if isinstance(moment, str) else moment.isoformat())
        fresh.replace(self.clock)

    def start(self, *options: str) -> None:
        """Start it and wait until it answers."""
        self.launch(*options)
        self.wait()

    def launch(self, *options: str) -> None:
        """Start it."""
        if not (self.fresh or "BIRDDOG_DATABASE_URL" in self.environment or (self.home / "birddog.sqlite3").exists()):
            prepare(self.home)
        environment = {
            **os.environ,
            "BIRDDOG_HOME": str(self.home),
            "BIRDDOG_CLOCK_FILE": str(self.clock),
            "BIRDDOG_FIGURES": str(FIGURES),
            "PYTHONFAULTHANDLER": "1",
            **self.environment,
            "DJANGO_SETTINGS_MODULE": "birddog.server.settings",
        }
        command = [sys.executable, "-m", "birddog", "serve", "--port", str(self.port), *options]
        errors = (self.home / "server.log").open("ab")
        self.running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
        errors.close()

    def wait(self) -> None:
        """Until it answers. Raises ``RuntimeError`` with its log, and with where it stands when it does not answer."""
        assert self.running is not None
        until = time.monotonic() + self.patience_s
        while time.monotonic() < until:
            if self.running.poll() is not None:
                raise RuntimeError(f"the server stopped: {self.log()}")
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=10):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        self.running.send_signal(signal.SIGABRT)
        self.running.wait()
        raise RuntimeError(f"the server did not answer within {self.patience_s:g} s: {self.log()}")

    def log(self) -> str:
        """What it has said."""
        return (self.home / "server.log").read_text()

    def kill(self) -> None:
        """As when the power goes."""
        if self.running is not None:
            self.running.send_signal(signal.SIGKILL)
            self.running.wait()

    def stop(self) -> None:
        """End it, if it runs."""
        if self.running is not None and self.running.poll() is None:
            self.kill()

    def fill(self, events: list[dict]) -> None:
        """Take events in through the same door as the browser's queue: the first, an intake, on the day it was told."""
        now = self.clock.read_text()
        self.at(events[0]["at"])
        self.tell(events[:1])
        self.at(now)
        self.tell(events[1:])

    def tell(self, events: list[dict]) -> None:
        """Take events in at the time that it is now."""
        with urllib.request.urlopen(f"{self.url}/start/", timeout=20) as page:
            cookie = page.headers["Set-Cookie"].split(";")[0]
        body = json.dumps({"events": events}).encode()
        headers = {"Content-Type": "application/json", "Cookie": cookie, "X-CSRFToken": cookie.split("=")[1]}
        request = urllib.request.Request(f"{self.url}/sync/", body, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            refused = [r for r in json.load(answer)["receipts"] if r["status"] != "stored"]
        assert refused == [], refused
