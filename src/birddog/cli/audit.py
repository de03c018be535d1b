"""``birddog audit``: whether the logs of the clinics are whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

import click

from birddog.cli.serve import data_option


@click.group()
def audit() -> None:
    """The logs of the clinics on this server: who saw or changed what."""


@audit.command()
@data_option
def heads(data: Path | None) -> None:
    """Print the latest entry of each log, to keep outside this server."""
    _ready(data)
    from birddog.services.clinic.audit import heads as latest

    for head in latest():
        click.echo(str(head))


@audit.command()
@data_option
@click.option(
    "--heads", "file", type=click.File(), default=None,
    help="A file of earlier heads, or - for standard input: the logs must still contain them.",
)  # fmt: skip
def verify(data: Path | None, file: TextIO | None) -> None:
    """Check every log, entry by entry. Without earlier heads, a log that was rewritten as a whole is not found."""
    _ready(data)
    from birddog.services.clinic.audit import read_heads
    from birddog.services.clinic.audit import verify as found

    chains = found(read_heads(file) if file is not None else ())
    for chain in chains:
        click.echo(f"{'ok' if not chain.problems else 'NOT OK':<7} {chain.name or chain.organization}: {chain.entries}")
        for problem in chain.problems:
            click.echo(f"        {problem}")
    if any(chain.problems for chain in chains):
        sys.exit(1)


def _ready(data: Path | None) -> None:
    from birddog.server import run

    run.fit_to_start(data)
    run.configure(data)
    run.prepare()
