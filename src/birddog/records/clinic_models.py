"""Tables of clinics: who works where, who is cared for by whom, and links that let people in."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from birddog.records.append_only import AppendOnly


def new_key() -> str:
    """What somebody is called in a log."""
    return secrets.token_hex(8)


def new_exercise_key() -> str:
    """What all versions of a home-made exercise are called."""
    return secrets.token_hex(6)


def new_picture_name() -> str:
    """What a picture is called: nothing can be told from it, and nobody guesses it."""
    return secrets.token_hex(16)


class Organization(models.Model):
    """A clinic, a practice, a team."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    created = models.DateTimeField()


class Membership(models.Model):
    """Somebody who works in an organization: as a therapist, as an administrator, or as both.

    ``name`` and ``license`` are what patients and colleagues read. A person is in one organization at a time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    administrator = models.BooleanField(default=False)
    therapist = models.BooleanField(default=False)
    name = models.CharField(max_length=120)
    license = models.CharField(max_length=120, default="", blank=True)
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        """One organization at a time, and at least one role in it."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended=None), name="one_organization_at_a_time"),
            models.CheckConstraint(condition=Q(administrator=True) | Q(therapist=True), name="member_has_a_role"),
        ]


class Care(models.Model):
    """A person lets an organization see their chart, from ``began`` until ``ended``; nobody does so for them.

    ``therapist`` is who cares for them; none while they wait for one. ``name`` is what the person wants to be called
    there, ``sought`` the same as it is searched for. ``terms`` says which words the person agreed to; ``witness`` is
    the name of a therapist to whom they did so in the room, empty once they agree with an account of their own. A
    person is cared for by one organization at a time.

    The rest is what a caseload shows, kept up in the transaction that changes the chart (``services.clinic.rows``).
    ``needs``: why somebody should look, each with the number of the event that it came with. ``since``: the day on
    which this therapist's care began. ``seen``: they have looked at all up to this event. ``asked``: when the oldest
    message that nobody has read was sent. ``rank`` is the place of the most pressing need that is not seen (0 first),
    ``rank_day`` its day. From ``quiet_from`` on somebody who reports nothing has stopped; ``None``: nothing is planned.
    ``pain`` and ``weeks`` are drawn. All of it, and the names, are emptied when care ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="cares")
    person = models.ForeignKey("records.Person", on_delete=models.CASCADE, related_name="cares")
    therapist = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="cares")
    name = models.CharField(max_length=120)
    sought = models.CharField(max_length=120)
    terms = models.CharField(max_length=20)
    witness = models.CharField(max_length=120, default="", blank=True)
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    since = models.DateField()
    latest = models.BigIntegerField(default=0)
    needs = models.JSONField(default=list)
    seen = models.BigIntegerField(default=0)
    asked = models.DateTimeField(null=True)
    rank = models.PositiveSmallIntegerField()
    rank_day = models.DateField()
    quiet_from = models.DateField(null=True)
    last_session = models.DateField(null=True)
    pain = models.JSONField(default=list)
    weeks = models.JSONField(default=list)

    class Meta:
        """One organization at a time. The index holds all that a caseload is counted and put in order by."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended=None), name="cared_for_by_one"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["therapist", "ended", "rank", "quiet_from", "rank_day", "sought", "id"], name="caseload"
            )
        ]


class Invitation(models.Model):
    """A link that lets one person in, once, until ``expires``. Only a hash of what is in the link is kept.

    Without a role it is for a patient, whom ``made_by`` will care for. ``care``: for the patient of a chart that was
    begun in the clinic; it becomes the chart of their account.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    made_by = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="invitations")
    care = models.ForeignKey(Care, on_delete=models.CASCADE, null=True, related_name="invitations")
    administrator = models.BooleanField(default=False)
    therapist = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    @property
    def for_patient(self) -> bool:
        """Whether it lets a patient in, not somebody who works there."""
        return not (self.administrator or self.therapist)


class Message(models.Model):
    """What a patient and a therapist write to each other. Only ``read`` is ever set, once.

    ``by`` is the therapist's name; empty: the patient wrote it.
    """

    number = models.BigAutoField(primary_key=True)
    care = models.ForeignKey(Care, on_delete=models.CASCADE, related_name="messages")
    by = models.CharField(max_length=120, default="", blank=True)
    text = models.TextField(max_length=2000)
    sent = models.DateTimeField()
    read = models.DateTimeField(null=True)


class Task(models.Model):
    """What a therapist wants to do for a patient, by a day: a call, a check, the next session in the clinic."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    care = models.ForeignKey(Care, on_delete=models.CASCADE, related_name="tasks")
    text = models.CharField(max_length=200)
    due = models.DateField()
    done = models.DateTimeField(null=True)

    class Meta:
        """Open ones by their day."""

        indexes: ClassVar = [models.Index(fields=["care", "done", "due"], name="tasks_by_day")]


class ProgramTemplate(models.Model):
    """Exercises with doses under a name, which every therapist of an organization can put into a program.

    ``items``: one object each, with ``exercise`` (its id) and ``dose`` (the values of a dose that is set by hand).
    ``sought``: the name as it is searched for. ``by``: the name of the therapist who changed it last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="templates")
    name = models.CharField(max_length=80)
    sought = models.CharField(max_length=120)
    items = models.JSONField()
    by = models.CharField(max_length=120)
    changed = models.DateTimeField()

    class Meta:
        """Each name once in an organization, in whatever letters."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "sought"], name="one_template_of_a_name")
        ]


class HomeExercise(models.Model):
    """An exercise that an organization has made itself, as it is given from now on.

    ``key`` and ``number`` make the id that charts know this version by (``own-<key>-<number>``); ``body`` is the
    ``HomeMade`` of it as JSON. What a chart holds is a copy that stays as it was given. ``by`` and ``changed``: who
    wrote this version, and has said that the picture may be used, and when. ``retired``: it is given to nobody new.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="home_exercises")
    key = models.CharField(max_length=12, unique=True, default=new_exercise_key)
    number = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=60)
    sought = models.CharField(max_length=120)
    body = models.JSONField()
    by = models.CharField(max_length=120)
    changed = models.DateTimeField()
    retired = models.DateTimeField(null=True)

    class Meta:
        """Each name once in an organization, in whatever letters."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "sought"], name="one_home_exercise_of_a_name")
        ]


class Picture(models.Model):
    """The picture of a home-made exercise: of an organization that made it, or of a person who was given it.

    ``name``: what the exercise calls it. Each owner has a copy, which goes when the owner does.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, related_name="pictures")
    person = models.ForeignKey("records.Person", on_delete=models.CASCADE, null=True, related_name="pictures")
    name = models.CharField(max_length=32, default=new_picture_name)
    data = models.BinaryField()

    class Meta:
        """One owner; each picture once."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organization=None, person__isnull=False) | Q(organization__isnull=False, person=None),
                name="picture_has_one_owner",
            ),
            models.UniqueConstraint(fields=["organization", "name"], name="picture_of_an_organization"),
            models.UniqueConstraint(fields=["person", "name"], name="picture_of_a_person"),
        ]


class Subject(models.Model):
    """What a person is called in the log of an organization: a random key. Without this row it is nobody."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="subjects")
    person = models.ForeignKey("records.Person", on_delete=models.CASCADE, related_name="subjects")
    key = models.CharField(max_length=32, unique=True, default=new_key)

    class Meta:
        """One key for each person in each organization."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["organization", "person"], name="one_key_a_person")]


class Entry(models.Model):
    """Who saw or changed what, in the log of an organization. Never changed; no name of a patient is in it.

    ``place`` counts from 1 in each organization. ``actor`` is the id of a member, or the key of a person, or
    ``operator``. ``hash`` covers all of it and ``previous``, the hash of the entry before.
    """

    number = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="entries")
    place = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    did = models.CharField(max_length=60)
    subjects = models.JSONField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AppendOnly.as_manager()

    class Meta:
        """One entry at each place."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["organization", "place"], name="one_entry_a_place")]


class Signature(models.Model):
    """What a therapist came to when they had read an entry of the content. Never changed; it stands beside the content.

    ``did``: ``confirmed``, ``withdrawn``, ``changed``, ``retired`` or ``returned``. It holds for the entry as it then
    was, which is what ``hash`` says. ``by`` is the id of the member, ``name`` and ``license`` as they then were.
    """

    number = models.BigAutoField(primary_key=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="signatures")
    entry = models.CharField(max_length=120)
    hash = models.CharField(max_length=64)
    did = models.CharField(max_length=12)
    by = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    license = models.CharField(max_length=120)
    at = models.DateTimeField()

    objects = AppendOnly.as_manager()

    class Meta:
        """Of each entry the latest one is asked for."""

        indexes: ClassVar = [models.Index(fields=["organization", "entry", "number"], name="signatures")]


class Version(models.Model):
    """A version of a clinic's own content: ``body`` is what it changes of the packaged one (``catalog.overlay``).

    ``state``: ``draft``, ``waiting`` for the proof, ``proving``, ``failed`` with its ``problems``, ``proved``, or
    ``old`` when a later one was proved. It holds for the packaged content and the code that it was proved with, which
    is what ``proved_with`` says. ``since``: when it came into this state. Only drafts and failed ones are changed.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    state = models.CharField(max_length=10)
    problems = models.JSONField(default=list)
    proved_with = models.CharField(max_length=80, default="", blank=True)
    since = models.DateTimeField()

    class Meta:
        """Each number once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["organization", "number"], name="one_of_a_number")]
