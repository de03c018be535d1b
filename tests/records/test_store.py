"""The store: appended, never changed, whoever asks; on SQLite here, on PostgreSQL in test_on_postgres."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from birddog.records import store
from birddog.records.models import Event, Person

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
BODY = {"id": "a", "type": "pain", "actor": "patient", "back": 3}

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return Person.objects.create()


def test_events_are_read_in_order_of_time_then_of_arrival(person):
    later = NOW.replace(hour=9)
    for name, at in (("late", later), ("first", NOW), ("second", NOW)):
        store.append(person, {**BODY, "id": name}, at, later)
    assert [body["id"] for body in store.bodies(person)] == ["first", "second", "late"]
    second = store.find(person, "second")
    assert second is not None
    assert store.latest(person) == second.number
    assert store.latest(Person.objects.create()) is None


def test_an_id_is_there_once_in_a_chart_and_free_in_another(person):
    store.append(person, BODY, NOW, NOW)
    store.append(Person.objects.create(), BODY, NOW, NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        store.append(person, BODY, NOW, NOW)


def test_an_event_is_never_changed(person):
    event = store.append(person, BODY, NOW, NOW)
    event.body = {**BODY, "back": 9}
    with pytest.raises(TypeError, match="append a correction"):
        event.save()
    with pytest.raises(TypeError, match="append a correction"):
        Event.objects.all().update(type="flare")
    for change in ("body = '{}'", "event_id = 'b'", "at = recorded", "person_id = person_id"):
        with pytest.raises(DatabaseError, match="append a correction"), transaction.atomic():
            connection.cursor().execute(f"UPDATE records_event SET {change}")
    with pytest.raises(DatabaseError, match="append a correction"), transaction.atomic():
        same = Event(person=person, event_id="a", type="pain", actor="patient", at=NOW, recorded=NOW, body={"back": 9})
        Event.objects.bulk_create(
            [same], update_conflicts=True, unique_fields=["person", "event_id"], update_fields=["body"]
        )
    assert store.bodies(person) == [BODY]


def test_deleting_a_person_deletes_the_chart_and_only_theirs(person):
    other = Person.objects.create()
    store.append(person, BODY, NOW, NOW)
    store.append(other, BODY, NOW, NOW)
    person.delete()
    assert list(Event.objects.values_list("person", flat=True)) == [other.pk]
