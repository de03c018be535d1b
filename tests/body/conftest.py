"""Shared inputs of the body tests: start positions and ten diverse movements."""

import tomllib
from pathlib import Path

import pytest
from tests.body.shown import IDS, entry

from birddog.body import movement as mv

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@pytest.fixture(scope="session")
def positions():
    text = (ROOT / "src/birddog/content/positions.toml").read_text(encoding="utf-8")
    return mv.read_positions(tomllib.loads(text))


@pytest.fixture(scope="session")
def movements(positions):
    files = sorted((HERE / "movements").glob("*.toml"))
    return {f.stem: mv.read(tomllib.loads(f.read_text(encoding="utf-8")), positions) for f in files}


@pytest.fixture(scope="session", params=IDS)
def shown(request):
    """Every exercise of the catalog; all tests of one come together, so that it is solved once."""
    return entry(request.param)
