"""Events of the past as the content of today can carry them out.

What a chart names may have been retired since: an exercise, an option, a measure. A stored event is never refused for
it. What the event still means is taken in, what it meant of the thing that is gone is left out, and nothing that
protects is lost: what hurt or was taken out stays out in what replaced it.
"""

from __future__ import annotations

from dataclasses import replace

from birddog.core.content.content import Content
from birddog.core.content.values import Answer
from birddog.core.log.events import (
    EVENT_TYPES,
    WITHOUT_EXERCISE,
    Event,
    FlareDeclared,
    IntakeAnswered,
    LegReport,
    ScreenAnswered,
    ScreenedByClinician,
    SessionDone,
    Swap,
    TherapistEdit,
    VetoOverridden,
)

PROTECT = ("not_this", "easier", "remove")
"""Wishes and edits that hold for what replaced an exercise too; to like or add one says nothing of another."""
CAUTION: tuple[Answer, ...] = ("no", "unanswered", "unsure", "yes")


def readable(event: Event, content: Content) -> Event | None:
    """``event`` without what is gone from ``content``; ``None`` when nothing of it is left to carry out."""
    if event.type not in EVENT_TYPES:
        return None
    if isinstance(event, IntakeAnswered):
        return replace(event, intake=replace(event.intake, red_flags=flags_of_today(event.intake.red_flags, content)))
    if isinstance(event, VetoOverridden) and event.exercise not in content.index:
        return None
    if isinstance(event, ScreenAnswered | FlareDeclared | LegReport | ScreenedByClinician):
        event = replace(event, red_flags=flags_of_today(event.red_flags, content))
    if isinstance(event, SessionDone):
        return _session(event, content)
    if isinstance(event, LegReport) and event.exercise is not None:
        return replace(event, exercise=_replacement(event.exercise, content) or event.exercise)
    if isinstance(event, Swap) and event.exercise not in content.index:
        other = _replacement(event.exercise, content)
        return replace(event, exercise=other) if other and event.wish in PROTECT else None
    return _edit(event, content) if isinstance(event, TherapistEdit) else event


def _session(event: SessionDone, content: Content) -> SessionDone:
    """Exercises that were replaced count as what replaced them; the others keep their ids, and their pain counts."""
    leg = event.leg_exercise
    if all(name in content.index for name in (*(item.exercise for item in event.items), *((leg,) if leg else ()))):
        return event
    items = (replace(item, exercise=_replacement(item.exercise, content) or item.exercise) for item in event.items)
    return replace(event, items=tuple(items), leg_exercise=leg and (_replacement(leg, content) or leg))


def flags_of_today(told: dict[str, Answer], content: Content) -> dict[str, Answer]:
    """Answers to danger signs under the ids of this content.

    A sign that was replaced is the one that replaced it, or each that it was split into: a yes is one to the first part
    and not sure of the others, as it may have been meant for either. Of two answers the more cautious one holds.
    """
    if all(item in content.items_by_id or item not in content.retired for item in told):
        return told
    out: dict[str, Answer] = {}
    for item, answer in told.items():
        parts = () if item in content.items_by_id or item not in content.retired else content.retired[item].parts
        for other in parts or (item if item in content.items_by_id else _last(item, content),):
            said: Answer = "unsure" if answer == "yes" and other in parts[1:] else answer
            out[other] = max(out.get(other, said), said, key=CAUTION.index)
    return out


def _last(name: str, content: Content) -> str:
    """The end of the line of what replaced something; the id itself where nothing did."""
    seen = [name]
    while name in content.retired and (after := content.retired[name].replaced_by) and after not in seen:
        seen.append(after)
        name = after
    return name


def _edit(event: TherapistEdit, content: Content) -> TherapistEdit:
    """An edit that cannot be carried out any more is a note."""
    doses = content.exercise(event.exercise).doses if event.exercise in content.index else ()
    lacks_dose = event.action == "pin_dose" and (event.dose is None or not doses)
    lacks_stage = event.action == "move_stage" and event.stage is None
    known = event.action in WITHOUT_EXERCISE or event.exercise in content.index
    if known and not lacks_dose and not lacks_stage:
        return event
    other = _replacement(event.exercise or "", content)
    if other and event.action in PROTECT:
        return replace(event, exercise=other)
    return replace(event, action="note", exercise=None)


def _replacement(exercise: str, content: Content) -> str | None:
    """What stands for an exercise: itself, what replaced it, or nothing."""
    last = exercise if exercise in content.index else _last(exercise, content)
    return last if last in content.index else None
