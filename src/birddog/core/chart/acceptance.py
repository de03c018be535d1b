"""What an event must hold to be taken into a chart, besides its schema. Asked once, when it first comes in.

What a chart holds already is never asked again: content may have changed since.
"""

from __future__ import annotations

from collections.abc import Iterator

from birddog.core.chart.attested import each_named
from birddog.core.content.content import Content
from birddog.core.content.measures import by_id, score
from birddog.core.content.values import BirddogError
from birddog.core.log.events import (
    WITHOUT_EXERCISE,
    AerobicDone,
    ByClinician,
    CoachSaw,
    Event,
    HomeMade,
    LegReport,
    MeasureTaken,
    ScreenedByClinician,
    SessionDone,
    Swap,
    TherapistChanged,
    TherapistEdit,
    VetoOverridden,
)
from birddog.core.log.home_made import check_made, widened


def acceptable(event: Event, content: Content) -> None:
    """Raises ``BirddogError`` for an exercise, measure, score or edit that this content knows nothing of.

    What was retired may still be named: a report that was written before an upgrade can come in after it.
    """
    if isinstance(event, TherapistEdit) and event.home_made is not None:
        _brings(event, event.home_made, content)
        content = widened(content, (event.home_made,))
    for exercise in exercises_of(event):
        if exercise not in content.retired:
            content.exercise(exercise)
    if isinstance(event, MeasureTaken) and event.instrument not in content.retired:
        score(by_id(content.instruments, event.instrument), event.score, event.given)
    well_formed(event)
    if isinstance(event, VetoOverridden) and event.veto not in (known := [veto.id for veto in content.vetoes]):
        raise BirddogError(f"event {event.id}: veto is '{event.veto}'; allowed: {', '.join(known)}")
    if isinstance(event, ScreenedByClinician):
        _screened(event, content)


def well_formed(event: Event) -> None:
    """Raises ``BirddogError`` for an edit, or a clinician's word, that nothing can be done with under any content."""
    if isinstance(event, TherapistEdit):
        _edit(event)
    elif isinstance(event, ByClinician):
        _signed(event)
    if isinstance(event, VetoOverridden) and event.until is None:
        raise BirddogError(f"event {event.id}: until is missing; the last day of it, such as 2026-03-02")


def exercises_of(event: Event) -> Iterator[str]:
    """Ids of the exercises that an event reports on."""
    named: tuple[str | None, ...] = ()
    if isinstance(event, SessionDone):
        named = (event.leg_exercise, *(item.exercise for item in event.items))
    elif isinstance(event, TherapistEdit):
        named = (event.exercise, *event.order)
    elif isinstance(event, LegReport | Swap | VetoOverridden | CoachSaw):
        named = (event.exercise,)
    elif isinstance(event, AerobicDone):
        named = (event.activity,)
    return (name for name in named if name)


def _edit(event: TherapistEdit) -> None:
    if event.action == "move_stage" and event.stage is None:
        raise BirddogError(f"event {event.id}: stage is missing; one of calm, stabilize, strengthen, maintain")
    if event.action not in WITHOUT_EXERCISE and event.exercise is None:
        raise BirddogError(f"event {event.id}: exercise is missing for {event.action}")
    if event.action == "pin_dose" and event.dose is None:
        raise BirddogError(f"event {event.id}: dose is missing for pin_dose")


def _brings(event: TherapistEdit, made: HomeMade, content: Content) -> None:
    """A home-made exercise comes from a clinician who puts it in, with their name to it."""
    if event.action != "add" or event.exercise != made.id:
        raise BirddogError(f"event {event.id}: home_made is '{made.id[:60]}'; allowed: with add, for its own exercise")
    _signed(event)
    check_made(made, content)


def _signed(event: ByClinician) -> None:
    """A clinician's word comes from a therapist, with name and license; only the end of care has none."""
    if event.actor != "therapist":
        raise BirddogError(f"event {event.id}: actor is '{event.actor}'; allowed for type '{event.type}': therapist")
    nobody = isinstance(event, TherapistChanged) and not event.clinician and not event.license
    for name in ("clinician", "license"):
        if not getattr(event, name).strip() and not nobody:
            raise BirddogError(
                f"event {event.id}: {name} is missing; who writes a '{event.type}' puts their name to it"
            )


def _screened(event: ScreenedByClinician, content: Content) -> None:
    """Every sign is no, and those of cauda equina are named one by one."""
    for item in each_named(content):
        if item not in event.red_flags:
            raise BirddogError(f"event {event.id}: red_flags.{item} is missing; each sign of cauda equina is named")
    for item, answer in event.red_flags.items():
        if answer != "no":
            raise BirddogError(f"event {event.id}: red_flags.{item} is '{answer}'; allowed: no (else it is a 'screen')")
