"""Counting: within one, mean absolute error, and the curve of how often it is right against how often it dares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.motion.loaders import Stream
from benchmarks.motion.signals import told_by

from birddog.body.coach import periodic

COVERAGES = (1.0, 0.9, 0.8, 0.7, 0.5)


@dataclass(frozen=True)
class Row:
    """One recording: truth, what was counted, how sure, and what two baselines would have said."""

    kind: str
    truth: int
    said: int
    sure: float
    seconds: float


def repeated(stream: Stream) -> periodic.Counted:
    """How often the movement of one stream repeats; its exercise is known if there is a definition of it."""
    told, whole = told_by(stream.kind, stream.points, stream.space)
    return periodic.count(told, stream.valid, stream.fps, whole)


def counted(stream: Stream) -> tuple[int, float]:
    """Count and confidence of one stream."""
    got = repeated(stream)
    return got.count, got.confidence


def rows(streams: Sequence[Stream], count: Callable[[Stream], tuple[int, float]] = counted) -> list[Row]:
    """All streams counted; those without a count above 0 are left out."""
    return [Row(s.kind, s.count, *count(s), len(s.valid) / s.fps) for s in streams if s.count > 0]


def within_one(truth: np.ndarray, said: np.ndarray) -> float:
    """Share of counts off by one at most."""
    return float((np.abs(said - truth) <= 1).mean())


def mae(truth: np.ndarray, said: np.ndarray) -> float:
    """Mean of |said - truth| / truth."""
    return float((np.abs(said - truth) / truth).mean())


def interval(hits: np.ndarray, seed: int = 0) -> tuple[float, float]:
    """95 % interval of a share, by 2,000 resamples."""
    rng = np.random.default_rng(seed)
    means = hits[rng.integers(0, len(hits), (2000, len(hits)))].mean(axis=1)
    return float(np.percentile(means, 2.5)), float(np.percentile(means, 97.5))


def curve(sure: np.ndarray, hits: np.ndarray) -> list[tuple[float, float, float]]:
    """(coverage, share right, least confidence) when only the surest are judged."""
    order = np.argsort(-sure, kind="stable")
    out = []
    for share in COVERAGES:
        kept = order[: max(1, round(share * len(order)))]
        out.append((share, float(hits[kept].mean()), float(sure[kept].min())))
    return out


def report(title: str, found: Sequence[Row], typical: int = 10) -> dict[str, float]:
    """Print what was counted beside the baselines; return the main figures."""
    if not found:
        print(f"{title}: no recording has a count")
        return {}
    truth, said = np.array([r.truth for r in found]), np.array([r.said for r in found])
    sure, seconds = np.array([r.sure for r in found]), np.array([r.seconds for r in found])
    hits = (np.abs(said - truth) <= 1).astype(float)
    low, high = interval(hits)
    print(f"{title}: {len(found)} recordings")
    print(f"  coach            within one {hits.mean():.3f} ({low:.3f} to {high:.3f})   MAE {mae(truth, said):.3f}")
    period = float(np.median(seconds / truth))
    for name, guess in ((f"constant {typical}", np.full(len(truth), typical)),
                        ("duration / median", np.maximum(np.round(seconds / period), 1))):  # fmt: skip
        print(f"  {name:16} within one {within_one(truth, guess):.3f}                    MAE {mae(truth, guess):.3f}")
    print("  judged  within one  least confidence")
    for share, right, least in curve(sure, hits):
        print(f"  {share:5.0%}   {right:.3f}       {least:.2f}")
    kinds = defaultdict(list)
    for row, hit in zip(found, hits, strict=True):
        kinds[row.kind].append(hit)
    print("  " + ", ".join(f"{kind} {np.mean(h):.2f} ({len(h)})" for kind, h in sorted(kinds.items())))
    return {"within_one": float(hits.mean()), "mae": mae(truth, said), "at_70": curve(sure, hits)[3][1]}


def sequences(streams: Sequence[Stream], seed: int = 1) -> list[Stream]:
    """Sequences of n segments of one person and movement, n uniform 3 to 14; half have 2 to 6 s before and after.

    Around is rest, or half of another movement of the same person with a way to it and back (getting into position).
    """
    rng = np.random.default_rng(seed)
    groups: dict[tuple[str, str, str], list[Stream]] = defaultdict(list)
    for s in streams:
        groups[s.kind, s.subject, s.label].append(s)
    out = []
    for (kind, subject, label), found in sorted(groups.items()):
        n = int(rng.integers(3, 15))
        chosen = [found[i] for i in rng.permutation(len(found))]
        chosen = [chosen[i % len(chosen)] for i in range(n)]
        parts = [_centered(s.points) for s in chosen]
        if rng.random() < 0.5:
            others = [s for (k, who, _), g in groups.items() if who == subject and k != kind for s in g[:1]]
            parts = [_around(parts[0][0], others, rng), *parts, _around(parts[-1][-1], others, rng)[::-1]]
        points = np.concatenate(parts)
        out.append(Stream(f"{kind}_{subject}_{label}", kind, points, np.ones(len(points), dtype=bool), 30.0, n, subject,
                          label, True))  # fmt: skip
    return out


def _centered(points: np.ndarray) -> np.ndarray:
    return np.asarray(points - points[:1, 23:25].mean(axis=1, keepdims=True))


def _around(pose: np.ndarray, others: Sequence[Stream], rng: np.random.Generator) -> np.ndarray:
    """2 to 6 s that end in a pose."""
    frames = int(rng.uniform(2, 6) * 30)
    sway = np.cumsum(rng.normal(size=(frames, 1, 3)), axis=0) * 0.0005
    if rng.random() < 0.5 or not others:
        return np.asarray(pose + sway - sway[-1])
    other = _centered(others[int(rng.integers(len(others)))].points)
    part = other[: len(other) // 2][: frames - 30]
    u = np.linspace(0, 1, frames - len(part))[:, None, None]
    way = part[-1] + (pose - part[-1]) * u * u * (3 - 2 * u)
    return np.asarray(np.concatenate([part, way]) + sway - sway[-1])
