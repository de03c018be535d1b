"""People made up for the proof: one ordinary person, and that person with some answers changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from birddog.catalog import load_default
from birddog.core.content.content import Content
from birddog.core.content.values import Disposition
from birddog.core.log.events import IntakeAnswered, MorningAfter, SessionDone
from birddog.core.person.facts import VALUES, Facts, facts
from birddog.core.person.intake import Conditions, Episode, Intake, Life, Pain, Person, Time

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12)
ALL_NO: dict[str, Any] = {"all_others": "no"}
CES = (
    "saddle_numbness", "back_passage_numbness", "bladder_trouble", "bladder_feeling_lost", "urine_leaking",
    "bowel_control_lost", "sexual_feeling_lost",
)  # fmt: skip
"""The signs of cauda equina syndrome, listed here apart from the content that is being checked."""
VESSELS = ("tearing_pain", "pulsing_belly", "collapse", "chest_pain", "breathless")
SYSTEMIC = ("weight_loss", "night_pain", "constant_pain")


def person(**changes: Any) -> Intake:
    """An ordinary 44-year-old with low back pain for 20 weeks, pain 4, nothing else; parts replaced by name."""
    base = Intake(
        person=Person(id="p1", age=44, sex="male"),
        red_flags=ALL_NO,
        episode=Episode(where=("low_back",), weeks=20.0),
        pain=Pain(back_week=4.0, back_now=3.0),
        conditions=Conditions(all_others="no"),
        time=Time(minutes=20, per_day=1, days_per_week=5),
        life=Life(),
    )
    return replace(base, **changes)


def flags(**answers: str) -> dict[str, Any]:
    """Danger-sign answers; all others no."""
    return {**answers, "all_others": "no"}


@cache
def plain_facts() -> Facts:
    """Facts of the ordinary person."""
    return facts(person(), DAY, load_default().values)


def with_facts(**changes: Any) -> Facts:
    """Facts of the ordinary person with some of them replaced. Raises ``ValueError`` for a value not in ``VALUES``."""
    for name, value in changes.items():
        if name in VALUES and value not in VALUES[name]:
            raise ValueError(f"{name} has no value {value!r}")
    return replace(plain_facts(), **changes)


def started(content: Content, **changes: Any) -> IntakeAnswered:
    """The first event of a chart."""
    del content
    return IntakeAnswered(id="e0", at=NOON, patient="p1", intake=person(**changes))


def session(number: int, hours: float, before: float | None, during: float | None, **more: Any) -> SessionDone:
    """A session ``hours`` after the start of the chart."""
    at = NOON + timedelta(hours=hours)
    return SessionDone(id=f"s{number}", at=at, patient="p1", pain_before=before, pain_during=during, **more)


def morning(number: int, hours: float, pain: float | None, **more: Any) -> MorningAfter:
    """A next-morning report ``hours`` after the start of the chart."""
    return MorningAfter(id=f"m{number}", at=NOON + timedelta(hours=hours), patient="p1", pain=pain, **more)


FIRST = Disposition.CLINICIAN_FIRST
