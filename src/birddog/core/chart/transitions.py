"""One function for each kind of event: what it does to the state, and why.

Each takes the course (content and log), the state (changed in place; callers pass a copy) and the
event. Nothing here chooses exercises or doses; that is the planner's and the course's work.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from birddog.core.chart.arrangement import arrange
from birddog.core.chart.attested import screened
from birddog.core.chart.edits import edit, proposal_answered
from birddog.core.chart.leg_reports import leg_report
from birddog.core.chart.overrides import override, therapist_changed
from birddog.core.chart.proposals import propose
from birddog.core.chart.reported import pain_reported
from birddog.core.chart.rescreening import rescreen
from birddog.core.chart.session_reports import morning_after, session_done
from birddog.core.chart.setbacks import flare_begins, flare_ends
from birddog.core.chart.swaps import swap
from birddog.core.chart.worsening import got_worse
from birddog.core.content.measures import change, noted, of_chart
from birddog.core.content.program_values import AnswersDiffer
from birddog.core.content.values import Disposition
from birddog.core.log.events import (
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
    ProposalAnswered,
    Reissued,
    ScreenAnswered,
    ScreenedByClinician,
    SessionDone,
    Swap,
    TherapistChanged,
    TherapistEdit,
    VetoOverridden,
)
from birddog.core.person.health_facts import not_covering
from birddog.core.person.intake import Intake
from birddog.core.person.spell import told_twice, usual_back, worst_usual_pain
from birddog.core.plan.aerobic import longer, shorter
from birddog.core.plan.course import Course
from birddog.core.screen.screening import screen
from birddog.core.state.asked_later import still_settled
from birddog.core.state.function import rated, told_at_intake
from birddog.core.state.state import State, Walk
from birddog.core.state.usual import started_at


def apply(course: Course, state: State, event: Event) -> None:
    """Apply one event to ``state``."""
    handlers: dict[type[Event], Any] = {
        IntakeAnswered: _intake, SessionDone: session_done, MorningAfter: morning_after, LegReport: leg_report,
        ScreenAnswered: _screen, FlareDeclared: _flare, FlareOver: _flare_over, PainReported: _pain, Swap: swap,
        MeasureTaken: _measure, AerobicDone: _aerobic, TherapistEdit: edit, Reissued: _reissue,
        Arranged: arrange, Pause: _pause, ProposalAnswered: proposal_answered, VetoOverridden: override,
        ScreenedByClinician: screened, TherapistChanged: therapist_changed, CoachSaw: _coach,
    }  # fmt: skip
    handlers[type(event)](course, state, event)


def _intake(course: Course, state: State, event: IntakeAnswered) -> None:
    told(state, event.intake, event.at, course.content.values.answers_differ)
    state.patient = state.patient or event.patient or event.intake.person.id
    state.content = event.content or state.content or course.content.version
    rescreen(course, state, {}, event, "intake")
    course.begin(state, event.at, event.id)


def told(state: State, intake: Intake, at: datetime, limit: AnswersDiffer) -> None:
    """Take in the answers of an intake; what was known of the pain begins anew."""
    day = at.date()
    state.settled = still_settled(state.settled, state.intake, intake)
    state.intake, state.intake_at = not_covering(dated(intake, day, limit), state.worse_on), day
    state.advice, state.worse_seen = (), None
    state.least_disposition = Disposition.SELF_CARE
    state.blocked, state.asks, state.asks_because = False, (), ""
    state.words, state.words_level = {}, Disposition.SELF_CARE
    state.first_pain = worst_usual_pain(intake.pain)
    pain = intake.pain
    leg = pain.leg_now if pain.leg_week is None else pain.leg_week
    back = usual_back(pain)
    state.pains = [] if back is None else [(day, back)]
    state.leg_pains = [] if leg is None else [(day, leg)]
    state.usual = started_at(day, back)
    state.own_first = state.own_now = told_at_intake(state.intake)


def begun(course: Course, state: State, intake: Intake, at: datetime) -> None:
    """A program begun with these answers, whoever acts: what the weeks ahead are laid out from."""
    told(state, intake, at, course.content.values.answers_differ)
    assert state.intake is not None
    state.disposition = screen(state.intake, course.content, at.date()).disposition
    state.screened_at = at.date()
    course.begin(state, at, "begun")


def dated(intake: Intake, day: date, limit: AnswersDiffer) -> Intake:
    """The intake with the length of the spell as a date, so that it goes on growing.

    Weeks beside a date that they fit say nothing more, and would not fit it for long: they are left out.
    """
    episode = intake.episode
    if episode.weeks is None or told_twice(episode, day, limit):
        return intake
    began = episode.began or day - timedelta(days=round(episode.weeks * 7))
    return replace(intake, episode=replace(episode, began=began, weeks=None))


def _screen(course: Course, state: State, event: ScreenAnswered) -> None:
    rescreen(course, state, event.red_flags, event, "screen")


def _flare(course: Course, state: State, event: FlareDeclared) -> None:
    got_worse(course, state, event.at, event.id)
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
    if event.instrument == "psfs":
        rated(state, event.answers)
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
    values, day, usual = course.content.values, event.at.date(), _before_the_walk(state, event)
    risen = event.pain_after is not None and usual is not None and event.pain_after - usual >= values.red_report.rise
    walk = replace(state.walk, bouts=state.walk.bouts + 1)
    careful = course.planner(state, day).careful or course.known(state, day).stenosis == "yes"
    if risen:
        state.walk = shorter(walk, day, course.content)
        saw = f"pain {event.pain_after:g} after {event.activity}, {usual:g} before or usually"
        course.say(event.id, event.at, "birddog-aerobic-step", saw, "shorter-next-time", about=(event.activity,))
    elif (day - walk.since).days >= 7 and walk.bouts >= values.aerobic_step.bouts:
        held = course.held_back(state, event.at)
        more = longer(walk, day, course.content, careful, state.stage) if held in (None, "birddog-irritable") else walk
        _longer_walks(course, state, event, walk, more)
    else:
        state.walk = walk


def _longer_walks(course: Course, state: State, event: AerobicDone, walk: Walk, more: Walk) -> None:
    """Walk a little longer from now on, or propose it where rises wait."""
    saw = f"{walk.bouts} bouts in a week, no more pain than usual"
    state.walk = walk if state.waits else more
    if more is not walk and state.waits:
        was = replace(walk, bouts=0)
        propose(course, state, event.at, event.id, "walk", "birddog-aerobic-step", saw, walk=more, walked=was)
    elif more is not walk:
        course.say(event.id, event.at, "birddog-aerobic-step", saw, "a-little-longer")


def _before_the_walk(state: State, event: AerobicDone) -> float | None:
    """What pain after a walk is held against: the higher of the usual pain and the last report of that day."""
    today = [pain for on, pain in state.pains[-1:] if on == event.at.date()]
    known = [pain for pain in (state.usual.now, *today) if pain is not None]
    return max(known) if known else None


def _reissue(course: Course, state: State, event: Reissued) -> None:
    course.say(event.id, event.at, "birddog-reissue", f"{state.content} to {event.content}", "made-anew")
    state.content = event.content
