"""Content without an entry still holds together: what points at something that is gone points at nothing."""

from __future__ import annotations

from dataclasses import replace

from birddog.core.content.content import Content
from birddog.core.content.exercise import Exercise


def whole(content: Content) -> Content:
    """``content`` with only such references as lead somewhere. ``birddog check`` names the others; pages go on."""
    routines = (replace(routine, items=_there(routine.items, content)) for routine in content.routines)
    return replace(
        content,
        exercises=tuple(_exercise(exercise, content) for exercise in content.exercises),
        routines=tuple(routine for routine in routines if routine.items),
        memo={},
    )


def _exercise(exercise: Exercise, content: Content) -> Exercise:
    return replace(
        exercise,
        easier=_there(exercise.easier, content),
        harder=_there(exercise.harder, content),
        floor_free=_there(exercise.floor_free, content),
        instead=_there(exercise.instead, content),
    )


def _there(ids: tuple[str, ...], content: Content) -> tuple[str, ...]:
    return tuple(each for each in ids if each in content.index)
