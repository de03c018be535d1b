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


def start(home: Path) -> None:
    """As when the server starts."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BIRDDOG", "DJANGO"))}
    subprocess.run([sys.executable, "-c", START.format(home=str(home))], env=environment, check=True)


def test_what_an_older_version_left_for_all_to_read_is_the_owners_alone(tmp_path: Path) -> None:
    names = ("birddog.sqlite3", "jobs.sqlite3", "jobs.sqlite3-wal", "jobs.sqlite3-shm", "secret-key", "vapid.pem")
    for name in names:
        (tmp_path / name).touch(mode=0o644)
    (tmp_path / "secret-key").write_text("x" * 60)
    (tmp_path / "notes.txt").touch(mode=0o644)
    start(tmp_path)
    assert [name for name in names if (tmp_path / name).stat().st_mode & 0o077] == []
    assert (tmp_path / "notes.txt").stat().st_mode & 0o777 == 0o644


def test_only_the_owner_can_read_what_is_kept(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    start(home)
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert home / "birddog.sqlite3" in kept
    assert [path.name for path in kept if path.stat().st_mode & 0o077] == []
