"""The small vocabulary that every decision is written in.

Units, stated once: pain and effort are whole or half points from 0 to 10; times are seconds unless a
name says minutes, days or weeks; dates are calendar dates without a time zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from typing import Any, Generic, Literal, TypeVar

T = TypeVar("T")

Answer = Literal["no", "unsure", "yes", "unanswered"]
"""A safety answer. Order of caution: ``no`` < ``unsure`` < ``yes``; ``unanswered`` is never a ``no``."""

Side = Literal["both", "each", "left", "right"]
"""``both`` sides together, ``each`` side for the full number of repetitions, or one side only."""

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
FEWEST_DAYS = 2
"""Days a week with a session, at least."""

StageName = Literal["calm", "stabilize", "strengthen", "maintain"]
STAGES: tuple[StageName, ...] = ("calm", "stabilize", "strengthen", "maintain")

Category = Literal["mobility", "stabilization", "strengthening", "balance", "aerobic", "posture", "avoid"]


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Days outside of these are slips of the keyboard."""


class BirddogError(ValueError):
    """Input that cannot be used. The message names the field, the value and what is allowed."""


def instant(at: datetime) -> datetime:
    """``at`` as a point in time; without an offset it is read as UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def between(earlier: datetime, later: datetime) -> timedelta:
    """Time from one report to another, whether or not they name an offset."""
    return instant(later) - instant(earlier)


def usable(day: date, name: str) -> date:
    """``day`` itself; a ``BirddogError`` that names it if it lies in no person's lifetime."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BirddogError(f"{name} is {day}; allowed: {FIRST_DAY} to {LAST_DAY}")
    return day


def meant(value: object, kind: type[T], name: str) -> T:
    """``value`` itself; a ``BirddogError`` that names it if it is not of this kind, as a notebook may pass anything."""
    if not isinstance(value, kind):
        raise BirddogError(f"{name} is a {type(value).__name__}; allowed: {kind.__name__}")
    return value


class Disposition(IntEnum):
    """Who should act now, from least to most pressing; the maximum over all findings wins."""

    SELF_CARE = 0
    CLINICIAN_ALONGSIDE = 1
    CLINICIAN_FIRST = 2
    URGENT = 3
    EMERGENCY = 4

    @property
    def word(self) -> str:
        """The stable word used in files and on the command line, such as ``clinician_first``."""
        return self.name.lower()

    @property
    def allows_exercise(self) -> bool:
        """A program may be given only below ``clinician_first``."""
        return self < Disposition.CLINICIAN_FIRST


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was decided.

    ``rule`` is the id of the rule that spoke; ``saw`` the value it looked at; ``limit`` what it was
    held against; ``says`` is for the person, ``clinical`` for the record; ``considered`` names what
    else was possible; ``source`` holds ids of ``sources.toml``; ``follows`` the article rules that
    this one carries out; ``about`` the exercises (or the measure) that it is about.
    """

    rule: str
    saw: str
    says: str = ""
    clinical: str = ""
    limit: str = ""
    considered: str = ""
    source: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The reason as plain JSON values; empty optional parts are left out."""
        out: dict[str, Any] = {"rule": self.rule, "saw": self.saw, "says": self.says, "source": list(self.source)}
        for name in ("clinical", "limit", "considered"):
            if value := getattr(self, name):
                out[name] = value
        if self.follows:
            out["follows"] = list(self.follows)
        return out


@dataclass(frozen=True, slots=True)
class Decision(Generic[T]):
    """An outcome together with the reasons for it, strongest first."""

    outcome: T
    reasons: tuple[Reason, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules that spoke, in order."""
        return tuple(reason.rule for reason in self.reasons)
