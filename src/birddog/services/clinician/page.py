"""One or two pages for a clinician: what a physical therapist puts into the record. What was not told is not there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from birddog.core.content.values import Reason
from birddog.core.log.events import SessionDone
from birddog.core.plan.aerobic import Aerobic
from birddog.core.plan.planner import Session
from birddog.core.state.vetoes import left_out
from birddog.services.chart.reading import Reading
from birddog.services.clinician import words
from birddog.services.clinician.pain import MeasureRow, PainRow, leg_moves, measures, pains
from birddog.services.clinician.reasons import clinical
from birddog.services.clinician.screening import Screening, screening
from birddog.services.library.references import Cite, Line, References, Said
from birddog.services.progress.decision_words import CLINICAL
from birddog.services.progress.offered import WeekOffered, this_week, weeks_offered
from birddog.services.progress.page import Progress, progress
from birddog.services.progress.why import Entry, of_note, whys
from birddog.services.session.rows import name_of

MOST_WEEKS = 8
MOST_CHANGES = 12
NOT_CLINICAL = frozenset({"equipment-minimal", "regress-equipment-free", "birddog-not-this-one"})
"""Why something is left out that is no matter of health: a thing not at hand, or taste."""
OUT = frozenset({"out", "left-out-four-weeks", "left-out-another", "rests-a-week", "edit-remove", "instead",
                 "another-instead"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hurt:
    """An exercise that was stopped because it hurt, on which days, and what became of it."""

    name: str
    days: tuple[date, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Program:
    """What is prescribed now. ``sessions``: name of the session, minutes, and its exercises with their doses."""

    sessions: tuple[tuple[str, int, tuple[tuple[str, str, bool], ...]], ...]
    walk: Aerobic | None
    walk_name: str


@dataclass(frozen=True)
class ClinicianPage:
    """Everything that the page shows. ``begun``: whether exercises were ever offered."""

    shown: Progress
    begun: bool
    history: tuple[tuple[str, str], ...]
    screening: Screening
    pains: tuple[PainRow, ...]
    leg_moves: tuple[tuple[date, str], ...]
    measures: tuple[MeasureRow, ...]
    weeks: tuple[tuple[WeekOffered, bool], ...]
    done: int
    offered: int
    program: Program
    changes: tuple[Line, ...]
    earlier: int
    left_out: tuple[Line, ...]
    out: tuple[Line, ...]
    hurt: tuple[Hurt, ...]
    references: tuple[tuple[int, str], ...]


def clinician_page(reading: Reading, english: bool) -> ClinicianPage:
    """The page; ``english``: whether its reasons are told as the content has them."""
    refs, shown = References(reading.content), progress(reading)
    cite = refs.of

    def said(reason: Reason) -> str:
        return clinical(reason, english)

    every = of_note(reading.folded.decisions, reading.content)
    weeks = weeks_offered(reading, MOST_WEEKS)
    return ClinicianPage(
        shown=shown, begun=reading.state.exercising or reading.state.sessions > 0,
        history=_history(reading), screening=screening(reading, said, cite),
        pains=pains(reading), leg_moves=leg_moves(reading), measures=measures(reading, cite),
        weeks=tuple((week, this_week(week, reading)) for week in reversed(weeks)),
        done=sum(week.told.sessions for week in weeks), offered=sum(week.offered for week in weeks),
        program=_program(reading), changes=tuple(_change(entry, said, cite) for entry in every[:MOST_CHANGES]),
        earlier=max(0, len(every) - MOST_CHANGES), left_out=_left_out(reading, said, cite),
        out=_out(reading, said, cite), hurt=_hurt(reading), references=refs.listed,
    )  # fmt: skip


def _history(reading: Reading) -> tuple[tuple[str, str], ...]:
    """Complaint and conditions, label by label."""
    intake = reading.state.intake
    assert intake is not None
    began, told = intake.episode.began, intake.conditions
    weeks = (reading.now.date() - began).days // 7 if began else None
    rows = (
        (_("Pain in"), words.where(intake)),
        (_("This spell"), "; ".join(part for part in (_since(began, weeks), words.spell(intake)) if part)),
        (_("Leg symptoms, last reported"), words.leg(intake)),
        (_("Conditions reported"), words.conditions(told) or (_("none") if not words.not_answered(told) else "")),
        (_("Conditions not answered"), words.not_answered(told)),
    )
    return tuple((label, text or _("not reported")) for label, text in rows if text or label != rows[-1][0])


def _since(began: date | None, weeks: int | None) -> str:
    if began is None or weeks is None:
        return ""
    return ngettext("for about %(n)d week", "for about %(n)d weeks", weeks) % {"n": weeks}


def _program(reading: Reading) -> Program:
    state, course, day = reading.state, reading.folded.course, reading.now.date()
    if not state.exercising:
        return Program((), None, "")
    made = [course.session(state, day, name) for name in ("A", "B")]
    alike = made[0].items == made[1].items
    named = [("", made[0])] if alike else [("A", made[0]), ("B", made[1])]
    walk = reading.today.aerobic
    return Program(
        tuple((name, session.minutes, _items(session, reading)) for name, session in named if session.items),
        walk, name_of(walk.exercise, reading.content) if walk else "",
    )  # fmt: skip


def _items(session: Session, reading: Reading) -> tuple[tuple[str, str, bool], ...]:
    pinned = reading.state.pinned
    rows = session.items
    return tuple((name_of(i.exercise, reading.content), words.dose(i), i.exercise in pinned) for i in rows)


def _change(entry: Entry, said: Said, cite: Cite) -> Line:
    texts = dict.fromkeys(said(reason) for reason in entry.reasons)
    return Line(" ".join(texts), cite(s for r in entry.reasons for s in r.source), entry.at.date(), entry.did)


def _left_out(reading: Reading, said: Said, cite: Cite) -> tuple[Line, ...]:
    """What the answers bar, with how many exercises, the reason with the most first."""
    state, content, day = reading.state, reading.content, reading.now.date()
    assert state.intake is not None
    rows: dict[Reason, set[str]] = {}
    planner = reading.course.planner(state, day)
    for row in left_out(state.intake, planner.known, content, planner.past):
        if row.reason.rule not in NOT_CLINICAL:
            rows.setdefault(replace(row.reason, saw="", limit=""), set()).add(row.exercise)
    ordered = sorted(rows.items(), key=lambda pair: -len(pair[1]))
    return tuple(Line(said(reason), cite(reason.source), count=len(which)) for reason, which in ordered)


def _out(reading: Reading, said: Said, cite: Cite) -> tuple[Line, ...]:
    """What the course has taken out and still holds out, each with the decision that did."""
    state, day, content = reading.state, reading.now.date(), reading.content
    resting = {name for name, until in state.rested.items() if day < until}
    rows = []
    for name in sorted(state.removed | resting):
        spoke = [each for each in reading.folded.decisions if name in each.reason.about]
        entries = [e for d in whys(spoke, content, CLINICAL) for e in d.changed if e.phrase in OUT]
        if entries:
            title = name_of(name, content)
            until = state.rested.get(name) if name not in state.removed else None
            rows.append(replace(_change(entries[0], said, cite), did=_until(title, until)))
    return tuple(rows)


def _until(title: str, until: date | None) -> str:
    if until is None:
        return title
    return _("%(exercise)s (paused until %(day)s)") % {"exercise": title, "day": date_format(until, "MONTH_DAY_FORMAT")}


def _hurt(reading: Reading) -> tuple[Hurt, ...]:
    """Exercises stopped because they hurt, the most often first."""
    days: dict[str, list[date]] = {}
    for event in reading.events:
        for item in event.items if isinstance(event, SessionDone) else ():
            if item.hurt:
                days.setdefault(item.exercise, []).append(event.at.date())
    ordered = sorted(days.items(), key=lambda pair: -len(pair[1]))
    return tuple(Hurt(name_of(name, reading.content), tuple(on), _now(name, reading)) for name, on in ordered)


def _now(name: str, reading: Reading) -> str:
    state = reading.state
    if name in state.removed:
        return _("left out")
    until = state.rested.get(name)
    if until is not None and reading.now.date() < until:
        return _("paused for a week")
    return _("available again")
