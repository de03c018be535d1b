"""A reason tells people nothing about themselves that their answers do not: over made-up people.

Decisions are the same in every language (``tests/test_language.py``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.strategies import CONTENT, DAY, people

import birddog
from birddog.core.content.content import Content
from birddog.core.content.values import Reason
from birddog.core.person.intake import Intake
from birddog.core.prescribe import prescribe
from birddog.core.screen.screening import CONSULT, consult_says

ROOT = Path(__file__).parents[2]
POSITIONS = {"sitting", "standing", "walking", "lying"}
WEAK = {"old_checked", "old_unchecked", "new", "worse"}
Claim = Callable[[Intake], bool]


def _pains(told: Intake) -> list[float]:
    pain = told.pain
    every = (pain.back_week, pain.back_now, pain.back_worst, pain.leg_week, pain.leg_now)
    return [one for one in every if one is not None]


def _severe(told: Intake) -> bool:
    return max(_pains(told), default=0) >= 7


def _below(told: Intake) -> bool:
    """Numbness and two legs without a place count as below the knee."""
    leg = told.leg
    return leg.reach in ("below_knee", "unsure") or leg.numbness in ("yes", "unsure") or leg.side == "both"


def _leg(told: Intake) -> bool:
    hurts = "leg" in told.episode.where or max(told.pain.leg_now or 0, told.pain.leg_week or 0) > 0
    return (
        hurts or told.leg.reach not in ("none", "buttock", "unanswered") or told.leg.side in ("left", "right", "both")
    )


CLAIMS: dict[str, Claim] = {
    "severe-pain": _severe,
    "severe_for_weeks": _severe,
    "severe_without_ease": _severe,
    "leg-symptoms-above-knee": lambda told: told.leg.reach == "above_knee",
    "leg-symptoms-below-knee": _below,
    "leg_below_knee": _below,
    "leg_above_knee": _leg,
    "pop-sciatica": lambda told: _leg(told) or _below(told),
    "leg-symptoms-reach-unknown": _leg,
    "leg_worse_than_back": lambda told: max(told.pain.leg_now or 0, told.pain.leg_week or 0) > 0,
    "old-leg-weakness": lambda told: told.leg.weakness in WEAK,
    "weak-leg-needs-support": lambda told: told.leg.weakness in WEAK,
    "leg_old_weakness": lambda told: told.leg.weakness == "old_checked",
    "dp-no-position": lambda told: told.eases != ("sitting",),
    "dp-positions": lambda told: bool(set(told.eases) & POSITIONS) or told.movement != type(told.movement)(),
    "cannot-sit": lambda told: told.abilities.sit in ("no", "unsure"),
    "cannot-stand": lambda told: told.abilities.stand in ("no", "unsure"),
    "no-floor": lambda told: told.abilities.floor in ("no", "unsure", "unanswered"),
    "no-kneeling": lambda told: told.abilities.kneel in ("no", "unsure"),
    "no-weight-on-hands": lambda told: told.abilities.weight_on_hands in ("no", "unsure"),
    "not-on-the-back": lambda told: told.abilities.lie_on_back in ("no", "unsure"),
    "not-on-the-front": lambda told: told.abilities.lie_on_front in ("no", "unsure"),
    "pop-desk-workers": lambda told: told.life.work == "desk",
    "pop-desk-figure4": lambda told: told.life.work == "desk",
    "pop-not-active": lambda told: told.life.activity == "low",
    "programme-goals": lambda told: bool(told.life.goals or told.life.own_activities),
    "programme-vary-and-enjoy": lambda told: bool(told.life.likes or told.life.aerobic),
    "birddog-not-this-one": lambda told: bool(told.life.dislikes),
    "birddog-acute-short": lambda told: told.episode.weeks is not None or told.episode.began is not None,
    "home-first-for-simple-strain": lambda told: told.episode.onset != "after_accident",
    "began_with_accident": lambda told: told.episode.onset == "after_accident",
    "arching-made-it-worse": lambda told: told.movement.extension != "unanswered",
    "heart_stable": lambda told: told.conditions.heart == "stable",
}
"""What a reason says of the person, by the rule that gives it: told of by an answer, and not only not denied."""


def _reasons(value: Any) -> Iterator[Reason]:
    if isinstance(value, Reason):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from _reasons(getattr(value, part.name))
    elif isinstance(value, dict | tuple | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _reasons(part)


def _claimed(content: Content) -> dict[str, str]:
    """What each rule with a claim says when its answer is known."""
    findings = {row.id: row.says for row in content.findings}
    return (
        findings
        | {veto.id: veto.says for veto in content.vetoes}
        | {rule.id: rule.patient for rule in content.rules.values()}
    )


def test_a_reason_contradicts_no_answer():
    says = _claimed(CONTENT)
    untrue: dict[str, str] = {}

    @seed(7)
    @settings(max_examples=60, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(people())
    def of(value: dict[str, Any]) -> None:
        told = birddog.read_intake(value)
        for reason in set(_reasons(prescribe(told, CONTENT, DAY))):
            claim = CLAIMS.get(reason.rule)
            if claim is not None and reason.says == says[reason.rule] and not claim(told):
                untrue.setdefault(reason.rule, reason.saw)

    of()
    assert untrue == {}


def test_every_claim_is_about_a_reason_that_there_is():
    assert CLAIMS.keys() <= _claimed(CONTENT).keys()


def test_what_the_answers_come_to_is_what_holds():
    shown = []
    for path in sorted((ROOT / "examples" / "charts").glob("*.jsonl")):
        events = birddog.read_chart(path.read_text(encoding="utf-8").split("\n"))
        for event in events:
            now = birddog.today([e for e in events if e.instant <= event.instant], event.at)
            found = [reason for reason in now.reasons if reason.rule == CONSULT]
            assert all(reason.saw == now.disposition.word for reason in found), event.id
            assert all(reason.says == consult_says(now.disposition.word, CONTENT) for reason in found), event.id
            shown += [reason.saw for reason in found]
    assert len(set(shown)) > 1
