"""The few exercises that a person does these weeks, and the one that may change in a week.

A roster begins as the best set that there is and then changes slowly, so that a person learns few things and does
them well: one new exercise a week at most after the first weeks, upward on its ladder, toward what the stage asks
for, toward the person's aims and toward movements that are feared. What cannot be done on a day is stood in for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from birddog.core.content.content import Content
from birddog.core.content.exercise import Exercise
from birddog.core.content.values import STAGES, StageName
from birddog.core.plan.compose import EXTENSION, FLEXION
from birddog.core.plan.dosing import amount
from birddog.core.plan.exposure import wanted
from birddog.core.plan.limits import FEWEST_LEFT
from birddog.core.plan.planner import Planner, end_range, loads
from birddog.core.plan.steering import BASE
from birddog.core.state.function import regained
from birddog.core.state.state import State

NEEDED = ("stabilization", "strengthening", "balance")
"""Categories in which an exercise gives way only to a harder one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One exercise in, another out (or none), the rule that wants it, and how much."""

    new: str
    out: str | None
    rule: str
    points: int


def line_up(planner: Planner, state: State, barred: int) -> tuple[str, ...]:
    """The roster as it can be done today, in the order of doing: who may not be done is stood in for, if anyone can."""
    content = planner.content
    able = planner.pool & ~barred
    names = [name for name in state.roster if able >> content.index[name] & 1]
    missing = [name for name in state.roster if name not in names]
    for name in missing:
        other = stand_in(planner, state, able, names, content.exercise(name))
        if other is not None:
            names.append(other)
    for name in state.added:
        inside = name not in names and name in content.index and able >> content.index[name] & 1
        if inside and not comes_later(planner, state, name):
            names.append(name)
    return planner.in_order(names)


def comes_later(planner: Planner, state: State, name: str) -> bool:
    """Whether an exercise has doses in later stages only."""
    held = planner.held(planner.content.exercise(name), state.stage)
    return STAGES.index(held) > STAGES.index(state.stage)


def stand_in(planner: Planner, state: State, able: int, names: Sequence[str], missing: Exercise) -> str | None:
    """The exercise that does best in place of ``missing`` beside ``names``: no harder, of the same kind if there is
    one. Where the stage has none, and ``names`` are fewer than a session keeps, one that calms."""
    found = _stand_in(planner, state, able, names, missing, state.stage)
    if found is None and len(names) < FEWEST_LEFT:
        found = _stand_in(planner, state, able, names, missing, "calm")
    return found


def _stand_in(
    planner: Planner, state: State, able: int, names: Sequence[str], missing: Exercise, stage: StageName
) -> str | None:
    content = planner.content
    families = {content.exercise(name).family for name in names} | {missing.family}
    weigh = content.values.renewal
    best, most = None, -(10**6)
    for bit, points in planner.stage_scores(stage).items():
        other = content.exercises[bit]
        if not able >> bit & 1 or other.family in families or _two_ways(planner, state, names, other):
            continue
        if other.difficulty > max(missing.difficulty, 2):
            continue
        like = weigh.alike * (other.category == missing.category) + weigh.known * (other.id in state.tracks)
        if points + like > most:
            best, most = other.id, points + like
    return best


def _two_ways(planner: Planner, state: State, names: Sequence[str], other: Exercise) -> bool:
    """Whether ``other`` would bring the second of two opposite end ranges into the first stages."""
    if state.stage not in ("calm", "stabilize"):
        return False
    turned = end_range(other)
    for name in names:
        turned |= end_range(planner.content.exercise(name))
    return turned == FLEXION | EXTENSION


def one_change(planner: Planner, state: State, barred: int, day: date, names: tuple[str, ...]) -> Change | None:
    """The change of the week that helps most, or ``None`` when nothing is worth learning anew.

    ``names``: the roster as it can be done today.
    """
    found = (change for change in _options(planner, state, barred, day, names) if change.out not in state.kept)
    options = sorted(found, key=lambda c: (-c.points, c.new))
    worth: int = planner.content.values.renewal.worth
    return options[0] if options and options[0].points >= worth else None


def room(planner: Planner, state: State, day: date) -> int:
    """How many exercises a roster may hold on ``day``: few to learn at first, then one more a week (proposal)."""
    values = planner.content.values
    if planner.short:
        return planner.size
    later = max(0, state.week(day) - values.session_size.learn_weeks)
    return min(values.session_size.most, values.session_size.learn + later)


def _options(planner: Planner, state: State, barred: int, day: date, names: tuple[str, ...]) -> Iterator[Change]:
    content = planner.content
    able = planner.pool & ~barred
    exercises = [content.exercise(name) for name in names]
    wants = _Wants(planner, state, day, exercises)
    held = dict.fromkeys(e.family for e in exercises)
    full = len(names) >= room(planner, state, day)
    for bit, e in enumerate(content.exercises):
        if not able >> bit & 1 or e.id in names:
            continue
        below = next((o for o in exercises if e.id in o.harder), None)
        if below is not None:
            if wants.too_strong(e, below):
                continue
            if wants.ready(below.id) and state.stage in e.doses and (e.family == below.family or e.family not in held):
                yield Change(e.id, below.id, "birddog-climb", wants.climb(e, below))
            continue
        if any(e.id in other.easier for other in exercises) or e.family in held:
            continue
        if _two_ways(planner, state, names, e) or planner.waiting(state.stage, barred) >> bit & 1:
            continue
        if wants.too_early(e, able):
            continue
        points, rule, needed = wants.of(bit, e)
        if points is None:
            continue
        if not full:
            yield Change(e.id, None, rule, points)
        elif needed and (out := wants.spare()) is not None:
            yield Change(e.id, out, rule, points + wants.values.renewal.exchange)


def _toward(content: Content, liked: set[str]) -> set[str]:
    """What is liked, and the easier rungs that lead to it."""
    found, left = set(liked), [name for name in liked if name in content.index]
    while left:
        easier = [rung for rung in content.exercise(left.pop()).easier if rung in content.index and rung not in found]
        found.update(easier)
        left += easier
    return found


class _Wants:
    """What the stage, the aims and the fears of a person still lack in the roster."""

    def __init__(self, planner: Planner, state: State, day: date, exercises: list[Exercise]) -> None:
        self.planner, self.state, self.day, self.exercises = planner, state, day, exercises
        self.values = planner.content.values
        self.plan = planner.content.stages[state.stage]
        self.counts = {name: sum(e.category == name for e in exercises) for name in self.plan.most}
        self.strength = sum(loads(e) for e in exercises)
        self.goals = [g for g in goals_of(planner, state) if not any(serves(planner.content, e, g) for e in exercises)]
        self.week = state.week(day)
        self.against = 0
        for bonus in planner.found:
            self.against |= bonus.mask if bonus.points <= self.values.renewal.against else 0
        self.wished = {*state.liked, *planner.intake.life.likes}
        self.liked = _toward(planner.content, self.wished)

    def of(self, bit: int, e: Exercise) -> tuple[int | None, str, bool]:
        """Points for bringing an exercise in (``None``: not in this stage), the rule, and whether it is needed."""
        weigh = self.values.renewal
        scores = self.planner.stage_scores(self.state.stage)
        exposed = wanted(self.planner, self.state, self.week, self.exercises, e)
        early = exposed and any(stage in e.doses for stage in STAGES[:3])
        if bit not in scores and not early:
            return None, "", False
        points = scores.get(bit, BASE) - BASE
        if e.id in self.wished and self.against >> bit & 1:
            return None, "", False
        points += weigh.liked if e.id in self.liked else 0
        if early:
            return points + weigh.feared, "birddog-feared", True
        if e.id in self.state.returning and self.state.returning[e.id] <= self.day:
            return points + weigh.returning, "birddog-exercise-rests", False
        if self.counts.get(e.category, 0) < self.plan.least.get(e.category, 0):
            return points + weigh.category, "birddog-stage-needs", True
        served = sum(serves(self.planner.content, e, goal) for goal in self.goals[:3])
        if loads(e) and self._lacks_strength():
            return points + weigh.strength + served * weigh.served, "birddog-strength-days", True
        if served and self.counts.get(e.category, 0) < self.plan.most.get(e.category, 0) + 1:
            return points + served * weigh.goal, "programme-goals", True
        if e.id in self.liked:
            return points, "programme-vary-and-enjoy", False
        if (
            self.counts.get(e.category, 0) < self.plan.most.get(e.category, 0)
            and len(self.exercises) < self.planner.most
        ):
            return points + weigh.more, "birddog-time-used", False
        return points, "programme-vary-and-enjoy", False

    def _lacks_strength(self) -> bool:
        wanted = self.values.strength_days.exercises
        lasting = self.planner.known.duration in ("six_weeks", "three_months")
        sooner = lasting and "acute-vs-chronic-focus" in self.planner.content.rules
        week = self.values.strength_days.from_week - sooner
        due = self.state.stage in ("strengthen", "maintain") or self.week >= week
        return bool(due and self.plan.most.get("strengthening", 0) and self.strength < wanted)

    def too_early(self, e: Exercise, able: int) -> bool:
        """Whether an exercise above the level of the stage has an easier rung that was not done well yet."""
        level = self.plan.difficulty + (e.id in self.liked)
        if e.difficulty <= level:
            return False
        index, enough = self.planner.content.index, self.values.good_session.sessions
        rungs = [self.state.tracks.get(rung) for rung in e.easier if rung in index and able >> index[rung] & 1]
        return any(track is None or track.all_good < enough for track in rungs)

    def ready(self, name: str) -> bool:
        """Whether an exercise has been done well often enough, and long enough, for its harder rung: at this dose, or
        at a smaller one that it has grown from."""
        track = self.state.tracks.get(name)
        if track is None or track.back is not None:
            return False
        enough = track.good >= self.values.good_session.sessions
        if name in self.state.harder:
            return enough
        grown = amount(track.dose) > amount(track.first) and not track.reds
        settled = (self.day - track.came).days >= self.values.climb.days
        return (enough or grown) and settled and track.all_good >= self.values.climb.sessions

    def too_strong(self, e: Exercise, below: Exercise) -> bool:
        """Whether a harder rung is strength work in place of what fills the days between strength days."""
        others = sum(not loads(o) for o in self.exercises)
        return (
            loads(e)
            and not loads(below)
            and others <= self.planner.size
            and not {below.id, e.id} & {*self.state.harder, *self.liked}
        )

    def climb(self, e: Exercise, below: Exercise) -> int:
        """Points for the harder rung."""
        scores = self.planner.stage_scores(self.state.stage)
        points = scores.get(self.planner.content.index[e.id], BASE) - BASE
        weigh = self.values.renewal
        if points <= weigh.against or self.against >> self.planner.content.index[e.id] & 1:
            return min(points, weigh.against)
        asked = below.id in self.state.harder or e.id in self.liked
        wished = weigh.wished if asked else 0
        served = sum(serves(self.planner.content, e, goal) for goal in self.goals)
        behind = max(0, self.plan.difficulty - below.difficulty)
        stretch = weigh.mobility if below.category not in NEEDED else 0
        return points // 2 + weigh.climb + weigh.behind * behind + wished + weigh.served * served + stretch

    def spare(self) -> str | None:
        """The mobility exercise that may give way to a needed one: here for two weeks, and not the last of its kind."""
        kind = [o for o in self.exercises if o.category not in NEEDED]
        if sum(not loads(o) for o in self.exercises) <= self.planner.size - 1:
            return None
        if len(kind) <= max(1, self.plan.least.get("mobility", 0)):
            return None
        scores = self.planner.points
        tracks, days = self.state.tracks, self.values.climb.days
        old = [
            o
            for o in kind
            if o.id in tracks and (self.day - tracks[o.id].came).days >= days and o.id not in self.state.added
        ]
        return min(old, key=lambda o: (scores.get(self.planner.content.index[o.id], 0), o.id)).id if old else None


def goals_of(planner: Planner, state: State) -> tuple[str, ...]:
    """What the person wants to get better at, each once: goals, and the kinds of own activities not yet regained, the
    hardest first."""
    life, done = planner.intake.life, regained(state, planner.content)
    own = [own for own in life.own_activities if own.kind and own.activity not in done]
    own.sort(key=lambda own: state.own_now.get(own.activity, own.score or 0.0))
    return tuple(dict.fromkeys([*life.goals, *(row.kind for row in own if row.kind)]))


def serves(content: Content, e: Exercise, goal: str) -> bool:
    """Whether an exercise works on a goal specifically: by its family where the rule names some, else by its goals."""
    families = _specific(content).get(goal)
    return goal in e.goals if families is None else e.family in families


def _specific(content: Content) -> dict[str, frozenset[str]]:
    """Families that work on a goal, by goal (birddog-goal-specific: ``goal:family``)."""
    if "specific" not in content.memo:
        found: dict[str, set[str]] = {}
        for pair in content.values.goal_specific.families:
            goal, _, family = pair.partition(":")
            found.setdefault(goal, set()).add(family)
        content.memo["specific"] = {goal: frozenset(families) for goal, families in found.items()}
    specific: dict[str, frozenset[str]] = content.memo["specific"]
    return specific
