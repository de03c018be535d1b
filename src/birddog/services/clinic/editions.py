"""The content of a clinic's patients: the packaged one, or the clinic's own version of it once that was proved."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from birddog.catalog.code_version import code_version
from birddog.catalog.overlay import NOTHING, Edition, Overlay, edition, overlay_of, packaged
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.clinic_models import Organization, Version
from birddog.records.models import Person

PREFIX = "clinic-"
"""What the names of clinics' contents begin with; the id of the organization follows."""


def name_of(organization: Organization) -> str:
    """The name of a clinic's content, as ``Person.content`` holds it."""
    return f"{PREFIX}{organization.pk.hex}"


def key() -> str:
    """What a proof holds for: this packaged content in this code."""
    return f"{packaged().contents['en'].digest[:16]} {code_version()}"


def version_name(row: Version) -> str:
    """What charts call a version: the packaged one, the clinic, and its number."""
    return f"{packaged().version}+{row.organization_id.hex[:8]}.{row.number}"


def of_row(row: Version) -> Edition:
    """The content of a version. Raises ``BirddogError`` where it changes what the packaged content no longer has."""
    return edition(overlay_of(row.body), version_name(row))


def in_force(organization: UUID) -> Version | None:
    """The version that patients have; ``None`` while they have the packaged content.

    One that was proved with other packaged content or code is not in force until it is proved again.
    """
    return Version.objects.filter(organization=organization, state="proved", proved_with=key()).first()


def edition_in_force(organization: UUID) -> Edition:
    """The content that patients have."""
    row = in_force(organization)
    return packaged() if row is None else of_row(row)


def content_named(name: str, language: str) -> Content:
    """The content in force of the clinic whose content has this name."""
    try:
        organization = UUID(hex=name.removeprefix(PREFIX))
    except ValueError:
        raise BirddogError(f"content: there is no '{name}'") from None
    return edition_in_force(organization).contents[language]


def latest(organization: Organization) -> Version | None:
    """The newest version, whatever its state."""
    return organization.versions.order_by("-number").first()


def latest_edition(organization: Organization) -> tuple[Version | None, Edition]:
    """The newest version and its content. Of one that no longer fits the packaged content: that one alone."""
    row = latest(organization)
    try:
        return row, packaged() if row is None else of_row(row)
    except BirddogError:
        return row, packaged()


def overlay_now(organization: Organization) -> Overlay:
    """What the newest version changes."""
    row = latest(organization)
    return NOTHING if row is None else overlay_of(row.body)


def change(organization: Organization, overlay: Overlay, now: datetime) -> Version:
    """Put ``overlay`` into the draft; a new one begins when there is none. Raises ``BirddogError`` during a proof."""
    with store.writing():
        Organization.objects.select_for_update().get(pk=organization.pk)
        row = latest(organization)
        if row is not None and row.state in ("waiting", "proving"):
            raise BirddogError("version: it is being checked; change it when that is done")
        if row is None or row.state not in ("draft", "failed") or row.proved_with:
            row = Version(organization=organization, number=1 if row is None else row.number + 1)
        row.body, row.state, row.problems, row.since = overlay.body(), "draft", [], now
        row.save()
        return row


def submit(organization: Organization, now: datetime) -> Version:
    """Let the draft be proved; it is in force when it is. Raises ``BirddogError`` when there is none."""
    with store.writing():
        row = latest(organization)
        if row is None or row.state not in ("draft", "failed"):
            raise BirddogError("version: there is no draft")
        row.state, row.since = "waiting", now
        row.save()
        return row


def discard(organization: Organization) -> None:
    """Forget the draft. The number of one that charts were made with is never given again."""
    organization.versions.filter(state__in=("draft", "failed"), proved_with="").delete()


def give(person: Person, organization: Organization | None) -> None:
    """From now on a person's chart is made with the content of this clinic; without one of its own the packaged one."""
    has_own = organization is not None and store.installed(name_of(organization)) is not None
    person.content = name_of(organization) if organization is not None and has_own else ""
    Person.objects.filter(pk=person.pk).update(content=person.content)


def install_all(now: datetime) -> None:
    """After an upgrade: versions proved with other content or code wait for a new proof, and charts go by what is."""
    Version.objects.filter(state="proved").exclude(proved_with=key()).update(state="waiting", since=now)
    for row in Version.objects.filter(state__in=("proved", "waiting")).select_related("organization"):
        if store.installed(name_of(row.organization)) is not None:
            store.install(edition_in_force(row.organization_id).version, name_of(row.organization))
