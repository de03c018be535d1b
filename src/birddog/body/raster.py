"""Pictures as PNG, without a browser, through resvg."""

from __future__ import annotations

import resvg_py

from birddog.body.style import plain


def png(svg: str, width: int, background: str | None = None) -> bytes:
    """PNG of an SVG picture.

    svg : any picture of :mod:`birddog.body.figure`; an animated one gives its still.
    width : pixels, 1-8000 (``ValueError`` outside).
    background : CSS color behind it; default transparent.
    """
    if not 1 <= width <= 8000:
        raise ValueError(f"width {width} px is outside 1-8000")
    return bytes(resvg_py.svg_to_bytes(svg_string=plain(svg), width=width, background=background))
