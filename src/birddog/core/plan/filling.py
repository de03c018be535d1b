"""The sets that make the first sessions fill their share of a person's time (birddog-time-used)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from birddog.core.plan.limits import Item
from birddog.core.plan.planner import Planner
from birddog.core.state.state import State, Track

if TYPE_CHECKING:
    from birddog.core.plan.course import Course

LIGHT_SETS = 2
"""So many sets of an exercise of low load are never too many (proposal)."""


def use_the_time(course: Course, state: State, planner: Planner, day: date) -> None:
    """Give the first doses so many sets that both sessions fill their share of the person's time; with these sets they
    are the person's first doses, which setbacks are held against."""
    assert state.intake is not None
    values, careful = (
        course.content.values,
        planner.careful or ("pop-not-active" in course.content.rules and state.intake.life.activity == "low"),
    )
    gently = careful or planner.known.severity == "severe"
    share = values.time_used.first_careful if gently else values.time_used.first
    goal = state.intake.time.minutes * 60 * share
    for session in ("A", "B"):
        while course.session(state, day, session).seconds < goal:
            items = sorted(course.session(state, day, session).items, key=lambda item: item.seconds)
            before = state.tracks
            for item in items:
                state.tracks = {**before, **(_one_set_more(course, state, planner, item) or {})}
                longest = max(course.session(state, day, name).seconds for name in ("A", "B"))
                if state.tracks != before and longest <= goal * values.time_used.over:
                    break
                state.tracks = before
            if state.tracks == before:
                break
    state.tracks = {name: replace(track, first=track.dose) for name, track in state.tracks.items()}


def _one_set_more(course: Course, state: State, planner: Planner, item: Item) -> dict[str, Track] | None:
    """The track of an exercise with one set more, if its sources allow one and it has not got three."""
    track = state.tracks.get(item.exercise)
    if track is None or item.category == "posture":
        return None
    most = planner.top(item.exercise, state.stage)
    whole = planner.overall(item.exercise)
    sets, dose = track.dose.sets + 1, track.dose
    light = "low_load" in course.content.exercise(item.exercise).tags and sets <= LIGHT_SETS
    within = sets <= most.sets or (
        item.category != "strengthening" and (light or sets * dose.reps <= whole.sets * whole.reps)
    )
    if not within or sets > course.content.values.time_used.sets:
        return None
    rest = dose.rest_s or course.content.values.rests.other
    return {item.exercise: replace(track, dose=replace(dose, sets=sets, rest_s=rest))}
