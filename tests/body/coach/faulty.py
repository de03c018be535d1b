"""Films with a fault of a known size, and what the coach says of each repetition."""

from dataclasses import dataclass, replace

from tests.body.coach.bending import bent
from tests.body.coach.filmed import aimed, recorded
from tests.body.coach.generator import Scene, Take, take

from birddog.body.coach import engine, recording
from birddog.catalog import load_default
from birddog.catalog.faults import rules_of
from birddog.core.exercise import Exercise, Fault


@dataclass
class Tally:
    """Repetitions with a fault of a size: how many, found, said fine, and where another fault's cue spoke."""

    repetitions: int = 0
    found: int = 0
    fine: int = 0
    others: int = 0


def with_faults() -> list[Exercise]:
    return [e for e in load_default().exercises if e.faults]


def filmed(exercise: Exercise, fault: Fault, size: float, scene: Scene, rng) -> Take:
    """A take in which one fault is `size` times its bound."""
    bend = None
    if fault.feature == "range":
        scene = replace(scene, reach=fault.bound / size if size > 1 else min(1.0, fault.bound * (2 - size) + 0.15))
    elif fault.feature == "seconds":
        scene = replace(scene, tempo=size / fault.bound, vary=0.02)
    else:
        bend = bent(fault.feature, fault.beyond, size * fault.bound, fault.side, scene.left)
    return take(exercise.id, scene, rng, bend)


def tally(exercise: Exercise, fault: Fault, size: float, scenes, rng) -> Tally:
    films = [filmed(exercise, fault, size, scene, rng) for scene in scenes]
    rules = rules_of(exercise)
    outcomes = recording.run(
        [recorded(f) for f in films], engine.plan([aimed(exercise.id)] * len(films), [rules] * len(films))
    )
    out = Tally()
    for outcome in outcomes:
        for r in outcome.repetitions:
            said = dict(r.verdicts)
            out.repetitions += 1
            out.found += said[fault.id] == "fault"
            out.fine += said[fault.id] == "fine"
            out.others += any(v == "fault" for k, v in said.items() if k != fault.id)
    return out
