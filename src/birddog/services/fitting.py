"""Whether new events fit a chart: one after the other, each looked at once, whatever the length of the chart."""

from __future__ import annotations

from collections.abc import Sequence

from birddog.catalog.charts import check_correction
from birddog.core.chart import check_change, corrected
from birddog.core.content import Content
from birddog.core.events import Correction, Event, IntakeAnswered
from birddog.core.values import BirddogError, usable


class Fitting:
    """A chart that new events are added to, in order of time."""

    def __init__(self, chart: Sequence[Event], content: Content) -> None:
        self.content = content
        self._order: list[Event] = []
        self._stands: dict[str, Event | None] = {}
        self._patient, self._patients = "", frozenset[str]()
        for event in chart:
            self._put(event)

    def add(self, event: Event) -> None:
        """Take ``event`` in; ``BirddogError`` with the reason if it does not fit, and nothing has changed."""
        usable(event.at.date(), f"event {event.id}: at")
        if not self._order and not isinstance(event, IntakeAnswered):
            raise BirddogError(f"event {event.id}: a chart begins with type 'intake', not '{event.type}'")
        self._of_one_person(event)
        if isinstance(event, Correction):
            self._correction(event)
        self._put(event)

    def _put(self, event: Event) -> None:
        if not self._order and isinstance(event, IntakeAnswered):
            self._patients = frozenset({event.patient or event.intake.person.id, event.intake.person.id})
            self._patient = event.patient or event.intake.person.id
        if isinstance(event, Correction):
            target = self._stands.get(event.corrects)
            if target is not None:
                self._stands[event.corrects] = None if event.withdraw else corrected(target, event)
            return
        self._order.append(event)
        self._stands[event.id] = event

    def _of_one_person(self, event: Event) -> None:
        if event.patient and self._patients and event.patient != self._patient:
            raise BirddogError(f"event {event.id}: belongs to '{event.patient}', this chart to '{self._patient}'")
        other = event.intake.person.id if isinstance(event, IntakeAnswered) else ""
        if other and self._patients and other not in self._patients:
            raise BirddogError(f"event {event.id}: intake of '{other}', this chart is of '{self._patient}'")

    def _correction(self, event: Correction) -> None:
        target = self._stands.get(event.corrects)
        if event.corrects not in self._stands or (target is not None and target.instant > event.instant):
            raise BirddogError(
                f"event {event.id}: corrects '{event.corrects}', which is not an event before it "
                "(a correction itself is put right by another correction of the first event)"
            )
        if target is None:
            return
        check_change(event, target.type)
        check_correction(event, target, self.content, f"event {event.id}")
        if event.withdraw and isinstance(target, IntakeAnswered):
            left = (each for each in self._order if each.id != target.id and self._stands[each.id] is not None)
            if not isinstance(next(left, None), IntakeAnswered):
                raise BirddogError("chart: the first intake was withdrawn; append a new intake first")
