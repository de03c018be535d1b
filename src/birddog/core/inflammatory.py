"""Inflammatory back pain: the published referral rules, item for item."""

from __future__ import annotations

from birddog.core.intake import Intake

WEEKS_THREE_MONTHS = 13


def inflammatory_pattern(intake: Intake, weeks: float | None) -> str:
    """Published referral rules: ASAS 2009 (4 of 5) and NICE NG65 (4 of 9; exactly 3 asks for HLA-B27).

    Both need pain for more than three months (13 weeks). 'unsure' counts as yes.
    """
    if weeks is None or weeks <= WEEKS_THREE_MONTHS:
        return "no"
    told = intake.conditions.inflammatory

    def yes(name: str) -> bool:
        return getattr(told, name) in ("yes", "unsure")

    onset = told.onset_age
    asas = [onset is not None and onset < 40] + [
        yes(n) for n in ("gradual_onset", "better_with_exercise", "no_better_with_rest", "night_pain_eased_by_rising")
    ]
    nice = [onset is not None and onset < 35] + [
        yes(n)
        for n in (
            "wakes_second_half_of_night", "buttock_pain", "better_with_exercise", "eased_by_antiinflammatory",
            "close_relative", "arthritis", "tendon_pain", "psoriasis",
        )
    ]  # fmt: skip
    nice_applies = onset is not None and onset < 45
    if nice_applies and sum(nice) >= 4:
        return "nice_refer"
    if sum(asas) >= 4:
        return "asas"
    return "nice_three" if nice_applies and sum(nice) == 3 else "no"
