"""Animated pictures: one self-contained SVG that loops a movement at its true tempo (SMIL).

Bones that keep their shape on the screen are moved as a whole (`animateTransform`); what bends is morphed
(`animate` of path data). Where limbs change their order in depth, each order has a group of its own that
is shown in its time. A reader who asks for less motion gets the still picture instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from birddog.body import figure as figures
from birddog.body import footprints, ground, inset, muscles, props
from birddog.body.camera import Camera
from birddog.body.clip import Clip
from birddog.body.drawing import PIVOTS
from birddog.body.figure import PLAIN, Options
from birddog.body.layers import Layer, Shape, Stretch, stretches
from birddog.body.outline import Loop
from birddog.body.panels import bounds
from birddog.body.paths import encode
from birddog.body.picture import MARGIN, body, classes, document
from birddog.body.rigid import Ride, ride_of
from birddog.body.style import Style

Array = NDArray[np.float64]

LIMIT = 60_000  # bytes
_REST = ".bd-rest{display:none}@media(prefers-reduced-motion:reduce){.bd-go{display:none}.bd-rest{display:inline}}"
_SCALE = 500.0  # units per meter: two millimeters are enough for what moves
_SLACKS = (0.003, 0.005, 0.008, 0.012, 0.018, 0.026)  # meters that interpolation may be off, finest first
_LAST = 0.034  # meters: where nothing finer fits
_STILL = 0.0025  # meters: what moves less does not move


@dataclass(frozen=True)
class _Line:
    """Time line: shares of the loop (S,) and the frame shown at each (S,); ``seconds`` of one loop."""

    shares: Array
    frames: NDArray[np.int64]
    seconds: float


def animated(
    clip: Clip,
    view: str | Camera = "",
    style: Style | str = "light",
    options: Options = PLAIN,
    title: str = "",
    desc: str = "",
) -> str:
    """The movement as a looping picture, with pauses where poses are held, within ``LIMIT`` bytes.

    Where marks of muscles do not fit, the movement goes before them.
    """
    camera = figures.camera_of(clip, view)
    text = ""
    for step, slacks in ((1, _SLACKS[:-1]), (2, _SLACKS[2:]), (3, (*_SLACKS[3:], _LAST)), (6, _SLACKS[3:])):
        film = _Film.of(clip.thinned(step) if step > 1 else clip, camera, Style.of(style), options, step == 1)
        for slack in slacks:
            text = film.svg(slack, title, desc)
            if len(text) <= LIMIT:
                return text
    return animated(clip, view, style, replace(options, muscles=False), title, desc) if options.muscles else text


@dataclass(frozen=True)
class _Film:
    """All that is drawn of a clip, before it is decided how finely it moves."""

    clip: Clip
    camera: Camera
    style: Style
    rear: list[Shape]
    front: list[Shape]
    shade: list[Shape]
    rest: list[Shape]
    layers: list[Layer]
    runs: list[Stretch]

    @classmethod
    def of(cls, clip: Clip, camera: Camera, style: Style, options: Options, shady: bool) -> _Film:
        every = list(range(len(clip.points)))
        drawn = figures.drawn(clip, every, camera, options.look(clip, jointed=True))
        marks = clip.muscles if options.muscles else ()
        layers = [*muscles.marked(drawn.layers, marks, drawn.body, camera), *props.held(clip.tracks, camera)]
        rear, front = props.furniture(clip.things, figures.height(clip, every), camera)
        rear = [*figures.backdrop(clip, every, camera), *rear]
        shade = ground.shadow(clip.at(every), camera) if shady else []
        around = [*rear, *front, *(shape for layer in layers for shape in layer.shapes)]
        if beside := _beside(clip, every, around, options):
            layers.append(Layer("inset", beside, [], 99.0))
        rest = figures.still_shapes(clip, camera, options)
        return cls(clip, camera, style, rear, front, shade, rest, layers, stretches(layers))

    def svg(self, slack: float, title: str, desc: str) -> str:
        """The picture, interpolated to within ``slack`` meters."""
        moving = [shape for layer in self.layers for shape in layer.shapes]
        every = [*self.rear, *self.front, *self.shade, *moving]
        low, high = bounds(every)
        low, high = low - MARGIN, high + MARGIN
        painter = _Painter(self.clip, self.camera, low, _line(self.clip), slack)
        fixed, cover = (body(some, low, _SCALE) for some in (self.rear, self.front))
        go = fixed + painter.shadow(self.shade) + painter.layers(self.layers, self.runs) + cover
        inside = f'<g class="bd-go">{go}</g>{self._quiet()}'
        tones = {shape.tone for shape in [*every, *self.rest]}
        return document(inside, high - low, self.style, tones, title, desc, _REST, _SCALE)

    def _quiet(self) -> str:
        """The still, fitted into the same picture."""
        low, high = bounds(self.rest)
        size = (high - low + 2 * MARGIN) * _SCALE
        still = body(self.rest, low - MARGIN, _SCALE)
        return f'<svg class="bd-rest" viewBox="0 0 {size[0]:.0f} {size[1]:.0f}">{still}</svg>'


def _beside(clip: Clip, every: Sequence[int], around: Sequence[Shape], options: Options) -> list[Shape]:
    """What is shown large beside the movement, and moves with it."""
    if clip.footprints:
        return footprints.shapes(clip, every, inset.place(around), options.look(clip))
    if clip.inset:
        return inset.shapes(clip, every, 0, inset.place(around), options.look(clip), still=False)
    return []


def _line(clip: Clip) -> _Line:
    holds = {key.frame: key.hold for key in clip.keys}
    stops: list[tuple[float, int]] = []
    for frame, time in enumerate(clip.times):
        stops.append((float(time), frame))
        if holds.get(frame, 0.0) > 0.0:
            stops.append((float(time) + holds[frame], frame))
    if stops[-1][0] < clip.length - 1e-6 or len(stops) == 1:
        stops.append((clip.length, 0))
    times, frames = zip(*stops, strict=True)
    return _Line(np.array(times) / clip.length, np.array(frames), clip.length)


@dataclass(frozen=True)
class _Painter:
    clip: Clip
    camera: Camera
    origin: Array
    line: _Line
    slack: float

    def layers(self, layers: Sequence[Layer], runs: Sequence[Stretch]) -> str:
        """All layers, those that change their place in the painter's order once for each place."""
        orders: dict[tuple[int, ...], list[Stretch]] = {}
        for run in runs:
            orders.setdefault(tuple(run.order), []).append(run)
        always = np.ones(len(self.line.shares), dtype=bool)
        shown = {order: self._shown(mine) for order, mine in orders.items()}
        steady = reduce(_common, orders)
        out = []
        for slot in range(len(steady) + 1):
            guests: dict[tuple[int, ...], NDArray[np.bool_]] = {}
            for order in orders:
                here = _between(order, steady, slot)
                if here:
                    guests[here] = guests.get(here, ~always) | shown[order]
            for here, when in guests.items():
                out.append(f"<g>{self._visible(when)}{self._group(layers, here, _lead(when))}</g>")
            if slot < len(steady):
                out.append(self._group(layers, steady[slot : slot + 1], always))
        return "".join(out)

    def _shown(self, runs: Sequence[Stretch]) -> NDArray[np.bool_]:
        frames = self.line.frames
        shown = np.zeros(len(frames), dtype=bool)
        for run in runs:
            shown |= (frames >= run.first) & (frames <= run.last)
        return shown

    def _visible(self, shown: NDArray[np.bool_]) -> str:
        turn = np.flatnonzero(np.diff(shown.astype(int), prepend=-1))
        values = ";".join("visible" if shown[i] else "hidden" for i in turn)
        return (
            f'<animate attributeName="visibility" calcMode="discrete" values="{values}" '
            f'keyTimes="{_shares(self.line.shares[turn])}" {self._clock}/>'
        )

    @property
    def _clock(self) -> str:
        return f'dur="{self.line.seconds:g}s" repeatCount="indefinite"'

    def _group(self, layers: Sequence[Layer], order: Sequence[int], when: NDArray[np.bool_]) -> str:
        shapes = [shape for index in order for shape in layers[index].shapes if shape.loops]
        return "".join(
            self._bone(bone, list(some), when) for bone, some in groupby(shapes, key=lambda shape: shape.bone)
        )

    def shadow(self, shapes: Sequence[Shape]) -> str:
        """Shadow: every patch changes by itself (a round one has no turn to ride on), all in one transparent group."""
        out = []
        when = np.ones(len(self.line.shares), dtype=bool)
        for shape in shapes:
            inner = "".join(self._morph(Shape("", [loop]), when, 3 * self.slack) for loop in shape.loops)
            out.append(f'<g class="bd-{shape.tone}">{inner}</g>')
        return "".join(out)

    def _bone(self, bone: str, shapes: list[Shape], when: NDArray[np.bool_]) -> str:
        points = np.concatenate([loop.points for shape in shapes for loop in shape.loops], axis=1)
        if len(points) == 1 or float(np.abs(points - points[:1]).max()) < _STILL:
            return body(shapes, self.origin, _SCALE)
        if bone in PIVOTS:
            index = self.clip.names.index(PIVOTS[bone])
            pivot = self.camera.project(self.clip.points[:, index])
        else:
            pivot = points.mean(axis=1)
        ride = ride_of(points, pivot, 2.2 * self.slack)
        if ride is None:
            return "".join(self._morph(shape, when, self.slack) for shape in shapes)
        return f"<g>{self._turns(ride, when)}{body(_local(shapes, ride), np.zeros(2), _SCALE)}</g>"

    def _turns(self, ride: Ride, when: NDArray[np.bool_]) -> str:
        place, far = (ride.pivot - self.origin) * _SCALE, self.slack / 0.4
        out = self._animate("translate", place, when, self.slack * _SCALE, 0, "")
        out += self._animate("rotate", ride.degrees[:, None], when, np.degrees(far) * 0.5, 1, "sum")
        if ride.scale is not None:
            out += self._animate("scale", ride.scale, when, far, 2, "sum")
        return out

    def _animate(
        self, kind: str, values: Array, when: NDArray[np.bool_], slack: float, digits: int, additive: str
    ) -> str:
        picks = _thin(self.line.shares, values[self.line.frames], when, slack)
        texts = [",".join(_short(x, digits) for x in values[self.line.frames[i]]) for i in picks]
        extra = f' additive="{additive}"' if additive else ""
        return (
            f'<animateTransform attributeName="transform" type="{kind}"{extra} values="{";".join(texts)}" '
            f'keyTimes="{_shares(self.line.shares[picks])}" {self._clock}/>'
        )

    def _morph(self, shape: Shape, when: NDArray[np.bool_], slack: float) -> str:
        points = np.concatenate([loop.points for loop in shape.loops], axis=1)
        flat = points.reshape(len(points), -1)[self.line.frames]
        picks = _thin(self.line.shares, flat, when, slack)
        used = sorted({int(self.line.frames[i]) for i in picks})
        loops = [Loop(x.points[used], x.closed, x.corners, x.even) for x in shape.loops]
        data = encode(loops, self.origin, _SCALE)
        text = {frame: "".join(part[k] for part in data) for k, frame in enumerate(used)}
        values = [text[int(self.line.frames[i])] for i in picks]
        if len(set(values)) == 1:
            return f'<path class="{classes(shape)}" d="{values[0]}"/>'
        return (
            f'<path class="{classes(shape)}" d="{values[0]}"><animate attributeName="d" '
            f'values="{";".join(values)}" keyTimes="{_shares(self.line.shares[picks])}" {self._clock}/></path>'
        )


def _lead(when: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``when`` and the stop after each stretch: what is shown is shown until the next stop is reached."""
    out = when.copy()
    out[1:] |= when[:-1]
    return out


def _common(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    """Longest sequence that is part of both."""
    table: list[list[tuple[int, ...]]] = [[()] * (len(second) + 1) for _ in range(len(first) + 1)]
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            best = max(table[i][j + 1], table[i + 1][j], key=len)
            table[i + 1][j + 1] = (*table[i][j], a) if a == b else best
    return table[-1][-1]


def _between(order: tuple[int, ...], steady: tuple[int, ...], slot: int) -> tuple[int, ...]:
    """Members of an order that come after ``slot`` members of ``steady`` and before the next one."""
    start = order.index(steady[slot - 1]) + 1 if slot else 0
    stop = order.index(steady[slot]) if slot < len(steady) else len(order)
    return order[start:stop]


def _local(shapes: Sequence[Shape], ride: Ride) -> list[Shape]:
    """Shapes of the reference frame about the pivot, along the bone's own axis."""
    out = []
    for shape in shapes:
        loops = [
            Loop(ride.local(loop.points[ride.frame])[None], loop.closed, loop.corners, loop.even)
            for loop in shape.loops
        ]
        out.append(Shape(shape.tone, loops, shape.line, shape.bone))
    return out


def _thin(shares: Array, values: Array, when: NDArray[np.bool_], slack: float) -> list[int]:
    """Stops that are needed for straight interpolation to stay within ``slack`` of all in ``when``.

    The first and the last stop are always kept (their values are those of the nearest stop that counts).
    """
    keep = [0, len(shares) - 1]
    inside = np.flatnonzero(when)
    queue = [(0, len(shares) - 1)]
    edges = [int(i) for i in inside if i and (not when[i - 1] or i + 1 >= len(when) or not when[i + 1])]
    if edges:
        stops = [0, *edges, len(shares) - 1]
        keep += edges
        queue = list(pairwise(stops))
    while queue:
        a, b = queue.pop()
        middle = np.array([i for i in range(a + 1, b) if when[i]], dtype=int)
        if not len(middle):
            continue
        w = ((shares[middle] - shares[a]) / max(shares[b] - shares[a], 1e-9))[:, None]
        off = np.abs(values[a] * (1 - w) + values[b] * w - values[middle]).max(axis=1)
        worst = int(off.argmax())
        if off[worst] > slack:
            at = int(middle[worst])
            keep.append(at)
            queue += [(a, at), (at, b)]
    return sorted(set(keep))


def _short(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _shares(shares: Array) -> str:
    return ";".join(_short(float(x), 3).removeprefix("0") or "0" for x in shares)
