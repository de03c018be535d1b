"""Takes of the second generator through the coach."""

from functools import lru_cache

import numpy as np
from tests.body.coach.generator import Scene, Take, take

from birddog.body.coach import engine, recording, target
from birddog.body.coach.recording import Outcome, Recording
from birddog.catalog.movements import drill


@lru_cache(maxsize=128)
def aimed(exercise: str) -> target.Target:
    return target.of(drill(exercise).movement)


def recorded(film: Take, **more) -> Recording:
    return Recording(film.times, film.image, film.visibility, film.aspect, film.world, **more)


def filmed(exercise: str, scene: Scene, seed: int = 0, **more) -> tuple[Take, Outcome]:
    film = take(exercise, scene, np.random.default_rng(seed))
    return film, recording.run([recorded(film, **more)], engine.plan([aimed(exercise)]))[0]


def states(outcome: Outcome) -> set[str]:
    return {state for state, _, _, _ in outcome.spans}


def reasons(outcome: Outcome) -> set[str]:
    return {reason for _, reason, _, _ in outcome.spans}
