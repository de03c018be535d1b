"""The folder of figures has an end, whatever is asked for."""

from __future__ import annotations

import os

from birddog.services.library.figure_store import make_room


def test_the_oldest_go_when_there_are_too_many(tmp_path):
    for n in range(12):
        path = tmp_path / f"{n}.svg"
        path.touch()
        os.utime(path, (n, n))
    make_room(tmp_path, most=12, every_s=0)
    assert len(list(tmp_path.iterdir())) == 12
    make_room(tmp_path, most=8, every_s=0)
    assert sorted(int(path.stem) for path in tmp_path.iterdir()) == [6, 7, 8, 9, 10, 11]


def test_it_does_not_look_all_the_time(tmp_path):
    make_room(tmp_path, most=0)
    (tmp_path / "a.svg").touch()
    make_room(tmp_path, most=0)
    assert list(tmp_path.iterdir())
