"""The state of a chart: all that earlier events have left behind.

``State`` is rebuilt by folding events; nothing else is stored. Its parts are frozen, and its containers are replaced,
never changed in place (but for the two lists of reports), so that ``copy`` is a true copy.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median

from birddog.core.content.exercise import Dose
from birddog.core.content.values import Disposition, Reason, StageName
from birddog.core.person.intake import Intake
from birddog.core.screen.emergency import Emergency
from birddog.core.state.usual import UsualPain
from birddog.core.state.vetoes import Override


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
    """A session whose next morning has not been reported: when, the pain before it, the verdict so far, and what was
    prescribed and done of it.

    ``done``: the exercises of which all was done, with the dose; ``easy``: those of them that were light at that;
    ``over``: those of which more was done than asked.
    """

    at: datetime
    baseline: float | None
    verdict: str
    done: tuple[tuple[str, Dose], ...] = ()
    easy: tuple[str, ...] = ()
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flare:
    """A flare: since when, stage and usual pain before it, and the days running on which pain was back to that."""

    since: date
    stage: StageName
    usual: float | None = None
    settled: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class WayBack:
    """The way back to the doses before a setback: shares of them, session by session.

    ``cause``: ``red``, ``flare``, ``break``, ``irritable`` or ``more`` (sessions a week); ``shares`` are of the doses
    that were good before; ``step`` counts sessions that went well; ``since``: the day it began; ``full_by``: the day
    on which it is over in any case; ``work_s``: the most work of the first session of it.
    """

    cause: str
    shares: tuple[float, ...]
    step: int
    since: date
    full_by: date | None = None
    work_s: int | None = None

    @property
    def share(self) -> float:
        """The share of the present step."""
        return self.shares[min(self.step, len(self.shares) - 1)]

    @property
    def rule(self) -> str:
        """The rule that leads this way, by its cause."""
        return WAYS[self.cause]


WAYS = {
    "red": "birddog-red-report", "flare": "birddog-flare-back", "break": "birddog-gap",
    "irritable": "birddog-irritable", "more": "birddog-arrange",
}  # fmt: skip
"""The rule of each cause of a way back."""


@dataclass(frozen=True, slots=True)
class Track:
    """One exercise of this person: its dose, and how it has been going.

    ``first`` is its first dose; ``dose`` what is prescribed when nothing holds it down; ``good_dose`` the last one
    done in a good session; ``good`` counts good sessions at this dose and ``all_good`` all of them; ``since``: the day
    of this dose; ``came``: the day the exercise came in, then the first on which it was done well;
    ``easy``, ``over`` and ``hard``: sessions running that were light, in which more was done than asked, or very hard;
    ``fewer``: repetitions done in sessions running with fewer than prescribed; ``reds``: days it was too much at this
    dose; ``slow_from``: since when it grows half as fast; ``back``: its own way back.
    """

    first: Dose
    dose: Dose
    came: date
    since: date
    good_dose: Dose | None = None
    good: int = 0
    all_good: int = 0
    easy: int = 0
    hard: int = 0
    fewer: tuple[int, ...] = ()
    reds: tuple[date, ...] = ()
    slow_from: date | None = None
    back: WayBack | None = None
    over: int = 0


@dataclass(frozen=True, slots=True)
class Walk:
    """Walking, or another aerobic activity, as this person does it now: minutes a bout, bouts a day, days a week.

    ``since``: the day of these minutes; ``bouts`` done since; ``last``: minutes of the last bout of a day where that
    one is shorter, else 0.
    """

    minutes: int
    per_day: int
    days_per_week: int
    since: date
    bouts: int = 0
    last: int = 0

    @property
    def day_minutes(self) -> int:
        """Minutes of one day, all bouts together."""
        return self.minutes * (self.per_day - 1) + (self.last or self.minutes)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An addition or a rise that the program would make, and that waits for a therapist's answer.

    ``kind``: ``dose`` (``dose`` in place of ``was``), ``exercise`` (in place of ``out``, or besides), ``stage``,
    ``walk``, or ``bouts`` (as far as ``level``). ``rule`` wants it, for what it ``saw``; ``since`` is the day it was
    made.
    """

    id: str
    kind: str
    since: date
    rule: str
    saw: str
    exercise: str = ""
    dose: Dose | None = None
    was: Dose | None = None
    out: str | None = None
    stage: StageName | None = None
    walk: Walk | None = None
    walked: Walk | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Planned:
    """How the days were planned before ``until``: days of the program's week with sessions, and sessions on each."""

    until: date
    days: tuple[int, ...]
    per_day: int


@dataclass(slots=True)
class State:
    """See the module. Dates are the person's calendar days.

    ``words``: danger signs that reports name in the person's own words, and that have not been answered since.
    Of a therapist: ``pinned`` doses, ``kept`` exercises that are not exchanged, the ``order`` of doing,
    ``stage_locked``, ``waits`` (additions and rises are ``proposals`` first; ``bouts_held`` is how far bouts may have
    come, ``bouts_asked`` the day more of them were proposed), and ``overrides``. ``returned`` is the day of the first
    session after a pause; ``worse_on``: the latest day on which something got worse, after which a clinician's
    clearance must be later; ``over_on``: days on which more was done than asked, ``overdone``: days on which pain
    rose after that; ``flared_on``: days on which flares began; ``paced_from`` and ``slow_from``: since when pacing
    holds doses, and growth, down; ``own_first`` and ``own_now`` are own activities as rated first and last;
    ``planned``: how the last days were planned where that changed since; ``settled``: questions that wait until after
    the first session and were answered or skipped.
    """

    patient: str = ""
    content: str = ""
    intake: Intake | None = None
    intake_at: date | None = None
    started: date | None = None
    disposition: Disposition = Disposition.CLINICIAN_FIRST
    least_disposition: Disposition = Disposition.SELF_CARE
    emergency: Emergency | None = None
    screen_reasons: tuple[Reason, ...] = ()
    advice: tuple[Reason, ...] = ()
    asks: tuple[str, ...] = ()
    asks_because: str = ""
    asked_on: date | None = None
    blocked: bool = False
    words: dict[str, str] = field(default_factory=dict)
    words_level: Disposition = Disposition.SELF_CARE
    screened_at: date | None = None
    kind: str = "staged"
    stage: StageName = "calm"
    stage_since: date | None = None
    roster: tuple[str, ...] = ()
    renewed_on: date | None = None
    tracks: dict[str, Track] = field(default_factory=dict)
    returning: dict[str, date] = field(default_factory=dict)
    back: WayBack | None = None
    loads: tuple[tuple[int, int], ...] = ()
    strength_days: tuple[date, ...] = ()
    done_on: tuple[date, ...] = ()
    next_name: str = "A"
    good_in_stage: int = 0
    greens: int = 0
    good_on: date | None = None
    last_red: datetime | None = None
    reds: tuple[date, ...] = ()
    waiting: Waiting | None = None
    up_on: date | None = None
    last_session: date | None = None
    last_work: int = 0
    sessions: int = 0
    barred_directions: frozenset[str] = frozenset()
    rested: dict[str, date] = field(default_factory=dict)
    rests: dict[str, int] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    harder: tuple[str, ...] = ()
    eased: frozenset[str] = frozenset()
    added: tuple[str, ...] = ()
    pinned: dict[str, Dose] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    stage_locked: bool = False
    waits: bool = False
    bouts_held: int = -1
    bouts_asked: date | None = None
    proposals: tuple[Proposal, ...] = ()
    overrides: tuple[Override, ...] = ()
    liked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    pains: list[tuple[date, float]] = field(default_factory=list)
    leg_pains: list[tuple[date, float]] = field(default_factory=list)
    usual: UsualPain = field(default_factory=UsualPain)
    worse_seen: date | None = None
    worse_on: date | None = None
    first_pain: float | None = None
    measures: dict[str, tuple[tuple[date, float], ...]] = field(default_factory=dict)
    own_first: dict[str, float] = field(default_factory=dict)
    own_now: dict[str, float] = field(default_factory=dict)
    flare: Flare | None = None
    flares: int = 0
    paused_until: date | None = None
    returned: date | None = None
    over_on: tuple[date, ...] = ()
    overdone: tuple[date, ...] = ()
    flared_on: tuple[date, ...] = ()
    paced_from: date | None = None
    slow_from: date | None = None
    walk: Walk | None = None
    escalated: bool = False
    extended: bool = False
    gap_seen: tuple[date, bool] | None = None
    stale_seen: bool = False
    passed: date | None = None
    settled: frozenset[str] = frozenset()
    planned: tuple[Planned, ...] = ()

    def copy(self) -> State:
        """A copy that can be changed without touching this one."""
        twin = copy(self)
        twin.pains, twin.leg_pains = list(self.pains), list(self.leg_pains)
        return twin

    @property
    def least(self) -> Disposition:
        """The level that no screen lowers: an emergency that stands, what an earlier finding left, and what was written
        with a report until it has been asked about."""
        return Disposition.EMERGENCY if self.emergency else max(self.least_disposition, self.words_level)

    @property
    def exercising(self) -> bool:
        """Whether exercise may be shown at all: disposition allows it and no safety question is open."""
        return self.intake is not None and self.disposition.allows_exercise and not self.blocked

    def week(self, day: date) -> int:
        """Week of the program on ``day``, from 1."""
        return 1 if self.started is None else (day - self.started).days // 7 + 1

    def recent_back(self, day: date) -> float | None:
        """Back pain of these days: the median of the last 7 days' reports (3 or more), else the mean of the last three
        of 14 days, or ``None``."""
        week = [pain for on, pain in self.pains if 0 <= (day - on).days < 7]
        if len(week) >= 3:
            return float(median(week))
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
