"""What a person is given of their program on a day: each exercise with its doses, and why one is given less, or not.

The one answer for whoever shows a program: the editor, its preview, Today and the handout read the same sessions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from birddog.core.chart.chart import Folded
from birddog.core.content.exercise import Dose
from birddog.core.content.pace import Pace
from birddog.core.plan.course import DIRECTION_TAGS, Course
from birddog.core.plan.limits import allowed
from birddog.core.plan.planner import Planner, Session, loads
from birddog.core.plan.roster import comes_later
from birddog.core.state.state import State
from birddog.core.today import session_on

Why = Literal["", "out", "rests", "direction", "barred", "absent", "later", "flare", "strength", "room"]
"""Why an exercise is in no session: taken out by hand, it hurt and rests, its direction hurts, a veto or the pain bars
it, it is no part of the program, a later stage has it, strength work rests in a flare or on this day, or there is no
room. Empty: it is in one."""
TIME = "time"
"""In ``Given.less``: the minutes of the session, which is no rule."""


@dataclass(frozen=True, slots=True)
class Given:
    """One exercise: its ``doses``, each with the names of the sessions that hold it; in none, the dose it would have.

    ``why`` it is in none, and ``until`` which day. ``less``: the rule that makes it less than a therapist has set, or
    ``time``.
    """

    exercise: str
    doses: tuple[tuple[Dose, tuple[str, ...]], ...]
    why: Why = ""
    until: date | None = None
    less: str = ""


def plan(folded: Folded, now: datetime, pace: Pace) -> tuple[Session, ...]:
    """Session A and B of a day as the program has them, whether or not exercise is open; without an intake none."""
    if folded.state.intake is None:
        return ()
    made = (session_on(folded, now.date(), pace, name) for name in ("A", "B"))
    return tuple(session for session in made if session is not None)


def given(course: Course, state: State, day: date, sessions: Sequence[Session]) -> tuple[Given, ...]:
    """Every exercise of the program: those of the ``sessions`` in the order of doing, then those that are in none."""
    if state.intake is None:
        return ()
    found: dict[str, dict[Dose, tuple[str, ...]]] = {}
    for session in sessions:
        for item in session.items:
            doses = found.setdefault(item.exercise, {})
            doses[item.dose] = (*doses.get(item.dose, ()), session.name)
    planner = course.planner(state, day)
    inside = [
        Given(name, tuple(found[name].items()), less=_less(course, state, planner, name, found[name]))
        for name in _merged(sessions)
    ]
    others = dict.fromkeys(name for name in (*state.roster, *state.added) if name not in found)
    left = (name for name in others if name not in state.removed and name in course.content.index)
    outside = [in_none(course, state, day, name) for name in left]
    return (*inside, *outside)


def _merged(sessions: Sequence[Session]) -> tuple[str, ...]:
    """The exercises of several sessions in one order: each after the one that it follows in its session."""
    order: list[str] = []
    for session in sessions:
        at = 0
        for item in session.items:
            if item.exercise not in order:
                order.insert(at, item.exercise)
            at = order.index(item.exercise) + 1
    return tuple(order)


def in_none(course: Course, state: State, day: date, name: str) -> Given:
    """An exercise that no session of ``day`` holds: the dose it would come with, and why not now."""
    planner = course.planner(state, day)
    dose = planner.item(name, state.stage, course.dose(state, planner, name)).dose
    why, until = _why(course, state, day, planner, name)
    return Given(name, ((dose, ()),), why, until)


def _why(course: Course, state: State, day: date, planner: Planner, name: str) -> tuple[Why, date | None]:
    exercise, until = course.content.exercise(name), state.rested.get(name)
    if name in state.removed:
        return "out", None
    if not planner.open >> course.content.index[name] & 1:
        return "barred", None
    if until is not None and day < until:
        return "rests", until
    if any(DIRECTION_TAGS[way] & exercise.tags for way in state.barred_directions):
        return "direction", None
    if name not in state.roster and name not in state.added:
        return "absent", None
    if name not in state.roster and comes_later(planner, state, name):
        return "later", None
    if loads(exercise) and (state.flare is not None or not course.strength_day(state, day)):
        return ("flare" if state.flare is not None else "strength"), None
    return "room", None


def _less(course: Course, state: State, planner: Planner, name: str, doses: dict[Dose, tuple[str, ...]]) -> str:
    """What makes the dose of an exercise less than the one that was set for it; nothing where none was, or it holds."""
    wanted = state.pinned.get(name)
    if wanted is None or set(doses) == {allowed(wanted, course.content.exercise(name), planner.known, course.content)}:
        return ""
    share, track = course.share(state, state.tracks.get(name)), state.tracks.get(name)
    if share < 1:
        backs = (state.back, track.back if track is not None else None)
        held = next((back.rule for back in backs if back is not None and back.share <= share), "birddog-pacing")
        return "birddog-flare" if state.flare is not None else held
    return state.back.rule if state.back is not None and state.back.work_s is not None else TIME
