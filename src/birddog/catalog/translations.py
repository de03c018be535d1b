"""What is wrong with the languages of a content folder: what is missing, and what says something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

from birddog.catalog.language import ABOUT, FREE, ID, languages_of, read_language, shape_problems, texts, with_numbers
from birddog.catalog.toml import read_toml
from birddog.catalog.words import HABITS, bad_words, habits
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError


def language_problems(folder: Path, content: Content) -> Iterator[str]:
    """All problems of all languages of a content folder, each with file, key and what is the matter."""
    for code in languages_of(folder)[1:]:
        where = folder / "languages" / code
        try:
            tables, same = with_numbers(read_language(where), content, where), _same(where)
        except BirddogError as error:
            yield str(error)
            continue
        lacking = list(shape_problems(content, tables))
        yield from (f"languages/{code}/{problem}" for problem in lacking)
        for place, one, two in pairs(texts(content), tables):
            yield from (f"languages/{code}/{place}: {found}" for found in _text(one, two, code, same))
            if code in HABITS and not place.startswith("screening"):
                yield from (f"languages/{code}/{place}: {found}" for found in habits(two, code))


def pairs(english: Any, other: Any, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Each text that both have, English first, with its place; free lists and ids are no texts."""
    if isinstance(english, str) and isinstance(other, str):
        yield place, english, other
    elif isinstance(english, dict) and isinstance(other, dict):
        for key in english:
            if key in other and key not in (*FREE, ID):
                yield from pairs(english[key], other[key], f"{place} {key}".strip())
    elif isinstance(english, list) and isinstance(other, list):
        for n, (one, two) in enumerate(zip(english, other, strict=False), 1):
            yield from pairs(one, two, f"{place} {n}")


def _same(folder: Path) -> frozenset[str]:
    """Texts that a language says in the same way as English does."""
    about = read_toml(folder / ABOUT)
    if lacking := [key for key in ("name", "same") if key not in about]:
        raise BirddogError(f"languages/{folder.name}/{ABOUT}: '{lacking[0]}' is missing")
    return frozenset(about["same"])


def _text(english: str, other: str, code: str, same: frozenset[str]) -> Iterator[str]:
    """What is wrong with one text beside its English one."""
    numbers = [sorted(re.findall(r"\d+", text)) for text in (english, other)]
    if numbers[0] != numbers[1]:
        yield f"numbers are {', '.join(numbers[1]) or 'none'}; in English {', '.join(numbers[0]) or 'none'}"
    slots = [slots_of(text) for text in (english, other)]
    if slots[0] != slots[1]:
        yield f"slots are {', '.join(slots[1]) or 'none'}; in English {', '.join(slots[0]) or 'none'}"
    if english == other and other not in same and re.search(r"[^\W\d_]", re.sub(r"{.*?}", "", other)):
        yield f"is the English text; translate it, or list it under `same` in {ABOUT}"
    yield from bad_words(other, code)


def slots_of(text: str) -> list[str]:
    """Names of the slots of a phrase, each once; what is picked from them is the language's own affair.

    >>> slots_of("{exercise.name}: {minutes} min")
    ['exercise', 'minutes']
    """
    return sorted({field.partition(".")[0] for _, field, _, _ in Formatter().parse(text) if field})
