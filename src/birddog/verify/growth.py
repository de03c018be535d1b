"""Invariants about doses that help: they climb little by little, come back after a red report, and starve nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from birddog.core.chart import step
from birddog.core.content import Content
from birddog.core.course import Course
from birddog.core.dosing import amount
from birddog.core.earned import good_session
from birddog.core.events import ScreenAnswered
from birddog.core.exercise import Dose
from birddog.core.state import State
from birddog.core.volume import load
from birddog.verify.courses import DAYS_APART, RED, REPORTS, Report, ask_again, doses, replace_state, run_up
from birddog.verify.people import NOON, flags, session, started
from birddog.verify.tally import Tally


def growth_over_weeks(content: Content, t: Tally) -> None:
    """C10: eight good weeks: little by little, one variable at a time, and it does climb."""
    for every in (1, 2, 3):
        state, _ = step(State(), started(content), content)
        weeks: dict[int, int] = {}
        first_total = sum(doses(content, state).values())
        for number in range(56 // every):
            day = number * every
            was, before = doses(content, state), state
            for event in REPORTS["good"][1](number, 24 * day):
                state, _ = step(state, event, content)
            now = doses(content, state)
            raised = [name for name in now if name in was and now[name] > was[name]]
            t.ok(len(raised) <= content.values.good_session.most_raised, "day", day, "raised at once:", raised)
            for name in raised:
                since = (NOON + timedelta(days=day + 1)).date() - before.tracks[name].since
                t.ok(since.days >= 6, name, "rose again after", since.days, "days")
                t.ok(_one_variable(before.tracks[name].dose, state.tracks[name].dose), name, "more than one variable")
            new = set(state.roster) - set(before.roster)
            t.ok(len(new) <= 1 and (not new or day >= 13), "day", day, "new exercises:", new)
            weeks[state.week(event.at.date())] = load(Course(content), state, event.at.date())
            if number % 3 == 0:
                at = NOON + timedelta(hours=24 * day + 20)
                state, _ = step(state, ScreenAnswered(id=f"q{number}", at=at, patient="p1", red_flags=flags()), content)
        for week, work in weeks.items():
            best = max((weeks[w] for w in weeks if 0 < week - w <= 4), default=work)
            t.ok(
                work <= best * content.values.volume_growth.stage_factor,
                every,
                "week",
                week,
                "grew from",
                best,
                "to",
                work,
            )
        t.ok(state.stage != "calm", every, "eight good weeks did not move on", state.stage)
        t.ok(sum(doses(content, state).values()) > first_total, every, "eight good weeks did not grow")


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
