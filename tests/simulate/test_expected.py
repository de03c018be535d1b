"""What a physical therapist expects of courses, in a seeded sample; ``make prove PART=simulate`` is the full size.

A name stands here once the engine keeps it. None is marked as expected to fail: what the engine does not keep yet is
printed by ``birddog simulate --expect``.
"""

from __future__ import annotations

import pytest

from birddog.simulate.expect import CHECKS, Lab, lines, measured

HELD = (
    "a-real-rise-is-red",
    "never-more-than-the-minutes",
)


PRINTED = (
    "new-exercises-come-one-by-one",
    "no-dose-is-a-crumb",
    "nothing-is-planned-below-its-first-dose",
    "the-plan-does-not-step-down",
)


@pytest.fixture(scope="module")
def lab() -> Lab:
    """A sample of the people, in one process; each course is lived once."""
    list(measured(1, 60, ("nothing",)))
    return Lab(size=6, every=15)


@pytest.mark.parametrize("name", HELD)
def test_what_is_expected_holds(name: str, lab: Lab):
    found = CHECKS[name](lab)
    assert found.holds, "\n".join(lines([found]))


@pytest.fixture(scope="module")
def everyone() -> Lab:
    """All made-up people, for what is expected of plans, which are made once each."""
    list(measured(1, 60, ("nothing",)))
    return Lab()


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_expected_of_a_printed_plan_holds_for_everyone(name: str, everyone: Lab):
    found = CHECKS[name](everyone)
    assert found.holds, "\n".join(lines([found]))
