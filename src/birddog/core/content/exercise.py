"""What an exercise is: words, dose for each stage, ladder and safety tags.

Durations are in seconds. ``reps`` are counted per side unless the exercise works both sides together.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from birddog.core.content.pace import BREATH_S, SWITCH_S
from birddog.core.content.values import Category, StageName

if TYPE_CHECKING:
    from birddog.core.log.clinician_events import HomeMade

Kind = Literal["exercise", "aerobic", "method", "habit", "avoid"]
Laterality = Literal["bilateral", "unilateral", "alternating", "none"]


@dataclass(frozen=True)
class Dose:
    """How much of one exercise: sets, repetitions (per side), hold, tempo and rests in seconds.

    ``switch_s``: to turn to the other side once in each set; 0 where sides take turns, or there are none.
    """

    sets: int
    reps: int
    hold_s: int = 0
    move_s: int = 3
    pause_s: int = 0
    rest_s: int = 0
    sides: int = 1
    hold_breaths: int = 0
    switch_s: int = 0

    @cached_property
    def hold_time_s(self) -> int:
        """Seconds of one hold, breaths included."""
        return self.hold_s + self.hold_breaths * BREATH_S

    @cached_property
    def work_s(self) -> int:
        """Seconds spent moving or holding: the volume that progress and limits speak of."""
        return self.sets * self.reps * self.sides * (self.move_s + self.hold_time_s)

    @cached_property
    def seconds(self) -> int:
        """Clock time: work, pauses after repetitions, changes of side, and rests between sets."""
        pauses = self.sets * self.reps * self.sides * self.pause_s
        return self.work_s + pauses + self.sets * self.switch_s + (self.sets - 1) * self.rest_s


@dataclass(frozen=True, slots=True)
class DoseRange:
    """Where a dose starts in a stage, where it ends, and the rules and sources for both.

    ``less_because``: why it starts below the floor of ``birddog-first-dose``; empty where it does not.
    """

    start: Dose
    most: Dose
    rules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    less_because: str = ""


@dataclass(frozen=True, slots=True)
class AerobicDose:
    """Minutes a bout, bouts a day and days a week, and the minutes that progress leads to."""

    minutes: int
    per_day: int
    days_per_week: int
    most_minutes: int
    rules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mistake:
    """A common mistake, how it feels, and how to put it right."""

    what: str
    feels: str
    fix: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What the camera coach can see go wrong: a ``feature`` further ``beyond`` than the keyframes say by ``bound``.

    ``bound`` is in degrees, or a share of what was asked where the feature is a figure of a whole repetition;
    ``lasts_s`` seconds. ``mistake`` is the number of the mistake that it belongs to, from 1; 0 for none.
    """

    id: str
    feature: str
    beyond: str
    bound: float
    phase: str
    side: str
    lasts_s: float
    mistake: int
    cue: str
    why: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """One entry of the catalog. ``equipment`` is a list of groups; one thing of each group is needed.

    ``made``: what a clinic says of an exercise of its own; the catalog's have none.
    """

    id: str
    name: str
    kind: Kind
    category: Category
    family: str
    start: str
    direction: str
    laterality: Laterality
    summary: str
    tags: frozenset[str]
    aliases: tuple[str, ...] = ()
    equipment: tuple[tuple[str, ...], ...] = ()
    optional_equipment: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    difficulty: int = 1
    goals: frozenset[str] = frozenset()
    steps: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    breathing: str = ""
    cautions: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    faults: tuple[Fault, ...] = ()
    articles: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    confirmed: bool = False
    max_pain: int | None = None
    easier: tuple[str, ...] = ()
    harder: tuple[str, ...] = ()
    floor_free: tuple[str, ...] = ()
    doses: dict[StageName, DoseRange] = field(default_factory=dict)
    aerobic: dict[StageName, AerobicDose] = field(default_factory=dict)
    practice: str = ""
    instead: tuple[str, ...] = ()
    avoid_reason: str = ""
    avoid_until: str = ""
    way_back: tuple[str, ...] = ()
    made: HomeMade | None = None

    @property
    def sides(self) -> int:
        """2 when each side works in turn, else 1."""
        return turns(self.laterality)["sides"]


def turns(laterality: str) -> dict[str, int]:
    """The fields of a dose that follow from how an exercise takes its sides: one, one after the other, or in turn."""
    sides = 1 if laterality in ("bilateral", "none") else 2
    return {"sides": sides, "switch_s": SWITCH_S if laterality == "unilateral" else 0}


def _with(dose: Dose, **changes: int) -> Dose:
    return replace(dose, **changes)
