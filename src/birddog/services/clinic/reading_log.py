"""The log of a clinic in words: for its administrators all of it, for a patient who looked at their chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from birddog.records.clinic_models import Care, Entry, Membership, Organization, Subject
from birddog.services.clinic.audit import OPERATOR

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

ON_A_PAGE = 50
LATELY = timedelta(days=90)
"""So far back a patient sees who looked."""
LOOKED = "GET patient"
WORDS: dict[str, Words] = {
    "GET clinic": gettext_lazy("looked at the clinic's page"),
    "POST clinic-invite": gettext_lazy("made a link"),
    "POST clinic-take-back": gettext_lazy("took a link back"),
    "GET clinic-member": gettext_lazy("looked at a role"),
    "POST clinic-member": gettext_lazy("changed a role"),
    "GET clinic-log": gettext_lazy("looked at this log"),
    "GET caseload": gettext_lazy("looked at the list"),
    "GET clinic-new": gettext_lazy("looked at the page for a new patient"),
    "POST clinic-new": gettext_lazy("began a chart, or tried to"),
    "GET patient-signs": gettext_lazy("looked at the danger signs"),
    "POST patient-signs": gettext_lazy("asked about the danger signs"),
    "POST patient-link": gettext_lazy("made a link for this patient"),
    "GET clinic-tasks": gettext_lazy("looked at what is planned"),
    "GET clinic-happened": gettext_lazy("looked at what happened in sessions"),
    "GET clinic-file": gettext_lazy("looked at the page for a chart file"),
    "POST clinic-file": gettext_lazy("opened a chart file"),
    "POST patient-task": gettext_lazy("planned something, or marked it done"),
    LOOKED: gettext_lazy("looked at the chart"),
    "POST patient-seen": gettext_lazy("marked the chart as seen"),
    "POST patient-message": gettext_lazy("wrote a message"),
    "POST patient-note": gettext_lazy("wrote a note"),
    "GET patient-program": gettext_lazy("looked at the program"),
    "POST patient-program": gettext_lazy("tried changes of the program"),
    "POST patient-program-save": gettext_lazy("changed the program"),
    "POST patient-template": gettext_lazy("kept the program as a template, or tried to"),
    "GET clinic-templates": gettext_lazy("looked at the clinic's templates"),
    "POST clinic-template": gettext_lazy("renamed or deleted a template, or tried to"),
    "GET clinic-exercises": gettext_lazy("looked at the clinic's own exercises"),
    "GET clinic-exercise-new": gettext_lazy("looked at the page for an exercise of the clinic"),
    "POST clinic-exercise-new": gettext_lazy("wrote an exercise of the clinic, or tried to"),
    "GET clinic-exercise": gettext_lazy("looked at an exercise of the clinic"),
    "POST clinic-exercise": gettext_lazy("changed an exercise of the clinic, or tried to"),
    "GET clinic-exercise-picture": gettext_lazy("looked at a picture of the clinic"),
    "GET patient-picture": gettext_lazy("looked at a picture in the program"),
    "GET patient-versions": gettext_lazy("compared versions of the program"),
    "POST patient-proposal": gettext_lazy("answered a proposal"),
    "GET patient-handout": gettext_lazy("printed the next session"),
    "GET clinic-place": gettext_lazy("looked at who cares for this patient"),
    "POST clinic-place": gettext_lazy("handed over, or ended treatment"),
    "began to work here": gettext_lazy("began to work here"),
    "agreed to share": gettext_lazy("agreed to share"),
    "stopped sharing": gettext_lazy("stopped sharing"),
    "erased": gettext_lazy("erased all their own data"),
    "GET patient-join": gettext_lazy("looked at joining two charts"),
    "POST patient-join": gettext_lazy("joined two charts, or tried to"),
    "joined two charts": gettext_lazy("joined two charts"),
    "erased after joining": gettext_lazy("erased a chart that had gone into another one"),
    "erased after the time of keeping": gettext_lazy("erased a chart after the time of keeping"),
    "GET clinic-content": gettext_lazy("looked at what is confirmed"),
    "GET clinic-content-sheet": gettext_lazy("printed what is confirmed"),
    "POST clinic-content-version": gettext_lazy("decided on the clinic's own content"),
    "GET clinic-entry": gettext_lazy("read an entry of the content"),
    "POST clinic-entry": gettext_lazy("answered for an entry of the content"),
    "own content in force": gettext_lazy("checked the clinic's own content, and made it active"),
    "own content refused": gettext_lazy("checked the clinic's own content, and refused it"),
    "made a link for an administrator": gettext_lazy("made a link for an administrator"),
}
"""What an entry says, in words. What is not here was a request that changed and showed nothing."""

USED = "template "
"""How an entry about a template put into a draft begins; its id follows, which tells nothing of anybody."""

SIGNED: dict[str, Words] = {
    "confirmed": gettext_lazy("confirmed"), "withdrawn": gettext_lazy("no longer confirms"),
    "changed": gettext_lazy("changed"), "retired": gettext_lazy("does not use"),
    "returned": gettext_lazy("uses again"), "asked": gettext_lazy("asked"),
}  # fmt: skip
"""What a therapist signed; the entry of the content follows."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in words. ``about``: the names of whom it is about, as far as they are patients here now."""

    place: int
    at: datetime
    who: str
    did: Words
    about: str


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at a chart on a day, so many times."""

    day: date
    who: str
    times: int


def log_of(organization: Organization, page: int) -> tuple[tuple[Row, ...], int]:
    """One page of the log, the newest first, and how many pages there are; a page that is not there is the nearest."""
    last = organization.entries.order_by("-place").values_list("place", flat=True).first() or 0
    pages = max(1, -(-last // ON_A_PAGE))
    newest = last - (min(max(page, 1), pages) - 1) * ON_A_PAGE
    entries = list(organization.entries.filter(place__lte=newest).order_by("-place")[:ON_A_PAGE])
    members, patients = _members(organization), _patients(organization, entries)
    kept = {used(pk): name for pk, name in organization.templates.values_list("pk", "name")}
    rows = (
        Row(
            each.place,
            each.at,
            _who(each.actor, members, patients),
            _did(each.did, kept),
            _about(each, patients),
        )
        for each in entries
    )
    return tuple(rows), pages


def who_looked(care: Care, now: datetime) -> tuple[Look, ...]:
    """Who looked at the chart of a patient lately, day by day, the newest first."""
    subject = Subject.objects.filter(organization=care.organization_id, person=care.person_id).first()
    if subject is None:
        return ()
    told = Entry.objects.filter(organization=care.organization_id, at__gte=max(care.began, now - LATELY), did=LOOKED)
    told = told.annotate(text=Cast("subjects", TextField())).filter(text__contains=subject.key)
    members = _members(care.organization)
    times = Counter(
        (at.astimezone(now.tzinfo).date(), _who(actor, members, {})) for at, actor in told.values_list("at", "actor")
    )
    return tuple(Look(day, who, n) for (day, who), n in sorted(times.items(), reverse=True))


def _members(organization: Organization) -> dict[str, str]:
    return {pk.hex: name for pk, name in Membership.objects.filter(organization=organization).values_list("pk", "name")}


def _patients(organization: Organization, entries: list[Entry]) -> dict[str, str]:
    """Keys to the names of those who are patients here now."""
    keys = {key for entry in entries for key in (*entry.subjects, entry.actor)}
    people = dict(Subject.objects.filter(organization=organization, key__in=keys).values_list("person", "key"))
    cares = Care.objects.filter(organization=organization, ended=None, person__in=people)
    return {people[person]: name for person, name in cares.values_list("person", "name")}


def _who(actor: str, members: dict[str, str], patients: dict[str, str]) -> str:
    if actor == OPERATOR:
        return _("who runs the server")
    return members.get(actor) or patients.get(actor) or _("someone who is gone")


def used(template: UUID) -> str:
    """What the log says of a template that was put into a draft."""
    return f"{USED}{template.hex}"


def _did(did: str, kept: Mapping[str, str]) -> Words:
    if did.startswith(USED):
        if did not in kept:
            return _("tried a template that is gone in the program")
        return _("tried the template “%(name)s” in the program") % {"name": kept[did]}
    verb, _sep, what = did.partition(" ")
    return f"{SIGNED[verb]}: {what}" if verb in SIGNED and what else WORDS.get(did, did)


def _about(entry: Entry, patients: dict[str, str]) -> str:
    names = [patients.get(key, _("someone who is gone")) for key in entry.subjects if key != entry.actor]
    return _("%(n)s patients") % {"n": len(names)} if len(names) > 1 else "".join(names)
