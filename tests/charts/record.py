"""Write the charts of the version that is checked out: ``python -m tests.charts.record``, at each release.

``everything.jsonl`` mentions every exercise, danger sign, measure and option that the version knows; ``database.sql``
is a database with that chart in it. A folder that is there already is never written again.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

from birddog import catalog
from birddog.core.content.content import Content

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
BEGIN = datetime.fromisoformat("2026-03-02T08:00+00:00")
EVERY_HOURS = 3


def everything(content: Content) -> Iterator[dict[str, Any]]:
    """The events of one person who has done, felt and wished all that there is, without ids and times."""
    drills = [e.id for e in content.exercises if e.kind == "exercise"]
    walks = [e.id for e in content.exercises if e.kind == "aerobic"]
    others = [e.id for e in content.exercises if e.kind not in ("exercise", "aerobic", "avoid")]
    answers = json.loads((EXAMPLES / "intakes" / "desk-worker-38.json").read_text())
    life = {**answers.get("life", {}), "likes": drills[:5], "dislikes": drills[-5:], "aerobic": walks}
    yield {"type": "intake", "intake": {**answers, "life": life}, "content": content.version}
    yield {"type": "screen", "red_flags": {item.id: "no" for item in content.screen_items} | {"all_others": "no"}}
    for exercise in drills:
        item = {"exercise": exercise, "done": "yes", "reps": 8, "effort": 4, "pain": 2}
        yield {"type": "session", "items": [item], "pain_before": 3, "pain_during": 2, "pain_after": 3, "leg": "none"}
    hurt = [{"exercise": exercise, "done": "partly", "hurt": True, "pain": 4} for exercise in drills]
    yield {"type": "session", "items": hurt[::9], "pain_before": 3, "pain_during": 4, "leg": "down", "leg_minutes": 2,
           "leg_exercise": drills[1]}  # fmt: skip
    yield {"type": "morning", "pain": 3, "leg_pain": 1, "soreness": "mild", "stiff": True}
    for number, exercise in enumerate(drills):
        yield {"type": "swap", "exercise": exercise, "wish": ("like", "easier", "harder", "not_this")[number % 4]}
    for number, exercise in enumerate(drills):
        action = ("add", "remove", "restore", "pin_dose", "unpin")[number % 5]
        dose = {"dose": {"sets": 2, "reps": 8, "hold_s": 5, "rest_s": 30}} if action == "pin_dose" else {}
        yield {"type": "edit", "actor": "therapist", "action": action, "exercise": exercise, "note": "Please.", **dose}
    for exercise in [*walks, *others]:
        yield {"type": "aerobic", "activity": exercise, "minutes": 12, "pain_after": 2}
    for moved, exercise in (("up", drills[3]), ("down", drills[4]), ("same", drills[5])):
        yield {"type": "leg", "moved": moved, "minutes": 8, "exercise": exercise, "reach": "above_knee", "side": "left",
               "numbness": "no", "weakness": "no", "red_flags": {"all_others": "no"}}  # fmt: skip
    for instrument in content.instruments:
        items = instrument.items or ("sit through a film", "lift my cello")
        single = {"score": (instrument.low + instrument.high) / 2}
        given = single if instrument.method == "single" else {"answers": dict.fromkeys(items, 1)}
        yield from ({"type": "measure", "instrument": instrument.id, **given} for _ in range(2))
    yield {"type": "flare", "pain": 7, "red_flags": {"all_others": "no"}}
    yield {"type": "flare_over", "pain": 3}
    yield {"type": "pain", "back": 3, "leg": 1}
    yield {"type": "arrange", "minutes": 30, "per_day": 3, "days_per_week": 2, "equipment": ["mat", "ball", "band"],
           "goals": ["walking", "lifting"], "aerobic": walks, "restore": drills[-5:]}  # fmt: skip
    yield {"type": "correction", "corrects": "e-3", "change": {"pain_after": 4}}


def timed(events: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The events with an id and a time of their own."""
    for number, event in enumerate(events):
        yield {"id": f"e-{number}", "at": (BEGIN + timedelta(hours=EVERY_HOURS * number)).isoformat(), **event}


def database(rows: list[dict[str, Any]], version: str) -> str:
    """A fresh database with the chart of one person, as SQL."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"BIRDDOG_HOME": home, "DJANGO_SETTINGS_MODULE": "birddog.server.settings"}
        Path(home, "static").mkdir()
        django.setup()
        call_command("migrate", verbosity=0)
        from birddog.records import store  # only now that the settings are there
        from birddog.services.chart.log import record
        from birddog.services.person.people import the_one_person

        for actor, some in groupby(rows, key=lambda row: row.get("actor", "patient")):
            receipts = record(the_one_person(), list(some), BEGIN + timedelta(days=120), actor)
            assert {receipt.status for receipt in receipts} == {"stored"}, receipts
        store.install(version)
        connection.close()
        with sqlite3.connect(Path(home, "birddog.sqlite3")) as made:
            return "\n".join(made.iterdump()) + "\n"


def main() -> None:
    """Write the folder of this version."""
    content = catalog.load_default()
    folder = HERE / content.version
    folder.mkdir()
    rows = list(timed(everything(content)))
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "everything.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "database.sql").write_text(database(rows, content.version), encoding="utf-8")
    for chart in sorted((EXAMPLES / "charts").glob("*.jsonl")):
        shutil.copy(chart, folder)


if __name__ == "__main__":
    main()
