"""One line that is true: computed from the chart, or not there. No praise, no streaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import floor
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from birddog.core.events import AerobicDone, Event, IntakeAnswered, MeasureTaken, SessionDone
from birddog.services.told import back_pains

LEAST_REPORTS = 3
"""So many reports of pain in a week make a mean that is worth a word."""
MATTERS = 2
"""Points of change that people notice (as in the rule on change that matters)."""
LEAST_SESSIONS, LEAST_WALKED = 2, 30
"""Fewer sessions, or minutes of walking, in a week are not spoken of."""


class TrueFact(NamedTuple):
    """Something that the chart shows; ``amount`` in points, sessions or minutes."""

    kind: Literal["pain", "activities", "sessions", "walked"]
    amount: int


def true_facts(events: Sequence[Event], day: date) -> tuple[TrueFact, ...]:
    """What may truly be said on ``day``, what matters most first."""
    week = [event for event in events if 0 <= (day - event.at.date()).days < 7]
    found = [
        TrueFact("pain", _less_pain(events, day)),
        TrueFact("activities", _more_able(events)),
        TrueFact("sessions", sum(isinstance(event, SessionDone) and event.counts for event in week)),
        TrueFact("walked", int(sum(event.minutes for event in week if isinstance(event, AerobicDone)))),
    ]
    least = {"pain": MATTERS, "activities": MATTERS, "sessions": LEAST_SESSIONS, "walked": LEAST_WALKED}
    return tuple(fact for fact in found if fact.amount >= least[fact.kind])


def true_line(events: Sequence[Event], day: date) -> str:
    """The strongest fact as a sentence; empty when there is nothing true to say."""
    found = true_facts(events, day)
    return in_words(found[0]) if found else ""


def in_words(fact: TrueFact) -> str:
    """A fact as a sentence."""
    n = fact.amount
    if fact.kind == "pain":
        told = ngettext(
            "Your back pain over the last week is %(n)d point lower than at the start.",
            "Your back pain over the last week is %(n)d points lower than at the start.", n,
        )  # fmt: skip
    elif fact.kind == "activities":
        told = ngettext(
            "The activities you chose are %(n)d point easier than at the start.",
            "The activities you chose are %(n)d points easier than at the start.", n,
        )  # fmt: skip
    elif fact.kind == "sessions":
        told = ngettext("%(n)d session in the last seven days.", "%(n)d sessions in the last seven days.", n)
    else:
        told = _("%(n)d minutes of walking in the last seven days.")
    return told % {"n": n}


def _less_pain(events: Sequence[Event], day: date) -> int:
    """Whole points by which the mean back pain of the last week lies below the first report."""
    pains = back_pains(events)
    week = [pain.value for pain in pains if day - timedelta(days=7) < pain.date <= day]
    if not pains or len(week) < LEAST_REPORTS or (day - pains[0].date).days < 7:
        return 0
    return floor(pains[0].value - sum(week) / len(week))


def _more_able(events: Sequence[Event]) -> int:
    """Whole points by which the mean of the own activities has risen since they were first told."""
    means = [mean for event in events if (mean := own_activities(event)) is not None]
    return floor(means[-1] - means[0]) if len(means) > 1 else 0


def own_activities(event: Event) -> float | None:
    """Mean of the own activities that an event tells of (0 unable to 10 as before), or ``None``."""
    scores: list[float] = []
    if isinstance(event, IntakeAnswered):
        scores = [own.score for own in event.intake.life.own_activities if own.score is not None]
    elif isinstance(event, MeasureTaken) and event.instrument == "psfs":
        scores = list(event.answers.values())
    return sum(scores) / len(scores) if scores else None
