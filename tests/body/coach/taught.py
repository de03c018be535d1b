"""Catalog exercises taught anew from one film of the second generator, and held against the files they stand for.

A proposal is made from the film and the shared start positions alone: no exercise of the catalog is read for it.
`python -m tests.body.coach.taught` prints all that a camera can count, or those that are named; `--draw 20 --seed 1`
draws so many of them at random.
"""

import argparse
import random
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
from birddog.body.skeleton import mirror_angles
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
    """refused: why there is no proposal. worst: the joint angle of the two keyframes that is furthest off, in degrees,
    and where; near: share of them within OFF; counted: sessions of the original counted exactly, of `sessions`."""

    exercise: str
    refused: str = ""
    start: bool = False
    worst: float = np.inf
    where: str = ""
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
    off = _off(movement, made)
    rng = np.random.default_rng(seed + 100)
    films = [take(exercise, Scene(stature=float(rng.uniform(1.58, 1.75)), bmi=23.0), rng) for _ in range(sessions)]
    aim = target.of(made)
    outcomes = recording.run([recorded(f) for f in films], engine.plan([aim] * len(films)))
    right = sum(o.sure and len(o.repetitions) == len(f.spans) for o, f in zip(outcomes, films, strict=True))
    end, joint = np.unravel_index(int(off.argmax()), off.shape)
    where = f"{('start', 'far end')[int(end)]}, {COMPARED[int(joint)]}"
    return Taught(exercise, "", made.position == movement.position, float(off.max()), where,
                  float((off <= OFF).mean()), right, sessions)  # fmt: skip


def _off(movement: Movement, made: Movement) -> np.ndarray:
    """(2, angles) degrees between two movements at the start and the far end. One whose sides take turns may begin with
    either of them: the nearer one is compared."""
    at = [joints.INDEX[name] for name in COMPARED]
    ends = []
    for one in (movement, made):
        states = keyframes(one, Body()).states[: len(one.keyframes)]
        far = max(states, key=lambda state: float(np.abs(state.angles - states[0].angles).sum()))
        ends.append(np.concatenate([states[0].angles, far.angles]))
    sides = [ends[1], mirror_angles(ends[1])] if movement.laterality == "alternating" else [ends[1]]
    return min((np.abs(ends[0] - side)[:, at] for side in sides), key=lambda off: float(off.max()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each exercise, and all together."""
    parser = argparse.ArgumentParser(prog="python -m tests.body.coach.taught", description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--draw", type=int, help="so many of them, drawn at random")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    names = sorted(asked.names or countable())
    if asked.draw:
        names = sorted(random.Random(asked.seed).sample(names, asked.draw))
    done = []
    for exercise in names:
        done.append(compare(exercise, 4))
        print(_line(done[-1]), flush=True)
    made = [t for t in done if not t.refused]
    right, sessions = sum(t.counted for t in made), sum(t.sessions for t in made)
    print(f"{len(done)} exercises, {len(made)} proposed; all angles within {OFF:g} degrees in "
          f"{sum(t.near == 1 for t in made)}; same start {sum(t.start for t in made)}; "
          f"counted {right} of {sessions}, all of an exercise in {sum(t.counted == t.sessions for t in made)}"
          )  # fmt: skip


def _line(t: Taught) -> str:
    if t.refused:
        return f"{t.exercise}: {t.refused}"
    start = "" if t.start else ", another start"
    return f"{t.exercise}: worst {t.worst:.0f} degrees ({t.where}), counted {t.counted} of {t.sessions}{start}"


if __name__ == "__main__":
    main()
