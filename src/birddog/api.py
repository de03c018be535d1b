"""The functions that import from ``birddog``: the core with the packaged content filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from birddog import catalog, core
from birddog.core import chart as _chart
from birddog.core import prescribe as _prescribe
from birddog.core import screening as _screening
from birddog.core import today as _today
from birddog.core.chart import Folded
from birddog.core.content import Content
from birddog.core.events import Event
from birddog.core.following import Following
from birddog.core.intake import Intake
from birddog.core.prescribe import Prescription
from birddog.core.screening import Screen
from birddog.core.state import Logged
from birddog.core.today import Today
from birddog.core.values import BirddogError

__all__ = [
    "core",
    "explain",
    "follow",
    "prescribe",
    "read_chart",
    "read_event",
    "read_intake",
    "replay",
    "screen",
    "today",
]


def read_intake(value: dict[str, Any], content: Content | None = None) -> Intake:
    """An intake from JSON values.

    Raises ``BirddogError`` naming the field, its value and what is allowed.

    >>> read_intake({"person": {"age": 200}})
    Traceback (most recent call last):
    ...
    birddog.core.values.BirddogError: intake: person.age is 200; allowed: 0 to 120
    """
    return catalog.read_intake(value, content or catalog.load_default())


def read_event(value: dict[str, Any], content: Content | None = None) -> Event:
    """An event from JSON values; errors as in ``read_intake``."""
    return catalog.read_event(value, content or catalog.load_default())


def read_chart(lines: Iterable[str], content: Content | None = None) -> list[Event]:
    """A chart from JSON lines, one event a line; errors name the line."""
    return catalog.read_chart(lines, content or catalog.load_default())


def screen(intake: Intake, day: date, content: Content | None = None) -> Screen:
    """Disposition of an intake on a day, with reasons and safety questions still open.

    >>> answers = {"person": {"age": 44}, "episode": {"where": ["low_back"]},
    ...            "red_flags": {"saddle_numbness": "yes", "all_others": "no"}, "conditions": {"all_others": "no"}}
    >>> screen(read_intake(answers), date(2026, 3, 2)).disposition
    <Disposition.EMERGENCY: 4>
    """
    return _screening.screen(intake, content or catalog.load_default(), day)


def prescribe(intake: Intake, day: date, content: Content | None = None) -> Prescription:
    """A program that starts on ``day``, with every reason; no program at ``clinician_first`` or above.

    >>> answers = {"person": {"age": 44}, "episode": {"where": ["low_back"], "weeks": 20}, "pain": {"back_week": 5},
    ...            "red_flags": {"all_others": "no"}, "conditions": {"all_others": "no"}}
    >>> made = prescribe(read_intake(answers), date(2026, 3, 2))
    >>> made.disposition.word, len(made.program.weeks), made.program.weeks[0].stage
    ('self_care', 8, 'calm')
    """
    return _prescribe.prescribe(intake, content or catalog.load_default(), day)


def replay(events: Sequence[Event], now: datetime, content: Content | None = None) -> Folded:
    """A chart replayed to ``now``: its state and every decision taken on the way."""
    return _chart.fold(events, content or catalog.load_default(), now)


def follow(events: Iterable[Event], content: Content | None = None) -> Following:
    """A chart that grows: ``add`` takes in the next event, ``at(now)`` and ``today(now)`` answer at once.

    The same answers as ``replay`` and ``today`` on all events so far, without replaying them each time. Raises
    ``BirddogError`` as they do, and for corrections.
    """
    following = Following(content or catalog.load_default())
    for event in events:
        following.add(event)
    return following


def today(events: Sequence[Event], now: datetime, content: Content | None = None) -> Today:
    """What a chart means for the day of ``now``: questions first, then session, walk, lessons."""
    return _today.today(replay(events, now, content), now)


def explain(folded: Folded, decision: str) -> Logged:
    """One decision of a replayed chart by its id. Raises ``BirddogError`` listing some ids if there is none."""
    for entry in folded.decisions:
        if entry.id == decision:
            return entry
    some = ", ".join(entry.id for entry in folded.decisions[-8:]) or "none"
    raise BirddogError(f"decision: there is no '{decision}' in this chart; the latest are {some}")
