"""Who asks, in which language, at what time; pages of a person need one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from birddog.records import store
from birddog.records.models import Person
from birddog.services import clock
from birddog.services.person.people import person_of
from birddog.services.person.preferences import preferences_of
from birddog.services.person.zones import country_of
from birddog.web import staff
from birddog.web.alone import asked_language
from birddog.web.looks import remember, remembered
from birddog.web.readable import check_form
from birddog.web.request import ZONE, PersonRequest, key_of
from birddog.web.unavailable import waiting

OPEN = (
    "/accounts/",
    "/healthz",
    "/sw.js",
    "/manifest.webmanifest",
    "/offline/",
    "/emergency/",
    "/static/",
    "/calendar/",
    "/goodbye/",
)
"""Paths that need nobody."""
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class PersonMiddleware:
    """Sets ``person``, ``preferences``, ``language`` and ``now`` on the request, and the language of the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the person, or ask for a sign-in. Raises ``BadRequest`` for a form that is not text."""
        open_ = request.path.startswith(OPEN)
        timed = not open_ or request.path.startswith("/accounts/")
        if timed and settings.BIRDDOG_ACCOUNTS and staff.over(request, clock.now()):
            messages.info(
                request, _("You were signed out, because this browser has been signed in or idle for a long time.")
            )
        person = _person(request, open_)
        if person is None and not open_:
            return redirect_to_login(request.get_full_path())
        if request.content_type in FORMS:
            check_form(request)
        preferences = preferences_of(person) if person else remembered(request)
        # The day is that of the device, wherever it travels; the zone that was saved is the one of the reminders.
        zone = clock.known_zone(request.COOKIES.get(ZONE, "")) or preferences.zone
        asked = cast(PersonRequest, request)
        asked.preferences = replace(preferences, country=preferences.country or country_of(zone))
        asked.now = clock.shown(zone) if open_ else clock.now(zone)
        asked.language = preferences.language or asked_language(request)
        if person is not None:
            asked.person = person
            if not open_:
                clock.check_not_before(store.begins(person), asked.now)
        with translation.override(asked.language):
            response = self.get_response(request)
        if person is not None:
            # A browser keeps what has this for days without a network: only what is the person's own.
            if not getattr(request, "of_others", False):
                response.headers["X-Birddog-Person"] = key_of(person)
            remember(response, request, preferences)
        response.headers.setdefault("Content-Language", asked.language)
        # Where people sign in and out, the browser's own "back" must not show the pages of the one before.
        kept = "no-store" if settings.BIRDDOG_ACCOUNTS else "no-cache"
        response.headers.setdefault("Cache-Control", f"private, {kept}")
        return response


def _person(request: HttpRequest, open_: bool) -> Person | None:
    """Who asks. Open pages are shown to nobody in particular while the database does not answer."""
    try:
        with waiting.for_database():
            return person_of(request.user) if not open_ or request.user.is_authenticated else None
    except (OperationalError, InterfaceError):
        if not open_ or request.path.startswith("/accounts/"):
            raise
        request.user = AnonymousUser()
        return None
