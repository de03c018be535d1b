"""A session as it stands in the chart after corrections, and what was put right in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from birddog.core.log.events import ItemDone, SessionDone
from birddog.services.chart.entries import event_with_id, rows_about
from birddog.services.chart.reading import Reading
from birddog.services.session.quarter_hour import answer_id
from birddog.services.session.rows import name_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

PAINS: tuple[tuple[str, Words], ...] = (
    ("pain_before", _("Pain before")), ("pain_during", _("Worst pain during")), ("pain_after", _("Pain after")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SessionTold:
    """``items``: name and what was done of each; ``pains``: label and value, those that were told.

    ``corrected``: when something in it was last put right.
    """

    at: datetime
    items: tuple[tuple[str, ItemDone], ...]
    pains: tuple[tuple[Words, float], ...]
    corrected: datetime | None

    @property
    def whole(self) -> bool:
        """Whether all of it was done, as far as was told."""
        return all(item.done == "yes" for _name, item in self.items)

    @property
    def any(self) -> bool:
        """Whether anything was done or tried."""
        return any(item.done != "no" or item.hurt for _name, item in self.items)


def session_told(reading: Reading, session_id: str) -> SessionTold | None:
    """The session with this id as it stands, or ``None`` if there is none (any more)."""
    found = event_with_id(reading.person, session_id, reading.now)
    if not isinstance(found, SessionDone):
        return None
    rows = ((label, getattr(found, name)) for name, label in PAINS)
    return SessionTold(
        found.at, tuple((name_of(item.exercise, reading.content), item) for item in found.items),
        tuple((label, value) for label, value in rows if value is not None), _corrected(reading, session_id),
    )  # fmt: skip


def _corrected(reading: Reading, session_id: str) -> datetime | None:
    """When something that had been told was last put right. What was added later corrects nothing."""
    told: dict[str, Any] = {}
    last = None
    for body in (row.body for row in rows_about(reading.person, session_id)):
        change = body.get("change", {}) if body.get("corrects") == session_id else {}
        put_right = any(told.get(name) not in (None, value) for name, value in change.items())
        if put_right and body["id"] != answer_id(session_id):
            last = datetime.fromisoformat(body["at"])
        told |= body if body["id"] == session_id else change
    return last
