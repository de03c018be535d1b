"""The example charts: what their people did is what was prescribed to them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SPEC = importlib.util.spec_from_file_location("remake", EXAMPLES / "remake.py")
assert SPEC is not None and SPEC.loader is not None
remake = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(remake)


@pytest.mark.parametrize("path", sorted((EXAMPLES / "charts").glob("*.jsonl")), ids=lambda path: path.stem)
def test_what_was_done_is_what_was_prescribed(path: Path):
    rows = remake.read(path)
    assert remake.written(remake.remade(rows)) == path.read_text(), "run: python examples/remake.py"
