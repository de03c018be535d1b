"""The one place that looks at the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""A clock that shows another time is wrong: nobody has kept a chart before, and nothing is planned after."""


class WrongClockError(RuntimeError):
    """The server's clock cannot be right. It passes: nothing must be decided, and nothing refused, because of it."""


def now(zone: str = "") -> datetime:
    """The time in a zone (an IANA name; empty: the machine's own), with its offset.

    Raises ``WrongClockError`` for a time at which no server of this program can be running.

    With the setting ``BIRDDOG_CLOCK_FILE`` the time is what that file says (ISO 8601), for tests and demonstrations
    that live through weeks in minutes.
    """
    at = _read()
    if not FIRST <= at < LAST:
        raise WrongClockError(f"the server's clock shows {at.isoformat()}")
    return at.astimezone(ZoneInfo(zone)) if zone else at.astimezone()


def shown(zone: str = "") -> datetime:
    """The same, for pages on which nothing depends on it: a clock that is wrong is put where it could be right."""
    try:
        return now(zone)
    except WrongClockError:
        return FIRST


def _read() -> datetime:
    name: str = settings.BIRDDOG_CLOCK_FILE
    if not name:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(Path(name).read_text().strip())
        return at if at.tzinfo else at.astimezone()
    except (OSError, ValueError, OverflowError) as error:
        raise WrongClockError("the file that says what time it is cannot be read") from error


def check_not_before(begins: datetime | None, now: datetime) -> None:
    """Raises ``WrongClockError`` when a chart begins after now: what was told is true, so the clock is not."""
    if begins is not None and begins > now:
        raise WrongClockError(f"the server's clock shows {now.isoformat()}; a chart began later")


def known_zone(name: str) -> str:
    """The name of a time zone as a browser tells it; empty when there is none of that name.

    >>> known_zone("Europe/Madrid"), known_zone("Europe"), known_zone("../../etc/passwd"), known_zone("")
    ('Europe/Madrid', '', '', '')
    """
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""


def not_after(at: datetime, limit: datetime) -> datetime:
    """``at``, or ``limit`` in the offset of ``at`` when a device's clock runs ahead."""
    return limit.astimezone(at.tzinfo) if at - limit > timedelta(0) else at
