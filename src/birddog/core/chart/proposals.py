"""Additions and rises that wait for a therapist, where the therapist wants that.

Only what adds or raises waits. Whatever lowers, stops or bars applies at once, and takes back what waited: a proposal
holds while nothing forbids a rise, nothing about its exercise has changed, and for a few days
(``birddog-proposals-wait``). After that the last approved dose stays, and the program has to earn the rise again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from birddog.core.content.exercise import Dose
from birddog.core.content.values import StageName
from birddog.core.plan.course import Course
from birddog.core.state.state import Proposal, State

RULE = "birddog-proposals-wait"


def propose(
    course: Course, state: State, at: datetime, cause: str, kind: str, rule: str, saw: str, **what: Any
) -> None:
    """Let a rise or an addition wait, unless one of the same kind for the same exercise does already."""
    about = what.get("exercise", "")
    if waiting(state, kind, about):
        return
    name = ":".join(part for part in (cause, kind, about) if part)
    made = Proposal(name, kind, at.date(), rule, saw, **what)
    state.proposals = (*state.proposals, made)
    course.say(cause, at, RULE, f"{kind}: {saw}", "proposed", about=(about,) if about else ())


def waiting(state: State, kind: str, exercise: str = "") -> bool:
    """Whether a proposal of this kind for this exercise waits for an answer."""
    return any(row.kind == kind and row.exercise == exercise for row in state.proposals)


def propose_doses(
    course: Course, state: State, at: datetime, cause: str, raised: Mapping[str, tuple[Dose, Dose]]
) -> None:
    """Let the rises of doses wait."""
    for name, (was, dose) in raised.items():
        saw = f"{name}: {amounts(was)} to {amounts(dose)}"
        propose(course, state, at, cause, "dose", "birddog-good-session", saw, exercise=name, dose=dose, was=was)


def propose_stage(course: Course, state: State, at: datetime, cause: str, stage: StageName, rule: str) -> None:
    """Let the next stage wait."""
    propose(course, state, at, cause, "stage", rule, f"stage {state.stage} to {stage}", stage=stage)


def amounts(dose: Dose) -> str:
    """Sets, repetitions and hold, for the record.

    >>> amounts(Dose(2, 8, 5))
    '2 x 8 x 5 s'
    """
    return f"{dose.sets} x {dose.reps}" + (f" x {dose.hold_time_s} s" if dose.hold_time_s else "")


def settle(course: Course, state: State, at: datetime, cause: str) -> None:
    """Take back the proposals that do not stand any more: too old, or overtaken by what has happened since."""
    if not state.proposals:
        return
    days = course.content.values.proposals_wait.days
    held = course.held_back(state, at)
    open_ = state.exercising and held in (None, "birddog-irritable")
    kept = []
    for row in state.proposals:
        old = (at.date() - row.since).days >= days
        if open_ and not old and _as_it_was(state, row):
            kept.append(row)
            continue
        saw = f"{row.id}: {days} days without an answer" if old else f"{row.id}: {held or 'the program has changed'}"
        course.say(cause, at, RULE, saw, "proposal-lapsed", about=(row.exercise,) if row.exercise else ())
        if old:
            _earn_again(state, row, at)
    state.proposals = tuple(kept)


def _as_it_was(state: State, row: Proposal) -> bool:
    """Whether what a proposal would change is still as it was when it was made."""
    if row.kind == "dose":
        track = state.tracks.get(row.exercise)
        return track is not None and track.dose == row.was and row.exercise not in state.pinned
    if row.kind == "exercise":
        return row.exercise not in state.roster and row.exercise not in state.removed
    if row.kind == "bouts":
        return row.level > state.bouts_held
    if row.kind == "walk":
        return state.walk is not None and replace(state.walk, bouts=0) == row.walked
    return row.stage is not None and row.stage != state.stage and not state.stage_locked


def _earn_again(state: State, row: Proposal, at: datetime) -> None:
    """After no answer or a refusal the same rise needs its good sessions and its week once more."""
    if row.kind == "dose" and row.exercise in state.tracks:
        track = replace(state.tracks[row.exercise], good=0, since=at.date())
        state.tracks = {**state.tracks, row.exercise: track}
    if row.kind == "walk" and state.walk is not None:
        state.walk = replace(state.walk, bouts=0, since=at.date())
    if row.kind == "stage":
        state.good_in_stage = 0


def refuse(course: Course, state: State, row: Proposal, at: datetime, cause: str, why: str) -> None:
    """A therapist says no: it is gone, and the last approved dose stays."""
    state.proposals = tuple(other for other in state.proposals if other is not row)
    _earn_again(state, row, at)
    course.say(cause, at, RULE, why or row.saw, "proposal-refused", about=(row.exercise,) if row.exercise else ())
