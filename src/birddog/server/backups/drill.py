"""Rehearse the way back: a backup of what is kept, put back beside it, counted, and thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from urllib.parse import quote, urlsplit, urlunsplit

from birddog.core.content.values import BirddogError
from birddog.server.backups import databases
from birddog.server.backups.backup import backup
from birddog.server.environment import Environment
from birddog.server.home import DATABASE


def drill(settings: Environment, now: datetime) -> str:
    """Back up and put back; what came of it in words. Raises ``BirddogError`` when it would not have worked."""
    began = monotonic()
    with TemporaryDirectory(prefix=".drill-", dir=settings.home) as folder, _scratch(settings) as url:
        file, manifest = backup(settings, Path(folder) / "drill.zip", None, now)
        home = Path(folder) / "home"
        given = {**os.environ, "BIRDDOG_HOME": str(home), **({"BIRDDOG_DATABASE_URL": url} if url else {})}
        done = subprocess.run(
            [sys.executable, "-m", "birddog", "restore", str(file)],
            env=given,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BirddogError((done.stderr.strip().splitlines() or ["no reason given"])[-1].removeprefix("birddog: "))
        found = databases.look_through_postgres(url) if url else databases.look_through_sqlite(home / DATABASE)
    if found is None or (found.events, found.people) != (manifest.events, manifest.people):
        raise BirddogError(f"{manifest.events} events went in, and others came back")
    return f"{manifest.events} events of {manifest.people} people came back in {monotonic() - began:.0f} s"


@contextmanager
def _scratch(settings: Environment) -> Iterator[str]:
    """A database for the rehearsal on the same PostgreSQL, gone at the end; nothing where the charts are in a file."""
    if not settings.database_url:
        yield ""
        return
    import psycopg
    from psycopg import sql
    from psycopg.conninfo import conninfo_to_dict

    name = f"birddog_drill_{os.getpid()}"
    try:
        with psycopg.connect(settings.database_url, autocommit=True) as link:
            link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise BirddogError(f"no database could be made for the rehearsal ({str(error).splitlines()[0]})") from error
    try:
        here = str(conninfo_to_dict(settings.database_url).get("dbname") or "")
        yield _renamed(settings.database_url, here, name)
    finally:
        with psycopg.connect(settings.database_url, autocommit=True) as link:
            link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _renamed(url: str, here: str, name: str) -> str:
    """The address with another database."""
    parts = urlsplit(url)
    if parts.path.strip("/") != quote(here):
        raise BirddogError("BIRDDOG_DATABASE_URL names its database in another place than its path")
    return urlunsplit(parts._replace(path=f"/{name}"))
