"""A pause, and reports of "no more than usual": read, written and corrected as any event; old charts read as before."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from tests.strategies import CONTENT, INTAKES, load_intake

import birddog
from birddog.core.chart.chart import effective
from birddog.core.content.values import BirddogError
from birddog.core.log.events import Event, MorningAfter, Pause, SessionDone
from birddog.core.log.schema import as_json

PAUSE: dict[str, Any] = {"id": "p", "at": "2026-03-04T08:00", "type": "pause", "why": "ill", "until": "2026-03-08"}
SESSION: dict[str, Any] = {
    "id": "s",
    "at": "2026-03-03T08:00",
    "type": "session",
    "items": [],
    "usual": True,
    "adverse": "no",
}
MORNING: dict[str, Any] = {
    "id": "m",
    "at": "2026-03-04T07:00",
    "type": "morning",
    "usual": True,
    "stiff_minutes": 20,
    "woken": False,
}


def chart(*bodies: dict[str, Any]) -> list[Event]:
    begin = {"id": "i", "at": "2026-03-02T08:00", "type": "intake", "intake": load_intake(INTAKES[0])}
    return [birddog.read_event(body) for body in (begin, *bodies)]


@pytest.mark.parametrize("body", [PAUSE, SESSION, MORNING], ids=lambda body: body["type"])
def test_what_is_written_is_read_back(body: dict[str, Any]):
    event = birddog.read_event(body)
    again = {**as_json(event), "type": body["type"]}
    assert birddog.read_event(again) == event


def test_left_out_is_not_told():
    pause = birddog.read_event({"id": "p", "at": "2026-03-04T08:00", "type": "pause"})
    session = birddog.read_event({"id": "s", "at": "2026-03-03T08:00", "type": "session", "items": []})
    morning = birddog.read_event({"id": "m", "at": "2026-03-04T07:00", "type": "morning"})
    assert isinstance(pause, Pause) and (pause.until, pause.why) == (None, None)
    assert isinstance(session, SessionDone) and not session.usual and session.adverse is None
    assert isinstance(morning, MorningAfter) and not morning.usual and morning.woken is None


@pytest.mark.parametrize(
    ("body", "field"),
    [({**PAUSE, "until": "soon"}, "until"), ({**PAUSE, "why": "lazy"}, "why"),
     ({**SESSION, "adverse": "perhaps"}, "adverse"),
     ({**MORNING, "stiff_minutes": 1441}, "stiff_minutes"), ({**MORNING, "woken": "yes"}, "woken")],
)  # fmt: skip
def test_what_is_not_allowed_is_refused_by_name(body: dict[str, Any], field: str):
    with pytest.raises(BirddogError, match=field):
        birddog.read_event(body)


def test_a_chart_with_a_pause_replays_and_its_end_can_be_corrected():
    correction = {
        "id": "c", "at": "2026-03-06T08:00", "type": "correction", "corrects": "p", "change": {"until": "2026-03-06"}
    }  # fmt: skip
    events = chart(SESSION, MORNING, PAUSE, correction)
    birddog.replay(events, datetime(2026, 3, 7, 8))
    pause = next(event for event in effective(events, CONTENT) if isinstance(event, Pause))
    assert pause.until == date(2026, 3, 6)
