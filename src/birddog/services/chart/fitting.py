"""Whether new events fit a chart: one after the other, each looked at once, whatever the length of the chart.

What fits must not hang on the order in which devices send, nor on how their clocks stand: a correction is judged among
all corrections of its event by their times, as a reader of the whole chart meets it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime

from birddog.catalog.charts import check_correction, check_past_correction, stored_event
from birddog.core.chart.corrections import after, check_change, corrects_nothing
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError, usable
from birddog.core.log.events import Correction, Event, IntakeAnswered
from birddog.records import store
from birddog.records.models import Person
from birddog.services.chart.entries import live, rows_about

MOST_CORRECTIONS = 100
"""An event is put right so many times; then it is withdrawn and told again."""


@dataclass
class Line:
    """An event and its corrections, in order of time. ``number``: the event's, 0 for one that is not stored yet.

    ``stands`` holds the event before each of the corrections, and after the last; ``None``: withdrawn.
    """

    told: Event
    number: int = 0
    corrections: list[Correction] = field(default_factory=list)
    stands: list[Event | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stands = self.stands or [self.told]


class Fitting:
    """A stored chart that new events are added to: in order of time, corrections after all others.

    ``begins``: when the chart begins, ``None`` while it is empty. ``corrected``: by the id of a correction, where its
    event stands: time and number, 0 for one that is not stored yet.
    """

    def __init__(self, person: Person, now: datetime, content: Content) -> None:
        self.person, self.now, self.content = person, now, content
        self.corrected: dict[str, tuple[datetime, int]] = {}
        self._lines: dict[str, Line] = {}
        self._patient, self._patients = "", frozenset[str]()
        self._first = ""
        first = store.first(person)
        if first is not None:
            self._begin(stored_event(first.body))
        self.begins = None if first is None else stored_event(first.body).instant

    def add(self, event: Event, past: bool = False) -> None:
        """Take ``event`` in; ``BirddogError`` with the reason if it does not fit, and nothing has changed.

        ``past``: it was accepted under other content.
        """
        usable(event.at.date(), f"event {event.id}: at")
        if not self._first and not isinstance(event, IntakeAnswered):
            raise BirddogError(f"event {event.id}: a chart begins with type 'intake', not '{event.type}'")
        self._of_one_person(event)
        if isinstance(event, Correction):
            self._correct(event, past)
            return
        if not self._first:
            self._begin(event)
        self._lines[event.id] = Line(event)

    def place(self, event: Event) -> datetime:
        """Where an event that was added stands in the chart: at its time, a correction never before its event."""
        return max(event.instant, self.corrected[event.id][0]) if isinstance(event, Correction) else event.instant

    def _begin(self, event: Event) -> None:
        self._first = event.id
        if isinstance(event, IntakeAnswered):
            self._patient = event.patient or event.intake.person.id
            self._patients = frozenset({self._patient, event.intake.person.id})

    def _of_one_person(self, event: Event) -> None:
        if event.patient and self._patients and event.patient != self._patient:
            raise BirddogError(f"event {event.id}: belongs to '{event.patient}', this chart to '{self._patient}'")
        other = event.intake.person.id if isinstance(event, IntakeAnswered) else ""
        if other and self._patients and other not in self._patients:
            raise BirddogError(f"event {event.id}: intake of '{other}', this chart is of '{self._patient}'")

    def _correct(self, event: Correction, past: bool) -> None:
        """Put an event right, among the other corrections of it that there are."""
        line = self._line(event.corrects)
        if line is None:
            raise corrects_nothing(event)
        if event.withdraw and event.corrects == self._first:
            raise BirddogError("chart: the first intake was withdrawn; append a new intake first")
        if len(line.corrections) >= MOST_CORRECTIONS:
            raise BirddogError(
                f"event {event.id}: '{event.corrects}' was corrected {MOST_CORRECTIONS} times; "
                "withdraw it and report it again"
            )
        if not past:
            check_change(event, line.told.type)
        place = bisect_right(line.corrections, event.instant, key=lambda other: other.instant)
        stands = line.stands[: place + 1]
        for correction in (event, *line.corrections[place:]):
            target = stands[-1]
            left = after(target, correction, self.content, line.told)
            if (target or left) and past:
                check_past_correction(correction, target or line.told, f"event {event.id}")
            elif target or left:
                check_correction(correction, target or line.told, self.content, f"event {event.id}")
            stands.append(left)
        line.corrections.insert(place, event)
        line.stands = stands
        self.corrected[event.id] = line.told.instant, line.number

    def _line(self, event_id: str) -> Line | None:
        """An event that can be corrected, with its corrections so far; ``None`` when there is none of this id."""
        if event_id not in self._lines:
            found = live(rows_about(self.person, event_id), self.now)
            told = next((row for row in found if row.event.id == event_id), None)
            if told is None:
                return None
            line = Line(told.event, told.number)
            for row in found:
                if isinstance(row.event, Correction):
                    line.corrections.append(row.event)
                    line.stands.append(after(line.stands[-1], row.event, self.content, told.event))
            self._lines[event_id] = line
        return self._lines[event_id]
