"""Plank and squat frames (Exercise-Correction): the coach's own features, with bounds from correct frames only."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from benchmarks.motion.counting import COVERAGES
from benchmarks.motion.loaders import frames

from birddog.body.coach import features

MARGIN = 10.0  # degrees: a detector's angles are off by 5 to 10
UPRIGHT = 15.0  # degrees within which a standing knee counts as straight
ASPECT = 16 / 9  # the frames are of videos of this shape; the table does not say


def hips(folder: Path, name: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Labels, `hip_line` and its error of the frames of one table."""
    labels, image, seen = frames(folder, name)
    read = features.read(image, seen, ASPECT)
    at = features.INDEX["hip_line"]
    return labels, read.values[:, at], read.sigma[:, at]


def plank(folder: Path) -> float:
    """Hips high, low or in line on `plank_model_test`; bounds from the correct frames of `plank_model_kaggle`."""
    _, right, _ = hips(folder, "plank_model_kaggle")
    low, centre, high = np.percentile(right, [5, 50, 95]) + np.array([-MARGIN, 0.0, MARGIN])
    labels, value, error = hips(folder, "plank_model_test")
    truth = np.array(labels)
    said = np.where(value > high, "H", np.where(value < low, "L", "C"))
    print(f"plank: hips above the line by more than {high:.0f} are high, below by more than {-low:.0f} low "
          f"(5th to 95th percentile of {len(right)} correct frames of other videos and {MARGIN:.0f} more, median "
          f"{centre:.0f})")  # fmt: skip

    def accuracy(rows: np.ndarray) -> float:
        kinds = [k for k in "CHL" if (truth[rows] == k).any()]
        return float(np.mean([(said[rows][truth[rows] == k] == k).mean() for k in kinds]))

    margin = np.minimum(np.abs(value - low), np.abs(value - high)) / np.maximum(error, 1.0)
    order = np.argsort(-margin)
    whole = accuracy(np.arange(len(truth)))
    print(f"  balanced accuracy {whole:.3f} on {len(truth)} frames; always one answer 0.333; aim 0.85")
    print("  " + "  ".join(f"{c:.0%}: {accuracy(order[: round(c * len(order))]):.3f}" for c in COVERAGES))
    for k in "CHL":
        print(f"  {k}: " + ", ".join(f"{s} {(said[truth == k] == s).mean():.2f}" for s in "CHL"))
    return whole


def squat(folder: Path) -> float:
    """Up or down: up while the knee is as straight as the person's own, less a margin."""
    labels, image, seen = frames(folder, "squat_model_test")
    read = features.read(image, seen, ASPECT)
    knee = np.minimum(*(read.values[:, features.INDEX[f"knee_{s}"]] for s in features.SIDES))
    straight = float(np.percentile(knee, 95))
    truth = np.array(labels)
    said = np.where(knee < straight - UPRIGHT, "down", "up")
    right = float(np.mean([(said[truth == k] == k).mean() for k in np.unique(truth)]))
    print(f"squat: phase, balanced accuracy {right:.3f} on {len(truth)} frames; aim 0.95; people are not known")
    return right
