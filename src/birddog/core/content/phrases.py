"""Where phrases stand in the words of a sentence: whole words, beginnings, gaps, and phrases made of other phrases."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set

from birddog.core.content.spelling import Token

OTHERWISE = "_not"
"""After the name of a family: phrases in which its words mean something else."""
GAP = "~"
"""In a phrase: up to ``GAP_WORDS`` other words."""
GAP_WORDS = 3
UNSKIPPED = frozenset([",", "not", "no", "never", "nunca", "jamas", "sin", "without"])
"""What a gap never holds: "I ~ leak" is not in "I do not leak"."""

Span = tuple[int, int]
"""Words of a sentence, from the first to after the last."""
Phrase = tuple[str, ...]
Families = Mapping[str, tuple[Phrase, ...]]
"""Phrases that mean one thing, by its name."""
Row = tuple[str, Phrase, frozenset[str]]
"""The family of a phrase, the phrase, and its own words."""


def family_of(part: str) -> str:
    """The family that a part of a phrase stands for; nothing for a word.

    >>> family_of("<pee>"), family_of("pee")
    ('pee', '')
    """
    return part[1:-1] if part[0] == "<" else ""


def inside(phrases: Iterable[Phrase]) -> set[str]:
    """The families that stand in phrases."""
    return {family_of(part) for phrase in phrases for part in phrase if part[0] == "<"}


def reached(names: Iterable[str], families: Families) -> set[str]:
    """Families, those that they are made of, and those that make them something else."""
    left, found = list(names), set[str]()
    while left:
        name = left.pop()
        if name in families and name not in found:
            found.add(name)
            left += [name + OTHERWISE, *inside(families[name])]
    return found


class Index:
    """Phrases by the word of each that fewest others have: one look per word of a text finds all that may stand there.

    ``names``: the families in it. ``of_families``: phrases without any word of their own, by the name of their family.
    """

    def __init__(self, names: Set[str], by_word: dict[str, list[Row]], of_families: dict[str, list[Phrase]]) -> None:
        self.names, self.by_word, self.of_families = names, by_word, of_families

    @classmethod
    def of(cls, families: Families) -> Index:
        """All phrases of these families."""
        made = cls(families.keys(), {}, {})
        phrases = itertools.chain.from_iterable(families.values())
        often = Counter(itertools.chain.from_iterable(phrases))
        for name, phrase in ((name, phrase) for name, rows in families.items() for phrase in rows):
            words = frozenset(part for part in phrase if part != GAP and part[0] != "<")
            if words:
                rarest = min(words, key=lambda word: (often[word], word)) if len(words) > 1 else next(iter(words))
                made.by_word.setdefault(rarest, []).append((name, phrase, words))
            else:
                made.of_families.setdefault(name, []).append(phrase)
        return made

    def only(self, names: Set[str]) -> Index:
        """The phrases of some of the families."""
        rows = ((word, [row for row in found if row[0] in names]) for word, found in self.by_word.items())
        return Index(names, {word: some for word, some in rows if some},
                     {name: found for name, found in self.of_families.items() if name in names})  # fmt: skip


class Words:
    """Readings of each word of a sentence (``rows``), with the places of each family of words in it."""

    def __init__(self, tokens: tuple[Token, ...], rows: list[frozenset[str]], index: Index) -> None:
        self.tokens, self.rows, self.index = tokens, rows, index
        self.found: dict[str, tuple[Span, ...]] = {}
        self.places: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            for word in row:
                self.places.setdefault(word, []).append(place)
        there = self.places.keys()
        self.begun: dict[str, list[Phrase]] = {}
        for word in there & index.by_word.keys():
            for name, phrase, words in index.by_word[word]:
                if words <= there:
                    self.begun.setdefault(name, []).append(phrase)

    def spans(self, family: str) -> tuple[Span, ...]:
        """Where words of a family stand."""
        if family not in self.found:
            rows = (*self.begun.get(family, ()), *self.index.of_families.get(family, ()))
            found = sorted({span for row in rows for span in self._phrase(row)}) if rows else []
            other = self.spans(family + OTHERWISE) if found and family + OTHERWISE in self.index.names else ()
            self.found[family] = tuple(one for one in found if not any(a <= one[0] and one[1] <= b for a, b in other))
        return self.found[family]

    def _phrase(self, phrase: Phrase) -> Iterator[Span]:
        """Where a phrase stands."""
        first = family_of(phrase[0])
        starts = {start for start, _ in self.spans(first)} if first else self.places[phrase[0]]
        for start in starts:
            yield from ((start, end) for end in self._ends(phrase, start))

    def _ends(self, phrase: Phrase, at: int) -> list[int]:
        """Where a phrase that begins at ``at`` can end."""
        ends = [at]
        for part in phrase:
            if part == GAP:
                ends = [end for start in ends for end in self._skipped(start)]
            elif part[0] == "<":
                ends = [end for start, end in self.spans(family_of(part)) if start in ends]
            else:
                there = self.places[part]
                ends = [end + 1 for end in ends if end in there]
            if not ends:
                break
        return ends

    def _skipped(self, at: int) -> Iterator[int]:
        """The places after no word, or after a few, none of them a comma or a denial."""
        yield at
        for place in range(at, min(at + GAP_WORDS, len(self.rows))):
            if self.tokens[place].word in UNSKIPPED:
                return
            yield place + 1
