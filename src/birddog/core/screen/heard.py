"""What a person's free text says of danger signs, and what was answered when it was asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from birddog.core.content.content import Content
from birddog.core.content.notes import mentions
from birddog.core.content.spelling import plain
from birddog.core.person.intake import Intake, NoteAnswers

NO_WORDS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Heard:
    """Danger signs that free text names: ``open`` ones (with the words) and ``asked`` ones (with the answer).

    ``quotes``: the words for each sign, asked about or not. ``clear``: open signs that the text states so plainly
    that they count as a yes until the question is answered.
    """

    open: Mapping[str, str]
    asked: Mapping[str, str]
    quotes: Mapping[str, str]
    clear: frozenset[str] = frozenset()

    @property
    def settled(self) -> Heard:
        """Without the open signs that still are a question, and no statement."""
        left = {sign: quote for sign, quote in self.open.items() if sign in self.clear}
        return Heard(left, self.asked, self.quotes, self.clear)

    def raised(self, sign: str, answer: str) -> str:
        """The answer to a danger sign with what the text says of it; never a lower one."""
        if answer not in ("no", "unanswered"):
            return answer
        if sign in self.open:
            return "yes" if sign in self.clear else "unsure"
        return self.asked.get(sign, answer) if self.asked.get(sign) in ("yes", "unsure") else answer


def note_of(intake: Intake) -> str:
    """All that the person wrote in their own words, one text below the other."""
    own = [row.activity for row in intake.life.own_activities]
    return "\n".join(text for text in (intake.life.note, *own) if text.strip())


def heard(intake: Intake, content: Content) -> Heard:
    """The danger signs that an intake's free text names.

    An answer to the question that the text led to counts for that text only. Signs of cauda equina that are named
    both as lost feeling and as lost function are a clear statement (proposal, decision 0060).
    """
    text = note_of(intake)
    if not text:
        return Heard(NO_WORDS, NO_WORDS, NO_WORDS)
    told = intake.life.note_answers
    answers = told.signs if plain(told.text).split() == plain(text).split() else {}
    asked = {sign: answer for sign, answer in answers.items() if answer != "unanswered"}
    found = {one.sign: one.quote for one in mentions(text, content.notes) if one.sign in content.items_by_id}
    flags = intake.red_flags
    quotes = {sign: quote for sign, quote in found.items() if flags.get(sign) not in ("yes", "unsure")}
    left = {sign: quote for sign, quote in quotes.items() if sign not in asked}
    return Heard(left, asked, quotes, plainly_stated(left, content))


def noted(what: str, intake: Intake, content: Content) -> str:
    """The words in which free text tells of something that is no danger sign (``pregnancy``), or nothing."""
    text = note_of(intake)
    return next((one.quote for one in mentions(text, content.notes) if one.sign == what), "") if text else ""


def without_words(intake: Intake) -> Intake:
    """The intake as it was answered: what the words led to as answers, and no words."""
    quiet = replace(intake.life, note="", own_activities=(), note_answers=NoteAnswers())
    raised = {sign: answer for sign, answer in intake.life.note_answers.signs.items() if answer in ("yes", "unsure")}
    flags = {sign: answer for sign, answer in intake.red_flags.items() if answer in ("yes", "unsure")}
    return replace(intake, life=quiet, red_flags={**intake.red_flags, **raised, **flags})


def plainly_stated(signs: Mapping[str, str], content: Content) -> frozenset[str]:
    """The open signs of each pair of groups (``clear`` in the content) of which both are named."""
    named = signs.keys()
    found = [(named & one) | (named & other) for one, other in content.notes.clear if named & one and named & other]
    return frozenset().union(*found)
