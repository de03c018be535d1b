"""``birddog clinic`` and ``birddog audit``: from nothing to a link for the first administrator, and to a log."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from dataclasses import dataclass

from click.testing import CliRunner
from tests.browser.serving import prepare

from birddog.cli import main

OUTSIDE = {"BIRDDOG_ACCOUNTS": "1", "BIRDDOG_HOSTS": "clinic.example.org", "BIRDDOG_HTTPS": "1"}
EACH = """
import json, sys
from click.testing import CliRunner
from birddog.cli import main
said = [CliRunner().invoke(main, command) for command in json.loads(sys.argv[1])]
print(json.dumps([[each.exit_code, each.stdout, each.stderr] for each in said]))
"""


@dataclass
class Said:
    code: int
    out: str
    err: str


def birddog(home, *commands: str, **environment: str) -> list[Said]:
    """What commands say, one after the other in one process."""
    settings = {"BIRDDOG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "birddog.server.settings", **environment}
    run = [sys.executable, "-c", EACH, json.dumps([command.split() for command in commands])]
    done = subprocess.run(run, env={**os.environ, **settings}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [Said(*each) for each in json.loads(done.stdout)]


def test_a_clinic_needs_accounts_and_gives_a_link(tmp_path):
    refused = CliRunner().invoke(main, ["clinic", "open", "Seaside"], env={"BIRDDOG_HOME": str(tmp_path / "a")})
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "BIRDDOG_ACCOUNTS is off" in refused.stderr and not (tmp_path / "a").exists()
    home, sheet = tmp_path / "b", tmp_path / "sheet.pdf"
    prepare(home)
    made, shown, none, kept, whole = birddog(
        home, "clinic open Seaside", f"clinic coverage Seaside -o {sheet}", "clinic prove", "audit heads",
        "audit verify", **OUTSIDE,
    )  # fmt: skip
    assert made.code == 0, made.err
    assert re.fullmatch(r"https://clinic\.example\.org/join/[\w-]{32}/\n", made.out)
    assert re.match(r"exercise +0 of \d+\nsign +0 of \d+\n", shown.out), shown.err
    assert sheet.read_bytes().startswith(b"%PDF")
    assert (none.code, none.out) == (0, ""), none.err
    assert re.fullmatch(r"[0-9a-f]{32} 1 [0-9a-f]{64}\n", kept.out)
    assert (whole.code, whole.out) == (0, "ok      Seaside: 1\n")
    with sqlite3.connect(home / "birddog.sqlite3") as link:
        link.execute("DELETE FROM records_entry")
    link.close()
    heads = tmp_path / "heads"
    heads.write_text(kept.out)
    (cut,) = birddog(home, f"audit verify --heads {heads}")
    assert (cut.code, cut.out) == (1, "NOT OK  Seaside: 0\n        place 1: there is no such entry any more\n")
