"""Easier and harder exercises within a session: through vetoes and limits, and never more work."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from birddog import catalog
from birddog.core.chart.chart import fold
from birddog.core.chart.variants import out_when_leg, variants

CONTENT = catalog.load_default()
INTAKES = sorted((Path(__file__).resolve().parents[2] / "examples" / "intakes").glob("*.json"))
START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def chart(intake: dict, *events: dict):
    bodies = [{"id": "i", "at": START.isoformat(), "type": "intake", "intake": intake}, *events]
    now = START + timedelta(hours=2)
    return fold([catalog.read_event(body, CONTENT) for body in bodies], CONTENT, now), now


@pytest.mark.parametrize("path", INTAKES, ids=lambda path: path.stem)
def test_variants_pass_vetoes_and_grow_no_work(path: Path):
    folded, now = chart(json.loads(path.read_text()))
    state, course = folded.state, folded.course
    if not state.exercising:
        return
    able = course.planner(state, now.date()).pool & ~course.barred(state, now.date())
    items = course.session(state, now.date()).items
    taken = [item.exercise for item in items]
    for item in items:
        found = variants(course, state, now, item, taken)
        for other in (*found.easier, *found.harder):
            assert able >> CONTENT.index[other.exercise] & 1
            assert other.exercise == item.exercise or other.exercise not in taken
            assert other.dose.work_s <= item.dose.work_s or other.dose.sets * other.dose.reps == 1
        assert all(state.stage in CONTENT.exercise(other.exercise).doses for other in found.harder)


def test_nothing_harder_while_a_session_is_not_reported_on():
    intake = json.loads((INTAKES[0].parent / "desk-worker-38.json").read_text())
    folded, now = chart(intake)
    items = folded.course.session(folded.state, now.date()).items
    some = [item for item in items if variants(folded.course, folded.state, now, item).harder]
    assert some
    done = {
        "id": "s",
        "at": (START + timedelta(hours=1)).isoformat(),
        "type": "session",
        "pain_during": 1.0,
        "items": [],
    }
    after, now = chart(intake, done)
    assert all(not variants(after.course, after.state, now, item).harder for item in some)


def test_what_goes_the_way_that_went_down_the_leg_is_out():
    intake = json.loads((INTAKES[0].parent / "desk-worker-38.json").read_text())
    folded, now = chart(intake)
    others = ["prone-press-up", "abdominal-draw-in"]
    assert out_when_leg(folded.course, folded.state, now, "standing-back-bend", others) == ("prone-press-up",)
    assert out_when_leg(folded.course, folded.state, now, "abdominal-draw-in", others[:1]) == ()
    assert folded.state.removed == frozenset()
