"""Counts and marks that must hold until they expire: of guesses at a password, of codes that were used.

Django's caches make room by dropping entries, so whoever makes many of them gets rid of those that count against them.
Here only what has expired goes. An entry is small, lives for minutes and costs a request, so they cannot be many.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks
from django.db import connections

SWEEP_AT = 2_000
"""With more entries in the table than this the expired ones are looked for."""
SWEEP_S = 60.0
"""So often files that have expired are looked for."""


class CountsInTable(DatabaseCache):
    """In a table of PostgreSQL, for all servers on it."""

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(table, {**params, "OPTIONS": {"MAX_ENTRIES": SWEEP_AT}})
        self._name = table

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        """Drop what has expired, and nothing else."""
        del num
        ops = connections[db].ops
        cursor.execute(
            f"DELETE FROM {ops.quote_name(self._name)} WHERE expires < %s", [ops.adapt_datetimefield_value(now)]
        )


class CountsInFiles(FileBasedCache):
    """In a folder, for all processes of one machine."""

    def __init__(self, folder: str, params: dict[str, Any]) -> None:
        super().__init__(folder, params)
        self._folder, self._swept = folder, 0.0
        self._turn = Lock()

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Keep a value unless there is one; of several who try at once one succeeds."""
        with self._alone():
            return super().add(*args, **kwargs)

    def _cull(self) -> None:
        """Drop what has expired, and nothing else."""
        if time.monotonic() - self._swept < SWEEP_S:
            return
        self._swept = time.monotonic()
        for name in self._list_cache_files():  # type: ignore[attr-defined]
            try:
                with Path(name).open("rb") as file:
                    self._is_expired(file)  # type: ignore[attr-defined] # removes it as well
            except FileNotFoundError:
                continue

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._createdir()  # type: ignore[attr-defined]
        with self._turn, Path(self._folder, "turn").open("w") as file:
            locks.lock(file, locks.LOCK_EX)
            yield
