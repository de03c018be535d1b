"""Composing one session: the best admissible set of three to five exercises.

The problem is stated once, in ``Task``: maximize the sum of scores subject to how many exercises of
each category a stage wants, one exercise of a family, clock time, and never two opposite end-range
directions before the strengthen stage. ``best`` solves it by branch and bound; ``benchmarks/`` holds
it against an independent solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress, product
from operator import itemgetter
from typing import NamedTuple

FLEXION, EXTENSION = 1, 2
MOST_NODES = 4000
"""Nodes one search may visit; the best set found by then is used (never reached on real catalogs)."""


class Candidate(NamedTuple):
    """An exercise that a session might hold, with its score before anyone is asked and the clock time of its dose."""

    bit: int
    score: int
    seconds: int
    category: str
    family: str
    end_range: int


@dataclass(frozen=True, slots=True)
class Table:
    """The candidates of a stage, laid out for any number of searches.

    ``groups`` holds the bit numbers of each category, ascending; ``quickest`` the seconds that 0, 1, 2 ...
    exercises of each category take at least.
    """

    rows: dict[int, Candidate]
    groups: dict[str, list[int]]
    quickest: dict[str, list[int]]

    @staticmethod
    def of(candidates: Iterable[Candidate]) -> Table:
        """The table of these candidates."""
        rows = {c.bit: c for c in sorted(candidates)}
        groups: dict[str, list[int]] = {}
        for c in rows.values():
            groups.setdefault(c.category, []).append(c.bit)
        quickest = {name: _sums(sorted(rows[bit].seconds for bit in group)) for name, group in groups.items()}
        return Table(rows, groups, quickest)


@dataclass(frozen=True, slots=True)
class Task:
    """What a session must be: counts of each category, number of exercises, seconds, one direction."""

    least: tuple[tuple[str, int], ...]
    most: tuple[tuple[str, int], ...]
    size: int
    seconds: int
    one_direction: bool


def best(candidates: Table, scores: Mapping[int, int], task: Task) -> tuple[int, ...]:
    """The set of candidates (bit numbers) with the highest total score that meets ``task``.

    Only candidates that ``scores`` names are looked at. Categories that have none are left empty (the
    caller explains that); fewer than three are chosen only if no more fit. Ties go to the lower bit
    number, so the same input always gives the same session.
    """
    search = _Search(candidates, scores, task)
    least = dict(task.least)
    sizes = [len(group) for group in search.groups]
    floor = [min(least.get(name, 0), have) for (name, _), have in zip(task.most, sizes, strict=True)]
    ceiling = [min(count, have) for (_, count), have in zip(task.most, sizes, strict=True)]
    search.run(tuple(floor), tuple(ceiling))
    if not search.found:
        search.run((0,) * len(floor), tuple(ceiling))
    return search.found


@lru_cache(maxsize=4096)
def _counts(floor: tuple[int, ...], ceiling: tuple[int, ...], size: int) -> tuple[list[tuple[int, ...]], list[bool]]:
    """The ways to spread at most ``size`` exercises over the categories within floor and ceiling.

    Returned with a mark for each way, in the order of ``product``, that tells whether it is one of them.
    """
    ways = list(product(*(range(low, high + 1) for low, high in zip(floor, ceiling, strict=True))))
    fits = [0 < sum(way) <= size for way in ways]
    return list(compress(ways, fits)), fits


_Slot = tuple[list[int], list[int], int, int]
"""A place to fill: its group, the sums of that group's scores, how many of the group are still to be picked
(this one included), and the most that later groups can add."""


class _Search:
    """Branch and bound: over how many of each category, then over the exercises of each in order of score."""

    def __init__(self, candidates: Table, scores: Mapping[int, int], task: Task) -> None:
        self.rows, self.task = candidates.rows, task
        groups = [[bit for bit in candidates.groups.get(name, ()) if bit in scores] for name, _ in task.most]
        self.groups = [sorted(group, key=scores.__getitem__, reverse=True) for group in groups]
        self.sums = [_sums(map(scores.__getitem__, group)) for group in self.groups]
        self.quickest = [candidates.quickest.get(name, [0]) for name, _ in task.most]
        self.score, self.nodes = -1, 0
        self.found: tuple[int, ...] = ()
        self.slots: list[_Slot] = []

    def run(self, floor: tuple[int, ...], ceiling: tuple[int, ...]) -> None:
        """Try all counts of each category within floor and ceiling, the most promising first."""
        ways, fits = _counts(floor, ceiling, self.task.size)
        tops = product(*[s[low : high + 1] for s, low, high in zip(self.sums, floor, ceiling, strict=True)])
        bounds = zip(map(sum, compress(tops, fits)), ways, strict=True)
        for bound, counts in sorted(bounds, key=itemgetter(0), reverse=True):
            if bound <= self.score or self.nodes > MOST_NODES:
                break
            if sum([quickest[n] for quickest, n in zip(self.quickest, counts, strict=True)]) <= self.task.seconds:
                self._open(counts, bound)
                self._fill(0, 0, (), (), 0, 0, 0)

    def _open(self, counts: tuple[int, ...], bound: int) -> None:
        """Lay out the slots that ``counts`` asks for; ``bound`` is the sum of the best scores of each group."""
        self.slots = []
        for group, sums, count in zip(self.groups, self.sums, counts, strict=True):
            bound -= sums[count]
            self.slots += [(group, sums, left, bound) for left in range(count, 0, -1)]

    def _fill(
        self, number: int, start: int, chosen: tuple[int, ...], families: tuple[str, ...],
        score: int, seconds: int, direction: int,
    ) -> None:  # fmt: skip
        """Fill slot ``number`` and those after it, from ``start`` on in its group, in every way that may be better."""
        if number == len(self.slots):
            self.score, self.found = score, chosen
            return
        group, sums, left, later = self.slots[number]
        for n in range(start, len(group) - left + 1):
            self.nodes += 1
            if score + sums[n + left] - sums[n] + later <= self.score or self.nodes > MOST_NODES:
                return
            c = self.rows[group[n]]
            if seconds + c.seconds > self.task.seconds or c.family in families:
                continue
            turned = direction | c.end_range
            if self.task.one_direction and turned == FLEXION | EXTENSION:
                continue
            self._fill(
                number + 1, n + 1 if left > 1 else 0, (*chosen, c.bit), (*families, c.family),
                score + sums[n + 1] - sums[n], seconds + c.seconds, turned,
            )  # fmt: skip


def _sums(values: Iterable[int]) -> list[int]:
    """The sums of the first 0, 1, 2 ... values."""
    return list(accumulate(values, initial=0))
