"""A chart followed event by event says what a replay of all its events says."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from tests.strategies import CHARTS

import birddog
from birddog import catalog
from birddog.core.chart.chart import effective
from birddog.core.log.events import Event

LOOKS = 10
"""So often each chart is compared: a comparison replays all of it, once for each day looked at."""


def events(path) -> list[Event]:
    return birddog.read_chart(path.read_text().split("\n"))


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
def test_after_each_event_and_on_days_between_it_is_the_same_as_a_replay(path):
    told = effective(events(path), catalog.load_default())
    following, apart = birddog.follow([]), max(5, len(told) // LOOKS)
    for number, event in enumerate(told):
        following.add(event)
        if number % apart and number < len(told) - 1:
            continue
        for later in (0, 3, 16):
            now = event.at + timedelta(days=later)
            replayed, followed = birddog.replay(told[: number + 1], now), following.at(now)
            for each in (followed.state, replayed.state):  # reports too old for any rule are forgotten now and then
                each.pains = [(on, pain) for on, pain in each.pains if (now.date() - on).days <= 56]
            assert followed.state == replayed.state
            assert followed.decisions == replayed.decisions
            assert following.today(now) == birddog.today(told[: number + 1], now)


def test_an_event_taken_in_twice_counts_once():
    told = events(CHARTS[0])[:6]
    following = birddog.follow(told)
    before = following.at(told[-1].at)
    following.add(told[2])
    assert following.at(told[-1].at).decisions == before.decisions


def test_what_a_replay_refuses_is_refused():
    told = events(CHARTS[0])[:6]
    following = birddog.follow(told[:5])
    with pytest.raises(birddog.BirddogError, match="a chart begins with type 'intake'"):
        birddog.follow(told[1:])
    with pytest.raises(birddog.BirddogError, match="events are in order of time"):
        following.add(birddog.read_event({"id": "x", "type": "pain", "back": 3, "at": "2020-01-01T10:00"}))
    with pytest.raises(birddog.BirddogError, match="used before with other content"):
        following.add(birddog.read_event({"id": told[1].id, "type": "pain", "back": 3, "at": told[5].at.isoformat()}))
    with pytest.raises(birddog.BirddogError, match="belongs to 'someone else'"):
        other = {"id": "y", "type": "pain", "back": 3, "at": told[5].at.isoformat(), "patient": "someone else"}
        following.add(birddog.read_event(other))


def test_a_correction_and_a_look_back_ask_for_a_replay():
    told = events(CHARTS[0])[:6]
    following = birddog.follow(told)
    body = {"id": "c", "type": "correction", "corrects": told[1].id, "withdraw": True, "at": told[5].at.isoformat()}
    with pytest.raises(birddog.BirddogError, match="replay the whole chart"):
        following.add(birddog.read_event(json.loads(json.dumps(body))))
    with pytest.raises(birddog.BirddogError, match="replay the chart to look back"):
        following.at(told[-1].at - timedelta(days=1))
    with pytest.raises(birddog.BirddogError, match="it is empty"):
        birddog.follow([]).at(told[-1].at)
