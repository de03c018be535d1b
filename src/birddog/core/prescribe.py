"""From an intake to a program: 8 guided weeks by stage, then maintenance; or the short honest one.

Pure: the same intake, content and day give the same program, byte for byte. Stages follow pain and
function (tbc-2016), not the calendar alone; the weeks shown are what is planned if all goes well, and
``progress`` moves the real ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from birddog.core.aerobic import Aerobic, aerobic, choices, spread
from birddog.core.content import Content, Lesson
from birddog.core.exercise import MOST_GROWTH
from birddog.core.facts import Facts, facts, recurrent
from birddog.core.intake import Intake
from birddog.core.lessons import Breaks, breaks, practice, schedule
from birddog.core.pace import USUAL, Pace
from birddog.core.planner import WEEKS_A_BLOCK, Ask, Planner, Session, paced
from birddog.core.screening import Screen, screen
from birddog.core.spare import spare
from birddog.core.values import STAGES, Disposition, Reason, StageName, usable
from birddog.core.vetoes import LeftOut, left_out

REASSESS_WEEKS = (1, 2, 4, 6, 8)
ABOUT_15_MIN = 20
"""Up to this many minutes a day count as "about 15" (proposal)."""
CATEGORIES = ("mobility", "stabilization", "strengthening", "balance", "aerobic", "posture")


@dataclass(frozen=True, slots=True)
class Day:
    """One day: sessions (none on a rest day), aerobic exercise, breaks and daily practice."""

    date: date
    sessions: tuple[Session, ...]
    aerobic: Aerobic | None
    breaks: Breaks | None
    practice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days in one stage."""

    week: int
    stage: StageName
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """A category that the program does not fill, and why not."""

    category: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Program:
    """A program for one person. ``kind``: ``staged`` (8 weeks) or ``acute`` (short)."""

    patient: str
    content: str
    kind: str
    stage: StageName
    start: date
    weeks: tuple[Week, ...]
    maintenance: Week
    reassess: tuple[date, ...]
    lessons: tuple[tuple[int, Lesson, str], ...]
    absent: tuple[Absent, ...]


@dataclass(frozen=True, slots=True)
class Prescription:
    """Everything that ``prescribe`` decides; ``program`` is ``None`` when a clinician must come first."""

    screen: Screen
    program: Program | None
    reasons: tuple[Reason, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def disposition(self) -> Disposition:
        """The screen's disposition."""
        return self.screen.disposition


def prescribe(intake: Intake, content: Content, today: date, pace: Pace = USUAL) -> Prescription:
    """Screen, then plan from ``today``, at the person's ``pace``. No program at ``clinician_first`` or above."""
    usable(today, "now")
    known = facts(intake, today, content.values)
    screened = screen(intake, content, today, known)
    if not screened.disposition.allows_exercise:
        return Prescription(screened, None, screened.reasons, ())
    planner = Planner(intake, known, content)
    stage, why_stage = first_stage(intake, known, content)
    stages, kind, why_kind = week_stages(intake, known, stage, content)
    calendar = _Calendar(planner, today, pace)
    weeks = calendar.weeks(stages)
    maintenance = calendar.week(len(stages) + 1, "maintain", 0, None)
    program = Program(
        intake.person.id, content.version, kind, stage, today, weeks, maintenance,
        tuple(today + timedelta(weeks=w) for w in REASSESS_WEEKS if w <= len(stages)),
        schedule(intake, known, content, len(stages)), absent(planner, weeks),
    )  # fmt: skip
    reasons = screened.reasons + why_stage + why_kind + _general_reasons(planner, program)
    return Prescription(screened, program, reasons, left_out(intake, known, content))


def own_activity_score(intake: Intake) -> float | None:
    """Mean score of the person's own activities, 0 (unable) to 10 (as before), or ``None``."""
    scores = [own.score for own in intake.life.own_activities if own.score is not None]
    return sum(scores) / len(scores) if scores else None


def first_stage(intake: Intake, known: Facts, content: Content) -> tuple[StageName, tuple[Reason, ...]]:
    """The stage to begin with, from pain and function: severe pain or little function begins calm.

    Bands: pain 7-10 calm, 4-6 calm then stabilize soon, 0-3 stabilize (proposal after tbc-2016). Low
    function (own activities 3 or less of 10), short duration and unknown pain begin calm.
    """
    function = own_activity_score(intake)
    fit = known.severity == "low" and known.duration != "acute" and (function is None or function > 3)
    fit = fit and known.pregnancy != "early_postpartum"
    stage: StageName = "stabilize" if fit else "calm"
    saw = f"pain {_said(known.pain)} of 10, own activities {_said(function)} of 10, {known.duration.replace('_', ' ')}"
    return stage, content.because("birddog-stage-by-pain", saw=saw, considered="calm, stabilize, strengthen")


def guided_weeks(content: Content) -> int:
    """Length of the guided program in weeks."""
    weeks: int = content.value("programme-8wk-then-maintenance", "weeks")
    return weeks


def week_stages(
    intake: Intake, known: Facts, first: StageName, content: Content
) -> tuple[tuple[StageName, ...], str, tuple[Reason, ...]]:
    """The planned stage of each week, the kind of program, and why.

    Under 6 weeks and not a recurrence: calm only, until 6 weeks have passed (2 to 6 weeks). Else 8
    weeks: stronger or longer pain stays calm for longer.
    """
    if known.duration == "acute" and not recurrent(intake, content.values):
        weeks = max(2, min(6, 6 - int(known.weeks or 0)))
        saw = f"{_said(known.weeks)} weeks since it began"
        why = content.because("birddog-acute-short", saw=saw)
        if intake.episode.onset != "after_accident" and known.leg == "none":
            why += content.because("home-first-for-simple-strain", saw=f"{saw}, began {intake.episode.onset}")
        why += content.because("self-limiting", saw=saw)
        calm_weeks: tuple[StageName, ...] = ("calm",)
        return calm_weeks * weeks, "acute", why
    longer = "programme-duration-by-severity" in content.rules and known.severity in ("severe", "unknown")
    calm = 0 if first == "stabilize" else 3 if longer else 2
    steady = 3 if calm or intake.life.activity != "high" else 2
    stages: list[StageName] = []
    stages += ["calm"] * calm
    stages += ["stabilize"] * steady
    stages += ["strengthen"] * (guided_weeks(content) - len(stages))
    saw = f"{known.severity} pain, {_said(known.weeks)} weeks"
    why = content.because("programme-8wk-then-maintenance", saw=saw)
    why += content.because("programme-duration-by-severity", saw=f"calm {calm} weeks, stabilize {steady} weeks")
    return tuple(stages), "staged", why


class _Calendar:
    """Lays sessions, walks, breaks and habits out over weeks; what all weeks share is worked out once."""

    def __init__(self, planner: Planner, start: date, pace: Pace) -> None:
        self.planner, self.start, self.pace = planner, start, pace
        self.intake, self.content = planner.intake, planner.content
        self.walks = choices(self.intake, planner.known, self.content)
        self.rests = breaks(self.intake, planner.known, self.content)
        self.habits = {lifting: practice(planner.known, self.content, lifting) for lifting in (False, True)}

    def weeks(self, stages: tuple[StageName, ...]) -> tuple[Week, ...]:
        """A week for each stage of ``stages``; its work is at most 20 percent more than that of the week before."""
        weeks: list[Week] = []
        ceiling: int | None = None
        for n, stage in enumerate(stages):
            weeks.append(self.week(n + 1, stage, n - stages.index(stage), ceiling))
            ceiling = int(max((s.work_s for s in sessions_of(weeks[-1:])), default=0) * MOST_GROWTH)
        return tuple(weeks)

    def week(self, number: int, stage: StageName, in_stage: int, work: int | None) -> Week:
        """Week ``number`` from the start, the ``in_stage``-th of its stage (from 0); ``work``: ceiling in seconds."""
        block = in_stage // WEEKS_A_BLOCK
        first = self.planner.session(Ask(stage, block, "A", in_stage, work))
        second = self.planner.session(Ask(stage, block, "B", in_stage, first.work_s if work is None else work))
        seconds = self.intake.time.minutes * 60
        enough = self.intake.time.minutes >= self.content.values.dose_strength_10_30min_1_3_daily.minutes[0]
        pair = [paced(session, self.pace, seconds) for session in (first, second) if session.items and enough]
        walk = aerobic(self.walks, self.intake, self.content, stage, in_stage)
        return Week(number, stage, self._days(number, stage, pair, walk))

    def _days(self, number: int, stage: StageName, pair: list[Session], walk: Aerobic | None) -> tuple[Day, ...]:
        per_week, per_day = training(self.intake, self.content, stage)
        active, walking = spread(per_week), spread(walk.days_per_week) if walk else frozenset()
        habits, start = self.habits[stage != "calm"], self.start + timedelta(weeks=number - 1)
        days, count = [], 0
        for n in range(7):
            sessions: tuple[Session, ...] = ()
            if n in active and pair:
                sessions = tuple([pair[(count + k) % len(pair)] for k in range(per_day)])
                count += per_day
            days.append(Day(start + timedelta(days=n), sessions, walk if n in walking else None, self.rests, habits))
        return tuple(days)


def sessions_of(weeks: Iterable[Week]) -> Iterable[Session]:
    """The different sessions of some weeks, each once."""
    return {id(session): session for week in weeks for day in week.days for session in day.sessions}.values()


def training(intake: Intake, content: Content, stage: StageName) -> tuple[int, int]:
    """Training days a week and sessions a day: what the person has time for, and fewer in maintenance."""
    days, per_day = intake.time.days_per_week, intake.time.per_day
    if stage == "maintain":
        return min(days, content.value("birddog-maintain", "days_per_week")), 1
    return days, per_day


def absent(planner: Planner, weeks: tuple[Week, ...]) -> tuple[Absent, ...]:
    """Categories that no session of the program holds, each with the reason."""
    filled = {item.category for session in sessions_of(weeks) for item in session.items}
    if any(day.aerobic for week in weeks for day in week.days):
        filled.add("aerobic")
    if any(day.practice for week in weeks for day in week.days):
        filled.add("posture")
    due = [name for name in wanted(planner.content) if name not in filled]
    return tuple(Absent(name, _why_absent(planner, name, weeks)) for name in due)


def wanted(content: Content) -> tuple[str, ...]:
    """The categories that a program fills or explains: the families of the articles, and two of our own."""
    rule = content.rules.get("programme-four-categories")
    families = {"mobility", "balance", *(rule.values["which"] if rule else ())}
    return tuple(name for name in CATEGORIES if name in families)


def _why_absent(planner: Planner, category: str, weeks: tuple[Week, ...]) -> Reason:
    content = planner.content
    left = [e.id for bit, e in enumerate(content.exercises) if e.category == category and planner.pool >> bit & 1]
    stages = sorted({week.stage for week in weeks}, key=STAGES.index)
    if not left:
        saw = f"{category}: none left after what was taken out"
        return content.because("birddog-category-empty", saw=saw)[0]
    saw = f"{category}: {len(left)} suitable; stages planned: {', '.join(stages)}"
    return content.because("birddog-category-later", saw=saw)[0]


def _general_reasons(planner: Planner, program: Program) -> tuple[Reason, ...]:
    content, time = planner.content, planner.intake.time
    rules: list[tuple[str, str]] = [
        ("birddog-session-size", f"{time.minutes} minutes, {planner.size} exercises"),
        ("dose-strength-10-30min-1-3-daily", f"{time.minutes} minutes, {time.per_day} a day"),
        ("programme-individualise", "answers of this person"),
        ("birddog-reassess", f"weeks {', '.join(map(str, REASSESS_WEEKS))}"),
        ("programme-maintenance-prevention", "after the guided weeks"),
    ]
    if time.minutes * time.per_day <= ABOUT_15_MIN:
        rules.append(("dose-15-min-a-day", f"{time.minutes * time.per_day} minutes a day"))
    rules += [(bonus.rule, bonus.saw) for bonus in planner.found]
    for stage in dict.fromkeys(week.stage for week in program.weeks):
        rules += planner.waits(stage)
    first = program.weeks[0].days[0].aerobic
    if first is not None:
        rules += [(rule, f"{first.exercise} {first.minutes} min x {first.per_day}") for rule in first.why]
    if known_flexion_sensitive(planner.known):
        rules.append(("birddog-morning-bending", "bending brings pain on"))
    for session in program.weeks[0].days[0].sessions[:1]:
        rules += [(rule, f"session {session.name}") for item in session.items for rule in item.why]
    seen: dict[str, str] = {}
    for rule, saw in rules:
        seen.setdefault(rule, saw)
    out = [reason for rule, saw in seen.items() for reason in content.because(rule, saw=saw)]
    return (*out, *_time_left(planner, program), *(gap.reason for gap in program.absent))


def _time_left(planner: Planner, program: Program) -> tuple[Reason, ...]:
    """Why the first session leaves time over, if it does."""
    sessions = program.weeks[0].days[0].sessions
    return spare(planner, Ask(program.stage, 0, "A"), sessions[0]) if sessions else ()


def known_flexion_sensitive(known: Facts) -> bool:
    """Whether bending brings symptoms on, so that morning bending should wait (morning-flexion-1998)."""
    return known.bending_hurts == "yes" or known.flexion == "bad" or known.ease == "extension"


def _said(value: float | None) -> str:
    return "not told" if value is None else f"{value:g}"
