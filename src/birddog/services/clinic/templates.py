"""A clinic's own templates: exercises with doses under a name, put into the program of another patient as a draft.

A template holds nothing of whom it was made for. What it comes to is weighed for each patient anew, change by change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from birddog.core.content.content import Content, bits
from birddog.core.content.exercise import Dose
from birddog.core.content.values import BirddogError
from birddog.core.log.events import PinnedDose
from birddog.core.log.home_made import key_of
from birddog.core.log.schema import as_json
from birddog.core.plan.dose_text import dose_of, written
from birddog.core.state.state import State
from birddog.records import store
from birddog.records.clinic_models import Membership, Organization, ProgramTemplate
from birddog.services.chart.reading import Reading
from birddog.services.clinic import drafts
from birddog.services.clinic.program import Said, weighed
from birddog.services.clinic.texts import line, sought
from birddog.services.clinician.editor import Draft, Signature, try_out

if TYPE_CHECKING:
    from collections.abc import Collection

LONGEST = 80
"""Letters of a name."""
MOST = 100
"""Templates of one clinic."""
MOST_EXERCISES = drafts.MOST
"""Exercises of one template: each is one change of a draft."""


@dataclass(frozen=True, slots=True)
class Left:
    """An exercise of a template that a patient does not get, and why."""

    name: str
    why: tuple[str, ...]


# ----------------------------------------------------------------------------------------------------- kept


def of_clinic(organization: Organization) -> QuerySet[ProgramTemplate]:
    """The templates of a clinic, by name."""
    return organization.templates.order_by("sought")


def found(organization: Organization, template: str) -> ProgramTemplate:
    """One of a clinic's templates. ``BirddogError`` where it has none with this id."""
    try:
        return organization.templates.get(pk=UUID(template))
    except (ValueError, ProgramTemplate.DoesNotExist):
        raise BirddogError("template: there is none of this kind in your clinic; it may have been deleted") from None


def keep(by: Membership, name: str, draft: Draft, content: Content, now: datetime) -> ProgramTemplate:
    """The program that a draft leads to, under a name. ``BirddogError`` names what is wrong; nothing is kept then."""
    given = _given(content)
    rows = {row.exercise: row.doses[0][0] for row in draft.result.given}
    items = [{"exercise": key, "dose": _pinned(dose)} for key, dose in rows.items() if key in given]
    if not 0 < len(items) <= MOST_EXERCISES:
        raise BirddogError(f"template has {len(items)} exercises; allowed: 1 to {MOST_EXERCISES}")
    with store.writing():
        said = _name(by.organization, name)
        if by.organization.templates.count() >= MOST:
            raise BirddogError(f"templates: your clinic has {MOST}; delete some first")
        return ProgramTemplate.objects.create(
            organization=by.organization, name=said, sought=sought(said), items=items, by=by.name, changed=now
        )


def rename(template: ProgramTemplate, by: Membership, name: str, now: datetime) -> None:
    """Another name. ``BirddogError`` for one that is empty, too long, or that another template has."""
    with store.writing():
        said = _name(template.organization, name, template)
        told = {"name": said, "sought": sought(said), "by": by.name, "changed": now}
        ProgramTemplate.objects.filter(pk=template.pk).update(**told)


def _name(organization: Organization, name: str, own: ProgramTemplate | None = None) -> str:
    """A name that no other template has, in whatever letters; one writer at a time in a clinic."""
    said = line("name", name, LONGEST)
    Organization.objects.select_for_update().get(pk=organization.pk)
    others = organization.templates.filter(sought=sought(said))
    if (others.exclude(pk=own.pk) if own else others).exists():
        raise BirddogError(f"name is '{said}'; another template of your clinic has it, choose another")
    return said


def _given(content: Content) -> Collection[str]:
    return {content.exercises[bit].id for bit in bits(content.prescribable)}


def _pinned(dose: Dose) -> dict[str, Any]:
    held = PinnedDose(dose.sets, dose.reps, dose.hold_s, dose.rest_s, dose.hold_breaths)
    made: dict[str, Any] = as_json(held)
    return made


def shown(template: ProgramTemplate, content: Content, language: str) -> tuple[str, ...]:
    """Its exercises and doses as they are typed; of what is not in the content the id."""
    inside = {row.id: row for row in content.exercises if row.doses}
    return tuple(
        f"{exercise.name} {written(dose_of(PinnedDose(**row['dose']), exercise, next(iter(exercise.doses))), language)}"
        if (exercise := inside.get(drafts.newest(row["exercise"], content))) is not None
        else _called(row["exercise"], template, content)
        for row in template.items
    )


# -------------------------------------------------------------------------------------------------- applied


def applied(
    template: ProgramTemplate, changes: drafts.Changes, reading: Reading, by: Signature, fresh: str, said: Said,
    language: str,
) -> tuple[drafts.Changes, tuple[Left, ...]]:  # fmt: skip
    """What a template adds to a draft for this patient, and what of it they do not get.

    Each exercise is put in and given its dose, within the limits of this patient. What a veto, pain or a missing thing
    takes out is left out with its reason, and so is what was taken out by hand. ``BirddogError`` if nothing is new.
    """
    before = try_out(reading, changes, by).result.state
    rows = ({**row, "exercise": drafts.meant(row["exercise"], before, reading.content)} for row in template.items)
    parts = {row["exercise"]: _part(row, before, reading.content, fresh) for row in rows}
    left = {name: part for name, part in parts.items() if isinstance(part, str)}
    wanted = tuple(part for part in parts.values() if part is not None and not isinstance(part, str))
    if not wanted and not left:
        raise BirddogError(f"template: all of '{template.name}' is in the program already")
    tried = try_out(reading, (*changes, *wanted), by)
    weight = weighed(tried, reading, language, said)[len(changes) :]
    against: dict[str, tuple[str, ...]] = {name: (why,) for name, why in left.items()}
    for change, row in zip(wanted, weight, strict=True):
        if row.fate == "refused":
            against.setdefault(str(change["exercise"]), row.why)
    out = tuple(Left(_called(name, template, reading.content), against[name]) for name in parts if name in against)
    return tuple(change for change in wanted if change["exercise"] not in against), out


def _part(row: Mapping[str, Any], state: State, content: Content, fresh: str) -> drafts.Change | str | None:
    """The change that gives one exercise its dose, none where it has it; or why it is not even tried."""
    name = row["exercise"]
    if name not in _given(content):
        return _("This exercise is no longer prescribed.")
    if name in state.removed:
        return _("It was taken out by you or your patient. Allow it again first.")
    exercise = content.exercise(name)
    dose = dose_of(PinnedDose(**row["dose"]), exercise, next(iter(exercise.doses)))
    if name in state.roster and name in state.pinned and _pinned(state.pinned[name]) == _pinned(dose):
        return None
    return drafts.dosed(name, row["dose"], state, fresh)


def _called(name: str, template: ProgramTemplate, content: Content) -> str:
    """What an exercise is called, one that the clinic gives no more among them."""
    if name in content.index:
        return content.exercise(name).name
    key = key_of(name)
    made = template.organization.home_exercises.filter(key=key).first() if key else None
    return name if made is None else made.name
