"""Runs the scenarios of ``tests/scenarios``: what is given, what must follow, and a twin on the other side.

A scenario is JSON that a clinician can read. ``given`` holds one or more of these:

- ``intake``: answers, laid over a base person of ``bases.json`` (``base``, else ``ordinary``): a program.
- ``read``: answers as above, which may be refused.
- ``chart``: events with ``day`` (or ``days``) counted from 1 on ``start``: state, today's page, decisions.
- ``pain``: fields of a pain report: is this pain normal?
- ``exercise``, ``lesson``, ``routine``: one entry of the content, for the person of ``intake``.
- ``check``: a change planted in the content, which ``birddog check`` has to judge.

``then`` holds the words of ``expectations.CHECKS``.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from tests.expectations import CHECKS, Json

from birddog import catalog, present
from birddog.catalog.check import content_problems
from birddog.core.chart.chart import fold
from birddog.core.content.content import Content
from birddog.core.content.pain_check import PainReport, pain_check
from birddog.core.content.values import BirddogError, Disposition
from birddog.core.person.facts import facts
from birddog.core.person.intake import Intake
from birddog.core.plan.routines import routine_session
from birddog.core.prescribe import prescribe
from birddog.core.screen.screening import screen
from birddog.core.today import today

FOLDER = Path(__file__).parent / "scenarios"
START = "2026-03-02"
NOON, MORNING, EVENING = time(12), time(8), time(18)
DEAF: Json = dict.fromkeys(("yes", "unsure", "unanswered"), Disposition.SELF_CARE) | {"follows": ()}
"""A danger sign that is asked and not listened to."""


def load(folder: str, name: str = "*") -> list[Json]:
    """The scenarios of a folder (or of one file in it), in order of file and place."""
    return [row for path in sorted((FOLDER / folder).glob(f"{name}.json")) for row in json.loads(path.read_text())]


def bases() -> dict[str, Json]:
    """The base people, by name."""
    people: dict[str, Json] = json.loads((FOLDER / "bases.json").read_text())
    return people


def over(base: Any, change: Any) -> Any:
    """``change`` laid over ``base``: objects key by key, everything else as a whole."""
    if isinstance(base, dict) and isinstance(change, dict):
        return {key: over(base.get(key), change[key]) if key in change else base[key] for key in {**base, **change}}
    return change


# ---------------------------------------------------------------------------------------------- running


def run(given: Json, now: str, content: Content) -> Json:
    """What the software makes of ``given`` on the day ``now``: JSON values, by kind of given."""
    seen: Json = {}
    day = date.fromisoformat(now)
    if "intake" in given or "base" in given:
        seen["plan"] = _plan(_answers(given, "intake"), day, content)
    if "read" in given:
        seen["read"] = _refusal(_answers(given, "read"), content)
    if "chart" in given:
        seen["chart"] = _chart(given, day, content)
    if "pain" in given:
        told: Json = {name: tuple(v) if isinstance(v, list) else v for name, v in given["pain"].items()}
        report = PainReport(**told)
        checked = pain_check(report, content)
        seen["pain"] = {"verdict": checked.outcome, "reasons": present.reasons(checked.reasons)}
    if "exercise" in given:
        seen["exercise"] = present.exercise_json(content.exercise(given["exercise"]))
    if "lesson" in given:
        seen["lesson"] = present.lesson_json(next(row for row in content.lessons if row.id == given["lesson"]))
    if "routine" in given:
        seen["routine"] = _routine(given, day, content)
    if "check" in given:
        known = content.memo.setdefault("problems", None) or set(content_problems(content))
        content.memo["problems"] = known
        found = set(content_problems(planted(given["check"], content))) - known
        seen["check"] = {"problems": sorted(found), "rules": [r for r in content.rules if any(r in f for f in found)]}
    return seen


def _answers(given: Json, key: str) -> Json:
    answers: Json = over(bases()[given.get("base", "ordinary")], given.get(key, {}))
    return answers


def _plan(answers: Json, day: date, content: Content) -> Json:
    intake = catalog.read_intake(answers, content)
    made = prescribe(intake, content, day)
    plan = present.plan_json(made, content, intake, facts(intake, day, content.values))
    return {**plan, "screen": present.screen_json(screen(intake, content, day))}


def _refusal(answers: Json, content: Content) -> Json:
    try:
        catalog.read_intake(answers, content)
    except BirddogError as error:
        return {"refused": str(error)}
    return {}


def events(given: Json) -> list[Json]:
    """The events of a chart, with ids and times; ``days`` writes one event for each day."""
    start, rows = date.fromisoformat(given.get("start", START)), []
    for number, entry in enumerate(given["chart"]):
        entry = dict(entry)
        for day in entry.pop("days", None) or [entry.pop("day")]:
            hour = {"session": EVENING, "morning": MORNING}.get(entry["type"], NOON)
            at = datetime.combine(start + timedelta(days=day - 1), hour)
            rows.append((at, number, {"id": f"{entry['type']}-{number}-{day}", "at": at.isoformat(), **entry}))
    for _, _, event in rows:
        if event["type"] == "intake":
            event["intake"] = over(bases()[event.pop("base", "ordinary")], event.get("intake", {}))
    return [event for _, _, event in sorted(rows, key=lambda row: row[:2])]


def _chart(given: Json, day: date, content: Content) -> Json:
    told = events(given)
    now = datetime.combine(day, time(23, 59))
    chart = [catalog.read_event(event, content) for event in told]
    folded, before = fold(chart, content, now), fold(chart[:-1] or chart, content, chart[-1].at)
    page = today(folded, now)

    def work(at: Any, on: date) -> int | None:
        return at.course.session(at.state, on).work_s if at.state.exercising else None

    return {
        "state": present.state_json(folded.state),
        "today": present.today_json(page),
        "decisions": [present.logged_json(entry) for entry in folded.decisions],
        "work": {"before": work(before, chart[-1].at.date()), "now": work(folded, day)},
    }


def _routine(given: Json, day: date, content: Content) -> Json:
    intake: Intake = catalog.read_intake(_answers(given, "intake"), content)
    routine = next(row for row in content.routines if row.id == given["routine"]["id"])
    made = routine_session(
        routine, intake, facts(intake, day, content.values), content, given["routine"].get("stage", "strengthen")
    )
    return {
        "session": present.session_json(made.session),
        "besides": list(made.besides),
        "out": [{"exercise": e, **(reason.as_json() if reason else {})} for e, reason in made.out],
    }


def planted(plant: Json, content: Content) -> Content:
    """``content`` with a change planted in one exercise (``exercise``) or one stage (``stage``)."""
    if "stage" in plant:
        stage = content.stages[plant["stage"]]
        for path, value in plant["change"].items():
            stage = _changed(stage, path.split("."), value)
        return replace(content, stages={**content.stages, stage.name: stage}, memo={})
    exercise = content.exercise(plant["exercise"])
    for path, value in plant["change"].items():
        exercise = _changed(exercise, path.split("."), value)
    rows = tuple(exercise if row.id == exercise.id else row for row in content.exercises)
    return replace(content, exercises=rows, memo={})


def _changed(value: Any, path: list[str], new: Any) -> Any:
    if not path:
        return type(value)(new) if isinstance(value, (tuple, frozenset)) else new
    if isinstance(value, dict):
        return {**value, path[0]: _changed(value.get(path[0]), path[1:], new)}
    return replace(value, **{path[0]: _changed(getattr(value, path[0]), path[1:], new)})


def failures(side: Json, now: str, content: Content) -> list[str]:
    """What does not hold of one side (the scenario or its twin): each a line; empty when all holds."""
    try:
        seen = run(side["given"], side.get("now", now), content)
    except BirddogError as error:
        return [f"refused: {error}"]
    out: list[str] = []
    for name, wanted in side["then"].items():
        out += dict.fromkeys(f"{name}: {line}" for line in CHECKS[name](wanted, seen, content))
    return out


# ---------------------------------------------------------------------------------------- knocking out


def without(content: Content, rule: str) -> Content:
    """``content`` as if nobody had ever written ``rule``: the rule, and every row that carries it out.

    Questions about danger signs are still asked, or the answers could not be read; they lead nowhere.
    """
    kept = {name: row for name, row in content.rules.items() if name != rule}
    lessons = tuple(replace(row, points=tuple(p for p in row.points if p.rule != rule)) for row in content.lessons)
    items = tuple(replace(row, **DEAF) if rule in row.follows else row for row in content.screen_items)
    rows: Json = {
        name: tuple(row for row in getattr(content, name) if rule not in row.follows)
        for name in ("clusters", "findings", "vetoes")
    }
    return replace(
        content, rules=kept, lessons=lessons, exercises=_dropped(content.exercises, rule), screen_items=items,
        stages=_dropped(content.stages, rule), modalities=_dropped(content.modalities, rule),
        digest=f"{content.digest} without {rule}", memo={}, **rows,
    )  # fmt: skip


def _dropped(value: Any, rule: str) -> Any:
    """``value`` with ``rule`` taken out of everything called ``rules``."""
    if isinstance(value, tuple):
        return tuple(_dropped(part, rule) for part in value)
    if isinstance(value, dict):
        return {key: _dropped(part, rule) for key, part in value.items()}
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changes = {
        f.name: tuple(r for r in getattr(value, f.name) if r != rule) if f.name == "rules" else
        _dropped(getattr(value, f.name), rule)
        for f in fields(value) if f.name in ("rules", "doses", "aerobic")
    }  # fmt: skip
    return replace(value, **changes)
