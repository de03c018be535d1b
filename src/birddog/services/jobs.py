"""What is done in the background: every ten minutes the reminders that are due, every hour the heads of the logs, every
night what a clinic has kept for long enough is erased.

Clinics' own content is proved as soon as it is asked for, in a process of its own (``birddog clinic prove``), so that
nobody else waits; what was interrupted is begun anew within ten minutes.

Jobs lie in a file of the home folder, or in PostgreSQL when that is the database. They hold nothing about people.
"""

from __future__ import annotations

import subprocess
import sys

import structlog
from django.conf import settings
from django.db import close_old_connections
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from birddog.services import clock
from birddog.services.clinic import audit, proof, retention
from birddog.services.reminders import sending

EVERY_MINUTES = 10
log = structlog.get_logger("birddog.audit")


def _queue() -> Huey:
    if settings.DATABASE_URL:
        return PostgresHuey("birddog", dsn=settings.DATABASE_URL, results=False)
    return SqliteHuey("birddog", filename=str(settings.BIRDDOG_HOME / "jobs.sqlite3"), results=False)


jobs = _queue()


@jobs.periodic_task(crontab(minute=f"*/{EVERY_MINUTES}"))  # type: ignore[untyped-decorator]
def remind() -> None:
    """Send the reminders that are due."""
    close_old_connections()
    try:
        sending.send_due(clock.now())
    finally:
        close_old_connections()


@jobs.periodic_task(crontab(minute="0"))  # type: ignore[untyped-decorator]
def keep_heads() -> None:
    """Put the heads of the clinics' logs into the server's own log, which is kept elsewhere."""
    close_old_connections()
    try:
        for head in audit.heads():
            log.warning("head", organization=head.organization, place=head.place, hash=head.hash)
    finally:
        close_old_connections()


@jobs.periodic_task(crontab(minute="20", hour="3"))  # type: ignore[untyped-decorator]
def forget() -> None:
    """Erase what has been kept for as long as the setting says."""
    close_old_connections()
    try:
        retention.forget(clock.now(), settings.BIRDDOG_RETENTION_DAYS)
    finally:
        close_old_connections()


@jobs.task()  # type: ignore[untyped-decorator]
def prove() -> None:
    """Prove the clinics' own content that waits for it."""
    _prove()


@jobs.periodic_task(crontab(minute=f"*/{EVERY_MINUTES}"))  # type: ignore[untyped-decorator]
def prove_again() -> None:
    """Begin a proof anew that was interrupted, or that an upgrade asks for."""
    _prove()


def _prove() -> None:
    close_old_connections()
    try:
        if proof.waits(clock.now()):
            subprocess.run([sys.executable, "-m", "birddog", "clinic", "prove"], stdout=subprocess.DEVNULL, check=False)
    finally:
        close_old_connections()


class Background(Consumer):  # type: ignore[misc]
    """A consumer in threads of another program, whose signals it leaves alone."""

    def _set_signal_handlers(self) -> None:
        """Stopping is the program's own business."""


def start() -> Background:
    """Work off jobs in the background of this process until it ends."""
    background = Background(jobs, workers=1, worker_type="thread", max_delay=10.0, scheduler_interval=10)
    background.start()
    return background


def work() -> None:
    """Work off jobs until stopped (Ctrl+C, SIGTERM): ``birddog worker``."""
    Consumer(jobs, workers=2, worker_type="thread", max_delay=10.0, scheduler_interval=10).run()
