"""Golden figures: what is drawn today, so that a change of a definition or of the drawing is seen.

A difference is looked at, not just accepted: `UPDATE_GOLDENS=1 make test ARGS="tests/body/test_golden.py"` writes
the new pictures, and the change of the files shows them side by side in any viewer of pictures.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from birddog import figures

GOLDEN = Path(__file__).parent / "golden"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
CLOSE = 1.0
"""Units of the picture (about 0.7 mm in a print of 8 cm) that numbers may differ by from machine to machine."""
CASES = [
    ("bird-dog", "still", "light"),
    ("bridge", "still", "light"),
    ("cat-cow", "still", "light"),
    ("single-knee-to-chest", "still", "light"),
    ("prone-press-up", "still", "light"),
    ("side-plank-knees", "still", "light"),
    ("open-book", "still", "light"),
    ("sit-to-stand", "strip", "light"),
    ("standing-side-bend", "still", "light"),
    ("half-kneeling-hip-flexor-stretch", "still", "print"),
    ("dead-bug", "still", "dark"),
    ("full-crunch", "still", "light"),
]


@pytest.mark.parametrize(("exercise", "kind", "theme"), CASES, ids=[f"{e}-{k}-{t}" for e, k, t in CASES])
def test_figure_is_as_it_was(exercise: str, kind: figures.Kind, theme: str):
    drawn = figures.svg(exercise, figures.Asked(kind=kind, theme=theme))
    path = GOLDEN / f"{exercise}-{kind}-{theme}.svg"
    if os.environ.get("UPDATE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(drawn + "\n")
    kept = path.read_text().rstrip("\n")
    assert NUMBER.sub("#", drawn) == NUMBER.sub("#", kept), "the picture is built in another way: look at it"
    pairs = zip(NUMBER.findall(drawn), NUMBER.findall(kept), strict=True)
    apart = max((abs(float(a) - float(b)) for a, b in pairs), default=0.0)
    assert apart <= CLOSE, f"a part has moved by {apart:.1f} units: look at it"
