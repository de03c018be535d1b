"""Danger signs asked again: new answers in, disposition out, open questions stay open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from birddog.core.chart.overheard import answered_back, words_reasons
from birddog.core.content.content import Content
from birddog.core.content.values import Answer, Disposition
from birddog.core.log.events import Event
from birddog.core.plan.course import Course
from birddog.core.screen.emergency import Emergency, by_clinician, released, told
from birddog.core.screen.heard import without_words
from birddog.core.screen.screening import Screen, applies, at_level, screen
from birddog.core.screen.sign_groups import ONE_BY_ONE
from birddog.core.state.state import State


def rescreen(course: Course, state: State, answers: dict[str, Answer], event: Event, because: str) -> None:
    """Take in danger-sign answers and set the disposition; open questions stay open and block exercise."""
    assert state.intake is not None
    answered_back(state, answers, course.content)
    flags = dict(state.intake.red_flags)
    if answers.get("all_others") == "no":
        unsettled = in_doubt(flags, answers, course.content)
        flags.update({item: "no" for item in course.content.recheck_items if item not in unsettled})
    flags.update({item: answer for item, answer in answers.items() if item != "all_others"})
    if flags != state.intake.red_flags:
        state.intake = replace(state.intake, red_flags=flags)
    found = screen(state.intake, course.content, event.at.date())
    before = state.disposition
    _emergency(course, state, found, event)
    if because != "intake" and before.allows_exercise and not found.disposition.allows_exercise:
        state.least_disposition = Disposition.CLINICIAN_FIRST
    state.disposition = max(found.disposition, state.least)
    reasons = at_level(found.reasons, state.disposition, course.content)
    state.screen_reasons = reasons + state.advice + words_reasons(state.words, course.content)
    if state.emergency is not None and found.disposition < Disposition.EMERGENCY:
        saw = f"told on {state.emergency.since.date()}, not examined since"
        stands = course.content.because("birddog-emergency-stands", saw=saw)
        state.screen_reasons = (*stands, *state.emergency.reasons)
    elif found.disposition < state.least_disposition == Disposition.CLINICIAN_FIRST:
        state.screen_reasons += course.content.because("birddog-seen-first", saw="stopped earlier")
    open_items = () if because == "intake" else _still_open(course, state, answers, event.at.date(), because)
    if open_items:
        if because != "screen" or not state.asks:
            state.asks_because = because
        state.asks, state.asked_on = open_items, event.at.date()
        state.blocked = state.blocked or because in ("flare", "leg")
    else:
        state.asks, state.asks_because, state.blocked = (), "", False
        state.screened_at = event.at.date()
    if state.disposition != before or because == "intake":
        course.log(event.id, event.at, state.screen_reasons, f"disposition-{state.disposition.word}")
    if state.exercising and not state.roster and because != "intake":
        course.make_first(state, event.at.date())
    if not state.disposition.allows_exercise:
        course.say(event.id, event.at, "birddog-program-stopped", state.disposition.word, "no-exercise-shown")


def in_doubt(flags: Mapping[str, str], answers: Mapping[str, str], content: Content) -> tuple[str, ...]:
    """Signs asked one by one that were unsure and not in ``answers``: a no to all others does not answer them."""
    alone = (item.id for item in content.screen_items if item.group in ONE_BY_ONE)
    return tuple(item for item in alone if flags.get(item) == "unsure" and item not in answers)


def _emergency(course: Course, state: State, found: Screen, event: Event) -> None:
    """An emergency that was told of stands, until this event says that it was examined, or was a slip."""
    assert state.intake is not None
    if state.emergency is not None and released(state.emergency, event, course.content):
        how = "examined by a clinician" if by_clinician(event) else "tapped by mistake"
        course.say(event.id, event.at, "birddog-emergency-stands", how, "emergency-over")
        state.emergency = None
    if found.disposition == Disposition.EMERGENCY and state.emergency is None:
        answers = without_words(state.intake)
        if screen(answers, course.content, event.at.date()).disposition < Disposition.EMERGENCY:
            return  # words that were not asked about yet are a question, and end with its answer
        signs = told(answers.red_flags, course.content)
        reasons = tuple(reason for reason in found.reasons if reason.rule != "birddog-safety-answers-missing")
        state.emergency = Emergency(event.at, signs, reasons)


def _still_open(course: Course, state: State, answers: dict[str, Answer], day: date, because: str) -> tuple[str, ...]:
    """The signs without an answer: of all of them, or of what was left open earlier the same day."""
    wanted = tuple(dict.fromkeys((*state.words, *course.content.recheck_items)))
    if because == "screen" and state.asks and (state.asked_on == day or state.asks_because == "words"):
        wanted = state.asks
    others = "no" if answers.get("all_others") == "no" else "unanswered"
    assert state.intake is not None
    given = {**dict.fromkeys(wanted, others), **answers}
    given.update(dict.fromkeys(in_doubt(state.intake.red_flags, answers, course.content), "unanswered"))
    return tuple(item for item in wanted if _asked(course, state, item, day) and given[item] == "unanswered")


def _asked(course: Course, state: State, item: str, day: date) -> bool:
    """Signs that not everyone is asked about are asked only of those to whom they apply."""
    return applies(course.content.items_by_id[item], course.known(state, day))
