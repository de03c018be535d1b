"""What an event must hold to be taken into a chart, besides its schema. Asked once, when it first comes in.

What a chart holds already is never asked again: content may have changed since.
"""

from __future__ import annotations

from collections.abc import Iterator

from birddog.core.content import Content
from birddog.core.events import (
    AerobicDone,
    CoachSaw,
    Event,
    LegReport,
    MeasureTaken,
    SessionDone,
    Swap,
    TherapistEdit,
)
from birddog.core.measures import by_id, score
from birddog.core.values import BirddogError


def acceptable(event: Event, content: Content) -> None:
    """Raises ``BirddogError`` for an exercise, measure, score or edit that this content knows nothing of.

    What was retired may still be named: a report that was written before an upgrade can come in after it.
    """
    for exercise in exercises_of(event):
        if exercise not in content.retired:
            content.exercise(exercise)
    if isinstance(event, MeasureTaken) and event.instrument not in content.retired:
        score(by_id(content.instruments, event.instrument), event.score, event.given)
    if isinstance(event, TherapistEdit):
        _edit(event)


def exercises_of(event: Event) -> Iterator[str]:
    """Ids of the exercises that an event reports on."""
    named: tuple[str | None, ...] = ()
    if isinstance(event, SessionDone):
        named = (event.leg_exercise, *(item.exercise for item in event.items))
    elif isinstance(event, LegReport | Swap | TherapistEdit | CoachSaw):
        named = (event.exercise,)
    elif isinstance(event, AerobicDone):
        named = (event.activity,)
    return (name for name in named if name)


def _edit(event: TherapistEdit) -> None:
    if event.action == "move_stage" and event.stage is None:
        raise BirddogError(f"event {event.id}: stage is missing; one of calm, stabilize, strengthen, maintain")
    if event.action not in ("note", "move_stage") and event.exercise is None:
        raise BirddogError(f"event {event.id}: exercise is missing for {event.action}")
    if event.action == "pin_dose" and event.dose is None:
        raise BirddogError(f"event {event.id}: dose is missing for pin_dose")
