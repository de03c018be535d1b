"""Faults of exercise files are linted, belong to a mistake, and are said in every language."""

from dataclasses import replace

import pytest

from birddog.catalog import LANGUAGES, load_default, load_language
from birddog.catalog.faults import fault_problems, rules_of

EXERCISE = load_default().exercise("bridge")
FAULT = EXERCISE.faults[0]


def found(**changes) -> list[str]:
    return list(fault_problems(replace(EXERCISE, faults=(replace(FAULT, **changes),))))


def test_those_of_the_catalog_are_in_order():
    for exercise in load_default().exercises:
        assert list(fault_problems(exercise)) == []
        assert len(rules_of(exercise)) == len(exercise.faults)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"feature": "spine"}, "feature is 'spine'"),
        ({"phase": "later"}, "phase is 'later'"),
        ({"mistake": 9}, "mistake is 9; there are 3"),
        ({"mistake": 0}, "name the one that it belongs to"),
        ({"bound": 9.0}, "at least 10"),
        ({"lasts_s": 0.1}, "lasts_s is 0.1"),
        ({"feature": "seconds", "bound": 4.0}, "a share"),
        ({"cue": "one two three four five six seven"}, "at most 6"),
    ],
)
def test_what_is_wrong_is_said(changes, says):
    assert any(says in problem for problem in found(**changes))


def test_just_inside_each_bound_nothing_is_said():
    assert found(bound=10.0, lasts_s=0.3, cue="one two three four five six") == []


def test_two_of_one_id_are_told():
    assert any("two of this id" in p for p in fault_problems(replace(EXERCISE, faults=(FAULT, FAULT))))


def test_cues_are_said_in_every_language():
    said = {load_language(code).exercise("bridge").faults[0].cue for code in LANGUAGES}
    assert len(said) == len(LANGUAGES)
