"""What waits until after the first session bars nothing in it, whatever is answered, and is really asked then."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from tests.story import ORDINARY, START, Story
from tests.strategies import CONTENT, DAY, schema_of_intake

from birddog import catalog
from birddog.core.content.pace import USUAL
from birddog.core.content.values import STAGES, Disposition
from birddog.core.foreseen import Foreseen, Week
from birddog.core.person.facts import facts
from birddog.core.person.intake import Intake
from birddog.core.plan.limits import allowed, cap_seconds
from birddog.core.plan.planner import FEWEST, Planner, Session
from birddog.core.screen.screening import screen
from birddog.core.state.asked_later import LATER, asked_before, asked_later
from birddog.core.state.stages import first_stage, training
from birddog.core.state.vetoes import barred_by_facts
from birddog.simulate.people import people

SETTLING = "pain.settles_in"
Answers = dict[str, Any]


def at(answers: Answers, path: str, value: Any) -> Answers:
    """The answers with another one at ``path``; without one where it is ``None``."""
    made = copy.deepcopy(answers)
    block, _, name = path.rpartition(".")
    inside = made.setdefault(block, {}) if block else made
    inside.pop(name, None)
    return made if value is None else {**made, **({block: {**inside, name: value}} if block else {name: value})}


def possible(path: str) -> list[Any]:
    """Every answer to a question; of a list each entry, all of them and none."""
    shape = schema_of_intake()
    for name in path.split("."):
        shape = shape["properties"][name]
    if path == "life.aerobic":
        able = [e.id for e in CONTENT.exercises if e.kind == "aerobic"]
        return [[], *([one] for one in able), able]
    if shape.get("type") == "array":
        return [[], *([one] for one in shape["items"]["enum"]), shape["items"]["enum"]]
    return shape["enum"] if "enum" in shape else list(range(shape["minimum"], shape["maximum"] + 1))


def first_week(answers: Answers) -> Week:
    return Foreseen(catalog.read_intake(answers, CONTENT), CONTENT, DAY, USUAL).weeks(1)[0]


def barred(answers: Answers, week: Week | None, before: Disposition) -> Iterator[str]:
    """What of a first week these answers do not admit, and a disposition that is worse than ``before``."""
    intake = catalog.read_intake(answers, CONTENT)
    known = facts(intake, DAY, CONTENT.values)
    found = screen(intake, CONTENT, DAY, known).disposition
    if found > before:
        yield f"{found.word} instead of {before.word}"
    if week is None or not found.allows_exercise:
        return
    planner, stage = Planner(intake, known, CONTENT), first_stage(intake, known, CONTENT)[0]
    most_days, per_day = training(intake, CONTENT, stage)
    if sum(bool(day.sessions) for day in week.days) > most_days:
        yield "more days"
    out = barred_by_facts(known, CONTENT)
    for day in week.days:
        others = [*day.practice, *([day.aerobic.exercise] if day.aerobic else ())]
        yield from (f"{name} is barred" for name in others if out >> CONTENT.index[name] & 1)
        yield from ("more sessions a day" for _ in day.sessions[per_day:])
        for session in day.sessions:
            yield from past_the_limits(session, planner, STAGES.index(stage))


def past_the_limits(session: Session, planner: Planner, stage: int) -> Iterator[str]:
    half = planner.irritable and not planner.short
    if session.seconds > planner.intake.time.minutes * 60:
        yield "longer than the minutes"
    if len(session.items) > (FEWEST if planner.short or half else planner.most):
        yield "more exercises"
    for item in session.items:
        exercise = CONTENT.exercise(item.exercise)
        first = planner.first(item.exercise, STAGES[stage])
        if not planner.pool >> CONTENT.index[item.exercise] & 1:
            yield f"{item.exercise} is barred"
        if min(STAGES.index(name) for name in exercise.doses) > stage:
            yield f"{item.exercise} is of a later stage"
        if allowed(item.dose, exercise, planner.known, CONTENT) != item.dose:
            yield f"{item.exercise} is past {cap_seconds(planner.known, CONTENT)} s"
        if half and item.work_s >= item.work_of(first) > 0:
            yield f"{item.exercise} at a whole first dose"


def waits(path: str, answers: Answers) -> bool:
    """Whether this person is asked only later."""
    name = next((name for name, place in LATER.items() if place == path), path)
    return not asked_before(name, catalog.read_intake(answers, CONTENT), CONTENT.values)


def faults(path: str, who: list[Answers], seed: int = 0) -> list[str]:
    """What is wrong for these people, for each answer to ``path`` alone, and for every third with others beside it."""
    dice, wrong = Random(seed), []
    for number, told in enumerate(who):
        if not waits(path, told):
            continue
        silent = told
        for place in {*LATER.values(), path}:
            silent = at(silent, place, None) if waits(place, told) else silent
        intake = catalog.read_intake(silent, CONTENT)
        before = screen(intake, CONTENT, DAY).disposition
        week = first_week(silent) if before.allows_exercise else None
        for value in possible(path):
            answers = at(silent, path, value)
            for place in sorted({*LATER.values()} - {path}) if number % 3 == 0 else ():
                answers = at(answers, place, dice.choice(possible(place))) if waits(place, told) else answers
            wrong += [f"{path} = {value}: {what}" for what in barred(answers, week, before)]
    return wrong


EVERYBODY = [made.answers for made in people().values()]


@pytest.mark.parametrize("path", LATER.values())
def test_no_answer_to_what_waits_bars_anything_in_the_first_session(path: str):
    assert faults(path, EVERYBODY) == []


@pytest.mark.parametrize(
    ("path", "because"),
    [(SETTLING, "whole first dose"), ("episode.onset", "clinician_first"), ("time.minutes", "longer than the minutes"),
     ("episode.course", "clinician_alongside"), ("eases", "is barred")],
)  # fmt: skip
def test_what_does_not_pass_is_asked_before(path: str, because: str):
    assert any(because in fault for fault in faults(path, EVERYBODY[::4]))


def test_the_questions_come_two_at_a_time_after_sessions_until_answered_or_skipped():
    story = Story()

    def asked() -> tuple[str, ...]:
        return asked_later(story.fold().state, CONTENT.values)

    assert asked() == ()
    story.session(0)
    assert asked() == ("goals", "work")
    story.add(1, "arrange", skipped=["goals"])
    assert asked() == ("work",)
    story.add(1, "arrange", work="heavy")
    assert asked() == ()
    story.session(2)
    assert asked() == ("worries", "aerobic")
    story.add(3, "arrange", hour=6, worries=["bending"])
    story.add(3, "arrange", hour=7, aerobic=[])
    story.session(4)
    assert asked() == ("per_day",)
    story.add(5, "arrange", per_day=1)
    state = story.fold().state
    assert asked() == () and state.intake is not None
    assert (state.intake.life.work, state.intake.life.worries) == ("heavy", ("bending",))


def test_an_answer_that_another_intake_does_not_hold_is_asked_again():
    """A file or a clinic may bring an intake without it; what was skipped, or answered with nothing, stays settled."""
    story = Story()
    story.session(0)
    story.add(1, "arrange", work="heavy", per_day=2, aerobic=[], skipped=["goals"])
    story.add(2, "intake", intake=ORDINARY)
    story.session(3)
    assert asked_later(story.fold().state, CONTENT.values) == ("work", "worries")
    story.add(4, "intake", intake={**ORDINARY, "life": {"work": "desk"}})
    story.add(4, "arrange", hour=13, worries=["harm"])
    assert asked_later(story.fold().state, CONTENT.values) == ("per_day",)


def test_an_answer_that_comes_later_is_screened():
    """Sport of somebody young whom bending backward hurts is asked before; told later, it is found all the same."""
    young = {"age": 18, "decides_for_self": "yes", "id": "p1"}
    story = Story(person=young, worsens=["bending_backward"])
    story.session(0)
    assert "goals" not in asked_later(story.fold().state, CONTENT.values)
    before = story.fold().state.disposition
    story.add(1, "arrange", goals=["sport"])
    told = catalog.read_intake({**story.rows[0]["intake"], "life": {"goals": ["sport"]}}, CONTENT)
    wanted = screen(told, CONTENT, START.date()).disposition
    assert before < wanted == story.fold().state.disposition


def test_nobody_without_an_intake_is_asked():
    assert Intake().life.goals == ()
    assert asked_later(Story().fold().state, CONTENT.values) == ()
