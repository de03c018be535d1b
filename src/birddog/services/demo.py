"""A filled example: a made-up person's chart, moved in time so that it goes on today."""

from __future__ import annotations

import json
from datetime import datetime

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
    last = datetime.fromisoformat(bodies[-1]["at"]).date()
    days = now.date() - last
    for body in bodies:
        at = datetime.fromisoformat(body["at"])
        body["at"] = (at.replace(tzinfo=at.tzinfo or now.tzinfo) + days).replace(tzinfo=now.tzinfo).isoformat()
        body.pop("actor", None)
    refused = [r for r in record(the_one_person(), bodies, now) if r.status == "refused"]
    if refused:
        raise BirddogError(f"demo: {refused[0].message}")
