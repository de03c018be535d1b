"""The planner: which exercises, at which dose, for one person on one day's facts.

A ``Planner`` is a pure function with a memory: the same question gives the same session. A *block* is
two weeks in one stage; its two sessions, A and B, share few exercises, and the next block brings some
change, so that learning and variety balance (article 4; adherence-review-2020).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from birddog.core.compose import EXTENSION, FLEXION, Candidate, Table, Task, best
from birddog.core.content import Content, bits
from birddog.core.exercise import Dose, Exercise
from birddog.core.facts import Facts, recurrent
from birddog.core.intake import Intake
from birddog.core.limits import FEWEST, Item, allowed, dose_table, hold_to
from birddog.core.pace import USUAL, Pace
from birddog.core.steering import Bonus, bonuses, score_table
from birddog.core.values import StageName
from birddog.core.vetoes import admissible, barred_by_pain

MOST = 5
"""Exercises a session (birddog-session-size)."""
WEEKS_A_BLOCK = 2
BLOCKS = 6
"""After so many blocks in one stage the choices come round again."""
SHARED_COST, REPEAT_COST, DIFFICULTY_COST, ADDED_GAIN = 30, 8, 7, 200
ROOM = 1.4
"""One exercise may take this many times its equal share of the session's time."""
RUNG_BY_RUNG = frozenset({"progress-birddog-leg-then-arm", "progress-side-plank-levels", "regress-plank"})
"""Rules that want the easier rung of a ladder done before the harder one."""
TOO_EASY = 10
"""Points off for steadying and strength drills two levels or more below those of a stage."""
ORDER = {"mobility": 0, "stabilization": 1, "strengthening": 2, "balance": 3, "posture": 4}


@dataclass(frozen=True)
class Session:
    """Exercises in order, each with its dose. Times in seconds."""

    name: str
    stage: StageName
    items: tuple[Item, ...]

    @cached_property
    def seconds(self) -> int:
        """Clock time, as the player takes it when nobody pauses."""
        return sum(item.seconds for item in self.items)

    @cached_property
    def work_s(self) -> int:
        """Volume: seconds moving or holding, all sides and sets."""
        return sum(item.work_s for item in self.items)

    @property
    def minutes(self) -> int:
        """Clock time to the nearest whole minute."""
        return max(1, (self.seconds + 30) // 60)


@dataclass(frozen=True, slots=True)
class Ask:
    """What a session is asked for: stage, block, A or B, dose level and ceiling on work.

    ``level`` counts dose steps; ``work_s`` is the ceiling in seconds of work (``None``: no ceiling but
    time). ``barred`` and ``added`` are exercise masks; ``lowered`` takes steps off single exercises;
    ``pinned`` are doses a therapist has set, by exercise id.
    """

    stage: StageName
    block: int
    name: str
    level: int = 0
    work_s: int | None = None
    barred: int = 0
    added: int = 0
    lowered: tuple[tuple[str, int], ...] = ()
    pinned: tuple[tuple[str, Dose], ...] = ()


class Planner:
    """Chooses sessions for one intake on one set of facts; see ``Ask``."""

    def __init__(self, intake: Intake, known: Facts, content: Content, liked: tuple[str, ...] = ()) -> None:
        self.intake, self.known, self.content = intake, known, content
        self.pool = admissible(intake, known, content) & ~barred_by_pain(known.pain, content)
        self.liked = liked
        self._sessions: dict[Ask, Session] = {}
        self._items: dict[tuple[int, StageName, int], Item] = {}
        self._why: dict[tuple[int, StageName], tuple[str, ...]] = {}
        self._scores: dict[StageName, dict[int, int]] = {}
        self._tasks: dict[StageName, Task] = {}
        self._chosen: dict[tuple[StageName, int, str, int, int], tuple[int, ...]] = {}

    @property
    def short(self) -> bool:
        """Whether this is new pain, for which a few movements are enough (birddog-acute-short)."""
        return self.known.duration == "acute" and not recurrent(self.intake, self.content.values)

    @cached_property
    def size(self) -> int:
        """Exercises a session: five where a whole routine of 15 minutes (nearly) fits, four in less; acute three."""
        if self.short:
            return FEWEST
        rule = self.content.rules.get("dose-15-min-a-day")
        whole = rule.values["minutes"] if rule else 1
        return max(FEWEST, min(MOST, ceil(MOST * self.intake.time.minutes / whole)))

    @cached_property
    def found(self) -> tuple[Bonus, ...]:
        """The steering rules that speak for this person."""
        extra = bonuses(self.intake, self.known, self.content)
        if self.liked and "programme-vary-and-enjoy" in self.content.rules:
            mask = self.content.mask_of(self.liked)
            extra += (Bonus("programme-vary-and-enjoy", 40, mask, "liked"),)
        return extra

    @cached_property
    def points(self) -> dict[int, int]:
        """Points of each admissible drill for this person, whatever the stage."""
        return score_table(self.found, self.pool)

    @cached_property
    def _speaking(self) -> dict[int, list[str]]:
        """For each exercise, the ids of the steering rules that speak for it, the strongest first."""
        rules: dict[int, list[str]] = {}
        for bonus in sorted((b for b in self.found if b.points > 0), key=lambda b: -b.points):
            for bit in bits(bonus.mask):
                rules.setdefault(bit, []).append(bonus.rule)
        return rules

    def forget(self) -> None:
        """Drop what has been worked out, for measuring; answers stay the same."""
        self._chosen.clear()
        self._sessions.clear()

    def session(self, ask: Ask) -> Session:
        """The session for ``ask``, always through the limits."""
        made = self._sessions.get(ask)
        if made is None:
            made = self._sessions[ask] = self._compose(ask)
        return made

    def chosen(self, stage: StageName, block: int, name: str, barred: int = 0, added: int = 0) -> tuple[int, ...]:
        """Exercises (bit numbers) of session A or B of a block, in the order of doing.

        The block before makes its exercises a little dearer, and A makes its own dearer still for B.
        """
        key = (stage, block, name, barred, added)
        if key not in self._chosen:
            used: set[int] = set()
            if block > 0:
                used = {bit for each in "AB" for bit in self.chosen(stage, block - 1, each, barred, added)}
            cost = dict.fromkeys(used, REPEAT_COST)
            if name == "B":
                for bit in self.chosen(stage, block, "A", barred, added):
                    cost[bit] = cost.get(bit, 0) + SHARED_COST
            out = barred | (self.waiting(stage, block, barred) & ~added)
            self._chosen[key] = self.choose(stage, cost, out, added)
        return self._chosen[key]

    def waiting(self, stage: StageName, block: int, barred: int = 0) -> int:
        """Mask of the drills that wait for the rung before them: it comes first, in the first block of a stage."""
        if block > 0:
            return 0
        able = self.pool & ~barred
        return sum(1 << bit for bit, easier in self._rungs(stage) if able & easier)

    def waits(self, stage: StageName) -> list[tuple[str, str]]:
        """Rules that let a drill wait for the rung before it, each with what waits for what."""
        found = []
        for bit in bits(self.waiting(stage, 0) & self.pool):
            exercise = self.content.exercises[bit]
            rungs = ", ".join(exercise.easier)
            rules = [rule for rule in exercise.rules if rule in RUNG_BY_RUNG and rule.startswith("progress-")]
            found += [(rule, f"{exercise.id} waits for {rungs}") for rule in rules]
        return found

    def _rungs(self, stage: StageName) -> list[tuple[int, int]]:
        """Drills that begin in ``stage``, each with the mask of easier rungs that begin in it too and share a rule."""
        key = ("rungs", stage)
        if key not in self.content.memo:
            rules = RUNG_BY_RUNG & self.content.rules.keys()
            rows = []
            for bit, e in enumerate(self.content.exercises):
                if e.doses and stage == next(iter(e.doses)):
                    rungs = [self.content.exercise(rung) for rung in e.easier]
                    shared = rules.intersection(e.rules)
                    same = [rung for rung in rungs if stage == next(iter(rung.doses), None)]
                    first = [rung.id for rung in same if shared.intersection(rung.rules)]
                    rows.append((bit, self.content.mask_of(first)))
            self.content.memo[key] = [row for row in rows if row[1]]
        found: list[tuple[int, int]] = self.content.memo[key]
        return found

    def choose(self, stage: StageName, cost: dict[int, int], barred: int, added: int) -> tuple[int, ...]:
        """The best set for one session, in the order of doing: stretch, stabilize, strengthen."""
        chosen = best(self.table(stage), self.scores(stage, cost, barred, added), self.task(stage))
        return tuple(sorted(chosen, key=self._places.__getitem__))

    @cached_property
    def _places(self) -> dict[int, int]:
        """Each exercise's place in the order of doing: by category, on the floor before off it."""
        if "places" not in self.content.memo:
            order = ORDER if "programme-stretch-stabilise-strengthen" in self.content.rules else {}
            rows = [(order.get(e.category, -1), "no_floor" in e.tags, n) for n, e in enumerate(self.content.exercises)]
            self.content.memo["places"] = {row[-1]: place for place, row in enumerate(sorted(rows))}
        places: dict[int, int] = self.content.memo["places"]
        return places

    def task(self, stage: StageName) -> Task:
        """The problem that a session of ``stage`` solves."""
        if stage not in self._tasks:
            plan = self.content.stages[stage]
            least = dict(plan.least)
            if self.known.age == "older" or self.known.balance == "poor":
                least["balance"] = 1 if self.size >= 4 else 0
            if self.size == 3 and sum(least.values()) > 3:
                least = {"mobility": 1, "stabilization": 1, **{k: 1 for k in ("strengthening",) if k in least}}
            one_way = stage in ("calm", "stabilize")
            most, seconds = tuple(plan.most.items()), self.intake.time.minutes * 60
            self._tasks[stage] = Task(tuple(least.items()), most, self.size, seconds, one_way)
        return self._tasks[stage]

    def scores(self, stage: StageName, cost: dict[int, int], barred: int, added: int) -> dict[int, int]:
        """What a session of ``stage`` may hold, scored. Therapist additions get points, never a pass."""
        scores = dict(self.stage_scores(stage))
        for bit in bits(barred):
            scores.pop(bit, None)
        for bit in bits(added):
            if bit in scores:
                scores[bit] += ADDED_GAIN
        for bit, points in cost.items():
            if bit in scores:
                scores[bit] -= points
        return scores

    def stage_scores(self, stage: StageName) -> dict[int, int]:
        """Admissible drills of a stage that fit the person's time, with their scores."""
        if stage not in self._scores:
            share = self.intake.time.minutes * 60 / self.size * ROOM if stage != "calm" else float("inf")
            points = self.points
            self._scores[stage] = {
                bit: row.score + points[bit]
                for bit, row in self.table(stage).rows.items()
                if bit in points and row.seconds <= share
            }
        return self._scores[stage]

    def stage_rows(self, stage: StageName) -> list[Candidate]:
        """Admissible drills of a stage that fit the person's time."""
        rows = self.table(stage).rows
        return [rows[bit] for bit in self.stage_scores(stage)]

    def table(self, stage: StageName) -> Table:
        """Every drill of a stage's categories, whomever it suits."""
        key = ("table", stage, id(self._doses))
        if key not in self.content.memo:
            self.content.memo[key] = self._table_of(stage)
        found: Table = self.content.memo[key]
        return found

    def _table_of(self, stage: StageName) -> Table:
        plan, rows = self.content.stages[stage], []
        for bit, e in enumerate(self.content.exercises):
            if stage in e.doses and e.category in plan.most:
                seconds = self._doses[e.id, stage][0].seconds + USUAL.around_s
                rows.append(Candidate(bit, -misfit(e, plan.difficulty), seconds, e.category, e.family, end_range(e)))
        return Table.of(rows)

    @cached_property
    def _doses(self) -> dict[tuple[str, str], tuple[Dose, ...]]:
        return dose_table(self.known, self.content)

    def _compose(self, ask: Ask) -> Session:
        lowered, pinned = dict(ask.lowered), dict(ask.pinned)
        items = []
        for bit in self.chosen(ask.stage, ask.block, ask.name, ask.barred, ask.added):
            exercise = self.content.exercises[bit]
            if exercise.id in pinned:
                dose = allowed(pinned[exercise.id], exercise, self.known, self.content)
                items.append(self._item(bit, ask.stage, dose))
            else:
                items.append(self.item(bit, ask.stage, ask.level - lowered.get(exercise.id, 0)))
        work = float("inf") if ask.work_s is None else ask.work_s
        return Session(
            ask.name, ask.stage, hold_to(tuple(items), work, self.intake.time.minutes * 60, frozenset(pinned))
        )

    def item(self, bit: int, stage: StageName, level: int) -> Item:
        """An exercise at a step of its ladder of doses: the nearest step that there is to ``level``."""
        steps = self._doses[self.content.exercises[bit].id, stage]
        step = max(0, min(level, len(steps) - 1))
        key = (bit, stage, step)
        if key not in self._items:
            self._items[key] = self._item(bit, stage, steps[step])
        return self._items[key]

    def _item(self, bit: int, stage: StageName, dose: Dose) -> Item:
        exercise = self.content.exercises[bit]
        side = "each" if exercise.sides == 2 else "both"
        return Item(exercise.id, exercise.category, dose, side, USUAL.around_s, self.why(bit, stage))

    def why(self, bit: int, stage: StageName) -> tuple[str, ...]:
        """Ids of the rules that chose an exercise and its dose: steering first, then stage, then dose."""
        key = (bit, stage)
        if key not in self._why:
            speaking, dose = self._speaking.get(bit, ()), self.content.exercises[bit].doses[stage]
            self._why[key] = tuple(dict.fromkeys([*speaking, *self.content.stages[stage].rules, *dose.rules]))
        return self._why[key]


def paced(session: Session, pace: Pace, seconds: int, pinned: Iterable[str] = ()) -> Session:
    """``session`` at a person's own pace: where that is slower and takes more than ``seconds``, doses give way."""
    around = pace.around_each([item.exercise for item in session.items])
    if set(around) <= {USUAL.around_s}:
        return session
    items = tuple(replace(item, around_s=each) for item, each in zip(session.items, around, strict=True))
    return replace(session, items=hold_to(items, float("inf"), seconds, frozenset(pinned)))


def misfit(exercise: Exercise, target: int) -> int:
    """Points off for a drill that is harder or easier than the drills of a stage usually are."""
    low = exercise.difficulty <= target - 2 and exercise.category in ("stabilization", "strengthening")
    return DIFFICULTY_COST * abs(exercise.difficulty - target) + TOO_EASY * low


def end_range(exercise: Exercise) -> int:
    """Which end-range lumbar direction an exercise goes to: 0 none, 1 flexion, 2 extension."""
    if exercise.tags & {"end_range_lumbar_flexion", "loaded_trunk_flexion"}:
        return FLEXION
    return EXTENSION if "end_range_lumbar_extension" in exercise.tags else 0
