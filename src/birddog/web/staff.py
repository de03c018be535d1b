"""How long somebody who works in a clinic stays signed in: until they have done nothing for a while, or a day is over.

A session that has shown a page of a clinic carries two times: when they signed in, and when they last asked for a page.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from birddog.services import clock

SIGNED_IN, SEEN = "birddog-signed-in", "birddog-staff-seen"
OFTEN_S = 60
"""The time of the last page is written at most so often."""


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest, **more: Any) -> None:
    """Write down when this session began."""
    del sender, more
    request.session[SIGNED_IN] = clock.now().timestamp()
    request.session.pop(SEEN, None)


def begin(request: HttpRequest, now: datetime) -> None:
    """This session is about to show a page of a clinic: from now on it ends early."""
    if SEEN not in request.session:
        request.session[SEEN] = now.timestamp()


def over(request: HttpRequest, now: datetime) -> bool:
    """Whether a session of staff has lasted too long, or nothing was done in it for too long; it is ended then.

    One that does not say when it began is over.
    """
    seen = request.session.get(SEEN)
    if seen is None:
        return False
    at, began = now.timestamp(), request.session.get(SIGNED_IN)
    idle, most = settings.BIRDDOG_STAFF_IDLE_MINUTES * 60, settings.BIRDDOG_STAFF_HOURS * 3600
    if began is None or at - seen > idle or at - began > most:
        logout(request)
        return True
    if at - seen > OFTEN_S:
        request.session[SEEN] = at
    return False
