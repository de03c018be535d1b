"""The whole program at a glance, from what ``prescribe`` decides: weeks by stage, why, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from birddog.core.chart.chart import Folded
from birddog.core.content.content import Content, StagePlan
from birddog.core.content.values import Reason
from birddog.core.foreseen import Week, by_hand
from birddog.core.given import plan
from birddog.core.plan.aerobic import Aerobic
from birddog.core.plan.lessons import Breaks, avoid_list, comfort
from birddog.core.plan.planner import Session
from birddog.core.prescribe import Absent, Prescription, prescribe
from birddog.services.chart.reading import Reading
from birddog.services.today.left_out import OutFor, by_reason

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

GROUPS: tuple[tuple[Words, frozenset[str]], ...] = (
    (_("Is it safe to start?"), frozenset({"screening", "refer", "stop"})),
    (_("Why it starts there, and what happens next"), frozenset({"program", "reassessment", "progression"})),
    (_("How much, and how often"), frozenset({"dose", "adherence", "monitoring", "rest"})),
    (_("Why these exercises"), frozenset({"selection", "population", "assessment", "avoid_instead", "modality"})),
    (_("How to do them"), frozenset({"technique", "education"})),
)
START_RULES = frozenset({"birddog-stage-by-pain", "programme-individualise", "acute-vs-chronic-focus"})
"""Rules of selection that speak of the start, not of an exercise."""


@dataclass(frozen=True, slots=True)
class StageSpan:
    """Weeks in one stage, with an example session and the walk from ``walk`` to ``later`` minutes."""

    plan: StagePlan
    first: int
    last: int
    days: int
    session: Session | None
    walk: Aerobic | None
    later: int
    here: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page of the program shows."""

    kind: str
    start: date
    spans: tuple[StageSpan, ...]
    maintenance: StageSpan
    why: tuple[tuple[Words, tuple[str, ...]], ...]
    left_out: tuple[OutFor, ...]
    avoid: tuple[dict[str, Any], ...]
    comfort: tuple[dict[str, Any], ...]
    breaks: Breaks | None
    practice: tuple[str, ...]
    reassess: tuple[date, ...]
    absent: tuple[Absent, ...]
    see_someone: tuple[str, ...]


SEE_SOMEONE = (
    "emergency-saddle-bladder-bowel", "refer-leg-neuro", "refer-severe-pain-with-fever",
    "refer-worse-or-persists-weeks", "ask-if-unsure-or-discomfort",
)  # fmt: skip
"""Rules that say when to see someone, most pressing first."""


def overview(reading: Reading) -> Overview | None:
    """The program as planned from its first day with what is known now and what was set by hand.

    Of the weeks that it is now the session is the one that is given. ``None`` when there is no program.
    """
    state, content = reading.state, reading.content
    if state.intake is None or state.started is None:
        return None
    made = prescribe(state.intake, content, state.started, reading.pace, by_hand(state))
    if made.program is None:
        return None
    program, known = made.program, reading.folded.course.known(state, reading.now.date())
    here = state.week(reading.now.date())
    now = next(iter(plan(Folded(state, (), reading.course), reading.now, reading.pace)), None)
    spans = tuple(_span(weeks, content, here) for weeks in _by_stage(program.weeks))
    spans = tuple(replace(span, session=now) if span.here and now is not None else span for span in spans)
    return Overview(
        program.kind, program.start, spans, _span([program.maintenance], content, here), why(made, content),
        by_reason(made.left_out), avoid_list(state.intake, known, content, state.stage), comfort(known, content),
        program.weeks[0].days[0].breaks, program.weeks[0].days[0].practice, program.reassess, program.absent,
        tuple(content.rules[rule].patient for rule in SEE_SOMEONE if rule in content.rules),
    )  # fmt: skip


def _by_stage(weeks: Iterable[Week]) -> Iterable[list[Week]]:
    return (list(rows) for _, rows in groupby(weeks, key=lambda week: week.stage))


def _span(weeks: list[Week], content: Content, here: int) -> StageSpan:
    sessions = [session for week in weeks for day in week.days for session in day.sessions]
    walks = [day.aerobic for week in weeks for day in week.days if day.aerobic is not None]
    return StageSpan(
        content.stages[weeks[0].stage], weeks[0].week, weeks[-1].week, sum(bool(d.sessions) for d in weeks[0].days),
        sessions[0] if sessions else None, walks[0] if walks else None, walks[-1].minutes if walks else 0,
        weeks[0].week <= here <= weeks[-1].week,
    )  # fmt: skip


def why(made: Prescription, content: Content) -> tuple[tuple[Words, tuple[str, ...]], ...]:
    """Why this, for this person: what each reason says, once, in groups."""
    gaps = {gap.reason for gap in made.program.absent} if made.program else set()
    rows: dict[int, list[str]] = {}
    for reason in made.reasons:
        if reason.says and reason not in gaps:
            rows.setdefault(_group(reason, content), []).append(reason.says)
    return tuple((GROUPS[number][0], tuple(dict.fromkeys(rows[number]))) for number in sorted(rows))


def _group(reason: Reason, content: Content) -> int:
    rule = content.rules.get(reason.rule)
    if rule is None:
        return 0
    if rule.id in START_RULES:
        return 1
    return next((number for number, (_title, types) in enumerate(GROUPS) if rule.type in types), 3)
