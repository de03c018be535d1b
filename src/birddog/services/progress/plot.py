"""A line chart as numbers for an SVG: places in a box, nothing about color or words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from birddog.services.chart.told import Point

LEFT, RIGHT, TOP, BOTTOM = 34, 14, 14, 34
"""Room around the box for the numbers."""
MOST_LABELS = 4
GAP_DAYS = 14
"""Over so many days without a report the line is not drawn: nothing is known about them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the drawing and what it stands for."""

    x: float
    y: float
    point: Point


@dataclass(frozen=True, slots=True)
class Line:
    """A series: its marks, and the SVG path through them."""

    name: str
    marks: tuple[Mark, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Size, lines, and where the labels of both axes stand."""

    width: int
    height: int
    lines: tuple[Line, ...]
    values: tuple[tuple[float, int], ...]
    days: tuple[tuple[float, date], ...]
    left: int = LEFT
    right: int = RIGHT

    @property
    def end(self) -> int:
        """Where the grid ends on the right."""
        return self.width - self.right


def plot(
    series: Sequence[tuple[str, Sequence[Point]]], first: date, last: date,
    width: int = 420, height: int = 250, values: tuple[int, ...] = (0, 2, 4, 6, 8, 10),
) -> Plot:  # fmt: skip
    """Series between two days, drawn in ``width`` by ``height``; ``values`` are the labels of the upright axis."""
    days = max((last - first).days, 1)
    inner_w, inner_h = width - LEFT - RIGHT, height - TOP - BOTTOM
    low, high = values[0], values[-1]

    def x(day: date) -> float:
        return round(LEFT + inner_w * (day - first).days / days, 1)

    def y(value: float) -> float:
        return round(TOP + inner_h * (1 - (value - low) / (high - low)), 1)

    lines = []
    for name, points in series:
        marks = tuple(Mark(x(point.date), y(point.value), point) for point in points if first <= point.date <= last)
        lines.append(Line(name, marks, _path(marks)))
    return Plot(
        width, height, tuple(lines), tuple((y(value), value) for value in values),
        tuple((x(day), day) for day in _labels(first, days)),
    )  # fmt: skip


def _path(marks: Sequence[Mark]) -> str:
    """A line from report to report; broken where nothing was told for long."""
    parts = []
    for number, mark in enumerate(marks):
        joined = number and (mark.point.date - marks[number - 1].point.date).days <= GAP_DAYS
        parts.append(f"{'L' if joined else 'M'}{mark.x:g} {mark.y:g}")
    return " ".join(parts)


def _labels(first: date, days: int) -> list[date]:
    """Up to five days, whole weeks apart where there is room."""
    step = max(7 * -(-days // (7 * (MOST_LABELS - 1))), 1) if days >= 7 else max(days, 1)
    return [first + timedelta(days=n) for n in range(0, days + 1, step)]
