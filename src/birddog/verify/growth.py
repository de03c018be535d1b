"""Invariants about doses that help: they climb little by little, come back after a red report, and starve nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from birddog.core.chart.chart import step
from birddog.core.chart.earned import good_session
from birddog.core.content.content import Content
from birddog.core.content.exercise import Dose
from birddog.core.log.events import ScreenAnswered
from birddog.core.plan.course import Course
from birddog.core.plan.dosing import amount, stretches, unit
from birddog.core.plan.volume import load
from birddog.core.state.state import State
from birddog.verify.courses import (
    DAYS_APART,
    HOLD,
    MOST_GROWTH,
    QUIET,
    RED,
    REPORTS,
    Report,
    ask_again,
    doses,
    replace_state,
    run_up,
)
from birddog.verify.people import NOON, flags, session, started
from birddog.verify.tally import Tally

SESSIONS_TO_RISE, DAYS_TO_RISE, RAISED_AT_ONCE, STAGE_GROWTH = 3, 6, 2, 1.5
"""What growth may be at most, listed here apart from the content that is being checked."""


def growth_over_weeks(content: Content, t: Tally) -> None:
    """C10: eight good weeks: little by little, one variable at a time, and it does climb."""
    for every in (1, 2, 3, 7):
        state, _ = step(State(), started(content), content)
        weeks: dict[int, int] = {}
        first_total = sum(doses(content, state).values())
        for number in range(56 // every):
            day = number * every
            before = state
            for event in REPORTS["good"][1](number, 24 * day):
                state, _ = step(state, event, content)
            _rises(content, t, before, state, day)
            weeks[state.week(event.at.date())] = load(Course(content), state, event.at.date())
            if number % 3 == 0:
                at = NOON + timedelta(hours=24 * day + 20)
                state, _ = step(state, ScreenAnswered(id=f"q{number}", at=at, patient="p1", red_flags=flags()), content)
        for week, work in weeks.items():
            best = max((weeks[w] for w in weeks if 0 < week - w <= 4), default=work)
            t.ok(work <= best * STAGE_GROWTH, every, "week", week, "grew from", best, "to", work)
        t.ok(state.stage != "calm", every, "eight good weeks did not move on", state.stage)
        t.ok(sum(doses(content, state).values()) > first_total, every, "eight good weeks did not grow")


def _rises(content: Content, t: Tally, before: State, after: State, day: int) -> None:
    """What one good session may raise: few exercises, each by a small step that it has earned, and one new one."""
    was, now = doses(content, before), doses(content, after)
    raised = [name for name in now if name in was and now[name] > was[name]]
    t.ok(len(raised) <= RAISED_AT_ONCE, "day", day, "raised at once:", raised)
    for name in raised:
        track, grown = before.tracks[name], after.tracks[name].dose
        since = (NOON + timedelta(days=day + 1)).date() - track.since
        t.ok(since.days >= DAYS_TO_RISE, name, "rose again after", since.days, "days")
        t.ok(track.good + 1 >= SESSIONS_TO_RISE, name, "rose after", track.good + 1, "good sessions")
        t.ok(_one_variable(track.dose, grown), name, "more than one variable")
        step_more = was[name] + unit(grown) * grown.sides * grown.sets
        small = now[name] <= max(was[name] * MOST_GROWTH, step_more) or stretches(track.first)
        t.ok(small, name, "grew too fast", was[name], now[name])
    new = set(after.roster) - set(before.roster)
    t.ok(len(new) <= 1 and (not new or day >= 13), "day", day, "new exercises:", new)


def silence_raises_nothing(content: Content, t: Tally) -> None:
    """C10: missing and middling reports, for however long, leave every dose as it is."""
    for name, (kind, write) in REPORTS.items():
        if kind not in (HOLD, QUIET):
            continue
        state, number = run_up(content, 2)
        was = doses(content, state)
        for more in range(number, number + 9):
            for event in write(more, 24 * DAYS_APART * more):
                state, _ = step(state, event, content)
            state, _ = ask_again(state, more, content)
            now = doses(content, state)
            t.ok(all(now[e] <= was[e] for e in now if e in was), name, "rose after", more, was, now)


def _one_variable(before: Dose, now: Dose) -> bool:
    """More repetitions, or a longer hold, or a further set: one of them (the others may give way)."""
    return (now.reps > before.reps) + (now.hold_s > before.hold_s) + (now.sets > before.sets) <= 1


def red_holds_for_two_days(content: Content, t: Tally) -> None:
    """C10: nothing rises within 48 hours of a red report, even if everything else says so."""
    state, _ = run_up(content, 3)
    for hours in (1, 20, 40, 47):
        at = 24 * 13
        red, _ = step(state, session(90, at, 3, 7), content)
        ripe = replace_state(red, back=None, screened_at=(NOON + timedelta(days=12)).date())
        ripe.tracks = {
            name: replace(track, good=9, all_good=9, since=NOON.date(), came=NOON.date(), back=None)
            for name, track in red.tracks.items()
        }
        was = doses(content, ripe)
        done = [(name, track.dose) for name, track in ripe.tracks.items()]
        good_session(Course(content), ripe, NOON + timedelta(hours=at + hours), "x", done)
        now = doses(content, ripe)
        t.ok(all(now[name] <= was[name] for name in was), "rose", hours, "hours after a red report")


def back_in_three(content: Content, t: Tally) -> None:
    """C10, help: after a red report and three good sessions every exercise is back at its last good dose."""
    for name, (kind, write) in REPORTS.items():
        if kind != RED:
            continue
        state, number = run_up(content, 5)
        good = {e: amount(track.good_dose or track.dose) for e, track in state.tracks.items()}
        rows: tuple[tuple[str, Report], ...] = ((name, write), *((("good", REPORTS["good"][1]),) * 3))
        for _, make in rows:
            for event in make(number, 24 * DAYS_APART * number):
                state, _ = step(state, event, content)
            state, _ = ask_again(state, number, content)
            number += 1
        now = doses(content, state)
        for e, was in good.items():
            t.ok(e not in now or now[e] >= was, name, e, "is not back after three good sessions:", was, now.get(e))


def nobody_is_starved(content: Content, t: Tally) -> None:
    """C10, help: whatever is reported, for however long, exercise goes on at half of its first dose at least."""
    for name, (_, write) in REPORTS.items():
        state, _ = step(State(), started(content), content)
        for number in range(14):
            for event in write(number, 24 * DAYS_APART * number):
                state, _ = step(state, event, content)
            state, _ = ask_again(state, number, content)
            session_now = Course(content).session(state, (NOON + timedelta(days=DAYS_APART * number + 2)).date())
            t.ok(state.exercising and len(session_now.items) >= 2, name, number, "no exercise left")
            known = [(i, state.tracks[i.exercise]) for i in session_now.items if i.exercise in state.tracks]
            half = [i.exercise for i, track in known if 2 * amount(i.dose) < amount(track.first)]
            t.ok(not half, name, number, "under half of the first dose:", half)
