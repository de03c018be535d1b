"""A stored state made again from the events, while everybody else goes on writing."""

from __future__ import annotations

from datetime import datetime

from birddog.core.content.content import Content
from birddog.records import store
from birddog.records.models import Person
from birddog.services.chart.standing import Point, climbed, keep
from birddog.services.chart.told_then import nothing_told, tell


def made_again(person: Person, content: Content, now: datetime) -> Point | None:
    """The chart replayed with ``content``, and stored unless something came in meanwhile; ``None`` for an empty one.

    A replay of years takes seconds, so it holds nothing; what holds others up is only the look whether the chart is
    still the one that was replayed. A chart made with other content does not go over to this one by it.
    """
    made = climbed(person, content, now)
    if made.head is None or made.early:
        return made.head
    with store.writing():
        owner = store.locked(person)
        if store.latest(owner) == made.head.number and owner.home_made == person.home_made:
            keep(owner, content, made, store.made_with(owner) or content.version)
            if nothing_told(owner):
                tell(owner, content, made, now, None)
    return made.head
