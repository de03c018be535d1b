"""Makes the icons of the installed app (.png) from the one drawing of it."""

from __future__ import annotations

from pathlib import Path

from birddog.body.raster import png

FOLDER = Path(__file__).resolve().parents[1] / "src" / "birddog" / "web" / "static" / "birddog"
GROUND = 'rx="16"'

drawing = (FOLDER / "icon.svg").read_text(encoding="utf-8")
for size in (192, 512):
    (FOLDER / f"icon-{size}.png").write_bytes(png(drawing, size))
# A launcher cuts this one to its own shape: the ground goes to the edges, the drawing stays in the middle four fifths.
maskable = drawing.replace(GROUND, "").replace("<g ", '<g transform="translate(6.4 6.4) scale(.8)"><g ', 1)
maskable = maskable.replace("</svg>", "</g></svg>")
(FOLDER / "icon-maskable-512.png").write_bytes(png(maskable, 512))
