"""An example chart in the database, and the clock where a test wants it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

from birddog.services.chart.log import record
from birddog.services.person.people import the_one_person

ROOT = Path(__file__).resolve().parents[2]


def chart(name: str, until: str) -> list[dict]:
    """The events of an example chart up to a moment (ISO 8601 without an offset, read as UTC)."""
    rows = [json.loads(line) for line in (ROOT / "examples/charts" / f"{name}.jsonl").read_text().splitlines() if line]
    for row in rows:
        row["at"] = datetime.fromisoformat(row["at"]).replace(tzinfo=UTC).isoformat()
    return [row for row in rows if row["at"] <= f"{until}+00:00" and row["type"] != "edit"]


def fill(name: str, now: str, clock: Path, settings, until: str = "") -> None:
    """The chart at ``now``, and the clock set to it."""
    clock.write_text(f"{now}+00:00")
    settings.BIRDDOG_CLOCK_FILE = str(clock)
    taken = record(the_one_person(), chart(name, until or now), datetime.fromisoformat(f"{now}+00:00"))
    assert {row.status for row in taken} == {"stored"}


def tell(client, kind: str, **fields: object) -> None:
    """A report through the form's door."""
    client.post(f"/log/{kind}/", {"id": f"{kind}-told", "next": "/", **fields})


class FormOf(HTMLParser):
    """What a browser would send of the forms of a page as it stands; areas of text are taken as empty."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A field that is filled in, or chosen."""
        told = dict(attrs)
        chosen = told.get("type") not in ("radio", "checkbox") or "checked" in told
        if tag in ("input", "textarea") and chosen and (name := told.get("name")):
            self.fields.setdefault(name, []).append(told.get("value") or "")
