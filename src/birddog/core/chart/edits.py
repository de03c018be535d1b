"""What a therapist changes, and how a proposal is answered. Vetoes and limits hold; what they refuse says why."""

from __future__ import annotations

from dataclasses import replace

from birddog.core.chart.bouts import hold
from birddog.core.chart.earned import bring_in, raise_one, say_raised
from birddog.core.chart.proposals import RULE, amounts, refuse
from birddog.core.chart.setbacks import answered
from birddog.core.content.exercise import Exercise
from birddog.core.log.events import ProposalAnswered, TherapistEdit
from birddog.core.plan.course import Course
from birddog.core.plan.dose_text import dose_of
from birddog.core.plan.limits import allowed
from birddog.core.plan.ordering import arranged
from birddog.core.plan.roster import comes_later, line_up
from birddog.core.plan.volume import room_to_grow
from birddog.core.state.state import Proposal, State
from birddog.core.state.vetoes import left_out

CHANGED = "birddog-therapist-edit"
SETTINGS = ("lock_stage", "unlock_stage", "proposals_wait", "proposals_apply")


def edit(course: Course, state: State, event: TherapistEdit) -> None:
    """Carry out a therapist's change, or say what stands against it."""
    if event.note:
        state.notes = (*state.notes, event.note)
    if event.actor == "therapist":
        answered(course, state, event.at, event.id)
    if event.action == "move_stage":
        assert event.stage is not None
        course.enter(state, event.stage, event.at, event.id, CHANGED)
    elif event.action in SETTINGS:
        _set(course, state, event)
    elif event.action == "order":
        _order(course, state, event)
    elif event.action != "note":
        assert event.exercise is not None
        _exercise(course, state, event, course.content.exercise(event.exercise))


def _set(course: Course, state: State, event: TherapistEdit) -> None:
    """Lock the stage, or let proposals wait, from here on; the opposite takes back what waits."""
    if event.action in ("lock_stage", "unlock_stage"):
        state.stage_locked = event.action == "lock_stage"
    else:
        hold(course, state, event.at.date())
        state.waits, state.proposals = event.action == "proposals_wait", ()
    course.say(event.id, event.at, CHANGED, event.note or event.action, f"edit-{event.action}")


def _order(course: Course, state: State, event: TherapistEdit) -> None:
    """Do the exercises in this order from here on; what has to keep another place is said."""
    state.order = tuple(dict.fromkeys(event.order))
    course.say(event.id, event.at, CHANGED, event.note or event.action, "edit-order" if state.order else "order-own")
    if state.intake is None:
        return
    planner = course.planner(state, event.at.date())
    inside = line_up(planner, state, course.barred(state, event.at.date()))
    for name, why in arranged(planner, inside, state.order)[1]:
        course.say(event.id, event.at, CHANGED, f"{name}: {why}", "order-in-part", about=(name,))


def _exercise(course: Course, state: State, event: TherapistEdit, exercise: Exercise) -> None:
    """A change of one exercise."""
    did, later, name = f"edit-{event.action}", tuple[str, ...](), exercise.id
    if event.action in ("pin_dose", "pin_exercise", "add") and not _open(course, state, event, exercise):
        _refuse(course, state, event, exercise)
        return
    if event.action == "pin_dose":
        _pin(course, state, event, exercise)
    elif event.action == "pin_exercise":
        state.kept = state.kept | {name}
    elif event.action == "unpin":
        state.pinned = {other: dose for other, dose in state.pinned.items() if other != name}
        state.kept = state.kept - {name}
    elif event.action == "remove":
        state.removed, state.unwanted = state.removed | {name}, state.unwanted - {name}
        state.added, state.kept = tuple(a for a in state.added if a != name), state.kept - {name}
    elif event.action == "restore":
        state.removed = state.removed - {name}
    else:
        _add(course, state, event, exercise)
        if event.dose is not None:
            _pin(course, state, event, exercise)
        if comes_later(course.planner(state, event.at.date()), state, name):
            did, later = "edit-add-later", tuple(f"stage:{stage}" for stage in exercise.doses)
    course.say(
        event.id, event.at, CHANGED, event.note or event.action, did, about=(name,), exercise=exercise, stages=later,
    )  # fmt: skip


def _open(course: Course, state: State, event: TherapistEdit, exercise: Exercise) -> bool:
    """Whether the person may be given the exercise, as vetoes, things at hand and pain are now."""
    return bool(course.planner(state, event.at.date()).open >> course.content.index[exercise.id] & 1)


def _add(course: Course, state: State, event: TherapistEdit, exercise: Exercise) -> None:
    state.added = tuple(dict.fromkeys((*state.added, exercise.id)))
    state.removed = state.removed - {exercise.id}
    day = event.at.date()
    planner = course.planner(state, day)
    if exercise.id not in state.roster and not comes_later(planner, state, exercise.id):
        course.take_in(state, planner, list(state.roster), exercise.id, day)


def _pin(course: Course, state: State, event: TherapistEdit, exercise: Exercise) -> None:
    """Hold the dose of an exercise; what the limits take off it is said."""
    assert event.dose is not None
    planner = course.planner(state, event.at.date())
    dose = dose_of(event.dose, exercise, planner.held(exercise, state.stage))
    state.pinned = {**state.pinned, exercise.id: dose}
    less = allowed(dose, exercise, planner.known, course.content)
    if less != dose:
        course.say(
            event.id, event.at, "birddog-dose-limits", f"{exercise.id}: {amounts(dose)}", "within-the-limits",
            limit=amounts(less), about=(exercise.id,),
        )  # fmt: skip


def _refuse(course: Course, state: State, event: TherapistEdit, exercise: Exercise) -> None:
    """Say why an exercise cannot be given, in the words of each rule that takes it out."""
    assert state.intake is not None
    day, did = event.at.date(), "not-added" if event.action == "add" else "not-set"
    rows = left_out(state.intake, course.known(state, day), course.content, course.planner(state, day).past)
    why = tuple(row.reason for row in rows if row.exercise == exercise.id)
    saw = ", ".join(reason.rule for reason in why) or f"it is of kind {exercise.kind}, no drill of a session"
    course.say(event.id, event.at, "birddog-veto-stays", f"{exercise.id}: {saw}", did, about=(exercise.id,))
    course.log(event.id, event.at, tuple(replace(reason, about=(exercise.id,)) for reason in why), did)


# ------------------------------------------------------------------------------------------------- proposals


def proposal_answered(course: Course, state: State, event: ProposalAnswered) -> None:
    """Carry out an approved proposal through the same limits as ever, or leave the last approved dose."""
    row = next((row for row in state.proposals if row.id == event.proposal), None)
    if row is None:
        course.say(event.id, event.at, RULE, f"{event.proposal} no longer waits", "proposal-gone")
        return
    if event.answer == "refuse":
        refuse(course, state, row, event.at, event.id, event.note)
        return
    state.proposals = tuple(other for other in state.proposals if other is not row)
    about = (row.exercise,) if row.exercise else ()
    against = _approved(course, state, event, row)
    if against:
        course.say(event.id, event.at, against, row.id, "proposal-held", about=about)
    else:
        course.say(event.id, event.at, RULE, event.note or row.saw, "proposal-approved", about=about)


def _approved(course: Course, state: State, event: ProposalAnswered, row: Proposal) -> str:
    """Carry a proposal out; the rule that stands against it now, or nothing."""
    held = course.held_back(state, event.at)
    if held is not None and held != "birddog-irritable":
        return held
    day, at = event.at.date(), event.at
    if row.kind == "dose":
        assert row.dose is not None and row.was is not None
        if raise_one(course, state, row.exercise, row.dose, room_to_grow(course, state, day), day) is None:
            return "birddog-volume-growth"
        say_raised(course, at, event.id, {row.exercise: (row.was, row.dose)})
    elif row.kind == "exercise":
        able = course.planner(state, day).pool & ~course.barred(state, day)
        if not able >> course.content.index[row.exercise] & 1:
            return "birddog-veto-stays"
        bring_in(course, state, at, event.id, row.exercise, row.out, row.rule)
    elif row.kind == "bouts":
        state.bouts_held = row.level
    elif row.kind == "walk":
        assert row.walk is not None
        state.walk = replace(row.walk, since=day)
    else:
        assert row.stage is not None
        course.enter(state, row.stage, at, event.id, row.rule)
    return ""
