"""Danger signs for a clinician: when they were asked, what was answered, what is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from birddog.core.content.content import Content
from birddog.core.log.events import Event, FlareDeclared, IntakeAnswered, LegReport, ScreenAnswered
from birddog.core.screen.screening import answered
from birddog.present import NOT_FINDINGS
from birddog.services.chart.reading import Reading
from birddog.services.clinician import words
from birddog.services.library.references import Cite, Line, Said


@dataclass(frozen=True, slots=True)
class Sign:
    """A danger sign that was ever answered with yes or not sure: when last, and what holds now."""

    question: str
    told: str
    day: date
    now: str


@dataclass(frozen=True, slots=True)
class Screening:
    """``asked`` signs apply to this person; ``open`` of them have no answer; ``due``: asked again and not answered."""

    level: str
    first: date | None
    last: date | None
    again: int
    asked: int
    signs: tuple[Sign, ...]
    open: tuple[str, ...]
    due: int
    findings: tuple[Line, ...]


def screening(reading: Reading, said: Said, cite: Cite) -> Screening:
    """The danger signs as they stand, and what else speaks against exercise."""
    state, content, day = reading.state, reading.content, reading.now.date()
    assert state.intake is not None
    known = reading.folded.course.known(state, day)
    now = answered(state.intake, content, known)
    asked = [event for event in reading.events if _flags(event)]
    found = [reason for reason in state.screen_reasons if reason.rule not in (*NOT_FINDINGS, *now)]
    return Screening(
        str(words.LEVELS[state.disposition.word]), asked[0].at.date() if asked else None,
        asked[-1].at.date() if asked else None, max(len(asked) - 1, 0), len(now), _signs(asked, now, content),
        tuple(content.items_by_id[item].question for item, answer in now.items() if answer == "unanswered"),
        len(state.asks), tuple(Line(said(reason), cite(reason.source)) for reason in found),
    )  # fmt: skip


def _flags(event: Event) -> dict[str, str]:
    """The danger signs that an event answers."""
    if isinstance(event, IntakeAnswered):
        return dict(event.intake.red_flags)
    return dict(event.red_flags) if isinstance(event, (ScreenAnswered, FlareDeclared, LegReport)) else {}


def _signs(asked: Sequence[Event], now: dict[str, str], content: Content) -> tuple[Sign, ...]:
    last: dict[str, tuple[str, date]] = {}
    for event in asked:
        flags = _flags(event)
        last |= {item: (answer, event.at.date()) for item, answer in flags.items() if answer in ("yes", "unsure")}
    for item, answer in now.items():
        if answer in ("yes", "unsure") and item not in last:
            last[item] = answer, asked[0].at.date()
    return tuple(
        Sign(content.called(item), str(words.ANSWERS[answer]), day,
             str(words.ANSWERS[now.get(item, "unanswered")]))
        for item, (answer, day) in last.items() if item != "all_others"
    )  # fmt: skip
