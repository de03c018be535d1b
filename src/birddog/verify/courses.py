"""Invariants about charts: screening again, harm never progressed through, flares, breaks, wrong charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from birddog.core.chart.chart import fold, step
from birddog.core.chart.earned import good_session
from birddog.core.content.content import Content
from birddog.core.content.values import STAGES, BirddogError, Disposition
from birddog.core.log.events import (
    Event,
    FlareDeclared,
    LegReport,
    ScreenAnswered,
)
from birddog.core.person.intake import Leg, Pain
from birddog.core.plan.course import Course
from birddog.core.plan.dosing import amount, stretches, unit
from birddog.core.plan.planner import Session
from birddog.core.state.state import State
from birddog.core.today import today
from birddog.verify.barred import offends
from birddog.verify.people import CES, NOON, flags, morning, person, session, started
from birddog.verify.tally import Tally

Report = Callable[[int, float], list[Event]]
"""Number of the session and hours since the start, to the events of that session and its morning."""


def _report(before: float | None, during: float | None, after_night: float | None, **more: object) -> Report:
    def events(number: int, hours: float) -> list[Event]:
        done: list[Event] = [session(number, hours, before, during, **more)]
        return done if after_night is None else [*done, morning(number, hours + 18, after_night)]

    return events


DIRECTIONS: tuple[Literal["flexion", "extension"], ...] = ("flexion", "extension")
GOOD, HOLD, RED, QUIET = "good", "hold", "red", "quiet"
REPORTS: dict[str, tuple[str, Report]] = {
    "good": (GOOD, _report(3, 3, 3)),
    "good, mild soreness": (GOOD, lambda n, h: [session(n, h, 3, 2), morning(n, h + 18, 3, soreness="mild")]),
    "no more than usual": (
        GOOD,
        lambda n, h: [session(n, h, None, None, usual=True), morning(n, h + 18, None, usual=True)],
    ),
    "no morning": (QUIET, _report(3, 3, None)),
    "pain not told": (QUIET, _report(3, None, 3)),
    "five, and back": (HOLD, _report(3, 5, 3, pain_after=4)),
    "one bad morning": (HOLD, _report(3, 3, 5)),
    "six": (RED, _report(3, 6, 3)),
    "a very bad morning": (RED, _report(3, 3, 6)),
    "twenty minutes": (RED, _report(3, 4, 3, over_mild_minutes=20)),
    "twenty minutes, no more than before": (GOOD, _report(3, 3, 3, over_mild_minutes=20)),
    "worse after": (RED, _report(3, 3, 3, pain_after=5)),
}
"""Binned reports: what they are, and how they are written. QUIET and HOLD ones must never raise anything."""
DAYS_APART = 4
MOST_GROWTH = 1.2
"""How much an exercise may grow in one step, listed here apart from the content that is being checked."""


def report_sequences(content: Content, t: Tally, length: int = 4, part: int = 0, parts: int = 1) -> None:
    """C10: over all sequences of binned reports, doses never rise through harm or silence, and come back after it."""
    for good_before in (0, 3):
        state, number = run_up(content, good_before)
        for index, name in enumerate(REPORTS):
            if index % parts == part:
                _branch(content, t, state, number, length, name, ())


def run_up(content: Content, good: int) -> tuple[State, int]:
    """The state after so many good sessions, and the number of the next one."""
    state, _ = step(State(), started(content, pain=Pain(back_week=3.0)), content)
    for number in range(good):
        for event in REPORTS["good"][1](number, 24 * DAYS_APART * number):
            state, _ = step(state, event, content)
        state, _ = ask_again(state, number, content)
    return state, good


def ask_again(state: State, number: int, content: Content) -> tuple[State, object]:
    """The state after the weekly danger signs were answered with no."""
    at = NOON + timedelta(hours=24 * DAYS_APART * number + 30)
    return step(state, ScreenAnswered(id=f"q{number}", at=at, patient="p1", red_flags=flags()), content)


def _branch(content: Content, t: Tally, state: State, number: int, left: int, name: str, path: tuple[str, ...]) -> None:
    kind, write = REPORTS[name]
    events = write(number, 24 * DAYS_APART * number)
    course = Course(content)
    done = course.session(state, events[0].at.date())
    before = doses(content, state)
    after = state
    for event in events:
        after, _ = step(after, event, content)
    path = (*path, name)
    kind = (
        RED
        if name == "one bad morning" and len(path) > 1 and "morning" in path[-2] and path[-2] != "no morning"
        else kind
    )
    _hold(t, content, kind, before, after, path)
    if kind == RED:
        following = course.session(after, events[-1].at.date())
        least = _at_the_floor(content, state, done)
        t.ok(
            following.work_s < done.work_s or least,
            path,
            "not smaller after a red report",
            done.work_s,
            following.work_s,
        )
        t.ok(len(following.items) >= min(2, len(done.items)), path, "fewer than two exercises")
    after, _ = ask_again(after, number, content)
    if left > 1:
        for following_name in REPORTS:
            _branch(content, t, after, number + 1, left - 1, following_name, path)


def doses(content: Content, state: State) -> dict[str, int]:
    """How much is prescribed of each exercise of the roster now, in seconds."""
    course = Course(content)
    planner = course.planner(state, state.passed or NOON.date())
    return {name: amount(course.dose(state, planner, name)) for name in state.roster}


def _at_the_floor(content: Content, state: State, done: Session) -> bool:
    course = Course(content)
    return all(
        amount(i.dose) <= amount(course.least(state.tracks[i.exercise].first))
        for i in done.items
        if i.exercise in state.tracks
    )


def _hold(t: Tally, content: Content, kind: str, before: dict[str, int], after: State, path: tuple[str, ...]) -> None:
    """What must be true of every exercise after a report."""
    course = Course(content)
    now = doses(content, after)
    for name, dose in now.items():
        was = before.get(name)
        first = after.tracks[name].first
        t.ok(dose >= amount(course.least(first)), path, name, "below its floor", dose)
        if was is None:
            t.ok(kind == GOOD, path, name, "is new without a good report")
            continue
        back = any(REPORTS[step_name][0] == RED for step_name in path)
        most = was * MOST_GROWTH
        standing = after.tracks[name].dose
        one_more = was + unit(standing) * standing.sides * standing.sets
        fast = dose > max(most, one_more) and not stretches(first)
        t.ok(not fast or back, path, name, "grew too fast", was, dose)
        if kind in (HOLD, QUIET, RED):
            t.ok(dose <= was, path, name, "rose after", kind, was, dose)
        if kind in (GOOD, HOLD):
            t.ok(dose >= was, path, name, "fell without harm after", kind, was, dose)


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
                for no in (flags(), flags(**{item: "no"})):
                    denied = ScreenAnswered(id="z", at=NOON + timedelta(days=3), patient="p1", red_flags=no)
                    again = fold([started(content), event, denied], content, NOON + timedelta(days=4))
                    t.ok(not again.state.exercising, event.type, item, "came back by the next no")
    for days in range(15):
        now = NOON + timedelta(days=days)
        shown = today(fold([started(content)], content, now), now)
        t.ok((days < 7) or set(CES) <= set(shown.ask), "not asked after", days, "days")


def words_in_reports(content: Content, t: Tally) -> None:
    """C1 later: a danger sign in the words of a report, or anything else that happened, is asked about at once."""
    start, later = started(content), NOON + timedelta(days=2)
    for concept in content.notes.concepts:
        item = content.items_by_id.get(concept.sign)
        for words in concept.examples if item is not None else ():
            assert item is not None
            for event in (
                session(1, 24, 3, 3, adverse="yes", adverse_note=words), session(1, 24, 3, 3, note=words),
                morning(1, 24, 3, note=words),
            ):  # fmt: skip
                folded = fold([start, event], content, later)
                after = folded.state
                t.ok(concept.sign in after.asks, event.type, words, "was not asked about")
                t.ok(not after.exercising and today(folded, later).session is None, event.type, words, "session shown")
                t.ok(after.disposition >= item.unsure, event.type, words, "weighs less than unsure")
                no = ScreenAnswered(id="q", at=later, patient="p1", red_flags=dict.fromkeys(after.asks, "no"))
                back = fold([start, event, no], content, later)
                t.ok(back.state.exercising, event.type, words, "does not end with the answer")
                yes = replace(no, red_flags={**no.red_flags, concept.sign: "yes"})
                t.ok(fold([start, event, yes], content, later).state.disposition >= item.yes, words, "yes is not kept")
    happened, _ = step(step(State(), start, content)[0], session(1, 24, 3, 3, adverse="yes"), content)
    t.ok(set(CES) <= set(happened.asks) and not happened.exercising, "something happened, and nothing was asked")


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
    before = fold(events, content, last + timedelta(hours=20)).state
    rows = {name: amount(track.dose) for name, track in before.tracks.items()}
    floors = {name: amount(Course(content).least(track.first)) for name, track in before.tracks.items()}
    for days in range(1, 60):
        now = last + timedelta(days=days)
        folded = fold(events, content, now)
        shown = today(folded, now)
        after = doses(content, folded.state)
        if days >= 14:
            t.ok(set(CES) <= set(shown.ask) and shown.session is None, days, "days away, not asked")
            share = 0.5 if days >= 28 else 0.7
            high = [e for e in after if e in rows and after[e] > max(rows[e] * share, floors[e])]
            t.ok(not high, days, "days away, not lower:", high)
            harder = [e for e in after if e not in rows and any(e in content.exercise(o).harder for o in rows)]
            t.ok(not harder, days, "days away, and harder:", harder)
        else:
            t.ok(shown.session is None or after == rows, days, "days away, and changed")
    for age in (27, 28, 29, 40):
        state, _ = run_up(content, 3)
        at = NOON + timedelta(days=60)
        ready = replace_state(state, last_red=None, back=None, screened_at=(at - timedelta(days=age)).date(), loads=())
        ready.tracks = {
            e: replace(track, good=9, all_good=9, since=NOON.date(), came=NOON.date())
            for e, track in state.tracks.items()
        }
        was = doses(content, ready)
        good_session(Course(content), ready, at, "x", [(e, track.dose) for e, track in ready.tracks.items()])
        now_doses = doses(content, ready)
        t.ok(all(now_doses[e] <= was[e] for e in was if e in now_doses) == (age > 28), age, "days old answers")


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
