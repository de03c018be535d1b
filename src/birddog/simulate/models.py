"""Response models: what exercise does to a made-up body. Four of them, none of them true.

Load is seconds moving or holding in seven days, over the load that a quarter of the person's time would make.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import log2
from random import Random

from birddog.simulate.asked import Asked
from birddog.simulate.behaviors import Behavior
from birddog.simulate.people import Made

SHARE_OF_TIME = 0.25
"""Part of the minutes of a session that is spent moving or holding at the reference dose."""
FITNESS = {"low": 0.35, "some": 0.5, "high": 0.7}
"""Work of one session that the body is used to, as a part of its minutes."""
LEAST_PAIN, MOST_PAIN = 0.5, 9.0
FLARE_RISE, OVERLOAD_DAYS = 3.0, 6


Rises = tuple[tuple[int, int, float], ...]
"""Rises of pain put in from outside: first day (from 0), length in days, points."""


@dataclass(frozen=True)
class Model:
    """A response model. ``sd`` and ``correlation`` of pain from one day to the next; ``gain``: how load counts.

    ``overload``: a flare begins when the load of seven days passes the best seven of the four weeks before by this
    factor. ``flares``: whether planned flares happen.
    """

    name: str
    says: str
    gain: str = "dose"
    sd: float = 0.7
    correlation: float = 0.5
    overload: float | None = None
    flares: bool = True

    def share(self, load: float) -> float:
        """How much of the person's improvement a load brings; 1 at the reference load."""
        if self.gain == "none":
            return 0.0
        return log2(1 + load) if self.gain == "more" else min(1.2, load)


MODELS: dict[str, Model] = {row.name: row for row in (
    Model("dose-response", "Pain falls with the work of the week, up to a fifth over the reference."),
    Model("noise-only", "Usual pain never changes; days swing with SD 1.5 and correlation 0.5.", "none", 1.5,
          flares=False),
    Model("hidden-overload", "As dose-response; a flare of 6 days when a week's work rises by over 30 percent.",
          overload=1.3),
    Model("more-is-better", "Pain falls the more, the more work is done, without an end.", "more"),
)}  # fmt: skip


@dataclass(frozen=True)
class Felt:
    """What a session felt like: pain 0 to 10, minutes of more than mild discomfort, effort of each exercise."""

    before: int
    during: int
    after: int
    over_mild_minutes: int
    efforts: dict[str, int]


class Body:
    """A made-up body, day by day.

    What sessions feel like has a generator of its own, so that the swings of the days are the same whatever is asked.
    """

    def __init__(
        self, made: Made, behavior: Behavior, model: Model, chance: Random, rises: Rises = ()
    ) -> None:  # fmt: skip
        self.behavior, self.model, self._chance, self._rises = behavior, model, chance, rises
        self._feels = Random(chance.getrandbits(64))
        self.usual = made.pain if behavior.level is None else behavior.level
        self.first = self.usual
        minutes = made.time("minutes", 15) * 60
        self.capacity = minutes * FITNESS[made.fitness]
        self._used_to: dict[str, float] = {}
        self._reference = minutes * SHARE_OF_TIME * made.time("days_per_week", 5)
        self._loads: deque[float] = deque([0.0], maxlen=36)
        self._noise = chance.gauss(0, model.sd)
        self._over_from: int | None = None
        self.day = 0
        self.overloads = 0

    def wake(self, day: int) -> None:
        """Begin a day, counted from 0."""
        if day:
            self._grow()
            self._loads.append(0.0)
        self.day = day
        rho, sd = self.model.correlation, self.model.sd
        self._noise = rho * self._noise + self._chance.gauss(0, sd * (1 - rho * rho) ** 0.5)
        if self._over_from is not None and day >= self._over_from + OVERLOAD_DAYS:
            self._over_from = None

    @property
    def flaring(self) -> bool:
        """Whether the person would call this a flare."""
        planned = self.model.flares and any(a <= self.day < a + n for a, n in self.behavior.flares)
        return planned or (self._over_from is not None and self.day >= self._over_from)

    @property
    def pain(self) -> int:
        """Pain of the day in whole points."""
        risen = sum(size for first, days, size in self._rises if first <= self.day < first + days)
        return _points(self.usual + self._noise + risen + (FLARE_RISE if self.flaring else 0))

    def train(self, asked: Asked, shares: dict[str, float]) -> Felt:
        """Do a session: ``shares`` of the repetitions asked of each exercise."""
        works = {item.exercise: item.work_s * shares.get(item.exercise, 0.0) for item in asked.items}
        work, before = sum(works.values()), self.pain
        strain = 0.0 if self.model.gain == "none" else max(0.0, work / self.capacity - 1.3) * 1.5
        started = [size for first, _, size in self._rises if first == self.day + 1]
        during = _points(before + abs(self._feels.gauss(0, 0.4)) + strain)
        after = _points(before + self._feels.gauss(0, 0.4) + strain * 0.7 + sum(started))
        self._loads[-1] += work
        efforts = {item.exercise: self._effort(item.exercise, item.category, works[item.exercise])
                   for item in asked.items if works[item.exercise]}  # fmt: skip
        if work >= 0.6 * self.capacity:
            self.capacity *= 1.02
        return Felt(before, max(during, after), after, _lasted(before, during, after), efforts)

    def _effort(self, exercise: str, category: str, work: float) -> int:
        """Effort 1 to 10: 6 at the work that the body is used to, which grows by 2 percent a session."""
        used = self._used_to.setdefault(exercise, self.capacity / 4)
        if work >= 0.6 * used:
            self._used_to[exercise] = used * 1.02
        hard = 1 + 5 * work / used if category not in ("mobility", "posture") else 2 + work / used
        return max(1, min(10, round(hard + self._feels.gauss(0, 0.4))))

    def _grow(self) -> None:
        """Close a day: pain follows the load of the last seven days; too fast a rise of it begins a flare."""
        loads = list(self._loads)
        week = sum(loads[-7:])
        self.usual -= self.behavior.falls / 7 * self.model.share(week / self._reference)
        self.usual = max(LEAST_PAIN, min(MOST_PAIN, self.usual))
        limit = self.model.overload
        if limit is None or len(loads) < 15 or self._over_from is not None:
            return
        best = max(sum(loads[n - 7 : n]) for n in range(max(7, len(loads) - 28), len(loads) - 6))
        if week > limit * best > 0:
            self._over_from, self.overloads = self.day + 1, self.overloads + 1
            self.usual = min(MOST_PAIN, self.usual + 0.3)


def _lasted(before: int, during: int, after: int) -> int:
    """Minutes of more than mild discomfort, as a person truthfully answers: a steady 4 lasts, with exercise or without.

    >>> _lasted(2, 3, 3), _lasted(5, 5, 5), _lasted(3, 4, 4), _lasted(3, 5, 5)
    (0, 40, 10, 25)
    """
    if max(during, after) < 4:
        return 0
    if after <= before:
        return 40 if before >= 4 else 10
    return 10 if after == before + 1 else 25


def _points(pain: float) -> int:
    """Pain as people say it: whole points, 0 to 10."""
    return max(0, min(10, round(pain)))
