"""Tables. An event is appended and never changed; everything else can be made anew from the events."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from birddog.records import clinic_models  # noqa: F401  Django looks for tables here
from birddog.records.append_only import AppendOnly

SCHEMA_VERSION = 1
"""Version of the shape of event bodies; a later shape gets a higher number and a reader of its own."""


def new_token() -> str:
    """An address that cannot be guessed, for the calendar feed."""
    return secrets.token_urlsafe(24)


class Person(models.Model):
    """Whose chart this is. Without accounts there is one person, with no user.

    ``content`` names the clinical content that the chart is made with; empty: the one that comes with the package.
    ``from_file``: all events up to this number came in with a chart file; 0: none did. ``home_made``: the exercises of
    a clinic's own that the events bring along, each as its event has it; kept up in the transaction that appends them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="person"
    )
    preferences = models.JSONField(default=dict)
    content = models.CharField(max_length=40, default="", blank=True)
    from_file = models.BigIntegerField(default=0)
    home_made = models.JSONField(default=list)
    calendar_token = models.CharField(max_length=64, unique=True, default=new_token)
    created = models.DateTimeField(auto_now_add=True)


class Event(models.Model):
    """One entry of a chart, exactly as it was taken in.

    ``number`` orders what the server took in; ``at`` is when it happened by the clock of the person's device (not
    after ``recorded``), ``recorded`` when the server took it in. ``body`` is the event as JSON, ``event_id`` its id
    within the chart. A trigger in the database refuses updates.
    """

    number = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="events")
    event_id = models.CharField(max_length=80)
    type = models.CharField(max_length=20)
    actor = models.CharField(max_length=20)
    at = models.DateTimeField()
    recorded = models.DateTimeField()
    schema = models.PositiveSmallIntegerField(default=SCHEMA_VERSION)
    body = models.JSONField()

    objects = AppendOnly.as_manager()

    class Meta:
        """One id once in a chart; charts are read in order of time."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "event_id"], name="event_once")]
        indexes: ClassVar = [models.Index(fields=["person", "at", "number"], name="chart_in_order")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append; refuses to change what is there."""
        if not self._state.adding:
            raise TypeError("an event is never changed; append a correction")
        super().save(*args, **kwargs)


class Standing(models.Model):
    """Where a person stands after their latest event, to save a replay. Thrown away and made anew at will.

    Good only for the ``key`` (content and code that it was made with) and for ``latest``, the number of the newest
    event of the chart. ``head`` is the chart after that event, ``earlier`` after some before, for what comes in late:
    JSON, whose shape ``services.chart.standing`` knows. ``content`` is the version that the chart was last made with.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="standing")
    latest = models.BigIntegerField()
    key = models.CharField(max_length=120)
    content = models.CharField(max_length=40)
    head = models.TextField()
    earlier = models.TextField()


class Told(models.Model):
    """What was decided and told after an event was taken in, and by which content and code. Never changed.

    ``decisions`` stand at most at ``upto``. An event that came in late, or put something right, makes the decisions
    after it anew: ``again`` says from which time and event number on those told before no longer hold.
    ``rebuilt``: not told at its time, but worked out later, as nothing had been recorded.
    """

    number = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="told")
    event = models.BigIntegerField()
    recorded = models.DateTimeField()
    content = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    upto = models.DateTimeField()
    again = models.JSONField(null=True)
    rebuilt = models.BooleanField(default=False)
    decisions = models.JSONField()

    objects = AppendOnly.as_manager()

    class Meta:
        """What was told lately is found first."""

        indexes: ClassVar = [models.Index(fields=["person", "upto"], name="told_lately")]


class Installed(models.Model):
    """The version of each content that the server which was started last came with; ``name`` as in ``Person``.

    One more row says which version of the program that was.
    """

    name = models.CharField(max_length=40, default="", unique=True)
    content = models.CharField(max_length=40)


class Erasure(models.Model):
    """That a person was erased. The id says nothing by itself; a backup from before is put back without this person."""

    person = models.UUIDField(primary_key=True)
    at = models.DateTimeField()


class Draft(models.Model):
    """Answers of an intake that is not finished yet, so that it can be gone on with."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="draft")
    answers = models.JSONField(default=dict)
    began = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)


class PushSubscription(models.Model):
    """A browser that may be reminded."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="subscriptions")
    endpoint = models.URLField(max_length=1000, unique=True)
    keys = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)


class Reminder(models.Model):
    """A reminder that was sent, or is being sent: one a day at most, whichever process gets there first."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reminders")
    day = models.DateField()
    kind = models.CharField(max_length=16)
    sent = models.DateTimeField()

    class Meta:
        """The person's own calendar day, once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "day"], name="one_reminder_a_day")]
