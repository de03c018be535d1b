"""A filled example: a made-up person's chart, moved in time so that it goes on today."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import groupby

from birddog.catalog.library import content_folder
from birddog.core.values import BirddogError
from birddog.services import clock
from birddog.services.log import record
from birddog.services.people import the_one_person

CHART = "good-course.jsonl"


def fill() -> None:
    """Take the example chart in, its last event a day ago. Raises ``BirddogError`` if an event is refused."""
    package = content_folder().parent
    folders = (package / "examples" / "charts", package.parents[1] / "examples" / "charts")
    path = next(folder / CHART for folder in folders if (folder / CHART).is_file())
    bodies = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    now = clock.now()
    days = now.date() - datetime.fromisoformat(bodies[-1]["at"]).date() - timedelta(days=1)
    for body in bodies:
        body["at"] = (datetime.fromisoformat(body["at"]) + days).replace(tzinfo=now.tzinfo).isoformat()
    for actor, some in groupby(bodies, key=lambda body: body.get("actor", "patient")):
        refused = [r for r in record(the_one_person(), list(some), now, actor) if r.status == "refused"]
        if refused:
            raise BirddogError(f"demo: {refused[0].message}")
