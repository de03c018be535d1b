"""Put a backup back: all of it or nothing, without those who were erased since, and what was there stays aside."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from birddog.core.content.values import BirddogError
from birddog.server import run
from birddog.server.backups import archive, databases
from birddog.server.environment import Environment
from birddog.server.home import DATABASE, made_home
from birddog.server.running import alone


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, how many people were left out as erased since, and where that lies which was there before."""

    manifest: archive.Manifest
    erased: int
    aside: str


def restore(settings: Environment, file: Path, erased: Path | None, replace: bool, now: datetime) -> Restored:
    """Put the backup ``file`` back as what the ``settings`` name: folder, and database where one is named.

    Nothing may run on it. Where something is kept already it must be meant (``replace``); it is put aside, not deleted.
    People named by ``erased`` (default: ``erased.txt`` beside the backup), or erased in what is replaced, are erased
    again before anything is in place. Raises ``BirddogError``, and then all is as it was.
    """
    with archive.opened(file) as (parts, manifest):
        wanted = "postgresql" if settings.database_url else "sqlite"
        if manifest.database != wanted:
            raise BirddogError(
                f"{file} is of {manifest.database}, and these settings name {wanted}; "
                f"{'set' if wanted == 'sqlite' else 'unset'} BIRDDOG_DATABASE_URL"
            )
        _readable(manifest)
        again = archive.read_erased(erased or file.parent / archive.ERASED)
        home = made_home(settings)
        put = _into_postgres if settings.database_url else _into_folder
        with alone(home), _room(home) as room:
            archive.extract(parts, manifest, room)
            return put(settings, manifest, room, again, replace, f"before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%S}")


def _readable(manifest: archive.Manifest) -> None:
    """Refuse what a later version made."""
    ours = {path.stem for path in (Path(run.__file__).parents[1] / "records" / "migrations").glob("0*.py")}
    if (newest := manifest.migrations.get("records", "")) not in ours:
        raise BirddogError(f"the backup was made by birddog {manifest.birddog} ({newest}), which this one cannot read")


@contextmanager
def _room(home: Path) -> Iterator[Path]:
    """A folder beside what will be replaced, gone at the end."""
    room = Path(tempfile.mkdtemp(prefix=".restoring-", dir=home))
    try:
        yield room
    finally:
        shutil.rmtree(room)


def _into_folder(
    settings: Environment, manifest: archive.Manifest, room: Path, again: set[UUID], replace: bool, aside: str
) -> Restored:
    home, old = settings.home.resolve(), settings.home / DATABASE
    if old.exists():
        _meant(replace, str(old))
        again |= databases.look_through_sqlite(old).erased
    (room / archive.SQLITE).rename(room / DATABASE)
    _same(manifest, databases.look_through_sqlite(room / DATABASE))
    count = _brought_up_to_date(room, again)
    databases.copy_sqlite(room / DATABASE, room / archive.SQLITE)
    (room / archive.SQLITE).replace(room / DATABASE)
    moved = _moved_in(home, room, manifest, home / aside)
    return Restored(manifest, count, str(home / aside) if moved else "")


def _into_postgres(
    settings: Environment, manifest: archive.Manifest, room: Path, again: set[UUID], replace: bool, aside: str
) -> Restored:
    url, home = settings.database_url, settings.home.resolve()
    if others := databases.others_connected(url):
        raise BirddogError(f"{others} others are connected to the database; stop every server and worker first")
    there = databases.look_through_postgres(url)
    if there is not None:
        _meant(replace, "the database")
        again |= there.erased
    schema = aside.replace("-", "_").lower()
    with databases.put_aside(url, schema):
        databases.load_postgres(url, room / archive.POSTGRES)
        _same(manifest, databases.look_through_postgres(url))
        count = _brought_up_to_date(room, again)
        moved = _moved_in(home, room, manifest, home / aside)
    places = [f"the schema {schema}"] * (there is not None) + [str(home / aside)] * moved
    return Restored(manifest, count, " and ".join(places))


def _meant(replace: bool, what: str) -> None:
    if not replace:
        raise BirddogError(f"{what} holds charts already; with --replace they are put aside for this backup")


def _same(manifest: archive.Manifest, found: databases.Counted | None) -> None:
    if found is None or (found.events, found.people) != (manifest.events, manifest.people):
        raise BirddogError(f"what came out of the backup is not what went in: {manifest.events} events expected")


def _brought_up_to_date(room: Path, again: set[UUID]) -> int:
    """Open the copy with this version, and erase again; how many were erased."""
    run.configure(room)
    from django.db import connection

    from birddog.services.erase import erase_again

    try:
        run.bring_up_to_date()
        return erase_again(again)
    finally:
        connection.close()
        if connection.vendor == "postgresql":
            cast(Any, connection).close_pool()


def _moved_in(home: Path, room: Path, manifest: archive.Manifest, aside: Path) -> bool:
    """Move the parts to their places, and what was there aside; whether anything was. On an error all is moved back."""
    names = [name for name in (*archive.SECRETS, archive.MEDIA.rstrip("/")) if (room / name).exists()]
    names = [name for name in names if any(part.startswith(name) for part in manifest.sha256)]
    there = [name for name in names if (home / name).exists()]
    if manifest.database == "sqlite":
        names.append(DATABASE)
        # What a killed server left beside its database belongs to that database.
        there += [name for end in ("", "-wal", "-shm", "-journal") if (home / (name := f"{DATABASE}{end}")).exists()]
    moves = [(home / name, aside / name) for name in there] + [(room / name, home / name) for name in names]
    if there:
        aside.mkdir(mode=0o700)
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            source.rename(target)
            done.append((source, target))
    except OSError as error:
        for source, target in reversed(done):
            target.rename(source)
        raise BirddogError(f"{error.filename} cannot be moved ({error.strerror or error})") from error
    return bool(there)
