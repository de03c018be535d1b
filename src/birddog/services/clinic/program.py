"""What the program editor shows: what is prescribed, what each change of a draft comes to, and what waits for approval.

Everything is read from a draft that was tried (``birddog.services.clinician.editor``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from birddog.core.content.content import Content, bits
from birddog.core.content.values import Reason
from birddog.core.given import TIME, Given, in_none
from birddog.core.log.events import TherapistEdit, VetoOverridden
from birddog.core.plan.dose_text import dose_of, written
from birddog.core.plan.ordering import arranged
from birddog.core.state.state import Proposal
from birddog.core.state.vetoes import liftable
from birddog.services.chart.reading import Reading
from birddog.services.clinician.editor import Draft, Tried
from birddog.services.library.labels import short_day
from birddog.services.session.rows import ExerciseRow, rows_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

Said = Callable[[Reason], str]
"""A reason in clinical words."""
SAYS: dict[str, Words] = {
    "pin_dose": gettext_lazy("%(exercise)s: %(dose)s"),
    "pin_exercise": gettext_lazy("Keep: %(exercise)s"),
    "unpin": gettext_lazy("Let it change on its own again: %(exercise)s"),
    "add": gettext_lazy("Put in: %(exercise)s"),
    "add_dose": gettext_lazy("Put in: %(exercise)s, %(dose)s"),
    "remove": gettext_lazy("Take out: %(exercise)s"),
    "restore": gettext_lazy("Allow again: %(exercise)s"),
    "move_stage": gettext_lazy("Go to the stage: %(stage)s"),
    "lock_stage": gettext_lazy("Stay in this stage"),
    "unlock_stage": gettext_lazy("Later stages open on their own again"),
    "order": gettext_lazy("Order: %(order)s"),
    "order_own": gettext_lazy("The order of the program again"),
    "proposals_wait": gettext_lazy("Additions and rises wait for approval"),
    "proposals_apply": gettext_lazy("Additions and rises apply at once"),
}
"""Changes in words."""
GIVING = frozenset({"pin_dose", "pin_exercise", "add", "move_stage"})
"""Edits that give something; what takes away or lets wait holds whatever comes first."""
FIRST: dict[str, Words] = {
    "stopped": gettext_lazy("Exercise is stopped. Nothing of this is given before it is open again."),
    "pause": gettext_lazy("Your patient is on a pause. It is given after that."),
    "questions": gettext_lazy("Your patient answers the safety questions first."),
    "none": gettext_lazy("No exercise suits your patient today."),
}
"""What comes before anything is given."""
NOT_GIVEN: dict[str, Words] = {
    "out": gettext_lazy("It was taken out by you or your patient. Allow it again first."),
    "rests": gettext_lazy("It hurt, and rests until %(day)s."),
    "direction": gettext_lazy("Its direction made the leg worse, and is left out."),
    "barred": gettext_lazy("A veto or the pain of these days leaves it out now."),
    "absent": gettext_lazy("It is no part of the program. Put it in as well."),
    "later": gettext_lazy("It comes in with a later stage."),
    "flare": gettext_lazy("Strength work rests in a flare-up."),
    "strength": gettext_lazy("Strength work rests today, after the last day of it."),
    "room": gettext_lazy("The sessions have no room for it now."),
}
"""Why an exercise is in no session."""
KEPT: dict[str, Words] = {
    "load": gettext_lazy("%(exercise)s comes later: nothing with load comes first."),
    "floor": gettext_lazy("%(exercise)s comes later: getting up is hard, so what is done on the floor stays together."),
    "range": gettext_lazy("%(exercise)s comes later: bending and arching as far as it goes do not follow each other."),
}
"""Why an exercise does not get its place in an order."""
WIDE = frozenset({"birddog-veto-stays"})
"""Reasons that say only that there are others."""
LIMITS = "birddog-dose-limits"


@dataclass(frozen=True, slots=True)
class Line:
    """One exercise of the program. ``lines``: exercise and dose as they are typed, each with the sessions that hold it.

    ``pinned``: its dose is set; ``kept``: it is not exchanged; ``why`` it is in no session, or less than was set.
    """

    id: str
    name: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    pinned: bool
    kept: bool
    why: str

    @property
    def inside(self) -> bool:
        """Whether a session holds it."""
        return any(names for _line, names in self.lines)


@dataclass(frozen=True, slots=True)
class Lift:
    """A veto that refuses a change, and that a clinician may let the exercise past."""

    veto: str
    says: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """One change of a draft, with what stands against it.

    ``fate``: ``holds``, ``cut`` (less than was set), ``partly`` (an order that is not kept everywhere),
    ``later`` (saved, and the patient is given nothing of it now),
    ``over`` (a later change undoes it) or ``refused``.
    """

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


def lines(draft: Draft, content: Content, language: str, said: Said) -> tuple[Line, ...]:
    """Every exercise of the program that the draft leads to: those of the sessions in order, then those that rest."""
    return tuple(_line(row, draft, content, language, said) for row in draft.result.given)


def _line(row: Given, draft: Draft, content: Content, language: str, said: Said) -> Line:
    state, name = draft.result.state, content.called(row.exercise)
    doses = tuple((f"{name} {written(dose, language)}", places) for dose, places in row.doses)
    why = " ".join(against(row, content, said))
    return Line(row.exercise, name, doses, row.exercise in state.pinned, row.exercise in state.kept, why)


def _fate(event: object, draft: Draft, reading: Reading, said: Said) -> tuple[str, tuple[str, ...]]:
    """What a change that is carried out comes to for the patient, and why it is not all of it."""
    result, gives = draft.result, isinstance(event, VetoOverridden)
    name = event.exercise if isinstance(event, TherapistEdit | VetoOverridden) else None
    if isinstance(event, TherapistEdit):
        gives = event.action in GIVING
    if not gives:
        return "holds", ()
    first = FIRST.get(result.stands)
    row = next((row for row in result.given if row.exercise == name), None)
    if row is None and name and isinstance(event, TherapistEdit):
        row = in_none(reading.course, result.state, reading.now.date(), name)
    why = () if row is None else against(row, reading.content, said)
    if first is not None or (row is not None and row.why):
        return "later", ((str(first), *why) if first is not None else why)
    return ("cut" if why else "holds"), why


def kept_places(order: Sequence[str], draft: Draft, reading: Reading) -> tuple[str, ...]:
    """What does not get the place that an order gives it, in words: in either session of the draft."""
    planner = reading.course.planner(draft.result.state, reading.now.date())
    found = (arranged(planner, (item.exercise for item in session.items), order)[1] for session in draft.result.plan)
    called = reading.content.called
    return tuple(dict.fromkeys(str(KEPT[why]) % {"exercise": called(name)} for rows in found for name, why in rows))


def against(row: Given, content: Content, said: Said) -> tuple[str, ...]:
    """Why an exercise is in no session, or with less than was set, in words."""
    if row.why:
        told = {"day": short_day(row.until) if row.until else ""}
        return (str(NOT_GIVEN[row.why]) % told,)
    if row.less == TIME:
        return (_("The minutes of a session leave room for no more than this."),)
    return tuple(said(reason) for reason in content.because(row.less, saw="")) if row.less else ()


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
    says, event = _say(row.outcome.event, content, language), row.outcome.event
    reasons = tuple(dict.fromkeys(row.outcome.reasons))
    if row.outcome.over:
        return Weighed(name, says, "over", (_("A later change of this draft undoes it."),), (), False)
    if isinstance(event, TherapistEdit) and event.action == "order":
        why = kept_places(event.order, draft, reading)
        return Weighed(name, says, "partly" if why else "holds", why, (), False)
    if not row.outcome.refused:
        limits = tuple(_("Set to the most that the limits allow: %(dose)s") % {"dose": r.limit} for r in reasons)
        fate, why = _fate(event, draft, reading, said)
        return Weighed(name, says, "cut" if limits and fate == "holds" else fate, (*limits, *why), (), False)
    close = [reason for reason in reasons if reason.rule not in WIDE] or list(reasons)
    why = tuple(dict.fromkeys(said(reason) for reason in close))
    lifts, never = _lifts(close, draft, reading, said) if isinstance(event, TherapistEdit) else ((), False)
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
            "order": ", ".join(content.called(name) for name in event.order),
            "stage": content.stages[event.stage].title if event.stage else ""}  # fmt: skip
    if event.dose is not None and event.exercise:
        exercise = content.exercise(event.exercise)
        told["dose"] = written(dose_of(event.dose, exercise, next(iter(exercise.doses))), language)
    other = {"add": "add_dose" if told["dose"] else "add", "order": "order" if event.order else "order_own"}
    return str(SAYS.get(other.get(event.action, event.action), event.action)) % told


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
