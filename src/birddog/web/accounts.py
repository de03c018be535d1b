"""How accounts differ from what allauth does by itself."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode, urlsplit

import structlog
from allauth.account import forms
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.utils import filter_users_by_email
from allauth.core.ratelimit import consume
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse

from birddog.records.clinic_models import Membership
from birddog.services import clock
from birddog.services.clinic.invitations import opened
from birddog.services.clinic.members import membership_of
from birddog.web.alone import page_alone

if TYPE_CHECKING:
    from django.contrib.auth.models import User


log = structlog.get_logger("birddog.accounts")
AT_ONCE_S = 60
"""So long a sign-up, or a new password, may take before another one of the same address is let past it."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up can be closed; links in mail lead to this server whatever name a request was sent to."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether new people may come: those whom a clinic has invited may always."""
        return bool(settings.BIRDDOG_SIGNUP) or invited(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Who works in a clinic begins there, everybody else with their own program."""
        member = membership_of(cast("User", request.user))
        return home_of(member) if member else str(super().get_login_redirect_url(request))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail, its links led home."""
        super().send_mail(template_prefix, email, {name: led_home(value) for name, value in context.items()})


class SignupForm(forms.SignupForm):  # type: ignore[misc]
    """A form that is sent twice at once makes one account: what a person tells must not be kept in two."""

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new user, or where else to go: whoever comes second signs in."""
        email = self.cleaned_data["email"]
        mark = _mark("sign-up", email.lower())
        if not cache.add(mark, "y", AT_ONCE_S):
            return None, redirect("account_login")
        try:
            if not self.account_already_exists and filter_users_by_email(email):
                return None, redirect("account_login")
            if _too_many(request):
                again = f"{request.path}?{urlencode({'next': asked_for(request)})}"
                return None, page_alone(request, "web/errors/many_accounts.html", 429, {"here": again})
            made: tuple[User | None, HttpResponse | None] = super().try_save(request)
        finally:
            cache.delete(mark)
        return made


class ResetPasswordKeyForm(forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """A link from a mail sets one password, also when it is used several times at once."""

    def clean(self) -> dict[str, Any]:
        """Whoever comes second is told that the link is used up."""
        cleaned: dict[str, Any] = super().clean()
        if self.errors:
            return cleaned
        mark = _mark("reset", str(self.temp_key))
        as_it_was = type(self.user).objects.filter(pk=self.user.pk, password=self.user.password)
        if not cache.add(mark, "y", AT_ONCE_S) or not as_it_was.exists():
            raise get_adapter().validation_error("invalid_password_reset")
        return cleaned


def _too_many(request: HttpRequest) -> bool:
    """Whether so many accounts were made from this address, or by all strangers together, that no more are for now.

    Strangers never keep out whom a clinic has invited.
    """
    for limit in ("account_made",) if invited(request) else ("account_made", "account_made_by_anyone"):
        if not consume(request, action=limit, key="anyone"):
            log.warning("no account made: there were too many", limit=limit)
            return True
    return False


def _mark(what: str, whose: str) -> str:
    """Under which name it stands that somebody is at something, without saying who."""
    return f"{what}-{sha256(whose.encode()).hexdigest()}"


def home_of(member: Membership) -> str:
    """The first page of somebody who works in a clinic."""
    return reverse("caseload" if member.therapist else "clinic")


def asked_for(request: HttpRequest) -> str:
    """Where somebody wants to go once they have an account."""
    return request.POST.get("next") or request.GET.get("next") or ""


def invited(request: HttpRequest) -> bool:
    """Whether signing up leads on to an invitation that is open."""
    try:
        found = resolve(urlsplit(asked_for(request)).path)
    except (Resolver404, ValueError):
        return False
    return found.url_name == "join" and opened(found.kwargs["token"], clock.now()) is not None


def led_home(value: Any) -> Any:
    """An address of ours under the name that this server is set to have; anything else as it is."""
    if not settings.BIRDDOG_ORIGIN or not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    home = urlsplit(settings.BIRDDOG_ORIGIN)
    return urlsplit(value)._replace(scheme=home.scheme, netloc=home.netloc).geturl()
