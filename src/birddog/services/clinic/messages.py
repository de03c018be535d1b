"""What a patient and their therapist write to each other. Nobody answers at once, and the pages say so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from birddog.catalog.json_text import HALF_CHARACTER
from birddog.core.content.content import Content
from birddog.core.content.notes import mentions
from birddog.core.content.values import BirddogError
from birddog.records import store
from birddog.records.clinic_models import Care, Message
from birddog.records.models import Person
from birddog.services.clinic.rows import KEPT, ranked

LONGEST = 2000
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it is shown: ``sent`` by the clock of whoever reads; ``signs``: questions about danger signs that a
    patient's words name."""

    message: Message
    sent: datetime
    signs: tuple[str, ...]


def write(care: Care, text: str, now: datetime, by: str = "") -> Message:
    """Send a message; ``by`` is the therapist's name, empty for the patient. What the other wrote before is read then.

    Raises ``BirddogError`` for no text or too much of it, or when care has ended.
    """
    said = text.strip()
    if not 0 < len(said) <= LONGEST:
        raise BirddogError(f"text has {len(said)} characters; allowed: 1 to {LONGEST}")
    if HALF_CHARACTER.search(said):
        raise BirddogError("text: it holds a character that is not text")
    with store.writing():
        open_ = _open(care)
        mark_read(open_, now, by_patient=not by)
        message = Message.objects.create(care=open_, by=by, text=said, sent=now)
        if not by and open_.asked is None:
            open_.asked = now
            ranked(open_).save(update_fields=KEPT)
        return message


def mark_read(care: Care, now: datetime, *, by_patient: bool) -> None:
    """The patient, or the therapist, has read all that the other wrote."""
    with store.writing():
        unread = Message.objects.filter(care=care, read=None)
        (unread.exclude(by="") if by_patient else unread.filter(by="")).update(read=now)
        if not by_patient and (open_ := Care.objects.filter(pk=care.pk, ended=None).first()) is not None:
            open_.asked = None
            ranked(open_).save(update_fields=KEPT)


def letters(care: Care, content: Content, now: datetime) -> tuple[Letter, ...]:
    """The latest messages, the newest first."""
    return _letters(care.messages.order_by("-number")[:SHOWN], content, now)


def letters_of(person: Person, content: Content, now: datetime) -> tuple[Letter, ...]:
    """All that a person and their therapists ever wrote, the newest first: it stays theirs when care ends."""
    return _letters(Message.objects.filter(care__person=person).order_by("-number"), content, now)


def unread_by(person: Person) -> bool:
    """Whether a therapist wrote something that the person has not read."""
    return Message.objects.filter(care__person=person, care__ended=None, read=None).exclude(by="").exists()


def _open(care: Care) -> Care:
    """The care, locked; it must not have ended."""
    store.locked(care.person)
    found = Care.objects.filter(pk=care.pk, ended=None).first()
    if found is None:
        raise BirddogError("care: it has ended")
    return found


def _letters(rows: Iterable[Message], content: Content, now: datetime) -> tuple[Letter, ...]:
    return tuple(
        Letter(row, row.sent.astimezone(now.tzinfo), () if row.by else signs_in(row.text, content)) for row in rows
    )


def signs_in(text: str, content: Content) -> tuple[str, ...]:
    """The questions about the danger signs that a text names."""
    return tuple(content.items_by_id[found.sign].question for found in mentions(text, content.notes))
