"""A chart as files: nothing is lost, and no cell runs as a formula."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from birddog.exchange.chart_files import ACTS, harmless, jsonl, table

BODIES: list[dict[str, Any]] = [
    {"id": "a", "at": "2026-03-02T08:00", "type": "pain", "actor": "patient", "back": 3},
    {"id": "b", "at": "2026-03-03T08:00", "type": "session", "actor": "patient",
     "items": [{"exercise": "bridge", "done": "yes"}, {"exercise": "curl-up", "hurt": True}]},
    {"id": "c", "at": "2026-03-04T08:00", "type": "flare_over", "actor": "patient"},
]  # fmt: skip


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_each_line_is_an_event():
    assert [json.loads(line) for line in jsonl(BODIES).splitlines()] == BODIES


def test_each_row_is_one_thing_told():
    told = [(row["id"], row["field"], row["value"]) for row in rows(table(BODIES))]
    assert ("a", "back", "3") in told
    assert ("b", "items.2.hurt", "yes") in told
    assert ("c", "", "") in told


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "  =1", "\r=1"])
def test_text_that_would_run_is_made_harmless(text):
    assert harmless(text) == f"'{text}"


def test_a_negative_number_stays_a_number():
    assert harmless(-3) == "-3"


def deeper(inner: st.SearchStrategy) -> st.SearchStrategy:
    """Lists and objects of values."""
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), deeper))
def test_no_cell_of_any_event_runs(value):
    body = {"id": "=a", "at": "x", "type": "pain", "actor": "patient", "note": value}
    for row in csv.reader(io.StringIO(table([body]), newline="")):
        for cell in row:
            if cell.lstrip(" ").startswith(ACTS):
                assert int(cell) < 0
