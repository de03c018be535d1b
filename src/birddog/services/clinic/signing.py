"""Who has read which entry of the content for a clinic, and what they came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from birddog.catalog.check import exercise_problems
from birddog.catalog.entries import KINDS, kind_of
from birddog.catalog.overlay import Edition, overlay_of, packaged, retirable
from birddog.catalog.overlay_fields import checked, fields
from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.clinic_models import Membership, Organization, Signature, Version
from birddog.records.models import Person
from birddog.services.clinic.care import care_of
from birddog.services.clinic.editions import change, edition_in_force, latest_edition, of_row, overlay_now, submit

SIGNS = ("confirmed", "withdrawn")


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entry stands with a clinic. ``signature``: who confirmed it as it is now, if anybody did.

    ``lost``: somebody confirmed it as it was before. ``changed``: it differs from the packaged one.
    """

    entry: str
    signature: Signature | None
    lost: Signature | None
    changed: bool
    retired: bool


def standings(organization: Organization, edition: Edition) -> dict[str, Standing]:
    """How every entry stands, in order of kind and id."""
    latest: dict[str, Signature] = {}
    for row in organization.signatures.filter(did__in=SIGNS).order_by("number"):
        latest[row.entry] = row
    retired = overlay_now(organization).retired
    base = packaged().hashes
    return {
        entry: _standing(entry, latest.get(entry), edition, base, entry in retired)
        for entry in sorted(edition.hashes, key=lambda entry: (KINDS.index(kind_of(entry)[0]), entry))
    }


def _standing(
    entry: str, latest: Signature | None, edition: Edition, base: Mapping[str, str], retired: bool
) -> Standing:
    confirmed = latest if latest is not None and latest.did == "confirmed" else None
    holds = confirmed is not None and confirmed.hash == edition.hashes[entry]
    return Standing(
        entry, confirmed if holds else None, None if holds else confirmed,
        edition.hashes[entry] != base.get(entry), retired,
    )  # fmt: skip


def confirmed_for(person: Person, entry: str) -> Signature | None:
    """Who confirmed an entry, as this person has it, for the clinic that cares for them now."""
    care = care_of(person)
    if care is None:
        return None
    now = edition_in_force(care.organization_id).hashes.get(entry)
    row = Signature.objects.filter(organization=care.organization_id, entry=entry, did__in=SIGNS).last()
    return row if row is not None and row.did == "confirmed" and row.hash == now else None


def sign(member: Membership, entry: str, did: str, read: str, now: datetime) -> Signature:
    """Record what a therapist came to. ``read``: the hash of the entry that they have read.

    Raises ``BirddogError`` when the entry is another one by now.
    """
    hash_now = latest_edition(member.organization)[1].hashes.get(entry)
    if read != hash_now:
        raise BirddogError("entry: it was changed in the meantime; read it again")
    return _signed(member, entry, did, read, now)


def _signed(member: Membership, entry: str, did: str, hash_: str, now: datetime) -> Signature:
    told: dict[str, Any] = {"by": member.pk.hex, "name": member.name, "license": member.license, "at": now}
    return Signature.objects.create(organization=member.organization, entry=entry, hash=hash_, did=did, **told)


def retire(member: Membership, entry: str, read: str, now: datetime, *, back: bool = False) -> None:
    """Do without an entry from the next version on, or use it again. ``BirddogError`` for what protects."""
    if not retirable(entry, packaged().contents["en"]):
        raise BirddogError(f"{entry}: it protects, so it stays; only exercises and lessons can be retired")
    with store.writing():
        sign(member, entry, "returned" if back else "retired", read, now)
        overlay = overlay_now(member.organization)
        retired = overlay.retired - {entry} if back else overlay.retired | {entry}
        change(member.organization, replace(overlay, retired=retired), now)


def edit(member: Membership, entry: str, told: Mapping[str, Any], read: str, now: datetime) -> None:
    """Change an entry from the next version on; a field that is told as the packaged content has it is no change.

    ``told``: names of fields and their values. Raises ``BirddogError`` that says what is allowed, and then nothing is
    changed. Whoever confirmed the entry has confirmed what it was before.
    """
    base, edition = packaged(), latest_edition(member.organization)[1]
    known = {field.name: field for field in fields(entry, base.files, edition.files)}
    if strange := sorted(set(told) - set(known)):
        raise BirddogError(f"{entry}: there is no {strange[0]} that may be changed")
    was = {field.name: field.value for field in fields(entry, base.files, base.files)}
    new = {name: checked(known[name], value) for name, value in told.items() if value != known[name].value}
    _check_together({**{name: field.value for name, field in known.items()}, **new})
    with store.writing():
        overlay = overlay_now(member.organization)
        mine = {**overlay.changes.get(entry, {}), **new}
        mine = {name: value for name, value in mine.items() if name in was and was[name] != value}
        changes = {**overlay.changes, entry: mine}
        sign(member, entry, "changed", read, now)
        kept = {name: one for name, one in changes.items() if one}
        _check_exercise(entry, change(member.organization, replace(overlay, changes=kept), now))


def _check_exercise(entry: str, row: Version) -> None:
    """What ``birddog check`` says of one exercise, at once; all of it is said when the whole is proved."""
    kind, name = kind_of(entry)
    content = of_row(row).contents["en"]
    if kind == "exercise" and name in content.index and (found := exercise_problems(content.exercise(name), content)):
        raise BirddogError("; ".join(found))


def _check_together(values: Mapping[str, Any]) -> None:
    """A dose ends no lower than it begins, and a text has as many lines in one language as in another."""
    for name, value in values.items():
        stage, _, rest = name.rpartition(".")
        most = values.get(f"{stage}.most.{rest}")
        if most is not None and value is not None and most < value:
            raise BirddogError(f"{name} is {value:g}; allowed: at most where it ends, {most:g}")
        path, _, language = name.partition(":")
        english = values.get(f"{path}:en")
        if language and isinstance(value, list) and isinstance(english, list) and len(value) != len(english):
            raise BirddogError(f"{name} has {len(value)} lines; in English there are {len(english)}")


def history(organization: Organization, entry: str) -> list[Signature]:
    """All that was signed about an entry, the newest first."""
    return list(organization.signatures.filter(entry=entry).order_by("-number"))


def next_to_read(organization: Organization, edition: Edition, entry: str) -> str:
    """The next entry of the same kind that nobody has confirmed as it is; empty when there is none."""
    order = [row for row in standings(organization, edition).values() if kind_of(row.entry)[0] == kind_of(entry)[0]]
    place = next(n for n, row in enumerate(order) if row.entry == entry)
    after = [*order[place + 1 :], *order[:place]]
    return next((row.entry for row in after if row.signature is None and not row.retired), "")


def news(organization: Organization) -> int:
    """How many entries are confirmed or no longer so, and not yet given or taken where only confirmed ones are used."""
    edition, overlay = latest_edition(organization)[1], overlay_now(organization)
    if overlay.only is None:
        return 0
    return len({*overlay.only.items()} ^ {*confirmed_now(organization, edition).items()})


def only_confirmed(member: Membership, wanted: bool, now: datetime) -> None:
    """Whether patients get only such exercises and lessons as somebody here has confirmed, from the next version on."""
    overlay = overlay_now(member.organization)
    change(member.organization, replace(overlay, only={} if wanted else None), now)


def put_in_force(organization: Organization, now: datetime) -> Version:
    """Let the newest version be proved, with what is confirmed by now where only that is used.

    Raises ``BirddogError`` when there is nothing new.
    """
    with store.writing():
        row, edition = latest_edition(organization)
        overlay = overlay_now(organization)
        if row is not None and overlay.only is not None:
            only = confirmed_now(organization, edition)
            if dict(overlay.only) != only:
                change(organization, replace(overlay_of(row.body), only=only), now)
        return submit(organization, now)


def confirmed_now(organization: Organization, edition: Edition) -> dict[str, str]:
    """The exercises and lessons that are confirmed as they are, each with its hash."""
    content = packaged().contents["en"]
    rows = standings(organization, edition).values()
    return {row.entry: edition.hashes[row.entry] for row in rows if row.signature and retirable(row.entry, content)}
