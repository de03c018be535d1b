"""Who is reminded now: at most once a day, on the days they chose, and never someone who does not answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from birddog import catalog
from birddog.core.values import Disposition
from birddog.records.models import Person, PushSubscription, Reminder
from birddog.services import push
from birddog.services.preferences import preferences_of

Kind = Literal["session", "screen"]
WINDOW = timedelta(hours=1)
"""A reminder that could not be sent within this time of its hour is left out."""
MOST_UNANSWERED = 3
OPEN = tuple(level.word for level in Disposition if level.allows_exercise)


@dataclass(frozen=True)
class Due:
    """A reminder for one person on one of their own calendar days."""

    person: Person
    day: date
    kind: Kind


def due(now: datetime) -> list[Due]:
    """Who is to be reminded at ``now``, and of what."""
    people = Person.objects.filter(subscriptions__isnull=False, standing__disposition__in=OPEN)
    people = people.select_related("standing").distinct().order_by("created")
    return [found for person in people if (found := _due(person, now)) is not None]


def _due(person: Person, now: datetime) -> Due | None:
    wanted, standing = preferences_of(person), person.standing
    if not wanted.reminder_time:
        return None
    here = now.astimezone(ZoneInfo(wanted.zone)) if wanted.zone else now.astimezone()
    day = here.date()
    begins = datetime.combine(day, time.fromisoformat(wanted.reminder_time), here.tzinfo)
    if not begins <= here < begins + WINDOW or (wanted.reminder_days and day.weekday() not in wanted.reminder_days):
        return None
    if standing.last_session == day or person.reminders.filter(day=day).exists():
        return None
    if person.reminders.filter(sent__gt=standing.at).count() >= MOST_UNANSWERED:
        return None
    every = timedelta(days=catalog.load_default().value("birddog-weekly-screen", "days"))
    asks = standing.asks or standing.screened is None or day - standing.screened >= every
    return Due(person, day, "screen" if asks else "session")


def send_due(now: datetime) -> int:
    """Send what is due and not sent yet; how many people were reached.

    Safe to call as often as one likes, from several processes. What could not be delivered to any browser is tried
    again at the next call.
    """
    return sum(_send(one, now) for one in due(now))


def _send(one: Due, now: datetime) -> bool:
    try:
        with transaction.atomic():
            claim = Reminder.objects.create(person=one.person, day=one.day, kind=one.kind, sent=now)
    except IntegrityError:
        return False
    outcomes = [_tell(subscription, one.kind) for subscription in one.person.subscriptions.all()]
    if "sent" in outcomes:
        return True
    claim.delete()
    return False


def _tell(subscription: PushSubscription, kind: Kind) -> push.Outcome:
    with translation.override(_language(subscription)):
        title, body, page = words(kind)
    return push.send(subscription, title, body, page)


def _language(subscription: PushSubscription) -> str:
    return preferences_of(subscription.person).language or str(subscription.keys.get("language", "en"))


def words(kind: Kind) -> tuple[str, str, str]:
    """Title, text and page of a reminder, in the language that is active."""
    if kind == "screen":
        return (
            _("Your safety questions"),
            _("It is a week since you last answered them. One minute."),
            reverse("safety"),
        )
    return _("Time for your back"), _("Your session is ready when you are. Less is fine too."), reverse("today")
