"""A quarter of an hour after a session: how does it feel now? The answer corrects the session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from birddog.core.content.values import BirddogError
from birddog.records.models import Person
from birddog.services.chart.entries import rows_about
from birddog.services.chart.log import record_one

AFTER, UNTIL = timedelta(minutes=15), timedelta(hours=12)
Lasted = Literal["no", "over", "still"]
LASTED: tuple[Lasted, ...] = get_args(Lasted)
MINUTES_ASKED = 15


@dataclass(frozen=True, slots=True)
class Quarter:
    """The question about one session: since when it may be asked, and whether it has been answered."""

    session: str
    due: datetime
    answered: bool
    pain_after: float | None

    def worth_asking(self, now: datetime) -> bool:
        """Whether it is not answered, and not so long ago that nobody remembers."""
        return not self.answered and now <= self.due - AFTER + UNTIL


def quarter_of(person: Person, session_id: str) -> Quarter | None:
    """The question that belongs to a session, or ``None`` if there is no such session (any more)."""
    rows = rows_about(person, session_id)
    if not rows or rows[0].body["type"] != "session":
        return None
    found, *corrections = [row.body for row in rows]
    if any(body.get("withdraw") for body in corrections):
        return None
    changes = [body.get("change", {}) for body in corrections]
    after = [change["pain_after"] for change in changes if "pain_after" in change]
    return Quarter(
        session_id,
        datetime.fromisoformat(found["at"]) + AFTER,
        any("over_mild_minutes" in change or "pain_after" in change for change in changes),
        after[-1] if after else found.get("pain_after"),
    )


def answer_id(session_id: str) -> str:
    """The id of the answer about a session."""
    return f"{session_id}-later"


def open_quarter(person: Person, now: datetime) -> Quarter | None:
    """The question about the latest session, once it is due and while it is worth asking; for Today."""
    latest = person.events.filter(type="session", at__gte=now - UNTIL, at__lte=now - AFTER).order_by("-at").first()
    asked = quarter_of(person, latest.event_id) if latest else None
    return asked if asked is not None and not asked.answered else None


def answer_quarter(person: Person, asked: Quarter, pain: float | None, lasted: str, now: datetime) -> None:
    """Write down how it feels. ``lasted``: was the discomfort more than mild for over a quarter of an hour?

    ``still`` counts the minutes until now. The higher pain of the two reports stays. Nothing told: nothing written.
    Raises ``BirddogError`` for an answer that is not one of these.
    """
    if lasted and lasted not in LASTED:
        raise BirddogError(f"lasted is {lasted!r}; allowed: {', '.join(LASTED)}")
    change: dict[str, Any] = {}
    if pain is not None:
        change["pain_after"] = max(pain, asked.pain_after or 0.0)
    if lasted:
        since = MINUTES_ASKED + max(1, int((now - asked.due).total_seconds() // 60))
        change["over_mild_minutes"] = {"no": 0, "over": MINUTES_ASKED, "still": since}[lasted]
    if change:
        body = {"id": answer_id(asked.session), "at": now.isoformat(), "type": "correction", "corrects": asked.session,
                "change": change}  # fmt: skip
        record_one(person, body, now)
