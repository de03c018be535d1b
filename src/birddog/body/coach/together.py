"""Errors of features that rest on the same landmarks, and the direction in which a movement shows best beside them.

Left hip, right hip and hip line all have the shoulders in them: a shoulder that is off moves all three.  Three such
features tell little more than one, and a difference of two can be surer than either.
"""

from __future__ import annotations

import numpy as np

from birddog.body.coach import features
from birddog.body.coach.features import Array
from birddog.body.landmarks import Landmarks

STEP = 1e-4  # picture heights by which a landmark is moved to see what follows
APART = 0.3  # share of the errors that is taken to be each feature's own: a body is not the model's
_FOLDS = 1e5  # degrees per picture height: a feature that turns over there


def covariance(shown: Landmarks, spread: float) -> Array:
    """(F,F) square degrees, mean over the frames shown; spread: of a landmark in full view, in picture heights."""
    frames = zip(shown.image[..., :2], shown.visibility, strict=True)
    return np.asarray(np.mean([_of_frame(image, seen, shown.aspect, spread) for image, seen in frames], axis=0))


def _of_frame(image: Array, visibility: Array, aspect: float, spread: float) -> Array:
    doubt = features.doubt(image, visibility, spread)
    sure = np.where(doubt < 1.0, doubt, 0.0)
    moved = np.repeat(image[None], 2 * len(image), axis=0)
    at = np.arange(2 * len(image))
    moved[at, at // 2, at % 2] += STEP / np.where(at % 2 == 0, aspect, 1.0)
    slope = features.read(moved, visibility, aspect).values - features.read(image, visibility, aspect).values
    slope = np.where(np.abs(slope) < _FOLDS * STEP, slope / STEP, 0.0) * np.repeat(sure, 2)[:, None]
    return np.asarray(slope.T @ slope)


def correlation(errors: Array) -> Array:
    """(F,F) -1 to 1, of a covariance; each feature has a share of its own."""
    one = np.sqrt(np.maximum(np.diag(errors), 1e-12))
    shared = errors / one[:, None] / one
    return np.asarray((1 - APART) * shared + APART * np.eye(len(one)))


def direction(change: Array, sigma: Array, alike: Array, vary: Array) -> Array:
    """(F,): weights by which the change (F,) is told best. sigma (F,): errors, alike (F,F) as `correlation`; vary (F,):
    how far people differ, each feature on its own."""
    noise = sigma[:, None] * alike * sigma + np.diag(vary**2)
    return np.asarray(np.linalg.solve(noise, change))
