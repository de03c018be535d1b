"""The numbers of the rules that lead a course: doses that rise, ways back, breaks, walking; see ``rule_values``."""

from typing import Annotated, NamedTuple

from birddog.core.content.rule_units import (
    Days,
    Exercises,
    Hours,
    Ids,
    Minutes,
    Pain,
    Points,
    Seconds,
    Sessions,
    Share,
    Times,
    Weeks,
    Years,
)


class TimeADay(NamedTuple):
    """How many minutes a session, and how many sessions a day, a person may choose (from, to)."""

    minutes: Annotated[tuple[int, int], "min"]
    per_day: Annotated[tuple[int, int], "times a day"]


class FlareBack(NamedTuple):
    """From which day of a flare its way back may begin, by which shares, and by which day it is over."""

    days: Days
    shares: Annotated[tuple[float, ...], "of the dose before"]
    full_by: Days


class QuietBack(NamedTuple):
    """After how many days without a red report, and sessions done in them, a way back is over without a report."""

    days: Days
    sessions: Sessions


class Bouts(NamedTuple):
    """Movements done in bouts (``direction:exercise``), and how they grow with good sessions: repetitions of a bout and
    bouts a day, a bout's seconds at most; a red report sends back to the first for so many days."""

    exercises: Ids
    good_sessions: Annotated[tuple[int, ...], "sessions"]
    reps: Annotated[tuple[int, ...], "repetitions"]
    per_day: Annotated[tuple[int, ...], "times a day"]
    seconds: Seconds
    quiet_days: Days


class ShortVersion(NamedTuple):
    """Under which share of the sessions due in so many days a short version is offered, and how long it is."""

    days: Days
    share: Annotated[float, "of the sessions"]
    exercises: Exercises
    minutes: Minutes


class FreeOfPain(NamedTuple):
    """After how many days without pain, told in so many reports, new pain counts as gone; exercises to keep up."""

    days: Days
    reports: Annotated[int, "reports"]
    exercises: Exercises


class Pacing(NamedTuple):
    """When doing more than asked is paced: so many rises of pain within so many hours of it, in so many days, or so
    many flares; at which share of the doses for how many days, and how long growth is slow."""

    hours: Hours
    times: Annotated[int, "times"]
    within: Days
    flares: Annotated[int, "flares"]
    flare_days: Days
    share: Annotated[float, "of the doses"]
    days: Days
    slow_days: Days


class FlareAsked(NamedTuple):
    """After how many days near the usual pain (so many points) a flare is asked about, and when no answer ends it."""

    days: Days
    within: Points
    answer_days: Days


class ExerciseRests(NamedTuple):
    """How long an exercise that hurt rests, the first time and again."""

    days: Days
    days_again: Days


class UsualPain(NamedTuple):
    """From how many days and reports the usual pain is worked out, and how much it may rise within how many days."""

    days: Days
    reports: Annotated[int, "reports"]
    rise: Points
    window: Days


class Worsening(NamedTuple):
    """By how much and for how many days the median has to be up, and after how long that is said again.

    The mean of the ``recent`` days has to be above that of the days ``before`` by ``swings`` times the swing from one
    day to the next."""

    rise: Points
    days: Days
    again: Days
    recent: Days
    before: Days
    swings: Annotated[float, "times the swing of a day"]


class Floor(NamedTuple):
    """The least that a setback leaves of a first dose."""

    share: Annotated[float, "of the first dose"]
    reps: Annotated[int, "repetitions"]
    holds: Annotated[int, "repetitions"]
    hold: Seconds
    stretch: Seconds


class Irritable(NamedTuple):
    """By which shares pain that settles slowly begins."""

    shares: Annotated[tuple[float, ...], "of the dose before"]


class TimeUsed(NamedTuple):
    """Which share of the minutes the first sessions fill (usually; for people who go slowly), under which share a
    session says
    why, and in how many sets at most."""

    first: Share
    first_careful: Share
    over: Annotated[float, "of that share"]
    said_under: Share
    sets: Annotated[int, "sets"]


class WarmUp(NamedTuple):
    """From how many minutes on a session begins with so many seconds of easy moving."""

    minutes: Annotated[tuple[int, ...], "min"]
    seconds: Annotated[tuple[int, ...], "s"]


class Rests(NamedTuple):
    """Seconds of rest between sets: of strength work for older people, and of other work."""

    strength_older: Seconds
    other: Seconds


class StrengthDays(NamedTuple):
    """Full days between strength sessions, how many a week at most, and from which week on how many strength
    exercises."""

    rest: Days
    most: Annotated[int, "days a week"]
    from_week: Weeks
    exercises: Exercises


class Effort(NamedTuple):
    """Up to which effort work is light; in how many sessions light or very hard work, or more than was asked, changes
    the dose, and in how many fewer repetitions become the dose, which leaves so much of the first one."""

    light: Pain
    sessions: Sessions
    fewer_sessions: Sessions
    fewer_least: Annotated[float, "of the first dose"]


class TwiceRed(NamedTuple):
    """Within how many days the second time counts, and for how many an exercise then does not rise."""

    within: Days
    days: Days


class StageInTime(NamedTuple):
    """How many good sessions over how many days without a red report open a stage whatever the pain."""

    sessions: Sessions
    days: Days


class Climb(NamedTuple):
    """After how many days and good sessions the harder rung may take the place of an exercise."""

    days: Days
    sessions: Sessions


class Walk(NamedTuple):
    """How walking begins and grows: share of the longest walk, longest bout, from when one bout a day is enough, short
    bouts,
    growth a week (usually; for people who go slowly), minutes and days a week to grow to."""

    share: Annotated[float, "of the longest walk"]
    bout: Minutes
    alone_from: Minutes
    short: Minutes
    growth: Times
    careful_growth: Times
    week_minutes: Minutes
    days: Annotated[int, "days a week"]


class AerobicStep(NamedTuple):
    """How many bouts in a week make the next ones longer."""

    bouts: Annotated[int, "bouts"]


class Ages(NamedTuple):
    """From which age on a person is grown up, older, and of an age of fragile bones; over which, of middle age."""

    grown_up: Years
    middle: Years
    older: Years
    oldest: Years


class AfterWeeks(NamedTuple):
    """How many weeks a rule holds, or after how many it acts."""

    weeks: Weeks


class EarlyAfterBirth(NamedTuple):
    """How long after a birth only rest, walking, breathing and pelvic floor are given; from when a check-up counts."""

    weeks: Weeks
    weeks_caesarean: Weeks
    check_up_from: Weeks


class YoungAthlete(NamedTuple):
    """Under which age pain on arching in sport is looked at."""

    years: Years


class AfterSurgery(NamedTuple):
    """How long after an operation nothing is begun, and how long care is taken."""

    weeks: Weeks
    care_weeks: Weeks


class WeeksOfPregnancy(NamedTuple):
    """Length of the first trimester and of the whole, and how long after the due date birth is taken as past."""

    first_trimester: Weeks
    whole: Weeks
    overdue: Weeks


class AnswersDiffer(NamedTuple):
    """Two lengths of one spell differ when they are this far apart: in weeks, and as a share of the longer one."""

    weeks: Annotated[float, "weeks"]
    share: Annotated[float, "of the longer one"]


class PregnancyAsked(NamedTuple):
    """From which age to which pregnancy is asked about."""

    ages: Annotated[tuple[int, int], "years"]


class Recurrent(NamedTuple):
    """How many spells before this one make it a recurrence."""

    spells: Annotated[int, "spells"]


class InflammatorySigns(NamedTuple):
    """Published rules: under which age pain first began, how many signs are needed, under which age NICE applies."""

    asas_onset: Years
    asas_signs: Annotated[int, "signs"]
    nice_onset: Years
    nice_signs: Annotated[int, "signs"]
    nice_applies: Years


class TimeToChange(NamedTuple):
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
