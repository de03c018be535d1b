"""What the server keeps on a disk that others use too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

START = """
from pathlib import Path
from birddog.server import run
run.configure(Path({home!r}))
from django.core.management import call_command
call_command("migrate", "records", verbosity=0)
"""


def test_only_the_owner_can_read_what_is_kept(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BIRDDOG", "DJANGO"))}
    subprocess.run([sys.executable, "-c", START.format(home=str(home))], env=environment, check=True)
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert home / "birddog.sqlite3" in kept
    assert [path.name for path in kept if path.stat().st_mode & 0o077] == []
