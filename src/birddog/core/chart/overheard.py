"""What a report says beside its answers: danger signs in the person's own words, and anything else that happened.

Both are asked about before the next session. Until a sign that was written down is answered it counts as unsure, and
as a yes where the words state it plainly (decision 0060), so that words weigh the same at the intake and later.
"""

from __future__ import annotations

from collections.abc import Mapping

from birddog.core.content.content import Content
from birddog.core.content.notes import mentions
from birddog.core.content.values import Answer, Disposition, Reason
from birddog.core.log.event import Event
from birddog.core.log.events import IntakeAnswered, SessionDone
from birddog.core.plan.course import Course
from birddog.core.screen.heard import plainly_stated
from birddog.core.screen.screening import applies, item_level, words_reason
from birddog.core.state.state import State

RULE = "birddog-words-asked"
OWN_WORDS = ("note", "adverse_note")
"""Fields in which people write what they like."""


def overhear(course: Course, state: State, event: Event) -> None:
    """Ask back what the person wrote with a report, or that something else happened."""
    if state.intake is None or event.actor != "patient" or isinstance(event, IntakeAnswered):
        return
    found = _unanswered(course, state, event)
    happened = isinstance(event, SessionDone) and event.adverse == "yes"
    if not found and not happened:
        return
    known, before = course.known(state, event.at.date()), state.disposition
    state.words = {**state.words, **found}
    wanted = (*state.asks, *state.words, *(course.content.recheck_items if happened else ()))
    items = course.content.items_by_id
    state.asks = tuple(sign for sign in dict.fromkeys(wanted) if sign in state.words or applies(items[sign], known))
    state.asks_because, state.asked_on, state.blocked = "words" if found else "adverse", event.at.date(), True
    saw = "; ".join(f"{sign}: “{quote}”" for sign, quote in found.items()) or "something else happened in the session"
    course.say(event.id, event.at, RULE, saw, "asked-back")
    state.words_level = level_of(state.words, course.content)
    state.disposition = max(before, state.words_level)
    reasons = words_reasons(found, course.content)
    state.screen_reasons += reasons
    if state.disposition != before:
        course.log(event.id, event.at, reasons, f"disposition-{state.disposition.word}")


def answered_back(state: State, answers: Mapping[str, Answer], content: Content) -> None:
    """Words are forgotten when the signs that they name have been answered."""
    rest = answers.get("all_others", "unanswered")
    state.words = {sign: quote for sign, quote in state.words.items() if answers.get(sign, rest) == "unanswered"}
    state.words_level = level_of(state.words, content)


def level_of(words: Mapping[str, str], content: Content) -> Disposition:
    """How pressing signs are that were written down and not asked about yet."""
    plain = plainly_stated(words, content)
    levels = (item_level(content.items_by_id[sign], "yes" if sign in plain else "unsure") for sign in words)
    return max(levels, default=Disposition.SELF_CARE)


def words_reasons(words: Mapping[str, str], content: Content) -> tuple[Reason, ...]:
    """One reason for each sign that was written down, with the words."""
    return tuple(words_reason(content.items_by_id[sign], quote, content) for sign, quote in words.items())


def _unanswered(course: Course, state: State, event: Event) -> dict[str, str]:
    """The signs that the event's own words name, with the words, where nothing has said yes or unsure yet."""
    assert state.intake is not None
    text = "\n".join(str(getattr(event, name, "")) for name in OWN_WORDS).strip()
    if not text:
        return {}
    told, with_it = state.intake.red_flags, getattr(event, "red_flags", {})
    named = {one.sign: one.quote for one in mentions(text, course.content.notes)}
    return {
        sign: quote for sign, quote in named.items()
        if sign in course.content.items_by_id
        and told.get(sign) not in ("yes", "unsure") and with_it.get(sign, "unanswered") == "unanswered"
    }  # fmt: skip
