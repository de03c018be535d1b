"""What a clinician answers for with their name: one exercise past one veto.

An override holds for one person until its day at most. It ends for good when the answer that its veto reads has
changed, at a danger sign, when a red report is about the exercise, with a new intake, and when another therapist takes
over. Everything else that stands against the exercise stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from birddog.core.content.content import Content, Veto
from birddog.core.log.events import Event, IntakeAnswered, TherapistChanged, VetoOverridden
from birddog.core.plan.course import Course
from birddog.core.state.state import State
from birddog.core.state.vetoes import Override, liftable, veto_reason

RULE = "birddog-override"


def override(course: Course, state: State, event: VetoOverridden) -> None:
    """Let the exercise past the veto, or say why not."""
    veto = next((row for row in course.content.vetoes if row.id == event.veto), None)
    against = "there is no such veto" if veto is None else _against(course, state, event, veto)
    about = (event.exercise,)
    if against or veto is None:
        course.say(
            event.id, event.at, RULE, f"{event.exercise}, {event.veto}: {against}", "override-refused", about=about
        )
        if veto is not None:
            why = replace(veto_reason(veto, course.known(state, event.at.date())), about=about)
            course.log(event.id, event.at, (why,), "override-refused")
        return
    day = event.at.date()
    value = getattr(course.known(state, day), veto.fact)
    made = Override(
        event.id, veto.id, event.exercise, value, day, event.until or day, event.clinician, event.license, event.reason,
    )  # fmt: skip
    others = (row for row in state.overrides if (row.veto, row.exercise) != (made.veto, made.exercise))
    state.overrides = (*others, made)
    by = f"by {event.clinician} ({event.license})"
    said = f"{veto.id} for {event.exercise}, {veto.fact}: {value}, {by}: {event.reason}"
    course.say(event.id, event.at, RULE, said, "override-begins", limit=f"until {made.until}", about=about)


def _against(course: Course, state: State, event: VetoOverridden, veto: Veto) -> str:
    """What stands against an override, for the record; nothing if it may be."""
    content, day = course.content, event.at.date()
    value = getattr(course.known(state, day), veto.fact)
    days = content.values.override.days
    if not content.prescribable >> content.index[event.exercise] & 1:
        return "it is no drill of a session"
    if value not in veto.values or not _mask(content, veto) >> content.index[event.exercise] & 1:
        return f"the veto does not take it out, {veto.fact} is {value}"
    if not liftable(veto, value):
        return f"{veto.fact}: {value} is never overridden"
    if event.saw and event.saw != value:
        return f"the clinician saw {event.saw}, {veto.fact} is {value}"
    if event.until is None or not day <= event.until <= day + timedelta(days=days):
        return f"until is {event.until}; allowed: {day} to {day + timedelta(days=days)}"
    return "" if state.exercising else "exercise is stopped"


def _mask(content: Content, veto: Veto) -> int:
    return next(mask for row, mask in content.veto_masks if row is veto)


def therapist_changed(course: Course, state: State, event: TherapistChanged) -> None:
    """What another clinician answered for ends with their care."""
    new = (event.clinician, event.license)
    course.say(event.id, event.at, "birddog-therapist-edit", event.clinician or "nobody", "therapist-changed")
    _end(course, state, event.at, event.id, "another therapist", lambda row: (row.clinician, row.license) != new)


def end_at_red(course: Course, state: State, at: datetime, cause: str, exercises: Iterable[str]) -> None:
    """End the overrides of the exercises that a red report is about; none named: all of them."""
    about = frozenset(exercises)
    _end(course, state, at, cause, "a red report", lambda row: not about or row.exercise in about)


def overtaken(course: Course, state: State, event: Event) -> None:
    """After each event: end what a danger sign, a new intake or a changed answer has overtaken."""
    if not state.overrides or state.intake is None:
        return
    told: Mapping[str, str] = getattr(event, "red_flags", {})
    sign = any(answer in ("yes", "unsure") for answer in told.values()) or not state.disposition.allows_exercise
    why = "a new intake" if isinstance(event, IntakeAnswered) else "a danger sign" if sign else ""
    if why:
        _end(course, state, event.at, event.id, why, bool)
    else:
        changed(course, state, event.at, event.id)


def changed(course: Course, state: State, at: datetime, cause: str) -> None:
    """End the overrides whose day is over, or whose answer is another one by now."""
    if not state.overrides or state.intake is None:
        return
    day = at.date()
    _end(course, state, at, cause, "its last day", lambda row: day > row.until)
    _end(course, state, at, cause, "the answer has changed", lambda row: not _as_seen(course, state, row, day))


def _as_seen(course: Course, state: State, row: Override, day: date) -> bool:
    veto = next((veto for veto in course.content.vetoes if veto.id == row.veto), None)
    return veto is not None and getattr(course.known(state, day), veto.fact) == row.saw


def _end(course: Course, state: State, at: datetime, cause: str, why: str, which: Callable[[Override], bool]) -> None:
    """End some overrides: the veto holds for the exercise again, and another takes its place."""
    ending = [row for row in state.overrides if which(row)]
    if not ending:
        return
    state.overrides = tuple(row for row in state.overrides if row not in ending)
    for row in ending:
        course.say(cause, at, RULE, f"{row.veto} for {row.exercise}: {why}", "override-ends", about=(row.exercise,))
    course.replace_lost(state, at.date())
