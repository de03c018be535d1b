"""What a server would run with, what would keep it from running, and whether a backup would come back."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from birddog import catalog
from birddog.core.content.values import BirddogError
from birddog.server import connections, door, run, turns
from birddog.server.age import check_age
from birddog.server.backups.drill import drill
from birddog.server.environment import SECRETS, Environment, read_environment
from birddog.server.home import DATABASE, check_home


def examined(data: Path | None, drill_at: datetime | None = None) -> dict[str, list[dict[str, Any]]]:
    """Settings (name, value, where from) and checks (what, whether it is fine, what was found).

    Changes nothing. With ``drill_at`` (the time now) a backup is made as well, and put back in a place of its own.
    """
    given = {**os.environ, **({"BIRDDOG_HOME": str(data)} if data else {})}
    checks = [_check("version", lambda: f"birddog {version('birddog')}, Python {sys.version.split()[0]}")]
    try:
        settings = read_environment(given)
    except BirddogError as error:
        return {"settings": [], "checks": [*checks, {"what": "settings", "ok": False, "says": str(error)}]}
    checks += [
        _check("settings", lambda: ""),
        _check("folder", lambda: _folder(settings)),
        _check("database", lambda: _database(settings)),
        _check("pages", _pages),
        _check("content", lambda: catalog.load_default().version),
        _check("limits", _limits),
    ]
    if drill_at is not None:
        checks.append(_check("backup", lambda: drill(settings, drill_at)))
    return {"settings": _rows(settings, given), "checks": checks}


def _rows(settings: Environment, given: dict[str, str]) -> list[dict[str, Any]]:
    names = [field.name for field in fields(Environment)]
    return [
        {
            "name": f"BIRDDOG_{name.upper()}", "value": _shown(name, getattr(settings, name)),
            "from": "set" if given.get(f"BIRDDOG_{name.upper()}") else "default",
        }
        for name in names
    ]  # fmt: skip


def _shown(name: str, value: object) -> str:
    if name in SECRETS:
        return "set, not shown" if value else "-"
    if isinstance(value, bool):
        return "on" if value else "off"
    return ", ".join(value) or "-" if isinstance(value, tuple) else str(value or "-")


def _check(what: str, look: Callable[[], str]) -> dict[str, Any]:
    try:
        return {"what": what, "ok": True, "says": look()}
    except BirddogError as error:
        return {"what": what, "ok": False, "says": str(error)}


def _folder(settings: Environment) -> str:
    check_home(settings)
    return str(settings.home) if settings.home.exists() else f"{settings.home} will be made"


def _database(settings: Environment) -> str:
    if settings.database_url:
        run.check_postgres(settings.database_url)
        check_age(settings)
        return "PostgreSQL answers"
    path = settings.home / DATABASE
    if not path.exists():
        return "SQLite, will be made"
    try:
        link = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            found = link.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            link.close()
    except sqlite3.Error as error:
        raise BirddogError(f"{path}: {error}") from error
    if found != "ok":
        raise BirddogError(f"{path}: {found}")
    check_age(settings)
    return "SQLite, in order"


def _pages() -> str:
    run.check_pages()
    return "built"


def _limits() -> str:
    return (
        f"{connections.MOST_CONNECTIONS} connections, {connections.HEAD_BYTES} bytes and {connections.HEAD_S:g} s for "
        f"a head, {door.BODY_BYTES} bytes for a form, {turns.MOST} requests at once"
    )
