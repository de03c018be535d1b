"""A filled example: a made-up person's chart, moved in time so that it goes on today."""

from __future__ import annotations

import json
from datetime import date, datetime
from itertools import groupby
from typing import Any

from birddog.catalog.library import content_folder
from birddog.core.content.values import BirddogError
from birddog.services import clock
from birddog.services.chart.log import record
from birddog.services.person.people import the_one_person

CHART = "good-course.jsonl"


def fill() -> None:
    """Take the example chart in, up to the eve of its last session, so that a session is due today.

    Raises ``BirddogError`` if an event is refused.
    """
    package = content_folder().parent
    folders = (package / "examples" / "charts", package.parents[1] / "examples" / "charts")
    path = next(folder / CHART for folder in folders if (folder / CHART).is_file())
    bodies = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    now = clock.now()
    last = max(day_of(body) for body in bodies if body["type"] == "session")
    told = [body for body in bodies if day_of(body) < last]
    for body in told:
        moved = datetime.fromisoformat(body["at"]) + (now.date() - last)
        body["at"] = moved.replace(tzinfo=now.tzinfo).isoformat()
    for actor, some in groupby(told, key=lambda body: body.get("actor", "patient")):
        refused = [r for r in record(the_one_person(), list(some), now, actor) if r.status == "refused"]
        if refused:
            raise BirddogError(f"demo: {refused[0].message}")


def day_of(body: dict[str, Any]) -> date:
    """The person's own calendar day of an event."""
    return datetime.fromisoformat(body["at"]).date()
