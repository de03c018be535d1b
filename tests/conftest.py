"""Shared by all tests: Hypothesis profiles, the folder of recordings, no silent skips in CI, and second tries there."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

IN_CI = os.environ.get("CI") == "true"
HERE = Path(__file__).parent
MARKS = {
    "browser": ("browser",),
    "postgres": ("records/test_on_postgres.py",),
    "slow": (
        "benchmarks", "body", "hostile", "core/test_properties.py", "core/test_scenarios.py", "server/test_backup.py",
        "test_check.py",
        "test_language.py", "test_rule_changes.py", "web/test_accounts.py", "web/test_data.py", "web/test_errors.py",
        "web/test_library.py", "web/test_old_charts.py", "web/test_settings.py", "web/test_start.py",
        "web/test_sync.py", "web/test_translations.py",
    ),
}  # fmt: skip
"""Marker to the folders and files of tests that have it. ``make quick`` leaves all three out."""
QUICK_CASES = 2
"""So many cases of a test with parameters run in ``make quick``; the others are ``slow``."""

AGAIN = ("browser", "hostile")
"""Folders of tests that run beside other programs. In CI one that failed is tried once more, and the run names it."""

settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, print_blob=True)
settings.load_profile("ci" if IN_CI else "dev")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test has the marker of the folder or file that it is in; of many cases of one test most are ``slow``."""
    cases: Counter[str] = Counter()
    for item in items:
        cases[test := item.nodeid.partition("[")[0]] += 1
        if cases[test] > QUICK_CASES:
            item.add_marker("slow")
        if not item.path.is_relative_to(HERE):
            continue
        path = item.path.relative_to(HERE)
        for mark, places in MARKS.items():
            if any(path.is_relative_to(place) for place in places):
                item.add_marker(mark)
        if IN_CI and path.parts[0] in AGAIN:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def birddog_data() -> Path:
    """The folder of recordings that ``BIRDDOG_DATA`` names; without one the test is skipped, and says so."""
    name = os.environ.get("BIRDDOG_DATA")
    if not name:
        pytest.skip("BIRDDOG_DATA is not set: it names the folder of recordings of people, not in the repository")
    folder = Path(name)
    if not folder.is_dir():
        pytest.fail(f"BIRDDOG_DATA is {name!r}, which is not a folder")
    return folder


def skipped(reporter: pytest.TerminalReporter | None) -> int:
    """How many tests were skipped so far, in all workers."""
    return len(reporter.stats.get("skipped", [])) if reporter else 0


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a run with skipped tests has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and exitstatus == pytest.ExitCode.OK and skipped(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why a run without a failed test is red."""
    if IN_CI and (count := skipped(terminalreporter)):
        terminalreporter.write_line(f"CI=true: {count} skipped counts as failed (reasons above)", red=True, bold=True)
