"""How much steadying, strength and balance work a week asks for, and by how much it may grow."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from birddog.core.plan.dosing import amount
from birddog.core.plan.planner import loads
from birddog.core.state.stages import training
from birddog.core.state.state import State

if TYPE_CHECKING:
    from birddog.core.plan.course import Course

CAPPED = ("stabilization", "strengthening", "balance")
"""Categories whose work of a week grows within limits."""


def load(course: Course, state: State, day: date) -> int:
    """Seconds of steadying, strength and balance work that a week holds as the doses stand."""
    assert state.intake is not None
    planner = course.planner(state, day)
    days, per_day = training(state.intake, course.content, state.stage)
    strong = [name for name in state.roster if loads(course.content.exercise(name))]
    size, others = course.size(state, planner), len(state.roster) - len(strong)
    strong_days = min(days, course.content.values.strength_days.most) if strong else 0
    beside, alone = min(1.0, (size - len(strong)) / max(1, others)), min(1.0, size / max(1, others))
    often = strong_days * beside + (days * per_day - strong_days) * alone
    total = 0.0
    for name in state.roster:
        if course.content.exercise(name).category in CAPPED:
            track = state.tracks.get(name)
            dose = planner.first(name, state.stage) if track is None else track.dose
            total += amount(dose) * (strong_days if name in strong else often)
    return round(total)


def room_to_grow(course: Course, state: State, day: date) -> float:
    """Seconds of such work by which a week may still grow (birddog-volume-growth); endless in the first week."""
    week, values = state.week(day), course.content.values
    before = [load for number, load in state.loads if 0 < week - number <= values.volume_growth.weeks]
    if not before:
        return float("inf")
    began = state.stage_since is not None and (day - state.stage_since).days < 7 and state.stage != "calm"
    factor = values.volume_growth.stage_factor if began else values.volume_growth.factor
    if course.planner(state, day).careful and not began:
        factor = values.volume_growth.careful_factor
    return max(before) * factor - load(course, state, day)


def note_load(course: Course, state: State, day: date) -> None:
    """Keep the most that a week of this program has asked for so far."""
    week, work = state.week(day), load(course, state, day)
    kept = {number: most for number, most in state.loads if week - number <= course.content.values.volume_growth.weeks}
    kept[week] = max(work, kept.get(week, 0))
    state.loads = tuple(sorted(kept.items()))
