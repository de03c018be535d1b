"""``birddog serve``: the pages, on this machine. ``birddog worker``: its background jobs alone. ``birddog doctor``."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path

import click

from birddog.core.content.values import BirddogError

LOCAL = ("127.0.0.1", "localhost", "::1")
data_option = click.option("--data", type=click.Path(path_type=Path), help="Folder that keeps everything.")


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--accounts", is_flag=True, help="People sign in; needed for any address but this machine's own.")
@click.option("--demo", is_flag=True, help="Show a filled example, in its own folder that is deleted afterward.")
def serve(data: Path | None, host: str, port: int, accounts: bool, demo: bool) -> None:
    """Start the pages: one process, no account, at http://127.0.0.1:8000."""
    from birddog.server import run  # not needed, and slow to load, for the other commands

    if demo:
        with run.demo_home() as home:
            _serve(home, host, port, accounts, demo=True)
        return
    _serve(data, host, port, accounts, demo=False)


def _serve(data: Path | None, host: str, port: int, accounts: bool, demo: bool) -> None:
    from birddog.server import run
    from birddog.server.environment import read_environment

    switch = {"BIRDDOG_ACCOUNTS": "1"} if accounts else {}
    if host not in LOCAL:
        # Read without the host first: whether people sign in may be set by the environment.
        if not read_environment({**os.environ, **switch}).accounts:
            raise BirddogError(
                f"host is {host!r}: anyone who reaches it could read and write this chart; add --accounts, "
                "or use 127.0.0.1"
            )
        switch["BIRDDOG_HOSTS"] = ",".join(name for name in (os.environ.get("BIRDDOG_HOSTS"), host) if name)
    run.check_address(host, port)
    settings = run.fit_to_start(data, **switch)
    if settings.metrics is not None:
        run.check_address(*settings.metrics, "BIRDDOG_METRICS")
    run.configure(data)
    run.prepare()
    if demo:
        run.fill_demo()
    run.serve(host, port, settings)


@click.command()
@data_option
def worker(data: Path | None) -> None:
    """Send the reminders that are due, until stopped: for a server whose pages run elsewhere."""
    from birddog.server import run

    settings = run.fit_to_start(data)
    run.configure(data)
    run.prepare()
    run.work(settings)


@click.command()
@data_option
@click.option("--drill", is_flag=True, help="Also make a backup, and restore it in a separate place.")
@click.option("--json", "json_", is_flag=True, help="Print only JSON.")
def doctor(data: Path | None, drill: bool, json_: bool) -> None:
    """Show the resulting settings, and whether the server could start with them. Changes nothing."""
    from birddog.server.doctor import examined

    found = examined(data, datetime.now().astimezone() if drill else None)
    if json_:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for row in found["settings"]:
            click.echo(f"{row['name']:<22} {row['value']}  ({row['from']})")
        for row in found["checks"]:
            click.echo(f"{'ok' if row['ok'] else 'NOT OK':<7} {row['what']}{': ' if row['says'] else ''}{row['says']}")
    if not all(row["ok"] for row in found["checks"]):
        sys.exit(1)
