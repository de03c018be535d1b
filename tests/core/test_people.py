"""People as a clinician would describe them: what they are told, what they get, and what they never get."""

from __future__ import annotations

from typing import Any

import pytest
from tests.scenario import failures, load

from birddog import catalog

PEOPLE = load("people")


@pytest.mark.parametrize("person", PEOPLE, ids=[person["title"] for person in PEOPLE])
def test_person(person: dict[str, Any]):
    assert failures(person, person["now"], catalog.load_default()) == []
