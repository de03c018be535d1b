"""Scenes of the second generator inside the stated range of the coach, and outside it."""

from dataclasses import replace
from typing import Any

import numpy as np
from tests.body.coach.generator import Scene

BUILDS = ((1.58, 22.0), (1.72, 24.0), (1.86, 27.0))


def inside(rng: np.random.Generator) -> Scene:
    """A scene inside the stated range."""
    stature, bmi = BUILDS[int(rng.integers(len(BUILDS)))]
    return Scene(
        repetitions=int(rng.integers(2, 5)), hold=float(rng.uniform(2, 5)), beside=float(rng.uniform(-20, 20)),
        size=float(rng.uniform(0.5, 0.9)), tempo=float(np.exp(rng.uniform(np.log(0.5), np.log(2)))),
        noise=float(rng.uniform(0.004, 0.02)), fps=float(rng.choice([10, 15, 20, 30])),
        dropouts=float(rng.uniform(0, 0.05)), swaps=float(rng.uniform(0, 3)), stature=stature, bmi=bmi,
        approach=bool(rng.random() < 0.3),
    )  # fmt: skip


def outside(rng: np.random.Generator) -> Scene:
    """A scene that leaves the stated range in one way."""
    scene = inside(rng)
    turned = float(rng.choice([-1, 1]) * rng.uniform(45, 80))
    noise, size = float(rng.uniform(0.06, 0.12)), float(rng.uniform(0.1, 0.25))
    ways: tuple[dict[str, Any], ...] = (
        {"beside": turned},
        {"size": size},
        {"noise": noise},
        {"fps": 5.0},
        {"dropouts": 0.5},
    )
    return replace(scene, **ways[int(rng.integers(len(ways)))])
