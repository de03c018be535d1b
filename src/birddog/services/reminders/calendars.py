"""A person's plan as a calendar feed, under an address that only they know."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from birddog.core.plan.weekdays import days_of_training, weekdays_of
from birddog.core.state.stages import training
from birddog.exchange.calendar import Day, Sessions, feed
from birddog.records.models import Person, new_token
from birddog.services.chart.reading import Reading, read
from birddog.services.person.preferences import Preferences, preferences_of

USUAL_TIME = "09:00"
"""When sessions stand in the calendar as long as no time was chosen."""


def person_of_token(token: str) -> Person | None:
    """Whose calendar it is."""
    return Person.objects.filter(calendar_token=token).first()


def new_address(person: Person) -> None:
    """Make the old address of the calendar worthless."""
    person.calendar_token = new_token()
    person.save(update_fields=["calendar_token"])


def planned_days(reading: Reading) -> tuple[int, ...]:
    """Weekdays (0 is Monday) of the sessions, as the program has them; none before it begins."""
    state = reading.state
    if state.intake is None or state.started is None:
        return ()
    days = days_of_training(state.intake, reading.content, state.stage, state.started)
    return weekdays_of(days, state.started)


def calendar_of(person: Person, now: datetime, home: str) -> bytes:
    """The calendar of a person, in their language; ``home`` is the address of the first page.

    While there is no program for them it says so, as a calendar without an entry is none. Its stamp is the time at
    which the chart last grew: what has not changed is the same, byte for byte.
    """
    preferences = preferences_of(person)
    language = preferences.language or "en"
    reading = read(person, now, language)
    with translation.override(language):
        if reading is None or not reading.state.disposition.allows_exercise or reading.state.started is None:
            grown = _grown(person)
            none = Day("none", grown.date(), _("No sessions for now"), _("Open Birddog to see what comes first."), home)
            return feed(str(person.pk), _("Birddog"), None, (none,), grown)
        sessions, days = _sessions(reading, preferences, home), _measures(reading, home)
        return feed(str(person.pk), _("Birddog"), sessions, days, _grown(person))


def _grown(person: Person) -> datetime:
    """When the chart last grew."""
    newest: datetime | None = person.events.aggregate(newest=Max("recorded"))["newest"]
    return newest or person.created


def _sessions(reading: Reading, preferences: Preferences, home: str) -> Sessions:
    state, days = reading.state, planned_days(reading)
    assert state.intake is not None and state.started is not None
    __, per_day = training(state.intake, reading.content, state.stage)
    minutes = state.intake.time.minutes
    stage = reading.content.stages[state.stage].title
    told = [_("Stage: %(stage)s.") % {"stage": stage}]
    if per_day > 1:
        told.append(ngettext("%(n)d session a day.", "%(n)d sessions a day.", per_day) % {"n": per_day})
    told.append(_("On a bad day, do less. That is part of the program."))
    at = time.fromisoformat(preferences.reminder_time or USUAL_TIME)
    return Sessions(
        state.started, days, at, minutes, preferences.zone, _("Back exercises"), " ".join(told), f"{home}session/"
    )


def _measures(reading: Reading, home: str) -> list[Day]:
    started = reading.state.started
    assert started is not None
    return [
        Day(f"measure-{started.isoformat()}-{week}", started + timedelta(weeks=week), _("How is it going?"),
            _("A few short questions, so that you see what has changed."), f"{home}progress/")
        for week in reading.content.values.reassess.weeks
    ]  # fmt: skip
