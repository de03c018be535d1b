"""What the camera coach saw stands in the chart, and nothing follows from it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from birddog import api
from birddog.catalog import load_default, read_event
from birddog.core.content.values import BirddogError
from birddog.core.log.events import CoachSaw, SessionDone
from birddog.exchange import chart_files

ROOT = Path(__file__).resolve().parents[2]
CHARTS = sorted((ROOT / "examples" / "charts").glob("*.jsonl"))
SAW = {
    "reps": 3, "doubtful": 4, "confidence": 0.2, "judged": 0.5, "left": 1, "right": 2, "holds": [2.0, 31.5],
    "ranges": [{"joint": "knee_left", "low": 70, "high": 170, "within": 18}],
    "faults": [{"fault": "back-arches", "seen": 3, "unsure": 0}],
}  # fmt: skip


def chart(path: Path) -> list:
    return [read_event(json.loads(line), load_default()) for line in path.read_text().splitlines()]


def with_coach(events: list) -> list:
    """A coach that saw little, and much wrong, in everything that was done."""
    out = []
    for event in events:
        out.append(event)
        if isinstance(event, SessionDone):
            out += [
                read_event(
                    {**SAW, "id": f"{event.id}-{item.exercise}", "at": (event.at + timedelta(minutes=1)).isoformat(),
                     "type": "coach", "session": event.id, "exercise": item.exercise}, load_default())
                for item in event.items
            ]  # fmt: skip
    return out


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
def test_with_and_without_a_coach_all_doses_and_decisions_are_the_same(path):
    events = chart(path)
    seen = with_coach(events)
    assert len(seen) > len(events)
    now = events[-1].at + timedelta(hours=20)
    without, with_it = api.replay(events, now), api.replay(seen, now)
    assert with_it.decisions == without.decisions
    assert api.today(seen, now) == api.today(events, now)
    assert with_it.state == without.state


def doses(events: list, now: datetime) -> list:
    session = api.today(events, now).session
    assert session is not None
    return [(item.exercise, item.dose) for item in session.items]


def test_what_the_person_confirms_does_count():
    """The same chart, in which the person says that less was done: other doses follow, by what was said alone."""
    events = chart(next(path for path in CHARTS if path.stem == "good-course"))
    less = [
        replace(event, items=tuple(replace(item, done="partly", reps=1) for item in event.items))
        if isinstance(event, SessionDone) else event
        for event in events
    ]  # fmt: skip
    now = events[-1].at + timedelta(hours=20)
    assert doses(less, now) != doses(events, now)
    assert doses(with_coach(less), now) == doses(less, now)


def test_a_coach_event_is_read_checked_and_exported():
    given = {**SAW, "id": "c1", "at": "2026-03-02T10:00:00", "type": "coach", "exercise": "bridge", "session": "s1"}
    event = read_event(given, load_default())
    assert isinstance(event, CoachSaw)
    assert event.ranges[0].within == 18
    assert "c1" in chart_files.table([given])
    assert json.loads(chart_files.jsonl([given]).splitlines()[0])["faults"] == SAW["faults"]
    for wrong in (
        {"exercise": "no-such-exercise"}, {"judged": 1.5}, {"reps": -1}, {"holds": ["long"]},
        {"image": "data:image/png"},
        {"ranges": [{"joint": "knee_left", "low": 0, "high": 400, "within": 1}]},
    ):  # fmt: skip
        with pytest.raises(BirddogError):
            read_event({**given, **wrong}, load_default())
