"""Films with a fault of a known size, and what the coach says of each repetition.

``python -m tests.body.coach.faulty [--sessions N]`` prints all declared faults; `prove` writes them on its page.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from tests.body.coach.bending import bent, shortened
from tests.body.coach.filmed import aimed, recorded
from tests.body.coach.generator import Scene, Take, take
from tests.body.coach.scenes import inside

from birddog.body.coach import engine, recording
from birddog.catalog import load_default
from birddog.catalog.faults import rules_of
from birddog.core.content.exercise import Exercise, Fault

SIZES = (1.5, 0.5, 0.0)  # times its bound
CALM = 0.75  # of the tempo at which a repetition is too fast: other faults are filmed no faster


@dataclass
class Tally:
    """Repetitions with a fault of a size: how many there were and were counted; of these: where it was found, where it
    was said to be fine, and where another fault's cue spoke."""

    repetitions: int = 0
    counted: int = 0
    found: int = 0
    fine: int = 0
    others: int = 0

    @property
    def told(self) -> int:
        """Counted repetitions of which the coach says whether they have the fault."""
        return self.found + self.fine


def with_faults() -> list[Exercise]:
    """Exercises that declare faults."""
    return [e for e in load_default().exercises if e.faults]


def filmed(exercise: Exercise, fault: Fault, size: float, scene: Scene, rng) -> Take:
    """A take in which one fault is `size` times its bound; 0: without it."""
    bend = None
    if fault.feature == "seconds":
        scene = replace(scene, tempo=(size or 0.5) / fault.bound, vary=0.02)
    else:
        fast = [f.bound for f in exercise.faults if f.feature == "seconds"]
        scene = replace(scene, tempo=min([scene.tempo, *(CALM / b for b in fast)]))
    if fault.feature == "range":
        scene = replace(scene, vary=0.02)
        bend = shortened({1.5: fault.bound / 1.5, 0.5: (1 + fault.bound) / 2, 0.0: 1.0}[size])
    elif fault.feature != "seconds" and size:
        bend = bent(fault.feature, fault.beyond, size * fault.bound, fault.side, scene.left)
    return take(exercise.id, scene, rng, bend)


def tally(exercise: Exercise, fault: Fault, size: float, scenes: Sequence[Scene], rng) -> Tally:
    """What the coach says of each repetition of such takes."""
    films = [filmed(exercise, fault, size, scene, rng) for scene in scenes]
    rules = rules_of(exercise)
    outcomes = recording.run(
        [recorded(f) for f in films], engine.plan([aimed(exercise.id)] * len(films), [rules] * len(films))
    )
    out = Tally(sum(len(f.spans) for f in films))
    for outcome in outcomes:
        for r in outcome.repetitions:
            said = dict(r.verdicts)
            out.counted += 1
            out.found += said[fault.id] == "fault"
            out.fine += said[fault.id] == "fine"
            out.others += any(v == "fault" for k, v in said.items() if k != fault.id)
    return out


def each(sessions: int, seed: int = 0) -> list[tuple[Exercise, Fault, dict[float, Tally]]]:
    """Every declared fault in each of SIZES, in so many sessions inside the stated range."""
    out = []
    for n, exercise in enumerate(with_faults()):
        for k, fault in enumerate(exercise.faults):
            tallies = {}
            for size in SIZES:
                rng = np.random.default_rng((seed, n, k))
                scenes = [replace(inside(rng), approach=False) for _ in range(sessions)]
                tallies[size] = tally(exercise, fault, size, scenes, rng)
            out.append((exercise, fault, tallies))
    return out


def table(found: Sequence[tuple[Exercise, Fault, dict[float, Tally]]]) -> list[str]:
    """A line of a table for each fault, and one for all."""
    lines = ["| exercise | fault | repetitions | 1.5 x: told, found | 0.5 x: told, fine | none: told, fine | others |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    whole = {size: Tally() for size in SIZES}
    for exercise, fault, tallies in found:
        for size, one in tallies.items():
            for name in vars(one):
                setattr(whole[size], name, getattr(whole[size], name) + getattr(one, name))
        lines.append(_line(exercise.id, fault.id, tallies))
    return [*lines, _line("all", "", whole)]


def _line(exercise: str, fault: str, tallies: dict[float, Tally]) -> str:
    cells = [f"{t.told / max(t.counted, 1):.0%}, {(t.found if size > 1 else t.fine) / max(t.told, 1):.1%}"
             for size, t in tallies.items()]  # fmt: skip
    others = f"{sum(t.others for t in tallies.values())} of {sum(t.counted for t in tallies.values())}"
    return f"| {exercise} | {fault} | {sum(t.repetitions for t in tallies.values())} | {' | '.join(cells)} | {others} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.body.coach.faulty", description=__doc__)
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    print("\n".join(table(each(asked.sessions, asked.seed))))
