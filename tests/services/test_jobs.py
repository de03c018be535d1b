"""Background jobs: reminders every ten minutes, heads of logs every hour; harmless to repeat."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from birddog.services import jobs
from birddog.services.clinic import audit
from birddog.services.clinic.members import found
from birddog.services.reminders import sending


def test_it_comes_every_ten_minutes():
    (task,) = jobs.jobs.pending() or [jobs.remind.task_class()]
    minutes = [minute for minute in range(60) if task.validate_datetime(datetime(2026, 3, 2, 8, minute))]
    assert minutes == [0, 10, 20, 30, 40, 50]


@pytest.mark.django_db
def test_it_sends_what_is_due(monkeypatch):
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    seen: list[datetime] = []
    monkeypatch.setattr(sending, "send_due", seen.append)
    jobs.remind.call_local()
    assert seen[0].tzinfo is not None


@pytest.mark.django_db
def test_heads_of_logs_go_into_the_servers_own_log_every_hour(monkeypatch):
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    task = jobs.keep_heads.task_class()
    assert [minute for minute in range(60) if task.validate_datetime(datetime(2026, 3, 2, 8, minute))] == [0]
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    written = audit.write(found("Seaside", now), "did", now)
    with capture_logs() as lines:
        jobs.keep_heads.call_local()
    (line,) = lines
    assert (line["event"], line["place"], line["hash"]) == ("head", 1, written.hash)


def test_a_consumer_runs_beside_the_pages_and_leaves_signals_alone():
    import signal

    before = signal.getsignal(signal.SIGTERM)
    background = jobs.start()
    try:
        assert signal.getsignal(signal.SIGTERM) is before
        assert background.scheduler.is_alive()
    finally:
        background.stop(graceful=True)
