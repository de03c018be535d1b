"""A change of time, equipment, taste or aims: taken in at once, and never a way around the limits on work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import ceil, log
from typing import Any

from birddog.core.chart.ways_on import choose
from birddog.core.log.events import Arranged
from birddog.core.person.intake import Intake
from birddog.core.plan.course import Course
from birddog.core.plan.planned import planned_until, remember
from birddog.core.screen.screening import screen
from birddog.core.state.asked_later import LATER
from birddog.core.state.stages import training
from birddog.core.state.state import State, WayBack

TIME = ("minutes", "per_day", "days_per_week")
TASTE = ("aerobic", "goals", "work", "worries")


def arrange(course: Course, state: State, event: Arranged) -> None:
    """Plan with the new answers from here on. A session's work does not rise, nor does the work of a week."""
    assert state.intake is not None
    before, was = state.intake, planned_until(event.at.date(), state, course.content)
    wanted = frozenset(event.restore)
    state.removed -= wanted & state.unwanted
    state.unwanted -= wanted
    state.intake = arranged(state.intake, event)
    remember(was, state, course.content)
    state.settled |= {name for name in LATER if getattr(event, name) is not None} | set(event.skipped)
    _screened(course, state, before, event.at.date())
    if state.exercising:
        _before_the_first(course, state, event)
        _more_often(course, state, before, event.at.date())
        course.replace_lost(state, event.at.date())
    if event.program is not None:
        choose(course, state, event.program, event.at, event.id)
    told = [f"{name} {value}" for name in (*TIME, *TASTE, "weekdays", "equipment", "skipped", "restore", "program")
            if (value := getattr(event, name)) not in (None, ())]  # fmt: skip
    course.say(event.id, event.at, "birddog-arrange", ", ".join(told) or "nothing new", "arranged")


def _screened(course: Course, state: State, before: Intake, day: date) -> None:
    """What the new answers find by themselves, such as sport, of somebody young whom bending backward hurts."""
    assert state.intake is not None
    was, found = (screen(intake, course.content, day) for intake in (before, state.intake))
    if found.disposition > max(was.disposition, state.disposition):
        state.disposition, state.screen_reasons = found.disposition, found.reasons + state.advice


def arranged(intake: Intake, event: Arranged) -> Intake:
    """The intake with what the event tells; the rest as it was."""
    told: dict[str, Any] = {name: value for name in TIME if (value := getattr(event, name)) is not None}
    if event.weekdays is not None:
        told |= {"weekdays": event.weekdays, "days_per_week": len(event.weekdays)}
    elif event.days_per_week not in (None, intake.time.days):
        told["weekdays"] = ()
    life = intake.life
    return replace(
        intake,
        time=replace(intake.time, **told),
        equipment=intake.equipment if event.equipment is None else event.equipment,
        life=replace(
            life,
            **{name: value for name in TASTE if (value := getattr(event, name)) is not None},
            dislikes=tuple(name for name in life.dislikes if name not in event.restore),
        ),
    )


def _before_the_first(course: Course, state: State, event: Arranged) -> None:
    """Before the first session the first doses are made again for the new time; later they are earned as before, and
    where a therapist approves what rises, they stay."""
    if not state.waits and state.last_session is None and state.last_red is None and not state.flares:
        course.make_first(state, event.at.date())


def _more_often(course: Course, state: State, before: Intake, day: date) -> None:
    """More sessions a week begin with smaller ones, so that the work of the week grows no faster than it may."""
    assert state.intake is not None
    was, now = _a_week(course, state, before), _a_week(course, state, state.intake)
    factor = course.content.values.volume_growth.factor
    if state.last_session is None or state.back is not None or now <= was * factor:
        return
    weeks = ceil(log(now / was, factor) - 1e-9)
    shares = tuple(was / now * factor ** (n // now + 1) for n in range(now * (weeks - 1)))
    if shares:
        state.back = WayBack("more", shares, 0, day)


def _a_week(course: Course, state: State, intake: Intake) -> int:
    days, per_day = training(intake, course.content, state.stage)
    return days * per_day
