"""Frames of the coach's socket as a browser sends them, from films of the second generator."""

from __future__ import annotations

import numpy as np
from tests.body.coach import generator

from birddog.web.live import wire
from birddog.web.live.wire import HEAD, SCALE, UNKNOWN, VERSION, Marks, Picture


def write(picture: Picture, marks: Marks | None = None) -> bytes:
    """The message of a frame, with landmarks (33,...) or without, as ``frontend/src/coach/wire.ts`` makes it."""
    people = UNKNOWN if np.isnan(picture.people) else int(min(picture.people, UNKNOWN - 1))
    light = UNKNOWN if np.isnan(picture.light) else round(254 * min(max(picture.light, 0.0), 1.0))
    ms, aspect = round(1000 * picture.time), round(1000 * picture.aspect)
    head = HEAD.pack(VERSION, people, light, int(marks is not None), ms, aspect)
    if marks is None:
        return head
    seen = np.rint(255 * np.clip(marks.visibility, 0, 1)).astype(np.uint8)
    return head + _int16(marks.image, SCALE) + seen.tobytes() + _int16(marks.world, 1000)


def _int16(values: np.ndarray, scale: float) -> bytes:
    return np.clip(np.rint(values * scale), -32_768, 32_767).astype("<i2").tobytes()


def filmed(take: generator.Take) -> list[bytes]:
    """The messages of a film, its time from 0 on."""
    begin = take.times[0]
    out = []
    for time, image, seen, world in zip(take.times, take.image, take.visibility, take.world, strict=True):
        marks = Marks(image[:, :2], seen, world) if np.isfinite(image).all() else None
        out.append(write(Picture(float(time - begin), take.aspect, 1.0, 0.5, None), marks))
    return out


def pictures(take: generator.Take) -> list[Picture]:
    """The film as a server reads it."""
    return [wire.read(message) for message in filmed(take)]
