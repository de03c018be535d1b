"""Charts of people who move between time zones open on every page, wherever they are when they look."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.charted import BEGIN, intake

from birddog.records.models import Person
from birddog.services.chart.log import record
from birddog.services.chart.reading import read
from birddog.services.person.people import the_one_person
from birddog.services.progress.offered import weeks_offered

pytestmark = pytest.mark.django_db

ZONES = ("Pacific/Kiritimati", "Asia/Tokyo", "Asia/Kathmandu", "Europe/Madrid", "UTC", "America/New_York",
         "America/Los_Angeles", "Pacific/Pago_Pago")  # fmt: skip
PAGES = ("/", "/program/", "/progress/", "/progress/why/?all", "/progress/summary/", "/session.json", "/calendar/")


def lived(person: Person, seed: int, days: int) -> datetime:
    """Days of reports by someone who moves every few days; the time of the last of them."""
    chance, now = random.Random(seed), BEGIN.astimezone(ZoneInfo(ZONES[seed % len(ZONES)]))
    first = {"id": "intake", "type": "intake", "at": now.isoformat(), "intake": intake()}
    assert record(person, [first], now)[0].status == "stored"
    for day in range(days):
        zone = ZoneInfo(chance.choice(ZONES)) if day % 4 == 3 else now.tzinfo
        now = (now + timedelta(hours=chance.choice((5, 20, 24, 30)))).astimezone(zone)
        sent = [{"id": f"m{day}", "type": "morning", "pain": chance.randrange(6)},
                {"id": f"s{day}", "type": "session", "pain_before": 3, "pain_during": 2}]  # fmt: skip
        if day % 5 == 4:
            sent.append({"id": f"q{day}", "type": "screen", "red_flags": {"all_others": "no"}})
        taken = record(person, [{**body, "at": now.isoformat()} for body in sent], now)
        assert {receipt.status for receipt in taken} == {"stored"}
    return now


@pytest.mark.parametrize("seed", range(6))
def test_every_page_opens_wherever_one_looks(seed, client, settings, tmp_path):
    person = the_one_person()
    last = lived(person, seed, 16)
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    client.raise_request_exception = False
    for zone in (ZONES[0], ZONES[-1], "Europe/Madrid"):
        now = last + timedelta(hours=seed)
        (tmp_path / "clock").write_text(now.astimezone(UTC).isoformat())
        client.cookies["birddog-zone"] = zone
        assert [page for page in PAGES if client.get(page).status_code >= 500] == []
        reading = read(person, now.astimezone(ZoneInfo(zone)))
        assert reading is not None
        weeks = weeks_offered(reading, 8)
        assert weeks and all(week.offered >= 0 for week in weeks)


def test_the_first_evening_of_a_week_is_the_persons_own():
    """Begun in the west, looked at far in the east: the first week was offered nothing, or the page failed."""
    person, west = the_one_person(), ZoneInfo("Pacific/Pago_Pago")
    now = datetime(2026, 3, 2, 23, 30, tzinfo=west)
    record(person, [{"id": "i", "type": "intake", "at": now.isoformat(), "intake": intake()}], now)
    for zone in ZONES:
        reading = read(person, (now + timedelta(minutes=5)).astimezone(ZoneInfo(zone)))
        assert reading is not None
        assert [week.offered for week in weeks_offered(reading, 8)] == [5]
