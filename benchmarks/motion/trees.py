"""Extremely randomized trees (Geurts 2006) in NumPy, for the models that benchmarks fit. Nothing of it ships."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Node:
    """A leaf's value, or a question: is feature `at` below `cut`?"""

    value: float
    at: int = -1
    cut: float = 0.0
    below: Node | None = None
    above: Node | None = None


def fit(x: Array, y: Array, trees: int = 200, least: int = 3, seed: int = 0) -> list[Node]:
    """Trees for numbers y (N,) from features (N,F); for two classes y is 0 or 1."""
    rng = np.random.default_rng(seed)
    tries = max(1, x.shape[1] // 3)
    return [_grow(x, y, np.arange(len(y)), tries, least, rng) for _ in range(trees)]


def _grow(x: Array, y: Array, rows: npt.NDArray[np.int64], tries: int, least: int, rng: np.random.Generator) -> Node:
    here = y[rows]
    if len(rows) < 2 * least or np.ptp(here) == 0:
        return Node(float(here.mean()))
    at = rng.choice(x.shape[1], tries, replace=False)
    part = x[np.ix_(rows, at)]
    low, high = part.min(axis=0), part.max(axis=0)
    cut = low + (high - low) * rng.random(tries)
    below = part < cut
    n = below.sum(axis=0)
    first = (below * here[:, None]).sum(axis=0)
    rest = here.sum() - first
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where((n >= least) & (len(rows) - n >= least), first**2 / n + rest**2 / (len(rows) - n), -np.inf)
    best = int(gain.argmax())
    if not np.isfinite(gain[best]):
        return Node(float(here.mean()))
    side = below[:, best]
    return Node(float(here.mean()), int(at[best]), float(cut[best]), _grow(x, y, rows[side], tries, least, rng),
                _grow(x, y, rows[~side], tries, least, rng))  # fmt: skip


def predict(forest: list[Node], x: Array) -> Array:
    """(N,) means over the trees."""
    return np.asarray(np.mean([[_walk(tree, row) for row in x] for tree in forest], axis=0), dtype=float)


def _walk(node: Node, row: Array) -> float:
    while node.below is not None and node.above is not None:
        node = node.below if row[node.at] < node.cut else node.above
    return node.value
