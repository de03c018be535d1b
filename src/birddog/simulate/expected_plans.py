"""Expectations about the printed plan, which is what the person sees on the first day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import birddog
from birddog.catalog.library import load_default
from birddog.core.content.exercise import Dose
from birddog.core.plan.dosing import amount
from birddog.simulate.course import START
from birddog.simulate.expect import Lab, expectation, percent, share
from birddog.simulate.expected_doses import needed
from birddog.simulate.people import Made, people

Measured = tuple[str, bool, Iterable[str]]


def _program(made: Made) -> Any:
    return _printed(made.name)


@cache
def _printed(name: str) -> Any:
    return birddog.prescribe(birddog.read_intake(people()[name].answers), START).program


def _sessions(program: Any) -> Iterator[tuple[int, date, Any]]:
    """Week, day and session of each session that is printed."""
    for week in program.weeks:
        for day in week.days:
            for session in day.sessions:
                yield week.week, day.date, session


@expectation
def the_plan_uses_the_time(lab: Lab) -> Measured:
    """The printed sessions fill 60 percent of the minutes in week 1 and 80 from week 3 (10 minutes: 50, 65)."""
    rows, low = [], []
    for made in lab.staged:
        minutes = made.time("minutes", 15)
        program = _program(made)
        short = [(week, s.seconds / 60 / minutes) for week, _, s in _sessions(program)
                 if s.seconds / 60 < minutes * needed(minutes, week) - 0.1]  # fmt: skip
        count = sum(1 for _ in _sessions(program))
        rows += [True] * (count - len(short)) + [False] * len(short)
        if short:
            week, used = min(short, key=lambda row: row[1])
            low.append(f"{made.name}: {len(short)} of {count} sessions, week {week} {percent(used)}")
    part = share(rows)
    return f"{percent(part)} of printed sessions", part >= 0.95, low


@expectation
def nothing_is_planned_below_its_first_dose(lab: Lab) -> Measured:
    """Nothing is planned below its own first dose: fewer seconds of it, with and without the time to move."""
    wrong, count = [], 0
    for made in lab.staged:
        first: dict[str, Dose] = {}
        for week, _, session in _sessions(_program(made)):
            for item in session.items:
                count += 1
                was = first.setdefault(item.exercise, item.dose)
                if amount(item.dose) < amount(was) and item.dose.work_s < was.work_s:
                    wrong.append(f"{made.name}: week {week}, {item.exercise} {_said(item.dose)} after {_said(was)}")
    return f"{len(wrong)} of {count} items", not wrong, wrong


@expectation
def holds_come_in_steps_of_five(lab: Lab) -> Measured:
    """Holds are planned in steps of 5 seconds; only holds under 5 seconds are other numbers."""
    odd = [
        f"{made.name}: {item.exercise} {_said(item.dose)}"
        for made in lab.staged for _, _, session in _sessions(_program(made)) for item in session.items
        if item.dose.hold_s > 5 and item.dose.hold_s % 5
    ]  # fmt: skip
    return f"{len(odd)} items", not odd, dict.fromkeys(odd)


@expectation
def no_dose_is_a_crumb(lab: Lab) -> Measured:
    """No planned dose is a crumb: never under 5 repetitions, 3 holds of 5 s, or a 15 s stretch."""
    wrong, count = [], 0
    for made in lab.staged:
        for week, _, session in _sessions(_program(made)):
            for item in session.items:
                count += 1
                if crumb(item.dose, item.category):
                    wrong.append(f"{made.name}: week {week}, {item.exercise} {_said(item.dose)}")
    return f"{len(wrong)} of {count} items", not wrong, dict.fromkeys(wrong)


def crumb(dose: Dose, category: str) -> bool:
    """Whether a dose is under 5 repetitions without a hold, under 3 x 5 s with one, or under a stretch of 15 s.

    >>> crumb(Dose(1, 1), "mobility"), crumb(Dose(1, 3, 5), "stabilization"), crumb(Dose(2, 1, 20), "mobility")
    (True, False, False)
    """
    if category == "posture":
        return False
    held = dose.sets * dose.reps * dose.hold_time_s
    if dose.hold_time_s >= 5:
        return held < 15
    return dose.sets * dose.reps < 5


@expectation
def the_plan_does_not_step_down(lab: Lab) -> Measured:
    """An exercise is followed by itself or a harder rung, never by an easier one, from one two weeks to the next."""
    wrong = []
    for made in lab.staged:
        blocks: dict[int, set[str]] = {}
        for week, _, session in _sessions(_program(made)):
            blocks.setdefault((week - 1) // 2, set()).update(item.exercise for item in session.items)
        for number in range(1, len(blocks)):
            before, now = blocks[number - 1], blocks[number]
            fell = [name for name in before - now if _below(name) & (now - before)]
            wrong += [f"{made.name}: {name} before week {2 * number + 1}, then {_below(name) & now}" for name in fell]
    part = len({row.split(":")[0] for row in wrong}) / max(1, len(lab.staged))
    return f"{percent(part)} of plans", not wrong, wrong


def _below(exercise: str) -> set[str]:
    """Easier rungs of the same kind of work, all the way down."""
    content = load_default()
    kind, found, wave = content.exercise(exercise).category, set[str](), {exercise}
    while wave:
        wave = {rung for name in wave for rung in content.exercise(name).easier} - found
        found |= wave
    return {name for name in found if content.exercise(name).category == kind} if kind != "mobility" else set()


@expectation
def few_exercises_to_learn(lab: Lab) -> Measured:
    """There are at most five exercises to learn in the first two weeks."""
    rows = {}
    for made in lab.staged:
        early = {item.exercise for week, _, s in _sessions(_program(made)) if week <= 2 for item in s.items
                 if item.category != "posture"}  # fmt: skip
        rows[made.name] = len(early)
    many = [f"{name}: {count}" for name, count in rows.items() if count > 5]
    return f"{len(many)} of {len(rows)} people, most {max(rows.values(), default=0)}", not many, many


@expectation
def goals_are_served(lab: Lab) -> Measured:
    """A goal is served by week 6 in 95 of 100: lifting by hinge, squat or carry; walking by legs."""
    want = {"lifting": {"hip-hinge", "squat", "carry", "resistance"}, "bending": {"hip-hinge", "squat"},
            "walking": {"squat", "heel-raise", "hip-abduction", "hip-extension", "marching", "tandem"}}  # fmt: skip
    rows, missed = [], []
    for made in lab.staged:
        families = {load_default().exercise(item.exercise).family
                    for week, _, s in _sessions(_program(made)) if week <= 6 for item in s.items}  # fmt: skip
        for goal in made.answers.get("life", {}).get("goals", []):
            if goal in want:
                rows.append(bool(families & want[goal]))
                if not rows[-1]:
                    missed.append(f"{made.name}: {goal}")
    part = share(rows)
    return percent(part), part >= 0.95, missed


@expectation
def fear_is_met_by_week_four(lab: Lab) -> Measured:
    """Someone afraid of bending has an easy bend or hinge by week 4, unless something bars it."""
    rows = [made for made in lab.staged if "bending" in made.answers.get("life", {}).get("worries", [])]
    near = {"hip-hinge", "squat", "forward-fold", "wall-stretch", "cat-cow"}
    late = []
    for made in rows:
        early = [
            load_default().exercise(item.exercise)
            for week, _, s in _sessions(_program(made))
            if week <= 4
            for item in s.items
        ]
        if not any(
            e.family in near and (e.family in ("hip-hinge", "squat") or e.direction == "flexion") for e in early
        ):
            late.append(made.name)
    return f"{len(late)} of {len(rows)} people", not late, late


@expectation
def the_plan_follows_dates(lab: Lab) -> Measured:
    """The plan knows its dates: from week 14 of a pregnancy no lying on the back or front is printed."""
    wrong, count = [], 0
    for made in (row for row in lab.all if row.pregnant):
        program = _program(made)
        count += 1
        assert made.due is not None
        later = made.due - timedelta(weeks=40 - 14)
        barred = {item.exercise for _, day, s in _sessions(program) if day >= later for item in s.items
                  if {"supine", "prone", "prone_support"} & load_default().exercise(item.exercise).tags}  # fmt: skip
        if barred:
            wrong.append(f"{made.name}: {', '.join(sorted(barred))}")
    return f"{len(wrong)} of {count} people", not wrong, wrong


@expectation
def new_exercises_come_one_by_one(lab: Lab) -> Measured:
    """After two weeks at most one new exercise a week; when a stage begins, at most half of each session.

    A week in which a due date comes is not held to it: what it bars is replaced at once.
    """
    wrong = []
    for made in lab.staged:
        program, known = _program(made), set[str]()
        for week in program.weeks:
            held = [session for day in week.days for session in day.sessions]
            new = {item.exercise for session in held for item in session.items} - known
            begins = week.week > 1 and week.stage != program.weeks[week.week - 2].stage
            half = all(2 * sum(i.exercise in new for i in session.items) <= len(session.items) for session in held)
            dated = made.due in {day.date for day in week.days}
            if week.week > 2 and not dated and not (half if begins else len(new) <= 1):
                wrong.append(f"{made.name}: week {week.week}, new {', '.join(sorted(new))}")
            known |= new
    part = len({row.split(":")[0] for row in wrong}) / max(1, len(lab.staged))
    return f"{percent(part)} of plans", not wrong, wrong


@expectation
def older_people_practice_balance(lab: Lab) -> Measured:
    """From 65 on, or after a fall, supported balance work is printed on at least three days a week by week 3."""
    wrong, count = [], 0
    for made in lab.staged:
        balance = made.answers.get("conditions", {}).get("balance")
        if made.answers["person"]["age"] < 65 and balance not in ("poor", "falls"):
            continue
        count += 1
        days = {day.date for week in _program(made).weeks if week.week == 3 for day in week.days
                for s in day.sessions if any(item.category == "balance" for item in s.items)}  # fmt: skip
        if len(days) < min(3, made.time("days_per_week", 5)):
            wrong.append(f"{made.name}: {len(days)} days")
    return f"{len(wrong)} of {count} people", not wrong, wrong


def _said(dose: Dose) -> str:
    hold = f" x {dose.hold_time_s} s" if dose.hold_time_s else ""
    return f"{dose.sets} x {dose.reps}{hold}"
