"""What the passing of days does to a chart: breaks, stale answers, reviews, flares that last, the end.

Called with the day of each event before the event is applied, and once more with ``now``. Cheap when
nothing is due.
"""

from __future__ import annotations

from datetime import date, datetime

from birddog.core.course import Course, told_pain
from birddog.core.facts import dated
from birddog.core.screening import screen
from birddog.core.state import State
from birddog.core.values import Disposition


def pass_time(course: Course, state: State, at: datetime) -> None:
    """Bring ``state`` up to ``at``; logs what became due."""
    if state.intake is None or not state.disposition.allows_exercise:
        return
    day = at.date()
    if state.passed == day:
        return
    state.passed = day
    cause = f"day-{day.isoformat()}"
    _gap(course, state, at, day, cause)
    _asks(course, state, at, day, cause)
    _pregnancy_moves_on(course, state, at, day, cause)
    _acute_over(course, state, at, day, cause)
    _flare_lasts(course, state, at, day, cause)
    _no_improvement(course, state, at, day, cause)
    _end_of_guided_weeks(course, state, at, day, cause)


def _gap(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """Fourteen days without a session: ask again, and start lower (C15)."""
    value = course.content.value
    last = state.last_session
    if last is None or (day - last).days < value("birddog-gap", "days") or state.gap_seen == last:
        return
    state.gap_seen = last
    if state.last_work:
        before = min(state.last_work, state.work_s or state.last_work)
        state.work_s = state.last_work = max(1, int(before * value("birddog-gap", "factor")))
    state.level, state.good_here, state.level_since = 0, 0, day
    if state.waiting is not None:
        state.waiting = None
    state.asks, state.asks_because = course.content.recheck_items, "gap"
    course.say(
        cause, at, "birddog-gap", f"{(day - last).days} days without a session", "work-at-most", work=state.work_s
    )


def _asks(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """Danger signs again every seven days; answers older than 28 days hold progress."""
    if state.screened_at is None:
        return
    age = (day - state.screened_at).days
    if age >= course.content.value("birddog-weekly-screen", "days") and not state.asks:
        state.asks, state.asks_because = course.content.recheck_items, "weekly"
    if age > course.content.value("birddog-stale-intake", "days") and not state.stale_seen:
        state.stale_seen = True
        course.say(cause, at, "birddog-stale-intake", f"safety answers are {age} days old", "no-progress-until-asked")
    if age <= course.content.value("birddog-stale-intake", "days"):
        state.stale_seen = False


def _pregnancy_moves_on(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """Screen again with the facts of the day: a trimester or a time limit may have moved on."""
    assert state.intake is not None
    if not dated(state.intake):
        return
    found = screen(state.intake, course.content, day)
    level = max(found.disposition, state.least)
    if level > state.disposition:
        state.disposition, state.screen_reasons = level, found.reasons
        course.log(cause, at, found.reasons, f"disposition-{level.word}")


def _acute_over(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """A spell that has passed six weeks is no longer acute: the staged program begins where it stands."""
    if state.kind != "acute" or course.known(state, day).duration == "acute":
        return
    state.kind = "staged"
    state.started = day
    course.say(cause, at, "programme-8wk-then-maintenance", "six weeks have passed", "staged-begins")


def _flare_lasts(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """A flare that has not settled in two weeks goes one level up."""
    if state.flare is None or state.escalated:
        return
    if (day - state.flare.since).days > course.content.value("birddog-flare-escalate", "days"):
        escalate(course, state, at, cause, "birddog-flare-escalate", f"flare for {(day - state.flare.since).days} days")


def _no_improvement(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """Neither 2 points nor 30 percent better after four weeks (six if a clinician is alongside): one level up.

    Not during a flare, whose pain says nothing about the weeks before; a flare that lasts has its own rule.
    """
    if state.started is None or state.first_pain is None or state.flare is not None:
        return
    if state.escalated:
        _better_after_all(course, state, at, day, cause)
        return
    alongside = state.disposition == Disposition.CLINICIAN_ALONGSIDE
    weeks = course.content.value("birddog-no-improvement", "weeks")[1 if alongside else 0]
    if (day - state.started).days < 7 * weeks:
        return
    pain = state.recent_pain(day)
    if pain is None or pain < course.content.value("birddog-no-improvement", "least_pain"):
        return
    if _clearly_better(course, state.first_pain, pain):
        return
    saw = f"pain {state.first_pain:g} at the start, {pain:.1f} now, week {state.week(day)}"
    escalate(course, state, at, cause, "birddog-no-improvement", saw)
    course.say(cause, at, "programme-4wk-before-invasive", saw, "talk-over")


def _clearly_better(course: Course, first: float, now: float) -> bool:
    """Better by the smallest change that matters: 2 points, or 30 percent of the first pain."""
    points: float = course.content.value("birddog-better-after-all", "points")
    share: float = course.content.value("birddog-better-after-all", "share")
    return first - now >= points or first - now >= share * first > 0


def _better_after_all(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """Lift an escalation to ``clinician_alongside`` once pain is clearly better; a higher one stays."""
    assert state.intake is not None and state.first_pain is not None
    pain = state.recent_pain(day)
    if state.least_disposition != Disposition.CLINICIAN_ALONGSIDE or state.flare is not None or pain is None:
        return
    if not _clearly_better(course, state.first_pain, pain):
        return
    state.least_disposition = Disposition.SELF_CARE
    found = screen(state.intake, course.content, day)
    state.disposition, state.screen_reasons = max(found.disposition, state.least), found.reasons
    saw = f"pain {state.first_pain:g} at the start, {pain:.1f} now"
    course.say(cause, at, "birddog-better-after-all", saw, f"disposition-{state.disposition.word}")


def escalate(course: Course, state: State, at: datetime, cause: str, rule: str, saw: str) -> None:
    """One level up, once; no later screen lowers it, only clear improvement does."""
    state.escalated = True
    state.least_disposition = Disposition(min(state.disposition + 1, Disposition.CLINICIAN_FIRST))
    state.disposition = max(state.disposition, state.least_disposition)
    state.screen_reasons += course.content.because(rule, saw=saw)
    course.say(cause, at, rule, saw, f"disposition-{state.disposition.word}")


def _end_of_guided_weeks(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    rule = course.maintenance_due(state, day)
    if rule is not None:
        course.enter(state, "maintain", at, cause, rule, state.last_work or state.work_s or 1)
    elif state.week(day) == 9 and state.stage != "maintain" and not state.extended and state.kind == "staged":
        state.extended = True
        saw = f"week 9, pain {told_pain(state.recent_pain(day))}"
        course.say(cause, at, "adapt-guided-duration", saw, "guided-weeks-go-on")
