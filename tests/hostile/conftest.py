"""A server that is attacked on the loopback, shared by the tests of one file; and how much it was."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.signals import request_finished, request_started
from tests.browser.conftest import START, example
from tests.browser.serving import Server
from tests.hostile.raw import SENT

HANDLED: Counter[str] = Counter()
"""Requests that Django handled in this process."""


def _started(**_kwargs: object) -> None:
    HANDLED["begun"] += 1


def _finished(**_kwargs: object) -> None:
    HANDLED["answered"] += 1


request_started.connect(_started)
request_finished.connect(_finished)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many requests that was."""
    counts = ", ".join(f"{count} {what}" for what, count in sorted((SENT + HANDLED).items()))
    if counts:
        terminalreporter.write_line(f"requests: {counts}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory):
    """A running server of one person, whose program has begun."""
    made = Server(tmp_path_factory.mktemp("hostile"))
    made.at(START)
    made.start()
    made.fill([{"id": "intake-1", "at": START, "type": "intake", "intake": example("desk-worker-38")}])
    yield made
    made.stop()
