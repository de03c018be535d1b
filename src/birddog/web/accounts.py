"""How accounts differ from what allauth does by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up can be closed; links in mail lead to this server whatever name a request was sent to."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether new people may come."""
        del request
        return bool(settings.BIRDDOG_SIGNUP)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail, its links led home."""
        super().send_mail(template_prefix, email, {name: led_home(value) for name, value in context.items()})


def led_home(value: Any) -> Any:
    """An address of ours under the name that this server is set to have; anything else as it is."""
    if not settings.BIRDDOG_ORIGIN or not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    home = urlsplit(settings.BIRDDOG_ORIGIN)
    return urlsplit(value)._replace(scheme=home.scheme, netloc=home.netloc).geturl()
