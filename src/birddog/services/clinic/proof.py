"""The proof of a clinic's own content: read and checked like the packaged one, nowhere looser, all invariants hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q

from birddog.catalog.entries import kind_of
from birddog.catalog.overlay import Overlay, laid_out, overlay_of, packaged
from birddog.catalog.stricter import loosened
from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.clinic_models import Organization, Version
from birddog.records.models import Person
from birddog.services.clinic import audit
from birddog.services.clinic.editions import key, name_of, of_row, version_name

GIVEN_UP = timedelta(minutes=30)
"""A proof that has taken so long was interrupted, and begins anew."""
MOST_PROBLEMS = 20
TOO_FEW = "some exercises are not used here; with too few of them people get none that fits, and then this is found:"
IN_FORCE, REFUSED = "own content in force", "own content refused"


def prove_next(clock: Callable[[], datetime]) -> Version | None:
    """Prove the version that has waited longest, and put it in force when nothing is found; ``None``: none waits."""
    row = _claimed(clock())
    if row is not None:
        finish(row, problems_of(row), clock())
    return row


def waits(now: datetime) -> bool:
    """Whether a version waits for its proof, or for one that was interrupted."""
    return Version.objects.filter(_waiting(now)).exists()


def _waiting(now: datetime) -> Q:
    return Q(state="waiting") | Q(state="proving", since__lt=now - GIVEN_UP)


def _claimed(now: datetime) -> Version | None:
    """A version that no other process proves."""
    with store.writing():
        rows = Version.objects.select_for_update(skip_locked=True)
        row = rows.filter(_waiting(now)).order_by("since", "pk").first()
        if row is not None:
            row.state, row.since = "proving", now
            row.save()
        return row


def problems_of(row: Version) -> list[str]:
    """Everything that stands against a version: what ``birddog check`` says, where it is looser, what is not proved."""
    from birddog import verify  # a server that only asks what waits goes without it

    overlay, base = overlay_of(row.body), packaged()
    try:
        found = _checked(overlay, version_name(row))
        content = of_row(row).contents["en"]
    except BirddogError as error:
        return str(error).splitlines()
    found += loosened(base.contents["en"], content, base.files)
    if not found and (broken := verify.violations(content)):
        found = [*([TOO_FEW] if of_row(row).unused else []), *broken]
    return found


def _checked(overlay: Overlay, version: str) -> list[str]:
    if not overlay.changes:
        return []
    from birddog.catalog import check

    moved = [name for kind, name in map(kind_of, overlay.changes) if kind == "exercise"]
    with laid_out(overlay, version) as folder:
        return check.problems(folder, moved=moved)


def finish(row: Version, problems: list[str], now: datetime) -> None:
    """Put a version in force, for every patient of the clinic at once; or say what stands against it."""
    with store.writing():
        where = Organization.objects.select_for_update().get(pk=row.organization_id)
        row.problems, row.since = problems[:MOST_PROBLEMS], now
        row.state, row.proved_with = ("failed", row.proved_with) if problems else ("proved", key())
        row.save()
        if not problems:
            where.versions.filter(number__lt=row.number).exclude(state="old").update(state="old")
            store.install(version_name(row), name_of(where))
            Person.objects.filter(cares__organization=where, cares__ended=None).update(content=name_of(where))
        audit.write(where, REFUSED if problems else IN_FORCE, now)
