"""The folder where one machine keeps its data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def home_folder() -> Path:
    """``BIRDDOG_HOME``, else the user's own data folder; made when it is not there, readable by its owner only."""
    named = os.environ.get("BIRDDOG_HOME")
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    folder = Path(named).expanduser() if named else Path(data) / "birddog"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder.resolve()


def kept_secret(folder: Path, name: str) -> str:
    """A secret made once and kept in a file of its own."""
    path = folder / name
    if not path.is_file():
        fresh = path.with_suffix(f".{os.getpid()}.part")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()
