"""Files that are made once and then stay: secrets and keys of one machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def made_once(path: Path, make: Callable[[], bytes]) -> Path:
    """``path`` itself, filled with what ``make`` gives if it is not there yet; readable by its owner only.

    Of several processes that start at once one wins, and none ever reads a half-written file.
    """
    if not path.is_file():
        fresh = path.with_suffix(f".{os.getpid()}.part")
        fresh.touch(mode=0o600)
        try:
            fresh.write_bytes(make())
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path
