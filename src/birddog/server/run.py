"""Start the server: migrate, collect the static files, listen."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE
from tempfile import TemporaryDirectory
from typing import Any, cast

import uvicorn
from a2wsgi.wsgi_typing import WSGIApp

from birddog.core.values import BirddogError

OURS = ("*.sqlite3", "*.sqlite3-wal", "*.sqlite3-shm", "*.sqlite3-journal", "secret-key", "vapid.pem")
OTHERS = 0o077


def configure(home: Path | None, **environment: str) -> None:
    """Set up Django for the folder ``home`` (default: the user's own) and further environment variables.

    Whatever this process writes from now on only its owner can read, also in a folder that others can look into; and
    so it is from now on with what an older version has left there.
    """
    os.umask(0o077)
    if home is not None:
        os.environ["BIRDDOG_HOME"] = str(home)
    os.environ.update({name: value for name, value in environment.items() if value})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "birddog.server.settings")
    import django

    django.setup()
    _keep_to_owner()


def _keep_to_owner() -> None:
    """Databases, with what lies beside them while they are open, and secrets: readable by their owner only."""
    from django.conf import settings

    for path in sorted(found for name in OURS for found in settings.BIRDDOG_HOME.glob(name) if found.is_file()):
        mode = path.stat().st_mode
        if mode & OTHERS:
            try:
                path.chmod(S_IMODE(mode) & ~OTHERS)
            except PermissionError:
                print(f"others can read {path}, and it is not ours to change", file=sys.stderr)


def prepare() -> None:
    """Bring the database up to date, name the content that charts go over to, and lay out the static files."""
    from django.core.management import call_command

    from birddog import catalog

    call_command("migrate", verbosity=0, interactive=False)
    from birddog.records import store

    store.install(catalog.load_default().version)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


@contextmanager
def demo_home() -> Iterator[Path]:
    """A folder that is gone when the demonstration ends."""
    with TemporaryDirectory(prefix="birddog-demo-") as folder:
        yield Path(folder)


def fill_demo() -> None:
    """Put the example chart of a good course into the database, moved so that it ends today."""
    from birddog.services.demo import fill

    fill()


def serve(host: str, port: int) -> None:
    """Listen until stopped. Raises ``BirddogError`` when the port is taken."""
    from birddog.server.connections import HEAD_BYTES, BoundedProtocol
    from birddog.server.door import Door
    from birddog.server.wsgi import application
    from birddog.services import jobs

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BirddogError(
                f"port {port} of {host} cannot be used ({error.strerror}); choose another with --port"
            ) from error
    jobs.start()
    print(f"Birddog is at http://{host}:{port}  (stop: Ctrl+C)", file=sys.stderr, flush=True)
    uvicorn.run(
        cast(Any, Door(cast(WSGIApp, application))), host=host, port=port, log_level="warning", access_log=False,
        server_header=False, http=BoundedProtocol, h11_max_incomplete_event_size=HEAD_BYTES, ws="none", lifespan="off",
        timeout_graceful_shutdown=10,
    )  # fmt: skip


def work() -> None:
    """Work off background jobs until stopped."""
    from birddog.services import jobs

    print("Birddog works off its jobs  (stop: Ctrl+C)", file=sys.stderr, flush=True)
    jobs.work()
