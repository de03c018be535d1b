"""Danger signs asked again: new answers in, disposition out, open questions stay open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from birddog.core.course import Course
from birddog.core.events import Event
from birddog.core.screening import screen
from birddog.core.state import State
from birddog.core.values import Answer, Disposition


def rescreen(course: Course, state: State, answers: dict[str, Answer], event: Event, because: str) -> None:
    """Take in danger-sign answers and set the disposition; open questions stay open and block exercise."""
    assert state.intake is not None
    flags = dict(state.intake.red_flags)
    again = course.content.recheck_items
    if answers.get("all_others") == "no":
        flags.update(dict.fromkeys(again, "no"))
    flags.update({item: answer for item, answer in answers.items() if item != "all_others"})
    if flags != state.intake.red_flags:
        state.intake = replace(state.intake, red_flags=flags)
    found = screen(state.intake, course.content, event.at.date())
    before = state.disposition
    if because != "intake" and before.allows_exercise and not found.disposition.allows_exercise:
        state.least_disposition = Disposition.CLINICIAN_FIRST
    state.disposition = max(found.disposition, state.least_disposition)
    state.screen_reasons = found.reasons
    if found.disposition < state.least_disposition == Disposition.CLINICIAN_FIRST:
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
        course.log(event.id, event.at, found.reasons, f"disposition-{state.disposition.word}")
    if not state.disposition.allows_exercise:
        course.say(event.id, event.at, "birddog-program-stopped", state.disposition.word, "no-exercise-shown")


def _still_open(course: Course, state: State, answers: dict[str, Answer], day: date, because: str) -> tuple[str, ...]:
    """The signs without an answer: of all of them, or of what was left open earlier the same day."""
    wanted = course.content.recheck_items
    if because == "screen" and state.asks and state.asked_on == day:
        wanted = state.asks
    others = "no" if answers.get("all_others") == "no" else "unanswered"
    return tuple(item for item in wanted if _asked(course, state, item) and answers.get(item, others) == "unanswered")


def _asked(course: Course, state: State, item: str) -> bool:
    """Pregnancy signs are asked only of those who are or may be pregnant."""
    assert state.intake is not None
    pregnant = state.intake.conditions.pregnancy.status in ("yes", "possible", "unsure")
    return course.content.items_by_id[item].only_if != "pregnant" or pregnant
