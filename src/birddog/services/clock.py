"""The one place that looks at the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings


def now(zone: str = "") -> datetime:
    """The time in a zone (an IANA name; empty: the machine's own), with its offset.

    With the setting ``BIRDDOG_CLOCK_FILE`` the time is what that file says (ISO 8601), for tests and demonstrations
    that live through weeks in minutes.
    """
    name: str = settings.BIRDDOG_CLOCK_FILE
    at = datetime.fromisoformat(Path(name).read_text().strip()) if name else datetime.now(UTC)
    at = at if at.tzinfo else at.astimezone()
    return at.astimezone(ZoneInfo(zone)) if zone else at.astimezone()


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
