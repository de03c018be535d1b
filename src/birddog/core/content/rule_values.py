"""The numbers of the rules, each with its type and unit: ``content.values.red_report.rise``.

A field of ``RuleValues`` belongs to the rule of the same name in ``content/rules/*.toml``: dashes for underscores, with
or without the prefix ``birddog-``. What a number means, within which bounds it may be changed and who says so stands
there; ``catalog`` refuses a file that does not fit the classes here. The units are the ones that the files state.
"""

from typing import Annotated, NamedTuple

from birddog.core.content.choice_values import Feared, GoalSpecific, Renewal, Steering
from birddog.core.content.program_values import (
    AerobicStep,
    AfterSurgery,
    AfterWeeks,
    Ages,
    AnswersDiffer,
    Bouts,
    Climb,
    EarlyAfterBirth,
    Effort,
    ExerciseRests,
    FlareAsked,
    FlareBack,
    Floor,
    FreeOfPain,
    InflammatorySigns,
    Irritable,
    Pacing,
    PregnancyAsked,
    QuietBack,
    Recurrent,
    Rests,
    ShortVersion,
    StageInTime,
    StrengthDays,
    TimeADay,
    TimeToChange,
    TimeUsed,
    TwiceRed,
    UsualPain,
    Walk,
    WarmUp,
    WeeksOfPregnancy,
    Worsening,
    YoungAthlete,
)
from birddog.core.content.rule_units import (
    Days,
    Exercises,
    Hours,
    Ids,
    Minutes,
    Pain,
    Points,
    Reps,
    Seconds,
    Sessions,
    Times,
    Weeks,
)


class Preferred(NamedTuple):
    """Exercises that a rule speaks for."""

    exercises: Ids


class StageByPain(NamedTuple):
    """From which usual pain on a spell counts as moderate and as severe, and up to which score function as low."""

    moderate_from: Pain
    severe_from: Pain
    low_function: Pain


class AcuteShort(NamedTuple):
    """Up to which age a spell of pain is acute."""

    weeks: Weeks


class SessionSize(NamedTuple):
    """Exercises of a session: from which minutes on there are five, and from which on there may be many;
    how many to learn in the first weeks, and at most."""

    five_from: Minutes
    many_from: Minutes
    most: Exercises
    learn: Exercises
    learn_weeks: Weeks


class Reassess(NamedTuple):
    """After which weeks of a program the person is asked how it goes."""

    weeks: Annotated[tuple[int, ...], "weeks"]


class SteadyFirst(NamedTuple):
    """Which unsteady forms rank low for older people, and what comes first instead."""

    exercises: Ids
    first: Ids


class MovementBreaks(NamedTuple):
    """At a desk: every how many minutes (from, to) a break comes, and how long it is."""

    every: Annotated[tuple[int, int], "min"]
    minutes: Minutes


class FirstDose(NamedTuple):
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


class DoseLimits(NamedTuple):
    """The most that any dose reaches."""

    hold: Seconds
    hold_if_heart_or_pressure: Seconds
    reps: Annotated[int, "repetitions"]
    sets: Annotated[int, "sets"]


class Flare(NamedTuple):
    """What doses are multiplied by in a flare."""

    factor: Times


class VolumeGrowth(NamedTuple):
    """By how much the work of a week, and of an exercise, may grow: usually, in the week a stage begins, for people
    who go
    slowly; over the best of how many weeks."""

    factor: Times
    stage_factor: Times
    careful_factor: Times
    weeks: Weeks


class GoodSession(NamedTuple):
    """How many good sessions, and days, at a dose raise it (at severe pain more); how many exercises rise at once."""

    sessions: Sessions
    severe_sessions: Sessions
    days: Days
    most_raised: Exercises


class AmberReport(NamedTuple):
    """Over which rise and from which effort on the dose stays as it is."""

    rise: Points
    effort: Pain


class RedReport(NamedTuple):
    """Over which pain and from which rise on a report is too much, and what follows from it."""

    ceiling: Pain
    rise: Points
    morning_rise: Points
    always: Pain
    factor: Times
    no_raise_hours: Hours
    many: Annotated[int, "reports"]


class BalanceForOlder(NamedTuple):
    """From how many exercises on a session of older or unsteady people includes balance work."""

    exercises: Exercises


class ManyReds(NamedTuple):
    """How far apart red reports are that count as several times, and within how many days they are counted."""

    days: Days
    within: Days


class AfterDays(NamedTuple):
    """After how many days a rule acts, or for how many it holds."""

    days: Days


class AfterMinutes(NamedTuple):
    """Over how many minutes a rule acts."""

    minutes: Minutes


class EnterStage(NamedTuple):
    """What it takes to enter a stage: good sessions and days in the one before, and at most this pain."""

    sessions: Sessions
    days: Days
    pain: Pain


class Gap(NamedTuple):
    """From how many days without a session on doses restart lower, when a rung lower too, and when a new intake is
    due."""

    days: Days
    shares: Annotated[tuple[float, ...], "of the dose before"]
    long_days: Days
    long_shares: Annotated[tuple[float, ...], "of the dose before"]
    intake_days: Days


class NoImprovement(NamedTuple):
    """After how many weeks (alone; with a clinician alongside) without change, and from which pain on."""

    weeks: Annotated[tuple[int, int], "weeks"]
    least_pain: Pain


class BetterAfterAll(NamedTuple):
    """How much better than at the start lifts an escalation: points, or share of the first pain."""

    points: Points
    share: Annotated[float, "of the first pain"]


class ChangeThatMatters(NamedTuple):
    """The smallest change that matters: of pain in points or as a share of the first score, of own activities."""

    pain_points: Points
    pain_share: Annotated[float, "of the first pain"]
    own_activities: Points


class Maintain(NamedTuple):
    """Up to which pain maintenance begins, after the guided weeks or early, and its days a week at most."""

    pain: Pain
    early_weeks: Weeks
    early_pain: Pain
    days_per_week: Annotated[int, "days a week"]


class GuidedWeeks(NamedTuple):
    """Length of the guided program."""

    weeks: Weeks


class FourCategories(NamedTuple):
    """Which categories a program fills or explains."""

    which: Ids


class IceThenHeat(NamedTuple):
    """Until which day of a spell (fewest, most) cold comes before warmth."""

    ice_days: Annotated[tuple[int, int], "days"]


class RuleValues(NamedTuple):
    """The numbers of all rules that decisions read; the name of a field is the id of its rule."""

    acute_short: AcuteShort
    aerobic_step: AerobicStep
    after_accident: AfterWeeks
    after_birth: AfterWeeks
    after_surgery: AfterSurgery
    ages: Ages
    amber_report: AmberReport
    answers_differ: AnswersDiffer
    better_after_all: BetterAfterAll
    change_that_matters: ChangeThatMatters
    clearance_lapses: AfterDays
    climb: Climb
    dose_15_min_a_day: AfterMinutes
    dose_limits: DoseLimits
    dose_strength_10_30min_1_3_daily: TimeADay
    dp_no_position: Preferred
    dp_sitting: Preferred
    dp_standing_or_lying: Preferred
    early_after_birth: EarlyAfterBirth
    effort: Effort
    enter_stabilize: EnterStage
    enter_strengthen: EnterStage
    exercise_rests: ExerciseRests
    feared: Feared
    first_dose: FirstDose
    emergency_stands: AfterMinutes
    flare: Flare
    flare_asked: FlareAsked
    flare_back: FlareBack
    flare_escalate: AfterDays
    floor: Floor
    gap: Gap
    gentlest_rung: Preferred
    goal_specific: GoalSpecific
    good_session: GoodSession
    hip_precautions: AfterWeeks
    ice_then_heat: IceThenHeat
    inflammatory_signs: InflammatorySigns
    irritable: Irritable
    lasting: AfterWeeks
    leg_moved_down: AfterMinutes
    maintain: Maintain
    movement_breaks: MovementBreaks
    no_improvement: NoImprovement
    override: AfterDays
    pop_desk_figure4: Preferred
    pop_desk_workers: Preferred
    pop_sciatica: Preferred
    pregnancy_asked: PregnancyAsked
    programme_8wk_then_maintenance: GuidedWeeks
    programme_four_categories: FourCategories
    proposals_wait: AfterDays
    reassess: Reassess
    recent_procedure: AfterWeeks
    recurrent: Recurrent
    red_report: RedReport
    renewal: Renewal
    rests: Rests
    session_size: SessionSize
    stage_by_pain: StageByPain
    stage_in_time: StageInTime
    stale_intake: AfterDays
    steady_first: SteadyFirst
    stop_pain_more_than_mild_15min: AfterMinutes
    strength_days: StrengthDays
    time_to_change: TimeToChange
    time_used: TimeUsed
    twice_red: TwiceRed
    usual_pain: UsualPain
    volume_growth: VolumeGrowth
    walk: Walk
    warm_up: WarmUp
    weekly_screen: AfterDays
    weeks_of_pregnancy: WeeksOfPregnancy
    worse_for_weeks: AfterWeeks
    worsening: Worsening
    many_reds: ManyReds
    quiet_back: QuietBack
    pacing: Pacing
    steering: Steering
    bouts: Bouts
    balance_for_older: BalanceForOlder
    short_version: ShortVersion
    free_of_pain: FreeOfPain
    young_athlete: YoungAthlete
