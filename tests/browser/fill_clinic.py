"""Fills the database of a server with a clinic; prints what a browser needs to come in. Run with its environment."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from allauth.mfa.totp.internal import auth as totp  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from tests.charted import intake  # noqa: E402
from tests.clinic.places import cares, clinic, person, user, works  # noqa: E402
from tests.web.filled import chart  # noqa: E402

from birddog.records.models import Person  # noqa: E402
from birddog.services import clock  # noqa: E402
from birddog.services.chart.log import record  # noqa: E402
from birddog.services.clinic.invitations import invite  # noqa: E402
from birddog.services.clinic.messages import write  # noqa: E402
from birddog.services.clinic.rows import mark_seen  # noqa: E402
from birddog.web.staff import SIGNED_IN  # noqa: E402

PATIENTS: dict[str, tuple[str, str]] = {
    "Ana Torres": ("good-course", "2026-03-20T08:00:00"), "Bruno Keller": ("flare", "2026-03-06T12:00:00"),
    "Chloe Park": ("worsening-leg", "2026-03-20T08:00:00"), "Farid Haddad": ("good-course", "2026-02-10T19:00:00"),
}  # fmt: skip
"""Name to an example chart, and until when it is told."""
ANSWERED = {"Dieter Blum": "waiter-35-numb", "Emma Lind": "desk-worker-38"}
"""Name to an example intake, answered yesterday."""


MORE = {
    "Numb": "Dieter Blum",
    "Fell": "Emma Lind",
    "Flares": "Bruno Keller",
    "Leg": "Chloe Park",
    "Quiet": "Farid Haddad",
}
"""Further patients with a need, each told as one of those above."""


def more_names(given: list[str]) -> list[str]:
    """So many further patients: six who need something, all others calm."""
    count = int(given[0]) if given else 0
    needing = [f"{kind} Second" for kind in (*MORE, "Asks")] if count else []
    return [*needing, *(f"Calm {number}" for number in range(count - len(needing)))]


def signed_in(who: User) -> str:
    """The key of a session."""
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(who.pk), who.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[SIGNED_IN] = clock.now().timestamp()
    session.save()
    return str(session.session_key)


def events_of(name: str, now: datetime) -> list[dict[str, Any]]:
    """What somebody of that name has told by now."""
    if name in PATIENTS:
        return chart(*PATIENTS[name])
    at = now - timedelta(days=1)
    session = {"id": "s1", "at": (at + timedelta(hours=2)).isoformat(), "type": "session", "items": [],
               "pain_before": 4, "pain_during": 4, "adverse": "yes", "adverse_note": "I stumbled."}  # fmt: skip
    intake_of = intake(ANSWERED.get(name, "desk-worker-38"))
    answers = {"id": "i1", "at": at.isoformat(), "type": "intake", "intake": intake_of}
    return [answers, session] if name == "Emma Lind" else [answers]


def told(whose: Person, rows: list[dict[str, Any]], now: datetime) -> None:
    """The answers on their day, the rest now."""
    receipts = record(whose, rows[:1], datetime.fromisoformat(rows[0]["at"])) + record(whose, rows[1:], now)
    assert [receipt for receipt in receipts if receipt.status != "stored"] == []


def main() -> None:
    """See the module."""
    now = clock.now()
    head = works(user("head"), clinic("Seaside Physical Therapy"), administrator=True)
    totp.TOTP.activate(head.user, totp.generate_totp_secret())
    works(user("mate"), head.organization)
    made: dict[str, Any] = {"therapist": signed_in(head.user)}
    for number, name in enumerate((*PATIENTS, *ANSWERED)):
        who = user(f"patient{number}")
        told(person(who), events_of(name, now), now)
        care = cares(head, who, name, now)
        if not number:
            made |= {"patient": signed_in(who), "care": str(care.pk)}
            write(care, "How do the stairs go by now?", now, head.name)
            write(care, "Better. Can I go back to the gym?", now)
    for number, name in enumerate(more_names(sys.argv[1:])):
        who = user(f"more{number}")
        whose, kind = person(who), name.split()[0]
        told(whose, events_of(MORE.get(kind, ""), now), now)
        care = cares(head, who, name, now)
        if kind == "Asks":
            write(care, "Can I swim again?", now)
        if kind in ("Asks", "Calm"):
            mark_seen(care)
    made |= {"stranger": signed_in(user("stranger")), "member": str(head.pk)}
    made["link"] = invite(head.organization, now, head)
    json.dump(made, sys.stdout)


if __name__ == "__main__":
    main()
