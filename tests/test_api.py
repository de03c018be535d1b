"""Calls from a notebook that cannot be meant: a ``BirddogError`` that names the argument, never another error."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import birddog

INTAKE = birddog.read_intake({"person": {"age": 44}, "episode": {"weeks": 20}})
DAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 8)
AT = "2026-03-02T08:00:00"
FIRST = birddog.read_event({"id": "a", "type": "intake", "at": AT, "intake": {"person": {"age": 44}}})
FOLDED = birddog.replay([FIRST], NOW)
NEST: list = []
NEST.append(NEST)
DEEP: list = []
for _ in range(5_000):
    DEEP = [DEEP]
ODD = [
    date.min, date.max, datetime.min, datetime.max, float("inf"), 10**400, {"episode": {"weeks": float("nan")}},
    None, 0, -1, 1.5, float("nan"), "", "intake", b"bytes", [], [1], [None], (), {}, {1: 2}, {"a": {2: 3}}, set(),
    object(), lambda: None, int, Decimal(1), time(8), DAY, NOW, INTAKE, FIRST, FOLDED, NEST, {"person": NEST},
    DEEP, {"person": DEEP},
    {"person": {"age": {1, 2}}}, {"person": {"age": 10**400}}, {"\ud800": 1}, {"person": {"age": "\0"}},
    [FIRST, None], iter([FIRST]), range(3),
]  # fmt: skip
CALLS = {
    "read_intake": lambda odd: birddog.read_intake(odd),
    "read_intake content": lambda odd: birddog.read_intake({}, odd),
    "read_event": lambda odd: birddog.read_event(odd),
    "read_event type": lambda odd: birddog.read_event({"id": "a", "at": AT, "type": odd}),
    "read_event id": lambda odd: birddog.read_event({"id": odd, "at": AT, "type": "pain", "back": 3}),
    "read_event at": lambda odd: birddog.read_event({"id": "a", "at": odd, "type": "pain", "back": 3}),
    "read_event field": lambda odd: birddog.read_event({"id": "a", "at": AT, "type": "pain", "back": odd}),
    "read_chart": lambda odd: birddog.read_chart(odd),
    "read_chart line": lambda odd: birddog.read_chart([odd]),
    "screen intake": lambda odd: birddog.screen(odd, DAY),
    "screen day": lambda odd: birddog.screen(INTAKE, odd),
    "screen content": lambda odd: birddog.screen(INTAKE, DAY, odd),
    "prescribe intake": lambda odd: birddog.prescribe(odd, DAY),
    "prescribe day": lambda odd: birddog.prescribe(INTAKE, odd),
    "prescribe content": lambda odd: birddog.prescribe(INTAKE, DAY, odd),
    "replay events": lambda odd: birddog.replay(odd, NOW),
    "replay now": lambda odd: birddog.replay([FIRST], odd),
    "replay content": lambda odd: birddog.replay([FIRST], NOW, odd),
    "today events": lambda odd: birddog.today(odd, NOW),
    "today now": lambda odd: birddog.today([FIRST], odd),
    "follow events": lambda odd: birddog.follow(odd),
    "follow content": lambda odd: birddog.follow([FIRST], odd),
    "follow add": lambda odd: birddog.follow([FIRST]).add(odd),
    "follow at": lambda odd: birddog.follow([FIRST]).at(odd),
    "follow today": lambda odd: birddog.follow([FIRST]).today(odd),
    "explain folded": lambda odd: birddog.explain(odd, "a.1"),
    "explain decision": lambda odd: birddog.explain(FOLDED, odd),
}  # fmt: skip


@pytest.mark.parametrize("call", CALLS)
def test_what_cannot_be_meant_is_named(call):
    for odd in ODD:
        try:
            CALLS[call](odd)
        except birddog.BirddogError as error:
            assert str(error)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_no_pain(number):
    for read, value in (
        (birddog.read_intake, {"pain": {"back_week": number}}),
        (birddog.read_intake, {"episode": {"weeks": number}}),
        (birddog.read_event, {"id": "a", "at": AT, "type": "pain", "back": number}),
        (birddog.read_event, {"id": "a", "at": AT, "type": "correction", "corrects": "b", "change": {"back": number}}),
    ):
        with pytest.raises(birddog.BirddogError):
            read(value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3),
    max_leaves=8,
)


@given(value=JSON, field=st.sampled_from(["person", "pain", "red_flags", "episode", "time", "equipment", "body"]))
def test_any_value_is_read_or_refused(value, field):
    event = {"id": "a", "at": AT, "type": "session", field: value}
    for read, given_ in (
        (birddog.read_intake, {field: value}),
        (birddog.read_intake, value),
        (birddog.read_event, value),
        (birddog.read_event, event),
    ):
        try:
            read(given_)
        except birddog.BirddogError as error:
            assert str(error)
