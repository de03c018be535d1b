"""The numbers of the rules, each with its type and unit: ``content.values.red_report.rise``.

A field of ``RuleValues`` belongs to the rule of the same name in ``content/rules/*.toml``: dashes for underscores, with
or without the prefix ``birddog-``. What a number means, within which bounds it may be changed and who says so stands
there; ``catalog`` refuses a file that does not fit the classes here. The units are the ones that the files state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

Pain = Annotated[float, "points of 10"]
Reps = Annotated[int, "repetitions"]
Points = Annotated[float, "points"]
Times = Annotated[float, "times the work"]
Days = Annotated[int, "days"]
Hours = Annotated[int, "h"]
Minutes = Annotated[int, "min"]
Seconds = Annotated[int, "s"]
Sessions = Annotated[int, "sessions"]
Weeks = Annotated[int, "weeks"]
Years = Annotated[int, "years"]
Ids = tuple[str, ...]
"""Ids, in order; these have no unit."""


@dataclass(frozen=True, slots=True)
class Preferred:
    """Exercises that a rule speaks for."""

    exercises: Ids


@dataclass(frozen=True, slots=True)
class StageByPain:
    """From which usual pain on a spell counts as moderate and as severe, and up to which score function as low."""

    moderate_from: Pain
    severe_from: Pain
    low_function: Pain


@dataclass(frozen=True, slots=True)
class AcuteShort:
    """Up to which age a spell of pain is acute."""

    weeks: Weeks


@dataclass(frozen=True, slots=True)
class SessionSize:
    """Fewest and most exercises of a session."""

    exercises: Annotated[tuple[int, int], "exercises"]


@dataclass(frozen=True, slots=True)
class Reassess:
    """After which weeks of a program the person is asked how it goes."""

    weeks: Annotated[tuple[int, ...], "weeks"]


@dataclass(frozen=True, slots=True)
class BalanceForOlder:
    """From which age on sessions include balance work."""

    age: Years


@dataclass(frozen=True, slots=True)
class SteadyFirst:
    """From which age on unsteady forms rank low, which they are, and what comes first instead."""

    age: Years
    exercises: Ids
    first: Ids


@dataclass(frozen=True, slots=True)
class MovementBreaks:
    """At a desk: every how many minutes (from, to) a break comes, and how long it is."""

    every: Annotated[tuple[int, int], "min"]
    minutes: Minutes


@dataclass(frozen=True, slots=True)
class DoseLimits:
    """The most that any dose reaches."""

    hold: Seconds
    hold_if_heart_or_pressure: Seconds
    reps: Annotated[int, "repetitions"]
    sets: Annotated[int, "sets"]


@dataclass(frozen=True, slots=True)
class FirstDose:
    """The least that a first dose is, by what it is; repetitions are a side where there are sides."""

    stretch_reps: Reps
    stretch_s: Seconds
    movement_reps: Reps
    hold_reps: Reps
    hold_s: Seconds
    strength_sets: Annotated[int, "sets"]
    strength_reps: Reps
    plank_reps: Reps
    plank_s: Seconds
    balance_reps: Reps
    balance_s: Seconds
    carry_reps: Reps
    carry_s: Seconds


@dataclass(frozen=True, slots=True)
class Factor:
    """What work is multiplied by."""

    factor: Times


@dataclass(frozen=True, slots=True)
class GoodSession:
    """How many good sessions at a dose raise it."""

    sessions: Sessions


@dataclass(frozen=True, slots=True)
class AmberReport:
    """From which pain and from which effort on the dose stays as it is."""

    pain: Pain
    effort: Pain


@dataclass(frozen=True, slots=True)
class RedReport:
    """Over which pain and from which rise on a report is too much, and what follows from it."""

    ceiling: Pain
    rise: Points
    always: Pain
    factor: Times
    no_raise_hours: Hours


@dataclass(frozen=True, slots=True)
class AfterDays:
    """After how many days a rule acts, or for how many it holds."""

    days: Days


@dataclass(frozen=True, slots=True)
class AfterMinutes:
    """Over how many minutes a rule acts."""

    minutes: Minutes


@dataclass(frozen=True, slots=True)
class EnterStage:
    """What it takes to enter a stage: good sessions and days in the one before, and at most this pain."""

    sessions: Sessions
    days: Days
    pain: Pain


@dataclass(frozen=True, slots=True)
class Gap:
    """From how many days without a session on work restarts lower, and how much lower."""

    days: Days
    factor: Times


@dataclass(frozen=True, slots=True)
class NoImprovement:
    """After how many weeks (alone; with a clinician alongside) without change, and from which pain on."""

    weeks: Annotated[tuple[int, int], "weeks"]
    least_pain: Pain


@dataclass(frozen=True, slots=True)
class BetterAfterAll:
    """How much better than at the start lifts an escalation: points, or share of the first pain."""

    points: Points
    share: Annotated[float, "of the first pain"]


@dataclass(frozen=True, slots=True)
class ChangeThatMatters:
    """The smallest change that matters: of pain in points or as a share of the first score, of own activities."""

    pain_points: Points
    pain_share: Annotated[float, "of the first pain"]
    own_activities: Points


@dataclass(frozen=True, slots=True)
class Maintain:
    """Up to which pain maintenance begins, after the guided weeks or early, and its days a week at most."""

    pain: Pain
    early_weeks: Weeks
    early_pain: Pain
    days_per_week: Annotated[int, "days a week"]


@dataclass(frozen=True, slots=True)
class GuidedWeeks:
    """Length of the guided program."""

    weeks: Weeks


@dataclass(frozen=True, slots=True)
class FourCategories:
    """Which categories a program fills or explains."""

    which: Ids


@dataclass(frozen=True, slots=True)
class IceThenHeat:
    """Until which day of a spell (fewest, most) cold comes before warmth."""

    ice_days: Annotated[tuple[int, int], "days"]


@dataclass(frozen=True, slots=True)
class TimeADay:
    """How many minutes a session, and how many sessions a day, a person may choose (from, to)."""

    minutes: Annotated[tuple[int, int], "min"]
    per_day: Annotated[tuple[int, int], "times a day"]


@dataclass(frozen=True, slots=True)
class Ages:
    """From which age on a person is grown up, older, and of an age of fragile bones; over which, of middle age."""

    grown_up: Years
    middle: Years
    older: Years
    oldest: Years


@dataclass(frozen=True, slots=True)
class AfterWeeks:
    """How many weeks a rule holds, or after how many it acts."""

    weeks: Weeks


@dataclass(frozen=True, slots=True)
class EarlyAfterBirth:
    """How long after a birth only rest, walking, breathing and pelvic floor are given; from when a check-up counts."""

    weeks: Weeks
    weeks_caesarean: Weeks
    check_up_from: Weeks


@dataclass(frozen=True, slots=True)
class YoungAthlete:
    """Under which age pain on arching in sport is looked at."""

    years: Years


@dataclass(frozen=True, slots=True)
class AfterSurgery:
    """How long after an operation nothing is begun, and how long care is taken."""

    weeks: Weeks
    care_weeks: Weeks


@dataclass(frozen=True, slots=True)
class WeeksOfPregnancy:
    """Length of the first trimester and of the whole, and how long after the due date birth is taken as past."""

    first_trimester: Weeks
    whole: Weeks
    overdue: Weeks


@dataclass(frozen=True, slots=True)
class PregnancyAsked:
    """From which age to which pregnancy is asked about."""

    ages: Annotated[tuple[int, int], "years"]


@dataclass(frozen=True, slots=True)
class Recurrent:
    """How many spells before this one make it a recurrence."""

    spells: Annotated[int, "spells"]


@dataclass(frozen=True, slots=True)
class InflammatorySigns:
    """Published rules: under which age pain first began, how many signs are needed, under which age NICE applies."""

    asas_onset: Years
    asas_signs: Annotated[int, "signs"]
    nice_onset: Years
    nice_signs: Annotated[int, "signs"]
    nice_applies: Years


@dataclass(frozen=True, slots=True)
class TimeToChange:
    """Seconds to get into the next position: in the same place, between chair and standing, to or from the floor.

    For people under 65, from 65 on, and for those who cannot get down to the floor and up again.
    """

    same: Seconds
    stand: Seconds
    floor: Seconds
    older_same: Seconds
    older_stand: Seconds
    older_floor: Seconds
    helped_same: Seconds
    helped_stand: Seconds
    helped_floor: Seconds


@dataclass(frozen=True, slots=True)
class RuleValues:
    """The numbers of all rules that decisions read; the name of a field is the id of its rule."""

    acute_short: AcuteShort
    after_accident: AfterWeeks
    after_birth: AfterWeeks
    after_surgery: AfterSurgery
    ages: Ages
    amber_report: AmberReport
    balance_for_older: BalanceForOlder
    better_after_all: BetterAfterAll
    change_that_matters: ChangeThatMatters
    clearance_lapses: AfterDays
    dose_15_min_a_day: AfterMinutes
    dose_limits: DoseLimits
    dose_strength_10_30min_1_3_daily: TimeADay
    dp_no_position: Preferred
    dp_sitting: Preferred
    dp_standing_or_lying: Preferred
    early_after_birth: EarlyAfterBirth
    enter_stabilize: EnterStage
    enter_strengthen: EnterStage
    exercise_rests: AfterDays
    first_dose: FirstDose
    emergency_stands: AfterMinutes
    flare: Factor
    flare_back: AfterDays
    flare_escalate: AfterDays
    gap: Gap
    gentlest_rung: Preferred
    good_session: GoodSession
    hip_precautions: AfterWeeks
    ice_then_heat: IceThenHeat
    inflammatory_signs: InflammatorySigns
    lasting: AfterWeeks
    leg_moved_down: AfterMinutes
    maintain: Maintain
    movement_breaks: MovementBreaks
    no_improvement: NoImprovement
    pop_desk_figure4: Preferred
    pop_desk_workers: Preferred
    pop_sciatica: Preferred
    pregnancy_asked: PregnancyAsked
    programme_8wk_then_maintenance: GuidedWeeks
    programme_four_categories: FourCategories
    reassess: Reassess
    recent_procedure: AfterWeeks
    recurrent: Recurrent
    red_report: RedReport
    session_size: SessionSize
    stage_by_pain: StageByPain
    stale_intake: AfterDays
    steady_first: SteadyFirst
    stop_pain_more_than_mild_15min: AfterMinutes
    time_to_change: TimeToChange
    volume_growth: Factor
    weekly_screen: AfterDays
    weeks_of_pregnancy: WeeksOfPregnancy
    worse_for_weeks: AfterWeeks
    young_athlete: YoungAthlete
