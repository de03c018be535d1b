"""Setbacks: what a red report, an exercise that hurts, a flare or a break takes off, and the way back from it.

The dose gives way at once and comes back in a few sessions; nothing is lost but what a danger sign, the leg rule or
a clinician takes out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from birddog.core.chart.earned import swap_in
from birddog.core.chart.overrides import end_at_red
from birddog.core.chart.pacing import flared
from birddog.core.chart.worsening import got_worse
from birddog.core.content.content import Content
from birddog.core.content.values import Disposition, Reason
from birddog.core.log.events import Event
from birddog.core.plan.course import Course
from birddog.core.plan.dosing import amount, share_of
from birddog.core.screen.screening import screen
from birddog.core.state.memory import KEPT_DAYS
from birddog.core.state.state import Flare, State, Track, WayBack
from birddog.core.state.usual import lowest_that_held


def too_much(course: Course, state: State, at: datetime, cause: str, exercises: Iterable[str] = ()) -> None:
    """After a red report: less of the exercises that it is about, or of all, and a way back in three sessions."""
    day, named = at.date(), tuple(exercises)
    about = [name for name in named if name in state.tracks]
    state.last_red, state.good_in_stage = at, max(0, state.good_in_stage - 1)
    state.reds = (*(red for red in state.reds if (day - red).days < KEPT_DAYS), day)
    tracks = dict(state.tracks)
    for name in about or tracks:
        tracks[name] = _last_good(tracks[name])
    for name in about:
        tracks[name] = _twice(course, replace(tracks[name], back=_lower(course, tracks[name].back, day)), day)
    state.tracks = tracks
    if not about:
        state.back = _lower(course, state.back, day)
        _smaller_session(course, state)
    end_at_red(course, state, at, cause, named)
    if many_times(state.reds, day, course.content) and not many_times(state.reds[:-1], day, course.content):
        within = course.content.values.many_reds.within
        lately = sum((day - red).days < within for red in state.reds)
        advise(course, state, at, cause, "birddog-many-reds", f"{lately} red reports in {within} days")


def many_times(reds: Iterable[date], day: date, content: Content) -> bool:
    """Whether red reports came so often that someone should look; those of a few days running are one."""
    times: list[date] = []
    rule = content.values.many_reds
    for red in reds:
        if (day - red).days < rule.within and (not times or (red - times[-1]).days >= rule.days):
            times.append(red)
    many: int = content.values.red_report.many
    return len(times) >= many


def _last_good(track: Track) -> Track:
    """Back to the last dose that was good, where the present one has not been yet."""
    good = track.good_dose
    if good is not None and amount(good) < amount(track.dose):
        return replace(track, dose=good, good=0)
    return replace(track, good=0)


def _lower(course: Course, back: WayBack | None, day: date) -> WayBack:
    """A way back that begins lower than now. A flare's own way repeats its step instead."""
    values = course.content.values
    factor, least = values.red_report.factor, values.floor.share
    if back is not None and back.cause == "flare":
        return replace(back, full_by=day + timedelta(days=values.flare_back.full_by))
    low = factor if back is None else max(least, back.share * factor)
    return WayBack("red" if back is None else back.cause, (low, (low + 1) / 2), 0, day)


def _smaller_session(course: Course, state: State) -> None:
    """The next session is smaller than the one that was too much, whatever it holds."""
    back = state.back
    if back is not None and back.cause != "flare" and state.last_work:
        state.back = replace(back, work_s=int(state.last_work * course.content.values.red_report.factor))


def _twice(course: Course, track: Track, day: date) -> Track:
    """Too much twice at the same dose: one step below it for a while, then half as fast (birddog-twice-red)."""
    values = course.content.values
    reds = (*(red for red in track.reds if (day - red).days < values.twice_red.within), day)
    if len(reds) < 2:
        return replace(track, reds=reds)
    share = 1 / values.volume_growth.factor
    less = share_of(
        track.dose, share, track.first if amount(track.first) <= amount(track.dose) else course.least(track.first)
    )
    return replace(track, dose=less, good_dose=None, reds=(), slow_from=day, since=day)


def hurt(course: Course, state: State, exercise: str, event: Event) -> None:
    """An exercise that hurt rests a week and comes back a rung easier; the second time another takes its place and it
    is offered again after four weeks."""
    content, values, day = course.content, course.content.values, event.at.date()
    end_at_red(course, state, event.at, event.id, (exercise,))
    times = state.rests.get(exercise, 0) + 1
    again = times >= 2
    until = day + timedelta(days=values.exercise_rests.days_again if again else values.exercise_rests.days)
    state.rests, state.rested = {**state.rests, exercise: times}, {**state.rested, exercise: until}
    back = exercise
    if not again and exercise in content.index:
        planner = course.planner(state, day)
        able = planner.pool & ~course.barred(state, day)
        easier = [r for r in content.exercise(exercise).easier if r in content.index and able >> content.index[r] & 1]
        back = easier[0] if easier else exercise
    if back == exercise and exercise in state.tracks:
        track = state.tracks[exercise]
        less = share_of(track.dose, values.floor.share, course.least(track.first))
        state.tracks = {**state.tracks, exercise: replace(track, dose=less, good=0)}
    if again or back != exercise:
        state.roster = tuple(name for name in state.roster if name != exercise)
        state.returning = {**state.returning, back: until}
    did = "left-out-four-weeks" if again else "rests-a-week"
    course.say(event.id, event.at, "birddog-exercise-rests", f"{exercise} hurt, time {times}", did, about=(exercise,))


def rested(course: Course, state: State, at: datetime, cause: str) -> None:
    """Bring back what has rested: a rung easier after the first time, the exercise itself after the second."""
    day = at.date()
    due = [name for name, on in state.returning.items() if on <= day]
    if not due or not state.exercising:
        return
    planner = course.planner(state, day)
    for name in due:
        state.returning = {other: on for other, on in state.returning.items() if other != name}
        able = planner.pool & ~course.barred(state, day)
        families = {course.content.exercise(other).family for other in state.roster}
        exercise = course.content.exercise(name)
        if able >> course.content.index[name] & 1 and name not in state.roster and exercise.family not in families:
            swap_in(course, state, planner, name, None, day)
            course.say(cause, at, "birddog-exercise-rests", f"{name} is offered again", "offered-again", about=(name,))


def flare_begins(course: Course, state: State, at: datetime, cause: str) -> None:
    """The same exercises at half the dose, without strength work, and short walks."""
    state.flare, state.flares = Flare(at.date(), state.stage, state.usual.now), state.flares + 1
    state.waiting = None
    flared(course, state, at, cause)
    course.enter(state, "calm", at, cause, "birddog-flare")


def flare_ends(course: Course, state: State, at: datetime, cause: str, rule: str = "birddog-flare-back") -> None:
    """The stage before comes back, and the doses in three sessions; none sooner than day 3 of the flare."""
    flare, values, day = state.flare, course.content.values, at.date()
    assert flare is not None
    state.flare = None
    state.pains = [point for point in state.pains[:-1] if point[0] < flare.since] + state.pains[-1:]
    since = max(day, flare.since + timedelta(days=values.flare_back.days))
    full_by = day + timedelta(days=values.flare_back.full_by)
    state.back = WayBack("flare", tuple(values.flare_back.shares), 0, since, full_by)
    good_here = state.good_in_stage
    course.enter(state, flare.stage, at, cause, rule)
    state.good_in_stage = good_here


def after_break(course: Course, state: State, at: datetime, cause: str, days: int) -> None:
    """Two weeks or more without a session: ask again, and begin lower; after four weeks a rung easier, too (C15)."""
    values, day = course.content.values, at.date()
    long = days >= values.gap.long_days
    shares = values.gap.long_shares if long else values.gap.shares
    work = _work_before(course, state, day)
    state.back = WayBack("break", shares, 0, day, work_s=int(work * shares[0]) or None)
    state.waiting = None
    if long:
        _a_rung_easier(course, state, day)
    state.asks, state.asks_because = course.content.recheck_items, "gap"
    course.say(
        cause, at, "birddog-gap", f"{days} days without a session", "start-lower", share=round(100 * state.back.share)
    )


def _work_before(course: Course, state: State, day: date) -> int:
    """The work in seconds that a break takes its share of: that of the last session. Where that one was itself lowered
    after a break, and not too much, it is what is due without that: one break after the other starves nobody."""
    lowered = state.back is not None and state.back.cause == "break"
    red = state.last_red is not None and (state.last_session is None or state.last_red.date() >= state.last_session)
    if red or not lowered:
        return state.last_work
    plain = state.copy()
    plain.back = None
    return course.session(plain, day).work_s


def _a_rung_easier(course: Course, state: State, day: date) -> None:
    planner = course.planner(state, day)
    able = planner.pool & ~course.barred(state, day)
    for name in state.roster:
        easier = [
            r
            for r in course.content.exercise(name).easier
            if r not in state.roster and able >> course.content.index[r] & 1
        ]
        if easier:
            swap_in(course, state, planner, easier[0], name, day)


def worse_in_small_steps(course: Course, state: State, at: datetime, cause: str) -> None:
    """The usual pain has crept up for days: one step lower, danger signs asked, someone advised (birddog-worsening)."""
    day = at.date()
    state.worse_seen = day
    if state.back is None:
        state.back = _lower(course, None, day)
    if not state.asks:
        state.asks, state.asks_because = course.content.recheck_items, "worse"
    lowest = lowest_that_held(state.usual.medians, course.content.values.worsening.days)
    saw = f"median of 7 days {state.usual.medians[-1][1]:g}, lowest of 28 days {lowest:g}"
    got_worse(course, state, at, cause)
    advise(course, state, at, cause, "birddog-worsening", saw)


def advise(course: Course, state: State, at: datetime, cause: str, rule: str, saw: str) -> None:
    """Advise to see someone, visibly until it is answered. A program that is tolerated goes on beside it."""
    if any(reason.rule == rule for reason in state.advice):
        return
    why = course.content.because(rule, saw=saw)
    state.advice += why
    state.least_disposition = max(state.least_disposition, Disposition.CLINICIAN_ALONGSIDE)
    state.disposition = max(state.disposition, state.least_disposition)
    state.screen_reasons += why
    course.say(cause, at, rule, saw, f"disposition-{state.disposition.word}")


def answered(course: Course, state: State, at: datetime, cause: str) -> None:
    """The advice to see someone has been followed, or a therapist has written into the chart: it is no longer shown."""
    if not state.advice:
        return
    rules = ", ".join(reason.rule for reason in state.advice)
    take_back(course, state, state.advice, at.date())
    course.say(cause, at, "birddog-advice-answered", rules, "advice-answered")


def take_back(course: Course, state: State, advice: tuple[Reason, ...], day: date) -> None:
    """Show ``advice`` no longer. With none left the level is that of the answers, and never under one that stands."""
    state.advice = tuple(reason for reason in state.advice if reason not in advice)
    state.screen_reasons = tuple(reason for reason in state.screen_reasons if reason not in advice)
    if not state.advice and state.least_disposition == Disposition.CLINICIAN_ALONGSIDE:
        assert state.intake is not None
        state.least_disposition = Disposition.SELF_CARE
        state.disposition = max(screen(state.intake, course.content, day).disposition, state.least)
