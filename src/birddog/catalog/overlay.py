"""A clinic's own version of the content: what it changes of some entries, and which ones it does not use.

``edition`` lays it over the packaged content. The files are laid out anew in a folder that is gone afterwards, so that
what reads and checks content reads and checks this one as it does the packaged one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from birddog.catalog.entries import Files, hashes, kind_of, read_files
from birddog.catalog.language import LANGUAGES, load_language, translated
from birddog.catalog.library import content_folder, load, stores
from birddog.catalog.overlay_fields import put
from birddog.catalog.toml import as_toml, parsed_once
from birddog.catalog.whole import whole
from birddog.core.content.content import Content, Retired
from birddog.core.content.exercise import Exercise
from birddog.core.content.values import BirddogError

RETIRABLE = ("exercise", "aerobic")
"""Kinds of exercises that a clinic may do without. What to avoid, and habits, stay; and so does whatever protects."""
NAMES = ("changes", "retired", "only")


@dataclass(frozen=True, slots=True)
class Overlay:
    """``changes``: entry, name of a field, new value. ``retired``: entries that are not used.

    ``only``: with it, of the exercises and lessons those alone are used that are here with the hash they have now.
    """

    changes: Mapping[str, Mapping[str, Any]]
    retired: frozenset[str] = frozenset()
    only: Mapping[str, str] | None = None

    def body(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "changes": {entry: dict(told) for entry, told in sorted(self.changes.items())},
            "retired": sorted(self.retired), "only": None if self.only is None else dict(sorted(self.only.items())),
        }  # fmt: skip


NOTHING = Overlay({})


def overlay_of(body: Mapping[str, Any]) -> Overlay:
    """An overlay from its JSON. Raises ``BirddogError`` for a name that it does not have."""
    if strange := sorted(set(body) - set(NAMES)):
        raise BirddogError(f"overlay has '{strange[0]}'; allowed: {', '.join(NAMES)}")
    return Overlay(body.get("changes", {}), frozenset(body.get("retired", ())), body.get("only"))


@dataclass(frozen=True)
class Edition:
    """Content as a clinic has it: by language, with its files, the hash of each entry, and what is not used of it."""

    version: str
    contents: Mapping[str, Content]
    files: Files
    hashes: Mapping[str, str]
    unused: frozenset[str]


@cache
def packaged() -> Edition:
    """The content that comes with the package."""
    contents = {code: load_language(code) for code in LANGUAGES}
    with parsed_once(*all_stores(), keep=False):
        files = read_files(content_folder())
    return Edition(contents["en"].version, contents, files, hashes(files, contents), frozenset())


def all_stores() -> list[Path]:
    """Where the parsed files of every language are looked for."""
    return list(dict.fromkeys(store for code in LANGUAGES for store in stores(code)))


def edition(overlay: Overlay, version: str) -> Edition:
    """The packaged content under an overlay, by the name of ``version``; worked out once.

    Raises ``BirddogError`` if there is no such entry or field any more, or what comes of it cannot be read.
    """
    return _edition(json.dumps(overlay.body()), version)


@lru_cache(maxsize=32)
def _edition(body: str, version: str) -> Edition:
    overlay, base = overlay_of(json.loads(body)), packaged()
    if overlay.changes:
        with laid_out(overlay, version) as folder, parsed_once(*all_stores(), keep=False):
            english = whole(load(folder))
            others = {code: translated(english, folder / "languages" / code) for code in LANGUAGES if code != "en"}
            contents, files = {"en": english, **others}, read_files(folder)
        known = hashes(files, contents)
    else:
        digest = hashlib.sha256(f"{base.contents['en'].digest} {version} {body}".encode()).hexdigest()
        told: dict[str, Any] = {"version": version, "digest": digest, "memo": {}}
        contents = {code: replace(content, **told) for code, content in base.contents.items()}
        files, known = base.files, dict(base.hashes)
    unused = frozenset(_unused(overlay, contents["en"], known))
    without = {code: _without(content, unused) for code, content in contents.items()}
    return Edition(version, without, files, known, unused)


@contextmanager
def laid_out(overlay: Overlay, version: str) -> Iterator[Path]:
    """A folder with the content files under an overlay, until the end of the block; what is not used is still there."""
    with TemporaryDirectory(prefix="birddog-content-") as made:
        folder = Path(made) / "content"
        shutil.copytree(content_folder(), folder)
        (folder / "version.toml").write_text(as_toml({"version": version}), encoding="utf-8")
        for name, table in changed_files(overlay).items():
            (folder / name).write_text(as_toml(table), encoding="utf-8")
        yield folder


def changed_files(overlay: Overlay) -> dict[str, dict[str, Any]]:
    """The files that an overlay changes, as tables by path. ``BirddogError`` for an entry or field that is gone."""
    base = packaged().files
    files, touched = base.copy(), set()
    for entry, told in overlay.changes.items():
        if entry not in files.places:
            raise BirddogError(f"{entry}: there is no such entry any more; take the change back")
        for name, value in told.items():
            put(files, entry, name, value)
        touched |= {file for file in files.tables if files.tables[file] != base.tables[file]}
    return {file: files.tables[file] for file in sorted(touched)}


# ----------------------------------------------------------------------------------------------- what is not used


def retirable(entry: str, content: Content) -> bool:
    """Whether a clinic may do without an entry: exercises and lessons, never what protects."""
    kind, name = kind_of(entry)
    return kind == "lesson" or (kind == "exercise" and content.exercise(name).kind in RETIRABLE)


def _unused(overlay: Overlay, content: Content, known: Mapping[str, str]) -> Iterator[str]:
    every = [f"exercise-{e.id}" for e in content.exercises] + [f"lesson-{lesson.id}" for lesson in content.lessons]
    for entry in every:
        confirmed = overlay.only is None or overlay.only.get(entry) == known[entry]
        if retirable(entry, content) and (entry in overlay.retired or not confirmed):
            yield entry


def _without(content: Content, unused: frozenset[str]) -> Content:
    """``content`` less these exercises and lessons. Charts that name one of the exercises still know what it was."""
    if not unused:
        return content
    kept = tuple(e for e in content.exercises if f"exercise-{e.id}" not in unused)
    gone = {e.id: _retired(e) for e in content.exercises if f"exercise-{e.id}" in unused}
    lessons = tuple(lesson for lesson in content.lessons if f"lesson-{lesson.id}" not in unused)
    retired = {**content.retired, **gone}
    return whole(replace(content, exercises=kept, lessons=lessons, retired=retired, memo={}))


def _retired(exercise: Exercise) -> Retired:
    return Retired(exercise.id, exercise.name, "", exercise.direction)
