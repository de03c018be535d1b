"""Folding a chart: a year of events, and how the cost grows, beside only reading the same events."""

from __future__ import annotations

import json
import statistics
import sys
import time
from datetime import timedelta

from birddog.catalog import load_default, read_event
from birddog.core.chart.chart import fold
from birddog.core.log.events import AerobicDone, Event, MeasureTaken, ScreenAnswered
from birddog.core.log.schema import as_json
from birddog.verify.people import NOON, flags, morning, session, started

SHARE, LINEAR = 1.0, 1.5
"""Folding costs at most what reading the events costs; four times the events at most 4 x 1.5 the time."""


def year(days: int) -> list[Event]:
    """A chart of so many days: five sessions a week with mornings, walks, weekly screens and measures."""
    content = load_default()
    events: list[Event] = [started(content)]
    for day in range(1, days):
        hours, pain = 24 * day, max(1.0, 4 - day / 60) + (3 if day % 61 == 0 else 0)
        if day % 7 in (0, 1, 3, 4, 5):
            events.append(session(day, hours, pain, pain))
            events.append(morning(day, hours + 20, pain))
        if day % 2:
            events.append(AerobicDone(id=f"w{day}", at=NOON + timedelta(hours=hours + 2), patient="p1", minutes=20.0))
        for hour in (4, 6):
            done = AerobicDone(id=f"v{day}-{hour}", at=NOON + timedelta(hours=hours + hour), patient="p1", minutes=10.0)
            events.append(done)
        if day % 7 == 6:
            at = NOON + timedelta(hours=hours + 1)
            events.append(ScreenAnswered(id=f"q{day}", at=at, patient="p1", red_flags=flags()))
            events.append(MeasureTaken(id=f"n{day}", at=at, patient="p1", instrument="nprs_back", score=pain))
    return sorted(events, key=lambda event: event.at)


def milliseconds(events: list[Event]) -> float:
    """Median milliseconds of one fold."""
    content, now, times = load_default(), events[-1].at + timedelta(hours=1), []
    for _ in range(15):
        began = time.perf_counter()
        fold(events, content, now)
        times.append(1e3 * (time.perf_counter() - began))
    return statistics.median(times)


def main() -> int:
    """Print the table; exit code 1 if a claim does not hold."""
    rows = [(len(events), milliseconds(events)) for events in map(year, (91, 182, 365, 730, 1460))]
    for count, ms in rows:
        print(f"{count:6} events  {ms:8.2f} ms  {1e3 * ms / count:6.2f} us an event")
    lines = [json.dumps(as_json(event)) for event in year(365)]
    began = time.perf_counter()
    for line in lines:
        read_event(json.loads(line), load_default())
    reading = 1e3 * (time.perf_counter() - began)
    growth = rows[-1][1] / rows[2][1] / (rows[-1][0] / rows[2][0])
    print(f"reading and checking the {len(lines)} events of a year from JSON: {reading:.1f} ms")
    print(
        f"folding them: {rows[2][1]:.1f} ms, {rows[2][1] / reading:.2f} of that; four years cost {growth:.2f} of linear"
    )
    return 0 if rows[2][1] <= SHARE * reading and growth <= LINEAR else 1


if __name__ == "__main__":
    sys.exit(main())
