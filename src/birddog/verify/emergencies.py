"""Invariant: an emergency that was told of is not taken back by the next form (C1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from birddog.core.chart.chart import fold
from birddog.core.content.content import Content
from birddog.core.content.values import Disposition
from birddog.core.log.events import Correction, Event, IntakeAnswered, ScreenAnswered
from birddog.core.screen.emergency import signs_of
from birddog.verify.people import DAY, NOON, flags, person, started
from birddog.verify.tally import Tally

HOURS = (0.01, 0.34, 2.0, 30.0, 24.0 * 400)
"""After the yes, in hours: at once, in twenty minutes, on the same day, the next, in the next year."""


def stands(content: Content, t: Tally) -> None:
    """C1: no other intake, answer or correction takes an emergency back: a clinician must have examined it, or it was
    a slip, said at once."""
    limit = content.values.emergency_stands.minutes / 60
    for sign in sorted(signs_of(content)):
        if content.items_by_id[sign].only_if:
            continue
        first = started(content, red_flags=flags(**{sign: "yes"}))
        for hours in HOURS:
            for name, event, out in _after(first, sign, hours):
                folded = fold([first, event], content, event.at + timedelta(hours=1))
                free = out and (name != "slip" or hours <= limit) and (name != "correction" or hours <= limit)
                stays = folded.state.disposition == Disposition.EMERGENCY and not folded.state.exercising
                t.ok(stays or free, sign, name, hours, folded.state.disposition)


def _after(first: IntakeAnswered, sign: str, hours: float) -> list[tuple[str, Event, bool]]:
    """What may follow: its name, the event, and whether it can be a way out."""
    at: dict[str, Any] = {"id": "e1", "at": NOON + timedelta(hours=hours), "patient": "p1"}
    well, again = person(), person(red_flags=flags(**{sign: "no"}))
    change = {"intake": {"person": {"id": "p1", "age": 44}, "red_flags": flags(**{sign: "no"})}}
    return [
        ("intake", IntakeAnswered(**at, intake=well), False),
        ("asked again", IntakeAnswered(**at, intake=again), False),
        ("examined before", IntakeAnswered(**at, intake=replace(again, examined=DAY - timedelta(days=1))), False),
        ("slip", IntakeAnswered(**at, intake=replace(again, by_mistake=(sign,))), True),
        ("slip not asked again", IntakeAnswered(**at, intake=replace(well, by_mistake=(sign,))), False),
        ("screen", ScreenAnswered(**at, red_flags=flags(**{sign: "no"})), False),
        ("correction", Correction(**at, corrects=first.id, change=change), True),
    ]
