"""A session and the morning after: judged by one verdict, then raised, held or lowered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from birddog.core.chart.earned import by_effort, done_of, good_session, more_done, step_back_up
from birddog.core.chart.leg_reports import moved_down, moved_up
from birddog.core.chart.pacing import note_more, overdone
from birddog.core.chart.reported import pain_reported
from birddog.core.chart.rescreening import rescreen
from birddog.core.chart.setbacks import hurt, too_much
from birddog.core.content.pain_check import PainReport, next_day, pain_check, up_this_morning
from birddog.core.content.values import between
from birddog.core.log.events import Event, MorningAfter, SessionDone
from birddog.core.plan.course import Course
from birddog.core.plan.planner import loads
from birddog.core.state.memory import KEPT_DAYS
from birddog.core.state.state import State, Waiting

NEXT_DAY_HOURS = (6, 48)
"""Pain before a session this many hours after the last one counts as its next-day report."""
MORNINGS_APART = 4
"""Mornings reported at most so many days apart count as running."""


def session_done(course: Course, state: State, event: SessionDone) -> None:
    """Close the last session, judge this one, and hold or lower the next; good ones wait for the morning.

    One in which everything was left out is judged by what was told of pain, and counts as no session.
    """
    day = event.at.date()
    earlier = state.waiting if state.waiting is not None and state.waiting.at.date() == day else None
    if earlier is None:
        _settle_by_next_session(course, state, event)
    session = course.session(state, day) if state.exercising else None
    if event.pain_before is not None:
        pain_reported(course, state, event.pain_before, event.at, event.id)
    report = _report(state, event)
    checked = pain_check(report, course.content)
    word = {"red": "less-next-time", "amber": "dose-stays"}.get(checked.outcome, "noted")
    course.log(event.id, event.at, checked.reasons, word)
    for exercise in report.hurt:
        hurt(course, state, exercise, event)
    if event.counts:
        state.last_session, state.sessions = day, state.sessions + 1
        state.done_on = (*(on for on in state.done_on if (day - on).days < KEPT_DAYS), day)
        if checked.outcome != "red":
            state.next_name = "B" if state.next_name == "A" else "A"
        note_more(course, state, event, session)
        state.returned = day if state.paused_until is not None else state.returned
        state.paused_until = None
        if session is not None:
            state.last_work = session.work_s
            light = by_effort(course, state, event.at, event, session)
            if any(loads(course.content.exercise(item.exercise)) for item in session.items):
                state.strength_days = (*(on for on in state.strength_days if (day - on).days < 14 and on != day), day)
            done, over = done_of(event, session), more_done(event, session)
            now = Waiting(event.at, report.before, checked.outcome, done, light, over)
            state.waiting = _of_the_day(earlier, now)
    if state.waiting is None:
        state.waiting = Waiting(event.at, report.before, checked.outcome)
    if checked.outcome == "red":
        too_much(course, state, event.at, event.id, _about(report, event, course))
        overdone(course, state, event.at, event.id)
    if event.leg == "down":
        moved_down(course, state, event, event.leg_exercise, None, event.leg_minutes)
        rescreen(course, state, {}, event, "leg")
    if event.leg == "up":
        moved_up(course, state, event, event.leg_exercise, None)


def _report(state: State, event: SessionDone) -> PainReport:
    """The event as the report that the verdict reads."""
    hurts = tuple(item.exercise for item in event.items if item.hurt)
    pains = [item.pain for item in event.items if item.pain is not None]
    efforts = [item.effort for item in event.items if item.effort is not None]
    during = event.pain_during if event.pain_during is not None else (max(pains) if pains else None)
    return PainReport(
        before=event.pain_before, during=during, after=event.pain_after, over_mild_minutes=event.over_mild_minutes,
        effort=max(efforts, default=None), hurt=hurts, hurt_again=tuple(e for e in hurts if state.rests.get(e)),
        usual=state.usual.now, no_more=event.usual,
    )  # fmt: skip


def _about(report: PainReport, event: SessionDone, course: Course) -> tuple[str, ...]:
    """The exercises that a red report is about: those that hurt, or whose own pain was too much; none: all of them."""
    if report.hurt:
        return report.hurt
    base, values = report.base, course.content.values
    ceiling, rise = values.red_report.ceiling, values.red_report.rise
    if event.pain_during is not None or base is None or (report.after is not None and report.after - base >= rise):
        return ()
    return tuple(i.exercise for i in event.items if i.pain is not None and i.pain > ceiling and i.pain - base >= rise)


def _of_the_day(earlier: Waiting | None, now: Waiting) -> Waiting:
    """What the next morning judges: the sessions of one day together, by the worst of them and the first baseline."""
    if earlier is None:
        return now
    baseline = now.baseline if earlier.baseline is None else earlier.baseline
    order = ("green", "missing", "amber", "red")
    verdict = max(earlier.verdict, now.verdict, key=order.index)
    done, easy, over = (*earlier.done, *now.done), (*earlier.easy, *now.easy), (*earlier.over, *now.over)
    return Waiting(now.at, baseline, verdict, done, easy, over)


def _settle_by_next_session(course: Course, state: State, event: SessionDone) -> None:
    """Close the last session: by the pain before this one if it is the next day, else as not reported."""
    if state.waiting is None:
        return
    hours = between(state.waiting.at, event.at).total_seconds() / 3600
    in_time = NEXT_DAY_HOURS[0] <= hours <= NEXT_DAY_HOURS[1]
    _settle(course, state, event, PainReport(morning=event.pain_before if in_time else None))


def _settle(course: Course, state: State, event: Event, told: PainReport) -> None:
    """Judge the last session by the next day's report, and raise what has been earned.

    Without pain to compare, back or leg, nothing rises.
    """
    waiting = state.waiting
    assert waiting is not None
    state.waiting = None
    told = replace(told, before=waiting.baseline, usual=state.usual.now, up_yesterday=up_before(state, event.at.date()))
    checked = next_day(told, course.content)
    if told.morning is not None:
        state.up_on = event.at.date() if up_this_morning(told, course.content) else None
        if state.up_on is not None:
            overdone(course, state, event.at, event.id)
    course.log(event.id, event.at, checked.reasons, {"red": "less-next-time"}.get(checked.outcome, "noted"))
    if checked.outcome == "red":
        if waiting.verdict != "red":
            too_much(course, state, event.at, event.id)
    elif waiting.verdict == "red":
        return
    elif checked.outcome == "missing" or waiting.verdict == "missing":
        if checked.outcome != "missing":
            missing = "no report of the pain during"
            course.say(event.id, event.at, "birddog-missing-report", missing, "dose-stays")
    elif waiting.verdict == "green" and checked.outcome == "green":
        good_session(course, state, event.at, event.id, waiting.done, waiting.easy, waiting.over)
    elif state.back is not None and state.back.cause == "flare":
        step_back_up(course, state, event.at, event.id)


def up_before(state: State, day: date) -> bool:
    """Whether the last morning reported before ``day`` was well above the usual."""
    return state.up_on is not None and 0 < (day - state.up_on).days <= MORNINGS_APART


def morning_after(course: Course, state: State, event: MorningAfter) -> None:
    """The next day's report settles the last session."""
    leg_before = state.leg_pains[-1][1] if state.leg_pains else None
    if event.leg_pain is not None:
        state.leg_pains.append((event.at.date(), event.leg_pain))
    if state.waiting is not None:
        told = PainReport(
            morning=event.pain, soreness=event.soreness, stiff=event.stiff, leg_before=leg_before,
            leg_morning=event.leg_pain, no_more=event.usual, woken=bool(event.woken),
        )  # fmt: skip
        _settle(course, state, event, told)
    else:
        if event.soreness == "mild":
            course.say(event.id, event.at, "doms-24-48h-normal", "mild muscle soreness", "no-change")
        if event.stiff:
            course.say(event.id, event.at, "monitor-mild-stiffness-normal", "a little stiff", "no-change")
    if event.pain is not None:
        pain_reported(course, state, event.pain, event.at, event.id)
