"""What the camera coach may follow now: an exercise of this person's own session, in their language."""

from __future__ import annotations

from dataclasses import dataclass

from birddog.body.coach import target
from birddog.body.coach.faults import Rule
from birddog.body.coach.target import Target
from birddog.catalog.faults import rules_of
from birddog.catalog.movements import drill
from birddog.core.chart.variants import variants
from birddog.core.content.values import BirddogError
from birddog.services.chart.reading import Reading


@dataclass(frozen=True)
class Coached:
    """An exercise for the coach: its target, the rules of its faults, and what is said of each."""

    target: Target
    rules: tuple[Rule, ...]
    cues: tuple[str, ...]


def coached(reading: Reading, exercise_id: str) -> Coached:
    """The exercise, of the session that may be done now or in place of one of it.

    Raises ``BirddogError`` when none may be done now, or the exercise is not among it.
    """
    session = reading.today.session
    if session is None or reading.today.ask_first:
        raise BirddogError("session: none may be done now")
    if exercise_id not in _open(reading):
        raise BirddogError(f"exercise is '{exercise_id[:40]}': it is not in the session of today")
    exercise = reading.content.exercise(exercise_id)
    if exercise.made is not None:
        raise BirddogError(f"exercise is '{exercise_id}': a clinic made it, and the camera does not know it")
    return Coached(
        target.of(drill(exercise_id).movement), rules_of(exercise), tuple(fault.cue for fault in exercise.faults)
    )


def _open(reading: Reading) -> set[str]:
    """Exercises of today's session, and those that may take the place of one."""
    session = reading.today.session
    items = session.items if session is not None else ()
    taken = tuple(item.exercise for item in items)
    out = set(taken)
    for item in items:
        found = variants(reading.folded.course, reading.state, reading.now, item, taken)
        out |= {rung.exercise for rung in (*found.easier, *found.harder)}
    return out
