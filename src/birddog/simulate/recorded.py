"""Results of an earlier engine, kept as data, so that a change can be held against what it replaced.

``recorded.json`` holds the figures of every course that an engine led to, without the days. ``kept`` makes it anew.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from birddog.simulate.plot import bands

KEPT = (
    "red_share", "last_of_first", "last_of_week_2", "starved_days", "starved_run", "days_without", "days_back_most",
    "share_of_plan", "climbed", "pain_last", "pain_mean", "flare_days",
)  # fmt: skip
"""Figures that are kept of each course with a program, in this order; minutes of some ``WEEKS`` come after them."""
WEEKS = (1, 5, 8, 12)
FILE = Path(__file__).parent / "recorded.json"


def kept(result: dict[str, Any], engine: str) -> dict[str, Any]:
    """The results of ``cohort.run`` in the compact shape of the file; ``engine`` says which one it was."""
    courses: dict[str, dict[str, list[Any]]] = {}
    for row in (row for row in result["courses"] if row["program"]):
        minutes = [row["weeks"][n - 1]["minutes"] if n <= len(row["weeks"]) else None for n in WEEKS]
        group = courses.setdefault(f"{row['model']} / {row['behavior']}", {})
        group[row["person"]] = [*(row[name] for name in KEPT), *minutes]
    drawn = bands([row for row in result["courses"] if row["model"] == "dose-response"])
    head = {"engine": engine, "seed": result["seed"], "weeks": result["weeks"]}
    return {**head, "bands": drawn, "courses": courses}


@cache
def before() -> dict[str, Any]:
    """What was recorded of the engine before: its version, seed and weeks, and a row of figures for each course."""
    told: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    rows = []
    for name, group in told["courses"].items():
        model, behavior = name.split(" / ")
        for person, values in group.items():
            row = dict(zip((*KEPT, *(f"minutes_{n}" for n in WEEKS)), values, strict=True))
            rows.append(
                {"person": person, "behavior": behavior, "model": model, "policy": "before", "program": True, **row}
            )
    return {**told, "courses": rows}
