"""An emergency that was told of stands until a clinician has examined it; the next form does not take it back.

The one other way out is a slip of the finger: said at once, with each sign asked again and answered no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from birddog.core.content.content import Content
from birddog.core.content.values import Disposition, Reason, between
from birddog.core.log.events import Correction, Event, IntakeAnswered, ScreenAnswered


@dataclass(frozen=True, slots=True)
class Emergency:
    """Told at ``since``; ``signs`` are the danger signs that were answered yes, ``reasons`` what was found."""

    since: datetime
    signs: tuple[str, ...]
    reasons: tuple[Reason, ...]


def signs_of(content: Content) -> frozenset[str]:
    """Danger signs of which a yes is an emergency."""
    return frozenset(item.id for item in content.screen_items if item.yes == Disposition.EMERGENCY)


def told(flags: Mapping[str, str], content: Content) -> tuple[str, ...]:
    """Danger signs of an emergency that are answered yes, in order of the content."""
    said = {sign for sign, answer in flags.items() if answer == "yes"}
    return tuple(item.id for item in content.screen_items if item.id in said & signs_of(content)) if said else ()


def tells_emergency(event: Event, content: Content) -> bool:
    """Whether an event answers yes to a danger sign of which that is an emergency."""
    return bool(told(_flags(event), content))


def released(emergency: Emergency, event: Event, content: Content) -> bool:
    """Whether ``event`` says that a clinician has examined it, or that it was a slip, at once and asked again."""
    if isinstance(event, IntakeAnswered):
        slips, flags = event.intake.by_mistake, event.intake.red_flags
    elif isinstance(event, ScreenAnswered):
        slips, flags = event.by_mistake, event.red_flags
    else:
        return False
    examined = by_clinician(event)
    if examined is not None and emergency.since.date() <= examined <= event.at.date():
        return True
    asked_again = all(sign in slips and flags.get(sign) == "no" for sign in emergency.signs)
    return bool(emergency.signs) and asked_again and at_once(emergency.since, event.at, content)


def at_once(told_at: datetime, now: datetime, content: Content) -> bool:
    """Whether so little time has passed that a wrong answer was a slip."""
    return 0 <= between(told_at, now).total_seconds() <= 60 * content.values.emergency_stands.minutes


def standing(
    target: Event, after: Event | None, correction: Correction, content: Content, first: Event
) -> Event | None:
    """What a correction leaves of an event that told of an emergency: a yes stays, unless it was a slip.

    A slip is asked again: answered by itself, or open (and then there is no program until it is answered). It is of the
    event as it was told at ``first``: which of two corrections was written later, the clocks of two devices cannot say.
    ``after`` is the event as the correction wants it; ``None``: it did not happen.
    """
    before = told(_flags(target), content)
    if not before:
        return after
    slips = told(_flags(first), content) if at_once(target.at, correction.at, content) else ()
    if after is None:
        return None if set(before) <= set(slips) else target
    flags = _flags(after)
    denied = flags.get("all_others") == "no"
    again = {sign: flags.get(sign, "all_others" if denied else "unanswered") for sign in before}
    stay = [sign for sign, answer in again.items() if answer != "yes" and (sign not in slips or answer == "all_others")]
    return _with_flags(after, {**flags, **dict.fromkeys(stay, "yes")}) if stay and not _examined(after) else after


def by_clinician(event: Event) -> date | None:
    """The day on which a clinician has examined it, as an event says."""
    if isinstance(event, IntakeAnswered):
        return event.intake.examined
    return event.examined if isinstance(event, ScreenAnswered) else None


def _examined(event: Event) -> bool:
    day = by_clinician(event)
    return day is not None and day >= event.at.date()


def _flags(event: Event) -> Mapping[str, str]:
    return event.intake.red_flags if isinstance(event, IntakeAnswered) else getattr(event, "red_flags", {})


def _with_flags(event: Event, flags: Mapping[str, str]) -> Event:
    if isinstance(event, IntakeAnswered):
        return replace(event, intake=replace(event.intake, red_flags=dict(flags)))  # type: ignore[arg-type]
    return replace(event, red_flags=dict(flags))  # type: ignore[call-arg]
