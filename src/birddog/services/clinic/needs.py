"""Why a therapist should look at a patient: found in the state of a chart, and said in one line. Nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from birddog.core.content.values import Disposition
from birddog.services.library.labels import short_day

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

    from birddog.services.chart.standing import Point

ORDER = ("emergency", "urgent", "stopped", "leg", "adverse", "flare", "worse", "stuck", "approval", "question", "quiet",
         "new", "none")  # fmt: skip
"""From the most pressing on. ``question``, ``quiet``, ``new`` and ``none`` are no matter of the chart alone."""
RANK = {code: place for place, code in enumerate(ORDER)}
STANDS = frozenset({"emergency", "urgent", "stopped"})
"""What is there until it is over: to have looked at it does not take it away."""
LEVELS = {
    Disposition.EMERGENCY: "emergency", Disposition.URGENT: "urgent", Disposition.CLINICIAN_FIRST: "stopped",
}  # fmt: skip
ADVICE = {
    "birddog-worsening": "worse", "birddog-many-reds": "worse", "birddog-no-improvement": "stuck",
    "birddog-flare-escalate": "stuck",
}  # fmt: skip
"""Rules that advise to see somebody, and what that is for a therapist."""
GROUPS: dict[str, tuple[Words, tuple[str, ...]]] = {
    "danger": (gettext_lazy("Danger sign"), ("emergency", "urgent", "stopped")),
    "leg": (gettext_lazy("Leg worse"), ("leg",)),
    "adverse": (gettext_lazy("Something happened"), ("adverse",)),
    "flare": (gettext_lazy("Flare-up"), ("flare",)),
    "stuck": (gettext_lazy("Worse or stuck"), ("worse", "stuck")),
    "approval": (gettext_lazy("Waits for approval"), ("approval",)),
    "question": (gettext_lazy("Question"), ("question",)),
    "quiet": (gettext_lazy("No sessions"), ("quiet",)),
    "new": (gettext_lazy("New"), ("new",)),
}
"""Filters of a caseload: what they are called, and which needs are in them."""


@dataclass(frozen=True, slots=True)
class Need:
    """One reason to look. ``mark`` tells it from the same kind of thing before; ``number``: the event it came with."""

    code: str
    mark: str
    day: date
    number: int

    def as_json(self) -> list[Any]:
        """As it is stored."""
        return [self.code, self.mark, self.day.isoformat(), self.number]


def stored(rows: Iterable[list[Any]]) -> tuple[Need, ...]:
    """Needs as they were stored."""
    return tuple(Need(code, mark, date.fromisoformat(day), number) for code, mark, day, number in rows)


def needs_of(point: Point, before: tuple[Need, ...]) -> tuple[Need, ...]:
    """What a chart as it stands says, the most pressing first. What was there before keeps its number and day."""
    known = {(need.code, need.mark): need for need in before}
    found = ((code, mark, day) for code, mark, day in _found(point) if code)
    rows = (known.get((code, mark)) or Need(code, mark, day, point.number) for code, mark, day in found)
    return tuple(sorted(rows, key=lambda need: RANK[need.code]))


def _found(point: Point) -> Iterable[tuple[str, str, date]]:
    """Code, mark and day of each need."""
    state, seen = point.state, point.seen
    if state.intake is None:
        return
    if level := LEVELS.get(state.disposition):
        since = state.emergency.since.date() if state.emergency else state.screened_at or point.day
        yield level, "", since
    if seen.leg_down:
        yield "leg", *_marked(seen.leg_down)
    if seen.adverse:
        yield "adverse", *_marked(seen.adverse)
    if state.flare:
        yield "flare", state.flare.since.isoformat(), state.flare.since
    for code in dict.fromkeys(ADVICE.get(reason.rule, "") for reason in state.advice):
        yield code, "", point.day
    for proposal in state.proposals:
        yield "approval", proposal.id, proposal.since


def _marked(told: tuple[int, datetime]) -> tuple[str, date]:
    times, at = told
    return f"{times} {at.isoformat()}", at.date()


def pressing(needs: tuple[Need, ...], seen: int) -> tuple[Need, ...]:
    """Those that the therapist has not looked at, and those that stand."""
    return tuple(need for need in needs if need.code in STANDS or need.number > seen)


SAYS: Mapping[str, Words] = {
    "emergency": gettext_lazy("Emergency sign on %(day)s: we stopped the program and said to call for help."),
    "urgent": gettext_lazy("Danger sign on %(day)s: we stopped the program and said to see a doctor that day."),
    "stopped": gettext_lazy("No exercises since %(day)s: a clinician must see this person first."),
    "leg": gettext_lazy("The leg got worse on %(day)s: pain or numbness moved farther down."),
    "adverse": gettext_lazy("Something else happened in a session on %(day)s."),
    "flare": gettext_lazy("Flare-up since %(day)s."),
    "worse": gettext_lazy("The pain has gone up. Told on %(day)s to see someone."),
    "stuck": gettext_lazy("No clear change for weeks. Told on %(day)s to see someone."),
    "approval": gettext_lazy("The program asked for your approval on %(day)s."),
    "question": gettext_lazy("Wrote to you on %(day)s. You have not read it."),
    "quiet": gettext_lazy("No session since %(day)s."),
    "new": gettext_lazy("New since %(day)s. You have not looked yet."),
    "none": gettext_lazy("Nothing new for you."),
}
"""Each need in plain words."""


def say(code: str, day: date) -> str:
    """One need in plain words."""
    return str(SAYS[code]) % {"day": short_day(day)}
