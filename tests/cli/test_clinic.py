"""``birddog clinic`` and ``birddog audit``: from nothing to a link for the first administrator, and to a log."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys


def birddog(home, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {"BIRDDOG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "birddog.server.settings", **environment}
    command = [sys.executable, "-m", "birddog", *arguments]
    return subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, check=False)


def test_a_clinic_needs_accounts_and_gives_a_link(tmp_path):
    refused = birddog(tmp_path / "a", "clinic", "open", "Seaside")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "BIRDDOG_ACCOUNTS is off" in refused.stderr and not (tmp_path / "a").exists()
    outside = {"BIRDDOG_ACCOUNTS": "1", "BIRDDOG_HOSTS": "clinic.example.org", "BIRDDOG_HTTPS": "1"}
    made = birddog(tmp_path / "b", "clinic", "open", "Seaside", **outside)
    assert made.returncode == 0, made.stderr
    assert re.fullmatch(r"https://clinic\.example\.org/join/[\w-]{32}/\n", made.stdout)
    shown = birddog(tmp_path / "b", "clinic", "coverage", "Seaside", "-o", str(tmp_path / "sheet.pdf"), **outside)
    assert re.match(r"exercise +0 of \d+\nsign +0 of \d+\n", shown.stdout), shown.stderr
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    none = birddog(tmp_path / "b", "clinic", "prove", **outside)
    assert (none.returncode, none.stdout) == (0, ""), none.stderr
    kept = birddog(tmp_path / "b", "audit", "heads").stdout
    assert re.fullmatch(r"[0-9a-f]{32} 1 [0-9a-f]{64}\n", kept)
    (tmp_path / "heads").write_text(kept)
    whole = birddog(tmp_path / "b", "audit", "verify", "--heads", str(tmp_path / "heads"))
    assert (whole.returncode, whole.stdout) == (0, "ok      Seaside: 1\n")
    with sqlite3.connect(tmp_path / "b" / "birddog.sqlite3") as link:
        link.execute("DELETE FROM records_entry")
    link.close()
    cut = birddog(tmp_path / "b", "audit", "verify", "--heads", str(tmp_path / "heads"))
    assert (cut.returncode, cut.stdout) == (
        1, "NOT OK  Seaside: 0\n        place 1: there is no such entry any more\n",
    )  # fmt: skip
