"""Invariants about charts: screening again, harm never progressed through, flares, breaks, wrong charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from birddog.core.chart import fold, step
from birddog.core.content import Content
from birddog.core.course import Course
from birddog.core.events import (
    Event,
    FlareDeclared,
    LegReport,
    ScreenAnswered,
)
from birddog.core.intake import Leg
from birddog.core.planner import Session
from birddog.core.state import State
from birddog.core.today import today
from birddog.core.values import STAGES, BirddogError, Disposition
from birddog.verify.barred import offends
from birddog.verify.people import CES, NOON, flags, morning, person, session, started
from birddog.verify.tally import Tally

Report = Callable[[int, float], list[Event]]
"""Number of the session and hours since the start, to the events of that session and its morning."""


def _report(before: float, during: float | None, after_night: float | None, **more: object) -> Report:
    def events(number: int, hours: float) -> list[Event]:
        done: list[Event] = [session(number, hours, before, during, **more)]
        return done if after_night is None else [*done, morning(number, hours + 18, after_night)]

    return events


DIRECTIONS: tuple[Literal["flexion", "extension"], ...] = ("flexion", "extension")
GOOD, RED, QUIET = "good", "red", "quiet"
REPORTS: dict[str, tuple[str, Report]] = {
    "good": (GOOD, _report(3, 3, 3)),
    "good, mild soreness": (GOOD, lambda n, h: [session(n, h, 3, 2), morning(n, h + 18, 3, soreness="mild")]),
    "no morning": (QUIET, _report(3, 3, None)),
    "pain not told": (QUIET, _report(3, None, 3)),
    "five": (QUIET, _report(3, 5, 3)),
    "six": (RED, _report(3, 6, 3)),
    "bad morning": (RED, _report(3, 3, 5)),
    "twenty minutes": (RED, _report(3, 3, 3, over_mild_minutes=20)),
    "fifteen minutes": (GOOD, _report(3, 3, 3, over_mild_minutes=15)),
    "worse after": (RED, _report(3, 3, 3, pain_after=5)),
}
"""Binned reports: what they are, and how they are written. QUIET ones must never raise anything."""
DAYS_APART = 4


def report_sequences(content: Content, t: Tally, length: int = 4, part: int = 0, parts: int = 1) -> None:
    """C10: over all sequences of binned reports, the dose never rises through harm or silence."""
    for good_before in (0, 2):
        state, number = _run_up(content, good_before)
        for index, name in enumerate(REPORTS):
            if index % parts == part:
                _branch(content, t, state, number, length, name, (), [])


def _run_up(content: Content, good: int) -> tuple[State, int]:
    state, _ = step(State(), started(content), content)
    for number in range(good):
        for event in REPORTS["good"][1](number, 24 * DAYS_APART * number):
            state, _ = step(state, event, content)
        state, _ = _ask_again(state, number, content)
    return state, good


def _ask_again(state: State, number: int, content: Content) -> tuple[State, object]:
    at = NOON + timedelta(hours=24 * DAYS_APART * number + 30)
    return step(state, ScreenAnswered(id=f"q{number}", at=at, patient="p1", red_flags=flags()), content)


def _branch(
    content: Content, t: Tally, state: State, number: int, left: int, name: str, path: tuple[str, ...], reds: list[int]
) -> None:
    kind, write = REPORTS[name]
    hours = 24 * DAYS_APART * number
    events = write(number, hours)
    before = _next(content, state, events[0])
    after = state
    for event in events:
        after, _ = step(after, event, content)
    now = _next(content, after, events[-1])
    path = (*path, name)
    _hold(t, kind, before, now, state, after, path)
    after, _ = _ask_again(after, number, content)
    if left > 1:
        for following in REPORTS:
            _branch(content, t, after, number + 1, left - 1, following, path, reds)


def _next(content: Content, state: State, event: Event) -> Session:
    return Course(content).session(state, event.at.date())


def _hold(t: Tally, kind: str, before: Session, now: Session, was: State, is_: State, path: tuple[str, ...]) -> None:
    t.ok(now.work_s <= before.work_s * 1.2, path, "grew by more than a fifth", before.work_s, now.work_s)
    changed = (is_.level != was.level) + (is_.stage != was.stage)
    rose = STAGES.index(is_.stage) > STAGES.index(was.stage) or is_.level > was.level
    t.ok(not (rose and is_.stage == was.stage and changed > 1), path, "two things rose at once")
    if kind == RED:
        t.ok(now.work_s < before.work_s, path, "not smaller after a red report", before.work_s, now.work_s)
    if kind != GOOD:
        t.ok(now.work_s <= before.work_s, path, "grew without a good report", before.work_s, now.work_s)
        t.ok(not rose, path, "rose without a good report")
    if rose:
        recent = path[-3:]
        t.ok(all(REPORTS[r][0] == GOOD for r in recent[-1:]), path, "rose after a report that was not good")
    if kind == GOOD and "six" not in path and "soreness" in path[-1]:
        t.ok(is_.level >= was.level or rose, path, "lowered for mild soreness")


def growth_over_weeks(content: Content, t: Tally) -> None:
    """C10: eight good weeks: at most 20 percent more work in any seven days, one thing at a time."""
    for every in (1, 2, 3, 8):
        state, _ = step(State(), started(content), content)
        works: list[tuple[int, int]] = []
        last_rise, good = -99, 0
        for number in range(56 // every):
            day = number * every
            was = state
            for event in REPORTS["good"][1](number, 24 * day):
                state, _ = step(state, event, content)
            works.append((day, _next(content, state, event).work_s))
            if state.level > was.level or STAGES.index(state.stage) > STAGES.index(was.stage):
                t.ok(day - last_rise >= 6, "two rises within a week on day", day)
                t.ok(good >= 2, "rose after", good + 1, "good sessions")
                last_rise, good = day, -1
            good += 1
            if number % 3 == 0:
                at = NOON + timedelta(hours=24 * day + 20)
                state, _ = step(state, ScreenAnswered(id=f"q{number}", at=at, patient="p1", red_flags=flags()), content)
        for day, work in works:
            week = [w for d, w in works if 0 < day - d <= 7]
            t.ok(not week or work <= max(week) * 1.2, "day", day, "grew more than a fifth in a week", week)
        t.ok(state.stage != "calm" or every > 3, "eight good weeks did not move on", state.stage)


def red_holds_for_two_days(content: Content, t: Tally) -> None:
    """C10: nothing rises within 48 hours of a red report, even if everything else says so."""
    state, _ = _run_up(content, 2)
    for hours in (1, 20, 40, 47):
        ready = replace_state(state, good_here=9, good_in_stage=9, level_since=NOON.date(), stage_since=NOON.date())
        ready.screened_at = (NOON + timedelta(days=9)).date()
        at = 24 * 10
        ready, _ = step(ready, session(90, at, 3, 7), content)
        was = ready.level, ready.stage, ready.work_s
        ready.good_here = ready.good_in_stage = 9
        ready.level_since = ready.stage_since = NOON.date()
        ready.reds = ()
        Course(content).raise_if_earned(ready, NOON + timedelta(hours=at + hours), "x")
        t.ok((ready.level, ready.stage, ready.work_s) == was, "rose", hours, "hours after a red report")


def replace_state(state: State, **changes: object) -> State:
    """A copy of a state with some parts changed."""
    twin = state.copy()
    for name, value in changes.items():
        setattr(twin, name, value)
    return twin


def asked_again(content: Content, t: Tally) -> None:
    """C1 later: asked in every flare, every leg report and weekly; a yes ends the plan in the same step."""
    state, _ = step(State(), started(content), content)
    later = NOON + timedelta(days=2)
    silent: tuple[Event, ...] = (
        FlareDeclared(id="f", at=later, patient="p1", pain=6.0),
        LegReport(id="l", at=later, patient="p1", moved="same", reach="buttock"),
    )
    for event in silent:
        after, _ = step(state, event, content)
        t.ok(set(CES) <= set(after.asks) and not after.exercising, event.type, "did not ask again")
        t.ok(today(fold([started(content), event], content, later), later).session is None, event.type, "session shown")
    for item in CES:
        for answer in ("yes", "unsure"):
            for event in (
                FlareDeclared(id="f", at=later, patient="p1", red_flags=flags(**{item: answer})),
                LegReport(id="l", at=later, patient="p1", moved="same", red_flags=flags(**{item: answer})),
                ScreenAnswered(id="q", at=later, patient="p1", red_flags=flags(**{item: answer})),
            ):
                after, _ = step(state, event, content)
                expected = Disposition.EMERGENCY if answer == "yes" else Disposition.URGENT
                t.ok(after.disposition >= expected and not after.exercising, event.type, item, answer)
                follow = fold([started(content), event, session(1, 60, 3, 3)], content, NOON + timedelta(days=4))
                t.ok(today(follow, NOON + timedelta(days=4)).session is None, event.type, item, "came back by itself")
                denied = ScreenAnswered(id="z", at=NOON + timedelta(days=3), patient="p1", red_flags=flags())
                again = fold([started(content), event, denied], content, NOON + timedelta(days=4))
                t.ok(not again.state.exercising, event.type, item, "came back by the next no")
    for days in range(15):
        now = NOON + timedelta(days=days)
        shown = today(fold([started(content)], content, now), now)
        t.ok((days < 7) or set(CES) <= set(shown.ask), "not asked after", days, "days")


def legs(content: Content, t: Tally) -> None:
    """C2: symptoms further down the leg that stay take the exercise and its direction out, of every exercise."""
    start = started(content)
    for exercise in content.exercises:
        if exercise.kind != "exercise":
            continue
        for minutes in (None, 4.0, 5.0, 6.0):
            event = LegReport(
                id="l", at=NOON + timedelta(days=1), patient="p1", moved="down", minutes=minutes,
                exercise=exercise.id, red_flags=flags(),
            )  # fmt: skip
            folded = fold([start, event], content, NOON + timedelta(days=1))
            course, state, day = folded.course, folded.state, event.at.date()
            pool = course.planner(state, day).pool & ~course.barred(state, day)
            lasting = minutes is None or minutes > 5
            t.ok(not lasting or not pool >> content.index[exercise.id] & 1, exercise.id, minutes, "is still in")
            known = course.known(state, day)
            if lasting and exercise.direction in ("flexion", "extension"):
                t.ok(getattr(known, exercise.direction) == "bad", exercise.id, "its direction is still in")
            t.ok(lasting or known.flexion == "untested", exercise.id, "barred although it settled")
    weaknesses: tuple[Literal["new", "worse"], ...] = ("new", "worse")
    for weakness in weaknesses:
        event = LegReport(id="l", at=NOON, patient="p1", weakness=weakness, red_flags=flags())
        after, _ = step(step(State(), start, content)[0], event, content)
        t.ok(after.disposition >= Disposition.URGENT and not after.exercising, "weak leg", weakness)
    below = started(content, leg=Leg(reach="below_knee", side="left", numbness="no", weakness="no", course="stable"))
    for direction in DIRECTIONS:
        event = LegReport(
            id="l", at=NOON + timedelta(days=1), patient="p1", moved="up", direction=direction, red_flags=flags()
        )
        folded = fold([below, event], content, event.at)
        known = folded.course.known(folded.state, event.at.date())
        pool = folded.course.planner(folded.state, event.at.date()).pool
        for bit, e in enumerate(content.exercises):
            t.ok(not pool >> bit & 1 or offends(e, known) is None, e.id, direction)


def preference_updates(content: Content, t: Tally) -> None:
    """C9: a direction that made it worse is gone from the next session, not only from the one after."""
    for direction in DIRECTIONS:
        tag = f"end_range_lumbar_{direction}"
        event = LegReport(
            id="l",
            at=NOON + timedelta(days=1),
            patient="p1",
            moved="down",
            minutes=20,
            direction=direction,
            red_flags=flags(),
        )
        folded = fold([started(content), event], content, event.at)
        for stage in STAGES:
            folded.state.stage = stage
            for name in ("A", "B"):
                folded.state.next_name = name
                ids = [i.exercise for i in folded.course.session(folded.state, event.at.date()).items]
                t.ok(not any(tag in content.exercise(i).tags for i in ids), direction, stage, ids)


def breaks_and_staleness(content: Content, t: Tally) -> None:
    """C15: 14 days away asks again and restarts at 70 percent or less; answers over 28 days old hold progress."""
    events: list[Event] = [started(content)]
    for number in range(3):
        events += REPORTS["good"][1](number, 48 * number)
    last = NOON + timedelta(hours=96)
    for days in range(1, 60):
        now = last + timedelta(days=days)
        before = fold(events, content, last + timedelta(hours=20))
        work = before.state.last_work
        folded = fold(events, content, now)
        shown = today(folded, now)
        if days >= 14:
            t.ok(set(CES) <= set(shown.ask), days, "days away, not asked")
            t.ok(shown.session is None or shown.session.work_s <= 0.7 * work, days, "days away, not lower")
        else:
            t.ok(shown.session is None or shown.session.work_s <= 1.2 * work, days)
    for age in (27, 28, 29, 40):
        state, _ = _run_up(content, 2)
        at = NOON + timedelta(days=60)
        ready = replace_state(
            state, good_here=9, good_in_stage=9, level_since=NOON.date(), stage_since=NOON.date(), last_red=None,
            screened_at=(at - timedelta(days=age)).date(), pains=[(at.date(), 3.0)],
        )  # fmt: skip
        was = ready.level, ready.stage
        Course(content).raise_if_earned(ready, at, "x")
        t.ok(((ready.level, ready.stage) == was) == (age > 28), age, "days old answers")


def wrong_charts(content: Content, t: Tally) -> None:
    """C15: another person's event, a changed event under the same id, disorder and unknown content are refused."""
    start, one = started(content), session(1, 24, 3, 3)
    other = replace(start.intake.person, id="p2")
    bad: tuple[list[Event], ...] = (
        [],
        [one],
        [start, replace(one, patient="p2")],
        [start, one, replace(one, pain_during=1.0)],
        [start, session(2, 48, 3, 3), one],
        [replace(start, content="1999.1")],
        [start, replace(start, id="e9", at=NOON + timedelta(days=1), intake=person(person=other))],
    )  # fmt: skip
    for number, events in enumerate(bad):
        try:
            fold(events, content, NOON + timedelta(days=9))
        except BirddogError:
            t.ok(True)
        else:
            t.ok(False, "chart", number, "was accepted")
    twice = fold([start, one, one], content, NOON + timedelta(days=9))
    once = fold([start, one], content, NOON + timedelta(days=9))
    t.ok(twice.state == once.state and twice.decisions == once.decisions, "the same event twice counts twice")
    t.ok(fold([start, one], content, NOON).state.sessions == 0, "an event after now was counted")
