"""Facts about health that move on with the date: pregnancy and birth, operations, and what a clinician has cleared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from birddog.core.content.program_values import AfterSurgery
from birddog.core.content.rule_values import RuleValues
from birddog.core.person.health import Clearance, Conditions, Pregnancy, Surgery
from birddog.core.person.intake import Intake
from birddog.core.person.spell import longer_than_life

CLEARABLE = ("cancer", "steroids", "fracture", "mid_back", "blood_pressure", "bladder")
"""Conditions that a clinician who knows about them can clear for exercise."""


def could_be_pregnant(intake: Intake, values: RuleValues) -> bool:
    """Whether pregnancy is asked about: of everyone between two ages who is not male."""
    age, (low, high) = intake.person.age, values.pregnancy_asked.ages
    return intake.person.sex != "male" and (age is None or low <= age <= high)


def pregnancy(intake: Intake, today: date, values: RuleValues) -> str:
    """Pregnancy and the time after birth. Answers that contradict each other count as the cautious one.

    A due date counts as pregnant, whatever the status says; a birth that lies ahead as well.
    """
    told: Pregnancy = intake.conditions.pregnancy
    born = told.birth is not None and told.birth <= today
    passed = born and told.due is not None and told.due < today
    if told.status == "gave_birth" or passed or (born and told.status in ("no", "unanswered")):
        if told.birth is not None and not born:
            return "later"
        return after_birth(told, today, values)
    ahead = told.due is not None and told.due >= today - timedelta(weeks=values.weeks_of_pregnancy.overdue)
    if told.status in ("yes", "possible", "unsure") or ahead or (told.birth is not None and not born):
        return _trimester(told, today, values)
    if told.status == "unanswered" and could_be_pregnant(intake, values) and intake.conditions.all_others != "no":
        return "unanswered"
    return "no"


def after_birth(told: Pregnancy, today: date, values: RuleValues) -> str:
    """Early until the check-up or 6 weeks, after a caesarean (or when that was not said) 8; then until 12 weeks.

    A check-up in the first two weeks, such as that of the day of going home, opens nothing.
    """
    if told.birth is None:
        return "early_postpartum"
    early, weeks = values.early_after_birth, (today - told.birth).days / 7
    most = early.weeks if told.birth_kind == "vaginal" else early.weeks_caesarean
    checked = told.check_up == "yes" and weeks >= early.check_up_from
    if weeks < most and not checked:
        return "early_postpartum"
    return "postpartum" if weeks < values.after_birth.weeks else "no"


def _trimester(told: Pregnancy, today: date, values: RuleValues) -> str:
    """First or later; unknown counts as later. From the due date on nobody knows whether the birth lies behind; a while
    after it, a birth is taken as past, and as recent."""
    if told.due is None:
        return "later"
    count = values.weeks_of_pregnancy
    weeks = count.whole - (told.due - today).days / 7
    since = weeks - count.whole - count.overdue
    if since <= 0:
        passed = told.due < today
        return "due_passed" if passed else "first" if 0 <= weeks < count.first_trimester else "later"
    if since < values.early_after_birth.weeks_caesarean:
        return "early_postpartum"
    return "postpartum" if since < values.after_birth.weeks else "no"


def surgery(told: Surgery, none: bool, today: date, after: AfterSurgery) -> str:
    """Operations on the spine: a date counts as an operation, whatever else was said."""
    if told.date is None and (told.had == "no" or (told.had == "unanswered" and none)):
        return "none"
    if told.had == "unanswered" and told.date is None:
        return "unanswered"
    if told.cleared != "yes" or told.date is None:
        return "not_cleared"
    weeks = (today - told.date).days / 7
    if weeks < after.weeks:
        return "recent"
    return "cleared_under_6_months" if weeks < after.care_weeks else "cleared"


def recent_procedure(told: Surgery, today: date, weeks: int) -> bool:
    """An operation or a needle in the back in the last weeks, told of with its date."""
    return told.had in ("yes", "unsure") and told.date is not None and 0 <= (today - told.date).days < 7 * weeks


def hip(told: Conditions, today: date, weeks: int) -> str:
    """An artificial hip, and whether rules for moving it are in force.

    Not known counts as in force, and so do the first weeks after the operation, whatever was said.
    """
    operation = told.hip_operation
    if told.hip_replacement not in ("yes", "unsure") and operation.date is None:
        return "no"
    recent = operation.date is not None and (today - operation.date).days < 7 * weeks
    return "yes" if operation.precautions in ("lifted", "never_given") and not recent else "precautions"


def clearances(intake: Intake) -> dict[str, Clearance]:
    """What was said of each condition that can be cleared."""
    return {name: getattr(intake.clearances, name) for name in CLEARABLE}


def cleared_conditions(intake: Intake, today: date, weeks: float | None, values: RuleValues) -> frozenset[str]:
    """Conditions that a clinician has cleared: later than this spell began, unchanged since, at most 12 months ago.

    A spell or a leg that gets worse is covered by none, nor is a leg that hurts newly, nor a spell longer than life.
    A small skin cancer that was cut out, with no more check-ups needed, counts as cleared by those who discharged it.
    """
    worse = intake.episode.course == "worse" or intake.leg.course in ("worse", "new")
    worse = worse or longer_than_life(intake, today)
    found = {name for name, told in clearances(intake).items() if not worse and _holds(told, today, weeks, values)}
    cancer = intake.conditions.cancer
    if cancer.kind == "small_skin" and cancer.discharged == "yes" and not worse:
        found.add("cancer")
    return frozenset(found)


def not_covering(intake: Intake, worse_on: date | None) -> Intake:
    """The intake without the clearances that are not later than the day on which something got worse."""
    if worse_on is None:
        return intake
    told = clearances(intake)
    over = {
        name: replace(one, changed="yes") for name, one in told.items() if one.on is not None and one.on <= worse_on
    }
    return intake if not over else replace(intake, clearances=replace(intake.clearances, **over))


def no_longer_cleared(intake: Intake, today: date, weeks: float | None, values: RuleValues) -> set[str]:
    """Clearances that were given, with a day, and that do not hold."""
    holds = cleared_conditions(intake, today, weeks, values)
    told = clearances(intake).items()
    return {name for name, one in told if one.said == "yes" and one.on is not None and name not in holds}


def _holds(told: Clearance, today: date, weeks: float | None, values: RuleValues) -> bool:
    if told.said != "yes" or told.on is None or told.changed != "no" or weeks is None:
        return False
    age = (today - told.on).days
    return 0 <= age < values.clearance_lapses.days and age <= 7 * weeks
