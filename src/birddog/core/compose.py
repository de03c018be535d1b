"""Composing one session: the best admissible set of three to five exercises.

The problem is stated once, in ``Task``: maximize the sum of scores subject to how many exercises of
each category a stage wants, one exercise of a family, clock time, and never two opposite end-range
directions before the strengthen stage. ``best`` solves it by branch and bound; ``benchmarks/`` holds
it against an independent solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, product
from typing import NamedTuple

FLEXION, EXTENSION = 1, 2
MOST_NODES = 4000
"""Nodes one search may visit; the best set found by then is used (never reached on real catalogs)."""


class Candidate(NamedTuple):
    """An exercise that a session might hold, with its score now and the clock time of its dose.

    ``rank`` orders candidates: higher score first, then lower bit.
    """

    rank: int
    bit: int
    score: int
    seconds: int
    category: str
    family: str
    end_range: int

    def changed(self, points: int) -> Candidate:
        """The same exercise with so many points more."""
        return Candidate(self.rank - points * _BITS, self.bit, self.score + points, *self[3:])


_BITS = 4096
"""More than there will ever be exercises, so that ranks do not tie."""


def candidate(bit: int, score: int, seconds: int, category: str, family: str, end_range: int) -> Candidate:
    """A candidate with its rank filled in."""
    return Candidate(bit - score * _BITS, bit, score, seconds, category, family, end_range)


@dataclass(frozen=True, slots=True)
class Task:
    """What a session must be: counts of each category, number of exercises, seconds, one direction."""

    least: tuple[tuple[str, int], ...]
    most: tuple[tuple[str, int], ...]
    size: int
    seconds: int
    one_direction: bool


def best(candidates: list[Candidate], task: Task) -> tuple[Candidate, ...]:
    """The set with the highest total score that meets ``task``; fewer than three only if no more fit.

    Categories that have no candidate at all are left empty (the caller explains that). Ties go to the
    lower bit number, so the same input always gives the same session.
    """
    lists: dict[str, list[Candidate]] = {name: [] for name, _ in task.most}
    for c in sorted(candidates):
        lists[c.category].append(c)
    groups = list(lists.values())
    sizes = tuple(len(group) for group in groups)
    search = _Search(groups, task)
    floor = tuple(min(dict(task.least).get(name, 0), have) for (name, _), have in zip(task.most, sizes, strict=True))
    ceiling = tuple(min(count, have) for (_, count), have in zip(task.most, sizes, strict=True))
    for relaxed in (floor, tuple(0 for _ in floor)):
        search.run(_count_vectors(relaxed, ceiling, task.size))
        if search.found:
            break
    return search.found


@lru_cache(maxsize=4096)
def _count_vectors(floor: tuple[int, ...], ceiling: tuple[int, ...], size: int) -> tuple[tuple[int, ...], ...]:
    """All ways to spread at most ``size`` exercises over the categories within floor and ceiling."""
    ranges = (range(low, high + 1) for low, high in zip(floor, ceiling, strict=True))
    return tuple(v for v in product(*ranges) if 0 < sum(v) <= size)


class _Search:
    """Branch and bound over count vectors, then over the exercises of each category in score order."""

    def __init__(self, lists: list[list[Candidate]], task: Task) -> None:
        self.lists, self.task = lists, task
        self.sums = [_prefix([c.score for c in group]) for group in lists]
        self.quick = [_prefix(sorted(c.seconds for c in group)) for group in lists]
        self.score, self.nodes = -1, 0
        self.found: tuple[Candidate, ...] = ()

    def run(self, vectors: tuple[tuple[int, ...], ...]) -> None:
        bounds = [(sum(s[n] for s, n in zip(self.sums, v, strict=True)), v) for v in vectors]
        bounds.sort(key=lambda row: -row[0])
        for bound, counts in bounds:
            if bound <= self.score or self.nodes > MOST_NODES:
                break
            quickest = sum(q[n] for q, n in zip(self.quick, counts, strict=True))
            if quickest <= self.task.seconds:
                self._fill(counts, 0, 0, counts[0], (), 0, 0, 0)

    def _fill(
        self, counts: tuple[int, ...], group: int, start: int, left: int,
        chosen: tuple[Candidate, ...], score: int, seconds: int, direction: int,
    ) -> None:  # fmt: skip
        while left == 0:
            group += 1
            if group == len(counts):
                if score > self.score:
                    self.score, self.found = score, chosen
                return
            start, left = 0, counts[group]
        later = sum(self.sums[g][counts[g]] for g in range(group + 1, len(counts)))
        sums, candidates = self.sums[group], self.lists[group]
        for n in range(start, len(candidates) - left + 1):
            self.nodes += 1
            if score + sums[n + left] - sums[n] + later <= self.score or self.nodes > MOST_NODES:
                return
            c = candidates[n]
            if seconds + c.seconds > self.task.seconds or any(c.family == other.family for other in chosen):
                continue
            turned = direction | c.end_range
            if self.task.one_direction and turned == FLEXION | EXTENSION:
                continue
            self._fill(counts, group, n + 1, left - 1, (*chosen, c), score + c.score, seconds + c.seconds, turned)


def _prefix(values: list[int]) -> list[int]:
    return list(accumulate(values, initial=0))
