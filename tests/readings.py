"""Readings of charts that are in no database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from birddog.core.chart.chart import Folded
from birddog.core.content.content import Content
from birddog.core.log.events import Event
from birddog.core.today import today
from birddog.records.models import Person
from birddog.services.chart.reading import Reading
from birddog.services.chart.seen import Seen
from birddog.services.chart.standing import Point


def reading_of(
    person: Person, now: datetime, content: Content, folded: Folded, events: Sequence[Event] = ()
) -> Reading:  # fmt: skip
    """The reading of a replayed chart."""
    day = now.date()
    head = Point(len(events), len(events), now, day, day, folded.state, seen_of(events))
    made = Reading(person, now, content, folded.state, folded.course, head)
    made.__dict__.update(
        decisions=folded.decisions, folded=folded, today=today(folded, now, made.pace), events=tuple(events),
        lately=tuple(events),
    )  # fmt: skip
    return made


def seen_of(events: Sequence[Event]) -> Seen:
    """What is seen of a chart."""
    seen = Seen()
    for event in events:
        seen = seen.after(event)
    return seen
