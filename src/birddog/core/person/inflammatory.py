"""Inflammatory back pain: the published referral rules, item for item."""

from __future__ import annotations

from birddog.core.content.rule_values import RuleValues
from birddog.core.person.intake import Intake


def inflammatory_pattern(intake: Intake, weeks: float | None, values: RuleValues) -> str:
    """Published referral rules: ASAS 2009 and NICE NG65 (one sign fewer than it needs asks for HLA-B27).

    Both need pain for more than three months. 'unsure' counts as yes.
    """
    rule = values.inflammatory_signs
    if weeks is None or weeks <= values.lasting.weeks:
        return "no"
    told = intake.conditions.inflammatory

    def yes(name: str) -> bool:
        return getattr(told, name) in ("yes", "unsure")

    onset, age = told.onset_age, intake.person.age
    onset = onset if onset is None or age is None else min(onset, age)
    asas = [onset is not None and onset < rule.asas_onset] + [
        yes(n) for n in ("gradual_onset", "better_with_exercise", "no_better_with_rest", "night_pain_eased_by_rising")
    ]
    nice = [onset is not None and onset < rule.nice_onset] + [
        yes(n)
        for n in (
            "wakes_second_half_of_night", "buttock_pain", "better_with_exercise", "eased_by_antiinflammatory",
            "close_relative", "arthritis", "tendon_pain", "psoriasis",
        )
    ]  # fmt: skip
    nice_applies = onset is not None and onset < rule.nice_applies
    if nice_applies and sum(nice) >= rule.nice_signs:
        return "nice_refer"
    if sum(asas) >= rule.asas_signs:
        return "asas"
    return "nice_three" if nice_applies and sum(nice) == rule.nice_signs - 1 else "no"
