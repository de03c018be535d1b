"""Figures of exercises: built on demand from the movement in the exercise file, and kept.

A figure is kept in a cache folder under a name made from all that it depends on (the exercise file, the
start positions, the drawing's version, and what was asked for), so that an old one is never shown.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident
from typing import Literal, get_args

from birddog.body import animation, figure, raster
from birddog.body.clip import Clip, clip_of
from birddog.body.figure import Options
from birddog.body.physique import PHYSIQUES
from birddog.body.style import Style, palette
from birddog.catalog.library import content_folder
from birddog.catalog.movements import Drill, body_digest, drill, positions_digest
from birddog.core.content.values import BirddogError

Kind = Literal["still", "animated", "strip"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Asked:
    """What is asked of a figure. ``view``: empty for the exercise's own, ``second`` for its other one."""

    kind: Kind = "still"
    view: str = ""
    theme: str = "light"
    skin: str = "sand"
    outfit: str = "teal"
    muscles: bool = True
    physique: str = "average"


PLAIN = Asked()


def svg(exercise_id: str, asked: Asked = PLAIN, kept: Path | None = None) -> str:
    """The figure of an exercise as SVG, from the cache folder ``kept`` if it is there.

    An entry of the avoid list is drawn crossed, beside what to do instead. Raises ``BirddogError`` for an
    exercise without a movement, or a view, style or tone that does not exist.
    """
    found = drill(exercise_id)
    if kept is None:
        return _drawn(found, asked)
    path = kept / f"{exercise_id}-{_key(found, asked)}.svg"
    if not path.is_file():
        kept.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}-{get_ident()}.part")  # another may be drawing the same one
        fresh.write_text(_drawn(found, asked), encoding="utf-8")
        fresh.replace(path)
    return path.read_text(encoding="utf-8")


def version(exercise_id: str, asked: Asked = PLAIN) -> str:
    """Short hash that changes when this figure would be drawn differently: for addresses that may be kept for good."""
    return _key(drill(exercise_id), asked)[:12]


def png(exercise_id: str, width: int, asked: Asked = PLAIN, kept: Path | None = None) -> bytes:
    """The figure as PNG, ``width`` pixels wide; an animated one gives its still."""
    return raster.png(svg(exercise_id, asked, kept), width)


def sheet(exercise_ids: Sequence[str], asked: Asked = PLAIN, columns: int = 6) -> str:
    """Stills of many exercises at a glance, as one SVG."""
    drills = [drill(i) for i in exercise_ids]
    clips = [clip_of(one.movement) for one in drills]
    crossed = [bool(one.instead) for one in drills]
    options = _options(asked)
    return figure.sheet(clips, _style(asked), options, columns, title="All figures", crossed=crossed)


def sheet_png(exercise_ids: Sequence[str], asked: Asked = PLAIN, columns: int = 6) -> bytes:
    """The sheet as PNG, 240 pixels for each figure."""
    return raster.png(sheet(exercise_ids, asked, columns), 240 * columns, palette(_style(asked))["paper"])


def html(exercise_ids: Sequence[str], asked: Asked = PLAIN, kept: Path | None = None) -> str:
    """A page with each figure and its name, without scripts or outside requests."""
    cells = []
    for exercise_id in exercise_ids:
        picture = svg(exercise_id, asked, kept)
        cells.append(f"<figure>{picture}<figcaption>{drill(exercise_id).name}</figcaption></figure>")
    return _PAGE.format(cells="\n".join(cells))


def _drawn(found: Drill, asked: Asked) -> str:
    options = _options(asked)
    clip, style = clip_of(found.movement), _style(asked)
    view = found.second_view if asked.view == "second" else asked.view
    try:
        if found.instead and asked.kind == "still":
            instead = _first_drawable(found.instead)
            return figure.avoid(clip, instead, style, (view, ""), options, found.name, found.summary)
        if asked.kind == "animated":
            return animation.animated(clip, view, style, options, found.name, found.summary)
        draw = figure.still if asked.kind == "still" else figure.strip
        return draw(clip, view, style, options, found.name, found.summary)
    except ValueError as error:
        raise BirddogError(f"figure {found.id}: {error}") from error


def _first_drawable(ids: Sequence[str]) -> Clip:
    for exercise_id in ids:
        try:
            return clip_of(drill(exercise_id).movement)
        except BirddogError:
            continue
    raise BirddogError(f"figure: none of {', '.join(ids)} has a movement to draw instead")


def _options(asked: Asked) -> Options:
    if asked.physique not in PHYSIQUES:
        raise BirddogError(f"figure: unknown physique '{asked.physique}'; allowed: {', '.join(PHYSIQUES)}")
    return Options(muscles=asked.muscles, physique=asked.physique)


def _style(asked: Asked) -> Style:
    try:
        return Style(asked.theme, asked.skin, asked.outfit, PHYSIQUES[asked.physique].gray)
    except ValueError as error:
        raise BirddogError(f"figure: {error}") from error


def _key(found: Drill, asked: Asked) -> str:
    """Short hash of everything a figure depends on."""
    parts = [found.text, positions_digest(content_folder()), body_digest(), repr(asked)]
    parts += [drill(i).text for i in found.instead[:1]]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Birddog figures</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font: 16px/1.4 system-ui, sans-serif; margin: 1rem; background: #fff; color: #222; display: grid;
  grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 1rem; }}
figure {{ margin: 0; display: flex; flex-direction: column; justify-content: end; }}
figure svg {{ width: 100%; height: auto; }} figcaption {{ text-align: center; }}
</style></head><body>
{cells}
</body></html>
"""
