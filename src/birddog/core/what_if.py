"""What a therapist's changes would come to: the sessions as the person would get them, and what stands against each.

A pure function of a state and changes that are not in the chart. Nothing is replayed, so it is quick enough to ask at
every keystroke.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from birddog.core.chart import Folded, follow
from birddog.core.content import Content
from birddog.core.course import Course
from birddog.core.events import Event
from birddog.core.pace import USUAL, Pace
from birddog.core.planner import Session, paced
from birddog.core.state import Logged, State
from birddog.core.today import Today, today
from birddog.core.values import Reason

REFUSED = frozenset({"not-added", "not-set", "override-refused", "proposal-held", "proposal-gone"})
CUT = "within-the-limits"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One change: whether it was ``refused`` or ``cut`` to the limits, and the reasons of every decision it led to."""

    event: Event
    refused: bool
    cut: bool
    decisions: tuple[Logged, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What stands against the change; empty where nothing does."""
        against = REFUSED | {CUT}
        return tuple(row.reason for row in self.decisions if row.phrase in against)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The day as the person would see it, both sessions (none where exercise is stopped), each change with its outcome,
    and the state that they lead to."""

    today: Today
    sessions: tuple[Session, ...]
    outcomes: tuple[Outcome, ...]
    state: State


def what_if(state: State, changes: Sequence[Event], content: Content, now: datetime, pace: Pace = USUAL) -> WhatIf:
    """What ``changes``, none after ``now``, would make of ``state``, which has come to ``now`` and is left as it is."""
    course, after, outcomes = Course(content), state.copy(), []
    for event in changes:
        before = len(course.decisions)
        follow(course, after, event)
        told = tuple(course.decisions[before:])
        phrases = {row.phrase for row in told}
        outcomes.append(Outcome(event, bool(phrases & REFUSED), CUT in phrases, told))
    folded = Folded(after, tuple(course.decisions), course)
    return WhatIf(today(folded, now, pace), _sessions(course, after, now, pace), tuple(outcomes), after)


def _sessions(course: Course, state: State, now: datetime, pace: Pace) -> tuple[Session, ...]:
    """Session A and B at the person's pace."""
    if not state.exercising or state.intake is None:
        return ()
    seconds, day = state.intake.time.minutes * 60, now.date()
    made = (course.session(state, day, name) for name in ("A", "B"))
    return tuple(paced(session, pace, seconds, state.pinned) for session in made if session.items)
