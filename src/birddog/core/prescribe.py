"""From an intake to a program: 8 guided weeks by stage, then maintenance; or the short honest one.

Pure: the same intake, content and day give the same program, byte for byte. The weeks shown are what the course itself
comes to if all goes well (``foreseen``); reports move the real ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from birddog.core.content.content import Content, Lesson
from birddog.core.content.pace import USUAL, Pace
from birddog.core.content.values import STAGES, Disposition, Reason, StageName, usable
from birddog.core.foreseen import ByHand, Foreseen, Week
from birddog.core.person.facts import Facts, facts
from birddog.core.person.intake import Intake
from birddog.core.plan.lessons import schedule
from birddog.core.plan.planner import Planner, Session
from birddog.core.plan.spare import spare
from birddog.core.screen.screening import Screen, screen
from birddog.core.state.stages import acute_weeks, first_stage, guided_weeks, kind_of
from birddog.core.state.vetoes import LeftOut, left_out

ABOUT_15_MIN = 20
"""Up to this many minutes a day count as "about 15" (proposal)."""
CATEGORIES = ("mobility", "stabilization", "strengthening", "balance", "aerobic", "posture")


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


def prescribe(
    intake: Intake, content: Content, today: date, pace: Pace = USUAL, hands: ByHand | None = None
) -> Prescription:
    """Screen, then plan from ``today``, at the person's ``pace``, with what was set by hand.

    No program at ``clinician_first`` or above. What is out today and comes in a later week is not told as left out.
    """
    usable(today, "now")
    known = facts(intake, today, content.values)
    screened = screen(intake, content, today, known)
    if not screened.disposition.allows_exercise:
        return Prescription(screened, None, screened.reasons, ())
    planner = Planner(intake, known, content)
    stage, why_stage = first_stage(intake, known, content)
    kind, why_kind = kind_of(intake, known, content)
    weeks = acute_weeks(known, content) if kind == "acute" else guided_weeks(content)
    laid_out = Foreseen(intake, content, today, pace, hands).weeks(weeks)
    guided = tuple(week for week in laid_out[:weeks])
    program = Program(
        intake.person.id, content.version, kind, stage, today, guided, laid_out[-1],
        tuple(today + timedelta(weeks=w) for w in content.values.reassess.weeks if w <= weeks),
        schedule(intake, known, content, weeks), absent(planner, guided),
    )  # fmt: skip
    reasons = screened.reasons + why_stage + why_kind + _longer(content, known, guided)
    reasons += _general_reasons(planner, program)
    later = {item.exercise for session in sessions_of(laid_out) for item in session.items}
    out = tuple(row for row in left_out(intake, known, content) if row.exercise not in later)
    return Prescription(screened, program, reasons, out)


def _longer(content: Content, known: Facts, weeks: tuple[Week, ...]) -> tuple[Reason, ...]:
    """How many weeks each stage is foreseen to take, which goes by the pain."""
    spent = {stage: sum(week.stage == stage for week in weeks) for stage in ("calm", "stabilize")}
    return content.because(
        "programme-duration-by-severity",
        saw=f"{known.severity}: calm {spent['calm']} weeks, stabilize {spent['stabilize']} weeks",
    )


def sessions_of(weeks: Iterable[Week]) -> Iterable[Session]:
    """The different sessions of some weeks, each once."""
    return {id(session): session for week in weeks for day in week.days for session in day.sessions}.values()


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
    told = "programme-four-categories" in content.rules
    families = {"mobility", "balance", *(content.values.programme_four_categories.which if told else ())}
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
    content = planner.content
    rules: list[tuple[str, str]] = _session_reasons(planner, program) if any(sessions_of(program.weeks)) else []
    rules += [
        ("programme-individualise", "answers of this person"),
        ("birddog-reassess", f"weeks {', '.join(map(str, content.values.reassess.weeks))}"),
        ("programme-maintenance-prevention", "after the guided weeks"),
    ]
    first = program.weeks[0].days[0].aerobic
    if first is not None:
        rules += [(rule, f"{first.exercise} {first.minutes} min x {first.per_day}") for rule in first.why]
    if known_flexion_sensitive(planner.known):
        known = planner.known
        saw = f"bending hurts: {known.bending_hurts}, flexion tried: {known.flexion}, ease: {known.ease}"
        rules.append(("birddog-morning-bending", saw))
    for session in program.weeks[0].days[0].sessions[:1]:
        rules += [(rule, f"session {session.name}") for item in session.items for rule in item.why]
    seen: dict[str, str] = {}
    for rule, saw in rules:
        seen.setdefault(rule, saw)
    out = [reason for rule, saw in seen.items() for reason in content.because(rule, saw=saw)]
    return (*out, *_time_left(planner, program), *(gap.reason for gap in program.absent))


def _session_reasons(planner: Planner, program: Program) -> list[tuple[str, str]]:
    """Rules that size the sessions and choose what is in them, each with what it saw."""
    time = planner.intake.time
    rules = [
        ("birddog-session-size", f"{time.minutes} minutes, {planner.size} exercises"),
        ("dose-strength-10-30min-1-3-daily", f"{time.minutes} minutes, {time.per_day} a day"),
    ]
    if time.minutes * time.per_day <= ABOUT_15_MIN:
        rules.append(("dose-15-min-a-day", f"{time.minutes * time.per_day} minutes a day"))
    rules += [(bonus.rule, bonus.saw) for bonus in planner.found]
    for stage in dict.fromkeys(week.stage for week in program.weeks):
        rules += planner.waits(stage)
    return rules


def _time_left(planner: Planner, program: Program) -> tuple[Reason, ...]:
    """Why the first session leaves time over, if it does."""
    sessions = program.weeks[0].days[0].sessions
    held = "birddog-irritable" if planner.irritable else None
    return spare(planner, sessions[0], held) if sessions else ()


def known_flexion_sensitive(known: Facts) -> bool:
    """Whether bending brings symptoms on, so that morning bending should wait (morning-flexion-1998)."""
    return known.bending_hurts == "yes" or known.flexion == "bad" or known.ease == "extension"
