"""Make a backup, while the server runs and people write."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from birddog.core.content.values import BirddogError
from birddog.server.backups import archive, databases
from birddog.server.environment import Environment
from birddog.server.home import DATABASE

NAME = "birddog-%Y-%m-%dT%H%M%SZ.zip"
OURS = "birddog-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z.zip"


def backup(settings: Environment, where: Path, keep: int | None, now: datetime) -> tuple[Path, archive.Manifest]:
    """Write a backup into the folder ``where`` (named by the time ``now``), or to the file ``where``.

    It holds every event acknowledged before it began, and of later ones those up to one moment: none in part. Who was
    erased is written beside it (``erased.txt``). With ``keep`` only so many of the backups in the folder are left, the
    newest. Raises ``BirddogError`` and leaves nothing half-written.
    """
    folder, target = _place(where, now)
    if keep is not None and target != folder / f"{now.astimezone(UTC):{NAME}}":
        raise BirddogError(f"--keep is for a folder of backups, and {where} names one file")
    with TemporaryDirectory(prefix=".birddog-", dir=folder) as room:
        copy = Path(room) / (archive.POSTGRES if settings.database_url else archive.SQLITE)
        found = (
            databases.dump_postgres(settings.database_url, copy)
            if settings.database_url
            else databases.copy_sqlite(settings.home / DATABASE, copy)
        )
        manifest = archive.write(
            target, {copy.name: copy, **_files(settings.home)}, birddog=version("birddog"),
            made=now.astimezone(UTC).isoformat(timespec="seconds"),
            database="postgresql" if settings.database_url else "sqlite",
            migrations=found.migrations, events=found.events, people=found.people,
        )  # fmt: skip
    archive.write_erased(folder / archive.ERASED, set(found.erased))
    if keep is not None:
        for old in sorted(folder.glob(OURS))[:-keep]:
            old.unlink()
    return target, manifest


def _place(where: Path, now: datetime) -> tuple[Path, Path]:
    """The folder, and the file in it, which is not there yet."""
    target = where if where.suffix == ".zip" else where / f"{now.astimezone(UTC):{NAME}}"
    with suppress(FileExistsError):
        try:
            target.parent.mkdir(parents=True, mode=0o700)
        except OSError as error:
            if not isinstance(error, FileExistsError):
                raise BirddogError(f"{target.parent} cannot be made ({error.strerror or error})") from error
            raise
    if not target.parent.is_dir():
        raise BirddogError(f"{target.parent} is not a folder")
    if target.exists():
        raise BirddogError(f"{target} is there already; a backup is never written over another one")
    return target.parent.resolve(), target.resolve()


def _files(home: Path) -> dict[str, Path]:
    """What lies beside the database and cannot be made anew."""
    secrets = {name: home / name for name in archive.SECRETS if (home / name).is_file()}
    pictures = sorted(path for path in (home / archive.MEDIA).rglob("*") if path.is_file() and not path.is_symlink())
    return {**secrets, **{path.relative_to(home).as_posix(): path for path in pictures}}
