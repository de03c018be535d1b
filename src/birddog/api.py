"""The functions that import from ``birddog``: the core with the packaged content filled in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from birddog import catalog, core
from birddog.core import prescribe as _prescribe
from birddog.core import today as _today
from birddog.core.chart import chart as _chart
from birddog.core.chart.chart import Folded
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError, meant, usable
from birddog.core.following import Following
from birddog.core.log.events import EVENT_TYPES, Event
from birddog.core.person.intake import Intake
from birddog.core.prescribe import Prescription
from birddog.core.screen import screening as _screening
from birddog.core.screen.screening import Screen
from birddog.core.state.state import Logged
from birddog.core.today import Today

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
    birddog.core.content.values.BirddogError: intake: person.age is 200; allowed: 0 to 120
    """
    return catalog.read_intake(_json(value, "intake"), _content(content))


def read_event(value: dict[str, Any], content: Content | None = None) -> Event:
    """An event from JSON values; errors as in ``read_intake``."""
    return catalog.read_event(_json(value, "event"), _content(content))


def read_chart(lines: Iterable[str], content: Content | None = None) -> list[Event]:
    """A chart from JSON lines, one event a line; errors name the line."""
    if isinstance(lines, str | bytes):
        raise BirddogError("chart: lines is one text; allowed: a list of lines, such as text.splitlines()")
    return catalog.read_chart(_all(lines, str, name="lines"), _content(content))


def screen(intake: Intake, day: date, content: Content | None = None) -> Screen:
    """Disposition of an intake on a day, with reasons and safety questions still open.

    >>> answers = {"person": {"age": 44}, "episode": {"where": ["low_back"]},
    ...            "red_flags": {"saddle_numbness": "yes", "all_others": "no"}, "conditions": {"all_others": "no"}}
    >>> screen(read_intake(answers), date(2026, 3, 2)).disposition
    <Disposition.EMERGENCY: 4>
    """
    return _screening.screen(meant(intake, Intake, "intake"), _content(content), _day(day))


def prescribe(intake: Intake, day: date, content: Content | None = None) -> Prescription:
    """A program that starts on ``day``, with every reason; no program at ``clinician_first`` or above.

    >>> answers = {"person": {"age": 44}, "episode": {"where": ["low_back"], "weeks": 20}, "pain": {"back_week": 5},
    ...            "red_flags": {"all_others": "no"}, "conditions": {"all_others": "no"}}
    >>> made = prescribe(read_intake(answers), date(2026, 3, 2))
    >>> made.disposition.word, len(made.program.weeks), made.program.weeks[0].stage
    ('self_care', 8, 'calm')
    """
    return _prescribe.prescribe(meant(intake, Intake, "intake"), _content(content), _day(day))


def replay(events: Sequence[Event], now: datetime, content: Content | None = None) -> Folded:
    """A chart replayed to ``now``: its state and every decision taken on the way."""
    return _chart.fold(_all(events, *EVENT_TYPES.values(), name="events"), _content(content), _now(now))


def follow(events: Iterable[Event], content: Content | None = None) -> Following:
    """A chart that grows: ``add`` takes in the next event, ``at(now)`` and ``today(now)`` answer at once.

    The same answers as ``replay`` and ``today`` on all events so far, without replaying them each time. Raises
    ``BirddogError`` as they do, and for corrections.
    """
    following = Following(_content(content))
    for event in _all(events, *EVENT_TYPES.values(), name="events"):
        following.add(event)
    return following


def today(events: Sequence[Event], now: datetime, content: Content | None = None) -> Today:
    """What a chart means for the day of ``now``: questions first, then session, walk, lessons."""
    return _today.today(replay(events, now, content), now)


def explain(folded: Folded, decision: str) -> Logged:
    """One decision of a replayed chart by its id. Raises ``BirddogError`` listing some ids if there is none."""
    wanted = meant(decision, str, "decision")
    for entry in meant(folded, Folded, "folded").decisions:
        if entry.id == wanted:
            return entry
    some = ", ".join(entry.id for entry in folded.decisions[-8:]) or "none"
    raise BirddogError(f"decision: there is no '{wanted}' in this chart; the latest are {some}")


# Callers of a notebook are not checked by anybody before: what is not meant is named here, as a mistake in a file is.


def _all(values: Any, *kinds: type[Any], name: str) -> list[Any]:
    """Values of these kinds, as a list."""
    try:
        listed = list(values)
    except TypeError:
        raise BirddogError(f"{name} is a {type(values).__name__}; allowed: a list") from None
    for place, value in enumerate(listed):
        if not isinstance(value, kinds):
            raise BirddogError(f"{name}[{place}] is a {type(value).__name__}; allowed: {_kinds(*kinds)}")
    return listed


def _kinds(*kinds: type[Any]) -> str:
    return "an event, such as read_event returns" if len(kinds) > 1 else f"{kinds[0].__name__}"


def _day(day: Any) -> date:
    if isinstance(day, datetime) or not isinstance(day, date):
        raise BirddogError(f"day is a {type(day).__name__}; allowed: a date, such as date(2026, 3, 2)")
    return usable(day, "day")


def _now(now: Any) -> datetime:
    return meant(now, datetime, "now")


def _content(content: Any) -> Content:
    return catalog.load_default() if content is None else meant(content, Content, "content")


def _json(value: Any, name: str) -> dict[str, Any]:
    """A dict of JSON values with texts as keys, all the way down."""
    found: dict[str, Any] = meant(value, dict, name)
    try:
        json.dumps(found, allow_nan=False)
        plain = all(isinstance(key, str) for key in _keys(found))
    except (TypeError, ValueError, RecursionError) as error:
        raise BirddogError(f"{name}: it is not JSON ({error})") from error
    if not plain:
        raise BirddogError(f"{name}: a key is not text")
    return found


def _keys(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _keys(each)
