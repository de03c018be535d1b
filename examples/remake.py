"""Write the example charts anew, so that what their people did is what was prescribed to them on that day.

Run after a change of content or engine: ``python examples/remake.py``. Dates, pain, effort and wishes stay as they are;
only which exercises, how many repetitions and how many minutes of walking follow the program. A test holds that the
charts are as this writes them.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import birddog
from birddog.catalog import load_default
from birddog.core.chart.chart import Folded, fold
from birddog.core.today import today

CHARTS = Path(__file__).parent / "charts"
Row = dict[str, Any]


def remade(rows: list[Row]) -> list[Row]:
    """The events of a chart with what was done replaced by what the program asked for at that time."""
    out: list[Row] = []
    for row in rows:
        at = datetime.fromisoformat(row["at"])
        events = birddog.read_chart([json.dumps(earlier) for earlier in out])
        folded = fold(events, load_default(), at - timedelta(seconds=1)) if events else None
        out.append(row if folded is None else _follow(row, folded, at, out))
    return out


def _follow(row: Row, folded: Folded, at: datetime, before: list[Row]) -> Row:
    if row["type"] == "session":
        shown = today(folded, at)
        return row if shown.session is None else {**row, "items": _items(row.get("items", []), shown.session.items)}
    if row["type"] == "aerobic" and row.get("activity") == "walking":
        asked = today(folded, at).aerobic
        return row if asked is None else {**row, "minutes": asked.minutes}
    if row["type"] == "correction" and "items" in row["change"]:
        corrected = next(earlier for earlier in before if earlier["id"] == row["corrects"])
        return {**row, "change": {**row["change"], "items": corrected["items"]}}
    if row["type"] in ("swap", "leg") and row.get("exercise") not in (None, *folded.state.roster):
        return {**row, "exercise": folded.state.roster[-1]}
    return row


def _items(old: list[Row], prescribed: tuple[Any, ...]) -> list[Row]:
    felt = cycle(old or [{"done": "yes"}])
    rows = []
    for item, was in zip(prescribed, felt, strict=False):
        reps = {"reps": item.dose.sets * item.dose.reps} if item.dose.reps else {}
        rows.append({**was, "exercise": item.exercise, **reps})
    return rows


def read(path: Path) -> list[Row]:
    """The events of a chart file."""
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def written(rows: list[Row]) -> str:
    """A chart file's text: one event a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main() -> None:
    """Write every example chart anew."""
    for path in sorted(CHARTS.glob("*.jsonl")):
        path.write_text(written(remade(read(path))))


if __name__ == "__main__":
    main()
