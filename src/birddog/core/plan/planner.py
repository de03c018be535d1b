"""The planner: which exercises suit one person on one day's facts, and how well.

A ``Planner`` is a pure function with a memory. It knows what is admissible, scores it (``steering``), and finds the
best set for a first session. How the set then changes, week by week, is decided by ``roster``; how much of each, by
``course``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from birddog.core.content.choice_values import Steering
from birddog.core.content.content import Content, bits
from birddog.core.content.exercise import Dose, Exercise
from birddog.core.content.pace import USUAL, Pace
from birddog.core.content.values import STAGES, StageName
from birddog.core.person.facts import Facts, recurrent
from birddog.core.person.intake import Intake
from birddog.core.plan.compose import EXTENSION, FLEXION, Candidate, Table, Task, best
from birddog.core.plan.limits import Item, allowed, fit
from birddog.core.plan.steering import Bonus, bonuses, score_table
from birddog.core.state.vetoes import NOTHING, Lifted, admissible, barred_by_pain

FEWEST = 3
"""Exercises of a session for new pain (birddog-acute-short), and of every short one."""
ROOM = 1.4
"""One exercise may take this many times its equal share of the session's time."""
RUNG_BY_RUNG = frozenset({"progress-birddog-leg-then-arm", "progress-side-plank-levels", "regress-plank"})
"""Rules that want the easier rung of a ladder done before the harder one."""
THERAPIST = "birddog-therapist-edit"
"""The rule by which a therapist gives an exercise."""
IN_ORDER = "programme-stretch-stabilise-strengthen"
"""The rule of the order, stretch to strength: no reason for the few movements of new pain, which do not come so far."""
ORDER = {"mobility": 0, "stabilization": 1, "strengthening": 2, "balance": 3, "posture": 4}
STRENGTH_TAGS = frozenset({"external_load", "high_spinal_load"})


@dataclass(frozen=True)
class Session:
    """A warm-up of so many seconds, and exercises in order, each with its dose. Times in seconds."""

    name: str
    stage: StageName
    items: tuple[Item, ...]
    warm_up_s: int = 0

    @cached_property
    def seconds(self) -> int:
        """Clock time with the warm-up; the player takes all but the warm-up when nobody pauses."""
        return self.warm_up_s + sum(item.seconds for item in self.items)

    @cached_property
    def work_s(self) -> int:
        """Volume: seconds moving or holding, all sides and sets; the warm-up is none."""
        return sum(item.work_s for item in self.items)

    @property
    def minutes(self) -> int:
        """Clock time to the nearest whole minute."""
        return max(1, (self.seconds + 30) // 60)


def loads(exercise: Exercise) -> bool:
    """Whether an exercise makes a day a strength day: by what it is for, or by an external or high load on the back."""
    return exercise.category == "strengthening" or bool(exercise.tags & STRENGTH_TAGS)


class Planner:
    """Chooses sessions for one intake on one set of facts.

    ``open``: mask of what this person may be given at all. ``pool``: what sessions are chosen from; of a clinic's own
    exercises it holds those alone that a therapist has put in (``added``).
    """

    def __init__(
        self, intake: Intake, known: Facts, content: Content, liked: tuple[str, ...] = (), past: Lifted = NOTHING,
        added: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.intake, self.known, self.content = intake, known, content
        self.open = admissible(intake, known, content, past) & ~barred_by_pain(known.pain, content)
        self.pool = self.open & ~(content.home_made & ~content.mask_of(added))
        self.liked, self.past = liked, past
        self._why: dict[tuple[int, StageName], tuple[str, ...]] = {}
        self._scores: dict[StageName, dict[int, int]] = {}
        self._tasks: dict[StageName, Task] = {}
        self._firsts: dict[tuple[str, StageName], Dose] = {}
        self._chosen: dict[tuple[StageName, int, int], tuple[int, ...]] = {}

    @property
    def short(self) -> bool:
        """Whether this is new pain, for which a few movements are enough (birddog-acute-short)."""
        return self.known.duration == "acute" and not recurrent(self.intake, self.content.values)

    @cached_property
    def irritable(self) -> bool:
        """Whether pain that is stirred up takes long to settle (birddog-irritable)."""
        settles = self.intake.pain.settles_in
        slow = settles in ("next_day", "longer", "unsure")
        return slow or (settles not in ("minutes", "unanswered") and self.known.severity == "severe")

    @cached_property
    def careful(self) -> bool:
        """Who begins with one set of strength and grows more slowly: from 65, poor balance, cannot rise alone."""
        return self.known.age == "older" or self.known.balance == "poor" or self.known.floor == "no"

    @cached_property
    def size(self) -> int:
        """Exercises of a session at the start, by the person's minutes (birddog-session-size); acute: three."""
        if self.short:
            return FEWEST
        minutes, rule = self.intake.time.minutes, "dose-15-min-a-day"
        whole = rule in self.content.rules and minutes >= self.content.values.dose_15_min_a_day.minutes
        return FEWEST + whole + (minutes >= self.content.values.session_size.five_from)

    @cached_property
    def most(self) -> int:
        """Exercises of a session at most: more than at the start only where there is time for them."""
        values = self.content.values
        long = self.intake.time.minutes >= values.session_size.many_from
        return max(self.size, values.session_size.most) if long and not self.short else self.size

    @cached_property
    def found(self) -> tuple[Bonus, ...]:
        """The steering rules that speak for this person."""
        extra = bonuses(self.intake, self.known, self.content)
        if self.liked and "programme-vary-and-enjoy" in self.content.rules:
            mask = self.content.mask_of(self.liked)
            extra += (Bonus("programme-vary-and-enjoy", self.content.values.steering.liked, mask, "liked"),)
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

    def starting(self, stage: StageName, barred: int = 0, added: int = 0, size: int | None = None) -> tuple[int, ...]:
        """The exercises (bit numbers) to begin ``stage`` with, in the order of doing."""
        key = (stage, barred | (size or 0) << 1000, added)
        if key not in self._chosen:
            out = barred | (self.waiting(stage, barred) & ~added)
            self._chosen[key] = self.choose(stage, {}, out, added, size)
        return self._chosen[key]

    def opening(self, stage: StageName, most: bool = False) -> Session:
        """A first session of ``stage`` at first doses (at the largest: ``most``), within the person's minutes."""
        names = [self.content.exercises[bit].id for bit in self.starting(stage)]
        items = tuple(self.item(e, stage, self.top(e, stage) if most else self.first(e, stage)) for e in names)
        firsts = {e: self.first(e, stage) for e in names}
        return Session("A", stage, fit(items, self.intake.time.minutes * 60, firsts=firsts))

    def waiting(self, stage: StageName, barred: int = 0) -> int:
        """Mask of the drills that wait for the rung before them."""
        able = self.pool & ~barred
        return sum(1 << bit for bit, easier in self._rungs(stage) if able & easier)

    def waits(self, stage: StageName) -> list[tuple[str, str]]:
        """Rules that let a drill wait for the rung before it, each with what waits for what."""
        found = []
        for bit in bits(self.waiting(stage) & self.pool):
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

    def choose(
        self, stage: StageName, cost: dict[int, int], barred: int, added: int, size: int | None = None
    ) -> tuple[int, ...]:
        """The best set for one session, in the order of doing: stretch, stabilize, strengthen."""
        task = self.task(stage) if size is None else replace(self.task(stage), size=size, seconds=10**6)
        chosen = best(self.table(stage), self.scores(stage, cost, barred, added), task)
        return tuple(sorted(chosen, key=self._places.__getitem__))

    def in_order(self, exercises: Iterable[str]) -> tuple[str, ...]:
        """Exercise ids in the order of doing: by category, what needs no floor before and after what does."""
        return tuple(sorted(exercises, key=lambda e: self._places[self.content.index[e]]))

    @cached_property
    def _places(self) -> dict[int, int]:
        """Each exercise's place in the order of doing: by category, on the floor before off it."""
        if "places" not in self.content.memo:
            order = ORDER if IN_ORDER in self.content.rules else {}
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
                least["balance"] = int(self.size >= self.content.values.balance_for_older.exercises)
            if self.size == 3 and sum(least.values()) > 3:
                least = {"mobility": 1, "stabilization": 1, **{k: 1 for k in ("strengthening",) if k in least}}
            calming = self.short or self.irritable or self.known.severity in ("severe", "unknown")
            others = sum(row.category != "posture" for row in self.stage_rows(stage))
            calming = calming or others < FEWEST
            kinds = {name: count for name, count in plan.most.items() if name != "posture" or calming}
            one_way = stage in ("calm", "stabilize")
            most, seconds = tuple(kinds.items()), self.intake.time.minutes * 60
            self._tasks[stage] = Task(tuple(least.items()), most, self.size, seconds, one_way)
        return self._tasks[stage]

    def scores(self, stage: StageName, cost: dict[int, int], barred: int, added: int) -> dict[int, int]:
        """What a session of ``stage`` may hold, scored. Therapist additions get points, never a pass."""
        scores = dict(self.stage_scores(stage))
        for bit in bits(barred):
            scores.pop(bit, None)
        for bit in bits(added):
            if bit in scores:
                scores[bit] += self.content.values.steering.added
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
        key = ("table", stage)
        if key not in self.content.memo:
            self.content.memo[key] = self._table_of(stage)
        found: Table = self.content.memo[key]
        return found

    def _table_of(self, stage: StageName) -> Table:
        plan, rows, weigh = self.content.stages[stage], [], self.content.values.steering
        for bit, e in enumerate(self.content.exercises):
            if stage in e.doses and e.category in plan.most:
                seconds = e.doses[stage].start.seconds + USUAL.around_s
                rows.append(
                    Candidate(bit, -misfit(e, plan.difficulty, weigh), seconds, e.category, e.family, end_range(e))
                )
        return Table.of(rows)

    def held(self, exercise: Exercise, stage: StageName) -> StageName:
        """The stage whose doses hold for an exercise in ``stage``: this one, else the last before it, else the next."""
        if stage in exercise.doses:
            return stage
        at = STAGES.index(stage)
        earlier = [s for s in STAGES[:at] if s in exercise.doses]
        return earlier[-1] if earlier else next(s for s in STAGES[at:] if s in exercise.doses)

    def first(self, name: str, stage: StageName) -> Dose:
        """This person's first dose of an exercise: that of the file, scaled once, within the limits."""
        key = (name, stage)
        if key not in self._firsts:
            exercise, values = self.content.exercise(name), self.content.values
            dose = exercise.doses[self.held(exercise, stage)].start
            if self.careful and exercise.category == "strengthening":
                dose = replace(dose, sets=1)
            if self.known.age == "older" and exercise.category == "strengthening" and dose.rest_s:
                dose = replace(dose, rest_s=max(dose.rest_s, values.rests.strength_older))
            self._firsts[key] = allowed(dose, exercise, self.known, self.content)
        return self._firsts[key]

    def top(self, name: str, stage: StageName) -> Dose:
        """The dose that an exercise grows to in ``stage``, within the limits of this person."""
        exercise = self.content.exercise(name)
        return allowed(exercise.doses[self.held(exercise, stage)].most, exercise, self.known, self.content)

    def top_from(self, name: str, stage: StageName, dose: Dose) -> Dose:
        """The same for a dose that has more sets than the top: then its repetitions stop at the top's total."""
        most = self.top(name, stage)
        if dose.sets <= most.sets:
            return most
        whole = self.overall(name)
        return replace(most, sets=dose.sets, reps=max(dose.reps, min(most.reps, whole.sets * whole.reps // dose.sets)))

    def hold_first(self, name: str) -> bool:
        """Whether a stretch is held longer before it is done more often."""
        rule = "progress-hold-longer-if-good"
        return rule in self.content.rules and rule in self.content.exercise(name).rules

    def overall(self, name: str) -> Dose:
        """The largest dose that an exercise has in any stage, within the limits of this person."""
        exercise = self.content.exercise(name)
        most = max((dose.most for dose in exercise.doses.values()), key=lambda d: d.sets * d.reps)
        return allowed(most, exercise, self.known, self.content)

    def item(self, name: str, stage: StageName, dose: Dose, around_s: int = USUAL.around_s) -> Item:
        """An exercise with its dose, through the limits, and the rules that chose it."""
        exercise = self.content.exercise(name)
        side = "each" if exercise.sides == 2 else "both"
        held = allowed(dose, exercise, self.known, self.content)
        why = self.why(self.content.index[name], self.held(exercise, stage))
        return Item(exercise.id, exercise.category, held, side, around_s, why)

    def why(self, bit: int, stage: StageName) -> tuple[str, ...]:
        """Ids of the rules that chose an exercise and its dose: steering first, then stage, then dose.

        A home-made one was chosen by a therapist, whatever speaks for it.
        """
        if self.content.exercises[bit].made is not None:
            return (THERAPIST,)
        key = (bit, stage)
        if key not in self._why:
            speaking, dose = self._speaking.get(bit, ()), self.content.exercises[bit].doses[stage]
            of_stage = [rule for rule in self.content.stages[stage].rules if not (self.short and rule == IN_ORDER)]
            self._why[key] = tuple(dict.fromkeys([*speaking, *of_stage, *dose.rules]))
        return self._why[key]


def paced(session: Session, pace: Pace, seconds: int, pinned: Iterable[str] = ()) -> Session:
    """``session`` at a person's own pace: where that is slower and takes more than ``seconds``, doses give way."""
    around = pace.around_each([item.exercise for item in session.items])
    if set(around) <= {USUAL.around_s}:
        return session
    items = tuple(replace(item, around_s=each) for item, each in zip(session.items, around, strict=True))
    return replace(session, items=fit(items, seconds - session.warm_up_s, frozenset(pinned)))


def misfit(exercise: Exercise, target: int, weigh: Steering) -> int:
    """Points off for a drill that is harder or easier than the drills of a stage usually are."""
    low = exercise.difficulty <= target - 2 and exercise.category in ("stabilization", "strengthening")
    return weigh.per_level * abs(exercise.difficulty - target) + weigh.too_easy * low


def end_range(exercise: Exercise) -> int:
    """Which end-range lumbar direction an exercise goes to: 0 none, 1 flexion, 2 extension."""
    if exercise.tags & {"end_range_lumbar_flexion", "loaded_trunk_flexion"}:
        return FLEXION
    return EXTENSION if "end_range_lumbar_extension" in exercise.tags else 0
