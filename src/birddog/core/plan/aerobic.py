"""The walk or other aerobic exercise of a day, by taste, equipment and what brings the pain on.

Minutes are whole. They begin with what the person can do, grow by at most 20 percent a week toward the minutes of a
week that guidelines name, and never fall because a stage changes. Numbers come from the aerobic entries of the catalog
and the rules ``birddog-walk`` and ``birddog-aerobic-step``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import floor

from birddog.core.content.content import Content, bits
from birddog.core.content.values import StageName
from birddog.core.person.facts import Facts
from birddog.core.person.intake import Intake
from birddog.core.plan.weekdays import spread
from birddog.core.state.state import Walk
from birddog.core.state.vetoes import barred_by_equipment, barred_by_facts


@dataclass(frozen=True, slots=True)
class Aerobic:
    """One activity: minutes a bout, bouts a day, days a week, what else would do, and the rules.

    ``last_minutes``: of the last bout of a day, which is shorter while bouts grow into one.
    """

    exercise: str
    minutes: int
    per_day: int
    days_per_week: int
    instead: tuple[str, ...]
    why: tuple[str, ...]
    last_minutes: int

    @property
    def day_minutes(self) -> int:
        """Minutes of one day, all bouts together."""
        return self.minutes * (self.per_day - 1) + self.last_minutes


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


def first_walk(intake: Intake, known: Facts, content: Content, stage: StageName, day: date) -> Walk | None:
    """What aerobic exercise begins with: ``None`` if all of it is out.

    Walking begins at a share of the longest walk that was told, in bouts; who walks half an hour keeps it; where
    nothing was told, at the dose of the file. Where walking itself brings the pain on, there are more bouts, and
    shorter ones.
    """
    order = choices(intake, known, content)
    if not order:
        return None
    first, values = content.exercise(order[0]), content.values
    dose = first.aerobic.get(stage) or first.aerobic[max(first.aerobic)]
    minutes, per_day, days = dose.minutes, dose.per_day, dose.days_per_week
    longest = intake.abilities.longest_walk_minutes
    if first.id == "walking":
        most = values.walk.bout
        if longest is not None:
            minutes = max(1, min(most, floor(longest * values.walk.share)))
            minutes = most if longest >= most else minutes
            per_day = 1 if minutes >= values.walk.alone_from else 3 if minutes < values.walk.short else 2
        elif "walking" in intake.worsens and "dose-aerobic-every-day" in content.rules:
            minutes, per_day = min(minutes, values.walk.short), max(per_day, 3)
    return Walk(minutes, per_day, days, day)


def longer(walk: Walk, day: date, content: Content, careful: bool, stage: StageName) -> Walk:
    """A week further: a little longer, until the minutes of a week are reached; then bouts grow into one walk.

    >>> from birddog import catalog
    >>> content, day = catalog.load_default(), date(2026, 3, 2)
    >>> longer(Walk(10, 2, 7, day), day, content, False, "calm").minutes
    12
    """
    values = content.values
    growth = values.walk.careful_growth if careful else values.walk.growth
    most, goal = values.walk.bout, values.walk.week_minutes
    now = replace(walk, since=day, bouts=0)
    longest = min(most, max(now.minutes + 1, floor(now.minutes * growth)))
    weekly, later = now.day_minutes * now.days_per_week, stage in ("strengthen", "maintain")
    if now.last or (weekly >= goal and now.per_day > 1 and now.day_minutes <= most + 1):
        return _into_one(now, min(most, now.day_minutes, max(now.minutes + 1, round(now.minutes * growth))))
    if (weekly < goal or (later and now.per_day == 1)) and now.minutes < most:
        return replace(now, minutes=longest)
    if weekly < goal and now.days_per_week < values.walk.days:
        return replace(now, days_per_week=now.days_per_week + 1)
    return now


def _into_one(walk: Walk, longest: int) -> Walk:
    """The minutes of a day in bouts of up to ``longest``: what is over makes a shorter last one, until none is left.

    >>> walk, way = Walk(12, 2, 7, date(2026, 3, 2)), []
    >>> for minutes in (14, 17, 20, 24):
    ...     walk = _into_one(walk, minutes)
    ...     way.append((walk.minutes, walk.per_day, walk.last))
    >>> way
    [(14, 2, 10), (17, 2, 7), (20, 2, 4), (24, 1, 0)]
    """
    whole, over = divmod(walk.day_minutes, longest)
    return replace(walk, minutes=longest, per_day=whole + (over > 0), last=over)


def shorter(walk: Walk, day: date, content: Content) -> Walk:
    """A step back after a walk that was too much."""
    growth = content.values.walk.growth
    minutes = max(1, min(walk.minutes - 1, round(walk.minutes / growth)))
    return replace(walk, minutes=minutes, since=day, bouts=0, last=walk.last if walk.last < minutes else 0)


def aerobic(
    order: tuple[str, ...], intake: Intake, content: Content, stage: StageName, walk: Walk | None, share: float = 1.0
) -> Aerobic | None:
    """The aerobic exercise of a day: the first of ``order`` (see ``choices``) at ``share`` of the minutes of ``walk``.

    ``None`` if all are out.
    """
    if not order or walk is None:
        return None
    first = content.exercise(order[0])
    dose = first.aerobic.get(stage) or first.aerobic[max(first.aerobic)]
    why = [rule for rule in dose.rules if rule in content.rules]
    daily = "dose-aerobic-every-day"
    if first.id == "walking" and "walking" in intake.worsens and daily in content.rules:
        why.append(daily)
    minutes, last = (max(1, round(bout * share)) for bout in (walk.minutes, walk.last or walk.minutes))
    return Aerobic(
        first.id, minutes, walk.per_day, walk.days_per_week, order[1:4], tuple(dict.fromkeys(why)),
        minutes if walk.per_day == 1 else last,
    )  # fmt: skip


def is_aerobic_day(day: date, start: date, days_per_week: int) -> bool:
    """Whether ``day`` is one of the week's aerobic days, spread evenly from the start day."""
    return (day - start).days % 7 in spread(days_per_week)
