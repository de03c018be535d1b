"""The filled example is there, and goes on today."""

from __future__ import annotations

from datetime import timedelta

import pytest

from birddog.services import clock, demo
from birddog.services.chart.reading import read
from birddog.services.person.people import the_one_person

pytestmark = pytest.mark.django_db


def test_the_demonstration_goes_on_today():
    demo.fill()
    now = clock.now()
    reading = read(the_one_person(), now)
    assert reading is not None
    assert max(event.at for event in reading.events).date() >= now.date() - timedelta(days=2)
    assert reading.today.training_day and reading.today.session is not None and not reading.today.ask_first
    assert reading.state.sessions > 20
    assert reading.today.notes, "what the therapist wrote is there too"
