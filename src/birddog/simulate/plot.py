"""A picture of a cohort: one small panel for each behavior, with the dose that is asked for week by week.

The dose is the work of a session as a part of the first week's. The line is the median person, the band runs from the
5th to the 95th percentile; the engine before is drawn in gray where its results are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from textwrap import wrap
from typing import Any

from birddog.simulate.cohort import percentile

WIDTH, HEIGHT, LEFT, TOP, COLUMNS = 210, 150, 34, 46, 3
TALLEST = 3.0
"""Three times the first dose: what lies above is drawn at the edge."""
SHARES = (5, 50, 95)
LETTERS = 120
"""Letters of the caption in a line."""

Band = list[list[float]]


def bands(courses: Sequence[dict[str, Any]]) -> dict[str, Band]:
    """For each behavior and week: 5th percentile, median and 95th percentile of the dose as a part of the first."""
    out: dict[str, Band] = {}
    for behavior in dict.fromkeys(row["behavior"] for row in courses):
        rows = [row["weeks"] for row in courses if row["behavior"] == behavior and row["program"]]
        weeks = []
        for number in range(max((len(row) for row in rows), default=0)):
            told = [v for row in rows if number < len(row) and (v := row[number]["share_of_first"]) is not None]
            weeks.append([percentile(told, share) for share in SHARES] if told else [])
        out[behavior] = weeks
    return out


def svg(now: dict[str, Band], before: dict[str, Band], caption: str) -> str:
    """The picture. Behaviors come in the order of ``now``, or of ``before`` alone; ``caption`` stands below."""
    names = list(now or before)
    rows = -(-len(names) // COLUMNS)
    told = wrap(caption, LETTERS)
    width, height = COLUMNS * (WIDTH + LEFT) + 20, rows * (HEIGHT + TOP) + 80 + 14 * len(told)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="11">',
        f"<title>Dose by week for {len(names)} ways to respond</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for number, name in enumerate(names):
        x, y = LEFT + number % COLUMNS * (WIDTH + LEFT), TOP + number // COLUMNS * (HEIGHT + TOP)
        parts.append(f'<g transform="translate({x} {y})">{_panel(name, now.get(name, []), before.get(name, []))}</g>')
    parts.append(f'<g transform="translate({LEFT} {height - 44 - 14 * len(told)})">{_key(bool(now), bool(before))}</g>')
    for number, line in enumerate(told):
        parts.append(
            f'<text x="{LEFT}" y="{height - 24 - 14 * (len(told) - 1 - number)}" fill="#555">{escape(line)}</text>'
        )
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _panel(name: str, now: Band, before: Band) -> str:
    lines = "".join(
        f'<path d="M0 {_y(v)}H{WIDTH - 12}" stroke="{"#999" if v == 1 else "#e4e4e4"}"/>'
        f'<text x="-6" y="{_y(v) + 4}" text-anchor="end" fill="#555">{v:g}</text>'
        for v in (0, 1, 2, 3)
    )
    weeks = len(now or before)
    numbers = "".join(
        f'<text x="{_x(n, weeks):.0f}" y="{HEIGHT + 14}" text-anchor="middle" fill="#555">{n + 1}</text>'
        for n in range(0, weeks, max(1, weeks // 4))
    )
    title = f'<text y="-10" font-weight="bold" fill="#222">{escape(name)}</text>'
    return title + lines + numbers + _drawn(before, "#8a8a8a", 0.2) + _drawn(now, "#0b7a75", 0.25)


def _drawn(band: Band, color: str, opacity: float) -> str:
    """The band and its median; weeks without a session are passed over."""
    told = [(n, row) for n, row in enumerate(band) if row]
    if not told:
        return ""
    upper = [f"{_x(n, len(band)):.1f} {_y(row[2]):.1f}" for n, row in told]
    lower = [f"{_x(n, len(band)):.1f} {_y(row[0]):.1f}" for n, row in reversed(told)]
    middle = [f"{_x(n, len(band)):.1f} {_y(row[1]):.1f}" for n, row in told]
    area = f'<path d="M{"L".join(upper + lower)}Z" fill="{color}" fill-opacity="{opacity}"/>'
    return area + f'<path d="M{"L".join(middle)}" fill="none" stroke="{color}" stroke-width="2"/>'


def _key(fresh: bool, old: bool) -> str:
    rows = [("#0b7a75", "this engine: median, 5th to 95th percentile")] if fresh else []
    if old:
        rows.append(("#8a8a8a", "the engine before"))
    return "".join(
        f'<path d="M{n * 300} -4h22" stroke="{color}" stroke-width="3"/>'
        f'<text x="{n * 300 + 28}" fill="#222">{text}</text>'
        for n, (color, text) in enumerate(rows)
    )


def _x(week: int, weeks: int) -> float:
    return week * (WIDTH - 12) / max(1, weeks - 1)


def _y(value: float) -> float:
    return HEIGHT * (1 - min(TALLEST, max(0.0, value)) / TALLEST)
