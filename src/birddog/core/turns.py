"""Which exercises of the roster a session holds: strength on its days, the others as far as there is time for them.

Where they do not all fit, those without load take turns between A and B; doses give way to time only after that. In
the first weeks a session stays short and opens week by week, so that there is time left to grow into.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from birddog.core.content import Content
from birddog.core.planner import FEWEST, Planner, loads
from birddog.core.roster import line_up
from birddog.core.state import State

if TYPE_CHECKING:
    from birddog.core.course import Course

CAPPED = ("stabilization", "strengthening", "balance")
"""Categories whose work of a week grows within limits."""


def session_names(
    course: Course, state: State, planner: Planner, day: date, name: str, strength: bool
) -> tuple[str, ...]:
    """The exercises of session ``name`` (A or B) on ``day``, in the order of doing; ``strength``: whether it is a day
    for strength."""
    return Turns(course, state, planner, day).session(name, strength)


def both(course: Course, state: State, planner: Planner, day: date) -> dict[tuple[str, bool], tuple[str, ...]]:
    """The exercises of A and of B, on a day for strength and on another one."""
    turns = Turns(course, state, planner, day)
    return {(name, strength): turns.session(name, strength) for name in ("A", "B") for strength in (True, False)}


def too_full(course: Course, state: State, planner: Planner, day: date) -> bool:
    """Whether a session takes more than what is open in the first weeks though its exercises take turns."""
    turns = Turns(course, state, planner, day)
    sessions = [turns.session(name, strength) for name in ("A", "B") for strength in (True, False)]
    return any(len(names) > FEWEST and turns.too_long(names) for names in sessions)


class Turns:
    """A roster that is shared out over the sessions of a week."""

    def __init__(self, course: Course, state: State, planner: Planner, day: date) -> None:
        self.course, self.state, self.planner = course, state, planner
        self.strong: list[str] = []
        self.others: list[str] = []
        for e in line_up(planner, state, course.barred(state, day)):
            (self.strong if loads(course.content.exercise(e)) else self.others).append(e)
        self.fresh = [e for e in self.others if self._is_new(e, day)]
        self.minutes = planner.intake.time.minutes * 60
        self.week, self.size = state.week(day), course.size(state, planner)
        self._seconds: dict[str, tuple[int, int]] = {}

    @property
    def left_over(self) -> bool:
        """Whether a session without strength leaves so much time over that it would have to say why."""
        limit = self.minutes * self.course.content.values.time_used.said_under
        return any(self.seconds(self.session(name, strength=False)) < limit for name in ("A", "B"))

    def session(self, name: str, strength: bool) -> tuple[str, ...]:
        """The exercises of session ``name``, in the order of doing."""
        strong, others = self.strong, [e for e in self.others if name == "A" or e not in self.fresh]
        if not strength:
            strong = [] if len(others) >= 2 else strong[: 2 - len(others)]
        strong = strong[: max(1, self.size - 1)]
        room = min(self.size - len(strong), len(others))
        chosen = self._share_out(others, room, name)
        least = FEWEST if self.week <= len(self.course.content.values.time_used.opens) else self.planner.size
        fewest = max(least - len(strong), self._fewest(others))
        while room > fewest and self.too_long((*strong, *chosen)):
            fewer = self._share_out(others, room - 1, name)
            if self._too_short((*strong, *fewer)) and self.seconds((*strong, *chosen)) <= self.minutes:
                break
            room, chosen = room - 1, fewer
        return self.planner.in_order((*strong, *chosen))

    def seconds(self, names: Sequence[str]) -> int:
        """Clock seconds of a session of these exercises at the doses that were earned, with its warm-up."""
        return self.course.warm_up(self.planner) + sum(self._each(e)[0] for e in names)

    def _fewest(self, others: list[str]) -> int:
        """So many of ``others`` a session needs so that each is in A or in B."""
        always = sum(self._in_both(e) for e in others)
        return always + (len(others) - always + 1) // 2

    def too_long(self, names: Sequence[str]) -> bool:
        """Whether these exercises take more than the person's minutes, or at their first doses more than the share of
        them that this week is open."""
        opens = self.course.content.values.time_used.opens
        share = opens[self.week - 1] if self.week <= len(opens) else 1.0
        first = self.course.warm_up(self.planner) + sum(self._each(e)[1] for e in names)
        return self.seconds(names) > self.minutes or first > self.minutes * share

    def _too_short(self, names: Sequence[str]) -> bool:
        """Whether these exercises use less of the minutes than sessions do after the first weeks, which sets fill."""
        values = self.course.content.values
        learning = self.week <= values.session_size.learn_weeks
        return not learning and self.seconds(names) < self.minutes * values.time_used.said_under

    def _each(self, name: str) -> tuple[int, int]:
        """Clock seconds of an exercise at the dose that was earned, and at its first dose."""
        if name not in self._seconds:
            track, stage = self.state.tracks.get(name), self.state.stage
            first = self.planner.first(name, stage) if track is None else track.first
            earned = self.state.pinned.get(name) or (first if track is None else track.dose)
            doses = (earned, first)
            a, b = (self.planner.item(name, stage, dose).seconds for dose in doses)
            self._seconds[name] = (a, b)
        return self._seconds[name]

    def _is_new(self, name: str, day: date) -> bool:
        """Whether steadying or balance work came in less than a week ago, and not in place of an easier rung: then only
        A has it, so that the work of a week does not jump."""
        track, began, exercise = self.state.tracks.get(name), self.state.started, self.course.content.exercise(name)
        climbed = any(rung in self.state.tracks for rung in exercise.easier)
        if track is None or began is None or exercise.category not in CAPPED or climbed:
            return False
        return track.came > began and (day - track.came).days < 7 and name not in self.state.added

    def _share_out(self, others: list[str], room: int, name: str) -> list[str]:
        """Which of ``others`` there is room for: some in both sessions, the rest in A or in B."""
        if room >= len(others):
            return others
        always = [e for e in others if self._in_both(e)][:room]
        order, nth = self.planner.in_order(others), _nth(self.course.content, others)
        rest = sorted((e for e in order if e not in always), key=nth.__getitem__)
        left = room - len(always)
        return always + (rest[:left] if name == "A" else rest[len(rest) - left :])

    def _in_both(self, name: str) -> bool:
        """What is wanted in every session: what a therapist has set, balance for those who might fall, the direction
        that eases; and while sessions open, what steadies, so that its weekly work does not jump with them."""
        state = self.state
        if name in state.added or name in state.pinned or name in state.kept:
            return True
        exercise = self.course.content.exercise(name)
        if exercise.category == "balance" and self.planner.careful:
            return True
        if exercise.category in CAPPED and self.week <= len(self.course.content.values.time_used.opens):
            return True
        return exercise.direction == self.planner.known.ease


def _nth(content: Content, names: list[str]) -> dict[str, int]:
    """How many of ``names`` before each one are of the same category: 0 for the first of each."""
    before: Counter[str] = Counter()
    found = {}
    for name in names:
        kind = content.exercise(name).category
        found[name], before[kind] = before[kind], before[kind] + 1
    return found
