"""Right or wrong, and clinicians' scores, by features of the recording with a model that is fitted here.

The features are those that the coach reads (joint angles, how far and how evenly, how regular); the model is a forest
fitted on other people. No patient and no subject is ever on both sides.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from benchmarks.motion import trees
from benchmarks.motion.counting import COVERAGES, repeated
from benchmarks.motion.loaders import Stream
from benchmarks.motion.signals import angle

_JOINTS = ((11, 13, 15), (23, 11, 13), (11, 23, 25), (23, 25, 27))


def described(stream: Stream) -> np.ndarray:
    """(F,) of one recording: ranges and spreads of joint angles in space, symmetry, height, tempo, regularity."""
    points = stream.points[stream.valid] if stream.valid.sum() > 5 else stream.points
    angles = [angle(points, a + s, b + s, c + s, 3) for a, b, c in _JOINTS for s in (0, 1)]
    trunk = (points[:, 11] + points[:, 12] - points[:, 23] - points[:, 24]) / 2
    size = np.median(np.linalg.norm(trunk, axis=-1)) + 1e-9
    lean = np.degrees(np.arctan2(trunk[:, [0, 2]], -trunk[:, [1]]))
    shoulders, hips = points[:, 12] - points[:, 11], points[:, 24] - points[:, 23]
    turn = np.degrees(np.unwrap(np.arctan2(shoulders[:, 2], shoulders[:, 0]) - np.arctan2(hips[:, 2], hips[:, 0])))
    middle = (points[:, 23] + points[:, 24]) / 2
    series = [*angles, lean[:, 0], lean[:, 1], turn, (shoulders[:, 1] - hips[:, 1]) / size * 57]
    series += [(middle[:, k] - middle[0, k]) / size * 57 for k in range(3)]
    series += [(points[:, i, k] - middle[:, k]) / size * 57 for i in (0, 15, 16, 25, 26, 27, 28) for k in range(3)]
    out: list[float] = []
    for s in series:
        low, centre, high = np.percentile(s, [5, 50, 95])
        speed = np.abs(np.diff(s)) * stream.fps
        out += [low, centre, high, high - low, float(s.std()), float(np.percentile(speed, 90)) if len(speed) else 0.0]
    for i in range(0, len(angles), 2):
        out += [float(np.abs(angles[i] - angles[i + 1]).mean()), float(np.ptp(angles[i]) - np.ptp(angles[i + 1]))]
    got = repeated(stream)
    out += [got.count, got.confidence, len(points) / stream.fps, len(points) / stream.fps / max(got.count, 1)]
    return np.asarray(np.nan_to_num(np.array(out)))


def balanced(truth: np.ndarray, said: np.ndarray) -> float:
    """Balanced accuracy of two classes."""
    return float(np.mean([(said[truth == c] == c).mean() for c in np.unique(truth)]))


def right_or_wrong(streams: Sequence[Stream], title: str, published: float, count: int = 200) -> float:
    """Leave one subject out, for each exercise; print balanced accuracy beside the published one, and the curve."""
    groups: dict[str, list[Stream]] = defaultdict(list)
    for s in streams:
        groups[s.kind].append(s)
    print(f"{title}: right or wrong, people never seen in fitting (features with a model fitted here)")
    truths, chances, each = [], [], []
    for kind, found in sorted(groups.items()):
        x = np.array([described(s) for s in found])
        y = np.array([s.label == "error" for s in found]).astype(float)
        who = np.array([s.subject for s in found])
        chance = np.full(len(y), np.nan)
        for subject in np.unique(who):
            out = who == subject
            if len(np.unique(y[~out])) == 2:
                chance[out] = trees.predict(trees.fit(x[~out], y[~out], count), x[out])
        told = np.isfinite(chance)
        if not told.any() or len(np.unique(y[told])) < 2:
            print(f"  {kind}: too few people or one class only; cannot tell")
            continue
        each.append(balanced(y[told], chance[told] > 0.5))
        truths.append(y[told])
        chances.append(chance[told])
        print(f"  {kind}: {each[-1]:.3f} ({told.sum()} recordings)")
    if not each:
        return float("nan")
    y, p = np.concatenate(truths), np.concatenate(chances)
    print(f"  mean over exercises {np.mean(each):.3f}; published {published:.3f}; always the same answer 0.500")
    order = np.argsort(-np.abs(p - 0.5))
    print("  " + "  ".join(f"{c:.0%}: {balanced(y[k], p[k] > 0.5):.3f}" for c in COVERAGES
                          for k in [order[: max(2, round(c * len(order)))]] if len(np.unique(y[k])) == 2))  # fmt: skip
    return float(np.mean(each))


def scores(streams: Sequence[Stream], folder: Path, count: int = 300) -> float:
    """KIMORE: clinicians' scores (TS - 10) * 2.5 on the given folds; patients are never on both sides."""
    folder = folder / "kimore_dev" if (folder / "kimore_dev").is_dir() else folder
    with (folder / "irimas_folds.csv").open(encoding="utf-8") as file:
        folds = {row["subject"]: row for row in csv.DictReader(file)}
    print("KIMORE: clinicians' scores, 0-100 (features with a model fitted here)")
    means, differences = [], []
    for exercise in range(1, 6):
        found = [s for s in streams if s.kind == f"ex{exercise}" and s.label and s.subject in folds]
        x = np.array([described(s) for s in found])
        y = (np.array([float(s.label) for s in found]) - 10) * 2.5
        fold = np.array([int(folds[s.subject][f"testfold_ex{exercise}"]) for s in found])
        wrong, plain = [], []
        for k in sorted(set(fold) - {-1}):
            train, test = fold != k, fold == k
            said = trees.predict(trees.fit(x[train], y[train], count), x[test])
            wrong.append(float(np.abs(said - y[test]).mean()))
            plain.append(float(np.abs(np.median(y[train]) - y[test]).mean()))
            differences += list(np.abs(np.median(y[train]) - y[test]) - np.abs(said - y[test]))
        means.append(float(np.mean(wrong)))
        print(
            f"  ex{exercise}: MAE {means[-1]:.2f}, median of the others {np.mean(plain):.2f} ({len(found)} recordings)"
        )
    rng = np.random.default_rng(0)
    gain = np.array(differences)
    low, high = np.percentile(gain[rng.integers(0, len(gain), (2000, len(gain)))].mean(axis=1), [2.5, 97.5])
    print(f"  mean {np.mean(means):.2f}; best published 19.20, trees on 130 angle features 15.58, median of all 27.0")
    print(f"  better than the median by {gain.mean():.2f} ({low:.2f} to {high:.2f})")
    return float(np.mean(means))
