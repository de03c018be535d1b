"""A therapist's morning by hand, counted: 80 patients, of whom 12 need something, in a real browser.

Every click and every field that is filled in is one; of words those count that are in the window without scrolling,
each text once. Exits with 1 when it takes more than 60 clicks, more than 4 for one patient, or 1,500 words.

``--patients 20`` is a quick sample.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402
from tests.browser.clinics import context_of, filled  # noqa: E402
from tests.browser.conftest import FLAGS, chromium  # noqa: E402
from tests.browser.morning import MOST_A_PATIENT, MOST_CLICKS, MOST_WORDS, morning  # noqa: E402

ALWAYS = 6
"""Patients that every filled clinic has."""


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=80)
    patients = parser.parse_args().patients
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        server, made = filled(Path(folder), patients - ALWAYS)
        browser = started.chromium.launch(executable_path=chromium(started), args=FLAGS)
        try:
            context = context_of(browser, server, made["therapist"], viewport={"width": 1280, "height": 800})
            found = morning(context.new_page())
        finally:
            server.stop()
    print(f"of {patients}, {found}")
    if found.clicks > MOST_CLICKS or found.most > MOST_A_PATIENT or found.words > MOST_WORDS or not found.patients:
        sys.exit(f"allowed: {MOST_CLICKS} clicks, {MOST_A_PATIENT} for one, {MOST_WORDS} words")


if __name__ == "__main__":
    main()
