"""A chart is a list of events; everything else is a pure function of it, the content and now.

``fold`` replays a chart to its state and the decisions taken on the way. ``step`` is one event of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from birddog.core.chart.bouts import propose_bouts
from birddog.core.chart.clock import pass_time
from birddog.core.chart.corrections import after, check_change, corrects_nothing
from birddog.core.chart.overheard import overhear
from birddog.core.chart.overrides import overtaken
from birddog.core.chart.proposals import settle
from birddog.core.chart.transitions import apply
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError, usable
from birddog.core.log.events import Correction, Event, IntakeAnswered, Reissued
from birddog.core.log.history import readable
from birddog.core.log.home_made import with_events
from birddog.core.plan.course import Course
from birddog.core.state.memory import forget
from birddog.core.state.state import Logged, State


@dataclass(frozen=True, slots=True)
class Folded:
    """A chart replayed: its state at ``now`` and every decision, in order."""

    state: State
    decisions: tuple[Logged, ...]
    course: Course


def fold(events: Sequence[Event], content: Content, now: datetime) -> Folded:
    """Replay a chart up to ``now``.

    What was written after ``now`` is not known yet, corrections included.

    Raises ``BirddogError`` for an event out of order, an id used twice with different content, another
    person's event, a chart that does not begin with an intake or begins after ``now``, or content of
    another version.
    """
    usable(now.date(), "now")
    told = [event for event in check(events, content) if not later(event.instant, now)]
    if not told:
        raise BirddogError(f"chart: it begins at {events[0].at.isoformat()}, after {now.isoformat()}")
    return run(told, content, now)


def run(told: Sequence[Event], content: Content, now: datetime) -> Folded:
    """``fold`` without its checks, for events that were accepted into a chart once: in order, none after ``now``.

    The course has the content with the home-made exercises of the chart in it.
    """
    course, state = Course(with_events(content, told)), State()
    for event in effective(told, course.content):
        follow(course, state, event)
    if state.intake is not None:
        pass_time(course, state, now)
    return Folded(state, tuple(course.decisions), course)


def step(state: State, event: Event, content: Content) -> tuple[State, tuple[Logged, ...]]:
    """One step: the state after ``event``, and the decisions it led to. ``state`` is left as it was.

    A correction reaches back in time, so it needs the whole chart: ``BirddogError`` (use ``fold``).
    """
    if isinstance(event, Correction):
        raise BirddogError(f"event {event.id}: a correction reaches back; replay the whole chart")
    if state.intake is None and not isinstance(event, IntakeAnswered):
        raise BirddogError(f"event {event.id}: a chart begins with type 'intake', not '{event.type}'")
    course, after = Course(with_events(content, [event])), state.copy()
    follow(course, after, event)
    return after, tuple(course.decisions)


def follow(course: Course, state: State, event: Event) -> None:
    """Bring ``state`` up to the event's day, and apply what today's content can read of it; ``state`` is changed."""
    if state.intake is not None:
        pass_time(course, state, event.at)
    known = readable(event, course.content)
    if known is not None:
        apply(course, state, known)
        overhear(course, state, known)
        overtaken(course, state, known)
        propose_bouts(course, state, known.at, known.id)
        settle(course, state, known.at, known.id)
    forget(state, event.at.date(), course.content)


def later(at: datetime, now: datetime) -> bool:
    """Whether ``at`` is after ``now``; times without an offset are read as UTC."""
    return at > (now if now.tzinfo else now.replace(tzinfo=UTC))


def check(events: Sequence[Event], content: Content) -> list[Event]:
    """The events once each, in order, of one person, made with this content; else a ``BirddogError``."""
    if not events:
        raise BirddogError("chart: it is empty; it begins with an event of type 'intake'")
    first = events[0]
    if not isinstance(first, IntakeAnswered):
        raise BirddogError(f"event {first.id}: a chart begins with type 'intake', not '{first.type}'")
    patient = first.patient or first.intake.person.id
    seen: dict[str, Event] = {}
    kept: list[Event] = []
    for number, event in enumerate(events, 1):
        usable(event.at.date(), f"event {number} ({event.id}): at")
        if event.patient and event.patient != patient:
            raise BirddogError(f"event {number} ({event.id}): belongs to '{event.patient}', this chart to '{patient}'")
        if isinstance(event, IntakeAnswered) and event.intake.person.id not in (patient, first.intake.person.id):
            raise BirddogError(
                f"event {number} ({event.id}): intake of '{event.intake.person.id}', this chart is of '{patient}'"
            )
        if event.id in seen:
            if seen[event.id] != event:
                raise BirddogError(f"event {number} ({event.id}): this id was used before with other content")
            continue
        if kept and event.instant < kept[-1].instant:
            raise BirddogError(
                f"event {number} ({event.id}): {event.at.isoformat()} is before {kept[-1].id} at "
                f"{kept[-1].at.isoformat()}; events are in order of time"
            )
        seen[event.id] = event
        kept.append(event)
    _check_version(kept, content)
    _check_corrections(kept)
    return kept


def _check_corrections(events: list[Event]) -> None:
    """Each correction is one of an event of the chart, wherever in it that stands.

    Those since the last ``reissue`` change fields that there are to values that may be told.
    """
    kinds = {event.id: event.type for event in events if not isinstance(event, Correction)}
    since = max((number for number, event in enumerate(events) if isinstance(event, Reissued)), default=0)
    for number, event in enumerate(events):
        if isinstance(event, Correction):
            if event.corrects not in kinds:
                raise corrects_nothing(event)
            if number >= since:
                check_change(event, kinds[event.corrects])


def _check_version(events: list[Event], content: Content) -> None:
    named = [e for e in events if isinstance(e, (IntakeAnswered, Reissued)) and e.content]
    if named and named[-1].content != content.version:
        event = named[-1]
        raise BirddogError(
            f"event {event.id}: content version '{event.content}' is not installed (this is '{content.version}'); "
            "install it, or append a 'reissue' event to rebuild the program"
        )


def effective(events: Sequence[Event], content: Content) -> list[Event]:
    """The events as they stand after corrections, each at its own place; corrections themselves drop out.

    An event is put right by all corrections of it, one after the other by their own times. A correction may be dated
    before its event: it was written after it all the same, on a device whose clock was behind. A danger sign that was
    an emergency stands, unless it is taken back at once (``emergency.standing``).
    """
    kept = put_right(events, content)
    if not kept or not isinstance(kept[0], IntakeAnswered):
        raise BirddogError("chart: the first intake was withdrawn; append a new intake first")
    return kept


def put_right(events: Sequence[Event], content: Content) -> list[Event]:
    """``effective`` for a part of a chart: corrections of what is not in it are passed over."""
    first = {e.id: e for e in events if not isinstance(e, Correction)}
    fixed: dict[str, Event | None] = {**first}
    for event in events:
        if isinstance(event, Correction) and event.corrects in first:
            fixed[event.corrects] = after(fixed[event.corrects], event, content, first[event.corrects])
    return [event for event in fixed.values() if event is not None]
