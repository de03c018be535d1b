"""Things in the picture: furniture that stands around the body, and things that go with it.

Furniture comes from the surfaces of a movement's scene, held things from its prop tracks. Everything is
built in 3D and drawn through the same camera as the body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from birddog.body.camera import Camera
from birddog.body.layers import Layer, Shape, bar
from birddog.body.machines import MAKERS
from birddog.body.motion import PropTrack
from birddog.body.outline import Chain, Loop, ellipse, norm, tube
from birddog.body.scene import Surface

Array = NDArray[np.float64]

_CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=float)
# normal axis, sign, corner indexes in order around the face, tone suffix
_FACES = (
    (1, 1.0, (2, 3, 7, 6), "-light"), (1, -1.0, (0, 1, 5, 4), "-dark"),
    (2, 1.0, (1, 3, 7, 5), ""), (2, -1.0, (0, 2, 6, 4), ""),
    (0, 1.0, (4, 5, 7, 6), "-dark"), (0, -1.0, (0, 1, 3, 2), "-dark"),
)  # fmt: skip
_PLAIN = {"wall", "mat", "cloth", "foam", "metal"}  # tones that have no light variant


def block(low: Sequence[float], high: Sequence[float], tone: str, camera: Camera) -> list[Shape]:
    """The visible faces of an upright box between two corners (meters)."""
    a, b = np.array(low, dtype=float), np.array(high, dtype=float)
    corners = (a + b) / 2 + _CORNERS * (b - a) / 2
    flat = camera.project(corners)
    out = []
    for axis, sign, ring, suffix in _FACES:
        if camera.toward[axis] * sign > 0.02:
            face = tone + suffix
            if suffix == "-light" and tone in _PLAIN:
                face = tone
            elif tone == "wall":
                face = "wall" if abs(float(camera.toward[axis])) > 0.6 else "wall-dark"
            elif suffix == "" and tone in _PLAIN:
                face = f"{tone}-dark"
            out.append(Shape(face, [Loop(flat[list(ring)][None], corners=(0, 1, 2, 3))]))
    return out


def furniture(things: Mapping[str, Surface], high: float, camera: Camera) -> tuple[list[Shape], list[Shape]]:
    """Furniture behind and in front of the body. ``high``: how far up the picture goes (meters)."""
    rear: list[Shape] = []
    front: list[Shape] = []
    for name, thing in things.items():
        if name == "wall":
            rear = _wall(thing, high, camera) + rear
        elif name in ("chair", "chair_back"):
            bare = name == "chair" and "chair_back" in things
            seat, back, hides = _chair(thing, camera, bare) if name == "chair" else _support(thing, camera)
            rear += seat
            (front if hides else rear).extend(back)
        elif name in ("table", "bed"):
            rear += _table(thing, camera, thick=0.05 if name == "table" else 0.16)
        elif name == "step":
            rear += _slab(thing, thing.offset, "wood", camera)
        elif name == "cushion":
            rear += _slab(thing, thing.offset, "cloth", camera)
        elif name == "pool":
            back, over = _pool(thing, camera)
            rear, front = back + rear, front + over
    return rear, front


def _wall(thing: Surface, high: float, camera: Camera) -> list[Shape]:
    normal = np.array(thing.normal)
    if normal @ camera.toward < -0.35:
        return []  # it would stand between the viewer and the body
    axis = int(np.argmax(np.abs(normal)))
    face = thing.offset * normal[axis]
    low, top = [0.0] * 3, [0.0] * 3
    low[1], top[1] = 0.0, high
    low[axis], top[axis] = sorted((face, face - 0.07 * normal[axis]))
    other = 2 - axis
    low[other], top[other] = -0.75, 0.75 if other == 2 else 1.1  # people reach and step forward along a wall
    return block(low, top, "wall", camera)


def _pool(thing: Surface, camera: Camera) -> tuple[list[Shape], list[Shape]]:
    """Water with a rippled edge: what lies behind the body, and the clear sheet in front of it."""
    (x, z), (x2, z2) = thing.low, thing.high
    steps = np.linspace(x, x2, 33)
    wave = 0.012 * np.sin((steps - x) * 2 * np.pi / 0.30)

    def sheet(tone: str, at: float, bottom: float) -> Shape:
        top = np.stack([steps, thing.offset + wave, np.full_like(steps, at)], axis=1)
        low = np.array([[x2, bottom, at], [x, bottom, at]])
        corners = (0, len(steps) - 1, len(steps), len(steps) + 1)
        return Shape(tone, [Loop(camera.project(np.concatenate([top, low]))[None], corners=corners)])

    far, close = (z, z2) if camera.toward[2] >= 0 else (z2, z)
    return [sheet("water-deep", far, 0.0)], [
        sheet("water", close, 0.0),
        sheet("water-edge", close, thing.offset - 0.03),
    ]


def _slab(thing: Surface, thick: float, tone: str, camera: Camera) -> list[Shape]:
    low = (thing.low[0], thing.offset - thick, thing.low[1])
    return block(low, (thing.high[0], thing.offset, thing.high[1]), tone, camera)


def _legs(thing: Surface, top: float, camera: Camera, width: float = 0.035) -> list[Shape]:
    out: list[Shape] = []
    spots = [
        (x, z)
        for x in (thing.low[0] + width, thing.high[0] - width)
        for z in (thing.low[1] + width, thing.high[1] - width)
    ]
    spots.sort(key=lambda s: s[0] * camera.toward[0] + s[1] * camera.toward[2])
    w = width / 2
    for x, z in spots:
        out += block((x - w, 0.0, z - w), (x + w, top, z + w), "wood", camera)
    return out


def _table(thing: Surface, camera: Camera, thick: float) -> list[Shape]:
    top = _slab(thing, thick, "wood" if thick < 0.1 else "cloth", camera)
    return _legs(thing, thing.offset - thick, camera, 0.05) + top


_Chair = tuple[list[Shape], list[Shape], bool]


def _chair(thing: Surface, camera: Camera, bare: bool = False) -> _Chair:
    """Seat with legs, back rest (none when ``bare``), and whether the back rest hides the body."""
    own = thing.low[0] + thing.high[0] < 0.45 * 2 * 0.5  # the sitter's own chair stands under the body
    x = thing.low[0] if own else thing.high[0]
    body = _legs(thing, thing.offset - 0.04, camera) + _slab(thing, 0.045, "wood", camera)
    if bare:
        return body, [], False
    spread = (thing.low[1], thing.high[1])
    back = _rest(x, x - 0.035 if own else x + 0.035, thing.offset, thing.offset + 0.42, spread, camera)
    return body, back, bool(camera.toward[0] * (-1.0 if own else 1.0) > 0.35)


def _support(thing: Surface, camera: Camera) -> _Chair:
    """A chair whose back rest is held: the seat lies beyond the back rest."""
    (x, near), (far, wide) = thing.low, thing.high
    seat_at = 0.5 * thing.offset
    seat = Surface("chair", thing.normal, seat_at, (x, near), (far + 0.40, wide))
    body = _legs(seat, seat_at - 0.04, camera) + _slab(seat, 0.045, "wood", camera)
    back = _rest(x, x + 0.04, seat_at, thing.offset, (near, wide), camera)
    return body + back, [], False


def _rest(x: float, other: float, low: float, top: float, spread: tuple[float, float], camera: Camera) -> list[Shape]:
    """Back rest: two posts and a panel between heights ``low`` and ``top``."""
    a, b = min(x, other), max(x, other)
    out: list[Shape] = []
    for z in (spread[0] + 0.03, spread[1] - 0.03):
        out += block((a, low - 0.02, z - 0.018), (b, top - 0.02, z + 0.018), "wood", camera)
    panel = low + 0.35 * (top - low)
    return out + block((a, panel, spread[0] + 0.01), (b, top, spread[1] - 0.01), "wood", camera)


def mat(low: float, high: float, camera: Camera, half: float = 0.32) -> list[Shape]:
    """Exercise mat on the floor between two x, its top at floor height (meters)."""
    return block((low, -0.018, -half), (high, 0.0, half), "mat", camera)


def held(tracks: Sequence[PropTrack], camera: Camera) -> list[Layer]:
    """Layers of the things that go with the body."""
    out = []
    for index, track in enumerate(tracks):
        make = _MAKERS.get(track.kind)
        if make is not None:
            out.append(make(track, camera, f"{track.kind}-{index}"))
        elif track.kind in MAKERS:
            out += MAKERS[track.kind](track, camera, f"{track.kind}-{index}")
    return out


def _round(track: PropTrack, camera: Camera, name: str) -> Layer:
    center, r = track.path[:, 0], track.size / 2
    axes = np.broadcast_to(np.eye(3) * r, (len(center), 3, 3))
    glint = axes * 0.52
    shapes = [
        Shape("ball-dark", [Loop(ellipse(center, axes, camera.plane, 12), even=True)], True),
        Shape("ball", [Loop(_shifted(ellipse(center, axes * 0.9, camera.plane, 12), -0.1 * r), even=True)]),
        Shape("ball-light", [Loop(_shifted(ellipse(center, glint, camera.plane), -0.28 * r), even=True)]),
    ]
    return Layer(name, shapes, [], rank=2.6)


def _shifted(points: Array, by: float) -> Array:
    return np.asarray(points + np.array([by * 0.55, by]))


def _roller(track: PropTrack, camera: Camera, name: str) -> Layer:
    center, r = track.path[:, 0], track.size / 2
    across = np.array([0.0, 0.0, 0.32])
    ends = np.stack([center - across, center + across], axis=1)
    axes = np.broadcast_to(np.diag([r, r, 0.002])[[0, 2, 1]], (len(center), 2, 3, 3))
    near = 1 if camera.toward[2] >= 0 else 0
    rim = ellipse(ends[:, near], axes[:, near], camera.plane, 12)
    hole = ellipse(ends[:, near], axes[:, near] * 0.45, camera.plane, 8)
    shapes = [
        Shape("foam-dark", tube(Chain(ends, axes), camera.plane), True),
        Shape("foam", [Loop(rim, even=True)]),
        Shape("foam-dark", [Loop(hole, even=True)]),
    ]
    return Layer(name, shapes, [], rank=2.6)


def _rod(track: PropTrack, camera: Camera, name: str) -> Layer:
    """Dowel: straight and round from the first to the last point of its path; with four points, from the
    middle of the first two to the middle of the last two, and a hand's breadth out past both."""
    ends = track.path[:, [0, -1]]
    if track.path.shape[1] == 4:
        ends = (track.path[:, [0, 2]] + track.path[:, [1, 3]]) / 2
        along = ends[:, 1] - ends[:, 0]
        along *= 0.12 / norm(along)
        ends = ends + np.stack([-along, along], axis=1)
    r = max(track.size / 2, 0.011)
    axes = np.broadcast_to(np.eye(3) * r, (len(ends), 2, 3, 3))
    shapes = [Shape("wood-dark", tube(Chain(ends, axes), camera.plane), True)]
    return Layer(name, shapes, [bar(camera, ends[:, 0], ends[:, 1], r)], rank=8.0)


def _band(track: PropTrack, camera: Camera, name: str) -> Layer:
    """Band, strap or towel: a ribbon through the points of its path."""
    line = camera.project(track.path)
    width = {"band": 0.022, "strap": 0.026, "towel": 0.06}[track.kind]
    width = max(width, track.size)
    step = line[:, 1:] - line[:, :-1]
    along = np.concatenate([step[:, :1], step[:, :-1] + step[:, 1:], step[:, -1:]], axis=1)
    along = along / np.maximum(norm(along), 1e-9)
    side = np.stack([-along[..., 1], along[..., 0]], axis=-1) * width / 2
    outline = np.concatenate([line + side, (line - side)[:, ::-1]], axis=1)
    count = line.shape[1]
    corners = (0, count - 1, count, 2 * count - 1)
    tone = "cloth" if track.kind == "towel" else track.kind
    bars = [bar(camera, track.path[:, k], track.path[:, k + 1], width / 2) for k in range(count - 1)]
    return Layer(name, [Shape(tone, [Loop(outline, corners=corners)], True)], bars, rank=8.0, lift=0.005)


def _weight(track: PropTrack, camera: Camera, name: str) -> Layer:
    """Small dumbbell through a hand; its bar runs to the second point of the path, else across."""
    center = track.path[:, 0]
    if track.path.shape[1] > 1:
        ahead = track.path[:, 1] - track.path[:, 0]
        ahead = ahead / np.maximum(norm(ahead), 1e-9)
    else:
        ahead = np.broadcast_to(np.array([1.0, 0.0, 0.0]), center.shape)
    shapes = []
    for from_, to, r, tone in ((-0.07, 0.07, 0.014, "metal"), (-0.1, -0.05, 0.042, "metal-dark"),
                               (0.05, 0.1, 0.042, "metal-dark")):  # fmt: skip
        ends = np.stack([center + ahead * from_, center + ahead * to], axis=1)
        axes = np.broadcast_to(np.eye(3) * r, (len(center), 2, 3, 3))
        shapes.append(Shape(tone, tube(Chain(ends, axes * 0.8), camera.plane), True))
    span = bar(camera, center - ahead * 0.09, center + ahead * 0.09, 0.03)
    return Layer(name, shapes, [span], rank=6.9, lift=0.012)


def _box(track: PropTrack, camera: Camera, name: str) -> Layer:
    """A carried box: upright cube around the middle of its path."""
    center, half = track.path.mean(axis=1), track.size / 2
    corners = center[:, None] + _CORNERS * half
    flat = camera.project(corners)
    shapes = [
        Shape("wood" + suffix, [Loop(flat[:, list(ring)], corners=(0, 1, 2, 3))])
        for axis, sign, ring, suffix in _FACES
        if camera.toward[axis] * sign > 0.02
    ]
    end = np.array([0.0, 0.0, half * 0.6])
    return Layer(name, shapes, [bar(camera, center - end, center + end, half * 0.8)], rank=6.8)


def _pillow(track: PropTrack, camera: Camera, name: str) -> Layer:
    center = track.path.mean(axis=1)
    half = np.diag([0.19, max(track.size, 0.05) / 2, 0.19])
    axes = np.broadcast_to(half, (len(center), 3, 3))
    shapes = [
        Shape("cloth-dark", [Loop(ellipse(center, axes, camera.plane, 12), even=True)], True),
        Shape("cloth", [Loop(_shifted(ellipse(center, axes * 0.8, camera.plane, 12), 0.01), even=True)]),
    ]
    return Layer(name, shapes, [], rank=0.5)


_MAKERS = {
    "ball": _round, "roller": _roller, "dowel": _rod, "band": _band, "strap": _band, "towel": _band,
    "weight": _weight, "box": _box, "cushion": _pillow,
}  # fmt: skip
