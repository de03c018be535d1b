"""The log of an organization: who saw or changed what. One chain of hashes, in which nothing can be changed unseen.

Whoever can write into the database can make a whole chain anew. That is found by holding it against a head that was
kept elsewhere: an organization, a place, and the hash of the entry there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.clinic_models import Entry, Membership, Organization, Subject
from birddog.records.models import Person

OPERATOR = "operator"
"""Who runs the server."""
AT_ONCE = 2_000
LONGEST = 60
"""Letters of what somebody did."""


@dataclass(frozen=True, slots=True)
class Head:
    """Up to where a chain was known to be whole."""

    organization: str
    place: int
    hash: str

    def __str__(self) -> str:
        """As a line of text."""
        return f"{self.organization} {self.place} {self.hash}"


@dataclass(frozen=True, slots=True)
class Chain:
    """What was found of one organization; ``problems`` is empty when all of it holds."""

    organization: str
    name: str
    entries: int
    problems: tuple[str, ...]


def keys_of(organization: Organization, people: Iterable[Person]) -> list[str]:
    """What these people are called in the log, made where there is no key yet; in no particular order."""
    wanted = {person.pk: person for person in people}
    found = dict(Subject.objects.filter(organization=organization, person__in=wanted).values_list("person", "key"))
    missing = [Subject(organization=organization, person=wanted[pk]) for pk in wanted.keys() - found.keys()]
    Subject.objects.bulk_create(missing)
    return sorted([*found.values(), *(subject.key for subject in missing)])


def write(
    organization: Organization, did: str, now: datetime, *, by: Membership | Person | None = None,
    people: Iterable[Person] = (),
) -> Entry:  # fmt: skip
    """Append an entry. ``by``: a member, the person themselves, or the operator of the server."""
    with store.writing():
        Organization.objects.select_for_update().get(pk=organization.pk)
        last = organization.entries.order_by("-place").first()
        entry = Entry(
            organization=organization, place=last.place + 1 if last else 1, at=now.astimezone(UTC),
            actor=_actor(organization, by), did=did, subjects=keys_of(organization, people),
            previous=last.hash if last else "",
        )  # fmt: skip
        entry.hash = hash_of(entry)
        entry.save(force_insert=True)
        return entry


def _actor(organization: Organization, by: Membership | Person | None) -> str:
    if isinstance(by, Membership):
        return by.pk.hex
    return OPERATOR if by is None else keys_of(organization, [by])[0]


def hash_of(entry: Entry) -> str:
    """What an entry's hash must be."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    told = [entry.organization_id.hex, entry.place, at, entry.actor, entry.did, entry.subjects, entry.previous]
    return hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()


def heads() -> list[Head]:
    """The latest entry of each organization that has one."""
    latest = [organization.entries.order_by("-place").first() for organization in Organization.objects.order_by("name")]
    return [Head(entry.organization_id.hex, entry.place, entry.hash) for entry in latest if entry is not None]


def read_heads(lines: Iterable[str]) -> list[Head]:
    """Heads as they were printed. Raises ``BirddogError`` naming the line that is none."""
    found = []
    for number, text in enumerate(lines, 1):
        parts = text.split()
        if not parts:
            continue
        if len(parts) != 3 or not parts[1].isdecimal():
            raise BirddogError(f"heads, line {number}: it must be an organization, a place and a hash")
        found.append(Head(parts[0], int(parts[1]), parts[2]))
    return found


def verify(known: Sequence[Head] = ()) -> list[Chain]:
    """Every chain, entry by entry, held against the heads that are ``known``."""
    chains = []
    for organization in Organization.objects.order_by("name"):
        mine = {head.place: head.hash for head in known if head.organization == organization.pk.hex}
        rows = organization.entries.order_by("place", "number").iterator(AT_ONCE)
        problems, count = _problems(rows, mine)
        chains.append(Chain(organization.pk.hex, organization.name, count, tuple(problems)))
    gone = {head.organization for head in known} - {chain.organization for chain in chains}
    return [*chains, *(Chain(one, "", 0, ("the organization is gone",)) for one in sorted(gone))]


def _problems(rows: Iterator[Entry], known: dict[int, str]) -> tuple[list[str], int]:
    found: list[str] = []
    count, before = 0, ""
    for count, entry in enumerate(rows, 1):
        if entry.place != count:
            return [*found, f"place {count}: there is no such entry; the next one is {entry.place}"], count - 1
        if entry.previous != before:
            found.append(f"place {count}: it does not follow the entry before")
        if entry.hash != hash_of(entry):
            found.append(f"place {count}: it was changed")
        if known.get(count, entry.hash) != entry.hash:
            found.append(f"place {count}: it is not the entry that was there")
        before = entry.hash
    found += [f"place {place}: there is no such entry any more" for place in sorted(known) if place > count]
    return found, count
