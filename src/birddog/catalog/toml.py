"""Reading TOML files, with messages that name file and line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from birddog.core.values import BirddogError


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file, or a ``BirddogError`` naming the file and the line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BirddogError(f"{path}: cannot be read ({error.strerror})") from error
    except tomllib.TOMLDecodeError as error:
        raise BirddogError(f"{path.name}: not TOML: {error}") from error
