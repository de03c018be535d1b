"""Today: what a person sees first. Questions that come first, the session, the walk, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from birddog.core.chart.bouts import Bouts, bouts
from birddog.core.chart.chart import Folded
from birddog.core.chart.ways_on import offered
from birddog.core.content.content import Lesson
from birddog.core.content.pace import USUAL, Pace
from birddog.core.content.values import Disposition, Reason
from birddog.core.person.intake import Intake
from birddog.core.plan.aerobic import Aerobic, aerobic, choices
from birddog.core.plan.keeping_up import short_version
from birddog.core.plan.lessons import Breaks, breaks, practice, schedule
from birddog.core.plan.planner import Session, paced
from birddog.core.plan.spare import spare
from birddog.core.plan.weekdays import is_training_day
from birddog.core.screen.screening import at_level
from birddog.core.state.stages import guided_weeks
from birddog.core.state.state import Logged, State

Stands = Literal["stopped", "pause", "questions", "none", "open"]
"""What a day brings: no exercise for now, a pause, safety questions first, nothing that suits, or a session."""


@dataclass(frozen=True, slots=True)
class Today:
    """One day of one person. ``session`` is ``None`` when safety questions or a clinician come first.

    ``ask`` holds the danger signs to ask; ``ask_first`` whether they stand before the session, which is not shown until
    they are answered; ``reports_due`` what is waited for: ``next_morning``, ``flare_over`` (is it over?), ``intake``
    (a new one, after a long time away); ``training_day`` whether today is one of the planned days (a session may be
    done on any day); ``short`` a short version, offered to who manages little; ``offers`` ways on that may be chosen
    (``upkeep``, ``staged``); ``bouts`` a movement for between times, apart from the minutes; ``spare`` why the session
    takes less time than there is.
    """

    date: date
    disposition: Disposition
    reasons: tuple[Reason, ...]
    week: int
    stage: str
    kind: str
    flare: bool
    ask: tuple[str, ...]
    ask_because: str
    ask_first: bool
    training_day: bool
    session: Session | None
    short: Session | None
    offers: tuple[str, ...]
    bouts: Bouts | None
    spare: tuple[Reason, ...]
    aerobic: Aerobic | None
    breaks: Breaks | None
    practice: tuple[str, ...]
    lessons: tuple[Lesson, ...]
    reports_due: tuple[str, ...]
    measures_due: tuple[str, ...]
    notes: tuple[str, ...]
    decisions: tuple[Logged, ...]


def today(folded: Folded, now: datetime, pace: Pace = USUAL) -> Today:
    """What ``folded`` (a chart replayed to ``now``) means for the day of ``now``, at the person's ``pace``."""
    state, course, day = folded.state, folded.course, now.date()
    week = state.week(day)
    open_ = state.exercising
    session = session_on(folded, day, pace) if open_ and not state.asks else None
    short = short_version(course, state, day, session) if session is not None else None
    left = () if session is None else _spare(folded, now, session)
    known = course.known(state, day) if state.intake is not None else None
    walk, rests = None, None
    habits: tuple[str, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    if open_ and known is not None and state.intake is not None:
        taste = _by_taste(state, state.intake)
        order = choices(taste, known, course.content)
        share = course.content.values.flare.factor if state.flare is not None else 1.0
        walk = aerobic(order, taste, course.content, state.stage, state.walk, share)
        rests = breaks(state.intake, known, course.content)
        habits = practice(known, course.content, lifting=state.stage != "calm")
        lessons = _lessons(folded, day, week)
    reasons = at_level(state.screen_reasons, state.disposition, course.content)
    return Today(
        day, state.disposition, reasons, week, state.stage, state.kind, state.flare is not None, state.asks,
        state.asks_because, bool(state.asks), _is_training_day(folded, day), session, short,
        offered(course, state, day), None if state.asks else bouts(course, state, day),
        left, walk, rests, habits, lessons, _reports_due(folded, day) if open_ else (),
        _measures_due(folded, day), state.notes,
        tuple(d for d in folded.decisions if d.at.date() == day),
    )  # fmt: skip


def stands(shown: Today, state: State) -> Stands:
    """Whether a session is given on the day of ``shown``, made of ``state``, and if not, what comes first."""
    if not shown.disposition.allows_exercise:
        return "stopped"
    if state.paused_until is not None and shown.date <= state.paused_until:
        return "pause"
    if shown.ask_first:
        return "questions"
    return "none" if shown.session is None else "open"


def session_on(folded: Folded, day: date, pace: Pace, name: str | None = None) -> Session | None:
    """The next session (or session ``name``, A or B) at the person's pace; ``None`` when nothing suits."""
    state = folded.state
    assert state.intake is not None
    session = folded.course.session(state, day, name)
    return paced(session, pace, state.intake.time.minutes * 60, state.pinned) if session.items else None


def _spare(folded: Folded, now: datetime, session: Session) -> tuple[Reason, ...]:
    """Why the session leaves time over: a flare speaks before a report that it began with."""
    state, course, day = folded.state, folded.course, now.date()
    held = course.held_back(state, now) if state.flare is None else "birddog-flare"
    return spare(course.planner(state, day), session, held)


def _reports_due(folded: Folded, day: date) -> tuple[str, ...]:
    state, values = folded.state, folded.course.content.values
    due = ["next_morning"] if state.waiting is not None else []
    if state.flare is not None and len(state.flare.settled) >= values.flare_asked.days:
        due.append("flare_over")
    if state.last_session is not None and (day - state.last_session).days >= values.gap.intake_days:
        due.append("intake")
    return tuple(due)


def _by_taste(state: State, intake: Intake) -> Intake:
    """The intake with the wishes told since: what is liked comes first, what was taken out is disliked."""
    life = intake.life
    aerobic, dislikes = (*reversed(state.liked), *life.aerobic), (*life.dislikes, *sorted(state.removed))
    return replace(intake, life=replace(life, aerobic=aerobic, dislikes=dislikes))


def _is_training_day(folded: Folded, day: date) -> bool:
    state = folded.state
    if state.intake is None or state.started is None:
        return False
    return is_training_day(state.intake, folded.course.content, state.stage, state.started, day)


def _lessons(folded: Folded, day: date, week: int) -> tuple[Lesson, ...]:
    """The week's lessons; in a flare, the ones about flares."""
    state, content = folded.state, folded.course.content
    assert state.intake is not None
    if state.flare is not None:
        return tuple(lesson for lesson in content.lessons if "flare" in lesson.topics)[:3]
    paced = tuple(row for row in content.lessons if row.id == "pacing" and state.paced_from is not None)
    rows = schedule(state.intake, folded.course.known(state, day), content, guided_weeks(content))
    return tuple(dict.fromkeys((*paced, *(lesson for number, lesson, _ in rows if number == week))))


def _measures_due(folded: Folded, day: date) -> tuple[str, ...]:
    """Core measures that a reassessment week asks for and that have not been taken in it."""
    state = folded.state
    if state.started is None or not state.disposition.allows_exercise:
        return ()
    weeks_done = (day - state.started).days // 7
    due = [w for w in folded.course.content.values.reassess.weeks if w <= weeks_done]
    if not due:
        return ()
    since = (due[-1]) * 7
    installed = {instrument.id for instrument in folded.course.content.instruments}
    out = []
    for instrument in ("nprs_back", "nprs_leg", "psfs", "groc"):
        taken = state.measures.get(instrument, ())
        if instrument in installed and not any((on - state.started).days >= since for on, _ in taken):
            out.append(instrument)
    return tuple(out)
