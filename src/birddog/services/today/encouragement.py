"""One line that is true: computed from the chart, or not there. No praise, no streaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import floor
from typing import Literal, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from birddog.core.log.events import AerobicDone, Event, SessionDone
from birddog.services.chart.seen import Seen
from birddog.services.chart.told import back_pains

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


def true_facts(lately: Sequence[Event], seen: Seen, day: date) -> tuple[TrueFact, ...]:
    """What may truly be said on ``day``, what matters most first; ``lately``: the events of the last week."""
    week = [event for event in lately if 0 <= (day - event.at.date()).days < 7]
    found = [
        TrueFact("pain", _less_pain(week, seen, day)),
        TrueFact("activities", floor(seen.able[1] - seen.able[0]) if seen.able else 0),
        TrueFact("sessions", sum(isinstance(event, SessionDone) and event.counts for event in week)),
        TrueFact("walked", int(sum(event.minutes for event in week if isinstance(event, AerobicDone)))),
    ]
    least = {"pain": MATTERS, "activities": MATTERS, "sessions": LEAST_SESSIONS, "walked": LEAST_WALKED}
    return tuple(fact for fact in found if fact.amount >= least[fact.kind])


def true_line(lately: Sequence[Event], seen: Seen, day: date) -> str:
    """The strongest fact as a sentence; empty when there is nothing true to say."""
    found = true_facts(lately, seen, day)
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


def _less_pain(week: Sequence[Event], seen: Seen, day: date) -> int:
    """Whole points by which the mean back pain of the last week lies below the first report."""
    pains = [point.value for point in back_pains(week)]
    if seen.start is None or len(pains) < LEAST_REPORTS or (day - seen.start[0]).days < 7:
        return 0
    return floor(seen.start[1] - sum(pains) / len(pains))
