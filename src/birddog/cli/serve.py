"""``birddog serve``: the pages, on this machine. ``birddog worker``: its background jobs alone."""

from __future__ import annotations

import os
from pathlib import Path

import click

from birddog.core.values import BirddogError

LOCAL = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder that keeps everything.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--accounts", is_flag=True, help="People sign in; needed for any address but this machine's own.")
@click.option("--demo", is_flag=True, help="Show a filled example, in a folder of its own that is thrown away.")
def serve(data: Path | None, host: str, port: int, accounts: bool, demo: bool) -> None:
    """Start the pages: one process, no account, at http://127.0.0.1:8000."""
    from birddog.server import run  # not needed, and slow to load, for the other commands

    if host not in LOCAL and not accounts:
        raise BirddogError(
            f"host is {host}: whoever reaches it would read and write this chart; add --accounts, or use 127.0.0.1"
        )
    hosts = "" if host in LOCAL else ",".join(name for name in (os.environ.get("BIRDDOG_HOSTS"), host) if name)
    if demo:
        with run.demo_home() as home:
            run.configure(home, BIRDDOG_ACCOUNTS="1" if accounts else "", BIRDDOG_HOSTS=hosts)
            run.prepare()
            run.fill_demo()
            run.serve(host, port)
        return
    run.configure(data, BIRDDOG_ACCOUNTS="1" if accounts else "", BIRDDOG_HOSTS=hosts)
    run.prepare()
    run.serve(host, port)


@click.command()
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Folder that keeps everything.")
def worker(data: Path | None) -> None:
    """Send the reminders that are due, until stopped: for a server whose pages run elsewhere."""
    from birddog.server import run

    run.configure(data)
    run.prepare()
    run.work()
