"""One correction: which event it may be of, what it may change, and what it leaves of the event."""

from __future__ import annotations

from dataclasses import fields, replace

from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.core.log.events import EVENT_TYPES, Correction, Event
from birddog.core.log.schema import field_value, recalled
from birddog.core.screen.emergency import standing, tells_emergency


def corrects_nothing(correction: Correction) -> BirddogError:
    """What is said of a correction whose event is not there."""
    return BirddogError(
        f"event {correction.id}: corrects '{correction.corrects}', which is no event of this chart "
        "(a correction itself is put right by another correction of the first event)"
    )


def check_change(correction: Correction, kind: str) -> None:
    """Raises ``BirddogError`` for a field that an event of this kind has not, or a value that it cannot take."""
    cls = EVENT_TYPES.get(kind, Event)
    names = changeable(cls)
    for name, value in correction.change.items():
        place = f"event {correction.id}: change.{name}"
        if name not in names:
            raise BirddogError(f"{place} cannot be changed in a '{kind}'; allowed: {', '.join(names)}")
        try:
            field_value(cls, name, value)
        except ValueError as error:
            raise BirddogError(f"{place}: {error}") from error


def after(target: Event | None, correction: Correction, content: Content, first: Event) -> Event | None:
    """What one correction leaves of an event; ``None``: it did not happen. ``first``: the event as it was told.

    What was withdrawn stays so, unless the correction tells a danger sign of an emergency: that is heard.
    """
    wanted = None if correction.withdraw else corrected(target or first, correction)
    if target is None:
        return wanted if wanted is not None and tells_emergency(wanted, content) else None
    return standing(target, wanted, correction, content, first)


def corrected(target: Event, correction: Correction) -> Event:
    """``target`` with the changed fields; id, person, time and type stay, and what today's shape does not hold."""
    cls = EVENT_TYPES.get(target.type, Event)
    names = changeable(cls)
    return replace(target, **recalled(cls, {name: v for name, v in correction.change.items() if name in names}))


def changeable(cls: type[Event]) -> list[str]:
    """Fields of an event that a correction may change."""
    return [f.name for f in fields(cls) if f.name not in ("id", "type", "at", "patient", "home_made")]
