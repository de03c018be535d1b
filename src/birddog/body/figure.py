"""Pictures of movements: stills, strips and sheets, as self-contained SVG. Animation: `animation`.

Every picture is drawn from a :class:`~birddog.body.clip.Clip`. There is no text in a picture; ``title`` and
``desc`` become its ``<title>`` and ``<desc>``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from birddog.body import arrow, footprints, ground, inset, muscles, props, pushes
from birddog.body.camera import Camera
from birddog.body.clip import Clip
from birddog.body.drawing import Figure, Look, figure, ordered
from birddog.body.layers import Shape
from birddog.body.outline import norm
from birddog.body.panels import bounds, cross, in_column, in_row, tick
from birddog.body.paths import SCALE
from birddog.body.physique import PHYSIQUES
from birddog.body.picture import MARGIN, Picture, body, document, ghost
from birddog.body.style import Style

Array = NDArray[np.float64]

#: Points that may lead a movement arrow, with the weight and the room (meters) that each gets.
_LEADERS: dict[str, tuple[float, float]] = {
    "pelvis": (1.6, 0.17), "t8": (1.0, 0.16), "head_center": (1.0, 0.14),
    "fingertip_left": (0.6, 0.07), "fingertip_right": (0.6, 0.07),
    "knee_left": (1.1, 0.10), "knee_right": (1.1, 0.10),
    "toe_left": (0.85, 0.08), "toe_right": (0.85, 0.08),
}  # fmt: skip
_SMALL = 0.055  # meters of movement that a picture can hardly show
_CURVE = 0.035  # meters by which the middle of the back comes out of the line from pelvis to neck
_IN_PLACE = 0.20  # meters that pelvis and neck may travel meanwhile


@dataclass(frozen=True)
class Options:
    """What a picture shows besides the body.

    arrows : movement arrows. muscles : target muscles as an overlay. physique : a name of ``PHYSIQUES``.
    layout : "overlay" (start as a ghost behind the end), "apart" (side by side or stacked), or "auto".
    """

    arrows: bool = True
    muscles: bool = False
    physique: str = "average"
    layout: str = "auto"

    def look(self, clip: Clip, face: bool = True, jointed: bool = False) -> Look:
        """How the body of a clip is drawn."""
        return Look(clip.shoes, face, jointed, PHYSIQUES[self.physique])


PLAIN = Options()


def still(
    clip: Clip,
    view: str | Camera = "",
    style: Style | str = "light",
    options: Options = PLAIN,
    title: str = "",
    desc: str = "",
) -> str:
    """Start and end in one picture: the end in full, the start as a ghost, an arrow between them.

    ``view`` defaults to the clip's own. Raises ``ValueError`` for an unknown view, style or layout.
    """
    picture = Picture(Style.of(style), still_shapes(clip, camera_of(clip, view), options))
    return picture.svg(title, desc)


def strip(
    clip: Clip,
    view: str | Camera = "",
    style: Style | str = "light",
    options: Options = PLAIN,
    title: str = "",
    desc: str = "",
) -> str:
    """One panel per key pose, in order, from left to right (of an alternating movement: one side)."""
    camera = camera_of(clip, view)
    frames = [key.frame for key in clip.keys if key.side == clip.keys[0].side]
    panels = [panel(clip, frame, camera, options) for frame in frames]
    return Picture(Style.of(style), in_row(panels)).svg(title, desc)


def avoid(
    clip: Clip,
    instead: Clip,
    style: Style | str = "light",
    views: tuple[str | Camera, str | Camera] = ("", ""),
    options: Options = PLAIN,
    title: str = "",
    desc: str = "",
) -> str:
    """What to leave out, crossed, beside what to do instead, ticked."""
    one = replace(options, layout="overlay")
    wrong = still_shapes(clip, camera_of(clip, views[0]), one)
    right = still_shapes(instead, camera_of(instead, views[1]), one)
    wrong.append(cross(bounds(wrong)))
    right.append(tick(bounds(right)))
    return Picture(Style.of(style), in_row([wrong, right], 0.35)).svg(title, desc)


def sheet(
    clips: Sequence[Clip],
    style: Style | str = "light",
    options: Options = PLAIN,
    columns: int = 6,
    cell: tuple[int, int] = (400, 300),
    title: str = "",
    crossed: Sequence[bool] = (),
) -> str:
    """Stills of many clips in a grid, row by row, each fitted into a ``cell`` (width, height in units).

    ``crossed`` : for each clip, whether it is one to leave out.
    """
    chosen = Style.of(style)
    width, height = cell
    inside: list[str] = []
    tones: set[str] = set()
    for index, clip in enumerate(clips):
        shapes = still_shapes(clip, camera_of(clip, ""), options)
        if index < len(crossed) and crossed[index]:
            shapes.append(cross(bounds(shapes)))
        low, high = bounds(shapes)
        span = (high - low + 2 * MARGIN) * SCALE
        tones |= {shape.tone for shape in shapes}
        x, y = width * (index % columns) + 10, height * (index // columns) + 10
        inside.append(
            f'<svg x="{x}" y="{y}" width="{width - 20}" height="{height - 20}" '
            f'viewBox="0 0 {span[0]:.0f} {span[1]:.0f}">{body(shapes, low - MARGIN)}</svg>'
        )
    rows = -(-len(clips) // columns)
    size = np.array([width * min(columns, max(len(clips), 1)), height * rows]) / SCALE
    return document("".join(inside), size, chosen, tones, title, "")


def camera_of(clip: Clip, view: str | Camera) -> Camera:
    """The camera asked for, or the one that shows most of the clip."""
    return view if isinstance(view, Camera) else Camera.view(view or clip.view)


def still_shapes(clip: Clip, camera: Camera, options: Options) -> list[Shape]:
    """Shapes of a still, from back to front."""
    if options.layout not in ("auto", "overlay", "apart"):
        raise ValueError(f"unknown layout {options.layout!r}: use auto, overlay or apart")
    if len(clip.still) < 2:
        alone = panel(clip, clip.still[0], camera, options)
        alone += _said_pushes(clip, clip.still[0], camera) if options.arrows else []
        return alone + _beside(clip, clip.keys[0].frame, clip.still[0], alone, options)
    start, end = clip.still[0], clip.still[-1]
    before = drawn(clip, [start], camera, options.look(clip, face=False))
    after = drawn(clip, [end], camera, options.look(clip))
    layout = clip.layout if options.layout == "auto" else options.layout
    if layout == "apart" or (layout == "auto" and _bent(clip, start, end, camera)):
        return _apart(clip, camera, options)
    ghosts = [ghost(shape) for shape in ordered(before.layers)]
    shapes = scenery(clip, [start, end], camera, after, options, ghosts, end)
    shapes += _arrows(clip, camera, after, before) if options.arrows else []
    return shapes + _beside(clip, start, end, shapes, options)


def drawn(clip: Clip, frames: Sequence[int], camera: Camera, look: Look) -> Figure:
    """The body of a clip in some frames."""
    return figure(clip.at(frames), camera, look, clip.belly_at(frames))


def _beside(clip: Clip, before: int, frame: int, shapes: Sequence[Shape], options: Options) -> list[Shape]:
    """Pelvis and spine large, or the feet from above, beside a picture that asks for it."""
    if clip.footprints:
        return footprints.shapes(clip, [frame], inset.place(shapes), options.look(clip))
    if not clip.inset:
        return []
    return inset.shapes(clip, [frame], before, inset.place(shapes), options.look(clip), options.arrows)


def panel(clip: Clip, frame: int, camera: Camera, options: Options) -> list[Shape]:
    """Shapes of one pose with all that stands around it."""
    return scenery(clip, [frame], camera, drawn(clip, [frame], camera, options.look(clip)), options, [], frame)


def scenery(
    clip: Clip,
    frames: Sequence[int],
    camera: Camera,
    shown: Figure,
    options: Options,
    ghosts: Sequence[Shape],
    frame: int,
) -> list[Shape]:
    """Floor, furniture, ghosts, the body with what it holds, furniture in front."""
    shapes = backdrop(clip, frames, camera)
    shapes += ground.shadow(clip.at([frame]), camera)
    rear, front = props.furniture(clip.things, height(clip, frames), camera)
    marks = clip.muscles if options.muscles else ()
    layers = [*muscles.marked(shown.layers, marks, shown.body, camera), *props.held(clip.tracks_at([frame]), camera)]
    return [*shapes, *rear, *ghosts, *ordered(layers), *front]


def backdrop(clip: Clip, frames: Sequence[int], camera: Camera) -> list[Shape]:
    """Band of floor, and a mat under somebody who lies or kneels."""
    points = np.concatenate(list(clip.at(frames).values()))
    near = points[points[:, 1] < 0.25]
    rug = _mat(near, camera) if clip.mat and np.ptp(near[:, 0]) > 0.6 else []
    aside = abs(float(np.sin(np.radians(2 * camera.azimuth)))) > 0.5  # a mat seen across its corners
    if camera.elevation > 60.0 or (rug and aside):
        return rug
    feet = [points]
    for thing in clip.things.values():
        if np.isfinite(thing.low[0]):
            (x, z), (x2, z2) = thing.low, thing.high
            feet.append(np.array([(x, 0, z), (x2, 0, z), (x, 0, z2), (x2, 0, z2)]))
    return [ground.band(np.concatenate(feet), camera), *rug]


def _mat(near: Array, camera: Camera) -> list[Shape]:
    half = max(0.32, float(np.abs(near[:, 2]).max()) + 0.06)
    return props.mat(float(near[:, 0].min()) - 0.07, float(near[:, 0].max()) + 0.07, camera, half)


def height(clip: Clip, frames: Sequence[int]) -> float:
    """How far up the picture goes (meters), for walls."""
    top = max(float(p[:, 1].max()) for p in clip.at(frames).values())
    return max(1.2, top + 0.22)


def _arrows(clip: Clip, camera: Camera, after: Figure, before: Figure | None) -> list[Shape]:
    bars = [b for layer in after.layers for b in layer.bars]
    rear = [b for layer in before.layers for b in layer.bars] if before else []
    said = [name for name in clip.arrows if " " not in name]
    if clip.arrows and not said:
        return _said_pushes(clip, clip.still[-1], camera)
    ways = leading(clip, clip.still[0], clip.still[-1], camera, said)
    return _said_pushes(clip, clip.still[-1], camera) + [
        arrow.swoosh(arrow.beside(way, bars, rear, gap)) for way, gap in ways
    ]


def _said_pushes(clip: Clip, frame: int, camera: Camera) -> list[Shape]:
    return [arrow.swoosh(way) for way in pushes.ways(clip, frame, camera)]


def leading(clip: Clip, start: int, end: int, camera: Camera, said: Sequence[str] = ()) -> list[tuple[Array, float]]:
    """Ways (K, 2) on the screen of the one or two parts that move most, with the room each needs.

    ``said`` : the parts to show instead.
    """
    frames = np.arange(start, end + 1) if end >= start else np.arange(start, end - 1, -1)
    found: list[tuple[float, Array, float]] = []
    for name, (weight, gap) in _LEADERS.items():
        way = camera.project(clip.points[frames, clip.names.index(name)])
        far = float(np.linalg.norm(way - way[0], axis=1).max())
        found.append((far * weight, way if _direct(way) else way[[0, -1]], gap))
    if said:
        ways = [camera.project(clip.points[frames, clip.names.index(name)]) for name in said]
        return [(way, 0.1) for way in ways]
    found.sort(key=lambda f: -f[0])
    best, *rest = found
    if best[0] < _SMALL:
        return [_into_belly(clip, end, camera)]
    for other in rest:
        apart = float(np.linalg.norm(other[1][-1] - best[1][-1]))
        if other[0] > 0.6 * best[0] and apart > 0.75:
            return [(best[1], best[2]), (other[1], other[2])]
    return [(best[1], best[2])]


def _into_belly(clip: Clip, frame: int, camera: Camera) -> tuple[Array, float]:
    """Way from in front of the belly toward the spine: what hardly moves is drawn in there."""
    here = clip.at([frame])
    spine, front = here["l3"][0], here["belly"][0]
    ahead = (front - spine) / norm(front - spine)
    return camera.project(np.stack([front + 0.32 * ahead, front + 0.06 * ahead])), 0.0


def _direct(way: Array) -> bool:
    """Whether a way leads to its end without much of a detour."""
    run = float(norm(np.diff(way, axis=0)).sum())
    return run < 1.7 * float(np.hypot(*(way[-1] - way[0]))) + 0.02


def _bent(clip: Clip, start: int, end: int, camera: Camera) -> bool:
    """Whether mainly the spine changes its curve, to both sides of the start and in place.

    Then two whole poses say more than a ghost.
    """
    if clip.keys[0].frame in (start, end):
        return False
    ends = clip.at([start, end])
    low, middle, top = (camera.project(ends[name]) for name in ("pelvis", "t12", "c7"))
    along = top - low
    along = along / norm(along)
    off = (middle - low)[:, 0] * along[:, 1] - (middle - low)[:, 1] * along[:, 0]
    shifts = [float(np.abs(p[1] - p[0]).max()) for p in (low, top)]
    return abs(float(off[1] - off[0])) > _CURVE and max(shifts) < _IN_PLACE


def _apart(clip: Clip, camera: Camera, options: Options) -> list[Shape]:
    """The poses of a still in panels of their own: one above the other when wide, else in a row."""
    panels = [panel(clip, frame, camera, options) for frame in clip.still]
    if options.arrows:
        pushed = [] if clip.arrows else _pushes(clip, camera)
        for shapes, ways in zip(panels, pushed, strict=False):
            shapes += [arrow.swoosh(way) for way in ways]
        if not any(pushed):
            panels[-1] += _arrows(clip, camera, drawn(clip, clip.still[-1:], camera, options.look(clip)), None)
    others = [*clip.still[1:], clip.still[0]]
    for shapes, frame, before in zip(panels, clip.still, others, strict=True):
        shapes += _beside(clip, before, frame, shapes, options)
    low, high = bounds(panels[0])
    wide = high[0] - low[0] > 1.5 * (high[1] - low[1])
    return in_column(panels) if wide else in_row(panels)


def _pushes(clip: Clip, camera: Camera) -> list[list[Array]]:
    """For each pose of a still, the way (none or one) in which the middle of the back is pushed out."""
    ends = clip.at(clip.still)
    low, middle, top = (camera.project(ends[name]) for name in ("pelvis", "t12", "c7"))
    front = camera.project((ends["asis_left"] + ends["asis_right"]) / 2 - ends["sacrum"])
    along = (top - low) / norm(top - low)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    out = ((middle - low) * across).sum(axis=1)
    mean = out.mean()
    ways: list[list[Array]] = []
    for frame, off in enumerate(out - mean):
        ahead = across[frame] * np.sign(off)
        start = middle[frame] + ahead * (0.19 if float(ahead @ front[frame]) > 0 else 0.10)
        ways.append([np.stack([start, start + ahead * 0.20])] if abs(off) > 0.012 else [])
    return ways
