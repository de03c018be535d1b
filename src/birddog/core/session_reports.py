"""A session and the morning after: judged by the pain rules, then raised, held or lowered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from birddog.core.course import Course
from birddog.core.events import Event, MorningAfter, SessionDone
from birddog.core.leg_reports import moved_down, moved_up
from birddog.core.pain_check import PainReport, pain_check
from birddog.core.rescreening import rescreen
from birddog.core.state import State, Waiting
from birddog.core.values import between

NEXT_DAY_HOURS = (6, 48)
"""Pain before a session this many hours after the last one counts as its next-day report."""


def session_done(course: Course, state: State, event: SessionDone) -> None:
    """Close the last session, judge this one, and hold or lower the next; good ones wait for the morning.

    One in which everything was left out is judged by what was told of pain, and counts as no session.
    """
    day = event.at.date()
    earlier = state.waiting if state.waiting is not None and state.waiting.at.date() == day else None
    if earlier is None:
        _settle_by_next_session(course, state, event)
    work = course.session(state, day).work_s if state.exercising else state.last_work
    if event.counts:
        state.last_session, state.sessions, state.last_work = day, state.sessions + 1, work
    if event.counts and work:
        growth = course.content.value("birddog-volume-growth", "factor")
        state.work_s = min(state.work_s or work, max(1, int(work * growth)))
    if event.pain_before is not None:
        state.pains.append((day, event.pain_before))
    baseline = event.pain_before if event.pain_before is not None else state.recent_back(day)
    hurt = tuple(item.exercise for item in event.items if item.hurt)
    efforts = [item.effort for item in event.items if item.effort is not None]
    pains = [item.pain for item in event.items if item.pain is not None]
    during = event.pain_during if event.pain_during is not None else (max(pains) if pains else None)
    report = PainReport(
        baseline, during, event.pain_after, None, event.over_mild_minutes,
        None, max(efforts, default=None), hurt, tuple(exercise for exercise in hurt if state.rests.get(exercise)),
    )  # fmt: skip
    checked = pain_check(report, course.content)
    course.log(
        event.id,
        event.at,
        checked.reasons,
        {"red": "less-next-time", "amber": "dose-stays"}.get(checked.outcome, "noted"),
    )
    for exercise in hurt:
        _rest(course, state, exercise, event)
    if checked.outcome == "red":
        course.lower(state, event.at, event.id)
    elif checked.outcome != "green":
        course.hold(state)
    elif event.counts:
        state.next_name = "B" if state.next_name == "A" else "A"
    done = all(item.done == "yes" for item in event.items)
    verdict = "partial" if checked.outcome == "green" and not done else checked.outcome
    state.waiting = _of_the_day(earlier, Waiting(event.at, baseline, verdict, work))
    if event.leg == "down":
        moved_down(course, state, event, event.leg_exercise, None, event.leg_minutes)
        rescreen(course, state, {}, event, "leg")
    if event.leg == "up":
        moved_up(course, state, event, event.leg_exercise, None)


def _of_the_day(earlier: Waiting | None, now: Waiting) -> Waiting:
    """What the next morning judges: the sessions of one day together, by the worst of them and the first baseline."""
    if earlier is None:
        return now
    baseline = now.baseline if earlier.baseline is None else earlier.baseline
    verdict = now.verdict if earlier.verdict == "green" or now.verdict == "red" else earlier.verdict
    return Waiting(now.at, baseline, verdict, now.work_s)


def _settle_by_next_session(course: Course, state: State, event: SessionDone) -> None:
    """Close the last session: by the pain before this one if it is the next day, else as not reported."""
    if state.waiting is None:
        return
    hours = between(state.waiting.at, event.at).total_seconds() / 3600
    in_time = NEXT_DAY_HOURS[0] <= hours <= NEXT_DAY_HOURS[1]
    _settle(course, state, event, PainReport(morning=event.pain_before if in_time else None))


def _settle(course: Course, state: State, event: Event, told: PainReport) -> None:
    """Judge the last session by the next day's report, and raise the dose if that has been earned.

    Without pain to compare, back or leg, nothing rises.
    """
    waiting = state.waiting
    assert waiting is not None
    state.waiting = None
    calm = 0.0 if waiting.baseline is None else min(waiting.baseline, 3.0)
    checked = pain_check(replace(told, before=waiting.baseline, during=calm), course.content)
    spoke = tuple(r for r in checked.reasons if r.rule != "hurt-vs-harm")
    course.log(event.id, event.at, spoke, "less-next-time" if checked.outcome == "red" else "noted")
    if checked.outcome == "red":
        if waiting.verdict != "red":
            course.lower(state, event.at, event.id)
    elif told.morning is None or waiting.baseline is None:
        missing = "no report of the next day" if told.morning is None else "no report of the pain before"
        course.say(event.id, event.at, "birddog-missing-report", missing, "dose-stays")
        course.hold(state)
    elif waiting.verdict == "green" and checked.outcome == "green":
        state.good_here, state.good_in_stage = state.good_here + 1, state.good_in_stage + 1
        course.raise_if_earned(state, event.at, event.id)
    elif checked.outcome != "green":
        course.hold(state)


def _rest(course: Course, state: State, exercise: str, event: Event) -> None:
    """An exercise that hurt rests a week; the second time it stays out."""
    times = state.rests.get(exercise, 0) + 1
    state.rests = {**state.rests, exercise: times}
    if times >= 2:
        state.removed, state.unwanted = state.removed | {exercise}, state.unwanted - {exercise}
    else:
        days = course.content.value("birddog-exercise-rests", "days")
        state.rested = {**state.rested, exercise: event.at.date() + timedelta(days=days)}
    did = "left-out-for-good" if times >= 2 else "rests-a-week"
    course.say(event.id, event.at, "birddog-exercise-rests", f"{exercise} hurt, time {times}", did, about=(exercise,))


def morning_after(course: Course, state: State, event: MorningAfter) -> None:
    """The next day's report settles the last session."""
    if event.pain is not None:
        state.pains.append((event.at.date(), event.pain))
    leg_before = state.leg_pains[-1][1] if state.leg_pains else None
    if event.leg_pain is not None:
        state.leg_pains.append((event.at.date(), event.leg_pain))
    if state.waiting is not None:
        told = PainReport(
            morning=event.pain, soreness=event.soreness, stiff=event.stiff, leg_before=leg_before,
            leg_morning=event.leg_pain,
        )  # fmt: skip
        _settle(course, state, event, told)
        return
    if event.soreness == "mild":
        course.say(event.id, event.at, "doms-24-48h-normal", "mild muscle soreness", "no-change")
    if event.stiff:
        course.say(event.id, event.at, "monitor-mild-stiffness-normal", "a little stiff", "no-change")
