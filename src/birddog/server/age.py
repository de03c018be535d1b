"""A database that a later version of the program has worked on: an older one leaves it alone.

It would know nothing of what the later one keeps there: kinds of reports, rules, what protects.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

from birddog.core.content.values import BirddogError
from birddog.server.environment import Environment
from birddog.server.home import DATABASE, WAIT_S

Rows = Callable[[str], Iterable[tuple[Any, ...]]]
PROGRAM = "(program)"
"""The name under which a database keeps the version of the program that was started on it last."""
KNOWN = frozenset(path.stem for path in (Path(__file__).parents[1] / "records" / "migrations").glob("0*.py"))
ON_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'table'"
ON_POSTGRES = "SELECT table_name FROM information_schema.tables WHERE table_schema = ANY (current_schemas(false))"


def check_age(settings: Environment) -> None:
    """Raises ``BirddogError`` for a database that a later version has worked on; changes nothing.

    A file that another process holds for now is not looked at yet: ``prepare`` does, when its turn comes.
    """
    path = settings.home / DATABASE
    if settings.database_url:
        import psycopg

        with psycopg.connect(settings.database_url) as link:
            check_not_later(ON_POSTGRES, lambda query: link.execute(query.encode()))
    elif path.is_file():
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_S)) as file:
            try:
                check_not_later(ON_SQLITE, file.execute)
            except sqlite3.OperationalError:
                return


def check_not_later(tables: str, rows: Rows) -> None:
    """The same, with ``rows``, which answers a query, and ``tables``, the query for the names of all tables."""
    if "django_migrations" not in {name for (name,) in rows(tables)}:
        return
    applied = {name for (name,) in rows("SELECT name FROM django_migrations WHERE app = 'records'")}
    by_name = "0005_content_of_a_person" in applied
    started = rows(f"SELECT content FROM records_installed WHERE name = '{PROGRAM}'") if by_name else ()
    last, ours = next((str(row[0]) for row in started), ""), version("birddog")
    if applied - KNOWN or _numbers(last) > _numbers(ours):
        whose = f"{last} of birddog" if _numbers(last) > _numbers(ours) else "a later version of birddog"
        raise BirddogError(
            f"the database was last used by {whose}, and this is {ours}; start that one, or put back a backup from "
            "before the upgrade (`birddog restore`)"
        )


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))
