"""The 33 BlazePose landmarks of the body model, as a camera would see them.

For tests of the coach: any view, distance, lens, build and tempo, with noise from a passed generator.
Body axes as in `skeleton`.  Image: x right, y down, both 0-1 over the picture; z in the units of x, smaller is
nearer, 0 at the hips.  World landmarks: meters from the mid-hip, x right, y down, z away from the camera.
Visibility 0-1. What the body hides or what is outside the picture has low visibility; nothing is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from birddog.body.anthropometry import Body
from birddog.body.camera import VIEWS
from birddog.body.keyframes import Movement, Side
from birddog.body.motion import Motion, sample
from birddog.body.skeleton import POINT_INDEX, Array, build

NAMES: tuple[str, ...] = (
    "nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye", "right_eye_outer",
    "left_ear", "right_ear", "mouth_left", "mouth_right", "left_shoulder", "right_shoulder", "left_elbow",
    "right_elbow", "left_wrist", "right_wrist", "left_pinky", "right_pinky", "left_index", "right_index",
    "left_thumb", "right_thumb", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
    "left_heel", "right_heel", "left_foot_index", "right_foot_index",
)  # fmt: skip

# landmark -> points of the model and their weights
_EYE = {"inner": 0.35, "": 0.0, "outer": -0.25}


def _recipe(name: str) -> dict[str, float]:
    if name == "nose":
        return {"nose": 1.0}
    side = "left" if "left" in name else "right"
    other = "right" if side == "left" else "left"
    part = name.replace(f"{side}_", "").replace(f"_{side}", "")
    if part.startswith("eye"):
        toward = _EYE[part[4:]]
        return {f"eye_{side}": 1.0 - toward, f"eye_{other}": toward}
    if part == "foot_index":
        return {f"toe_{side}": 1.0}
    return {f"{part}_{side}": 1.0}


def _weights() -> Array:
    out = np.zeros((len(NAMES), len(POINT_INDEX)))
    for i, name in enumerate(NAMES):
        for point, weight in _recipe(name).items():
            out[i, POINT_INDEX[point]] = weight
    return out


_WEIGHTS = _weights()

# What can hide something: chains of spheres (points at the ends, radius at 1.75 m, spheres along it).
_PARTS: tuple[tuple[str, str, float, int], ...] = (
    ("l5", "c7", 0.115, 5), ("hip_left", "hip_right", 0.10, 3), ("shoulder_left", "shoulder_right", 0.07, 4),
    ("head_center", "head_center", 0.085, 1),
    *((f"{a}_{s}", f"{b}_{s}", r, n) for s in ("left", "right") for a, b, r, n in (
        ("shoulder", "elbow", 0.045, 5), ("elbow", "wrist", 0.036, 5), ("hip", "knee", 0.065, 6),
        ("knee", "ankle", 0.045, 6), ("heel", "toe", 0.03, 3))),
)  # fmt: skip
# the head hides the far side of its own face
_FACE = np.array([part[0] == "head_center" for part in _PARTS for _ in range(part[3])])


@dataclass(frozen=True)
class Landmarks:
    """times (T,) s; image (T,33,3); world (T,33,3) m; visibility (T,33)."""

    times: Array
    image: Array
    world: Array
    visibility: Array
    aspect: float


@dataclass(frozen=True)
class Lens:
    """A pinhole camera that looks at the middle of the movement.

    view: a named view, or (azimuth, elevation) in degrees; distance in m; focal in picture heights
    (1.2 is about 45 degrees from top to bottom); aspect: width / height.
    """

    view: str | tuple[float, float] = "side"
    distance: float = 3.0
    focal: float = 1.2
    aspect: float = 16 / 9

    def axes(self) -> Array:
        """(3,3): rows are the picture's right, down, and away-from-camera in body axes."""
        azimuth, elevation = VIEWS[self.view] if isinstance(self.view, str) else self.view
        a, e = np.deg2rad(azimuth), np.deg2rad(elevation)
        toward = np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])
        right = np.array([np.cos(a), 0.0, -np.sin(a)])
        return np.stack([right, np.cross(right, toward), -toward])


def of_points(points: Array) -> Array:
    """(T,33,3) landmark places in body axes from model points (T,P,3)."""
    return np.asarray(np.einsum("lp,tpk->tlk", _WEIGHTS, points))


def observe(
    motion: Motion,
    body: Body,
    lens: Lens | None = None,
    noise: float = 0.0,
    rng: np.random.Generator | None = None,
) -> Landmarks:
    """What a pose detector would report for a motion.

    noise: standard deviation in picture heights for a landmark in full view (0.003 is a good detector);
    hidden landmarks get four times as much. Needs rng when noise > 0. Raises ValueError without it.
    """
    if noise > 0 and rng is None:
        raise ValueError("noise needs a generator: pass rng")
    lens = lens or Lens()
    places = of_points(motion.points)
    axes = lens.axes()
    middle = (motion.points.min(axis=(0, 1)) + motion.points.max(axis=(0, 1))) / 2
    eye = middle - axes[2] * lens.distance
    seen = (places - eye) @ axes.T
    depth = np.maximum(seen[..., 2], 0.05)
    image = np.empty_like(seen)
    image[..., 0] = 0.5 + lens.focal * seen[..., 0] / depth / lens.aspect
    image[..., 1] = 0.5 + lens.focal * seen[..., 1] / depth
    hips = seen[:, 23:25].mean(axis=1, keepdims=True)
    image[..., 2] = (seen[..., 2] - hips[..., 2]) * lens.focal / depth / lens.aspect
    visibility = _visibility(motion.points, places, eye, build(body).scale * body.flesh)
    inside = (np.abs(image[..., :2] - 0.5) <= 0.5).all(axis=-1)
    visibility = np.where(inside, visibility, 0.1 * visibility)
    world = seen - hips
    if noise > 0 and rng is not None:
        spread = noise * (1 + 3 * (1 - visibility))[..., None]
        error = rng.normal(size=image.shape) * spread
        image = image + error * np.array([1 / lens.aspect, 1.0, 2.0 / lens.aspect])
        world = world + error * np.array([1.0, 1.0, 2.0]) * (depth / lens.focal)[..., None]
    return Landmarks(motion.times, image, world, visibility, lens.aspect)


def _visibility(points: Array, places: Array, eye: npt.NDArray[np.float64], scale: float) -> Array:
    """(T,33): 1 in plain view, falling to 0.15 behind the body's own parts."""
    centers, radii, ends = _spheres(points, scale)
    ray = places - eye
    length = np.linalg.norm(ray, axis=-1, keepdims=True)
    ray = ray / length
    to = centers[:, None] - eye
    along = np.einsum("tlsk,tlk->tls", np.broadcast_to(to, (*places.shape[:2], *to.shape[2:])), ray)
    beside = np.sqrt(np.maximum((to**2).sum(axis=-1) - along**2, 0.0))
    apart = np.linalg.norm(centers[:, None] - places[:, :, None], axis=-1)
    own = ((apart < radii + 0.07 * scale) & ~_FACE) | ends
    covered = np.clip((radii - beside) / (0.35 * radii), 0.0, 1.0) * (along < length - 0.03) * ~own
    return np.asarray(1.0 - 0.85 * covered.max(axis=-1))


def _spheres(points: Array, scale: float) -> tuple[Array, Array, npt.NDArray[np.bool_]]:
    """Centers (T,S,3), radii (S,), and which landmark belongs to which part (33,S)."""
    centers, radii, own = [], [], []
    for near, far, radius, count in _PARTS:
        a, b = points[:, POINT_INDEX[near]], points[:, POINT_INDEX[far]]
        for u in np.linspace(0.0, 1.0, count):
            centers.append(a * (1 - u) + b * u)
            radii.append(radius * scale)
            own.append((_WEIGHTS[:, POINT_INDEX[near]] > 0) | (_WEIGHTS[:, POINT_INDEX[far]] > 0))
    return np.stack(centers, axis=1), np.array(radii), np.stack(own, axis=1)


def film(
    movement: Movement,
    body: Body,
    lens: Lens | None = None,
    *,
    repetitions: int = 1,
    fps: float = 30.0,
    tempo: float = 1.0,
    side: Side = "right",
    hold: float | None = None,
    noise: float = 0.0,
    rng: np.random.Generator | None = None,
    times: Sequence[float] | None = None,
) -> Landmarks:
    """Repetitions of a movement in front of a camera.

    tempo: 2 is twice as fast. times (s) replaces repetitions and fps. Other arguments as in `observe` and
    `motion.sample`.
    """
    one = sample(movement, body, times=[0.0], side=side, hold=hold)
    at = np.arange(0.0, repetitions * one.length / tempo, 1.0 / fps) if times is None else np.asarray(times)
    motion = sample(movement, body, times=at * tempo, side=side, hold=hold)
    out = observe(motion, body, lens, noise, rng)
    return Landmarks(at, out.image, out.world, out.visibility, out.aspect)
