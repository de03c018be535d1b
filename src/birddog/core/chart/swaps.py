"""What a person wishes about one exercise: out, easier, harder, or more often."""

from __future__ import annotations

from dataclasses import replace

from birddog.core.chart.earned import swap_in
from birddog.core.chart.proposals import propose
from birddog.core.content.exercise import Exercise
from birddog.core.log.events import Swap
from birddog.core.plan.course import Course
from birddog.core.plan.dosing import amount, share_of
from birddog.core.plan.planner import RUNG_BY_RUNG
from birddog.core.state.state import State
from birddog.core.state.told import exercises
from birddog.core.state.vetoes import left_out

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
        _like(course, state, event, exercise)
    elif event.wish == "not_this":
        _take_out(state, exercise)
        course.replace_lost(state, event.at.date())
        course.say(event.id, event.at, "birddog-not-this-one", exercise.id, "left-out-another", about=about)
    elif event.wish == "easier":
        _easier(course, state, event, exercise)
    else:
        _harder(course, state, event, exercise)


def _like(course: Course, state: State, event: Swap, exercise: Exercise) -> None:
    """A wish that a veto stands against is kept, and the reason is said."""
    day, about = event.at.date(), (exercise.id,)
    able = course.planner(state, day).pool & ~course.barred(state, day)
    if exercise.kind == "aerobic" or able >> course.content.index[exercise.id] & 1:
        saw = f"likes {exercise.id}"
        course.say(event.id, event.at, "programme-vary-and-enjoy", saw, "chosen-more-often", about=about)
        return
    assert state.intake is not None
    rows = left_out(state.intake, course.known(state, day), course.content)
    why = tuple(replace(row.reason, about=about) for row in rows if row.exercise == exercise.id)
    saw = ", ".join(reason.rule for reason in why) or "taken out of this program"
    course.say(event.id, event.at, "birddog-veto-stays", f"{exercise.id}: {saw}", "liked-but-out", about=about)
    course.log(event.id, event.at, why, "liked-but-out")


def _take_out(state: State, exercise: Exercise) -> None:
    """Out by the person's own wish, which the person may take back; what was out already stays out for its reason."""
    if exercise.id not in state.removed:
        state.unwanted = state.unwanted | {exercise.id}
    state.removed = state.removed | {exercise.id}


def _easier(course: Course, state: State, event: Swap, exercise: Exercise) -> None:
    """One step less, while there is one above the first dose; else the easier rung, or the next best, in its place."""
    rules = [rule for rule in (OTHER_FORM, SAME_DRILL) if rule in exercise.rules and rule in course.content.rules]
    rule = rules[0] if rules and exercise.easier else "birddog-easier"
    day, track = event.at.date(), state.tracks.get(exercise.id)
    share = 1 / course.content.values.volume_growth.factor
    less = None if track is None else share_of(track.dose, share, course.least(track.first))
    did = "one-step-less" if rule != SAME_DRILL else "same-turn-sitting-back"
    position = rule == SAME_DRILL and exercise.id not in state.eased
    state.eased = state.eased | {exercise.id}
    if (
        rule != OTHER_FORM
        and track is not None
        and less is not None
        and (position or amount(less) < amount(track.dose))
    ):
        state.tracks = {**state.tracks, exercise.id: replace(track, dose=less, good_dose=None, good=0, since=day)}
    else:
        planner = course.planner(state, day)
        able = planner.pool & ~course.barred(state, day)
        rungs = [r for r in exercise.easier if able >> course.content.index[r] & 1 and r not in state.roster]
        _take_out(state, exercise)
        if rungs and exercise.id in state.roster:
            swap_in(course, state, planner, rungs[0], exercise.id, day)
        course.replace_lost(state, day)
        did = "instead" if rungs else "another-instead"
    names = exercises(exercise.easier)
    course.say(
        event.id, event.at, rule, f"{exercise.id} is too hard", did, about=(exercise.id,), exercises=names
    )  # fmt: skip


def _harder(course: Course, state: State, event: Swap, exercise: Exercise) -> None:
    """The next rung, once this one has had its good sessions; until then the wish is kept."""
    about, values = (exercise.id,), course.content.values
    saw = f"{exercise.id}: harder was asked for"
    if course.held_back(state, event.at) is not None or state.waiting is not None:
        state.harder = tuple(dict.fromkeys((*state.harder, exercise.id)))
        course.say(event.id, event.at, "birddog-missing-report", saw, "dose-stays-until-report", about=about)
        return
    day = event.at.date()
    planner = course.planner(state, day)
    able = planner.pool & ~course.barred(state, day)
    rungs = [course.content.exercise(h) for h in exercise.harder if able >> course.content.index[h] & 1]
    rungs = [rung for rung in rungs if state.stage in rung.doses and rung.id not in state.roster]
    shared = {rule for rung in rungs for rule in rung.rules} & set(exercise.rules) & RUNG_BY_RUNG
    rule = min(shared & course.content.rules.keys(), default="progress-gradually")
    track = state.tracks.get(exercise.id)
    if rungs and (track is None or track.all_good < values.good_session.sessions):
        state.harder = tuple(dict.fromkeys((*state.harder, exercise.id)))
        course.say(event.id, event.at, "birddog-good-session", saw, "harder-after-good-sessions", about=about)
        return
    if rungs and exercise.id in state.roster and state.waits:
        propose(course, state, event.at, event.id, "exercise", rule, saw, exercise=rungs[0].id, out=exercise.id)
        return
    if rungs and exercise.id in state.roster:
        swap_in(course, state, planner, rungs[0].id, exercise.id, day)
    did, names = "preferred" if rungs else "no-harder-form", exercises(tuple(rung.id for rung in rungs[:1]))
    course.say(event.id, event.at, rule, f"{exercise.id} is easy", did, about=about, exercises=names)
