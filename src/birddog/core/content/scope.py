"""One sentence of free text: where it names a danger sign, and what in it takes that back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from birddog.core.content.phrases import Span, Words
from birddog.core.content.spelling import Token

if TYPE_CHECKING:
    from birddog.core.content.notes import Concept, Notes

DENIED_FOR = 5
"""Words after a denial that it reaches; a list (or, and, a comma) begins the count again."""
PAST_WITHIN = 7
OTHERS_WITHIN = 20
UNLESS_WITHIN = 6
LONGEST_ITEM = 2
"""Words after "my" in a list of what nothing is wrong with."""
SOON = 2
"""Words at the beginning of a sentence that still speak of the one before ("Same as ever.")."""
BEFORE_NAME = 2
"""Words such as "my" or "the" that stand before what a clause is about."""
PART = ";"
"""Stands between two sentences that are read as one."""


class Sentence:
    """One sentence: its words as they may be meant, and as they are written letter by letter."""

    def __init__(self, tokens: tuple[Token, ...], notes: Notes) -> None:
        self.tokens, self.notes = tokens, notes
        self.after: Sentence | None = None
        read = [notes.read(token.word) for token in tokens]
        said, meant = [one[0] for one in read], [one[1] for one in read]
        for start, end in Words(tokens, said, notes.idioms).spans("idiom"):
            said[start:end] = meant[start:end] = [frozenset()] * (end - start)
        self.said, self.meant = Words(tokens, said, notes.takers), Words(tokens, meant, notes.meanings)

    def before(self, after: Sentence) -> Sentence:
        """This sentence and the one after it as one; no denial reaches across."""
        end = self.tokens[-1].end
        both = Sentence((*self.tokens, Token(PART, end, end), *after.tokens), self.notes)
        both.after = after.after
        return both

    def spans(self, family: str) -> tuple[Span, ...]:
        """Where words of a family stand; those that take a sign back only as they are written."""
        return (self.said if family in self.notes.taking_back else self.meant).spans(family)

    def hits(self, place: int, for_another: bool) -> Iterator[Span]:
        """Where the concept at a place of the list is named and nothing takes it back."""
        concept = self.notes.concepts[place]
        for parts in self._places(concept, place):
            whole = min(s for s, _ in parts), max(e for _, e in parts)
            if not self._taken_back(concept, parts, whole, for_another):
                yield whole

    def _taken_back(self, concept: Concept, parts: tuple[Span, ...], whole: Span, for_another: bool) -> bool:
        """Whether anything makes what is named here no sign of the person."""
        lasts = concept.ever or concept.history
        return (
            self._denied(parts)
            or self._near(whole, concept.unless, UNLESS_WITHIN)
            or (not concept.ever and self._past(whole, concept.over))
            or self._others(whole, parts, for_another)
            or (not lasts and self._as_ever(whole))
            or self._framed(parts[0], whole)
            or self._disowned(whole)
            or self._explained(concept.sign)
        )

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
        if self.after and any(start < SOON for start, _ in self.after.spans("as_ever")):
            return True
        ends = self._commas() | {start for start, _ in self.spans("but")}
        for start, end in self.spans("as_ever"):
            between = ends.intersection(range(min(end, whole[1]), max(start, whole[0])))
            if not between or (whole[1] <= start and between == {start - 1}):
                return True
            if start - 1 in between and end == len(self.tokens) and not self.spans("now"):
                return True
        return False

    def _commas(self) -> set[int]:
        """The places that divide the sentence."""
        return {place for place, token in enumerate(self.tokens) if token.word in (",", PART)}

    def _claimed(self, place: int) -> bool:
        """Whether the person says after a place, or in the next sentence, that it is so with them ("I have that")."""
        return any(start >= place for start, _ in self.spans("claim")) or bool(self.after and self.after.spans("claim"))

    def _framed(self, core: Span, whole: Span) -> bool:
        """Advice ("go to the ER if ..."), up to a clause of the person's own, or what is told of anybody."""
        told = [(end, "frame") for start, end in self.spans("frame") if start < core[0]]
        told += [(end, "hearsay") for start, end in self.spans("hearsay") if start < core[0]]
        if not told or self._claimed(whole[1]):
            return False
        begins, kind = max(told)
        if any(begins <= start for start, _ in self.spans("now")):
            return False
        own = [start for start, _ in self.spans("self") if begins <= start < whole[1]]
        if kind == "frame":
            ends = self._commas() | {end - 1 for _, end in self.spans("joiner")}
            own = [start for start in own if start - 1 in ends]
        return not own and not any(begins <= start <= core[0] for start, _ in self.spans("but"))

    def _disowned(self, whole: Span) -> bool:
        """Whether a clause after it, or the next sentence, says that it is not so with the person ("not me")."""
        ends = self._commas()
        starts = {place + 1 for place in ends} | {end for _, end in self.spans("joiner")}
        starts |= {place for span in self.spans("but") for place in span}
        if any(
            whole[1] <= start and start in starts and (end == len(self.tokens) or end in ends)
            for start, end in self.spans("disowned")
        ):
            return True
        return self.after is not None and self.after.disowns()

    def disowns(self) -> bool:
        """Whether it only says of the sentence before that it is not so ("So far nothing like that.")."""
        clauses = (len(self.tokens), *self._commas(), *(start for start, _ in self.spans("but")))
        return any(start <= SOON and end in clauses for start, end in self.spans("disowned"))

    def _explained(self, sign: str) -> bool:
        """Whether a harmless cause is told with a sign ("on the bleachers ... wears off"), and it does not last."""
        around = (self, self.after) if self.after else (self,)
        rows = (row for row in self.notes.harmless if sign in row.signs)
        told = any(all(any(one.spans(name) for one in around) for name in row.all) for row in rows)
        return told and not any(one.spans("lasting") for one in around)

    def _others(self, whole: Span, parts: tuple[Span, ...], for_another: bool) -> bool:
        """Told of somebody else, and not of the person who has the back pain; an animal or a machine is never meant."""
        named = [span for span in self.spans("never_me") if self._subject(span[0])]
        named += [] if for_another else self.spans("others")
        named = [span for span in named if not _within(span, parts)]
        if any(start == whole[1] and end == start + 1 for start, end in named):
            return True  # "incontinent residents"
        before = [e for s, e in named if s < whole[1] and whole[0] - e < OTHERS_WITHIN]
        if not before:
            return False
        return not any(max(before) <= s < whole[1] for s, _ in self.spans("self"))

    def _subject(self, place: int) -> bool:
        """Whether a clause begins with the word at a place, or with "the", "my" and it."""
        ends = self._commas() | {end - 1 for _, end in self.spans("joiner")}
        articles = {start for start, _ in self.spans("article")}
        first = place
        while first > max(0, place - BEFORE_NAME) and first - 1 in articles:
            first -= 1
        return first == 0 or first - 1 in ends


def _within(span: Span, parts: tuple[Span, ...]) -> bool:
    """Whether a span lies in one of the parts."""
    return any(a <= span[0] and span[1] <= b for a, b in parts)
