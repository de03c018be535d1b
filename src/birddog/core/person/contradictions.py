"""Answers that do not fit together: one table of what is asked about. Until it is answered the cautious one holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from birddog.core.content.rule_values import RuleValues
from birddog.core.person.health_facts import clearances, could_be_pregnant
from birddog.core.person.intake import Certain, Intake
from birddog.core.person.leg_facts import leg_hurts
from birddog.core.person.spell import born_after, longer_than_life, over_worst, told_twice

PREGNANCY = "conditions.pregnancy.status"


@dataclass(frozen=True, slots=True)
class Differ:
    """Answers that do not fit: the field that is asked again, the phrase of the question, and when it is asked.

    ``certain``: the word with which a person confirms that both are so (``Intake.certain``); "" where both cannot be.
    """

    field: str
    phrase: str
    asked: Callable[[Intake, date, RuleValues], bool]
    certain: Certain | Literal[""] = ""


def contradictions(intake: Intake, today: date, values: RuleValues) -> Iterator[Differ]:
    """The rows of ``TABLE`` whose question is open: the answers do not fit, and nobody confirmed that both are so."""
    return (row for row in TABLE if row.certain not in intake.certain and row.asked(intake, today, values))


def possible(intake: Intake, today: date) -> Intake:
    """The intake with an operation or a birth that lies before the person's own birth read as of today."""
    told = intake.conditions
    late = {
        name: replace(getattr(told, name), **{day: today})
        for name, day in (("surgery", "date"), ("hip_operation", "date"), ("pregnancy", "birth"))
        if (when := getattr(getattr(told, name), day)) is not None and born_after(intake, when, today)
    }
    return replace(intake, conditions=replace(told, **late)) if late else intake


def past_days(intake: Intake) -> tuple[date, ...]:
    """Every day that was told of as past, but for the birth of a child, which has a question of its own."""
    told = intake.conditions
    days = (told.surgery.date, told.hip_operation.date, told.cancer.ended, intake.episode.began, intake.examined)
    cleared = (one.on for one in clearances(intake).values())
    return tuple(day for day in (*days, *cleared) if day is not None)


def _denied(intake: Intake) -> bool:
    return intake.conditions.pregnancy.status in ("no", "unanswered")


def _due(intake: Intake, _today: date, _values: RuleValues) -> bool:
    return _denied(intake) and intake.conditions.pregnancy.due is not None


def _birth(intake: Intake, _today: date, _values: RuleValues) -> bool:
    return _denied(intake) and intake.conditions.pregnancy.birth is not None


def _unlikely_pregnancy(intake: Intake, _today: date, values: RuleValues) -> bool:
    """Told by someone whom nobody would have asked: by the sex or the age that was given."""
    told = intake.conditions.pregnancy
    there = told.status in ("yes", "possible", "gave_birth") or told.due is not None or told.birth is not None
    return there and not could_be_pregnant(intake, values)


def _birth_ahead(intake: Intake, today: date, _values: RuleValues) -> bool:
    birth = intake.conditions.pregnancy.birth
    return birth is not None and birth > today


def _due_far(intake: Intake, today: date, _values: RuleValues) -> bool:
    due = intake.conditions.pregnancy.due
    return due is not None and due > today + timedelta(weeks=42)


def _operated(intake: Intake, _today: date, _values: RuleValues) -> bool:
    told = intake.conditions.surgery
    return told.had == "no" and told.date is not None


def _new_hip(intake: Intake, _today: date, _values: RuleValues) -> bool:
    told = intake.conditions
    return told.hip_replacement not in ("yes", "unsure") and told.hip_operation.date is not None


def _ahead(intake: Intake, today: date, _values: RuleValues) -> bool:
    return any(day > today for day in past_days(intake))


def _before_life(intake: Intake, today: date, _values: RuleValues) -> bool:
    birth, began = intake.conditions.pregnancy.birth, intake.episode.began
    days = (*past_days(intake), *(() if birth is None else (birth,)))
    return any(born_after(intake, day, today) for day in days if day != began)


def _longer_than_life(intake: Intake, today: date, _values: RuleValues) -> bool:
    return longer_than_life(intake, today)


def _told_twice(intake: Intake, today: date, values: RuleValues) -> bool:
    return told_twice(intake.episode, today, values.answers_differ)


def _first_pain_ahead(intake: Intake, _today: date, _values: RuleValues) -> bool:
    first, age = intake.conditions.inflammatory.onset_age, intake.person.age
    return first is not None and age is not None and first > age


def _cancer(intake: Intake, _today: date, _values: RuleValues) -> bool:
    told = intake.conditions.cancer.kind in ("other", "unsure", "small_skin")
    return told and intake.red_flags.get("cancer", "no") == "no"


def _no_minutes(intake: Intake, _today: date, _values: RuleValues) -> bool:
    return intake.time.minutes == 0


def _over_worst(intake: Intake, _today: date, _values: RuleValues) -> bool:
    return over_worst(intake.pain)


def _leg_pain(intake: Intake, _today: date, _values: RuleValues) -> bool:
    return intake.leg.reach == "none" and leg_hurts(intake)


def _leg_numb(intake: Intake, _today: date, _values: RuleValues) -> bool:
    """Numbness or a side that is told of a leg in which nothing is felt; a weak leg may have a side without that."""
    leg = intake.leg
    sided = leg.side in ("left", "right", "both") and leg.weakness in ("no", "unanswered")
    return leg.reach == "none" and (leg.numbness in ("yes", "unsure") or sided)


def _no_leg(intake: Intake, _today: date, _values: RuleValues) -> bool:
    return intake.leg.side == "none" and intake.leg.reach in ("above_knee", "below_knee")


def _eased_by_nothing(intake: Intake, _today: date, _values: RuleValues) -> bool:
    return "nothing" in intake.eases and len(set(intake.eases)) > 1


def _worsened_by_nothing(intake: Intake, _today: date, _values: RuleValues) -> bool:
    return "nothing" in intake.worsens and len(set(intake.worsens)) > 1


TABLE = (
    Differ(PREGNANCY, "ask-pregnancy-due", _due),
    Differ(PREGNANCY, "ask-pregnancy-birth", _birth),
    Differ(PREGNANCY, "ask-pregnancy-unlikely", _unlikely_pregnancy, "unlikely_pregnancy"),
    Differ("conditions.pregnancy.birth", "ask-birth-ahead", _birth_ahead),
    Differ("conditions.pregnancy.due", "ask-due-far", _due_far),
    Differ("conditions.surgery.had", "ask-surgery-date", _operated),
    Differ("conditions.hip_replacement", "ask-hip-date", _new_hip),
    Differ("conditions", "ask-date-ahead", _ahead),
    Differ("person.age", "ask-before-life", _before_life),
    Differ("episode.weeks", "ask-longer-than-life", _longer_than_life),
    Differ("episode.began", "ask-began-or-weeks", _told_twice),
    Differ("conditions.inflammatory.onset_age", "ask-first-pain-ahead", _first_pain_ahead),
    Differ("red_flags.cancer", "ask-cancer-told", _cancer),
    Differ("time.minutes", "ask-no-minutes", _no_minutes),
    Differ("pain.back_worst", "ask-over-worst", _over_worst),
    Differ("leg.reach", "ask-leg-pain", _leg_pain),
    Differ("leg.reach", "ask-leg-numb", _leg_numb, "numb_leg_without_pain"),
    Differ("leg.side", "ask-no-leg", _no_leg),
    Differ("eases", "ask-eased-by-nothing", _eased_by_nothing),
    Differ("worsens", "ask-worsened-by-nothing", _worsened_by_nothing),
)
