"""The signs of a bone that may have broken: asked where bones may break easily, and of nobody else are they missed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from tests.strategies import CONTENT, DAY

from birddog import catalog
from birddog.core.content.values import Disposition
from birddog.core.person.facts import VALUES, facts
from birddog.core.screen.screening import Screen, applies, every_answer, screen
from birddog.simulate.people import people

ASKED = tuple(item.id for item in CONTENT.screen_items if item.only_if == "fragile_bone")
AGES = (None, 40, 69, 70, 85)
STEROIDS = ("no", "yes", "unsure", None)
NOTES = ("", "I have taken prednisone every day for two years.")
PEOPLE = [made.answers for made in people().values()][::16]
TOLD = (*product(("no", "yes", "unsure"), repeat=2), (None, "yes"), ("yes", None))


def lives() -> Iterator[dict[str, Any]]:
    """People of any age, with any bones, steroids told of or not, without an answer to the two signs."""
    for told, bone, steroids, age, note in product(PEOPLE, (*VALUES["bone"][:-1], None), STEROIDS, AGES, NOTES):
        made = copy.deepcopy(told)
        flags = {sign: answer for sign, answer in made["red_flags"].items() if sign not in (*ASKED, "all_others")}
        flags |= {item: "no" for item in CONTENT.items_by_id if item not in ASKED and item not in flags}
        made["red_flags"] = with_answer(flags, "long_term_steroids", steroids)
        made["conditions"] = with_answer({**made.get("conditions", {}), "all_others": "unanswered"}, "bone", bone)
        made["person"] = with_answer(made["person"], "age", age)
        made["life"] = {**made.get("life", {}), "note": note}
        yield made


def with_answer(block: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    rest = {key: told for key, told in block.items() if key != name}
    return rest if value is None else {**rest, name: value}


def screened(answers: dict[str, Any]) -> Screen:
    return screen(catalog.read_intake(answers, CONTENT), CONTENT, DAY)


def asked(answers: dict[str, Any]) -> bool:
    intake = catalog.read_intake(answers, CONTENT)
    known = facts(intake, DAY, CONTENT.values)
    of = {applies(CONTENT.items_by_id[sign], known, every_answer(intake, CONTENT)) for sign in ASKED}
    assert len(of) == 1
    return of.pop()


def with_signs(answers: dict[str, Any], told: tuple[str | None, ...]) -> dict[str, Any]:
    flags = answers["red_flags"]
    for sign, answer in zip(ASKED, told, strict=True):
        flags = with_answer(flags, sign, answer)
    return {**answers, "red_flags": flags}


@pytest.fixture(scope="module")
def everybody() -> list[tuple[dict[str, Any], bool]]:
    return [(answers, asked(answers)) for answers in lives()]


def test_for_whom_they_are_not_asked_no_answer_changes_anything(everybody):
    others = [answers for answers, are in everybody if not are]
    assert len(others) == 4 * len(PEOPLE)
    for answers in others:
        silent = screened(answers)
        assert not {f"red_flags.{sign}" for sign in ASKED} & set(silent.missing)
        for told in TOLD:
            assert screened(with_signs(answers, told)) == silent


def test_whoever_is_asked_gets_no_exercise_without_an_answer_and_a_yes_is_urgent(everybody):
    fragile = [answers for answers, are in everybody if are]
    assert len(fragile) > 100
    for number, answers in enumerate(fragile):
        silent = screened(answers)
        assert {f"red_flags.{sign}" for sign in ASKED} <= set(silent.missing)
        assert silent.disposition >= Disposition.CLINICIAN_FIRST
        age, bone = answers["person"].get("age"), answers["conditions"].get("bone")
        open_ = age is None or bone is None or "long_term_steroids" not in answers["red_flags"]
        level = screened(with_signs(answers, TOLD[1 + number % 8])).disposition
        assert open_ or level >= Disposition.URGENT or TOLD[1 + number % 8] == ("no", "no")
