"""Danger signs in a person's own words: concepts of symptom, place, change and time, found in free text.

The words are content (``notes.toml`` of each language; free text does not say which language it is in, so all
are read). What is found is asked about and never decides alone that all is well. Denied, healed, or told of
somebody else, words raise nothing; doubts and fears do.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from birddog.core.content.phrases import GAP, OTHERWISE, Index, Phrase, Span, reached
from birddog.core.content.scope import Sentence
from birddog.core.content.spelling import Token, alike, heard, sentences

TAKING_BACK = frozenset(
    ("denial", "joiner", "past", "over", "others", "never_me", "article", "symptom", "idiom", "as_ever", "but", "self",
     "own_pain", "contrast", "preposition", "frame", "hearsay", "claim", "disowned", "lasting")
)  # fmt: skip
"""Families that the code reads and whose words take a sign back."""
SHORT_DENIAL = 3
"""Words of a sentence that only denies what was asked in the one before."""
QUOTE_AROUND = 3
"""Words on each side of what was found that a quote shows."""
LONGEST_QUOTE = 160
"""Letters; a longer sentence is quoted in part."""

MOST_WORDS, MOST_TEXTS = 8192, 512
"""Words and texts whose reading is remembered."""

Kept = TypeVar("Kept")
Reading = tuple[frozenset[str], frozenset[str]]
"""Words of the vocabulary that a written word is, and those that it is or may be a misspelling of."""


@dataclass(frozen=True, slots=True)
class Concept:
    """What names one danger sign: one of ``any``, or a word of each family of ``all`` within ``within`` words.

    ``ever``: long ago counts too. ``over``: that it is over takes it back. ``history``: of somebody else it counts
    only in a text that is written for them. ``unless``: families that make it something else when they stand near.
    ``across``: the families of ``all`` may stand in two sentences, one after the other ("My bladder. I have to push").
    """

    sign: str
    any: tuple[Phrase, ...] = ()
    all: tuple[str, ...] = ()
    within: int = 8
    ever: bool = False
    over: bool = False
    history: bool = False
    across: bool = False
    unless: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Harmless:
    """What explains some danger signs: each of these families in the sentence, or in the one that follows it."""

    signs: frozenset[str]
    all: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that name a danger sign."""

    sign: str
    quote: str


@dataclass(frozen=True)
class Notes:
    """The concepts and the words of all languages. ``families``: phrases that mean one thing, by its name."""

    families: dict[str, tuple[Phrase, ...]]
    concepts: tuple[Concept, ...]
    spelling: dict[str, tuple[str, ...]]
    ordinary_words: frozenset[str]
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Verbs by each of their other forms ("felt": "feel"): as good as they where words raise a sign."""
    harmless: tuple[Harmless, ...] = ()
    clear: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    """Pairs of groups of danger signs: one of each, named together, is a clear statement."""
    words_read: dict[str, Reading] = field(default_factory=dict, compare=False, repr=False)
    """The readings of the words that were read last."""
    texts_read: dict[str, tuple[Mention, ...]] = field(default_factory=dict, compare=False, repr=False)
    """What was found in the texts that were read last."""

    @cached_property
    def begins_with(self) -> dict[str, tuple[str, ...]]:
        """The vocabulary by first letter, as written and as heard."""
        rows: dict[str, set[str]] = {}
        for word in itertools.chain(*self.vocabulary):
            for letter in {word[:1], heard(word)[:1]}:
                rows.setdefault(letter, set()).add(word)
        return {letter: tuple(sorted(words)) for letter, words in rows.items()}

    @cached_property
    def vocabulary(self) -> tuple[frozenset[str], frozenset[str]]:
        """Every word of every phrase: those that are whole, and beginnings (``*``)."""
        phrases = [p for rows in self.families.values() for p in rows] + [p for c in self.concepts for p in c.any]
        words = {part for phrase in phrases for part in phrase if part != GAP and not part.startswith("<")}
        begun = frozenset(word for word in words if word[-1] == "*")
        return frozenset(words) - begun, begun

    @cached_property
    def meanings(self) -> Index:
        """All phrases; those of a concept under its place in the list (``"0"``)."""
        return Index.of({**self.families, **{str(place): one.any for place, one in enumerate(self.concepts)}})

    @cached_property
    def takers(self) -> Index:
        """The phrases that take a sign back."""
        return self.meanings.only(reached(self.taking_back, self.families))

    @cached_property
    def idioms(self) -> Index:
        """The phrases that are blanked out before anything is looked for."""
        return self.meanings.only(reached({"idiom"}, self.families))

    @cached_property
    def taking_back(self) -> frozenset[str]:
        """Families whose words take a sign back: a misspelling never does ("turn" is no "turno")."""
        unless = {name for concept in self.concepts for name in concept.unless}
        explain = {name for row in self.harmless for name in row.all}
        return TAKING_BACK | unless | explain | {name for name in self.families if name.endswith(OTHERWISE)}

    def _listed(self, word: str) -> set[str]:
        """What the vocabulary holds of a word: itself, and beginnings of it."""
        whole, begun = self.vocabulary
        beginnings = {f"{word[:length]}*" for length in range(1, len(word) + 1)}
        return (beginnings & begun) | ({word} & whole)

    def read(self, word: str) -> Reading:
        """What a written word is, and what it may be."""
        if word not in self.words_read:
            said, *forms = (self._listed(form) for form in (word, *self.forms.get(word, ())))
            near: set[str] = set()
            if not said and word not in self.ordinary_words:
                near = {w for letter in (word[:1], heard(word)[:1]) for w in self.begins_with.get(letter, ())}
            meant = said.union({w for w in near if alike(word, w)}, *forms)
            _kept(self.words_read, MOST_WORDS)[word] = frozenset((word, *said)), frozenset((word, *meant))
        return self.words_read[word]


def _kept(memo: dict[str, Kept], most: int) -> dict[str, Kept]:
    """A memory that is emptied when it is full: what people write has no end."""
    if len(memo) >= most:
        memo.clear()
    return memo


def mentions(text: str, notes: Notes) -> tuple[Mention, ...]:
    """Each danger sign that a text names, once, with the words that name it; in order of the concepts."""
    if text not in notes.texts_read:
        _kept(notes.texts_read, MOST_TEXTS)[text] = _mentions(text, notes)
    return notes.texts_read[text]


def _mentions(text: str, notes: Notes) -> tuple[Mention, ...]:
    found: dict[str, Mention] = {}
    read = _told([Sentence(tokens, notes) for tokens in sentences(text, notes.spelling)], text)
    for one, after in itertools.pairwise(read):
        one.after = after
    apart = any(sentence.spans("contrast") for sentence in read)
    told_for = not apart and any(sentence.spans("told_for") for sentence in read)
    own = apart or any(sentence.spans("own_pain") for sentence in read)
    for place, concept in enumerate(notes.concepts):
        if concept.sign in found:
            continue
        for_another = told_for or not (own or concept.ever or concept.history)
        for sentence in itertools.chain(read, _pairs(read, concept)):
            span = next(sentence.hits(place, for_another), None)
            if span is not None:
                found[concept.sign] = Mention(concept.sign, _quote(text, sentence.tokens, span))
                break
    return tuple(found.values())


def _pairs(read: list[Sentence], concept: Concept) -> Iterator[Sentence]:
    """Two sentences in one, where each of them has a part of a concept and neither has the whole."""
    if not concept.across:
        return
    for one, after in itertools.pairwise(read):
        here, there = ([bool(sentence.spans(name)) for name in concept.all] for sentence in (one, after))
        if not all(here) and not all(there) and all(a or b for a, b in zip(here, there, strict=True)):
            yield one.before(after)


def _told(read: list[Sentence], text: str) -> list[Sentence]:
    """The sentences without those that a short denial answers ("Tingling? No.")."""
    answered = {
        place
        for place, (one, after) in enumerate(itertools.pairwise(read))
        if "?" in text[one.tokens[-1].end : after.tokens[0].start]
        and len(after.tokens) <= SHORT_DENIAL
        and any(start == 0 for start, _ in after.spans("denial"))
    }
    return [one for place, one in enumerate(read) if place not in answered]


def _quote(text: str, tokens: tuple[Token, ...], span: Span) -> str:
    """The sentence as it was written; of a long one, the words around."""
    first, last = tokens[0].start, tokens[-1].end
    if last - first > LONGEST_QUOTE:
        first = tokens[max(0, span[0] - QUOTE_AROUND)].start
        last = tokens[min(len(tokens), span[1] + QUOTE_AROUND) - 1].end
    return " ".join(text[first:last].split())
