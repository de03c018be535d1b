"""Figures that are kept: drawn once, also when many ask at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from birddog import figures


def test_many_may_ask_for_the_same_figure_at_once(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        drawn = set(pool.map(lambda _: figures.svg("bridge", kept=tmp_path), range(16)))
    assert len(drawn) == 1
    assert [path.suffix for path in tmp_path.iterdir()] == [".svg"]
