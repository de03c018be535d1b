"""A change of time, equipment, taste or aims: taken in at once, and never a way around the limits on work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from birddog.core.course import Course
from birddog.core.events import Arranged
from birddog.core.intake import Intake
from birddog.core.prescribe import training
from birddog.core.state import Pace, State

TIME = ("minutes", "per_day", "days_per_week")


def arrange(course: Course, state: State, event: Arranged) -> None:
    """Plan with the new answers from here on. A session's work does not rise, nor does the work of a week."""
    assert state.intake is not None
    before = state.intake
    wanted = frozenset(event.restore)
    state.removed -= wanted & state.unwanted
    state.unwanted -= wanted
    state.intake = arranged(before, event)
    if state.exercising:
        _keep_the_work(course, state, before, event.at.date())
    told = [f"{name} {value}" for name in (*TIME, "equipment", "aerobic", "goals", "restore")
            if (value := getattr(event, name)) not in (None, ())]  # fmt: skip
    course.say(event.id, event.at, "birddog-arrange", ", ".join(told) or "nothing new", "arranged")


def arranged(intake: Intake, event: Arranged) -> Intake:
    """The intake with what the event tells; the rest as it was."""
    told: dict[str, Any] = {name: value for name in TIME if (value := getattr(event, name)) is not None}
    life = intake.life
    return replace(
        intake,
        time=replace(intake.time, **told),
        equipment=intake.equipment if event.equipment is None else event.equipment,
        life=replace(
            life,
            aerobic=life.aerobic if event.aerobic is None else event.aerobic,
            goals=life.goals if event.goals is None else event.goals,
            dislikes=tuple(name for name in life.dislikes if name not in event.restore),
        ),
    )


def _keep_the_work(course: Course, state: State, before: Intake, day: date) -> None:
    """Hold the ceiling where it is; before the first session, make a first dose again for the new time.

    More sessions a week share the work of the week. A change that is taken back before the next session is as if it
    had not been.
    """
    assert state.intake is not None
    if state.last_session is None and state.last_red is None and not state.flares:
        state.work_s = None
        state.last_work = course.level_out(state, day)
        return
    course.hold(state)
    if state.work_s is None:
        return
    pace = state.pace
    if pace is None or (pace.sessions, pace.kept) != (state.sessions, state.work_s):
        days, per_day = training(before, course.content, state.stage)
        pace = Pace(state.work_s, days * per_day, state.sessions, state.work_s)
    days, per_day = training(state.intake, course.content, state.stage)
    state.work_s = max(1, int(pace.work_s * min(1.0, pace.per_week / (days * per_day))))
    state.pace = replace(pace, kept=state.work_s)
