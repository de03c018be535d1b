"""The state of a chart: all that earlier events have left behind.

``State`` is rebuilt by folding events; nothing else is stored. Its containers are replaced, never
changed in place, so that a shallow copy is a true copy.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime

from birddog.core.emergency import Emergency
from birddog.core.exercise import Dose
from birddog.core.intake import Intake
from birddog.core.values import Disposition, Reason, StageName


@dataclass(frozen=True, slots=True)
class Logged:
    """A decision taken while folding: when, why, what was seen and what was done.

    ``did`` says it in words; ``phrase`` and ``slots`` are what it was made of, so that it can be said in others.
    """

    id: str
    at: datetime
    reason: Reason
    did: str
    phrase: str = ""
    slots: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A session whose next morning has not been reported: its day, baseline pain, verdict so far
    and prescribed work in seconds."""

    at: datetime
    baseline: float | None
    verdict: str
    work_s: int


@dataclass(frozen=True, slots=True)
class Flare:
    """A flare: since when, and the stage to come back to."""

    since: date
    stage: StageName


@dataclass(frozen=True, slots=True)
class Pace:
    """What a change of time was measured against: ``work_s`` a session, ``per_week`` sessions, after ``sessions`` of
    them; ``kept`` is the ceiling that came of it."""

    work_s: int
    per_week: int
    sessions: int
    kept: int


@dataclass(slots=True)
class State:
    """See the module. Dates are the person's calendar days; ``work_s`` is the ceiling on session work."""

    patient: str = ""
    content: str = ""
    intake: Intake | None = None
    intake_at: date | None = None
    started: date | None = None
    disposition: Disposition = Disposition.CLINICIAN_FIRST
    least_disposition: Disposition = Disposition.SELF_CARE
    emergency: Emergency | None = None
    screen_reasons: tuple[Reason, ...] = ()
    asks: tuple[str, ...] = ()
    asks_because: str = ""
    asked_on: date | None = None
    blocked: bool = False
    screened_at: date | None = None
    kind: str = "staged"
    stage: StageName = "calm"
    stage_since: date | None = None
    level: int = 0
    level_since: date | None = None
    work_s: int | None = None
    next_name: str = "A"
    good_here: int = 0
    good_in_stage: int = 0
    last_red: datetime | None = None
    reds: tuple[date, ...] = ()
    waiting: Waiting | None = None
    last_session: date | None = None
    last_work: int = 0
    sessions: int = 0
    barred_directions: frozenset[str] = frozenset()
    lowered: dict[str, int] = field(default_factory=dict)
    rested: dict[str, date] = field(default_factory=dict)
    rests: dict[str, int] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    pace: Pace | None = None
    added: tuple[str, ...] = ()
    pinned: dict[str, Dose] = field(default_factory=dict)
    liked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    pains: list[tuple[date, float]] = field(default_factory=list)
    leg_pains: list[tuple[date, float]] = field(default_factory=list)
    first_pain: float | None = None
    measures: dict[str, tuple[tuple[date, float], ...]] = field(default_factory=dict)
    flare: Flare | None = None
    flares: int = 0
    aerobic_weeks: int = 0
    aerobic_since: date | None = None
    bouts: int = 0
    escalated: bool = False
    extended: bool = False
    gap_seen: date | None = None
    stale_seen: bool = False
    passed: date | None = None

    def copy(self) -> State:
        """A copy that can be changed without touching this one."""
        twin = copy(self)
        twin.pains, twin.leg_pains = list(self.pains), list(self.leg_pains)
        return twin

    @property
    def least(self) -> Disposition:
        """The level that no screen lowers: an emergency that stands, else what an earlier finding left."""
        return Disposition.EMERGENCY if self.emergency else self.least_disposition

    @property
    def exercising(self) -> bool:
        """Whether exercise may be shown at all: disposition allows it and no safety question is open."""
        return self.intake is not None and self.disposition.allows_exercise and not self.blocked

    def week(self, day: date) -> int:
        """Week of the program on ``day``, from 1."""
        return 1 if self.started is None else (day - self.started).days // 7 + 1

    def recent_back(self, day: date) -> float | None:
        """Mean of the last three reports of back pain of the last 14 days, or ``None``."""
        recent = [pain for on, pain in self.pains[-3:] if (day - on).days <= 14]
        return sum(recent) / len(recent) if recent else None

    def recent_pain(self, day: date) -> float | None:
        """The usual pain that stages go by: the higher of back and leg, or ``None`` if the back was not reported.

        A leg that was not heard of again is taken to be as it was.
        """
        back = self.recent_back(day)
        if back is None or not self.leg_pains:
            return back
        recent = [pain for on, pain in self.leg_pains[-3:] if (day - on).days <= 14]
        leg = sum(recent) / len(recent) if recent else self.leg_pains[-1][1]
        return max(back, leg)
