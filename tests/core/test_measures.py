"""Measures: scores, the change that matters, recovery, and further instruments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import CONTENT

from birddog.core.content.measures import by_id, change, instrument_of, score
from birddog.core.content.values import BirddogError

NPRS, PSFS, GROC = (by_id(CONTENT.instruments, name) for name in ("nprs_back", "psfs", "groc"))
ROLAND: dict[str, Any] = {
    "id": "days", "title": "Days off in the last month", "low": 0, "high": 30, "higher_is_better": False, "matters": 5,
    "recovered": 2, "sources": ["birddog"], "method": "sum", "items": ["first_half", "second_half"],
}  # fmt: skip


def test_the_core_measures_are_installed():
    assert [i.id for i in CONTENT.instruments][:4] == ["nprs_back", "nprs_leg", "psfs", "groc"]
    assert all(i.title and i.licence and set(i.sources) <= set(CONTENT.sources) for i in CONTENT.instruments)


@pytest.mark.parametrize(
    ("first", "now", "word"),
    [(6, 4, "better"), (6, 4.5, "same"), (4, 2.8, "better"), (4, 2.9, "same"), (10, 8, "better"), (10, 8.5, "same"),
     (5, 0, "recovered"), (0, 0, "same"), (3, 5, "worse"), (3, 4.5, "same"), (0, 2, "worse")],
)  # fmt: skip
def test_pain_matters_by_two_points_or_thirty_percent(first: float, now: float, word: str):
    decision = change(NPRS, first, now, CONTENT)
    assert decision.outcome == word
    assert decision.rules == ("birddog-change-that-matters",)
    assert decision.reasons[0].saw == f"nprs_back: {first:g} to {now:g}"


@pytest.mark.parametrize(
    ("first", "now", "word"),
    [(3, 5, "better"), (3, 4.9, "same"), (5, 3, "worse"), (8, 10, "recovered"), (10, 10, "same")],
)
def test_own_activities_matter_by_two_points_upward(first: float, now: float, word: str):
    assert change(PSFS, first, now, CONTENT).outcome == word


@pytest.mark.parametrize(("now", "word"), [(3, "better"), (2, "same"), (7, "recovered"), (-3, "worse"), (-2, "same")])
def test_change_since_the_start(now: float, word: str):
    assert change(GROC, 0, now, CONTENT).outcome == word


@given(st.integers(0, 10), st.integers(0, 10), st.integers(0, 10))
def test_less_pain_is_never_a_worse_outcome(first: int, now: int, later: int):
    order = ["worse", "same", "better", "recovered"]
    low, high = sorted((now, later))
    assert order.index(change(NPRS, first, low, CONTENT).outcome) >= order.index(
        change(NPRS, first, high, CONTENT).outcome
    )


@pytest.mark.parametrize(
    ("value", "answers", "result"),
    [(None, {"walk": 4, "sit": 7}, 5.5), (None, {"walk": 0}, 0), (None, {"score": 3}, 3)],
)
def test_own_activities_are_a_mean(value: float | None, answers: Mapping[str, float], result: float):
    assert score(PSFS, value, answers) == result


@pytest.mark.parametrize(
    ("instrument", "value", "answers", "message"),
    [
        (NPRS, None, {}, "measure nprs_back: score is missing; it is a number from 0 to 10"),
        (NPRS, 10.5, {}, "measure nprs_back: 10.5 is outside 0 to 10"),
        (NPRS, -1, {}, "measure nprs_back: -1 is outside 0 to 10"),
        (GROC, 8, {}, "measure groc: 8 is outside -7 to 7"),
        (PSFS, None, {}, "measure psfs: answers are missing; give each activity a number"),
        (PSFS, None, {"walk": 11}, "measure psfs: 11 is outside 0 to 10"),
        (PSFS, None, {"walk": 10**400}, "measure psfs: a very large number is outside 0 to 10"),
        (
            instrument_of(ROLAND),
            None,
            {"third": 1},
            "measure days: unknown item 'third'; it has first_half, second_half",
        ),
        (instrument_of(ROLAND), None, {"first_half": 20, "second_half": 20}, "measure days: 40 is outside 0 to 30"),
    ],
)
def test_a_score_that_cannot_be_is_refused(
    instrument: Any, value: float | None, answers: Mapping[str, float], message: str
):
    with pytest.raises(BirddogError) as error:
        score(instrument, value, answers)
    assert str(error.value) == message


def test_a_measure_pack_is_scored_by_its_table():
    days = instrument_of(ROLAND)
    assert score(days, None, {"first_half": 3, "second_half": 4}) == 7
    assert change(days, 7, 2, CONTENT).outcome == "recovered"
    assert change(days, 12, 7, CONTENT).outcome == "better"


def test_an_instrument_that_is_not_installed_is_named():
    with pytest.raises(BirddogError, match="there is no instrument 'odi'; installed: nprs_back, nprs_leg, psfs, groc"):
        by_id(CONTENT.instruments, "odi")
