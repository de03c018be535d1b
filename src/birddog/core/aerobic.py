"""The walk or other aerobic exercise of a day, by taste, equipment and what brings the pain on.

Minutes are whole; progress is at most 20 percent a week. Numbers come from the aerobic entries of the
catalog and the dose rules they cite.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import floor

from birddog.core.content import Content, bits
from birddog.core.exercise import MOST_GROWTH, AerobicDose
from birddog.core.facts import Facts
from birddog.core.intake import Intake
from birddog.core.values import StageName
from birddog.core.vetoes import barred_by_equipment, barred_by_facts

SHORT_BOUTS: dict[StageName, AerobicDose] = {
    "calm": AerobicDose(5, 3, 7, 7), "stabilize": AerobicDose(7, 3, 7, 10), "strengthen": AerobicDose(10, 2, 5, 15),
    "maintain": AerobicDose(15, 2, 5, 20),
}  # fmt: skip
"""Walks when walking itself brings the pain on: more bouts, and shorter ones, in every stage (proposal)."""


@dataclass(frozen=True, slots=True)
class Aerobic:
    """One activity: minutes a bout, bouts a day, days a week, what else would do, and the rules."""

    exercise: str
    minutes: int
    per_day: int
    days_per_week: int
    instead: tuple[str, ...]
    why: tuple[str, ...]


def choices(intake: Intake, known: Facts, content: Content) -> tuple[str, ...]:
    """Admissible aerobic activities, best first. Walking is first unless it hurts or taste says otherwise."""
    barred = barred_by_facts(known, content) | barred_by_equipment(intake.equipment, content)
    able = [content.exercises[bit].id for bit in bits(content.activities & ~barred)]
    ids = [activity for activity in able if activity not in intake.life.dislikes]
    sore = {"walking"} if "walking" in intake.worsens else set()
    liked = [*intake.life.aerobic, *intake.life.likes]
    last = {"seated-aerobics"} - set(liked)  # for those who can do nothing else, or like it

    def rank(activity: str) -> tuple[int, int, str]:
        taste = liked.index(activity) if activity in liked else len(liked)
        seated = activity in ("recumbent-cycling", "stationary-cycling")
        eased = 0 if known.ease == "flexion" and seated else 1
        return (
            1 if activity in sore and len(ids) > len(last & set(ids)) + 1 else 0,
            taste * 10 + eased * 2 + (activity != "walking") + 5 * (activity in last),
            activity,
        )

    return tuple(sorted(ids, key=rank))


def aerobic(
    order: tuple[str, ...], intake: Intake, content: Content, stage: StageName, week_in_stage: int
) -> Aerobic | None:
    """The aerobic exercise of a week: the first of ``order`` (see ``choices``) with its dose, and the others.

    ``None`` if all are out.
    """
    if not order:
        return None
    first = content.exercise(order[0])
    dose = first.aerobic.get(stage) or first.aerobic[max(first.aerobic)]
    minutes, per_day = grown(dose, week_in_stage), dose.per_day
    why = [rule for rule in dose.rules if rule in content.rules]
    daily = "dose-aerobic-every-day"
    if first.id == "walking" and "walking" in intake.worsens and daily in content.rules:
        short = SHORT_BOUTS[stage]
        minutes, per_day = min(minutes, grown(short, week_in_stage)), max(per_day, short.per_day)
        why.append(daily)
    return Aerobic(first.id, minutes, per_day, dose.days_per_week, order[1:4], tuple(dict.fromkeys(why)))


def grown(dose: AerobicDose, weeks: int) -> int:
    """Minutes after ``weeks`` of progress: at most 20 percent a week, never past the dose's end.

    >>> [grown(AerobicDose(10, 2, 7, 15), w) for w in range(5)]
    [10, 12, 14, 15, 15]
    """
    minutes = dose.minutes
    for _ in range(weeks):
        minutes = min(dose.most_minutes, max(minutes + 1, floor(minutes * MOST_GROWTH)))
    return minutes


def is_aerobic_day(day: date, start: date, days_per_week: int) -> bool:
    """Whether ``day`` is one of the week's aerobic days, spread evenly from the start day."""
    return (day - start).days % 7 in spread(days_per_week)


@lru_cache(maxsize=64)
def spread(days_per_week: int) -> frozenset[int]:
    """Days of a week (0 is the first) that ``days_per_week`` fall on, evenly spread.

    >>> sorted(spread(3)), sorted(spread(5))
    ([0, 2, 4], [0, 1, 2, 4, 5])
    """
    return frozenset(n * 7 // days_per_week for n in range(days_per_week))
