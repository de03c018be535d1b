"""A change of time, equipment and taste, from a form to an ``arrange`` event that holds only what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from birddog.core.content.values import BirddogError, Weekday
from birddog.core.person.intake import Intake
from birddog.core.plan.weekdays import WEEKDAYS, spread, weekdays_of
from birddog.core.state.vetoes import ASSUMED_EQUIPMENT
from birddog.services.fields import untouched

NUMBERS = ("minutes", "per_day")


def usual_weekdays(intake: Intake, start: date) -> tuple[Weekday, ...]:
    """The days of the sessions outside of maintenance: those chosen, else those that follow from ``start``."""
    if intake.time.weekdays:
        return tuple(sorted(intake.time.weekdays, key=WEEKDAYS.index))
    return tuple(WEEKDAYS[n] for n in weekdays_of(spread(intake.time.days), start))


def arrangement(intake: Intake, start: date, posted: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What differs from ``intake``, whose program began on ``start``: the fields of the event, none if nothing does.

    ``posted`` holds the whole form, lists with a field ``shown`` for each list that the form had (an empty list is an
    answer there); a field that stands as its page was made is no answer. Raises ``BirddogError`` for text where a
    number belongs.
    """
    same = untouched(posted)
    now: dict[str, Any] = {name: getattr(intake.time, name) for name in NUMBERS}
    lists = {
        "equipment": ASSUMED_EQUIPMENT if intake.equipment is None else intake.equipment,
        "aerobic": intake.life.aerobic, "goals": intake.life.goals, "weekdays": usual_weekdays(intake, start),
    }  # fmt: skip
    told: dict[str, Any] = {}
    for name in NUMBERS:
        if name not in same and (given := "".join(posted.get(name, ())[-1:]).strip()):
            told[name] = _whole(name, given)
    new = {name: value for name, value in told.items() if value != now[name]}
    for name, before in lists.items():
        if name in posted.get("shown", ()) and name not in same and set(posted.get(name, ())) != set(before):
            kept = [value for value in before if value in posted.get(name, ())]
            new[name] = kept + [value for value in posted.get(name, ()) if value not in kept]
    if posted.get("program"):
        new["program"] = posted["program"][-1]
    if posted.get("restore"):
        new["restore"] = list(posted["restore"])
    return new


def _whole(name: str, given: str) -> int:
    try:
        return int(given)
    except ValueError:
        raise BirddogError(f"{name} is {given!r}; allowed: a whole number") from None
