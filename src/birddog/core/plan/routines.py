"""Ready-made sessions as the articles give them, still filtered by every veto."""

from __future__ import annotations

from dataclasses import dataclass

from birddog.core.content.content import Content, Routine
from birddog.core.content.pace import USUAL, Pace
from birddog.core.content.values import STAGES, Reason, StageName
from birddog.core.person.facts import Facts
from birddog.core.person.intake import Intake
from birddog.core.plan.compose import EXTENSION, FLEXION
from birddog.core.plan.limits import Item, allowed, fit
from birddog.core.plan.planner import Session, end_range
from birddog.core.state.vetoes import admissible, barred_by_pain, left_out


@dataclass(frozen=True, slots=True)
class RoutineSession:
    """A routine for one person: the session, its aerobic and habit entries, and what had to go and why."""

    routine: str
    session: Session
    besides: tuple[str, ...]
    out: tuple[tuple[str, Reason | None], ...]


def routine_session(
    routine: Routine, intake: Intake, known: Facts, content: Content, stage: StageName, pace: Pace = USUAL
) -> RoutineSession:
    """The routine's drills that this person may do, at the first dose of ``stage`` (or the nearest one).

    What a veto or the person's minutes take out is listed with its reason; a drill that belongs to a
    later stage is listed without one. Two entries of the same drill count once. Of two opposite end ranges
    of the low back only one stays.
    """
    able = admissible(intake, known, content) & ~barred_by_pain(known.pain, content)
    why = {row.exercise: row.reason for row in reversed(left_out(intake, known, content))}
    first = _first_end(routine, known, able, content)
    items: list[Item] = []
    besides: list[str] = []
    out: list[tuple[str, Reason | None]] = []
    for entry in dict.fromkeys(routine.items):
        exercise = content.exercise(entry)
        if exercise.kind != "exercise":
            (out.append((entry, why[entry])) if entry in why else besides.append(entry))
            continue
        held = [s for s in STAGES[: STAGES.index(stage) + 1] if s in exercise.doses]
        if not able >> content.index[entry] & 1 or not held:
            out.append((entry, why.get(entry)))
            continue
        if end_range(exercise) not in (0, first):
            saw = content.phrase("opposite-end", exercise=exercise)
            out.append((entry, next(iter(content.because("birddog-one-end", saw=saw)), None)))
            continue
        dose = allowed(exercise.doses[held[-1]].start, exercise, known, content)
        side = "each" if exercise.sides == 2 else "both"
        items.append(Item(entry, exercise.category, dose, side, pace.around_s, exercise.rules))
    kept = fit(tuple(items), intake.time.minutes * 60)
    size = next(iter(content.because("birddog-session-size", saw=f"{intake.time.minutes} minutes")), None)
    out += [(item.exercise, size) for item in items if item.exercise not in {k.exercise for k in kept}]
    return RoutineSession(routine.id, Session(routine.id, stage, kept), tuple(besides), tuple(out))


def _first_end(routine: Routine, known: Facts, able: int, content: Content) -> int:
    """The one end-range direction that a routine keeps: the one that eases, else the first it names; 0 for none."""
    ends = [end_range(content.exercise(i)) for i in routine.items if able >> content.index[i] & 1]
    eased = {"flexion": FLEXION, "extension": EXTENSION}.get(known.ease, 0)
    return eased if eased and eased in ends else next((end for end in ends if end), 0)
