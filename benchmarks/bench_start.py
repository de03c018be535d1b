"""How long the command line takes to start, beside a bare Python started in the same round.

CPU time of whole processes (their own and the system's), so that a busy machine counts less; medians of rounds in which
the commands take turns.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

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


def seconds(command: list[str]) -> float:
    """CPU seconds of one process from start to end."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def main() -> None:
    """One warm round, then the rounds that count; ratios to the bare Python."""
    found: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for count in range(ROUNDS + 1):
        for name, command in COMMANDS.items():
            taken = seconds(command)
            if count:
                found[name].append(taken)
    base = statistics.median(found["python -c pass"])
    for name, rows in found.items():
        ratio = statistics.median(rows) / base
        wanted = f" (wanted: at most {WANTED[name]})" if name in WANTED else ""
        print(f"{name:22} {statistics.median(rows) * 1000:7.0f} ms  {ratio:5.1f} x{wanted}")


if __name__ == "__main__":
    main()
