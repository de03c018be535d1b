"""Notifications to browsers that asked for them (Web Push). The keys are made once and kept in the home folder."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import socket
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid, VapidException
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

from birddog.core.content.values import BirddogError
from birddog.records.models import Person, PushSubscription
from birddog.services.kept_file import made_once

log = logging.getLogger(__name__)

Outcome = Literal["sent", "gone", "failed"]
GONE = (404, 410)
"""Answers of a push service that knows the browser no more."""
KEEP_S = 4 * 3600
"""So long a push service keeps a reminder for a browser that is off."""
WAIT_S = 10
MOST_BROWSERS = 10


@cache
def _vapid(path: Path) -> Vapid:
    try:
        return Vapid.from_file(str(made_once(path, _fresh_key)))
    except (ValueError, VapidException) as error:
        raise BirddogError(f"{path.name} is not a key") from error


def _fresh_key() -> bytes:
    made = Vapid()
    made.generate_keys()
    key: bytes = made.private_pem()
    return key


def keys() -> Vapid:
    """This server's pair of keys. Raises ``BirddogError`` when what is kept is no key."""
    return _vapid(Path(settings.BIRDDOG_HOME) / "vapid.pem")


def public_key() -> str:
    """The public key as a browser wants it (base64url)."""
    point = keys().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).decode().rstrip("=")


def subscribe(person: Person, told: Any, language: str) -> None:
    """Remember a browser: ``{endpoint, keys: {p256dh, auth}}``. Raises ``BirddogError`` when it is not that."""
    try:
        endpoint, given = str(told["endpoint"]), told["keys"]
        pair = {name: str(given[name])[:200] for name in ("p256dh", "auth")}
    except (KeyError, TypeError) as error:
        raise BirddogError("a subscription is {endpoint, keys: {p256dh, auth}}") from error
    if len(endpoint) > 1000 or not _is_public(endpoint):
        raise BirddogError("endpoint is not the address of a push service: it must be https, with a public host")
    PushSubscription.objects.update_or_create(
        endpoint=endpoint, defaults={"person": person, "keys": {**pair, "language": language}}
    )
    for old in person.subscriptions.order_by("-created")[MOST_BROWSERS:]:
        old.delete()


def unsubscribe(person: Person, endpoint: str) -> None:
    """Forget a browser of this person."""
    person.subscriptions.filter(endpoint=endpoint).delete()


def known(person: Person) -> list[str]:
    """The browsers of this person that the server would reach, as SHA-256 of their endpoints (hex)."""
    return [hashlib.sha256(one.endpoint.encode()).hexdigest() for one in person.subscriptions.all()]


def send(subscription: PushSubscription, title: str, body: str, url: str) -> Outcome:
    """Send one notification; a browser that is gone is forgotten.

    The message is JSON ``{title, body, url}``; ``url`` is a path of this server.
    """
    from pywebpush import WebPushException, webpush  # brings a second client along, for what we do not use

    if not _is_public(subscription.endpoint, unknown=False):
        return "failed"
    session = requests.Session()
    session.max_redirects = 0
    if not settings.BIRDDOG_PUSH_ANYWHERE:
        session.mount("https://", _ToOutside())
    info = {"endpoint": subscription.endpoint,
            "keys": {name: subscription.keys[name] for name in ("p256dh", "auth")}}  # fmt: skip
    try:
        webpush(
            info, json.dumps({"title": title, "body": body, "url": url}), keys(), {"sub": settings.BIRDDOG_CONTACT},
            timeout=WAIT_S, ttl=KEEP_S, requests_session=session,
        )  # fmt: skip
    except WebPushException as error:
        if error.response is not None and error.response.status_code in GONE:
            subscription.delete()
            return "gone"
        answered = "nothing" if error.response is None else error.response.status_code
        log.warning("the push service %s answered %s", urlsplit(subscription.endpoint).hostname, answered)
        return "failed"
    except (requests.RequestException, ValueError) as error:  # a BirddogError among them
        log.warning("the push service %s: %s", urlsplit(subscription.endpoint).hostname, type(error).__name__)
        return "failed"
    return "sent"


class _OutsideConnection(HTTPSConnection):
    """Says nothing to a machine of our own network: a name may lead elsewhere by the time it is called."""

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        if not ip_address(connected.getpeername()[0]).is_global:
            connected.close()
            raise NewConnectionError(self, f"{self.host} is not outside")
        return connected


class _OutsidePool(HTTPSConnectionPool):
    ConnectionCls = _OutsideConnection


class _ToOutside(HTTPAdapter):
    """The way to push services. A proxy that the machine is set to use decides for itself where it leads."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As ever, with connections that look where they arrive."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"https": _OutsidePool}


def _is_public(endpoint: str, unknown: bool = True) -> bool:
    """Whether this is an address outside: nobody may make this server call machines of its own network.

    ``unknown`` is the answer for a name that leads nowhere just now.
    """
    if settings.BIRDDOG_PUSH_ANYWHERE:
        return True
    parts = urlsplit(endpoint)
    if parts.scheme != "https" or not parts.hostname:
        return False
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except OSError:
        return unknown and "." in parts.hostname and not parts.hostname.replace(".", "").isdigit()
    return all(ip_address(row[4][0]).is_global for row in found)
