"""A person's chart as it stands now, in their language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from birddog.core.chart.chart import Folded, put_right
from birddog.core.chart.clock import pass_time
from birddog.core.content.content import Content
from birddog.core.content.pace import Pace, Place, changes_for, place_of
from birddog.core.log.events import Event
from birddog.core.person.facts import facts
from birddog.core.plan.course import Course
from birddog.core.state.state import Logged, State
from birddog.core.state.told import reason_in
from birddog.core.today import Today, today
from birddog.records import store
from birddog.records.models import Person
from birddog.services.chart import standing
from birddog.services.chart.entries import entries, live
from birddog.services.chart.log import go_over
from birddog.services.chart.made_again import made_again
from birddog.services.chart.seen import Seen
from birddog.services.chart.told_then import told
from birddog.services.contents import content_of
from birddog.services.person.preferences import preferences_of

A_DAY = timedelta(days=1)
"""A person's calendar day begins at most so long before that of the server."""


@dataclass(frozen=True)
class Reading:
    """A chart as it stands at ``now``: everything that a page shows comes from here.

    ``head`` is the chart after its last event, ``state`` what it has come to by now, and ``course`` holds what the days
    since then have decided. What reads the whole chart is worked out only
    when it is asked for.
    """

    person: Person
    now: datetime
    content: Content
    state: State
    course: Course
    head: standing.Point

    @property
    def seen(self) -> Seen:
        """What pages of today want to know of the whole chart."""
        return self.head.seen

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
        told_lately = told(self.person, self.content, self.now - 2 * A_DAY)
        return today(Folded(self.state, (*told_lately, *self.course.decisions), self.course), self.now, self.pace)

    @cached_property
    def decisions(self) -> tuple[Logged, ...]:
        """Every decision that holds, as it was told, in order."""
        return (*told(self.person, self.content), *self.course.decisions)

    @cached_property
    def folded(self) -> Folded:
        """The state with every decision."""
        return Folded(self.state, self.decisions, self.course)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """All that was told, in order of time, as it stands after corrections."""
        return tuple(put_right([entry.event for entry in entries(self.person, self.now)], self.content))

    @cached_property
    def lately(self) -> tuple[Event, ...]:
        """What was told on the last seven calendar days and today, as ``events``, and the pause that runs."""
        rows = store.rows_between(self.person, self.now - 9 * A_DAY)
        told_lately = tuple(put_right([entry.event for entry in live(rows, self.now)], self.content))
        pause = self.seen.pause
        return told_lately if pause is None or pause in told_lately else (pause, *told_lately)


def _places(content: Content) -> dict[str, Place]:
    """Where each exercise is done."""
    return {exercise.id: place_of(exercise.tags) for exercise in content.exercises}


def read(person: Person, now: datetime, language: str = "en") -> Reading | None:
    """The chart of a person at ``now``; ``None`` when it holds no event yet.

    A chart made with other content goes over to this one first.
    """
    own = content_of(person)
    latest, stored = store.latest(person), store.standing(person)
    if latest is not None and (stored is None or stored.content != own.version):
        go_over(person, now)
        latest, stored = store.latest(person), store.standing(person)
    if latest is None:
        return None
    point = standing.head_of(stored, own, latest, now) or made_again(person, own, now)
    assert point is not None
    content = own if language == own.language else content_of(person, language)
    state, course = point.state.copy(), Course(content)
    if content is not own:
        state.screen_reasons = tuple(reason_in(content, reason) for reason in state.screen_reasons)
    if state.intake is not None:
        pass_time(course, state, now)
    return Reading(person, now, content, state, course, point)
