"""One function for each kind of event: what it does to the state, and why.

Each takes the course (content and log), the state (changed in place; callers pass a copy) and the
event. Nothing here chooses exercises or doses; that is the planner's and the course's work.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from birddog.core.arrangement import arrange
from birddog.core.course import Course
from birddog.core.events import (
    AerobicDone,
    Arranged,
    Event,
    FlareDeclared,
    FlareOver,
    IntakeAnswered,
    LegReport,
    MeasureTaken,
    MorningAfter,
    PainReported,
    Pause,
    Reissued,
    ScreenAnswered,
    SessionDone,
    Swap,
    TherapistEdit,
)
from birddog.core.exercise import Dose, Exercise, turns
from birddog.core.facts import worst_usual_pain
from birddog.core.intake import Intake
from birddog.core.leg_reports import leg_report
from birddog.core.measures import change, noted, of_chart
from birddog.core.rescreening import rescreen
from birddog.core.session_reports import morning_after, session_done
from birddog.core.state import Flare, State
from birddog.core.swaps import swap
from birddog.core.values import Disposition
from birddog.core.vetoes import left_out


def apply(course: Course, state: State, event: Event) -> None:
    """Apply one event to ``state``."""
    handlers: dict[type[Event], Any] = {
        IntakeAnswered: _intake, SessionDone: session_done, MorningAfter: morning_after, LegReport: leg_report,
        ScreenAnswered: _screen, FlareDeclared: _flare, FlareOver: _flare_over, PainReported: _pain, Swap: swap,
        MeasureTaken: _measure, AerobicDone: _aerobic, TherapistEdit: _edit, Reissued: _reissue,
        Arranged: arrange, Pause: _pause,
    }  # fmt: skip
    handlers[type(event)](course, state, event)


def _intake(course: Course, state: State, event: IntakeAnswered) -> None:
    day = event.at.date()
    state.intake = dated(event.intake, day)
    state.patient = state.patient or event.patient or event.intake.person.id
    state.content = event.content or state.content or course.content.version
    state.intake_at = day
    state.least_disposition = Disposition.SELF_CARE
    state.blocked, state.asks, state.asks_because = False, (), ""
    pain = worst_usual_pain(event.intake.pain)
    state.first_pain = pain
    told = event.intake.pain
    leg = told.leg_now if told.leg_week is None else told.leg_week
    back = next((p for p in (told.back_week, told.back_now, told.back_worst) if p is not None), None)
    state.pains = [] if back is None else [(day, back)]
    state.leg_pains = [] if leg is None else [(day, leg)]
    rescreen(course, state, {}, event, "intake")
    course.begin(state, event.at, event.id)


def dated(intake: Intake, day: date) -> Intake:
    """The intake with the length of the spell turned into a date, so that it goes on growing."""
    episode = intake.episode
    if episode.began is None and episode.weeks is not None:
        episode = replace(episode, began=day - timedelta(days=round(episode.weeks * 7)))
    return replace(intake, episode=episode)


def _screen(course: Course, state: State, event: ScreenAnswered) -> None:
    rescreen(course, state, event.red_flags, event, "screen")


def _flare(course: Course, state: State, event: FlareDeclared) -> None:
    if event.pain is not None:
        state.pains.append((event.at.date(), event.pain))
    rescreen(course, state, event.red_flags, event, "flare")
    if state.flare is None:
        base = state.last_work or (course.session(state, event.at.date()).work_s if state.exercising else 0)
        back = state.stage
        state.flare, state.flares = Flare(event.at.date(), back), state.flares + 1
        work = min(base, state.work_s or base) * course.content.value("birddog-flare", "factor")
        course.enter(state, "calm", event.at, event.id, "birddog-flare", work)
        state.last_work = int(work)
        state.waiting = None


def _flare_over(course: Course, state: State, event: FlareOver) -> None:
    if event.pain is not None:
        state.pains.append((event.at.date(), event.pain))
    if state.flare is None:
        return
    day, flare = event.at.date(), state.flare
    state.flare = None
    settled = (day - flare.since).days >= course.content.value("birddog-flare-back", "days")
    stage = flare.stage if settled else "calm"
    work = (state.work_s or state.last_work) * (
        course.content.value("birddog-volume-growth", "factor") if settled else 1
    )
    course.enter(state, stage, event.at, event.id, "birddog-flare-back", work)


def _pain(course: Course, state: State, event: PainReported) -> None:
    if event.back is not None:
        state.pains.append((event.at.date(), event.back))
    if event.leg is not None:
        state.leg_pains.append((event.at.date(), event.leg))
    del course


def _pause(course: Course, state: State, event: Pause) -> None:
    """A pause stands in the chart; so far it changes nothing."""
    del course, state, event


def _measure(course: Course, state: State, event: MeasureTaken) -> None:
    value = noted(course.content.instruments, event.instrument, event.score, event.given)
    if value is None:
        return
    day = event.at.date()
    earlier = state.measures.get(event.instrument, ())
    state.measures = {**state.measures, event.instrument: (*earlier, (day, value))}
    if event.instrument == "nprs_back":
        state.pains.append((day, value))
    if event.instrument == "nprs_leg":
        state.leg_pains.append((day, value))
    course.say(event.id, event.at, "reassess-regularly", f"{event.instrument} {value:g}", "noted")
    if earlier:
        changed = change(of_chart(course.content, event.instrument), earlier[0][1], value, course.content)
        course.log(event.id, event.at, changed.reasons, f"change-{changed.outcome}")


def _aerobic(course: Course, state: State, event: AerobicDone) -> None:
    state.bouts += 1
    day = event.at.date()
    since = state.aerobic_since or day
    sore = event.pain_after is not None and event.pain_after > course.content.value("birddog-red-report", "ceiling")
    if sore:
        state.aerobic_weeks, state.aerobic_since, state.bouts = max(0, state.aerobic_weeks - 1), day, 0
        course.say(
            event.id,
            event.at,
            "birddog-aerobic-step",
            f"pain {event.pain_after:g} after {event.activity}",
            "shorter-next-time",
            about=(event.activity,),
        )
    elif (day - since).days >= 7 and state.bouts >= 3 and course.held_back(state, event.at) is None:
        state.aerobic_weeks, state.aerobic_since, state.bouts = state.aerobic_weeks + 1, day, 0
        course.say(
            event.id,
            event.at,
            "birddog-aerobic-step",
            "three bouts or more in a week, no strong pain",
            "a-little-longer",
        )


def _edit(course: Course, state: State, event: TherapistEdit) -> None:
    if event.note:
        state.notes = (*state.notes, event.note)
    if event.action == "note":
        return
    if event.action == "move_stage":
        assert event.stage is not None
        course.enter(state, event.stage, event.at, event.id, "birddog-therapist-edit", state.last_work)
        return
    assert event.exercise is not None
    exercise = course.content.exercise(event.exercise)
    did, later = f"edit-{event.action}", tuple[str, ...]()
    if event.action == "pin_dose":
        state.pinned = {**state.pinned, exercise.id: _pinned(event, exercise)}
    elif event.action == "unpin":
        state.pinned = {name: dose for name, dose in state.pinned.items() if name != exercise.id}
    elif event.action == "remove":
        state.removed, state.unwanted = state.removed | {exercise.id}, state.unwanted - {exercise.id}
        state.added = tuple(a for a in state.added if a != exercise.id)
    elif event.action == "restore":
        state.removed = state.removed - {exercise.id}
    else:
        if not course.planner(state, event.at.date()).pool >> course.content.index[exercise.id] & 1:
            _refuse(course, state, event, exercise)
            return
        if state.stage not in exercise.doses:
            did, later = "edit-add-later", tuple(f"stage:{stage}" for stage in exercise.doses)
        state.added = tuple(dict.fromkeys((*state.added, exercise.id)))
        state.removed = state.removed - {exercise.id}
    course.say(
        event.id, event.at, "birddog-therapist-edit", event.note or event.action, did, about=(exercise.id,),
        exercise=exercise, stages=later,
    )  # fmt: skip


def _refuse(course: Course, state: State, event: TherapistEdit, exercise: Exercise) -> None:
    """Say why an exercise cannot be added, in the words of each rule that takes it out."""
    assert state.intake is not None
    rows = left_out(state.intake, course.known(state, event.at.date()), course.content)
    why = tuple(row.reason for row in rows if row.exercise == exercise.id)
    saw = ", ".join(reason.rule for reason in why) or f"it is of kind {exercise.kind}, no drill of a session"
    course.say(event.id, event.at, "birddog-veto-stays", f"{exercise.id}: {saw}", "not-added", about=(exercise.id,))
    course.log(event.id, event.at, tuple(replace(reason, about=(exercise.id,)) for reason in why), "not-added")


def _pinned(event: TherapistEdit, exercise: Exercise) -> Dose:
    dose = event.dose
    assert dose is not None
    return Dose(dose.sets, dose.reps, dose.hold_s, rest_s=dose.rest_s, **turns(exercise.laterality))


def _reissue(course: Course, state: State, event: Reissued) -> None:
    course.say(event.id, event.at, "birddog-reissue", f"{state.content} to {event.content}", "made-anew")
    state.content = event.content
