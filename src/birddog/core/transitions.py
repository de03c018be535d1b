"""One function for each kind of event: what it does to the state, and why.

Each takes the course (content and log), the state (changed in place; callers pass a copy) and the
event. Nothing here chooses exercises or doses; that is the planner's and the course's work.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from birddog.core.aerobic import longer, shorter
from birddog.core.arrangement import arrange
from birddog.core.course import Course
from birddog.core.events import (
    AerobicDone,
    Arranged,
    CoachSaw,
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
from birddog.core.reported import pain_reported
from birddog.core.rescreening import rescreen
from birddog.core.screening import screen
from birddog.core.session_reports import morning_after, session_done
from birddog.core.setbacks import answered, flare_begins, flare_ends
from birddog.core.state import State
from birddog.core.swaps import swap
from birddog.core.usual import started_at
from birddog.core.values import Disposition
from birddog.core.vetoes import left_out


def apply(course: Course, state: State, event: Event) -> None:
    """Apply one event to ``state``."""
    handlers: dict[type[Event], Any] = {
        IntakeAnswered: _intake, SessionDone: session_done, MorningAfter: morning_after, LegReport: leg_report,
        ScreenAnswered: _screen, FlareDeclared: _flare, FlareOver: _flare_over, PainReported: _pain, Swap: swap,
        MeasureTaken: _measure, AerobicDone: _aerobic, TherapistEdit: _edit, Reissued: _reissue,
        Arranged: arrange, Pause: _pause, CoachSaw: _coach,
    }  # fmt: skip
    handlers[type(event)](course, state, event)


def _intake(course: Course, state: State, event: IntakeAnswered) -> None:
    told(state, event.intake, event.at)
    state.patient = state.patient or event.patient or event.intake.person.id
    state.content = event.content or state.content or course.content.version
    rescreen(course, state, {}, event, "intake")
    course.begin(state, event.at, event.id)


def told(state: State, intake: Intake, at: datetime) -> None:
    """Take in the answers of an intake; what was known of the pain begins anew."""
    day = at.date()
    state.intake, state.intake_at = dated(intake, day), day
    state.advice, state.worse_seen = (), None
    state.least_disposition = Disposition.SELF_CARE
    state.blocked, state.asks, state.asks_because = False, (), ""
    state.first_pain = worst_usual_pain(intake.pain)
    pain = intake.pain
    leg = pain.leg_now if pain.leg_week is None else pain.leg_week
    back = next((p for p in (pain.back_week, pain.back_now, pain.back_worst) if p is not None), None)
    state.pains = [] if back is None else [(day, back)]
    state.leg_pains = [] if leg is None else [(day, leg)]
    state.usual = started_at(day, back)


def begun(course: Course, state: State, intake: Intake, at: datetime) -> None:
    """A program begun with these answers, whoever acts: what the weeks ahead are laid out from."""
    told(state, intake, at)
    assert state.intake is not None
    state.disposition = screen(state.intake, course.content, at.date()).disposition
    state.screened_at = at.date()
    course.begin(state, at, "begun")


def dated(intake: Intake, day: date) -> Intake:
    """The intake with the length of the spell turned into a date, so that it goes on growing."""
    episode = intake.episode
    if episode.began is None and episode.weeks is not None:
        episode = replace(episode, began=day - timedelta(days=round(episode.weeks * 7)))
    return replace(intake, episode=episode)


def _screen(course: Course, state: State, event: ScreenAnswered) -> None:
    rescreen(course, state, event.red_flags, event, "screen")


def _flare(course: Course, state: State, event: FlareDeclared) -> None:
    rescreen(course, state, event.red_flags, event, "flare")
    if state.flare is None:
        flare_begins(course, state, event.at, event.id)
    if event.pain is not None:
        pain_reported(course, state, event.pain, event.at, event.id)


def _flare_over(course: Course, state: State, event: FlareOver) -> None:
    if event.pain is not None:
        pain_reported(course, state, event.pain, event.at, event.id)
    if state.flare is not None:
        flare_ends(course, state, event.at, event.id)


def _coach(_course: Course, _state: State, _event: CoachSaw) -> None:
    """What a camera saw is kept and shown, and nothing follows from it: what was done is what the person says."""


def _pause(course: Course, state: State, event: Pause) -> None:
    """Away or ill: no exercise is expected. What a break does to the doses goes by its length alone."""
    state.paused_until = event.until or date.max
    course.say(event.id, event.at, "birddog-pause", event.why or "not told", "paused")


def _pain(course: Course, state: State, event: PainReported) -> None:
    if event.back is not None:
        pain_reported(course, state, event.back, event.at, event.id)
    if event.leg is not None:
        state.leg_pains.append((event.at.date(), event.leg))


def _measure(course: Course, state: State, event: MeasureTaken) -> None:
    value = noted(course.content.instruments, event.instrument, event.score, event.given)
    if value is None:
        return
    day = event.at.date()
    earlier = state.measures.get(event.instrument, ())
    state.measures = {**state.measures, event.instrument: (*earlier, (day, value))}
    if event.instrument == "nprs_back":
        pain_reported(course, state, value, event.at, event.id)
    if event.instrument == "nprs_leg":
        state.leg_pains.append((day, value))
    course.say(event.id, event.at, "reassess-regularly", f"{event.instrument} {value:g}", "noted")
    if earlier:
        changed = change(of_chart(course.content, event.instrument), earlier[0][1], value, course.content)
        course.log(event.id, event.at, changed.reasons, f"change-{changed.outcome}")


def _aerobic(course: Course, state: State, event: AerobicDone) -> None:
    if state.walk is None:
        return
    values, day, usual = course.content.values, event.at.date(), state.usual.now
    risen = event.pain_after is not None and usual is not None and event.pain_after - usual >= values.red_report.rise
    walk = replace(state.walk, bouts=state.walk.bouts + 1)
    careful = course.planner(state, day).careful or course.known(state, day).stenosis == "yes"
    if risen:
        state.walk = shorter(walk, day, course.content)
        saw = f"pain {event.pain_after:g} after {event.activity}, usually {usual:g}"
        course.say(event.id, event.at, "birddog-aerobic-step", saw, "shorter-next-time", about=(event.activity,))
    elif (day - walk.since).days >= 7 and walk.bouts >= values.aerobic_step.bouts:
        held = course.held_back(state, event.at)
        state.walk = (
            longer(walk, day, course.content, careful, state.stage) if held in (None, "birddog-irritable") else walk
        )
        if state.walk is not walk:
            saw = f"{walk.bouts} bouts in a week, no more pain than usual"
            course.say(event.id, event.at, "birddog-aerobic-step", saw, "a-little-longer")
    else:
        state.walk = walk


def _edit(course: Course, state: State, event: TherapistEdit) -> None:
    if event.note:
        state.notes = (*state.notes, event.note)
    if event.actor == "therapist":
        answered(course, state, event.at, event.id)
    if event.action == "note":
        return
    if event.action == "move_stage":
        assert event.stage is not None
        course.enter(state, event.stage, event.at, event.id, "birddog-therapist-edit")
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
        if state.stage in exercise.doses and exercise.id not in state.roster:
            day = event.at.date()
            course.take_in(state, course.planner(state, day), list(state.roster), exercise.id, day)
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
