"""A chart means the same wherever it is read: on its server, in its file, taken in elsewhere, and replayed plainly.

However the clocks of devices and of the server stand, and in whatever order things come in.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.charted import BEGIN, charted

import birddog
from birddog.catalog import load_default, read_chart
from birddog.core.chart.chart import run
from birddog.core.state.state import Logged, State
from birddog.records.models import Person
from birddog.services.chart.entries import entries
from birddog.services.chart.export import chart_as_jsonl
from birddog.services.chart.import_chart import take_in
from birddog.services.chart.log import record
from birddog.services.chart.reading import read

pytestmark = pytest.mark.django_db
CONTENT = load_default()
HOURS = 24 * 20


def meaning(person: Person, now: datetime) -> tuple[State, tuple[Logged, ...]]:
    """What the events of a chart come to, from the first one on."""
    folded = run([entry.event for entry in entries(person, now)], CONTENT, now)
    return folded.state, folded.decisions


def one_meaning(person: Person, now: datetime) -> None:
    """Stored state, file, chart taken in and plain replay say the same."""
    meant, file = meaning(person, now), chart_as_jsonl(person, now)
    reading = read(person, now)
    assert reading is not None and reading.state == meant[0]
    folded = birddog.replay(read_chart(file.splitlines(), CONTENT), now)
    assert (folded.state, folded.decisions) == meant
    other = Person.objects.create()
    take_in(other, file.encode(), now)
    assert chart_as_jsonl(other, now) == file
    assert meaning(other, now) == meant
    again = read(other, now)
    assert again is not None and again.state == meant[0]


TOLD: dict[str, Any] = {
    "pain": lambda n: {"back": n}, "session": lambda n: {"pain_before": n, "pain_during": n},
    "morning": lambda n: {"pain": n}, "measure": lambda n: {"instrument": "nprs_back", "score": n},
    "sign": lambda n: {"type": "screen", "red_flags": {"fever": "yes" if n % 2 else "no", "all_others": "no"}},
    "saddle": lambda n: {"type": "screen", "red_flags": {"saddle_numbness": "yes", "all_others": "no"}},
    "swap": lambda n: {"exercise": "bridge", "wish": ("like", "easier", "harder", "not_this")[n % 4]},
}  # fmt: skip
CHANGES: tuple[dict[str, Any], ...] = (
    {"withdraw": True}, {"change": {"pain": 9}}, {"change": {"back": 7}}, {"change": {"back": 99}},
    {"change": {"pain_before": 1}}, {"change": {"score": 2}}, {"change": {"instrument": "groc"}},
    {"change": {"score": -5}}, {"change": {"wish": "not_this"}}, {"change": {"red_flags": {"all_others": "no"}}},
    {"withdraw": True, "change": {"pain": 1}},
)  # fmt: skip
events = st.fixed_dictionaries({
    "kind": st.sampled_from([*TOLD]), "number": st.integers(0, 7), "hour": st.integers(-30, HOURS + 300),
    "offset": st.integers(-12, 14),
})  # fmt: skip
corrections = st.fixed_dictionaries({
    "of": st.integers(0, 9), "what": st.sampled_from(CHANGES), "hour": st.integers(-30, HOURS + 300) | st.none(),
    "offset": st.integers(-12, 14),
})  # fmt: skip
moments = st.lists(st.integers(1, HOURS), min_size=1, max_size=6)
"""The server's clock, in hours, at each arrival: it may be turned back."""


def at(hour: float, offset: int) -> str:
    return (BEGIN + timedelta(hours=hour)).astimezone(timezone(timedelta(hours=offset))).isoformat()


def bodies(rows: list[dict[str, Any]], changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Events e0, e1, ..., and corrections c0, c1, ... of them, of each other and of nothing."""
    out = [
        {"id": f"e{n}", "type": row["kind"], "at": at(row["hour"], row["offset"]), **TOLD[row["kind"]](row["number"])}
        for n, row in enumerate(rows)
    ]
    for n, row in enumerate(changes):
        of = row["of"]
        hour = row["hour"] if row["hour"] is not None or of >= len(rows) else rows[of]["hour"]
        out.append({"id": f"c{n}", "type": "correction", "at": at(hour or 0, row["offset"]),
                    "corrects": f"e{of}" if of < 9 else "c0", **row["what"]})  # fmt: skip
    return out


@settings(
    max_examples=25 if os.environ.get("BIRDDOG_PROVE") != "all" else 2000,
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None,
)  # fmt: skip
@given(st.lists(events, min_size=1, max_size=6), st.lists(corrections, max_size=8), moments, st.randoms())
def test_what_a_server_accepts_means_the_same_everywhere(rows, changes, hours, chance):
    person, sent = charted(), bodies(rows, changes)
    chance.shuffle(sent)
    now, size = BEGIN, -(-len(sent) // len(hours))
    for number, hour in enumerate(hours):
        now = BEGIN + timedelta(hours=hour)
        record(person, sent[number * size : (number + 1) * size], now)
    one_meaning(person, now)
    one_meaning(person, BEGIN + timedelta(hours=HOURS + 400))


@settings(
    max_examples=15 if os.environ.get("BIRDDOG_PROVE") != "all" else 1000,
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None,
)  # fmt: skip
@given(
    st.lists(events, min_size=2, max_size=6, unique_by=lambda row: row["hour"]),
    st.lists(corrections, min_size=1, max_size=6, unique_by=lambda row: row["hour"]),
    st.randoms(), st.integers(1, 4),
)  # fmt: skip
def test_the_order_of_arrival_says_nothing(rows, changes, chance, at_once):
    """Of reports with times of their own; of a correction that came before its event the device is told so."""
    now = BEGIN + timedelta(hours=HOURS + 400)
    for n, row in enumerate((*rows, *changes)):
        row["hour"] = (abs(row["hour"] or 0) + 1) + n / 100
    sent = bodies(rows, changes)
    here, there = charted(), charted()
    taken = {receipt.id for receipt in record(here, sent, now) if receipt.status == "stored"}
    reports = [body for body in sent if body["type"] != "correction"]
    put_right = [body for body in sent if body["type"] == "correction" and body["id"] in taken]
    for part in (reports, put_right):
        chance.shuffle(part)
        for first in range(0, len(part), at_once):
            record(there, part[first : first + at_once], now)
    if {*taken} == {*there.events.exclude(event_id="intake-1").values_list("event_id", flat=True)}:
        assert meaning(there, now) == meaning(here, now)
        assert chart_as_jsonl(there, now) == chart_as_jsonl(here, now)
