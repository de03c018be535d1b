"""``birddog backup`` and ``birddog restore``: a copy of everything, made while the server runs, and the way back."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from birddog.cli.serve import data_option


@click.command()
@click.argument("where", type=click.Path(path_type=Path))
@data_option
@click.option("--keep", type=click.IntRange(min=1), default=None, help="Keep only this many backups in the folder.")
@click.option("--json", "json_", is_flag=True, help="Print only JSON.")
def backup(where: Path, data: Path | None, keep: int | None, json_: bool) -> None:
    """Write a backup of everything into the folder WHERE, or to the file WHERE (.zip). The server may run."""
    from birddog.server import run
    from birddog.server.backups.backup import backup as write

    path, manifest = write(run.checked(data), where, keep, datetime.now().astimezone())
    if json_:
        click.echo(json.dumps({"file": str(path), **asdict(manifest)}, indent=2))
        return
    click.echo(f"{path}: {manifest.events} events of {manifest.people} people, with {', '.join(manifest.sha256)}")
    if "secret-key" not in manifest.sha256:
        click.echo("secret-key is not in it: the settings name the secret themselves, so keep that elsewhere")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@data_option
@click.option(
    "--erased", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=None,
    help="Ids of people erased since; erased.txt beside FILE if left out.",
)  # fmt: skip
@click.option("--replace", is_flag=True, help="If there are charts already, move them aside.")
def restore(file: Path, data: Path | None, erased: Path | None, replace: bool) -> None:
    """Restore the backup FILE, all of it or nothing. No server may be running. People erased since are erased again."""
    from birddog.server import run
    from birddog.server.backups.restore import restore as put_back

    done = put_back(run.checked(data), file, erased, replace, datetime.now().astimezone())
    click.echo(f"put back: {done.manifest.events} events of {done.manifest.people} people, as of {done.manifest.made}")
    if done.erased:
        click.echo(f"erased again: {done.erased}")
    if done.aside:
        click.echo(f"what was there before is in {done.aside}; delete it when all is well")
