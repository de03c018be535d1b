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

from birddog.core.content.phrases import GAP, OTHERWISE, Index, Phrase, Span, Words, reached
from birddog.core.content.spelling import Token, alike, heard, sentences

DENIED_FOR = 5
"""Words after a denial that it reaches; a list (or, and, a comma) begins the count again."""
PAST_WITHIN = 7
OTHERS_WITHIN = 20
TAKING_BACK = frozenset(
    [
        "denial",
        "joiner",
        "past",
        "over",
        "others",
        "symptom",
        "idiom",
        "as_ever",
        "but",
        "self",
        "own_pain",
        "preposition",
    ]
)
"""Families that the code reads and whose words take a sign back."""
UNLESS_WITHIN = 6
LONGEST_ITEM = 2
"""Words after "my" in a list of what nothing is wrong with."""
SHORT_DENIAL = 3
"""Words of a sentence that only denies what was asked in the one before."""
SOON = 2
"""Words at the beginning of a sentence that still speak of the one before ("Same as ever.")."""
PART = ";"
"""Stands between two sentences that are read as one."""
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
        return TAKING_BACK | unless | {name for name in self.families if name.endswith(OTHERWISE)}

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
    read = _told([_Sentence(tokens, notes) for tokens in sentences(text, notes.spelling)], text)
    for one, after in itertools.pairwise(read):
        one.closed = any(start < SOON for start, _ in after.spans("as_ever"))
    told_for = any(sentence.spans("told_for") for sentence in read)
    own = any(sentence.spans("own_pain") for sentence in read)
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


def _pairs(read: list[_Sentence], concept: Concept) -> Iterator[_Sentence]:
    """Two sentences in one, where each of them has a part of a concept and neither has the whole."""
    if not concept.across:
        return
    for one, after in itertools.pairwise(read):
        here, there = ([bool(sentence.spans(name)) for name in concept.all] for sentence in (one, after))
        if not all(here) and not all(there) and all(a or b for a, b in zip(here, there, strict=True)):
            yield one.before(after)


def _told(read: list[_Sentence], text: str) -> list[_Sentence]:
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


class _Sentence:
    """One sentence: its words as they may be meant, and as they are written letter by letter."""

    def __init__(self, tokens: tuple[Token, ...], notes: Notes) -> None:
        self.tokens, self.notes = tokens, notes
        self.closed = False
        read = [notes.read(token.word) for token in tokens]
        said, meant = [one[0] for one in read], [one[1] for one in read]
        for start, end in Words(tokens, said, notes.idioms).spans("idiom"):
            said[start:end] = meant[start:end] = [frozenset()] * (end - start)
        self.said, self.meant = Words(tokens, said, notes.takers), Words(tokens, meant, notes.meanings)

    def before(self, after: _Sentence) -> _Sentence:
        """This sentence and the one after it as one; no denial reaches across."""
        end = self.tokens[-1].end
        return _Sentence((*self.tokens, Token(PART, end, end), *after.tokens), self.notes)

    def spans(self, family: str) -> tuple[Span, ...]:
        """Where words of a family stand; those that take a sign back only as they are written."""
        return (self.said if family in self.notes.taking_back else self.meant).spans(family)

    def hits(self, place: int, for_another: bool) -> Iterator[Span]:
        """Where the concept at a place of the list is named and nothing takes it back."""
        concept = self.notes.concepts[place]
        for parts in self._places(concept, place):
            whole = min(s for s, _ in parts), max(e for _, e in parts)
            if self._denied(parts) or self._near(whole, concept.unless, UNLESS_WITHIN):
                continue
            if not concept.ever and self._past(whole, concept.over):
                continue
            if not for_another and self._others(whole, parts):
                continue
            if not (concept.ever or concept.history) and self._as_ever(whole):
                continue
            yield whole

    def _places(self, concept: Concept, place: int) -> Iterator[tuple[Span, ...]]:
        yield from ((span,) for span in self.meant.spans(str(place)))
        if concept.all:
            cores, *others = (self.spans(name) for name in concept.all)
            reach = concept.within + len(concept.all)
            for core in cores:
                near = ([one for one in spans if core[0] - reach <= one[0] <= core[0] + reach] for spans in others)
                for parts in itertools.product((core,), *near):
                    first, last = min(s for s, _ in parts), max(e for _, e in parts)
                    apart = all(a[1] <= b[0] or b[1] <= a[0] for n, a in enumerate(parts) for b in parts[n + 1 :])
                    if last - first <= reach and apart:
                        yield parts

    def _denied(self, parts: tuple[Span, ...]) -> bool:
        """Whether a denial reaches the symptom (the first part): before it, or right after it.

        A symptom that is itself a denial ("no feeling") is one more in a list ("nothing, no feeling") and is not
        taken back by a second one after it ("no siento ganas nunca").
        """
        core = parts[0]
        inside = [start for start, _ in self.spans("denial") if core[0] <= start < core[1]]
        for start, end in self.spans("denial"):
            if any(a <= start < b for a, b in parts) or self._twice(start):
                continue
            apart = core[0] in inside and any(token.word == "," for token in self.tokens[end : core[0]])
            if end <= core[0] and not apart and self._reaches(end, core[0]):
                return True
            alone = not inside and (end == len(self.tokens) or self.tokens[end].word == ",")
            if core[1] <= start <= core[1] + 2 and alone and self.tokens[start].word not in ("not", "do"):
                return True
        return self._felt_none(core)

    def _twice(self, place: int) -> bool:
        """ "I cannot walk without ...": the second denial tells that it is there."""
        without = any(s == place for s, _ in self.spans("without"))
        return without and self._near((place - DENIED_FOR, place), ("denial", "cannot"), 0)

    def _felt_none(self, core: Span) -> bool:
        """ "I do not feel any numbness", "no trouble breathing": what seems to be a lack is itself what is denied."""
        if core not in self.spans("denial") and core not in self.spans("not_feel"):
            return False
        denies = any(core[0] <= start < core[1] for start, _ in self.spans("denial"))
        return denies and any(core[1] <= start <= core[1] + 2 for start, _ in self.spans("symptom"))

    def _reaches(self, start: int, end: int) -> bool:
        """Whether a denial that ends at ``start`` still holds at ``end``."""
        breaks = {place for s, e in self.spans("breaker") for place in range(s, e)}
        joins = {s for s, _ in self.spans("joiner")}
        left = DENIED_FOR
        if end in breaks and end > start + 1:
            return False
        for place in range(start, end):
            if place in joins or self.tokens[place].word == ",":
                left = DENIED_FOR
                continue
            if self.tokens[place].word == PART or (
                place in breaks and place > start + 1 and not self._listed(start, place)
            ):
                return False
            left -= 1
            if left < 0:
                return False
        return True

    def _listed(self, start: int, place: int) -> bool:
        """Whether "my ..." is still denied: "no weakness in my legs", "no problems with my bladder, my bowels"."""
        if not any(at == place for at, _ in self.spans("mine")):
            return False
        if any(end == place for _, end in self.spans("preposition")):
            return True
        told = any(start <= at < place for at, _ in self.spans("symptom"))
        after = range(place + 1, min(place + 2 + LONGEST_ITEM, len(self.tokens) + 1))
        ends = any(end == len(self.tokens) or self._item_begins(end) for end in after)
        return told and ends and self._item_begins(place)

    def _item_begins(self, place: int) -> bool:
        """Whether a comma, "or" or "and" stands at a place or before it."""
        joins = {a for a, _ in self.spans("joiner")}
        return any(
            0 <= at < len(self.tokens) and (at in joins or self.tokens[at].word == ",") for at in (place - 1, place)
        )

    def _near(self, whole: Span, families: tuple[str, ...], within: int) -> bool:
        places = [span for name in families for span in self.spans(name)]
        return any(s < whole[1] + within and e > whole[0] - within for s, e in places)

    def _past(self, whole: Span, over: bool) -> bool:
        """Told of as long ago (``over``: or as over), and not of now."""
        then = ("past", "over") if over else ("past",)
        return self._near(whole, then, PAST_WITHIN) and not self._near(whole, ("now",), PAST_WITHIN)

    def _as_ever(self, whole: Span) -> bool:
        """Told of as what always was, in the same clause, in the one that follows, or at once in the next sentence."""
        if self.closed:
            return True
        ends = {place for place, token in enumerate(self.tokens) if token.word in (",", PART)}
        ends |= {start for start, _ in self.spans("but")}
        for start, end in self.spans("as_ever"):
            between = ends.intersection(range(min(end, whole[1]), max(start, whole[0])))
            if not between or (whole[1] <= start and between == {start - 1}):
                return True
        return False

    def _others(self, whole: Span, parts: tuple[Span, ...]) -> bool:
        """Told of somebody else, and not of the person who has the back pain."""
        named = [span for span in self.spans("others") if not any(a <= span[0] and span[1] <= b for a, b in parts)]
        before = [e for s, e in named if s < whole[1] and whole[0] - e < OTHERS_WITHIN]
        if not before:
            return False
        return not any(max(before) <= s < whole[1] for s, _ in self.spans("self"))
