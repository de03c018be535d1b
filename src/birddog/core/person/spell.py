"""How long a spell of pain has lasted and how bad it is, when a person told it twice, or told what cannot be."""

from __future__ import annotations

from datetime import date, timedelta

from birddog.core.content.program_values import AnswersDiffer
from birddog.core.person.intake import Episode, Intake, Pain

DAYS_OF_A_YEAR = 365.25


def lengths(episode: Episode, today: date) -> tuple[float, ...]:
    """Every length of the spell that was told, in weeks on ``today``, shortest first; empty if none was."""
    began = [] if episode.began is None else [max(0.0, (today - episode.began).days / 7)]
    told = [] if episode.weeks is None else [episode.weeks]
    return tuple(sorted(began + told))


def weeks_since(episode: Episode, today: date) -> float | None:
    """Length of this spell in weeks on ``today``, from its date if given, else as told."""
    if episode.began is not None:
        return max(0.0, (today - episode.began).days / 7)
    return episode.weeks


def told_twice(episode: Episode, today: date, limit: AnswersDiffer) -> bool:
    """Whether the date on which the spell began and its weeks differ by more than a person rounds."""
    found = lengths(episode, today)
    return len(found) > 1 and found[-1] - found[0] > max(limit.weeks, limit.share * found[-1])


def spell(episode: Episode, today: date, limit: AnswersDiffer) -> tuple[float | None, float | None]:
    """The shortest and the longest length of the spell, in weeks; the date alone counts where both tell the same."""
    found = lengths(episode, today)
    if not found:
        return None, None
    if told_twice(episode, today, limit):
        return found[0], found[-1]
    one = weeks_since(episode, today)
    return one, one


def born_after(intake: Intake, day: date, today: date) -> bool:
    """Whether ``day`` lies before the birth of a person of this age; never if the age is not known."""
    age = intake.person.age
    return age is not None and (today - day).days > (age + 1) * DAYS_OF_A_YEAR


def longer_than_life(intake: Intake, today: date) -> bool:
    """Whether the spell has lasted longer than the person has lived, by any of its lengths."""
    told = lengths(intake.episode, today)
    return bool(told) and born_after(intake, today - timedelta(weeks=told[-1]), today)


def over_worst(pain: Pain) -> bool:
    """Whether back pain now, or over the week, is higher than the worst of the week."""
    told = [each for each in (pain.back_now, pain.back_week) if each is not None]
    return pain.back_worst is not None and any(each > pain.back_worst for each in told)


def usual_back(pain: Pain) -> float | None:
    """Back pain that plans start from, 0 to 10: over the week, else now, else the worst; the highest if they differ."""
    told = [each for each in (pain.back_week, pain.back_now, pain.back_worst) if each is not None]
    if not told:
        return None
    return max(told) if over_worst(pain) else told[0]


def worst_usual_pain(pain: Pain) -> float | None:
    """The usual pain that stages go by: the higher of back and leg over the week, else now.

    Where the worst of the week is lower than another number, the highest of all counts.
    """
    usual = [p for p in (pain.back_week, pain.leg_week) if p is not None]
    now = [p for p in (pain.back_now, pain.leg_now) if p is not None]
    worst = [p for p in (pain.back_worst,) if p is not None]
    chosen = usual + now + worst if over_worst(pain) else usual or now or worst
    return max(chosen) if chosen else None
