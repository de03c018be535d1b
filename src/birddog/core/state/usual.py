"""The usual pain: what a report is held against, and whether the days have been getting worse in small steps.

The usual pain is the median of the last days' reports, or what the intake said while there are few. It may fall
freely and rises slowly, so that getting worse bit by bit never becomes the new normal unnoticed. Pain that swings is
not pain that grows: a rise has to be larger than the swings from one day to the next. Numbers are those of the rules
``birddog-usual-pain`` and ``birddog-worsening`` (proposals).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import mean, median, median_low

from birddog.core.content.content import Content

Point = tuple[date, float]


@dataclass(frozen=True, slots=True)
class UsualPain:
    """Usual pain over time: ``usual`` (slow to rise) and ``medians`` of each day with a report, and the days running on
    which the median was well above its lowest."""

    usual: tuple[Point, ...] = ()
    medians: tuple[Point, ...] = ()
    worse: tuple[date, ...] = ()

    @property
    def now(self) -> float | None:
        """The usual pain as last worked out, 0 to 10."""
        return self.usual[-1][1] if self.usual else None


def started_at(day: date, pain: float | None) -> UsualPain:
    """The usual pain on the day of an intake: the pain of the week as it was told."""
    return UsualPain() if pain is None else UsualPain(((day, pain),), ((day, pain),))


def reported(known: UsualPain, reports: list[Point], day: date, content: Content) -> UsualPain:
    """The usual pain after the reports up to ``day`` (newest last)."""
    values = content.values
    recent = [pain for on, pain in reports if 0 <= (day - on).days < values.usual_pain.days]
    if len(recent) < values.usual_pain.reports:
        return known
    middle = float(median(recent))
    window = values.usual_pain.window
    medians = _put(known.medians, day, middle, window)
    lowest = lowest_that_held(medians, values.worsening.days)
    kept = [pain for on, pain in known.usual if (day - on).days <= window and on != day] or [
        pain for _, pain in known.usual[-1:]
    ]
    worse: tuple[date, ...] = ()
    if middle - lowest >= values.worsening.rise and beyond_swings(reports, day, content):
        worse = tuple(dict.fromkeys((*known.worse, day)))[-values.worsening.days :]
    if known.now is not None and middle > known.now:  # it rises when most of the reports have risen, not half of them
        middle = max(known.now, float(median_low(recent)))
    capped = min(middle, min(kept) + values.usual_pain.rise) if kept else middle
    return UsualPain(_put(known.usual, day, capped, window), medians, worse)


def lowest_that_held(medians: tuple[Point, ...], days: int) -> float:
    """The lowest median that held for so many days with reports running: one good day is not yet a better time.

    >>> day = date(2026, 3, 2)
    >>> lowest_that_held(tuple((day, pain) for pain in (4.0, 4.0, 2.0, 4.0, 3.0, 3.0, 3.0)), 3)
    3.0
    """
    felt = [pain for _, pain in medians]
    held = [max(felt[n : n + days]) for n in range(max(1, len(felt) - days + 1))]
    return min(felt[0], *held)


def beyond_swings(reports: list[Point], day: date, content: Content) -> bool:
    """Whether the mean of the last weeks is above that of the weeks before by more than pain swings day by day.

    A day counts once, by its last report; the first report stands for the days before it, so that there are four
    weeks of either.
    """
    rule, (began, first) = content.values.worsening, reports[0]
    felt = sorted(dict(reports).items())
    recent = [pain for on, pain in felt if 0 <= (day - on).days < rule.recent]
    before = [pain for on, pain in felt if rule.recent <= (day - on).days < rule.recent + rule.before]
    known = (day - began).days + 1
    swings = [abs(b - a) for a, b in pairwise(recent)]
    now = mean(_filled(recent, rule.recent - known, first))
    then = mean(_filled(before, 2 * rule.recent - max(known, rule.recent), first))
    return now - then >= rule.swings * (mean(swings) if swings else 0.0)


def _filled(pains: list[float], lacking: int, first: float) -> list[float]:
    return [*pains, *[first] * lacking] or [first]


def worsening(known: UsualPain, content: Content) -> bool:
    """Whether the days have been getting worse in small steps (birddog-worsening)."""
    days: int = content.values.worsening.days
    return len(known.worse) >= days


def _put(points: tuple[Point, ...], day: date, value: float, window: int) -> tuple[Point, ...]:
    """The points of the window with that of ``day`` set; the newest one older than the window stays for lack of
    others."""
    kept = [point for point in points if point[0] != day and (day - point[0]).days <= window]
    return (*kept, (day, value))
