"""The body: forward kinematics, contact solving and figures, beside a loop over frames and the array limit.

The loop calls the same formulas for one frame at a time. The array limit is copying what forward kinematics
returns: no way of computing it can be faster than writing it down.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from birddog.body import animation, figure
from birddog.body.anthropometry import Body
from birddog.body.clip import clip_of
from birddog.body.motion import keyframes, sample
from birddog.body.skeleton import forward
from birddog.catalog import load_default
from birddog.catalog.movements import drill

FRAMES, LIMIT_BYTES, FASTER = 4000, 60_000, 10.0
"""Frames at a time; the largest animated figure; how many times faster than the loop at least."""


def best(work: Callable[[], object], repeats: int = 5) -> float:
    """Seconds of the quickest of several runs."""
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def kinematics() -> float:
    """Print frames a second of forward kinematics, a loop, and copying; return how much faster than the loop."""
    body = Body()
    angles = sample(drill("bird-dog").movement, body, fps=30).angles
    angles = np.resize(angles, (FRAMES, angles.shape[1]))
    pose = forward(body, angles)
    arrays = (pose.points, pose.frames)
    fast = FRAMES / best(lambda: forward(body, angles))
    few = 200
    slow = few / best(lambda: [forward(body, angles[n : n + 1]) for n in range(few)], 3)
    limit = FRAMES / best(lambda: [value.copy() for value in arrays])
    print(
        f"forward kinematics {fast:12,.0f} frames/s, one frame at a time {slow:,.0f}, copying the result {limit:,.0f}"
    )
    return fast / slow


def contacts() -> None:
    """Print frames a second of solving all contacts of five movements."""
    body, frames, seconds = Body(), 0, 0.0
    for name in ("bird-dog", "bridge", "cat-cow", "sit-to-stand", "side-plank-knees"):
        movement = drill(name).movement
        keyframes(movement, body)
        began = time.perf_counter()
        frames += len(sample(movement, body, fps=60).points)
        seconds += time.perf_counter() - began
    print(f"contact solving    {frames / seconds:12,.0f} frames/s, all at once over each movement")


def pictures() -> int:
    """Print milliseconds of a still and bytes of every animated figure; return the largest."""
    stills, sizes = [], {}
    for exercise in load_default().exercises:
        clip = clip_of(drill(exercise.id).movement)
        stills.append(1e3 * best(lambda clip=clip: figure.still(clip), 2))  # type: ignore[misc]
        sizes[exercise.id] = len(animation.animated(clip).encode())
    largest = max(sizes, key=lambda name: sizes[name])
    print(f"a still            {statistics.median(stills):12.1f} ms median, {max(stills):.1f} ms at most")
    print(f"an animated figure {statistics.median(sizes.values()):12,.0f} bytes median, limit {LIMIT_BYTES:,}")
    print(f"the largest        {sizes[largest]:12,} bytes ({largest})")
    return sizes[largest]


def main() -> int:
    """Print the table; exit code 1 if a claim does not hold."""
    faster = kinematics()
    contacts()
    largest = pictures()
    return 0 if faster >= FASTER and largest <= LIMIT_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
