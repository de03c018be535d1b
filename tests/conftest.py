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
        "benchmarks", "body", "hostile", "server", "simulate", "cli/test_clinic.py", "core/test_properties.py",
        "core/test_scenarios.py", "core/test_true_reasons.py", "clinic/test_permissions.py", "clinic/test_program.py",
        "exchange/test_handout.py", "services/test_one_meaning.py", "test_check.py", "test_examples.py",
        "test_kept.py", "test_language.py", "test_overlay.py", "test_package.py", "test_releases.py",
        "test_rule_changes.py", "test_rule_values.py", "web/test_accounts.py", "web/test_data.py",
        "web/test_errors.py", "web/test_home.py", "web/test_live.py", "web/test_old_charts.py", "web/test_start.py",
        "web/test_sync.py", "web/test_translations.py", "web/test_zones.py",
        "cli/test_cli.py::test_any_hash_seed_gives_the_same_bytes",
        "cli/test_cli.py::test_check_finds_nothing",
        "cli/test_cli.py::test_check_prints_what_it_found_and_fails",
        "cli/test_cli.py::test_text_without_a_terminal_has_no_color_and_any_letters",
        "clinic/test_audit.py::test_every_request_to_a_clinic_leaves_one_entry",
        "clinic/test_caseload.py::test_ten_thousand_patients_cost_as_many_queries_as_three",
        "clinic/test_content.py::test_a_changed_entry_loses_its_signature_and_the_patient_keeps_what_is_in_force",
        "clinic/test_content.py::test_each_kind_can_be_made_stricter_and_put_back",
        "clinic/test_content.py::test_what_is_not_allowed_is_said_and_nothing_is_half_written",
        "clinic/test_desk.py::test_a_new_patient_has_a_program_and_a_signed_screening",
        "clinic/test_home_made_pages.py::test_what_is_wrong_is_said_and_what_was_written_stays",
        "clinic/test_reading_log.py::test_everything_that_a_clinic_can_do_has_words",
        "core/test_asked_later.py::test_no_answer_to_what_waits_bars_anything_in_the_first_session",
        "core/test_limits.py::test_a_session_is_held_to_the_clock",
        "core/test_limits.py::test_a_session_is_lightened_to_a_ceiling_on_work_and_not_below_the_least",
        "records/test_upgrade.py::test_a_database_of_a_released_version_comes_over",
        "services/test_charts.py::test_what_is_stored_is_known_to_a_page_that_was_asked_for_just_before_it_came",
        "services/test_given.py::test_editor_preview_today_and_handout_are_one_decision",
        "services/test_standing.py::test_a_stored_state_stays_small_for_years",
        "services/test_standing.py::test_it_is_what_a_replay_gives_in_whatever_order_events_come_in",
        "services/test_standing.py::test_ordinary_use_never_replays_more_than_a_fortnight",
        "web/test_library.py::test_every_exercise_has_a_page_that_says_how_and_why",
        "test_house.py::test_the_wheel_holds_content_types_and_examples",
    ),
}  # fmt: skip
"""Marker to the folders, files and single tests that have it. ``make quick`` leaves all three out."""
QUICK_CASES = 2
"""So many cases of a test with parameters run in ``make quick``; the others are ``slow``."""

AGAIN = ("browser", "hostile")
"""Folders of tests that run beside other programs. In CI one that failed is tried once more, and the run names it."""

settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, print_blob=True)
settings.load_profile("ci" if IN_CI else "dev")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Folders and files that ``-m "not ... and not ..."`` leaves out whole are not even read."""
    without = set(config.option.markexpr.split(" and "))
    left_out = (place for mark, places in MARKS.items() if f"not {mark}" in without for place in places)
    return True if any(collection_path == HERE / place for place in left_out) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test has the markers of its folder, its file and its name; of many cases of one test most are ``slow``."""
    cases: Counter[str] = Counter()
    for item in items:
        cases[test := item.nodeid.partition("[")[0]] += 1
        if cases[test] > QUICK_CASES:
            item.add_marker("slow")
        if not item.path.is_relative_to(HERE):
            continue
        path = item.path.relative_to(HERE)
        for mark, places in MARKS.items():
            if test.removeprefix("tests/") in places or any(path.is_relative_to(place) for place in places):
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
