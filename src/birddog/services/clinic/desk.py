"""A patient in the room: a chart that is begun at the desk, and a screening for danger signs that is signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.core.screen.screening import answered
from birddog.records import store
from birddog.records.clinic_models import Care, Membership
from birddog.records.models import Person
from birddog.services.chart.log import record_one
from birddog.services.chart.reading import Reading
from birddog.services.clinic.care import chart_of, of_person, put_in_charge
from birddog.services.clinic.desk_form import Taken, each_of
from birddog.services.clinic.editions import give
from birddog.services.clinic.invitations import TERMS
from birddog.services.clinic.rows import begin_row, mark_seen
from birddog.services.clinic.texts import line, sought
from birddog.services.contents import content_of
from birddog.services.person.preferences import change

LONGEST_ID = 60


def begin(therapist: Membership, name: str, told: Taken, fresh: str, language: str, now: datetime) -> Care:
    """A chart for somebody who has no account yet, in the care of this therapist, who has just seen it.

    ``fresh`` names the form: sent twice, it makes one chart. Raises ``BirddogError``; then nothing is kept.
    """
    said = line("name", name)
    if not 1 <= len(fresh) <= LONGEST_ID:
        raise BirddogError(f"id has {len(fresh)} characters; allowed: 1 to {LONGEST_ID}")
    with store.writing():
        Membership.objects.select_for_update().get(pk=therapist.pk)
        before = Care.objects.filter(therapist=therapist, ended=None, person__events__event_id=fresh).first()
        if before is not None:
            return before
        person = Person.objects.create()
        give(person, therapist.organization)
        change(person, language=language)
        intake = {"id": fresh, "type": "intake", "at": now.isoformat(), "intake": told.answers}
        record_one(person, intake, now, "therapist")
        put_in_charge(person, therapist, now)
        _signed(person, therapist, told.signs, f"{fresh}-signed", now)
        care = Care(
            organization=therapist.organization, person=person, therapist=therapist, name=said, sought=sought(said),
            terms=TERMS, witness=therapist.name, began=now,
        )  # fmt: skip
        begin_row(care, now, *chart_of(person, now)).save()
        mark_seen(care)
        return care


def screened(care: Care, therapist: Membership, signs: Mapping[str, str], fresh: str, now: datetime) -> None:
    """A patient was asked about the danger signs in the room. What they answered with yes or not sure goes first."""
    person, at = care.person, of_person(care.person, now)
    with store.writing():
        store.locked(person)
        if pressing := {sign: told for sign, told in signs.items() if told != "no"}:
            told = {"id": f"{fresh}-told", "type": "screen", "at": at.isoformat(), "red_flags": pressing}
            record_one(person, told, at, "therapist")
        _signed(person, therapist, signs, f"{fresh}-signed", at)


def _signed(person: Person, by: Membership, signs: Mapping[str, str], name: str, at: datetime) -> None:
    """The therapist's name under "none of the others"; with a sign of cauda equina there is nothing to sign."""
    if any(signs[sign] != "no" for sign in each_of(content_of(person))):
        return
    body: dict[str, Any] = {"id": name, "type": "screened", "at": at.isoformat(), "clinician": by.name,
                            "license": by.license,
                            "red_flags": {sign: told for sign, told in signs.items() if told == "no"}}  # fmt: skip
    record_one(person, body, at, "therapist")


def told_before(reading: Reading, content: Content) -> dict[str, str]:
    """Danger signs to which the patient's own answer is yes or not sure."""
    state, day = reading.state, reading.now.date()
    assert state.intake is not None
    now = answered(state.intake, content, reading.folded.course.known(state, day))
    return {sign: told for sign, told in now.items() if told in ("yes", "unsure")}
