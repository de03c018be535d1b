"""What a person wishes about one exercise: out, easier, harder, or more often."""

from __future__ import annotations

from birddog.core.course import Course
from birddog.core.events import Swap
from birddog.core.exercise import Exercise
from birddog.core.planner import RUNG_BY_RUNG
from birddog.core.state import State
from birddog.core.told import exercises

OTHER_FORM = "regress-plank"
"""Too hard: the easier form at once (knees or elbows), whatever the dose."""
SAME_DRILL = "regress-t-spine"
"""Too hard: the same exercise in an easier position; the next rung only when that is too hard too."""


def swap(course: Course, state: State, event: Swap) -> None:
    """Take in a wish; vetoes and limits still hold."""
    exercise = course.content.exercise(event.exercise)
    about = (exercise.id,)
    if event.wish == "like":
        state.liked = tuple(dict.fromkeys((*state.liked, exercise.id)))
        course.say(
            event.id, event.at, "programme-vary-and-enjoy", f"likes {exercise.id}", "chosen-more-often", about=about
        )
    elif event.wish == "not_this":
        _take_out(state, exercise)
        course.say(event.id, event.at, "birddog-not-this-one", exercise.id, "left-out-another", about=about)
    elif event.wish == "easier":
        _easier(course, state, event, exercise)
    else:
        _harder(course, state, event, exercise)


def _take_out(state: State, exercise: Exercise) -> None:
    """Out by the person's own wish, which the person may take back; what was out already stays out for its reason."""
    if exercise.id not in state.removed:
        state.unwanted = state.unwanted | {exercise.id}
    state.removed = state.removed | {exercise.id}


def _easier(course: Course, state: State, event: Swap, exercise: Exercise) -> None:
    rules = [rule for rule in (OTHER_FORM, SAME_DRILL) if rule in exercise.rules and rule in course.content.rules]
    rule = rules[0] if rules and exercise.easier else "birddog-easier"
    most = {OTHER_FORM: 0, SAME_DRILL: 1}.get(rule, state.level)
    if (steps := state.lowered.get(exercise.id, 0)) < most:
        state.lowered = {**state.lowered, exercise.id: steps + 1}
        did = "one-step-less" if rule != SAME_DRILL else "same-turn-sitting-back"
    else:
        _take_out(state, exercise)
        state.added = tuple(dict.fromkeys((*state.added, *exercise.easier)))
        did = "instead" if exercise.easier else "another-instead"
    course.hold(state)
    names = exercises(exercise.easier)
    course.say(
        event.id, event.at, rule, f"{exercise.id} is too hard", did, about=(exercise.id,), exercises=names
    )  # fmt: skip


def _harder(course: Course, state: State, event: Swap, exercise: Exercise) -> None:
    if course.held_back(state, event.at) is not None or state.waiting is not None:
        saw = f"{exercise.id}: harder was asked for"
        about = (exercise.id,)
        course.say(event.id, event.at, "birddog-missing-report", saw, "dose-stays-until-report", about=about)
        return
    day = event.at.date()
    able = course.planner(state, day).pool & ~course.barred(state, day)
    rungs = [course.content.exercise(h) for h in exercise.harder if able >> course.content.index[h] & 1]
    rungs = [rung for rung in rungs if state.stage in rung.doses]
    shared = {rule for rung in rungs for rule in rung.rules} & set(exercise.rules) & RUNG_BY_RUNG
    rule = min(shared & course.content.rules.keys(), default="progress-gradually")
    state.added = tuple(dict.fromkeys((*state.added, *(rung.id for rung in rungs))))
    did, names = "preferred" if rungs else "no-harder-form", exercises(tuple(rung.id for rung in rungs))
    saw = f"{exercise.id} is easy"
    course.say(event.id, event.at, rule, saw, did, about=(exercise.id,), exercises=names)
