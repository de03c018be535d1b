"""A chart that grows: the same answers as a replay, one event at a time.

``chart.fold`` replays a chart from its first event, which costs more the longer it is. A ``Following`` keeps what the
events so far have led to, so that a page, a notebook or a simulation can add an event and ask again at once.
"""

from __future__ import annotations

from copy import copy
from datetime import datetime

from birddog.core.chart.chart import Folded, check, follow, later
from birddog.core.chart.clock import pass_time
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError, meant, usable
from birddog.core.log.events import Correction, Event
from birddog.core.log.home_made import with_events
from birddog.core.plan.course import Course
from birddog.core.state.state import State
from birddog.core.today import Today, today


class Following:
    """A chart followed from its intake on. ``at`` and ``today`` say what ``replay`` and ``today`` say of its events."""

    def __init__(self, content: Content) -> None:
        self._course = Course(content)
        self._state = State()
        self._told: dict[str, Event] = {}
        self._first: Event | None = None
        self._last: Event | None = None

    def add(self, event: Event) -> None:
        """Take in the next event. An event that was taken in already changes nothing.

        Raises ``BirddogError`` as a replay does, and for a correction: it reaches back, so the chart is replayed.
        """
        meant(event, Event, "event")
        if isinstance(event, Correction):
            raise BirddogError(f"event {event.id}: a correction reaches back; replay the whole chart")
        if event.id in self._told:
            if self._told[event.id] != event:
                raise BirddogError(f"event {event.id}: this id was used before with other content")
            return
        first, last = self._first or event, self._last
        check([first] if first is event else [first, event], self._course.content)
        if last is not None and event.instant < last.instant:
            raise BirddogError(
                f"event {event.id}: {event.at.isoformat()} is before {last.id} at {last.at.isoformat()}; "
                "events are in order of time"
            )
        content = with_events(self._course.content, [event])
        if content is not self._course.content:
            self._course = _twin(self._course, Course(content))
        follow(self._course, self._state, event)
        self._first, self._last, self._told[event.id] = first, event, event

    def at(self, now: datetime) -> Folded:
        """The chart replayed to ``now``. Raises ``BirddogError`` before the first event and before the last one."""
        meant(now, datetime, "now")
        usable(now.date(), "now")
        if self._last is None:
            raise BirddogError("chart: it is empty; it begins with an event of type 'intake'")
        if later(self._last.instant, now):
            told = f"{self._last.id} at {self._last.at.isoformat()}"
            raise BirddogError(f"now is {now.isoformat()}, before {told}; replay the chart to look back")
        course, state = _twin(self._course, copy(self._course)), self._state.copy()
        pass_time(course, state, now)
        return Folded(state, tuple(course.decisions), course)

    def today(self, now: datetime) -> Today:
        """What the chart means for the day of ``now``; errors as in ``at``."""
        return today(self.at(now), now)


def _twin(course: Course, twin: Course) -> Course:
    """``twin`` with the log of ``course``, which can log more without the first one hearing of it."""
    twin.decisions, twin._causes = list(course.decisions), dict(course._causes)
    return twin
