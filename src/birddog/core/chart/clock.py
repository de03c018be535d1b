"""What the passing of days does to a chart: breaks, stale answers, reviews, flares that last, the end.

Called with the day of each event before the event is applied, and once more with ``now``. Cheap when
nothing is due.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from birddog.core.chart.earned import end_of_guided_weeks
from birddog.core.chart.overrides import changed
from birddog.core.chart.pacing import pace_over
from birddog.core.chart.proposals import settle
from birddog.core.chart.setbacks import advise, after_break, flare_ends, rested, take_back
from birddog.core.chart.ways_on import staged_begins
from birddog.core.content.values import Disposition, between
from birddog.core.person.facts import dated
from birddog.core.plan.course import Course, told_pain
from birddog.core.screen.screening import at_level, screen
from birddog.core.state.function import function_change
from birddog.core.state.stages import guided_weeks
from birddog.core.state.state import State, WayBack


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
    _flare(course, state, at, day, cause)
    _back_in_time(course, state, at, day, cause)
    _no_improvement(course, state, at, day, cause)
    end_of_guided_weeks(course, state, at, cause)
    _guided_weeks_go_on(course, state, at, day, cause)
    changed(course, state, at, cause)
    pace_over(course, state, day)
    course.replace_lost(state, day)
    rested(course, state, at, cause)
    settle(course, state, at, cause)


def _gap(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """A break of two weeks or more: ask again, and begin lower (C15); a longer one counts for what it has become."""
    values, last = course.content.values, state.last_session
    if last is None:
        return
    days = (day - last).days
    long = days >= values.gap.long_days
    if days < values.gap.days or (state.gap_seen == (last, long)) or state.gap_seen == (last, True):
        return
    state.gap_seen = (last, long)
    after_break(course, state, at, cause, days)


def _asks(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """Danger signs again every seven days, and after a pause; answers older than 28 days hold progress."""
    if state.screened_at is None:
        return
    age = (day - state.screened_at).days
    back = state.paused_until is not None and state.screened_at <= state.paused_until < day
    if (back or age >= course.content.values.weekly_screen.days) and not state.asks:
        state.asks, state.asks_because = course.content.recheck_items, "pause" if back else "weekly"
    if age > course.content.values.stale_intake.days and not state.stale_seen:
        state.stale_seen = True
        course.say(cause, at, "birddog-stale-intake", f"safety answers are {age} days old", "no-progress-until-asked")
    if age <= course.content.values.stale_intake.days:
        state.stale_seen = False


def _pregnancy_moves_on(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """Screen again with the facts of the day: a trimester or a time limit may have moved on."""
    assert state.intake is not None
    if not dated(state.intake):
        return
    found = screen(state.intake, course.content, day)
    level = max(found.disposition, state.least)
    if level > state.disposition:
        state.disposition, state.screen_reasons = level, at_level(found.reasons, level, course.content)
        course.log(cause, at, state.screen_reasons, f"disposition-{level.word}")


def _acute_over(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """A spell that has passed six weeks is no longer acute: the staged program begins where it stands."""
    if state.kind != "acute" or state.stage == "maintain" or course.known(state, day).duration == "acute":
        return
    saw = "six weeks have passed"
    staged_begins(course, state, at, cause, "programme-8wk-then-maintenance", saw)


def _flare(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """A flare that lasts gives advice; one that has settled, or is lived with for two weeks, begins the way back."""
    flare, values = state.flare, course.content.values
    if flare is None:
        return
    days = (day - flare.since).days
    if days >= values.flare_escalate.days:
        advise(course, state, at, cause, "birddog-flare-escalate", f"flare for {days} days")
        if state.last_session is not None and state.last_session > flare.since:
            flare_ends(course, state, at, cause)
            return
    asked = values.flare_asked.days
    if len(flare.settled) >= asked and (day - flare.settled[asked - 1]).days >= values.flare_asked.answer_days:
        flare_ends(course, state, at, cause, "birddog-flare-asked")


def _back_in_time(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """The way back from a flare is over by its day, unless something was too much just now; that from a red report or
    a break when it has long been quiet, reported or not (birddog-quiet-back)."""
    back = state.back
    if back is not None and back.full_by is not None and day >= back.full_by and not _red_just_now(course, state, at):
        state.back = None
        saw = f"{(day - back.since).days} days of the way back"
        course.say(cause, at, "birddog-flare-back", saw, "way-back", share=100)
    elif back is not None and _quiet_since(course, state, back, day):
        state.back = None
        course.say(cause, at, "birddog-quiet-back", f"no red report since {back.since}", "way-back", share=100)
    quiet = [
        name for name, track in state.tracks.items() if track.back and _quiet_since(course, state, track.back, day)
    ]
    if quiet:
        state.tracks = {name: replace(t, back=None) if name in quiet else t for name, t in state.tracks.items()}


def _red_just_now(course: Course, state: State, at: datetime) -> bool:
    hours = course.content.values.red_report.no_raise_hours
    return state.last_red is not None and between(state.last_red, at) < timedelta(hours=hours)


def _quiet_since(course: Course, state: State, back: WayBack, day: date) -> bool:
    """Whether so many days have passed, and sessions been done, without a red report since a way back began."""
    rule = course.content.values.quiet_back
    began = back.since if state.last_red is None else max(back.since, state.last_red.date())
    done = sum(on > began for on in state.done_on)
    return back.cause in ("red", "break") and (day - began).days >= rule.days and done >= rule.sessions


def _no_improvement(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """Neither pain nor function better by what matters after four weeks (six if a clinician is alongside): advice.

    Not during a flare, whose pain says nothing about the weeks before; a flare that lasts has its own rule.
    """
    if state.started is None or state.first_pain is None or state.flare is not None:
        return
    if state.escalated:
        _better_after_all(course, state, at, day, cause)
        return
    alongside = state.disposition == Disposition.CLINICIAN_ALONGSIDE
    weeks = course.content.values.no_improvement.weeks[1 if alongside else 0]
    if (day - state.started).days < 7 * weeks:
        return
    pain = state.recent_pain(day)
    if pain is None or pain < course.content.values.no_improvement.least_pain:
        return
    if _clearly_better(course, state.first_pain, pain) or function_change(state, course.content) == "better":
        return
    saw = f"pain {state.first_pain:g} at the start, {pain:.1f} now, week {state.week(day)}"
    state.escalated = True
    if not state.asks:
        state.asks, state.asks_because = course.content.recheck_items, "no-improvement"
    advise(course, state, at, cause, "birddog-no-improvement", saw)
    course.say(cause, at, "programme-4wk-before-invasive", saw, "talk-over")


def _clearly_better(course: Course, first: float, now: float) -> bool:
    """Better by the smallest change that matters: 2 points, or 30 percent of the first pain."""
    points: float = course.content.values.better_after_all.points
    share: float = course.content.values.better_after_all.share
    return first - now >= points or first - now >= share * first > 0


def _better_after_all(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """Take the advice back once pain, or function, is clearly better."""
    pain = state.recent_pain(day)
    mine = tuple(reason for reason in state.advice if reason.rule == "birddog-no-improvement")
    if not mine or state.first_pain is None or state.flare is not None or pain is None:
        return
    if not (_clearly_better(course, state.first_pain, pain) or function_change(state, course.content) == "better"):
        return
    take_back(course, state, mine, day)
    saw = f"pain {state.first_pain:g} at the start, {pain:.1f} now"
    course.say(cause, at, "birddog-better-after-all", saw, f"disposition-{state.disposition.word}")


def _guided_weeks_go_on(course: Course, state: State, at: datetime, day: date, cause: str) -> None:
    """Past the guided weeks and not ready to maintain: the program goes on, and says so once."""
    over = state.week(day) == guided_weeks(course.content) + 1
    if over and state.stage != "maintain" and not state.extended and state.kind == "staged":
        state.extended = True
        saw = f"week {state.week(day)}, pain {told_pain(state.recent_pain(day))}"
        course.say(cause, at, "adapt-guided-duration", saw, "guided-weeks-go-on")
