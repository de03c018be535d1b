"""Leg symptoms in a chart: further down and staying takes a movement out, drawing up lets one in."""

from __future__ import annotations

from dataclasses import replace

from birddog.core.chart.rescreening import rescreen
from birddog.core.chart.setbacks import too_much
from birddog.core.chart.worsening import got_worse
from birddog.core.log.events import Event, HomeMade, LegReport
from birddog.core.log.home_made import sure_way, ways_of
from birddog.core.person.intake import Leg, Movement, Response
from birddog.core.plan.course import Course
from birddog.core.state.state import State
from birddog.core.state.told import exercises, words


def leg_report(course: Course, state: State, event: LegReport) -> None:
    """Take in new leg symptoms, let them bar or permit movements, and ask the danger signs."""
    assert state.intake is not None
    told = {name: getattr(event, name) for name in ("reach", "side", "numbness", "weakness")}
    leg = replace(state.intake.leg, **{name: value for name, value in told.items() if value is not None})
    stays = event.moved == "down" and not settled(course, event.minutes)
    if stays:
        leg = replace(leg, course="worse")
    further = not stays and _worse(state.intake.leg, leg)
    state.intake = replace(state.intake, leg=leg)
    if further:
        got_worse(course, state, event.at, event.id)
    if event.moved == "down":
        moved_down(course, state, event, event.exercise, event.direction, event.minutes)
    if event.moved == "up":
        moved_up(course, state, event, event.exercise, event.direction)
    rescreen(course, state, event.red_flags, event, "leg")


WORSE: dict[str, tuple[str, ...]] = {
    "reach": ("none", "buttock", "above_knee", "below_knee"),
    "numbness": ("no", "unanswered", "unsure", "yes"),
    "weakness": ("no", "old_checked", "unanswered", "old_unchecked", "unsure", "worse", "new"),
    "side": ("none", "left", "both"),
}
"""What is told of a leg, from best to worst."""


def _worse(before: Leg, now: Leg) -> bool:
    """Whether a leg is worse than it was told to be: further down, newly numb or weak, or both legs."""
    rows = ([_place(getattr(leg, name), order) for leg in (before, now)] for name, order in WORSE.items())
    return any(after > was for was, after in rows)


def _place(told: str, order: tuple[str, ...]) -> int:
    """Where an answer stands; one that is not in the order counts as the one before the worst (right is as left)."""
    return order.index(told) if told in order else len(order) - 2


def _felt(movement: Movement, way: str, response: Response) -> Movement:
    return replace(movement, flexion=response) if way == "flexion" else replace(movement, extension=response)


def _about(exercise: str | None) -> tuple[str, ...]:
    return () if exercise is None else (exercise,)


def _ways(course: Course, exercise: str | None, direction: str | None) -> tuple[str, ...]:
    """The ways that may have done it: the one that was told, else those in which the exercise may move the back."""
    made = _made(course, exercise)
    if direction is None and made is not None:
        return ways_of(made)
    return tuple(way for way in [_direction(course, exercise, direction)] if way is not None)


def _made(course: Course, exercise: str | None) -> HomeMade | None:
    content = course.content
    return content.exercise(exercise).made if exercise is not None and exercise in content.index else None


def _direction(course: Course, exercise: str | None, direction: str | None) -> str | None:
    """The way that did it; ``None`` where that is not known for sure."""
    if direction is None and exercise is not None:
        made = _made(course, exercise)
        direction = course.content.direction_of(exercise) if made is None else sure_way(made)
    return direction if direction in ("flexion", "extension", "side", "rotation") else None


def settled(course: Course, minutes: float | None) -> bool:
    """Whether a leg was back to where it was within the minutes that the rule allows; a time not told is not."""
    return minutes is not None and minutes <= course.content.values.leg_moved_down.minutes


def moved_down(
    course: Course, state: State, event: Event, exercise: str | None, direction: str | None, minutes: float | None
) -> None:
    """Symptoms further down the leg that stay: the exercise and its direction are out. Unknown time counts."""
    assert state.intake is not None
    most = course.content.values.leg_moved_down.minutes
    if minutes is not None and settled(course, minutes):
        course.say(
            event.id,
            event.at,
            "birddog-leg-settled",
            f"back within {minutes:g} minutes",
            "watch",
            limit=f"{most} minutes",
            about=_about(exercise),
        )
        return
    got_worse(course, state, event.at, event.id)
    ways = _ways(course, exercise, direction)
    for way in ways:
        if way in ("flexion", "extension"):
            state.intake = replace(state.intake, movement=_felt(state.intake.movement, way, "peripheralizes"))
        else:
            state.barred_directions = state.barred_directions | {way}
    if exercise is not None:
        state.removed = state.removed | {exercise}
        state.unwanted = state.unwanted - {exercise}
    saw = f"further down the leg, {'time not told' if minutes is None else f'{minutes:g} minutes'}"
    out = [*exercises((exercise,))] if exercise else []
    out += [words(f"direction-{way}") for way in ways]
    course.say(
        event.id, event.at, "birddog-leg-moved-down", saw, "out", limit=f"{most} minutes", about=_about(exercise),
        out=tuple(out or [words("dose-lowered")]),
    )  # fmt: skip
    too_much(course, state, event.at, event.id)


def moved_up(course: Course, state: State, event: Event, exercise: str | None, direction: str | None) -> None:
    """Symptoms that draw up toward the back: that direction helps, and is recorded as such."""
    assert state.intake is not None
    way = _direction(course, exercise, direction)
    if way in ("flexion", "extension"):
        state.intake = replace(state.intake, movement=_felt(state.intake.movement, way, "centralizes"))
    course.say(
        event.id,
        event.at,
        "birddog-leg-moved-up",
        f"toward the back{f' after {way}' if way else ''}",
        "noted-as-helpful",
        about=_about(exercise),
    )
