"""Catalog exercises taught anew from one film of the second generator, and held against the files they stand for.

A proposal is made from the film and the shared start positions alone: no exercise of the catalog is read for it.
`python -m tests.body.coach.taught` prints all that a camera can count, or those that are named.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tests.body.coach.filmed import recorded
from tests.body.coach.generator import Scene, take
from tests.body.coach.prove import countable

from birddog.body import joints
from birddog.body.anthropometry import Body
from birddog.body.coach import engine, recording, target
from birddog.body.keyframes import Movement
from birddog.body.motion import keyframes
from birddog.catalog import load_default, taught
from birddog.catalog.library import content_folder
from birddog.catalog.movements import drill, positions
from birddog.core.content.values import BirddogError

COMPARED = [f"{stem}_{side}" for stem in ("hip_flexion", "knee_flexion", "shoulder_flexion", "elbow_flexion")
            for side in joints.SIDES]  # fmt: skip
OFF = 15.0  # degrees
TEACHER = Scene(repetitions=1, stature=1.82, bmi=27.0, noise=0.005)


@dataclass(frozen=True)
class Taught:
    """refused: why there is no proposal. worst: the joint angle of the two keyframes that is furthest off, in degrees;
    near: share of them within OFF; counted: sessions of the original counted exactly, of `sessions`."""

    exercise: str
    refused: str = ""
    start: bool = False
    worst: float = np.inf
    near: float = 0.0
    counted: int = 0
    sessions: int = 0


def learned(exercise: str, seed: int) -> Movement:
    """The movement that is proposed for a film of an exercise."""
    movement = drill(exercise).movement
    film = take(exercise, TEACHER, np.random.default_rng(seed))
    folder = content_folder()
    known = [p for name, p in positions(folder).items() if name not in taught.NOT_SHOWN]
    _, made = taught.taught(f"taught {exercise}", recorded(film), known, movement.view, movement.laterality,
                            load_default())  # fmt: skip
    return made


def compare(exercise: str, sessions: int, seed: int = 1) -> Taught:
    """Teach an exercise, and count other people's films of the original with what was learned."""
    movement = drill(exercise).movement
    try:
        made = learned(exercise, seed)
    except BirddogError as error:
        return Taught(exercise, str(error))
    first, second = (keyframes(m, Body()).states for m in (movement, made))
    ends = first[: len(movement.keyframes)]
    far = max(ends, key=lambda state: float(np.abs(state.angles - first[0].angles).sum()))
    at = [joints.INDEX[name] for name in COMPARED]
    off = np.abs(np.stack([(a.angles - b.angles)[0, at] for a, b in ((first[0], second[0]), (far, second[1]))]))
    rng = np.random.default_rng(seed + 100)
    films = [take(exercise, Scene(stature=float(rng.uniform(1.58, 1.75)), bmi=23.0), rng) for _ in range(sessions)]
    aim = target.of(made)
    outcomes = recording.run([recorded(f) for f in films], engine.plan([aim] * len(films)))
    right = sum(o.sure and len(o.repetitions) == len(f.spans) for o, f in zip(outcomes, films, strict=True))
    return Taught(exercise, "", made.position == movement.position, float(off.max()), float((off <= OFF).mean()),
                  right, sessions)  # fmt: skip


def main(names: Sequence[str]) -> None:
    """Print a line for each exercise, and all together."""
    done = []
    for exercise in names or countable():
        done.append(compare(exercise, 4))
        print(done[-1], flush=True)
    made = [t for t in done if not t.refused]
    right, sessions = sum(t.counted for t in made), sum(t.sessions for t in made)
    print(f"{len(done)} exercises, {len(made)} proposed; all angles within {OFF:g} degrees in "
          f"{sum(t.near == 1 for t in made)}; same start {sum(t.start for t in made)}; "
          f"counted {right} of {sessions}")  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
