"""What the program editor shows: what is prescribed, what each change of a draft comes to, and what waits for approval.

Everything is read from a draft that was tried (``birddog.services.editor``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from birddog.core.content import Content, bits
from birddog.core.dose_text import dose_of, written
from birddog.core.events import TherapistEdit, VetoOverridden
from birddog.core.exercise import Dose
from birddog.core.state import Proposal
from birddog.core.values import Reason
from birddog.core.vetoes import liftable
from birddog.services.charts import Reading
from birddog.services.editor import Draft, Tried
from birddog.services.labels import short_day
from birddog.services.rows import ExerciseRow, rows_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

Said = Callable[[Reason], str]
"""A reason in clinical words."""
SAYS: dict[str, Words] = {
    "pin_dose": gettext_lazy("%(exercise)s: %(dose)s"),
    "pin_exercise": gettext_lazy("Keep: %(exercise)s"),
    "unpin": gettext_lazy("Let it change by itself again: %(exercise)s"),
    "add": gettext_lazy("Put in: %(exercise)s"),
    "remove": gettext_lazy("Take out: %(exercise)s"),
    "restore": gettext_lazy("Allow again: %(exercise)s"),
    "move_stage": gettext_lazy("Go to the stage: %(stage)s"),
    "lock_stage": gettext_lazy("Stay in this stage"),
    "unlock_stage": gettext_lazy("Later stages open by themselves again"),
    "proposals_wait": gettext_lazy("Additions and rises wait for approval"),
    "proposals_apply": gettext_lazy("Additions and rises apply at once"),
}
"""Changes in words."""
WIDE = frozenset({"birddog-veto-stays"})
"""Reasons that say only that there are others."""
LIMITS = "birddog-dose-limits"


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of the program. ``line``: exercise and dose as they are typed; ``sessions``: A, B, or both.

    ``pinned``: its dose is set; ``kept``: it is not exchanged.
    """

    id: str
    name: str
    line: str
    sessions: tuple[str, ...]
    pinned: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class Lift:
    """A veto that refuses a change, and that a clinician may let the exercise past."""

    veto: str
    says: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """One change of a draft: ``fate`` is ``holds``, ``cut`` or ``refused``, with what stands against it."""

    id: str
    says: str
    fate: str
    why: tuple[str, ...]
    lifts: tuple[Lift, ...]
    never: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposal that waits, in words; it lapses by itself ``until`` a day."""

    id: str
    says: str
    why: str
    since: date
    until: date


def lines(draft: Draft, content: Content, language: str) -> tuple[Line, ...]:
    """Every exercise of the program that the draft leads to: those of the sessions in order, then those that rest."""
    state, places = draft.result.state, dict[str, tuple[str, ...]]()
    for session in draft.result.sessions:
        for item in session.items:
            places[item.exercise] = (*places.get(item.exercise, ()), session.name)
    return tuple(
        Line(name, content.called(name), f"{content.called(name)} {written(dose, language)}", places.get(name, ()),
             name in state.pinned, name in state.kept)
        for name, dose in doses_of(draft).items()
    )  # fmt: skip


def doses_of(draft: Draft) -> dict[str, Dose]:
    """The dose of every exercise of the program that the draft leads to, in the order of ``lines``."""
    state, doses = draft.result.state, dict[str, Dose]()
    for session in draft.result.sessions:
        for item in session.items:
            doses.setdefault(item.exercise, item.dose)
    for name in state.roster:
        if name in state.tracks and name not in state.removed:
            doses.setdefault(name, state.tracks[name].dose)
    return doses


def preview(draft: Draft, content: Content) -> tuple[tuple[str, tuple[ExerciseRow, ...]], ...]:
    """The sessions as the patient would see them."""
    return tuple((session.name, rows_of(session, content)) for session in draft.result.sessions)


def others(draft: Draft, content: Content) -> tuple[tuple[str, str], ...]:
    """Ids and names of the exercises that could be put in, by name."""
    inside = set(draft.result.state.roster)
    every = (content.exercises[bit] for bit in bits(content.prescribable))
    return tuple(sorted(((e.id, e.name) for e in every if e.id not in inside), key=lambda row: row[1].casefold()))


def weighed(draft: Draft, reading: Reading, language: str, said: Said) -> tuple[Weighed, ...]:
    """Each change, and what stands against it."""
    return tuple(_weighed(row, draft, reading, language, said) for row in draft.tried)


def _weighed(row: Tried, draft: Draft, reading: Reading, language: str, said: Said) -> Weighed:
    name, content = str(row.change.get("id", "")), reading.content
    if row.outcome is None:
        return Weighed(name, _("A change that cannot be read"), "refused", (row.error,), (), False)
    says = _say(row.outcome.event, content, language)
    reasons = tuple(dict.fromkeys(row.outcome.reasons))
    if not row.outcome.refused:
        why = tuple(_("Set to the most that the limits allow: %(dose)s") % {"dose": r.limit} for r in reasons)
        return Weighed(name, says, "cut" if row.outcome.cut else "holds", why, (), False)
    close = [reason for reason in reasons if reason.rule not in WIDE] or list(reasons)
    why = tuple(dict.fromkeys(said(reason) for reason in close))
    lifts, never = _lifts(close, draft, reading, said) if isinstance(row.outcome.event, TherapistEdit) else ((), False)
    return Weighed(name, says, "refused", why, lifts, never)


def _lifts(reasons: list[Reason], draft: Draft, reading: Reading, said: Said) -> tuple[tuple[Lift, ...], bool]:
    """The vetoes that may be overridden, and whether one of them never is."""
    known = reading.course.known(draft.result.state, reading.now.date())
    vetoes = {veto.id: veto for veto in reading.content.vetoes}
    found = [(reason, veto) for reason in reasons if (veto := vetoes.get(reason.rule)) is not None]
    open_ = [(reason, veto) for reason, veto in found if liftable(veto, getattr(known, veto.fact))]
    never = len(open_) < len(found)
    return () if never else tuple(Lift(veto.id, said(reason)) for reason, veto in open_), never


def saw_of(veto: str, reading: Reading) -> str:
    """The answer that a veto reads now; empty for a veto that there is none of."""
    known = reading.course.known(reading.state, reading.now.date())
    return next((str(getattr(known, row.fact)) for row in reading.content.vetoes if row.id == veto), "")


def _say(event: object, content: Content, language: str) -> str:
    if isinstance(event, VetoOverridden):
        told = {"exercise": content.called(event.exercise), "day": short_day(event.until) if event.until else "",
                "reason": event.reason}  # fmt: skip
        return _("Past a veto until %(day)s, %(exercise)s: %(reason)s") % told
    assert isinstance(event, TherapistEdit)
    told = {"exercise": content.called(event.exercise) if event.exercise else "", "dose": "",
            "stage": content.stages[event.stage].title if event.stage else ""}  # fmt: skip
    if event.dose is not None and event.exercise:
        exercise = content.exercise(event.exercise)
        told["dose"] = written(dose_of(event.dose, exercise, next(iter(exercise.doses))), language)
    return str(SAYS.get(event.action, event.action)) % told


# ------------------------------------------------------------------------------------------------- proposals


def asked(reading: Reading, language: str, said: Said) -> tuple[Asked, ...]:
    """The proposals that wait for an answer, oldest first."""
    days = timedelta(days=reading.content.values.proposals_wait.days)
    return tuple(
        Asked(
            row.id, _proposed(row, reading, language), _because(row, reading.content, said), row.since, row.since + days
        )
        for row in sorted(reading.state.proposals, key=lambda row: row.since)
    )


def _because(row: Proposal, content: Content, said: Said) -> str:
    return " ".join(said(reason) for reason in content.because(row.rule, saw=row.saw))


def _proposed(row: Proposal, reading: Reading, language: str) -> str:
    content, name = reading.content, reading.content.called(row.exercise) if row.exercise else ""
    if row.dose is not None and row.was is not None:
        told: Mapping[str, str] = {
            "exercise": name,
            "was": written(row.was, language),
            "dose": written(row.dose, language),
        }
        return _("%(exercise)s: %(dose)s instead of %(was)s") % told
    if row.kind == "exercise":
        if row.out:
            return _("%(exercise)s instead of %(out)s") % {"exercise": name, "out": content.called(row.out)}
        return _("New: %(exercise)s") % {"exercise": name}
    if row.walk is not None:
        was = reading.state.walk.day_minutes if reading.state.walk else 0
        return _("Walk %(minutes)s minutes a day instead of %(was)s") % {"minutes": row.walk.day_minutes, "was": was}
    if row.stage is not None:
        return _("The next stage: %(stage)s") % {"stage": content.stages[row.stage].title}
    return _("More short sessions over the day")
