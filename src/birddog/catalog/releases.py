"""Versions of the content that were released: what they were is written down, and stays.

A chart names the version that it was made with. So the content of a released version does not change, and what it held
is still known by its words when it is gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from birddog.catalog.library import RELEASES as NAME
from birddog.catalog.toml import read_toml
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError

KINDS = ("exercises", "signs", "measures")


@dataclass(frozen=True, slots=True)
class Release:
    """A released version: the digest of all its files, and the ids that charts may name."""

    version: str
    digest: str
    ids: dict[str, tuple[str, ...]]


def releases_of(folder: Path) -> tuple[Release, ...]:
    """The releases of a content folder, the oldest first; none where none is written down."""
    path = folder / NAME
    try:
        rows = read_toml(path).get("release", ()) if path.is_file() else ()
        return tuple(Release(row["version"], row["digest"], {kind: tuple(row[kind]) for kind in KINDS}) for row in rows)
    except (KeyError, TypeError, AttributeError) as error:
        raise BirddogError(f"{NAME}: missing or malformed {error}") from error


def release_problems(folder: Path, content: Content) -> Iterator[str]:
    """A released version that has changed, and what releases held that has neither a file nor a name any more."""
    for release in releases_of(folder):
        if release.version == content.version and release.digest != content.digest:
            yield (
                f"version.toml: the content is not what was released as '{release.version}'; "
                "give it a new version, as charts name the one they were made with"
            )
        for kind, held in release.ids.items():
            gone = set(held) - _ids(content)[kind] - content.retired.keys()
            yield from (
                f"retired.toml: {kind} '{name}' was released with '{release.version}' and is gone; "
                "say here what it was called, as charts name it"
                for name in sorted(gone)
            )
    known = set(content.retired).union(*_ids(content).values())
    for row in content.retired.values():
        lost = {name for name in (row.replaced_by, *row.parts) if name} - known
        yield from (
            f"retired.toml: '{row.id}': there is no '{name}' that could have replaced it" for name in sorted(lost)
        )


def release(folder: Path, content: Content) -> None:
    """Write down that this content is released as its version. Raises ``BirddogError`` if the version was before."""
    if any(each.version == content.version for each in releases_of(folder)):
        raise BirddogError(f"version.toml: '{content.version}' was released before; give the content a new version")
    rows = [f"version = {json.dumps(content.version)}", f"digest = {json.dumps(content.digest)}"]
    rows += [f"{kind} = {json.dumps(sorted(ids))}" for kind, ids in _ids(content).items()]
    with (folder / NAME).open("a", encoding="utf-8") as file:
        file.write("\n[[release]]\n" + "\n".join(rows) + "\n")


def _ids(content: Content) -> dict[str, set[str]]:
    return {
        "exercises": set(content.index), "signs": set(content.items_by_id),
        "measures": {instrument.id for instrument in content.instruments},
    }  # fmt: skip
