"""Questions that wait until after the first session, because no answer to them would bar anything in it.

``tests/core/test_asked_later.py`` shows that of each: whatever is answered, the first session is admissible, its doses
are within the limits and the disposition is no worse. A question that does not pass is asked before.
"""

from __future__ import annotations

from birddog.core.content.rule_values import RuleValues
from birddog.core.person.intake import Intake
from birddog.core.state.state import State

LATER = {
    "goals": "life.goals", "work": "life.work", "worries": "life.worries", "aerobic": "life.aerobic",
    "per_day": "time.per_day",
}  # fmt: skip
"""Each question that waits, as an ``arrange`` event calls it, with its place in the intake; the order of asking."""
AT_ONCE = 2
"""Questions that are asked at once, and that each session makes room for."""


def asked_before(name: str, intake: Intake, values: RuleValues) -> bool:
    """Whether a question is asked before the first session after all: of young people, whether they do sport."""
    age = intake.person.age
    return name == "goals" and age is not None and age < values.young_athlete.years


def waiting(state: State, values: RuleValues) -> tuple[str, ...]:
    """The questions that nobody has answered or skipped yet."""
    intake = state.intake
    if intake is None:
        return ()
    known = {name for name in LATER if _told(name, intake) or asked_before(name, intake, values)}
    return tuple(name for name in LATER if name not in known | state.settled)


def asked_later(state: State, values: RuleValues) -> tuple[str, ...]:
    """The questions to ask now: none before a session, then ``AT_ONCE`` for each until all are answered or skipped."""
    room = AT_ONCE * state.sessions - len(state.settled)
    return waiting(state, values)[: max(0, min(AT_ONCE, room))]


def still_settled(settled: frozenset[str], before: Intake | None, now: Intake) -> frozenset[str]:
    """What of the settled questions is so after another intake: not those whose answer that one no longer holds."""
    lost = {name for name in settled if before is not None and _told(name, before) and not _told(name, now)}
    return settled - lost


def _told(name: str, intake: Intake) -> bool:
    """Whether the intake says more than nothing; one session a day is what is assumed."""
    if name == "per_day":
        return intake.time.per_day != Intake().time.per_day
    value = getattr(intake.life, name)
    return bool(value) and value != "unanswered"
