"""The frames that a browser sends: one binary message each, 10 bytes, or 373 with somebody in view.

Little-endian. Version 1::

    at  size  what
    0   1     version: 1
    1   1     people in view, as the person has said it; 255: not said
    2   1     mean brightness of the picture, 0 dark to 254 bright; 255: not measured
    3   1     1: somebody was found and landmarks follow; 0: nobody
    4   4     time of the picture in ms, from any beginning; it rises
    8   2     width / height of the picture, in thousandths: 200 to 5000
    10  132   33 landmarks: x, y as int16 in ten-thousandths of width and height, from the upper left
    142 33    33 x visibility, 0 to 255
    175 198   33 landmarks: x, y, z as int16 in mm, from the middle of the hips

Every pattern of bits of the right length is a number: there is no NaN. A landmark further out than three pictures is
written at that limit.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from birddog.body.coach.features import Array

VERSION = 1
HEAD = struct.Struct("<BBBBIH")
LANDMARKS = 33
WHOLE = HEAD.size + LANDMARKS * (2 * 2 + 1 + 3 * 2)
MOST_BYTES = 520
"""A message is never longer; the server's protocol refuses longer ones unread."""
UNKNOWN = 255
SCALE = 10_000
NARROWEST, WIDEST = 200, 5000


class WireError(ValueError):
    """A message that is no frame; the text says why."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Landmarks of n people: image (n,33,2) 0-1 over the picture, visibility (n,33) 0-1, world (n,33,3) m."""

    image: Array
    visibility: Array
    world: Array


@dataclass(frozen=True, slots=True)
class Picture:
    """One frame. time s; aspect width / height; people, light (0-1) NaN where not measured; body: the bytes of the
    landmarks, which `landmarks` reads for many frames at once; none: nobody."""

    time: float
    aspect: float
    people: float
    light: float
    body: bytes | None


def read(message: bytes) -> Picture:
    """The frame in a message. Raises ``WireError`` with field, value and what is allowed."""
    if len(message) not in (HEAD.size, WHOLE):
        raise WireError(f"a frame has {len(message)} bytes; allowed: {HEAD.size} or {WHOLE}")
    version, people, light, found, ms, aspect = HEAD.unpack_from(message)
    if version != VERSION:
        raise WireError(f"version is {version}; allowed: {VERSION}")
    if found != (len(message) == WHOLE):
        raise WireError(f"found is {found} in a frame of {len(message)} bytes; allowed: 0 without landmarks, 1 with")
    if not NARROWEST <= aspect <= WIDEST:
        raise WireError(f"aspect is {aspect}; allowed: {NARROWEST} to {WIDEST}")
    seen = (ms / 1000, aspect / 1000, _known(people, 1.0), _known(light, 254.0))
    return Picture(*seen, message[HEAD.size :] if found else None)


def _known(value: int, scale: float) -> float:
    return float("nan") if value == UNKNOWN else value / scale


def landmarks(bodies: Sequence[bytes]) -> Marks:
    """What the bytes of n landmarks say."""
    whole = np.frombuffer(b"".join(bodies), np.uint8).reshape(len(bodies), WHOLE - HEAD.size)
    image, seen, world = np.split(whole, (4 * LANDMARKS, 5 * LANDMARKS), axis=1)
    return Marks(
        _int16(image).reshape(-1, LANDMARKS, 2) / SCALE, seen / 255, _int16(world).reshape(-1, LANDMARKS, 3) / 1000
    )


def _int16(columns: npt.NDArray[np.uint8]) -> npt.NDArray[np.int16]:
    return np.ascontiguousarray(columns).view("<i2")
