"""The last word on every dose.

Whatever chose a dose, it passes through ``allowed`` (one exercise) and ``fit`` (the time of a whole session)
before anyone sees it. Missing knowledge means the smaller number. All limits are numbers of rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from birddog.core.content.content import Content
from birddog.core.content.exercise import Dose, Exercise, _with
from birddog.core.content.pace import BREATH_S
from birddog.core.person.facts import Facts
from birddog.core.plan.dosing import STEP_S, amount, share_of

STEP = 0.9
"""A dose that has to give way shrinks to this share of itself, again and again."""
FEWEST_LEFT = 2
"""Exercises that a session keeps while doses can still be cut."""


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
    rule = content.values.dose_limits
    return rule.hold_if_heart_or_pressure if straining else rule.hold


def allowed(dose: Dose, exercise: Exercise, known: Facts, content: Content) -> Dose:
    """``dose`` held to the limits on holds, repetitions and sets. Never larger than what came in."""
    hold = cap_seconds(known, content) if "isometric_hold" in exercise.tags else content.values.dose_limits.hold
    reps, sets = content.values.dose_limits.reps, content.values.dose_limits.sets
    if dose.hold_time_s <= hold and dose.reps <= reps and dose.sets <= sets:
        return dose
    hold_s = min(dose.hold_s, hold)
    breaths = min(dose.hold_breaths, (hold - hold_s) // BREATH_S)
    return _with(dose, hold_s=hold_s, hold_breaths=breaths, reps=min(dose.reps, reps), sets=min(dose.sets, sets))


def smaller(dose: Dose) -> Dose | None:
    """One step less of a dose: a set, else a repetition, else 5 s of a hold; ``None`` at the least."""
    if dose.sets > 1:
        return _with(dose, sets=dose.sets - 1)
    if dose.reps > 1:
        return _with(dose, reps=dose.reps - 1)
    if dose.hold_s > STEP_S:
        return _with(dose, hold_s=max(STEP_S, dose.hold_s - STEP_S))
    if dose.hold_breaths > 1:
        return _with(dose, hold_breaths=dose.hold_breaths - 1)
    return None


def fit(
    items: tuple[Item, ...],
    seconds: float,
    pinned: frozenset[str] = frozenset(),
    firsts: Mapping[str, Dose] | None = None,
) -> tuple[Item, ...]:
    """The items cut to ``seconds`` of clock time, so that what is left stays worth doing.

    What lies above the first doses (``firsts``) gives way, the longest exercise first; where first doses are too much
    too, the last exercises are left out before that, down to two; only then are doses cut further. ``pinned``
    exercises (ids, by a therapist) are cut last.
    """
    kept, least = list(items), firsts or {}
    while _seconds(_at_least(kept, least, pinned)) > seconds and _drop(kept, pinned, FEWEST_LEFT):
        continue
    while _seconds(kept) > seconds:
        if least and _trim(kept, least, pinned):
            continue
        if not (_trim(kept, {}, frozenset()) or _drop(kept, frozenset(), 1)):
            break
    return tuple(kept)


def _seconds(items: Iterable[Item]) -> int:
    return sum(item.seconds for item in items)


def _at_least(items: Iterable[Item], least: Mapping[str, Dose], pinned: frozenset[str]) -> list[Item]:
    """The items at the least doses that they may be trimmed to."""
    out = []
    for item in items:
        dose = least.get(item.exercise, item.dose)
        trimmed = item.exercise not in pinned and amount(dose) < amount(item.dose)
        out.append(replace(item, dose=dose) if trimmed else item)
    return out


def lighten(items: tuple[Item, ...], work_s: float, least: Mapping[str, Dose]) -> tuple[Item, ...]:
    """The items with at most ``work_s`` seconds of work: smaller doses, down to ``least``, then fewer exercises, down
    to two."""
    kept = list(items)
    while sum(item.work_s for item in kept) > work_s:
        if not (_trim(kept, least, frozenset()) or _drop(kept, frozenset(), FEWEST_LEFT)):
            break
    return tuple(kept)


def _trim(kept: list[Item], least: Mapping[str, Dose], pinned: frozenset[str]) -> bool:
    """One step less of the longest dose that has one to give."""
    for n in sorted(range(len(kept)), key=lambda n: kept[n].seconds, reverse=True):
        item = kept[n]
        if item.exercise in pinned or (least and item.exercise not in least):
            continue
        shrunk = share_of(item.dose, STEP)
        less = shrunk if amount(shrunk) < amount(item.dose) else smaller(item.dose)
        floor_ = least.get(item.exercise)
        if floor_ is not None and (less is None or amount(less) <= amount(floor_)):
            less = floor_ if amount(floor_) < amount(item.dose) else None
        if less is not None:
            kept[n] = replace(item, dose=less)
            return True
    return False


def _drop(kept: list[Item], pinned: frozenset[str], fewest: int) -> bool:
    """Leave out the last exercise of the category that has most of them."""
    if len(kept) <= fewest:
        return False
    held = Counter(item.category for item in kept)
    free = [n for n in range(len(kept)) if kept[n].exercise not in pinned] or list(range(len(kept)))
    del kept[max(free, key=lambda n: (held[kept[n].category], n))]
    return True
