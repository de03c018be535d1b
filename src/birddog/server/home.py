"""What a machine brings along: the folder where it keeps its data, secrets made once, the way mail goes out."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from birddog.services.kept_file import made_once


def home_folder() -> Path:
    """``BIRDDOG_HOME``, else the user's own data folder; made when it is not there, readable by its owner only."""
    named = os.environ.get("BIRDDOG_HOME")
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    folder = Path(named).expanduser() if named else Path(data) / "birddog"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder.resolve()


def kept_secret(folder: Path, name: str) -> str:
    """A secret made once and kept in a file of its own."""
    return made_once(folder / name, lambda: secrets.token_urlsafe(48).encode()).read_text()


def email_settings(url: str) -> dict[str, Any]:
    """Django's mail settings from ``smtp://user:password@host:587?tls=1`` (``smtps://``: encrypted from the start).

    Empty: mail is printed where the server runs.

    >>> email_settings("smtps://a%40b.org:secret@mail.example.org")["EMAIL_PORT"]
    465
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("BIRDDOG_EMAIL_URL is not smtp://user:password@host:port?tls=1 or smtps://...")
    encrypted, tls = parts.scheme == "smtps", parse_qs(parts.query).get("tls", ["0"])[0] == "1"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if encrypted else 587 if tls else 25), "EMAIL_USE_SSL": encrypted,
        "EMAIL_USE_TLS": tls and not encrypted, "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""), "EMAIL_TIMEOUT": 20,
    }  # fmt: skip
