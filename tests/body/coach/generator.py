"""A second way to film an exercise, for tests of the coach: it shares no code with the coach or its target.

The movement comes from the catalog (the body model poses it); camera, visibility, tempo, own range of the person,
and all that a detector does wrong are made here: bias by landmark, errors that last over frames, landmarks of hidden
limbs that wander, left and right exchanged, frames without anybody.  What it yields is *synthetic truth*.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from birddog.body.anthropometry import Body
from birddog.body.keyframes import Side
from birddog.body.motion import keyframes, sample
from birddog.body.skeleton import POINT_INDEX as P
from birddog.catalog.movements import drill

GRID = 40  # frames of one repetition that the body model solves

# The 33 landmarks, as points of the body model (side filled in below).
_ORDER = [0, *[P[f"eye_{s}"] for s in ("left",) * 3 + ("right",) * 3]]
_ORDER[0] = P["nose"]
for _stem in ("ear", "mouth", "shoulder", "elbow", "wrist", "pinky", "index", "thumb", "hip", "knee", "ankle", "heel",
              "toe"):  # fmt: skip
    _ORDER += [P[f"{_stem}_left"], P[f"{_stem}_right"]]
ORDER = np.array(_ORDER)

# Share of a landmark's error that lasts from frame to frame at 30 frames/s (lag-one correlation), and the share of the
# variance that is a steady bias of this person and view. Both are assumptions: there is no recording with known truth
# to measure them on, so the films are *synthetic truth* in this too.
LASTS = 0.88
STEADY = 0.35


@dataclass(frozen=True)
class Scene:
    """How it is filmed and done. beside: degrees off the asked view; size: share of the frame that the body takes;
    tempo: 2 is twice as fast; noise: standard deviation of a landmark as a share of body height; dropouts: share of
    frames without anybody; swaps: exchanges of the legs per minute; reach: share of the way to the far end."""

    repetitions: int = 4
    hold: float = 2.0
    beside: float = 0.0
    size: float = 0.7
    tempo: float = 1.0
    noise: float = 0.01
    fps: float = 30.0
    dropouts: float = 0.0
    swaps: float = 0.0
    reach: float = 1.0
    vary: float = 0.06
    before: float = 1.0
    stature: float = 1.7
    bmi: float = 24.0
    left: bool = False
    approach: bool = False
    aspect: float = 16 / 9


@dataclass(frozen=True)
class Take:
    """A recording and its truth: repetitions, holds (s) of each, spans (start, end) s, angles (T, 10) degrees."""

    times: np.ndarray
    image: np.ndarray
    visibility: np.ndarray
    world: np.ndarray
    aspect: float
    repetitions: int
    holds: list[float]
    spans: list[tuple[float, float]]
    sides: list[str]
    angles: np.ndarray = field(repr=False)


@lru_cache(maxsize=256)
def _loop(exercise: str, stature: float, bmi: float, left: bool):
    """(times (N,), points (N,33,3)) of one loop without the holds of the dose; and times of start and far end."""
    movement = drill(exercise).movement
    body = Body(stature, bmi)
    side: Side = "left" if left else "right"
    line = keyframes(movement, body, side, 0.0).line
    halves = 2 if movement.laterality == "alternating" else 1
    times = np.linspace(0.0, line.length, GRID * halves + 1)
    points = sample(movement, body, times=times, side=side, hold=0.0).points[:, ORDER]
    holds = [(float(line.arrives[k + h * len(movement.keyframes)]), f.hold_from_dose, f.hold)
             for h in range(halves) for k, f in enumerate(movement.keyframes)]  # fmt: skip
    return times, points, float(line.length), halves, holds


def take(exercise: str, scene: Scene, rng: np.random.Generator, bend=None) -> Take:
    """Film an exercise. bend(points (T,33,3), way (T,)) may change the body: for faults."""
    times, points, length, halves, holds = _loop(exercise, scene.stature, scene.bmi, scene.left)
    clock, spans, kept, sides = _clock(times, length, halves, holds, scene, rng)
    at = np.arange(0.0, clock[-1][0], 1.0 / scene.fps)
    at = at + rng.uniform(-0.15, 0.15, len(at)) / scene.fps
    loop_time = np.interp(at, [c[0] for c in clock], [c[1] for c in clock])
    reach = np.interp(at, [c[0] for c in clock], [c[2] for c in clock])
    place = _between(times, points, loop_time)
    place = points[0] + (place - points[0]) * reach[:, None, None]
    if bend is not None:
        place = bend(place, loop_time, times, points)
    framed = place
    if scene.approach:
        place, at, shift = _approach(place, at, scene.fps)
        spans = [(a + shift, b + shift) for a, b in spans]
    return _filmed(exercise, (place, framed), at, scene, rng, kept, spans, sides)


def _clock(times, length, halves, holds, scene, rng):
    """Pairs (clock s, loop s, reach): the person's own time line, with the truth of repetitions."""
    out = [(0.0, 0.0, 1.0)]
    now = scene.before
    out.append((now, 0.0, 1.0))
    spans, kept, sides = [], [], []
    per = length / halves
    for _ in range(scene.repetitions):
        for half in range(halves):
            slow = rng.uniform(1 - scene.vary, 1 + scene.vary) / scene.tempo
            reach = scene.reach * rng.uniform(1 - scene.vary, 1 + scene.vary * 0.3)
            start, held, was = now, 0.0, half * per
            for when, dose, own in holds[half * len(holds) // halves : (half + 1) * len(holds) // halves]:
                now += (when - was) * slow
                out.append((now, when, reach))
                stay = scene.hold * rng.uniform(0.95, 1.05) if dose else own * slow
                first = when - half * per < 1e-6
                now += 0.0 if not dose and not first else (stay if dose else 0.0)
                out.append((now, when, reach))
                was = when
                held += stay if dose else 0.0
            now += ((half + 1) * per - was) * slow
            out.append((now, (half + 1) * per if half + 1 < halves else length, reach))
            spans.append((start, now))
            kept.append(held)
            sides.append("left" if (half == 1) != scene.left else "right")
        out.append((now + 1e-6, 0.0, 1.0))
    out.append((now + 1.0, 0.0, 1.0))
    return out, spans, kept, sides


def _between(times, points, at):
    i = np.clip(np.searchsorted(times, at) - 1, 0, len(times) - 2)
    u = np.clip((at - times[i]) / (times[i + 1] - times[i]), 0, 1)[:, None, None]
    return points[i] * (1 - u) + points[i + 1] * u


def _approach(place, at, fps):
    """Getting into position: stands, goes down twice on the way to the start, then begins."""
    first = place[0]
    tall = _standing(first)
    u = np.concatenate([np.zeros(int(fps)), np.linspace(0, 1, int(2 * fps)), np.linspace(1, 0.4, int(fps)),
                        np.linspace(0.4, 1, int(fps)), np.ones(int(fps))])  # fmt: skip
    u = u * u * (3 - 2 * u)
    before = tall + (first - tall) * u[:, None, None]
    shift = len(u) / fps
    return np.concatenate([before, place]), np.concatenate([np.arange(len(u)) / fps, at + shift]), shift


def _standing(like):
    """A standing body at the same place, from a table of heights (m)."""
    heights = [1.6] + [1.62] * 6 + [1.6] * 2 + [1.56] * 2 + [1.42] * 2 + [1.1] * 2 + [0.85] * 2 + [0.8] * 6 + [0.92] * 2
    heights += [0.48] * 2 + [0.08] * 2 + [0.04] * 2 + [0.02] * 2
    out = np.zeros_like(like)
    out[:, 1] = heights
    out[:, 2] = [0.0] + [(-0.12 if i % 2 else 0.12) for i in range(1, 33)]
    out[31:, 0], out[0, 0] = 0.15, 0.1
    out[:, [0, 2]] += like[[23, 24]].mean(axis=0)[[0, 2]]
    return out


_VIEW = {"side": (0, 7), "side-left": (180, 7), "front": (90, 5), "back": (-90, 5), "three-quarter": (42, 14),
         "three-quarter-left": (138, 14), "three-quarter-back": (-42, 14),
         "three-quarter-above": (60, 40), "top": (0, 88)}  # fmt: skip


def _filmed(exercise, places, at, scene, rng, kept, spans, sides):
    place, framed = places  # the camera is set up for the exercise, not for the way into it
    azimuth, elevation = _VIEW[drill(exercise).movement.view]
    if scene.left:
        azimuth = 180 - azimuth
    a, e = np.radians(azimuth + scene.beside), np.radians(elevation)
    to = np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])
    right = np.array([np.cos(a), 0, -np.sin(a)])
    up = np.cross(to, right)
    focus = (framed.reshape(-1, 3).min(axis=0) + framed.reshape(-1, 3).max(axis=0)) / 2
    cam = np.stack([(place - focus) @ right, (place - focus) @ up, (place - focus) @ to], axis=-1)
    wide = max(np.ptp((framed - focus) @ right) / scene.aspect, np.ptp((framed - focus) @ up))
    distance = 3.2
    focal = scene.size * distance / wide
    depth = distance - cam[..., 2]
    x = 0.5 + focal * cam[..., 0] / depth / scene.aspect
    y = 0.5 - focal * cam[..., 1] / depth
    image = np.stack([x, y, np.zeros_like(x)], axis=-1)
    visibility = _shown(cam)
    world = np.stack([cam[..., 0], -cam[..., 1], -cam[..., 2]], axis=-1)
    world = world - world[:, 23:25].mean(axis=1, keepdims=True)
    truth = _angles(place)
    sd = scene.noise * scene.stature * focal / distance  # picture heights
    image, world = _errors(image, world, visibility, sd, scene, rng, focal / distance)
    return Take(at, image, visibility, world, scene.aspect, len(spans), kept, spans, sides, truth)


def _shown(cam):
    """(T,33) visibility: a limb is hidden when the trunk or the other limb is before it."""
    out = np.full(cam.shape[:2], 0.97)
    trunk = cam[:, [11, 12, 23, 24]].mean(axis=1)
    for i in range(33):
        other = i if i == 0 else (i + 1 if i % 2 else i - 1)
        if 1 <= i <= 6:
            other = i + 3 if i <= 3 else i - 3
        flat = np.linalg.norm(cam[:, i, :2] - cam[:, other, :2], axis=-1)
        behind = cam[:, other, 2] - cam[:, i, 2] > 0.05
        near_trunk = (np.linalg.norm(cam[:, i, :2] - trunk[:, :2], axis=-1) < 0.12) & (
            trunk[:, 2] - cam[:, i, 2] > 0.05
        )
        out[:, i] = np.where((behind & (flat < 0.12)) | near_trunk, 0.35, out[:, i])
    return out


def _errors(image, world, visibility, sd, scene, rng, scale):
    frames = len(image)
    lasts = LASTS ** (30.0 / scene.fps)
    white = rng.normal(size=(frames, 33, 3))
    slow = np.zeros_like(white)
    slow[0] = white[0]
    for t in range(1, frames):
        slow[t] = lasts * slow[t - 1] + np.sqrt(1 - lasts**2) * white[t]
    steady = rng.normal(size=(1, 33, 3))
    error = np.sqrt(STEADY) * steady + np.sqrt(1 - STEADY) * slow
    error = error * sd * (1 + 2.0 * (1 - visibility))[..., None]
    image = image + error * np.array([1 / scene.aspect, 1.0, 1.0])
    world = world + error * np.array([1.0, 1.0, 2.0]) / scale
    for _ in range(rng.poisson(scene.swaps * frames / scene.fps / 60)):
        begin = rng.integers(0, frames)
        end = min(frames, begin + int(rng.uniform(0.1, 0.8) * scene.fps))
        for odd in (25, 27, 29, 31):
            image[begin:end, [odd, odd + 1]] = image[begin:end, [odd + 1, odd]]
            world[begin:end, [odd, odd + 1]] = world[begin:end, [odd + 1, odd]]
    gone = rng.random(frames) < scene.dropouts
    image[gone], world[gone] = np.nan, np.nan
    return image, world


def _angles(place):
    """(T,10) true interior angles in space: elbow, shoulder, hip, knee, ankle, each left and right."""
    out = []
    for near, at, far in ((11, 13, 15), (23, 11, 13), (11, 23, 25), (23, 25, 27), (25, 27, 31)):
        for s in (0, 1):
            u, v = place[:, near + s] - place[:, at + s], place[:, far + s] - place[:, at + s]
            cosine = (u * v).sum(-1) / np.linalg.norm(u, axis=-1) / np.linalg.norm(v, axis=-1)
            out.append(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
    return np.stack(out, axis=-1)
