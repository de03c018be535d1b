"""How much of the content a clinic has confirmed: on a page, in numbers, and as a printed sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from birddog.catalog.entries import KINDS, kind_of
from birddog.catalog.overlay import packaged
from birddog.core.content.content import Content
from birddog.exchange import coverage as printed
from birddog.exchange.handout import Paper
from birddog.records.clinic_models import Organization, Version
from birddog.services.clinic.editions import in_force, latest_edition
from birddog.services.clinic.signing import Standing, standings

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

KIND_NAMES: dict[str, Words] = {
    "exercise": gettext_lazy("Exercises"), "sign": gettext_lazy("Danger signs"), "veto": gettext_lazy("Vetoes"),
    "rule": gettext_lazy("Rules"), "lesson": gettext_lazy("Lessons"),
}  # fmt: skip
SHOWN: dict[str, Words] = {
    "open": gettext_lazy("To read"), "confirmed": gettext_lazy("Confirmed"), "changed": gettext_lazy("Changed"),
    "retired": gettext_lazy("Not used"),
}  # fmt: skip
"""Ways to look at the list."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the list."""

    entry: str
    title: str
    stands: Standing

    def is_(self, what: str) -> bool:
        """Whether the row belongs to one of ``SHOWN``."""
        told = {"open": self.stands.signature is None and not self.stands.retired, "changed": self.stands.changed,
                "confirmed": self.stands.signature is not None, "retired": self.stands.retired}  # fmt: skip
        return told.get(what, True)


@dataclass(frozen=True, slots=True)
class Kind:
    """Numbers of one kind of entry."""

    kind: str
    name: Words
    confirmed: int
    every: int

    @property
    def percent(self) -> int:
        """Confirmed of all, whole percent, and 100 only for all."""
        return 100 * self.confirmed // self.every if self.every else 100


@dataclass(frozen=True, slots=True)
class Coverage:
    """``newest``: the version that the numbers are about; ``none``: the packaged content."""

    kinds: tuple[Kind, ...]
    rows: tuple[Row, ...]
    newest: Version | None
    force: Version | None


def coverage_of(organization: Organization, language: str = "en") -> Coverage:
    """How every entry of the newest version stands."""
    newest, edition = latest_edition(organization)
    told = titles(packaged().contents[language])
    rows = tuple(Row(row.entry, told[row.entry], row) for row in standings(organization, edition).values())
    kinds = []
    for kind in KINDS:
        mine = [row for row in rows if kind_of(row.entry)[0] == kind]
        kinds.append(Kind(kind, KIND_NAMES[kind], sum(row.is_("confirmed") for row in mine), len(mine)))
    return Coverage(tuple(kinds), rows, newest, in_force(organization.pk))


def titles(content: Content) -> Mapping[str, str]:
    """What each entry is called in a list."""
    signs = {row.id: row.question for row in content.screen_items}
    signs |= {row.id: row.says for row in content.clusters} | {row.id: row.says for row in content.findings}
    return {
        **{f"exercise-{row.id}": row.name for row in content.exercises},
        **{f"sign-{name}": said for name, said in signs.items()},
        **{f"veto-{row.id}": row.says for row in content.vetoes},
        **{f"rule-{row.id}": row.patient or row.statement for row in content.rules.values()},
        **{f"lesson-{row.id}": row.title for row in content.lessons},
    }


def state_of(row: Standing) -> str:
    """How an entry stands, in words."""
    said = []
    if row.signature is not None:
        said.append(pgettext("entry", "confirmed"))
    elif row.lost is not None:
        said.append(_("changed since %(name)s confirmed it") % {"name": row.lost.name})
    else:
        said.append(_("not confirmed"))
    said += [_("changed here")] if row.changed else []
    said += [_("not used here")] if row.retired else []
    return ", ".join(said)


def sheet_pdf(organization: Organization, now: datetime, language: str, paper: Paper = "a4") -> bytes:
    """The sheet to be printed: numbers, then every entry with who confirmed it and when."""
    with translation.override(language):
        return printed.pdf(replace(_sheet(organization, now, language), paper=paper))


def _sheet(organization: Organization, now: datetime, language: str) -> printed.Sheet:
    found = coverage_of(organization, language)
    name = organization.name
    version = packaged().version + (f", {found.newest.number}" if found.newest else "")
    parts = []
    for kind in found.kinds:
        rows = tuple(_line(row, now) for row in found.rows if kind_of(row.entry)[0] == kind.kind)
        count = _("%(confirmed)s of %(every)s") % {"confirmed": kind.confirmed, "every": kind.every}
        parts.append(printed.Part(str(kind.name), count, rows))
    return printed.Sheet(
        language, _("What %(name)s has confirmed") % {"name": name},
        _("Content %(version)s, as of %(day)s") % {"version": version, "day": date_format(now)},
        (_("Entry"), _("State"), _("Confirmed by")), (_("Kind"), _("Confirmed")), tuple(parts),
    )  # fmt: skip


def _line(row: Row, now: datetime) -> tuple[str, str, str]:
    signature = row.stands.signature
    by = ""
    if signature is not None:
        by = f"{signature.name}, {signature.license}, {date_format(signature.at.astimezone(now.tzinfo))}"
    return row.title, state_of(row.stands), by
