"""The words of free text that name danger signs (``notes.toml`` of every language) to one ``Notes`` value."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from birddog.catalog.toml import read_toml
from birddog.core.content.notes import Concept, Harmless, Notes
from birddog.core.content.phrases import GAP, Phrase, inside
from birddog.core.content.spelling import plain
from birddog.core.content.values import BirddogError

Spelling = dict[str, tuple[str, ...]]
WITHIN = 8
"""Words within which the families of a concept stand, if it does not say."""
NEEDED = ("denial", "without", "joiner", "breaker", "symptom", "past", "over", "now", "others", "self", "own_pain",
          "told_for", "idiom", "not_feel", "cannot", "as_ever", "but", "mine", "preposition", "never_me", "article",
          "contrast", "frame", "hearsay", "claim", "disowned", "lasting")  # fmt: skip
"""Families that the code reads by name."""


def read_notes(folder: Path) -> Notes:
    """The words of all languages. Raises ``BirddogError`` naming the file if one is malformed.

    Free text does not say which language it is in, so all of them are read whatever the language of the pages.
    """
    paths = [*sorted(folder.glob("notes*.toml")), *sorted((folder / "languages").glob("*/notes*.toml"))]
    files = {path.relative_to(folder).as_posix(): read_toml(path) for path in paths}
    families: dict[str, tuple[Phrase, ...]] = {}
    concepts: list[Concept] = []
    harmless: list[Harmless] = []
    ordinary: set[str] = set()
    spelling: Spelling = {}
    forms: Spelling = {}
    for name, rows in files.items():
        with _named(name):
            spelling |= {plain(word): tuple(plain(text).split()) for word, text in rows.get("spelling", {}).items()}
    for name, rows in files.items():
        with _named(name):
            for family, words in rows.get("family", {}).items():
                families[family] = families.get(family, ()) + _phrases(words, spelling)
            concepts += [_concept(row, spelling) for row in rows.get("concept", ())]
            harmless += [Harmless(frozenset(row["signs"]), tuple(row["all"])) for row in rows.get("harmless", ())]
            ordinary |= {plain(word) for word in rows.get("ordinary_words", ())}
            for verb, words in rows.get("forms", {}).items():
                forms |= {plain(word): (*forms.get(plain(word), ()), plain(verb)) for word in words}
    _check(families, concepts, harmless)
    clear = tuple((frozenset(row["one_of"]), frozenset(row["and_one_of"])) for row in files["notes.toml"]["clear"])
    return Notes(families, tuple(concepts), spelling, frozenset(ordinary), forms, tuple(harmless), clear)


@contextmanager
def _named(name: str) -> Iterator[None]:
    try:
        yield
    except (KeyError, AttributeError, TypeError) as error:
        raise BirddogError(f"{name}: missing or malformed {error}") from error


def _phrases(texts: Iterable[str], spelling: Spelling) -> tuple[Phrase, ...]:
    """Phrases as texts are read: contractions written out here as there. All at once, as there are many thousands."""
    rows = [line.split() for line in plain("\0".join(texts)).split("\0")]
    if spelling.keys().isdisjoint(itertools.chain.from_iterable(rows)):
        return tuple(map(tuple, rows))
    return tuple(tuple(part for word in row for part in spelling.get(word, (word,))) for row in rows)


def _concept(row: dict[str, Any], spelling: Spelling) -> Concept:
    return Concept(
        row["sign"], _phrases(row["any"], spelling) if row.get("any") else (), tuple(row.get("all", ())),
        row.get("within", WITHIN), row.get("ever", False), row.get("over", False), row.get("history", False),
        row.get("across", False), tuple(row.get("unless", ())),
        tuple(row.get("examples", ())), tuple(row.get("ordinary", ())),
    )  # fmt: skip


def _check(families: dict[str, tuple[Phrase, ...]], concepts: list[Concept], harmless: list[Harmless]) -> None:
    """Every family that is named is there, and none is made of itself."""
    named = {*NEEDED, *(name for concept in concepts for name in (*concept.all, *concept.unless))}
    named |= {name for row in harmless for name in row.all}
    phrases = [p for rows in families.values() for p in rows] + [p for concept in concepts for p in concept.any]
    inner = {name: inside(rows) for name, rows in families.items()}
    named = named.union(*inner.values(), *(inside(concept.any) for concept in concepts))
    lost = sorted(named - families.keys())
    if lost:
        raise BirddogError(f"notes.toml: there is no family {', '.join(lost)}")
    for name in families:
        if name in _made_of(name, inner, ()):
            raise BirddogError(f"notes.toml: family {name} is made of itself")
    if any(phrase[:1] == (GAP,) or not phrase for phrase in phrases):
        raise BirddogError("notes.toml: a phrase is empty or begins with ~")


def _made_of(name: str, inner: dict[str, set[str]], seen: tuple[str, ...]) -> set[str]:
    deeper = (_made_of(one, inner, (*seen, one)) for one in inner[name] if one not in seen)
    return inner[name].union(*deeper)
