"""A session as rows of a list: what it is called, how much of it, in words."""

from __future__ import annotations

from dataclasses import dataclass

from birddog.core.content.content import Content
from birddog.core.plan.planner import Session
from birddog.services.session.plan import amount


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """One exercise of a session."""

    id: str
    name: str
    summary: str
    amount: str


def rows_of(session: Session | None, content: Content) -> tuple[ExerciseRow, ...]:
    """The exercises of a session, in order."""
    items = session.items if session else ()
    rows = ((content.exercise(item.exercise), item) for item in items)
    return tuple(ExerciseRow(exercise.id, exercise.name, exercise.summary, amount(item)) for exercise, item in rows)


def name_of(exercise_id: str, content: Content) -> str:
    """The name of an exercise, also of one that is gone; its id where nothing is known of it."""
    return content.called(exercise_id)


def names_of(exercise_ids: tuple[str, ...], content: Content) -> tuple[tuple[str, str], ...]:
    """Ids with their names."""
    return tuple((each, content.called(each)) for each in exercise_ids)
