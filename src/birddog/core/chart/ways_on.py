"""Ways on that a person may choose: after new pain has gone, the staged program or just keeping moving."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from birddog.core.chart.proposals import propose
from birddog.core.plan.course import Course
from birddog.core.state.state import State

STAGED, UPKEEP = "staged", "upkeep"


def offered(course: Course, state: State, day: date) -> tuple[str, ...]:
    """What is offered on ``day``: to someone with new pain who has been free of it for days, both ways on."""
    if state.kind != "acute" or state.stage == "maintain" or not state.exercising or state.flare is not None:
        return ()
    rule = course.content.values.free_of_pain
    recent = [pain for on, pain in (*state.pains, *state.leg_pains) if 0 <= (day - on).days < rule.days]
    began = state.started is not None and (day - state.started).days >= rule.days
    free = began and len(recent) >= rule.reports and not any(recent)
    return (UPKEEP, STAGED) if free else ()


def choose(course: Course, state: State, wanted: str, at: datetime, cause: str) -> None:
    """Go the way that the person has chosen. In a flare the choice holds from its end on; a stage that a therapist has
    locked stays."""
    if state.stage_locked:
        course.say(cause, at, "birddog-therapist-edit", f"stage locked, {wanted} wanted", "no-change")
    elif wanted == UPKEEP:
        if state.flare is not None:
            state.flare = replace(state.flare, stage="maintain")
        elif state.stage != "maintain":
            course.enter(state, "maintain", at, cause, "birddog-maintain-by-choice")
    elif state.kind == "acute":
        staged_begins(course, state, at, cause, "birddog-free-of-pain", "chosen by the person")
    elif state.stage == "maintain" and state.flare is None:
        course.enter(state, "stabilize", at, cause, "birddog-maintain-by-choice")


def staged_begins(course: Course, state: State, at: datetime, cause: str, rule: str, saw: str) -> None:
    """From the few movements of new pain to the staged program, which begins where the person stands."""
    day = at.date()
    state.kind, state.loads = "staged", ()
    state.started = state.renewed_on = day
    if state.stage == "maintain":
        state.stage, state.stage_since = "stabilize", day
    if state.exercising and state.waits:
        _propose_the_rest(course, state, at, cause)
    elif state.exercising:
        course.widen(state, day)
    course.say(cause, at, rule, saw, "staged-begins")


def _propose_the_rest(course: Course, state: State, at: datetime, cause: str) -> None:
    """The exercises that the staged program adds to the few of new pain, for a therapist to approve one by one."""
    wider, rule = state.copy(), "programme-8wk-then-maintenance"
    course.widen(wider, at.date())
    for name in wider.roster:
        if name not in state.roster:
            propose(course, state, at, cause, "exercise", rule, f"{name} for one more", exercise=name)
