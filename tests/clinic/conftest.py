"""People sign in, and it is a Monday morning."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from tests.charted import BEGIN
from tests.clinic.places import clinic, user, with_second_step, works

from birddog.records.clinic_models import Membership


@pytest.fixture(autouse=True)
def accounts(db, settings, tmp_path):
    settings.BIRDDOG_ACCOUNTS = True
    settings.ROOT_URLCONF = "tests.account_urls"
    (tmp_path / "clock").write_text(BEGIN.isoformat())
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    cache.clear()


@pytest.fixture
def head() -> Membership:
    """A therapist of a clinic, with a second step."""
    return with_second_step(works(user("head"), clinic()))
