"""Which code decides: recorded with every decision, and part of what a stored state is good for."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from birddog import core


@cache
def code_version() -> str:
    """The version of the package and the digest of the code that decides, such as ``0.1.0+5f2a90c1``."""
    folder = Path(core.__file__).parent
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{version('birddog')}+{whole.hexdigest()[:8]}"
