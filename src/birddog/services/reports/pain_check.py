"""Is this pain normal? A few taps to a verdict, by the rules of the pain check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from birddog.core.chart.session_reports import up_before
from birddog.core.content.content import Content
from birddog.core.content.pain_check import ORDER, PainReport, Verdict, deciding, next_day
from birddog.core.content.values import BirddogError, Reason
from birddog.core.state.state import State

When = Literal["during", "after", "morning", "any"]
Leg = Literal["none", "same", "up", "settled", "down"]
"""``settled``: it went further down and came back within the minutes of the rule; ``down``: it stays."""
MOST_OF_A_DAY = 24 * 60
"""Minutes that "it stays" and "longer" are counted as."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person told. ``None``: not said."""

    when: When
    pain: float
    before: float | None
    leg: Leg
    lasting: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict and what speaks for it; ``strong``: pain so strong that it needs more than an answer."""

    verdict: Verdict
    says: tuple[str, ...]
    reasons: tuple[Reason, ...]
    strong: bool


def asked_of(fields: Mapping[str, str]) -> Asked | None:
    """The answers of a form, or ``None`` when it has not been filled in yet.

    Raises ``BirddogError`` for an answer that cannot be.
    """
    if not fields.get("when"):
        return None
    given = {name: fields.get(name, "") for name in ("when", "pain", "leg", "lasting")}
    if lacking := [name for name, value in given.items() if not value]:
        raise BirddogError(f"{lacking[0]} is missing")
    for name, allowed in (("when", get_args(When)), ("leg", get_args(Leg)), ("lasting", ("yes", "no"))):
        if given[name] not in allowed:
            raise BirddogError(f"{name} is {given[name]!r}; allowed: {', '.join(allowed)}")
    before = _pain(fields["before"], "before") if fields.get("before") else None
    return Asked(given["when"], _pain(given["pain"], "pain"), before, given["leg"], given["lasting"] == "yes")  # type: ignore[arg-type]


def _pain(text: str, name: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise BirddogError(f"{name} is {text!r}; allowed: 0 to 10") from None
    if not 0 <= value <= 10:
        raise BirddogError(f"{name} is {text!r}; allowed: 0 to 10")
    return value


def judged(asked: Asked, content: Content, usual: float | None) -> Judged:
    """The verdict of the rules. Without a pain before, the usual pain of the chart (``usual``) stands for it."""
    report = _report(asked, usual, content)
    found = next_day(report, content) if asked.when == "morning" else deciding(report, content)
    verdict: Verdict = found.outcome
    reasons = list(found.reasons)
    if asked.when == "morning" and asked.leg in ("down", "settled"):
        leg = deciding(replace(report, during=report.morning_base), content)
        verdict, reasons = max(verdict, leg.outcome, key=ORDER.index), [*reasons, *leg.reasons]
    if asked.leg == "up":
        reasons += content.because("birddog-leg-moved-up", saw="toward the back")
    says = tuple(dict.fromkeys(reason.says for reason in reasons if reason.says))
    return Judged(verdict, says, tuple(reasons), asked.pain >= content.values.red_report.always)


def worse_from(state: State, content: Content, day: date) -> dict[str, float]:
    """The next morning's pain, back and leg, from which on the rules make the next session less; none where there is
    nothing to hold it against. A browser without a network goes by it."""
    rule, waiting = content.values.red_report, state.waiting
    report = PainReport(
        before=None if waiting is None else waiting.baseline, usual=state.usual.now, up_yesterday=up_before(state, day)
    )
    back = (
        None
        if report.morning_base is None
        else report.morning_base + (rule.rise if report.up_yesterday else rule.morning_rise)
    )
    leg = state.leg_pains[-1][1] + rule.rise if state.leg_pains else None
    return {name: pain for name, pain in (("pain", back), ("leg_pain", leg)) if pain is not None}


def _report(asked: Asked, usual: float | None, content: Content) -> PainReport:
    """The answers as the report that the rules read. What cannot be compared counts as more than before."""
    lasting = float(MOST_OF_A_DAY) if asked.lasting else 0.0
    legs = {"down": float(MOST_OF_A_DAY), "settled": float(content.values.leg_moved_down.minutes)}
    told = PainReport(before=asked.before, usual=usual, over_mild_minutes=lasting, leg_down_minutes=legs.get(asked.leg))
    if asked.when == "morning":
        return replace(told, morning=asked.pain)
    return replace(told, during=asked.pain, after=asked.pain if asked.when == "after" else None)
