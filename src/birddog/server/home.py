"""What a machine brings along: the folder where it keeps its data, secrets made once, the way mail goes out."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from birddog.core.content.values import BirddogError
from birddog.server.environment import Environment, usable_secret
from birddog.services.kept_file import made_once

SECRET_KEY = "secret-key"
DATABASE = "birddog.sqlite3"
DATABASES = {DATABASE: "django_migrations", "jobs.sqlite3": "kv"}
"""Our databases, and the table that each of them has before it has any other."""
WAIT_S = 5.0
"""So long another process may hold a database that we want to look into."""
FOLDERS = ("static", "figures", "cache")


def check_home(settings: Environment) -> None:
    """Raises ``BirddogError`` for a folder in which nothing good can come of starting; makes nothing."""
    home = settings.home
    _check_folder(home, "BIRDDOG_HOME")
    if settings.figures is not None:
        _check_folder(settings.figures.absolute(), "BIRDDOG_FIGURES")
    for name in FOLDERS:
        if (home / name).exists():
            _check_folder(home / name, "BIRDDOG_HOME")
    for name in DATABASES:
        _check_database(home / name)
    if not settings.secret_key:
        read_secret(home / SECRET_KEY)
    check_key(home / "vapid.pem")


def _check_folder(folder: Path, name: str) -> None:
    """A folder of ours that can be written to, or that can be made where it is not there yet."""
    try:
        there = next(path for path in (folder, *folder.parents) if path.exists() or path.is_symlink())
        if not there.is_dir():
            raise BirddogError(f"{name}: {there} is not a folder")
        if not os.access(there, os.W_OK | os.X_OK | os.R_OK):
            raise BirddogError(f"{name}: {there} cannot be written to by this user")
        TemporaryFile(dir=there).close()  # leaves nothing; not every folder that says so takes a file
        if there == folder and hasattr(os, "geteuid") and folder.stat().st_uid not in (os.geteuid(), 0):
            raise BirddogError(f"{name}: {folder} belongs to another user; start Birddog as that user")
    except BirddogError:
        raise
    except (OSError, ValueError) as error:
        raise BirddogError(f"{name}: {folder} cannot be used ({_why(error)})") from error


def _there(path: Path) -> bool:
    """Whether a file of ours is there. Raises ``BirddogError`` for what is none: a pipe, say, is waited for forever."""
    if path.exists() and not path.is_file():
        raise BirddogError(f"{path} cannot be read (it is not a file)")
    return path.exists()


def _check_database(path: Path) -> None:
    if not _there(path):
        return
    try:
        with path.open("rb") as file:
            begins = file.read(16)
    except OSError as error:
        raise BirddogError(f"{path} cannot be read ({_why(error)})") from error
    if begins and begins != b"SQLite format 3\0":
        raise BirddogError(f"{path} is not a database; put back a copy from your backup, or move it away")
    if not os.access(path, os.W_OK):
        raise BirddogError(f"{path} cannot be written to by this user")
    if begins:
        _check_tables(path)


def _check_tables(path: Path) -> None:
    """Raises ``BirddogError`` for a database of another program: we would put our tables among its own."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_S)) as link:
            found = {name for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.OperationalError:
        return  # held by another for now; the start waits its turn
    except sqlite3.DatabaseError as error:
        raise BirddogError(
            f"the database cannot be used: {path} ({error}); put back a copy from your backup, or move it away"
        ) from error
    if found and DATABASES[path.name] not in found:
        raise BirddogError(
            f"{path} holds the tables of another program ({', '.join(sorted(found)[:3])}); move it away, or choose "
            "another folder"
        )


def check_key(path: Path) -> None:
    """Raises ``BirddogError`` when there is a key for reminders and it is none."""
    if not _there(path):
        return
    try:
        load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise BirddogError(
            f"{path} is not a key; put it back from your backup, or remove it (browsers are then asked again)"
        ) from error


def made_home(settings: Environment) -> Path:
    """The folder of a server, made when it is not there, readable by its owner only."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return settings.home.resolve()


def read_secret(path: Path) -> str | None:
    """The secret that is kept in a file, ``None`` when there is none. Raises ``BirddogError`` for one that is bad."""
    if not _there(path):
        return None
    try:
        text = path.read_bytes().decode("ascii").strip()
    except (OSError, ValueError) as error:
        raise BirddogError(_bad_secret(path)) from error
    if not text.isprintable() or not usable_secret(text):
        raise BirddogError(_bad_secret(path))
    return text


def _bad_secret(path: Path) -> str:
    return f"{path} holds no usable secret; put it back from your backup, or remove it (everybody must sign in again)"


def kept_secret(folder: Path) -> str:
    """The secret of this folder: made once and kept in a file of its own."""
    path = made_once(folder / SECRET_KEY, lambda: secrets.token_urlsafe(48).encode())
    return read_secret(path) or ""


def _why(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def email_settings(url: str) -> dict[str, Any]:
    """Django's mail settings from ``smtp://user:password@host:587?tls=1`` (``smtps://``: encrypted from the start).

    Empty: mail is printed where the server runs. ``read_environment`` has looked at the address.

    >>> email_settings("smtps://a%40b.org:secret@mail.example.org")["EMAIL_PORT"]
    465
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    encrypted, tls = parts.scheme == "smtps", parse_qs(parts.query).get("tls", ["0"])[0] == "1"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if encrypted else 587 if tls else 25), "EMAIL_USE_SSL": encrypted,
        "EMAIL_USE_TLS": tls and not encrypted, "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""), "EMAIL_TIMEOUT": 20,
    }  # fmt: skip
