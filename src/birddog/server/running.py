"""Who works with a folder: servers and workers side by side, or one that puts a backup back and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import locks

from birddog.core.content.values import BirddogError

RUNNING = "running.lock"


@contextmanager
def at_work(home: Path) -> Iterator[None]:
    """While a server or worker runs on the folder. Raises ``BirddogError`` when a backup is being put back there."""
    with _locked(home, locks.LOCK_SH, f"a backup is being put back into {home}; try again when that is done"):
        yield


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """While nothing else may work with the folder. Raises ``BirddogError`` when something does."""
    with _locked(home, locks.LOCK_EX, f"a server or worker runs on {home}; stop it first"):
        yield


@contextmanager
def _locked(home: Path, how: int, otherwise: str) -> Iterator[None]:
    with (home / RUNNING).open("a") as file:
        if not locks.lock(file, how | locks.LOCK_NB):
            raise BirddogError(otherwise)
        yield
