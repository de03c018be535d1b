"""The weeks ahead, as the course itself would go if all went well: every session done, every report a good one.

There is one set of rules for what is earned, and the plan is those rules run on the perfect responder, with the facts
of each day. Pain is taken to fall by ``EASES`` a week (proposal).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from birddog.core.chart.clock import pass_time
from birddog.core.chart.earned import good_session
from birddog.core.chart.transitions import begun
from birddog.core.content.content import Content
from birddog.core.content.exercise import Dose
from birddog.core.content.pace import Pace
from birddog.core.content.values import Disposition, StageName
from birddog.core.person.intake import Intake
from birddog.core.plan.aerobic import Aerobic, aerobic, choices, longer
from birddog.core.plan.course import Course
from birddog.core.plan.lessons import Breaks, breaks, practice
from birddog.core.plan.planner import Session, loads, paced
from birddog.core.plan.roster import comes_later
from birddog.core.plan.weekdays import is_training_day, spread
from birddog.core.state.stages import training
from birddog.core.state.state import State
from birddog.core.state.vetoes import barred_by_facts, barred_by_pain

EASES = 0.5
"""Points of pain by which a perfect responder is better each week."""
LEFT = 2.0
"""The pain that is taken to be left, so that no stage is planned to be skipped."""
NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Day:
    """One day: sessions (none on a rest day), aerobic exercise, breaks and daily practice."""

    date: date
    sessions: tuple[Session, ...]
    aerobic: Aerobic | None
    breaks: Breaks | None
    practice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days in one stage."""

    week: int
    stage: StageName
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a therapist, or the person, has set by hand: it holds for the weeks ahead too."""

    removed: frozenset[str]
    added: tuple[str, ...]
    pinned: Mapping[str, Dose]
    order: tuple[str, ...]


def by_hand(state: State) -> ByHand:
    """What has been set by hand in a chart."""
    return ByHand(state.removed, state.added, state.pinned, state.order)


class Foreseen:
    """Lays the weeks of a program out, day by day."""

    def __init__(self, intake: Intake, content: Content, start: date, pace: Pace, hands: ByHand | None = None) -> None:
        self.start, self.pace, self.content = start, pace, content
        self.course = Course(content)
        self.state = State()
        begun(self.course, self.state, intake, datetime.combine(start, NOON))
        assert self.state.intake is not None
        self.intake = self.state.intake
        self._only_what_is_open_now()
        self.state.disposition = max(
            Disposition.SELF_CARE, min(self.state.disposition, Disposition.CLINICIAN_ALONGSIDE)
        )
        if hands is not None:
            self._as_set(hands)

    def _as_set(self, hands: ByHand) -> None:
        """Begin with what was set by hand, as far as it is open and not of a later stage."""
        state, course, inside = self.state, self.course, self.content.index
        state.removed = state.removed | hands.removed
        state.added = tuple(name for name in hands.added if name in inside and self._open(name))
        state.pinned = {name: dose for name, dose in hands.pinned.items() if name in inside}
        state.order = hands.order
        course.replace_lost(state, self.start)
        planner = course.planner(state, self.start)
        for name in state.added:
            if name not in state.roster and not comes_later(planner, state, name):
                course.take_in(state, planner, list(state.roster), name, self.start)

    def _only_what_is_open_now(self) -> None:
        """What today's answers bar is not planned for later weeks: it comes in when it is open."""
        known = self.course.known(self.state, self.start)
        out = barred_by_facts(known, self.content) | barred_by_pain(known.pain, self.content)
        self.out = out
        names = (e.id for bit, e in enumerate(self.content.exercises) if out >> bit & 1)
        self.state.removed = frozenset(names)

    def _open(self, name: str) -> bool:
        return not self.out >> self.content.index[name] & 1

    def weeks(self, count: int) -> tuple[Week, ...]:
        """``count`` guided weeks, and the week of maintenance that follows."""
        guided = [self.week(number) for number in range(1, count + 1)]
        self.state.stage = "maintain"
        return (*guided, self.week(count + 1))

    def week(self, number: int) -> Week:
        """Week ``number`` from the start."""
        first = self.start + timedelta(weeks=number - 1)
        days, stage = [], None
        for n in range(7):
            day = first + timedelta(days=n)
            days.append(self.day(day, n))
            stage = stage or self.state.stage
        assert stage is not None
        return Week(number, stage, tuple(days))

    def day(self, day: date, n: int) -> Day:
        """The sessions, walk and habits of one day; the sessions are done, and good."""
        at, state = datetime.combine(day, NOON), self.state
        self._feel(day, number=(day - self.start).days // 7)
        state.screened_at = day
        pass_time(self.course, state, at)
        state.asks, state.asks_because, state.blocked = (), "", False
        known = self.course.known(state, day)
        per_day = training(self.intake, self.content, state.stage)[1]
        sessions = tuple(self._session(day) for _ in range(per_day)) if self._trains(day) else ()
        sessions = tuple(session for session in sessions if session.items)
        order = tuple(name for name in choices(self.intake, known, self.content) if self._open(name))
        walk = aerobic(order, self.intake, self.content, state.stage, state.walk) if order else None
        if walk is not None and n not in spread(walk.days_per_week):
            walk = None
        self._walked(day)
        habits = tuple(h for h in practice(known, self.content, lifting=state.stage != "calm") if self._open(h))
        rests = breaks(self.intake, known, self.content)
        if rests is not None:
            rests = replace(rests, moves=tuple(move for move in rests.moves if self._open(move)))
        return Day(day, sessions, walk, rests, habits)

    def _trains(self, day: date) -> bool:
        return is_training_day(self.intake, self.content, self.state.stage, self.start, day)

    def _session(self, day: date) -> Session:
        """One session as it is shown, and then done."""
        state, course = self.state, self.course
        session = course.session(state, day)
        if session.items:
            at = datetime.combine(day, NOON)
            done = [(item.exercise, item.dose) for item in session.items]
            state.last_session, state.sessions = day, state.sessions + 1
            if any(loads(self.content.exercise(name)) for name, _ in done):
                state.strength_days = (*(on for on in state.strength_days if (day - on).days < 14), day)
            good_session(course, state, at, "foreseen", done)
            state.next_name = "B" if state.next_name == "A" else "A"
        return paced(session, self.pace, self.intake.time.minutes * 60)

    def _feel(self, day: date, number: int) -> None:
        """Report the pain of a perfect responder."""
        if self.state.first_pain is not None and (day - self.start).days > 0:
            pain = max(min(LEFT, self.state.first_pain), self.state.first_pain - EASES * number)
            self.state.pains = [*self.state.pains[-7:], (day, pain)]
            self.state.leg_pains = [(on, min(felt, pain)) for on, felt in self.state.leg_pains[-1:]]

    def _walked(self, day: date) -> None:
        walk = self.state.walk
        if walk is not None and (day - walk.since).days >= 7:
            careful = (
                self.course.planner(self.state, day).careful or self.course.known(self.state, day).stenosis == "yes"
            )
            self.state.walk = longer(walk, day, self.content, careful, self.state.stage)
