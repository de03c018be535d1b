"""Start the server: look at everything first, then prepare, then listen."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from stat import S_IMODE
from tempfile import TemporaryDirectory
from typing import Any, cast

import uvicorn
from a2wsgi.wsgi_typing import WSGIApp

from birddog.core.content.values import BirddogError
from birddog.server.age import ON_POSTGRES, ON_SQLITE, PROGRAM, check_age, check_not_later
from birddog.server.environment import Environment, read_environment
from birddog.server.home import check_home, made_home
from birddog.server.running import at_work

OURS = ("*.sqlite3", "*.sqlite3-wal", "*.sqlite3-shm", "*.sqlite3-journal", "secret-key", "vapid.pem")
OTHERS = 0o077
LOCK = "starting.lock"
BUILT = ("web/static/birddog/app.js", "web/static/birddog/sw.js", "web/locale/es/LC_MESSAGES/django.mo")
"""What ``make frontend`` makes and the pages cannot do without."""
CONNECT_S = 5
"""So long a database elsewhere may take to answer before the start is given up."""
ADVISORY_LOCK = 8_152_026
"""Number of the lock under which servers on one PostgreSQL bring it up to date, one after the other."""


def checked(home: Path | None, **environment: str) -> Environment:
    """The settings, for the folder ``home`` (default: as set) and further variables; makes nothing.

    Raises ``BirddogError`` with one line for whatever would keep the server from running.
    """
    _set(home, **environment)
    settings = read_environment()
    check_home(settings)
    check_pages()
    if settings.database_url:
        check_postgres(settings.database_url)
    return settings


def fit_to_start(home: Path | None, **environment: str) -> Environment:
    """``checked``, for who is about to work on the database: not on one that a later version has worked on."""
    settings = checked(home, **environment)
    check_age(settings)
    return settings


def check_pages() -> None:
    """Raises ``BirddogError`` when the pages of this installation were never built."""
    missing = [name for name in BUILT if not (files("birddog") / name).is_file()]
    if missing:
        raise BirddogError(f"{', '.join(missing)} not built; run `make frontend`, or install a wheel")


def check_postgres(url: str) -> None:
    """Raises ``BirddogError`` when the database does not answer."""
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=CONNECT_S).close()
    except (psycopg.Error, UnicodeError) as error:
        lines = str(error).strip().splitlines() or ["no answer"]
        raise BirddogError(f"BIRDDOG_DATABASE_URL: the database does not answer ({lines[0]})") from error


def _set(home: Path | None, **environment: str) -> None:
    if home is not None:
        os.environ["BIRDDOG_HOME"] = str(home)
    os.environ.update({name: value for name, value in environment.items() if value})


def configure(home: Path | None, **environment: str) -> None:
    """Set up Django for the folder ``home`` (default: as set) and further variables; ``checked`` has looked at them.

    Whatever this process writes from now on only its owner can read, also in a folder that others can look into; and
    so it is from now on with what an older version has left there. Raises ``BirddogError`` when the folder does not
    allow it.
    """
    os.umask(0o077)
    _set(home, **environment)
    settings = read_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "birddog.server.settings")
    import django

    with _told():
        made_home(settings)
        django.setup()  # the secret is made by the settings
    from birddog.server.logs import configure_logs  # reads from the pages, so after the setup

    configure_logs(settings.log)
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
    """Bring the database up to date, name the content that charts go over to, and lay out the static files.

    One process at a time: others that start on the same folder, or the same database, wait for it. Raises
    ``BirddogError`` when the database or the folder does not allow it.
    """
    from django.db import DatabaseError

    from birddog.server.layout import lay_out

    try:
        with _told(), _alone():
            bring_up_to_date()
            lay_out()
    except DatabaseError as error:
        raise BirddogError(f"the database cannot be used ({error})") from error


@contextmanager
def _told() -> Iterator[None]:
    """What the machine refuses while we prepare, in one line."""
    try:
        yield
    except OSError as error:
        raise BirddogError(f"{error.filename or 'the folder'} cannot be used ({error.strerror or error})") from error


def bring_up_to_date() -> None:
    """Give the database the shape that this version works with. ``prepare`` is for a server that starts."""
    from django.core.management import call_command

    from birddog import catalog
    from birddog.records import store
    from birddog.services import clock
    from birddog.services.clinic import editions

    _check_age_again()
    call_command("migrate", verbosity=0, interactive=False)
    store.install(catalog.load_default().version)
    store.install(version("birddog"), PROGRAM)
    editions.install_all(clock.now())
    call_command("createcachetable", verbosity=0)
    from birddog.services import jobs  # makes its own file

    jobs.jobs.storage.queue_size()


def _check_age_again() -> None:
    """``check_age``, now that nobody else prepares this database."""
    from django.db import connection

    def rows(query: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    check_not_later(ON_POSTGRES if connection.vendor == "postgresql" else ON_SQLITE, rows)


@contextmanager
def _alone() -> Iterator[None]:
    """While no other process prepares this folder, or this database."""
    from django.conf import settings
    from django.core.files import locks
    from django.db import connection

    with (settings.BIRDDOG_HOME / LOCK).open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")  # others may take their time
            cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
                cursor.execute("RESET lock_timeout; RESET statement_timeout")


@contextmanager
def demo_home() -> Iterator[Path]:
    """A folder that is gone when the demonstration ends."""
    with TemporaryDirectory(prefix="birddog-demo-") as folder:
        yield Path(folder)


def fill_demo() -> None:
    """Put the example chart of a good course into the database, moved so that it ends today; pages say so."""
    from django.conf import settings

    from birddog.services.demo import fill

    fill()
    settings.BIRDDOG_DEMO = True


def check_address(host: str, port: int, setting: str = "--port") -> None:
    """Raises ``BirddogError`` naming the ``setting`` when nobody can listen there."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "no address"
        raise BirddogError(f"port {port} of {host} cannot be used ({why}); choose another with {setting}") from error


def serve(host: str, port: int, settings: Environment) -> None:
    """Listen until stopped."""
    from birddog.server.connections import HEAD_BYTES, BoundedProtocol
    from birddog.server.door import Door
    from birddog.server.metrics import publish
    from birddog.server.neighbors import OwnersProtocol
    from birddog.server.wsgi import application
    from birddog.services import jobs
    from birddog.web.live.socket import Live
    from birddog.web.live.wire import MOST_BYTES

    if settings.metrics is not None:
        publish(*settings.metrics)
    jobs.start()
    print(f"Birddog is at http://{host}:{port}  (stop: Ctrl+C)", file=sys.stderr, flush=True)
    protocol = BoundedProtocol if settings.accounts else OwnersProtocol
    with at_work(settings.home):
        uvicorn.run(
            cast(Any, Door(cast(WSGIApp, application), Live())),
            host=host, port=port, log_level="warning", access_log=False,
            server_header=False, http=protocol, h11_max_incomplete_event_size=HEAD_BYTES, lifespan="off",
            ws="websockets-sansio", ws_max_size=MOST_BYTES, ws_per_message_deflate=False,
            timeout_graceful_shutdown=10, proxy_headers=settings.https, forwarded_allow_ips=list(settings.proxies),
        )  # fmt: skip


def work(settings: Environment) -> None:
    """Work off background jobs until stopped."""
    from birddog.services import jobs

    print("Birddog works off its jobs  (stop: Ctrl+C)", file=sys.stderr, flush=True)
    with at_work(settings.home):
        jobs.work()
