"""All settings as one typed value, read from the environment once and checked before anything is made.

A setting that is not understood is refused: it must never mean less protection than was meant. The variables are in
docs/how-to/run-a-server.md; ``birddog doctor`` prints what they come to.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from difflib import get_close_matches
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from birddog.core.content.values import BirddogError

LOCAL = ("127.0.0.1", "localhost", "::1", "[::1]")
"""Names of this machine itself."""
YES, NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")
HOST_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*", re.I)
SHORTEST_SECRET = 24
VARIED = 8
LogLevel = Literal["warning", "info"]
NOT_OURS = ("DATA", "CACHE", "CHROMIUM", "MEASURES", "HOSTILE", "PROVE", "PUSH_ANYWHERE")
"""Variables of the same family that other commands and the tests read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Settings of a server; each name in capitals after ``BIRDDOG_`` is the variable."""

    home: Path
    figures: Path | None = None
    accounts: bool = False
    signup: bool = True
    https: bool = False
    hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    database_url: str = ""
    email_url: str = ""
    email_from: str = "Birddog <birddog@localhost>"
    contact: str = ""
    secret_key: str = ""
    clock_file: str = ""
    log: LogLevel = "warning"
    metrics: tuple[str, int] | None = None
    staff_idle_minutes: int
    staff_hours: int
    retention_days: int
    signups_per_hour: int
    signups_per_day: int

    @property
    def outside(self) -> tuple[str, ...]:
        """The names under which other machines reach this server."""
        return tuple(name for name in self.hosts if name not in LOCAL)


WHOLE = {
    "staff_idle_minutes": (30, 5, 240), "staff_hours": (12, 1, 24), "retention_days": (3650, 1, 36_500),
    "signups_per_hour": (40, 1, 1000), "signups_per_day": (1000, 1, 10_000),
}  # fmt: skip
"""Whole numbers: what holds where nothing is set, the smallest and the largest."""
SECRETS = ("database_url", "email_url", "secret_key")
"""What is never printed."""


def read_environment(given: Mapping[str, str] | None = None) -> Environment:
    """The settings. Raises ``BirddogError`` naming the variable, its value and what is allowed.

    >>> read_environment({"BIRDDOG_HOME": "/srv/birddog", "BIRDDOG_ACCOUNTS": "yes"}).accounts
    True
    >>> read_environment({"BIRDDOG_ACCOUNTS": "si"})
    Traceback (most recent call last):
    ...
    birddog.core.content.values.BirddogError: BIRDDOG_ACCOUNTS is 'si'; allowed: 1, true, yes, on, 0, false, no, off
    """
    found = _Found(os.environ if given is None else given)
    found.refuse_slips()
    made = Environment(
        home=_home(found), figures=found.path("FIGURES"), accounts=found.switch("ACCOUNTS", False),
        signup=found.switch("SIGNUP", True), https=found.switch("HTTPS", False), hosts=_hosts(found),
        proxies=_addresses(found), database_url=_database(found), email_url=_email_url(found),
        email_from=_sender(found), contact=_contact(found), secret_key=_secret(found), clock_file=_clock(found),
        log=_log(found), metrics=_metrics(found), **{
            name: found.whole(name.upper(), *limits) for name, limits in WHOLE.items()},
    )  # fmt: skip
    if made.outside and not made.accounts:
        raise BirddogError(
            f"BIRDDOG_HOSTS is {', '.join(made.hosts)!r} and BIRDDOG_ACCOUNTS is off: whoever reaches the server would "
            "read and write this chart; set BIRDDOG_ACCOUNTS=1"
        )
    return made


@dataclass(frozen=True)
class _Found:
    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """The value, without spaces around it. Refuses what no line of text holds."""
        value = self.values.get(f"BIRDDOG_{name}", "")
        if any(not sign.isprintable() for sign in value):
            raise self.wrong(name, "text that can be printed", value.encode(errors="replace").decode(errors="replace"))
        return value.strip()

    def switch(self, name: str, otherwise: bool) -> bool:
        """On or off."""
        said = self.text(name).lower()
        if said not in YES + NO:
            raise self.wrong(name, ", ".join(word for word in YES + NO if word))
        return said in YES if said else otherwise

    def whole(self, name: str, otherwise: int, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        said = self.text(name)
        if not said:
            return otherwise
        if not (said.isascii() and said.isdigit() and low <= int(said[:9]) <= high):
            raise self.wrong(name, f"a whole number from {low} to {high}")
        return int(said)

    def path(self, name: str) -> Path | None:
        """A path, with ``~`` understood."""
        said = self.text(name)
        return _expanded(said, f"BIRDDOG_{name}") if said else None

    def wrong(self, name: str, allowed: str, shown: str | None = None) -> BirddogError:
        """What to raise for a value that is not understood; secrets are not repeated."""
        value = self.values.get(f"BIRDDOG_{name}", "") if shown is None else shown
        said = "not usable" if name.lower() in SECRETS else repr(value)
        return BirddogError(f"BIRDDOG_{name} is {said}; allowed: {allowed}")

    def refuse_slips(self) -> None:
        """Raises ``BirddogError`` for a name that is nearly one of ours: it would silently do nothing."""
        known = [f"BIRDDOG_{field.name.upper()}" for field in fields(Environment)]
        others = {f"BIRDDOG_{name}" for name in NOT_OURS}
        for name in self.values:
            if not name.upper().startswith("BIRDDOG_") or name in known or name in others:
                continue
            if near := get_close_matches(name.upper(), known, 1, 0.82):
                raise BirddogError(f"{name} is no setting; did you mean {near[0]}?")


def _expanded(text: str, name: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        raise BirddogError(f"{name} is {text!r}: there is no such user; allowed: a path") from error


def _home(found: _Found) -> Path:
    if (named := found.path("HOME")) is not None:
        return named.absolute()
    data = found.values.get("XDG_DATA_HOME", "").strip() or "~/.local/share"
    return (_expanded(data, "XDG_DATA_HOME") / "birddog").absolute()


def _listed(text: str) -> Iterable[str]:
    return (part for each in text.split(",") if (part := each.strip()))


def _hosts(found: _Found) -> tuple[str, ...]:
    names = tuple(_listed(found.text("HOSTS")))
    for name in names:
        if not (HOST_NAME.fullmatch(name) or _is_address(name.strip("[]"))):
            raise found.wrong("HOSTS", "names or addresses by commas, without https:// and port", name)
    return names


def _addresses(found: _Found) -> tuple[str, ...]:
    said = tuple(_listed(found.text("PROXIES")))
    for address in said:
        if not _is_address(address):
            raise found.wrong("PROXIES", "IP addresses by commas", address)
    return said or ("127.0.0.1", "::1")


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


def _database(found: _Found) -> str:
    url = found.text("DATABASE_URL")
    if not url:
        return ""
    allowed = "postgres://user:password@host:port/name"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise found.wrong("DATABASE_URL", allowed) from None
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise found.wrong("DATABASE_URL", allowed)
    return url


def _email_url(found: _Found) -> str:
    url = found.text("EMAIL_URL")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise found.wrong("EMAIL_URL", "smtp://user:password@host:port?tls=1 or smtps://...")
    return url


def _sender(found: _Found) -> str:
    said = found.text("EMAIL_FROM") or "Birddog <birddog@localhost>"
    name, at, host = parseaddr(said)[1].partition("@")
    if not (name and at and host):
        raise found.wrong("EMAIL_FROM", "an address such as Birddog <birddog@example.org>")
    return said


def _contact(found: _Found) -> str:
    said = found.text("CONTACT")
    if said and not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+|https://\S+", said):
        raise found.wrong("CONTACT", "mailto:name@host or https://...")
    return said


def _secret(found: _Found) -> str:
    said = found.text("SECRET_KEY")
    if "BIRDDOG_SECRET_KEY" in found.values and not (usable_secret(said) and len(set(said)) >= VARIED):
        raise found.wrong("SECRET_KEY", f"{SHORTEST_SECRET} characters or more, {VARIED} of them different")
    return said


def usable_secret(text: str) -> bool:
    """Whether this is long enough that nobody can guess it."""
    return len(text) >= SHORTEST_SECRET


def _clock(found: _Found) -> str:
    said = found.path("CLOCK_FILE")
    if said is None:
        return ""
    try:
        datetime.fromisoformat(said.read_text(encoding="utf-8").strip() if said.is_file() else "")
    except (OSError, ValueError) as error:
        raise found.wrong("CLOCK_FILE", "a file with a time such as 2026-03-02T08:00:00+00:00") from error
    return str(said)


def _log(found: _Found) -> LogLevel:
    said = found.text("LOG").lower() or "warning"
    if said == "warning":
        return "warning"
    if said == "info":
        return "info"
    raise found.wrong("LOG", "warning, info")


def _metrics(found: _Found) -> tuple[str, int] | None:
    said = found.text("METRICS")
    if not said or said.lower() in NO:
        return None
    host, colon, port = said.rpartition(":")
    host = host.strip("[]") if colon else "127.0.0.1"
    if not (_is_address(host) and port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        raise found.wrong("METRICS", "a port such as 9464 (of 127.0.0.1), or address:port")
    return host, int(port)
