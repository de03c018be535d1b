"""A person's chart, replayed to now, in their language."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Lock

from birddog.core.chart import Folded, effective, run
from birddog.core.content import Content
from birddog.core.events import Event as ChartEvent
from birddog.core.facts import facts
from birddog.core.pace import Pace, Place, changes_for, place_of
from birddog.core.state import State
from birddog.core.today import Today, today
from birddog.records import store
from birddog.records.models import Person, Standing
from birddog.services.chart_events import entries
from birddog.services.contents import content_of
from birddog.services.log import go_over
from birddog.services.preferences import preferences_of

KEPT_CHARTS = 512
"""So many replayed charts are kept in memory, the latest ones."""


@dataclass(frozen=True)
class Reading:
    """A chart as it stands at ``now``: everything that a page shows comes from here."""

    person: Person
    now: datetime
    content: Content
    folded: Folded
    events: tuple[ChartEvent, ...] = ()
    """All that was told, in order of time, as it stands after corrections."""

    @property
    def state(self) -> State:
        """Where the person stands."""
        return self.folded.state

    @cached_property
    def pace(self) -> Pace:
        """The pace of a session: the countdown that the person has set, and the time they need to change position."""
        ready, intake, content = preferences_of(self.person).get_ready_s, self.state.intake, self.content
        if intake is None:
            return Pace(ready_s=ready)
        known = facts(intake, self.now.date(), content.values)
        changes = changes_for(content.values.time_to_change, known.age == "older", known.floor == "no")
        return Pace(ready_s=ready, changes=changes, places=_places(content))

    @cached_property
    def today(self) -> Today:
        """What the chart means for today."""
        return today(self.folded, self.now, self.pace)


def _places(content: Content) -> dict[str, Place]:
    """Where each exercise is done."""
    return {exercise.id: place_of(exercise.tags) for exercise in content.exercises}


Replayed = tuple[Folded, tuple[ChartEvent, ...]]
"""A chart folded to a time, and the events that stand at it."""


class Kept:
    """The latest readings; an entry is good as long as chart, hour and language are the same."""

    def __init__(self, most: int = KEPT_CHARTS) -> None:
        self._most = most
        self._entries: OrderedDict[tuple[object, ...], Replayed] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[object, ...]) -> Replayed | None:
        """The replayed chart under ``key``."""
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
            return self._entries.get(key)

    def put(self, key: tuple[object, ...], replayed: Replayed) -> None:
        """Keep one; the oldest goes when there are too many."""
        with self._lock:
            self._entries[key] = replayed
            while len(self._entries) > self._most:
                self._entries.popitem(last=False)

    def drop(self, owner: object) -> None:
        """Forget the charts of one person."""
        with self._lock:
            for key in [key for key in self._entries if key[0] == owner]:
                del self._entries[key]


_kept = Kept()


def forget(owner: object) -> None:
    """Drop what is kept in memory of the person with this key."""
    _kept.drop(owner)


def read(person: Person, now: datetime, language: str = "en") -> Reading | None:
    """The chart of a person at ``now``; ``None`` when it holds no event yet."""
    latest = _made_with_this_content(person, now)
    if latest is None:
        return None
    content = content_of(person, language)
    key = (person.pk, latest, now.date(), now.hour, language)
    replayed = _kept.get(key)
    if replayed is None:
        events = [entry.event for entry in entries(person, now)]
        replayed = run(events, content, now), tuple(effective(events))
        _kept.put(key, replayed)
    return Reading(person, now, content, *replayed)


def _made_with_this_content(person: Person, now: datetime) -> int | None:
    """The newest event's number; a chart made with other content goes over to this one first."""
    latest = store.latest(person)
    standing = Standing.objects.filter(person=person).first()
    if latest is None or standing is None or standing.content == content_of(person).version:
        return latest
    go_over(person, now)
    return store.latest(person)
