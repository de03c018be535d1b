"""``birddog clinic``: from nothing to a link for the first administrator."""

from __future__ import annotations

import os
import re
import subprocess
import sys


def birddog(home, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {"BIRDDOG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "birddog.server.settings", **environment}
    command = [sys.executable, "-m", "birddog", "clinic", "Seaside"]
    return subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, check=False)


def test_a_clinic_needs_accounts_and_gives_a_link(tmp_path):
    refused = birddog(tmp_path / "a")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "BIRDDOG_ACCOUNTS is off" in refused.stderr and not (tmp_path / "a").exists()
    made = birddog(tmp_path / "b", BIRDDOG_ACCOUNTS="1", BIRDDOG_HOSTS="clinic.example.org", BIRDDOG_HTTPS="1")
    assert made.returncode == 0, made.stderr
    assert re.fullmatch(r"https://clinic\.example\.org/join/[\w-]{32}/\n", made.stdout)
