"""The folder of drawn figures: everything in it can be drawn again, so the oldest go before it grows without end."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Lock

MOST_FIGURES = 8_000
"""Figures that are kept: more than all that the pages show in six pairs of tones."""
LOOK_S = 60.0
"""So often the folder is looked through."""

_turn = Lock()
_looked: dict[Path, float] = {}


def make_room(folder: Path, most: int = MOST_FIGURES, every_s: float = LOOK_S) -> None:
    """Remove the figures that were drawn longest ago when there are too many; looks once a minute at most."""
    with _turn:
        if time.monotonic() - _looked.get(folder, -every_s) < every_s:
            return
        _looked[folder] = time.monotonic()
    drawn = list(folder.glob("*.svg"))
    if len(drawn) <= most:
        return
    drawn.sort(key=lambda path: path.stat().st_mtime)
    for old in drawn[: len(drawn) - most * 3 // 4]:
        old.unlink(missing_ok=True)
