"""``birddog clinic``: open a clinic on this server, see what of the content it has confirmed, prove what it changed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from birddog.cli.serve import data_option
from birddog.core.content.values import BirddogError

POLITE = 10


@click.group()
def clinic() -> None:
    """The clinics on this server, and the content that they confirm."""


@clinic.command(name="open")
@click.argument("name")
@data_option
def open_(name: str, data: Path | None) -> None:
    """Open the clinic NAME, if there is none yet, and print a link for one administrator of it.

    The link works once, for a week. The person who opens it signs in, or makes an account, and can then invite others.
    """
    _ready(data)
    from birddog.records import store
    from birddog.services import clock
    from birddog.services.clinic import audit
    from birddog.services.clinic.invitations import invite
    from birddog.services.clinic.members import found
    from birddog.web.links import address_of_invitation

    now = clock.now()
    with store.writing():
        opened = found(name, now)
        token = invite(opened, now, administrator=True)
        audit.write(opened, "made a link for an administrator", now)
    click.echo(address_of_invitation(token))


@clinic.command()
@click.argument("name")
@data_option
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="A PDF to write, for printing.")
def coverage(name: str, data: Path | None, output: Path | None) -> None:
    """Print how much of the content the clinic NAME has confirmed: each kind of entry, confirmed and in all."""
    _ready(data)
    from birddog.cli import write
    from birddog.records.clinic_models import Organization
    from birddog.services import clock
    from birddog.services.clinic.coverage import coverage_of, sheet_pdf

    found = Organization.objects.filter(name=name).first()
    if found is None:
        names = ", ".join(Organization.objects.order_by("name").values_list("name", flat=True))
        raise BirddogError(f"clinic: there is no '{name}'; there is {names or 'none'}")
    made = coverage_of(found)
    for row in made.kinds:
        click.echo(f"{row.kind:<9} {row.confirmed:>4} of {row.every}")
    if output is not None:
        write(output, sheet_pdf(found, clock.now(), "en"))


@clinic.command()
@data_option
def prove(data: Path | None) -> None:
    """Prove the clinics' own content that is waiting, and make it active. The server does this on its own. It takes
    a minute or two for each. The results are on the clinic's pages too."""
    os.nice(POLITE)
    _ready(data)
    from birddog.services import clock
    from birddog.services.clinic.proof import prove_next

    refused = 0
    while (row := prove_next(clock.now)) is not None:
        fine = row.state == "proved"
        refused += not fine
        click.echo(f"{'proved' if fine else 'REFUSED':<8} {row.organization.name}: version {row.number}")
        for problem in row.problems:
            click.echo(f"         {problem}")
    if refused:
        sys.exit(1)


def _ready(data: Path | None) -> None:
    from birddog.server import run

    if not run.fit_to_start(data).accounts:
        raise BirddogError("BIRDDOG_ACCOUNTS is off: in a clinic people sign in; set BIRDDOG_ACCOUNTS=1")
    run.configure(data)
    run.prepare()
