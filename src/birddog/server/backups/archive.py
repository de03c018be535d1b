"""The file of a backup: a zip with a ``manifest.json`` that says what it holds, and the digest of each part."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Literal
from uuid import UUID

from birddog.core.content.values import BirddogError

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE, POSTGRES = "database.sqlite3", "database.dump"
SECRETS = ("secret-key", "vapid.pem")
"""Files of the folder that cannot be made anew; what is not there is not in the backup either."""
MEDIA = "media/"
ERASED = "erased.txt"
"""Beside the backups: ids of people erased since, one a line, so that no older backup brings them back."""
CHUNK = 1 << 20
Kind = Literal["sqlite", "postgresql"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds. ``migrations``: the newest of each app; ``sha256`` of each part by its name."""

    format: int
    birddog: str
    made: str
    database: Kind
    migrations: dict[str, str]
    events: int
    people: int
    sha256: dict[str, str]


def write(target: Path, parts: dict[str, Path], **told: Any) -> Manifest:
    """Write a backup of ``parts`` (name in the archive to file), readable by its owner only, whole or not at all."""
    unfinished = target.with_name(f".{target.name}.part")
    try:
        with (
            os.fdopen(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        ):
            sha256 = {name: _copied(path, archive, name) for name, path in parts.items()}
            manifest = Manifest(format=FORMAT, sha256=sha256, **told)
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))
            archive.close()
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise BirddogError(f"{target} cannot be written ({error.strerror or error})") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _copied(path: Path, archive: zipfile.ZipFile, name: str) -> str:
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as into:
        return _through(source, into)


def _through(source: IO[bytes], into: IO[bytes]) -> str:
    """Copy, and tell the digest of what went through."""
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        into.write(chunk)
    return digest.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """A backup to read from. Raises ``BirddogError`` for a file that is none, or of a later format."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive, _manifest(archive, path)
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BirddogError(f"{path} cannot be read as a backup ({why})") from error


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        told = json.loads(archive.read(MANIFEST))
        written = told["format"]
        manifest = Manifest(**told) if written == FORMAT else None
    except (KeyError, TypeError, ValueError) as error:
        raise BirddogError(f"{path} is not a backup of Birddog: its {MANIFEST} is missing or not whole") from error
    if manifest is None:
        raise BirddogError(f"{path}: format is {written!r}; this version reads {FORMAT}")
    whole = {*manifest.sha256, MANIFEST} == set(archive.namelist())
    if not whole or not all(map(_plain, manifest.sha256)):
        raise BirddogError(f"{path} does not hold what its {MANIFEST} says")
    return manifest


def _plain(name: str) -> bool:
    """Whether a part has a name that a backup gives, and so stays inside the folder it is put into."""
    if name in (SQLITE, POSTGRES, *SECRETS):
        return True
    return name.startswith(MEDIA) and ".." not in Path(name).parts and "\\" not in name


def extract(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    """Lay all parts out in a folder. Raises ``BirddogError`` when one is not what was written."""
    for name, sha256 in manifest.sha256.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with archive.open(name) as source, path.open("wb") as into:
            found = _through(source, into)
        path.chmod(0o600)
        if found != sha256:
            raise BirddogError(f"{name}: the backup is damaged (its digest is not the one that was written)")


def read_erased(path: Path) -> set[UUID]:
    """The ids in a file of erased people; none where there is no file. Raises ``BirddogError`` for another line."""
    if not path.exists():
        return set()
    found: set[UUID] = set()
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        try:
            found.add(UUID(line.split()[0])) if line.strip() else None
        except ValueError as error:
            raise BirddogError(f"{path}, line {number}: {line[:40]!r} is not an id of an erased person") from error
    return found


def write_erased(path: Path, ids: set[UUID]) -> None:
    """Keep the ids, with those that stood there before."""
    text = "".join(f"{one}\n" for one in sorted(ids | read_erased(path), key=str))
    unfinished = path.with_name(f".{path.name}.part")
    unfinished.write_text(text)
    unfinished.chmod(0o600)
    unfinished.replace(path)
