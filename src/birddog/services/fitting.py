"""Whether new events fit a chart: one after the other, each looked at once, whatever the length of the chart."""

from __future__ import annotations

from datetime import datetime

from birddog.catalog.charts import check_correction, stored_event
from birddog.core.chart import check_change, corrected, put_right
from birddog.core.content import Content
from birddog.core.events import Correction, Event, IntakeAnswered
from birddog.core.values import BirddogError, usable
from birddog.records import store
from birddog.records.models import Person
from birddog.services.chart_events import entries, live, rows_about


class Fitting:
    """A stored chart that new events are added to, in order of time.

    ``begins``: when the chart begins, ``None`` while it is empty. ``corrected``: by the id of a correction, where its
    event stands: time and number, 0 for one that is not stored yet.
    """

    def __init__(self, person: Person, now: datetime, content: Content) -> None:
        self.person, self.now, self.content = person, now, content
        self.corrected: dict[str, tuple[datetime, int]] = {}
        self._fresh: dict[str, Event | None] = {}
        self._patient, self._patients = "", frozenset[str]()
        self._empty = True
        first = store.first(person)
        if first is not None:
            self._begin(stored_event(first.body))
        self.begins = None if first is None else stored_event(first.body).instant

    def add(self, event: Event) -> None:
        """Take ``event`` in; ``BirddogError`` with the reason if it does not fit, and nothing has changed."""
        usable(event.at.date(), f"event {event.id}: at")
        if self._empty and not isinstance(event, IntakeAnswered):
            raise BirddogError(f"event {event.id}: a chart begins with type 'intake', not '{event.type}'")
        self._of_one_person(event)
        if isinstance(event, Correction):
            self._correct(event)
            return
        if self._empty:
            self._begin(event)
        self._fresh[event.id] = event

    def _begin(self, event: Event) -> None:
        self._empty = False
        if isinstance(event, IntakeAnswered):
            self._patient = event.patient or event.intake.person.id
            self._patients = frozenset({self._patient, event.intake.person.id})

    def _of_one_person(self, event: Event) -> None:
        if event.patient and self._patients and event.patient != self._patient:
            raise BirddogError(f"event {event.id}: belongs to '{event.patient}', this chart to '{self._patient}'")
        other = event.intake.person.id if isinstance(event, IntakeAnswered) else ""
        if other and self._patients and other not in self._patients:
            raise BirddogError(f"event {event.id}: intake of '{other}', this chart is of '{self._patient}'")

    def _correct(self, event: Correction) -> None:
        """Put an event right, as it stands after earlier corrections."""
        found, target, number = self._target(event.corrects)
        if not found or (target is not None and target.instant > event.instant):
            raise BirddogError(
                f"event {event.id}: corrects '{event.corrects}', which is not an event before it "
                "(a correction itself is put right by another correction of the first event)"
            )
        self.corrected[event.id] = (event if target is None else target).instant, number
        if target is None:
            return
        check_change(event, target.type)
        check_correction(event, target, self.content, f"event {event.id}")
        if event.withdraw and isinstance(target, IntakeAnswered):
            self._leaves_an_intake(target)
        self._fresh[event.corrects] = None if event.withdraw else corrected(target, event)

    def _target(self, event_id: str) -> tuple[bool, Event | None, int]:
        """Whether there is such an event; as it stands, ``None`` when it was withdrawn; and its number."""
        rows = rows_about(self.person, event_id)
        number = rows[0].number if rows else 0
        if event_id in self._fresh:
            return True, self._fresh[event_id], number
        return (
            bool(rows),
            next(iter(put_right([row.event for row in live(rows, self.now)], self.content)), None),
            number,
        )

    def _leaves_an_intake(self, gone: Event) -> None:
        """Raises ``BirddogError`` when a chart without this intake would begin with something else."""
        stored = put_right([row.event for row in entries(self.person, self.now)], self.content)
        fresh = [event for event in self._fresh.values() if event is not None]
        names = {event.id for event in fresh}
        every = sorted([*(e for e in stored if e.id not in names), *fresh], key=lambda event: event.instant)
        left = [event for event in every if event.id != gone.id and self._fresh.get(event.id, event) is not None]
        if not left or not isinstance(left[0], IntakeAnswered):
            raise BirddogError("chart: the first intake was withdrawn; append a new intake first")
