"""Who is reminded now: at most once a day, on the days of their sessions, and never someone who does not answer.

Whether a session may be done is what the chart says at that moment: days that pass can make danger signs due or stop
exercise, and no event says so. So a chart is replayed before anything is said, for those only whose hour it is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from birddog.core.content.values import BirddogError
from birddog.records.models import Person, PushSubscription, Reminder
from birddog.services.chart.log import OutdatedError
from birddog.services.chart.reading import read
from birddog.services.person.preferences import Preferences, preferences_of
from birddog.services.reminders import push
from birddog.services.today.day import done_on, kind_of, sessions_a_day

log = logging.getLogger(__name__)

Kind = Literal["session", "screen"]
WINDOW = timedelta(hours=1)
"""A reminder that could not be sent within this time of its hour is left out."""
MOST_UNANSWERED = 3


@dataclass(frozen=True)
class Due:
    """A reminder for one person on one of their own calendar days."""

    person: Person
    day: date
    kind: Kind


def due(now: datetime) -> Iterator[Due]:
    """Who is to be reminded at ``now``, and of what; each is looked up when it is their turn, as sending takes time."""
    for person in Person.objects.filter(subscriptions__isnull=False).distinct().order_by("created"):
        here = _here(preferences_of(person), now)
        if here is None or not _wants(person, here.date()):
            continue
        try:
            kind = _kind(person, here)
        except (BirddogError, OutdatedError):
            log.error("the chart of person %s cannot be read, so they are not reminded", person.pk)
            continue
        if kind is not None:
            yield Due(person, here.date(), kind)


def _here(wanted: Preferences, now: datetime) -> datetime | None:
    """The person's own time, if their hour has come."""
    if not wanted.reminder_time:
        return None
    here = now.astimezone(ZoneInfo(wanted.zone)) if wanted.zone else now.astimezone()
    begins = datetime.combine(here.date(), time.fromisoformat(wanted.reminder_time), here.tzinfo)
    return here if begins <= here < begins + WINDOW else None


def _wants(person: Person, day: date) -> bool:
    """Whether they were not reminded yet today, and answer when they are."""
    if person.reminders.filter(day=day).exists():
        return False
    answered = person.events.exclude(actor="system").aggregate(last=Max("recorded"))["last"]
    since = person.reminders.all() if answered is None else person.reminders.filter(sent__gt=answered)
    return since.count() < MOST_UNANSWERED


def _kind(person: Person, here: datetime) -> Kind | None:
    """What the chart has for this day: nothing on a day without a session, for who should be seen first, or is done."""
    reading = read(person, here)
    if reading is None:
        return None
    state, today = reading.state, reading.today
    if not today.training_day:
        return None
    done, per_day = done_on(reading.lately, today.date), sessions_a_day(state, reading.content)
    kind = kind_of(today, state, done, per_day)
    if kind == "questions":
        return "screen"
    return "session" if kind == "training" and state.last_session != today.date else None


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
            _("Please answer them before your next session. It takes a minute."),
            reverse("safety"),
        )
    return _("Time for your back"), _("Your session is ready when you are. Less is fine too."), reverse("today")
