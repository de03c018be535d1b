"""How long the command line takes to start, beside a bare Python started in the same round.

CPU time of whole processes (their own and the system's), so that a busy machine counts less; medians of rounds in which
the commands take turns. What an installed Birddog finds there is found here: byte code, and the content as parsed; both
are made in a folder of this run's, by a first round that is not counted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
INTAKE = ROOT / "examples" / "intakes" / "desk-worker-38.json"
BIRDDOG = [sys.executable, "-m", "birddog"]
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "birddog --version": [*BIRDDOG, "--version"],
    "birddog plan --json": [*BIRDDOG, "plan", str(INTAKE), "--now", "2026-03-02", "--json"],
    "birddog plan": [*BIRDDOG, "plan", str(INTAKE), "--now", "2026-03-02"],
}
WANTED = {"birddog --version": 8, "birddog plan --json": 20, "birddog plan": 20}
ROUNDS = 20


def seconds(command: list[str], folder: str) -> float:
    """CPU seconds of one process from start to end, with its caches in a folder."""
    kept = {"PYTHONPYCACHEPREFIX": folder, "PYTHONDONTWRITEBYTECODE": "", "XDG_CACHE_HOME": folder}
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **kept})
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """One cold round, then the rounds that count; ratios to the bare Python."""
    found: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with TemporaryDirectory() as folder:
        for count in range(ROUNDS + 1):
            for name, command in COMMANDS.items():
                taken = seconds(command, folder)
                if count:
                    found[name].append(taken)
    base = statistics.median(found["python -c pass"])
    for name, rows in found.items():
        ratio = statistics.median(rows) / base
        wanted = f" (wanted: at most {WANTED[name]})" if name in WANTED else ""
        print(f"{name:22} {statistics.median(rows) * 1000:7.0f} ms  {ratio:5.1f} x{wanted}")


if __name__ == "__main__":
    main()
