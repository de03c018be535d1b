"""``birddog clinic``: open a clinic on this server, or let another administrator in."""

from __future__ import annotations

from pathlib import Path

import click

from birddog.cli.serve import data_option
from birddog.core.values import BirddogError


@click.command()
@click.argument("name")
@data_option
def clinic(name: str, data: Path | None) -> None:
    """Open the clinic NAME, if there is none yet, and print a link for one administrator of it.

    The link works once, for a week. Whoever opens it signs in, or makes an account, and can then invite others.
    """
    from birddog.server import run

    if not run.checked(data).accounts:
        raise BirddogError("BIRDDOG_ACCOUNTS is off: in a clinic people sign in; set BIRDDOG_ACCOUNTS=1")
    run.configure(data)
    run.prepare()
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
