"""The database part of a backup: a copy as of one moment, while others write, and the way back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from birddog.core.content.values import BirddogError

Rows = Callable[[str], list[tuple[Any, ...]]]
WAIT_S = 30
"""So long the copy of a file waits for one who has it to himself."""
LEAVING_S, LOOK_AGAIN_S = 3.0, 0.1
"""So long PostgreSQL may take to let a connection go that was closed, and how often it is asked meanwhile."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a database holds: events, people, the newest migration of each app, and who was erased."""

    events: int
    people: int
    migrations: dict[str, str]
    erased: frozenset[UUID]


def counted(rows: Rows) -> Counted:
    """Looked at with ``rows``, which answers a query."""
    migrations: dict[str, str] = dict(rows("SELECT app, max(name) FROM django_migrations GROUP BY app"))
    known = migrations.get("records", "") >= "0013"
    return Counted(
        events=rows("SELECT count(*) FROM records_event")[0][0],
        people=rows("SELECT count(*) FROM records_person")[0][0],
        migrations=migrations,
        erased=frozenset(_uuid(row[0]) for row in (rows("SELECT person FROM records_erasure") if known else [])),
    )


def _uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


# ------------------------------------------------------------------------------------------------ SQLite


def copy_sqlite(source: Path, target: Path) -> Counted:
    """Copy a database as of one moment, with all that was acknowledged before, and look through the copy.

    Raises ``BirddogError`` where there is none, or it is damaged.
    """
    if not source.is_file():
        raise BirddogError(f"{source} is not there: nothing has been kept in this folder yet")
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True, timeout=WAIT_S)) as original,
            closing(sqlite3.connect(target)) as copy,
        ):
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file
        return look_through_sqlite(target)
    except sqlite3.Error as error:
        raise BirddogError(f"{source} cannot be copied ({error})") from error


def look_through_sqlite(path: Path) -> Counted:
    """What a file holds. Raises ``BirddogError`` when it is damaged or not one of ours."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, timeout=WAIT_S)) as link:
            if (found := link.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
                raise BirddogError(f"{path} is damaged ({found})")
            return counted(lambda query: link.execute(query).fetchall())
    except sqlite3.Error as error:
        raise BirddogError(f"{path} is not a database of Birddog ({error})") from error


# ------------------------------------------------------------------------------------------------ PostgreSQL


def dump_postgres(url: str, target: Path) -> Counted:
    """Dump a database as of one moment with ``pg_dump``, and count in that same moment."""
    import psycopg

    try:
        with psycopg.connect(url, autocommit=True) as link:
            link.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            snapshot = str(_first(link.execute("SELECT pg_export_snapshot()").fetchone()))
            found = counted(lambda query: link.execute(query.encode()).fetchall())
            _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=public",
                 f"--snapshot={snapshot}", f"--file={target}")  # fmt: skip
            link.execute("ROLLBACK")
    except psycopg.Error as error:
        raise BirddogError(f"the database cannot be read ({_line(str(error))})") from error
    return found


def look_through_postgres(url: str) -> Counted | None:
    """What the database holds; ``None`` where nothing of ours is in it yet."""
    import psycopg

    try:
        with psycopg.connect(url) as link:
            if _first(link.execute("SELECT to_regclass('public.records_event')").fetchone()) is None:
                return None
            return counted(lambda query: link.execute(query.encode()).fetchall())
    except psycopg.Error as error:
        raise BirddogError(f"the database cannot be read ({_line(str(error))})") from error


def others_connected(url: str) -> int:
    """How many others are connected to this database, and stay: one that has just closed is given ``LEAVING_S``."""
    import psycopg

    others = 0
    with psycopg.connect(url, autocommit=True) as link:
        for _ in range(round(LEAVING_S / LOOK_AGAIN_S)):
            found = link.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND backend_type = 'client backend'"
            ).fetchone()
            if not (others := int(_first(found))):
                break
            link.execute("SELECT pg_sleep(%s)", (LOOK_AGAIN_S,))
    return others


@contextmanager
def put_aside(url: str, name: str) -> Iterator[None]:
    """Give the database an empty ``public`` schema; what was there is in the schema ``name``, and back on an error."""
    import psycopg
    from psycopg import sql

    def run(*commands: str) -> None:
        with psycopg.connect(url) as link:
            for command in commands:
                link.execute(sql.SQL(command).format(sql.Identifier(name)))

    run("ALTER SCHEMA public RENAME TO {}", "CREATE SCHEMA public")
    with ExitStack() as undo:
        undo.callback(run, "DROP SCHEMA public CASCADE", "ALTER SCHEMA {} RENAME TO public")
        yield
        undo.pop_all()


def load_postgres(url: str, dump: Path) -> None:
    """Put a dump into a database that holds nothing of ours, all of it or nothing."""
    from psycopg.conninfo import conninfo_to_dict

    _run(url, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
         "--schema=public", f"--dbname={conninfo_to_dict(url).get('dbname') or ''}", str(dump))  # fmt: skip


def _run(url: str, program: str, *arguments: str) -> None:
    """A client program of PostgreSQL; where to, and the password, go by the environment, which others do not see."""
    if shutil.which(program) is None:
        raise BirddogError(f"{program} was not found; install PostgreSQL's client programs, not older than the server")
    done = subprocess.run(
        [program, "--no-password", *arguments], env={**os.environ, **_variables(url)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise BirddogError(f"{program} failed: {_line(done.stderr)}")


def _variables(url: str) -> dict[str, str]:
    from psycopg.conninfo import conninfo_to_dict

    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
             "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}  # fmt: skip
    given = conninfo_to_dict(url)
    return {variable: str(given[name]) for name, variable in names.items() if given.get(name)}


def _first(row: Sequence[Any] | None) -> Any:
    return row[0] if row else None


def _line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason given"])[0]
