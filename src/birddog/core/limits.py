"""The last word on every dose.

Whatever chose a dose, it passes through ``allowed`` (one exercise) and ``hold_to`` (a whole session)
before anyone sees it. Missing knowledge means the smaller number. All limits are numbers of rules.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from birddog.core.content import Content
from birddog.core.exercise import Dose, Exercise, _with
from birddog.core.facts import Facts
from birddog.core.pace import BREATH_S

LEAST_REPS, LEAST_HOLD_S = 1, 3
WORTH_REPS, WORTH_HOLD_S = 3, 10
"""A dose is not cut below so many repetitions, or seconds of a longer hold, while an exercise can be left out."""
STRETCH_S, STRETCH_REPS, STRETCH_HOLD_S, STRETCH_BREATHS_S = 15, 2, 12, 15
"""From ``STRETCH_S`` on a hold is a stretch: fewer and longer ones (three breaths, if it is counted in breaths)."""
FEWEST = 3
"""Exercises that a session keeps while its doses can still be cut (birddog-session-size)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of a session with its dose.

    ``side`` is ``both`` or ``each``; ``around_s`` what it takes besides the dose (``Pace``); ``why`` holds rule ids.
    """

    exercise: str
    category: str
    dose: Dose
    side: str
    around_s: int
    why: tuple[str, ...] = ()

    @property
    def seconds(self) -> int:
        """Clock time with getting into position, rests, both sides and the question how hard it was."""
        return self.dose.seconds + self.around_s

    @property
    def work_s(self) -> int:
        """Seconds moving or holding."""
        return self.work_of(self.dose)

    def work_of(self, dose: Dose) -> int:
        """The work of this exercise at some dose; resting and breathing (``posture``) are no work."""
        return 0 if self.category == "posture" else dose.work_s


def cap_seconds(known: Facts, content: Content) -> int:
    """Longest single hold for this person, in seconds (C12, C13)."""
    straining = known.heart != "none" or known.blood_pressure != "normal"
    name = "hold_if_heart_or_pressure" if straining else "hold"
    seconds: int = content.value("birddog-dose-limits", name)
    return seconds


def allowed(dose: Dose, exercise: Exercise, known: Facts, content: Content) -> Dose:
    """``dose`` held to the limits on holds, repetitions and sets. Never larger than what came in."""
    hold = (
        cap_seconds(known, content)
        if "isometric_hold" in exercise.tags
        else content.value("birddog-dose-limits", "hold")
    )
    reps, sets = content.value("birddog-dose-limits", "reps"), content.value("birddog-dose-limits", "sets")
    if dose.hold_time_s <= hold and dose.reps <= reps and dose.sets <= sets:
        return dose
    hold_s = min(dose.hold_s, hold)
    breaths = min(dose.hold_breaths, (hold - hold_s) // BREATH_S)
    return _with(dose, hold_s=hold_s, hold_breaths=breaths, reps=min(dose.reps, reps), sets=min(dose.sets, sets))


def smaller(dose: Dose, least_reps: int = LEAST_REPS, least_hold_s: int = LEAST_HOLD_S) -> Dose | None:
    """One step less of a dose: a set, else a repetition, else two seconds of hold; ``None`` at the least."""
    if dose.sets > 1:
        return _with(dose, sets=dose.sets - 1)
    if dose.reps > least_reps:
        return _with(dose, reps=dose.reps - 1)
    if dose.hold_s > least_hold_s:
        return _with(dose, hold_s=max(1, dose.hold_s - 2))
    if dose.hold_breaths > 1 and dose.hold_time_s > least_hold_s:
        return _with(dose, hold_breaths=dose.hold_breaths - 1)
    return None


def worth(dose: Dose) -> tuple[int, int]:
    """Fewest repetitions and shortest hold in seconds that a dose is still worth doing at."""
    if dose.hold_breaths:
        return LEAST_REPS, STRETCH_BREATHS_S
    return (STRETCH_REPS, STRETCH_HOLD_S) if dose.hold_s >= STRETCH_S else (WORTH_REPS, WORTH_HOLD_S)


@lru_cache(maxsize=4096)
def step_down(dose: Dose, whole: bool) -> Dose | None:
    """One step less of a dose, or ``None``; ``whole``: only while it stays worth doing. Asked often, so remembered."""
    return smaller(dose, *worth(dose)) if whole else smaller(dose)


def dose_table(known: Facts, content: Content) -> dict[tuple[str, str], tuple[Dose, ...]]:
    """Ladder of doses for each (exercise id, stage), every step held to this person's limits."""
    key = ("doses", cap_seconds(known, content))
    if key not in content.memo:
        content.memo[key] = {
            (name, stage): tuple(allowed(dose, content.exercise(name), known, content) for dose in steps)
            for (name, stage), steps in content.steps.items()
        }
    table: dict[tuple[str, str], tuple[Dose, ...]] = content.memo[key]
    return table


def hold_to(
    items: tuple[Item, ...], work_s: float, seconds: float, pinned: frozenset[str] = frozenset()
) -> tuple[Item, ...]:
    """The items with doses cut, the largest first, until work and clock time are within the ceilings.

    ``work_s`` is the ceiling on seconds moving or holding, ``seconds`` on clock time. Fewer exercises at
    a dose that is worth doing come before many at next to nothing: below ``WORTH_REPS`` and
    ``WORTH_HOLD_S`` exercises are dropped first, down to ``FEWEST``. The first always stays. ``pinned``
    exercises (ids, by a therapist) are cut last. What room is left in the end is given back.
    """
    if sum([i.work_s for i in items]) <= work_s and sum([i.seconds for i in items]) <= seconds:
        return items
    cut = _Cut(items, work_s, seconds, pinned)
    while cut.over:
        if not (cut.one_step(whole=True) or cut.drop(FEWEST) or cut.one_step(whole=False) or cut.drop(1)):
            break
    cut.give_back()
    return cut.kept


class _Cut:
    """Items being cut to size; each remembers the doses it had, so that room left over can be given back."""

    def __init__(self, items: tuple[Item, ...], work_s: float, seconds: float, pinned: frozenset[str]) -> None:
        self.items, self.work_s, self.seconds, self.pinned = list(items), work_s, seconds, pinned
        self.doses = [i.dose for i in items]
        self.works, self.clocks = [i.work_s for i in items], [i.seconds for i in items]
        self.work, self.clock = sum(self.works), sum(self.clocks)
        self.before: list[list[Dose]] = [[] for _ in items]

    @property
    def over(self) -> bool:
        """Whether a ceiling is passed."""
        return self.work > self.work_s or self.clock > self.seconds

    @property
    def kept(self) -> tuple[Item, ...]:
        """The items that are left, with the doses that are left of them."""
        return tuple(
            item if dose is item.dose else Item(item.exercise, item.category, dose, item.side, item.around_s, item.why)
            for item, dose in zip(self.items, self.doses, strict=True)
        )

    def put(self, n: int, dose: Dose) -> None:
        """Set one dose, and the sums with it."""
        work = self.items[n].work_of(dose)
        clock = dose.seconds + self.items[n].around_s
        self.work, self.clock = self.work + work - self.works[n], self.clock + clock - self.clocks[n]
        self.doses[n], self.works[n], self.clocks[n] = dose, work, clock

    def one_step(self, whole: bool) -> bool:
        """Take one step off the largest dose that has one to give; ``whole``: and stays worth doing."""
        sizes = self.works if self.work > self.work_s else self.clocks
        order = sorted(range(len(sizes)), key=sizes.__getitem__, reverse=True)
        if self.pinned:
            order.sort(key=lambda n: self.items[n].exercise in self.pinned)
        for n in order:
            less = step_down(self.doses[n], whole)
            if less is not None and sizes[n]:
                self.before[n].append(self.doses[n])
                self.put(n, less)
                return True
        return False

    def drop(self, fewest: int) -> bool:
        """Leave out the last exercise of the category that has most of them."""
        if len(self.items) <= fewest:
            return False
        held = Counter(item.category for item in self.items)
        free = [n for n in range(1, len(self.items)) if self.items[n].exercise not in self.pinned]
        n = max(free or range(1, len(self.items)), key=lambda n: (held[self.items[n].category], n))
        self.work, self.clock = self.work - self.works[n], self.clock - self.clocks[n]
        for row in (self.items, self.doses, self.before, self.works, self.clocks):
            del row[n]
        return True

    def give_back(self) -> None:
        """Undo cuts, in the order of doing, while the ceilings allow it."""
        again = True
        while again:
            again = False
            for n, earlier in enumerate(self.before):
                if earlier:
                    now = self.doses[n]
                    self.put(n, earlier[-1])
                    if self.over:
                        self.put(n, now)
                    else:
                        earlier.pop()
                        again = True
