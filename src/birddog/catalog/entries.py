"""The entries of the content that a clinician reads and signs: each as it stands in its files, and its hash.

An entry is called by its kind and its id: ``exercise-bird-dog``, ``sign-saddle_numbness``.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from birddog.catalog.language import ABOUT, WORDS, languages_of
from birddog.catalog.toml import read_toml
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError

KINDS = ("exercise", "sign", "veto", "rule", "lesson")
LISTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "sign": ("screening.toml", ("item", "cluster", "finding")), "veto": ("vetoes.toml", ("veto",)),
}  # fmt: skip
"""Kinds whose entries share a file, and the lists there that hold them."""
FOLDERS = {"exercise": "exercises", "lesson": "lessons"}
"""Kinds whose entries have a file each."""
Tables = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands: its file, and the list (or table) and id in it; without those it is the whole file."""

    file: str
    part: str = ""
    id: str = ""


def kind_of(entry: str) -> tuple[str, str]:
    """Kind and id. ``BirddogError`` for what is called like no entry.

    >>> kind_of("exercise-bird-dog")
    ('exercise', 'bird-dog')
    """
    kind, _, name = entry.partition("-")
    if kind not in KINDS or not name:
        raise BirddogError(f"entry is '{entry}'; allowed: {', '.join(KINDS)}, then - and an id")
    return kind, name


@dataclass(frozen=True)
class Files:
    """The content files of a folder that hold entries, as tables by path, and where each entry stands."""

    tables: Tables
    places: Mapping[str, Place]
    languages: tuple[str, ...]

    def row(self, entry: str) -> dict[str, Any]:
        """An entry as its file holds it. Raises ``KeyError`` if there is none."""
        place = self.places[entry]
        table = self.tables[place.file]
        if not place.part:
            return table
        row: dict[str, Any] = next(row for row in table[place.part] if row["id"] == place.id)
        return row

    def words(self, entry: str, language: str) -> dict[str, Any]:
        """The texts of an entry in a language other than English."""
        place, kind = self.places[entry], kind_of(entry)[0]
        file = "rules.toml" if kind == "rule" else place.file
        table = self.tables[f"languages/{language}/{file}"]
        if not place.part:
            return table
        inner: dict[str, Any] = table.get(place.part, {}) if kind == "sign" else table
        return dict(inner.get(place.id, {}))

    def copy(self) -> Files:
        """The same, to be changed."""
        return Files(copy.deepcopy(self.tables), self.places, self.languages)


def read_files(folder: Path) -> Files:
    """The entries of a content folder. Raises ``BirddogError`` naming the file that cannot be read."""
    tables: Tables = {}
    places: dict[str, Place] = {}
    for kind, name in FOLDERS.items():
        for path in sorted((folder / name).glob("*.toml")):
            tables[f"{name}/{path.name}"] = read_toml(path)
            places[f"{kind}-{path.stem}"] = Place(f"{name}/{path.name}")
    shared = {kind: [(file, part) for part in parts] for kind, (file, parts) in LISTS.items()}
    shared["rule"] = [(f"rules/{path.name}", "rule") for path in sorted((folder / "rules").glob("*.toml"))]
    for kind, parts in shared.items():
        for file, part in parts:
            table = tables.setdefault(file, read_toml(folder / file))
            places |= {f"{kind}-{row['id']}": Place(file, part, row["id"]) for row in table[part]}
    languages = languages_of(folder)[1:]
    for path in sorted((folder / "languages").rglob("*.toml")):
        if path.name not in (ABOUT, *WORDS):
            tables[path.relative_to(folder).as_posix()] = read_toml(path)
    return Files(tables, places, languages)


def hashes(files: Files, contents: Mapping[str, Content]) -> dict[str, str]:
    """SHA-256 of each entry: all that stands in its files, in every language, and its sentences with their numbers.

    Whether the project's own clinician has confirmed it is no part of it.
    """
    return {entry: _hash(list(_parts(entry, files, contents))) for entry in files.places}


def _parts(entry: str, files: Files, contents: Mapping[str, Content]) -> Iterator[Any]:
    kind, name = kind_of(entry)
    yield {key: value for key, value in files.row(entry).items() if key != "confirmed"}
    yield from (files.words(entry, code) for code in files.languages)
    if kind == "rule":  # numbers of other rules stand in its sentences
        for code in sorted(contents):
            rule = contents[code].rules[name]
            yield [rule.statement, rule.patient, rule.clinician]


def _hash(parts: list[Any]) -> str:
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
