"""Shapes to SVG text: bounds, scale, style sheet, title and description."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from birddog.body import style as styles
from birddog.body.layers import Shape
from birddog.body.paths import SCALE, encode
from birddog.body.style import Style

Array = NDArray[np.float64]

LINE = 0.014  # separation line, meters (half of it is seen)
MARGIN = 0.05


@dataclass
class Picture:
    """Shapes from back to front, in screen meters."""

    style: Style
    shapes: list[Shape] = field(default_factory=list)

    def add(self, shapes: Iterable[Shape]) -> None:
        """Paint shapes over what is there."""
        self.shapes.extend(shapes)

    def bounds(self) -> tuple[Array, Array]:
        """Lowest and highest screen coordinates (meters) over all shapes and frames."""
        every = [loop.points for shape in self.shapes for loop in shape.loops]
        if not every:
            return np.zeros(2), np.ones(2)
        points = np.concatenate([p.reshape(-1, 2) for p in every])
        return points.min(axis=0), points.max(axis=0)

    def svg(self, title: str = "", desc: str = "", box: tuple[Array, Array] | None = None) -> str:
        """The whole picture. ``box`` = (low, high) screen meters fixes what is shown."""
        low, high = box or self.bounds()
        low, high = low - MARGIN, high + MARGIN
        tones = {shape.tone for shape in self.shapes}
        return document(body(self.shapes, low), high - low, self.style, tones, title, desc)


def ghost(shape: Shape, tone: str = "ghost") -> Shape:
    """A shape in a flat ghost tone; far parts stay a little darker; small features vanish."""
    if shape.tone in ("ink", "skin-edge"):
        return Shape(tone, [])
    return Shape(tone + ("-far" if shape.tone.endswith("-far") else ""), shape.loops, shape.line)


def body(shapes: Sequence[Shape], origin: Array, scale: float = SCALE) -> str:
    """``<path>`` elements of shapes (their first frame)."""
    data = encode([loop for shape in shapes for loop in shape.loops], origin, scale)
    out, at = [], 0
    for shape in shapes:
        if shape.loops:
            text = "".join(d[0] for d in data[at : at + len(shape.loops)])
            out.append(f'<path class="{classes(shape)}" d="{text}"/>')
        at += len(shape.loops)
    return "".join(out)


def classes(shape: Shape) -> str:
    """CSS classes of a shape."""
    return f"bd-{shape.tone} bd-l" if shape.line else f"bd-{shape.tone}"


def document(
    inside: str, size: Array, style: Style, tones: set[str], title: str, desc: str, extra: str = "",
    scale: float = SCALE,
) -> str:  # fmt: skip
    """SVG document around elements; ``size`` in meters, ``scale`` picture units per meter."""
    head = f"<title>{escape(title)}</title>" if title else ""
    head += f"<desc>{escape(desc)}</desc>" if desc else ""
    label = ' role="img"' + (f' aria-label="{escape(title, {chr(34): "&quot;"})}"' if title else "")
    sheet = styles.css(style, tones, round(LINE * scale, 2)) + extra
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bd-figure {style.key}" viewBox="0 0 {size[0] * scale:.0f} '
        f'{size[1] * scale:.0f}"{label}>{head}<style>{sheet}</style>{inside}</svg>'
    )
