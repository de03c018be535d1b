"""The log: a line of JSON for what goes wrong, with its places, and nothing that anybody said."""

from __future__ import annotations

import io
import json
import logging
import sqlite3

import psycopg
import pytest
import structlog
from django.db import OperationalError

from birddog.server.logs import configure_logs, told

SAID = "my back hurts since my divorce"


@pytest.fixture
def log():
    """What is logged, as it comes out; logging is as before afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("django.request", "django.security", "huey",
                                                               "uvicorn.error", "asyncio")}  # fmt: skip
    stream = io.StringIO()
    configure_logs("info", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


def fails() -> None:
    try:
        raise KeyError(SAID)
    except KeyError as error:
        raise ValueError(f"note is {SAID!r}") from error


def test_an_error_is_told_by_its_places(log):
    try:
        fails()
    except ValueError:
        structlog.get_logger("birddog").error("could not", exc_info=True)
    (line,) = log()
    assert (line["event"], line["level"], line["error"]) == ("could not", "error", "ValueError")
    assert "Traceback" in line["traceback"]
    assert "in fails" in line["traceback"]
    assert "KeyError" in line["traceback"]
    assert SAID not in json.dumps(line)


def test_an_error_of_the_machine_says_what_it_is():
    try:
        open("/nowhere/at/all")  # noqa: PTH123, SIM115
    except OSError as error:
        assert told(error).endswith("FileNotFoundError: [Errno 2] No such file or directory: '/nowhere/at/all'")


def test_what_libraries_say_goes_without_what_they_fill_in(log):
    logging.getLogger("huey").error("Task %s failed", SAID)
    logging.getLogger("elsewhere").warning("%(a)s is odd", {"a": SAID})
    assert [line["event"] for line in log()] == ["Task %s failed", "%(a)s is odd"]
    assert SAID not in json.dumps(log())


@pytest.mark.django_db
def test_a_mistake_of_ours_is_logged_once_with_its_route(log, monkeypatch):
    from django.test import Client

    def breaks(*_args, **_kwargs):
        raise ZeroDivisionError(SAID)

    monkeypatch.setattr("birddog.web.views.library.load_language", breaks, raising=False)
    monkeypatch.setattr("birddog.web.middleware.preferences_of", breaks)
    answer = Client(raise_request_exception=False).get("/library/bridge/?said=" + SAID.replace(" ", "+"))
    assert answer.status_code == 500
    (line,) = log()
    assert line["level"] == "error"
    assert line["method"] == "GET"
    assert "in breaks" in line["traceback"]
    assert SAID.replace(" ", "+") not in json.dumps(line)


@pytest.mark.django_db
def test_what_strangers_get_wrong_is_no_error(log):
    from django.test import Client

    client = Client()
    client.get("/no-such-page/")
    client.get("/", headers={"host": "evil.example"})
    client.get("/library/%00/")
    assert log() == []


@pytest.mark.parametrize("kind", [psycopg.OperationalError, sqlite3.OperationalError, OperationalError])
def test_a_queue_without_its_database_says_so_once_and_calmly(log, kind):
    for name in ("huey.consumer.Worker", "huey.consumer.Scheduler", "huey.consumer.Worker"):
        try:
            raise kind("connection refused")
        except kind:
            logging.getLogger(name).exception("Error reading from queue")
    (line,) = log()
    assert (line["event"], line["level"], line["why"]) == ("unavailable", "warning", "connection refused")
    assert "traceback" not in line
    logging.getLogger("huey").exception("something else", exc_info=KeyError("x"))
    assert "traceback" in log()[1]
