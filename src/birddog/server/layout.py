"""The static files of this version, in a folder of their own that never changes once it is there.

A server that runs already keeps reading its own folder while another version is started beside it.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

from birddog.core.content.values import BirddogError

MOST_KEPT = 3
"""Folders of so many versions stay: the newest ones."""


def lay_out() -> Path:
    """Put the static files where they are served from, unless they lie there already."""
    files = dict(sorted(_files()))
    kept = Path(settings.STATIC_ROOT)
    kept.mkdir(exist_ok=True)
    folder = kept / f"v-{_digest(files)}"
    if not folder.is_dir():
        with TemporaryDirectory(dir=kept, prefix="making-") as fresh:
            _fill(Path(fresh, "all"), files)
            Path(fresh, "all").rename(folder)
    _forget_old(kept, folder)
    settings.STATIC_ROOT = folder
    return folder


def _files() -> Iterator[tuple[str, tuple[Any, str]]]:
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            yield path, (storage, path)


def _digest(files: dict[str, tuple[Any, str]]) -> str:
    digest = hashlib.sha256(f"{django.__version__} {version('whitenoise')}".encode())
    for name, (storage, path) in files.items():
        digest.update(name.encode() + b"\0" + Path(storage.path(path)).read_bytes())
    return digest.hexdigest()[:16]


def _fill(folder: Path, files: dict[str, tuple[Any, str]]) -> None:
    storage = CompressedManifestStaticFilesStorage(location=folder, base_url=settings.STATIC_URL)
    for name, (source, path) in files.items():
        with source.open(path) as file:
            storage.save(name, file)
    for _name, _processed, problem in storage.post_process(files, dry_run=False):
        if isinstance(problem, Exception):
            why = str(problem).splitlines()[0]
            raise BirddogError(f"the pages cannot be laid out ({why}); run `make frontend`, or install a wheel")


def _forget_old(kept: Path, used: Path) -> None:
    """Folders of versions long gone, and what an unfinished start has left."""
    folders = sorted(kept.glob("v-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in [path for path in folders if path != used][MOST_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)
    for unfinished in kept.glob("making-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
