"""What a therapist's changes would come to: the sessions as the person would get them, and what stands against each.

A pure function of a state and changes that are not in the chart. Nothing is replayed, so it is quick enough to ask at
every keystroke.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from birddog.core.chart.chart import Folded, follow
from birddog.core.content.content import Content
from birddog.core.content.pace import USUAL, Pace
from birddog.core.content.values import Reason
from birddog.core.given import Given, given, plan
from birddog.core.log.events import Event, TherapistEdit
from birddog.core.plan.course import Course
from birddog.core.plan.dose_text import dose_of
from birddog.core.plan.planner import Session
from birddog.core.state.state import Logged, State
from birddog.core.today import Stands, Today, stands, today

REFUSED = frozenset({"not-added", "not-set", "override-refused", "proposal-held", "proposal-gone"})
CUT = frozenset({"within-the-limits", "order-in-part"})
"""Decisions that say that a change is carried out in part."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One change: whether it was ``refused``, ``cut`` to the limits, or undone by a later change of the same draft
    (``over``), and the reasons of every decision it led to."""

    event: Event
    refused: bool
    cut: bool
    decisions: tuple[Logged, ...]
    over: bool = False

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What stands against the change; empty where nothing does."""
        against = REFUSED | CUT
        return tuple(row.reason for row in self.decisions if row.phrase in against)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The day as the person would see it, each change with its outcome, and the state that they lead to.

    ``stands``: whether a session is given on this day. ``plan``: session A and B as the program has them, and ``given``
    every exercise in them and beside them; the person sees nothing of it unless it stands ``open``.
    """

    today: Today
    stands: Stands
    plan: tuple[Session, ...]
    given: tuple[Given, ...]
    outcomes: tuple[Outcome, ...]
    state: State

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Session A and B as the person is given them; none where something comes first."""
        return self.plan if self.stands == "open" else ()


def what_if(state: State, changes: Sequence[Event], content: Content, now: datetime, pace: Pace = USUAL) -> WhatIf:
    """What ``changes``, none after ``now``, would make of ``state``, which has come to ``now`` and is left as it is."""
    course, after, outcomes = Course(content), state.copy(), []
    for event in changes:
        before = len(course.decisions)
        follow(course, after, event)
        told = tuple(course.decisions[before:])
        phrases = {row.phrase for row in told}
        outcomes.append(Outcome(event, bool(phrases & REFUSED), bool(phrases & CUT), told))
    folded = Folded(after, tuple(course.decisions), course)
    shown, sessions = today(folded, now, pace), plan(folded, now, pace)
    inside = given(course, after, now.date(), sessions)
    ended = tuple(replace(row, over=not row.refused and _over(row.event, after, course)) for row in outcomes)
    return WhatIf(shown, stands(shown, after), sessions, inside, ended, after)


def _over(event: Event, state: State, course: Course) -> bool:
    """Whether what an edit has set is not so any more in the ``state`` after all changes."""
    if not isinstance(event, TherapistEdit):
        return False
    if event.action in ("lock_stage", "unlock_stage"):
        return state.stage_locked != (event.action == "lock_stage")
    if event.action in ("proposals_wait", "proposals_apply"):
        return state.waits != (event.action == "proposals_wait")
    if event.action == "move_stage":
        return event.stage != state.stage
    if event.action == "order":
        return tuple(dict.fromkeys(event.order)) != state.order
    name = event.exercise
    if name is None:
        return False
    if event.dose is not None and event.action in ("pin_dose", "add"):
        exercise, held = course.content.exercise(name), state.pinned.get(name)
        if all(held != dose_of(event.dose, exercise, stage) for stage in exercise.doses):
            return True
    is_so = {
        "add": name in state.added, "pin_exercise": name in state.kept, "remove": name in state.removed,
        "restore": name not in state.removed, "unpin": name not in state.pinned and name not in state.kept,
    }  # fmt: skip
    return not is_so.get(event.action, True)
