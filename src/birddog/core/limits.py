"""The last word on every dose.

Whatever chose a dose, it passes through ``allowed`` (one exercise) and ``hold_to`` (a whole session)
before anyone sees it. Missing knowledge means the smaller number. All limits are numbers of rules.
"""

from __future__ import annotations

from dataclasses import dataclass

from birddog.core.content import Content
from birddog.core.exercise import BREATH_S, Dose, Exercise, _with
from birddog.core.facts import Facts

LEAST_REPS = 1


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of a session with its dose; ``side`` is ``both`` or ``each``; ``why`` holds rule ids."""

    exercise: str
    category: str
    dose: Dose
    side: str
    setup_s: int
    why: tuple[str, ...] = ()

    @property
    def seconds(self) -> int:
        """Clock time with getting into position, rests and both sides."""
        return self.dose.seconds + self.setup_s

    @property
    def work_s(self) -> int:
        """Seconds moving or holding; resting and breathing (``posture``) are no work."""
        return 0 if self.category == "posture" else self.dose.work_s


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


def smaller(dose: Dose) -> Dose | None:
    """One step less of a dose: a set, else a repetition, else two seconds of hold; ``None`` at the least."""
    if dose.sets > 1:
        return _with(dose, sets=dose.sets - 1)
    if dose.reps > LEAST_REPS:
        return _with(dose, reps=dose.reps - 1)
    if dose.hold_s > 3:
        return _with(dose, hold_s=dose.hold_s - 2)
    if dose.hold_breaths > 1:
        return _with(dose, hold_breaths=dose.hold_breaths - 1)
    return None


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


def hold_to(items: tuple[Item, ...], work_s: float, seconds: float) -> tuple[Item, ...]:
    """The items with doses cut, the largest first, until work and clock time are within the ceilings.

    ``work_s`` is the ceiling on seconds moving or holding, ``seconds`` on clock time. When every dose is
    at its least, the last item is dropped; the first always stays.
    """
    kept = list(items)
    works, clocks = [i.work_s for i in kept], [i.seconds for i in kept]
    while kept and (sum(works) > work_s or sum(clocks) > seconds):
        measure = works if sum(works) > work_s else clocks
        for n in sorted(range(len(kept)), key=lambda n: -measure[n]):
            less = smaller(kept[n].dose)
            if less is not None and measure[n]:
                old = kept[n]
                kept[n] = Item(old.exercise, old.category, less, old.side, old.setup_s, old.why)
                works[n], clocks[n] = kept[n].work_s, kept[n].seconds
                break
        else:
            if len(kept) == 1:
                break
            del kept[-1], works[-1], clocks[-1]
    return tuple(kept)
