"""Who works in a clinic is signed out after a while; what nobody uses any more is forgotten after a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.charted import BEGIN, charted
from tests.clinic.places import cares, person, signed_in, user

from birddog.core.content.values import BirddogError
from birddog.records.clinic_models import Care, Entry
from birddog.records.models import Event, Person
from birddog.server.environment import read_environment
from birddog.services.clinic.care import end
from birddog.services.clinic.retention import forget
from birddog.web.staff import SIGNED_IN

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def at(when: datetime) -> None:
    Path(settings.BIRDDOG_CLOCK_FILE).write_text(when.isoformat())


def opens(client: Any, when: datetime, path: str = "/clinic/patients/") -> bool:
    """Whether a page is shown at that time; otherwise one is led to sign in."""
    at(when)
    answer = client.get(path)
    assert answer.status_code == 200 or answer.url.startswith("/accounts/login/")
    return answer.status_code == 200


def test_nothing_done_for_half_an_hour_ends_it_on_every_page(head):
    client = signed_in(head.user)
    assert opens(client, BEGIN) and opens(client, BEGIN + 29 * MINUTE) and opens(client, BEGIN + 58 * MINUTE)
    assert not opens(client, BEGIN + 89 * MINUTE)
    assert not opens(client, BEGIN + 89 * MINUTE, "/settings/"), "nobody is signed in any more"
    assert "signed out" in client.get("/accounts/login/").content.decode()


def test_the_pages_of_an_account_end_with_it_too(head):
    client = signed_in(head.user)
    assert opens(client, BEGIN) and opens(client, BEGIN + 29 * MINUTE, "/accounts/2fa/")
    assert not opens(client, BEGIN + 60 * MINUTE, "/accounts/2fa/")
    assert "_auth_user_id" not in client.session
    client = signed_in(head.user)
    assert opens(client, BEGIN)
    at(BEGIN + 40 * MINUTE)
    answer = client.post("/accounts/password/change/", {"oldpassword": "x", "password1": "y", "password2": "y"})
    assert answer.url.startswith("/accounts/login/"), "nothing is changed by a session that is over"


def test_a_day_of_work_ends_it_however_busy(head):
    client = signed_in(head.user)
    for quarter in range(48):
        assert opens(client, BEGIN + quarter * 15 * MINUTE)
    assert not opens(client, BEGIN + 12 * HOUR + MINUTE)


def test_a_session_that_does_not_say_when_it_began_is_over(head):
    client = signed_in(head.user)
    session = client.session
    del session[SIGNED_IN]
    session.save()
    assert opens(client, BEGIN), "it has shown nothing of others yet"
    assert not opens(client, BEGIN + MINUTE)


def test_patients_stay_signed_in(head):
    client = signed_in(user("ann"))
    assert opens(client, BEGIN, "/settings/") and opens(client, BEGIN + 20 * DAY, "/settings/")


@pytest.mark.parametrize(("name", "good", "bad"), [
    ("BIRDDOG_STAFF_IDLE_MINUTES", "5", ("4", "241", "-5", "5.5", "ten", "\u0665")),
    ("BIRDDOG_STAFF_HOURS", "24", ("0", "25")), ("BIRDDOG_RETENTION_DAYS", "36500", ("0", "36501")),
])  # fmt: skip
def test_times_have_bounds(name, good, bad):
    field = name.removeprefix("BIRDDOG_").lower()
    assert getattr(read_environment({"BIRDDOG_HOME": "/x", name: good}), field) == int(good)
    for value in bad:
        with pytest.raises(BirddogError, match=f"{name} is .*allowed: a whole number from"):
            read_environment({"BIRDDOG_HOME": "/x", name: value})


def test_a_chart_that_nobody_can_open_any_more_is_erased_when_its_time_is_over(head):
    begun = charted(Person.objects.create())
    care = Care.objects.create(
        organization=head.organization, person=begun, therapist=head, name="Ana", sought="ana", terms="x", began=BEGIN,
        since=BEGIN.date(), rank=0, rank_day=BEGIN.date(), witness="Head Weber",
    )  # fmt: skip
    ann = user("ann")
    own = charted(person(ann))
    ended = cares(head, ann)
    alone = charted(Person.objects.create())
    assert forget(BEGIN + 400 * DAY, 30) == 0, "while somebody cares for them nothing is erased"
    end(care, BEGIN)
    end(ended, BEGIN)
    assert forget(BEGIN + 30 * DAY, 30) == 0
    assert forget(BEGIN + 31 * DAY, 30) == 1
    assert not Event.objects.filter(person_id=begun.pk).exists()
    assert own.events.exists() and alone.events.exists(), "whose chart is their own keeps it"
    said = Entry.objects.order_by("-place").values_list("did", flat=True)[0]
    assert said == "erased after the time of keeping"
