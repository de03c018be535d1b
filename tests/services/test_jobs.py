"""Background jobs: one, every ten minutes, harmless to repeat."""

from __future__ import annotations

from datetime import datetime

import pytest

from birddog.services import jobs, reminders


def test_it_comes_every_ten_minutes():
    (task,) = jobs.jobs.pending() or [jobs.remind.task_class()]
    minutes = [minute for minute in range(60) if task.validate_datetime(datetime(2026, 3, 2, 8, minute))]
    assert minutes == [0, 10, 20, 30, 40, 50]


@pytest.mark.django_db
def test_it_sends_what_is_due(monkeypatch):
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    seen: list[datetime] = []
    monkeypatch.setattr(reminders, "send_due", seen.append)
    jobs.remind.call_local()
    assert seen[0].tzinfo is not None


def test_a_consumer_runs_beside_the_pages_and_leaves_signals_alone():
    import signal

    before = signal.getsignal(signal.SIGTERM)
    background = jobs.start()
    try:
        assert signal.getsignal(signal.SIGTERM) is before
        assert background.scheduler.is_alive()
    finally:
        background.stop(graceful=True)
