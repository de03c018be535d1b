"""Draw what a command prints as an SVG: ``python docs/terminal.py FILE [--lines N] -- COMMAND ...``.

The picture names no font or address elsewhere, so that it looks the same without a network.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shlex
import subprocess
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

WIDTH = 104
"""Columns of the terminal in the picture."""

FONT = 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace'


def printed(command: list[str]) -> str:
    """What ``command`` prints on a terminal with colors. Raises ``CalledProcessError`` if it fails."""
    terminal = {"FORCE_COLOR": "1", "COLUMNS": str(WIDTH), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    result = subprocess.run(command, env=os.environ | terminal, capture_output=True, text=True, check=True)
    return result.stdout


def shown(command: list[str]) -> str:
    """The command as a person would type it."""
    return shlex.join([Path(command[0]).name, *command[1:]])


def draw(command: str, output: str, lines: int) -> str:
    """The SVG of a prompt with ``command`` and the first ``lines`` lines of ``output``."""
    rows = output.rstrip().splitlines()
    if len(rows) > lines:
        rows = [*rows[:lines], f"\x1b[2m... {len(rows) - lines} more lines\x1b[0m"]
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "bold green"), (command, "bold")), soft_wrap=True)
    console.print(Text.from_ansi("\n".join(rows)))
    svg = console.export_svg(title="birddog", theme=MONOKAI, unique_id="terminal")
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", FONT)
    svg = svg.replace("<!-- Generated with Rich https://www.textualize.io -->", "<title>birddog in a terminal</title>")
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def main() -> None:
    """Draw what a command prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--lines", type=int, default=48)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    svg = draw(shown(options.command), printed(options.command), options.lines)
    options.file.write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
