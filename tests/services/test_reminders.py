"""Reminders: who is due, once a day, never nagging; sent to a push service of one's own on loopback."""

from __future__ import annotations

import base64
import os
import socket
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.charted import BEGIN, charted, intake, told

from birddog.catalog import load_default
from birddog.core.content.values import BirddogError
from birddog.core.plan.weekdays import WEEKDAYS
from birddog.core.state.state import State
from birddog.records import store
from birddog.records.models import Event, Person, PushSubscription, Reminder
from birddog.services.chart.reading import read
from birddog.services.chart.standing import points_of
from birddog.services.person import preferences
from birddog.services.reminders import calendars, push, sending

pytestmark = pytest.mark.django_db
AT_NINE = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class PushService:
    """A push service of one's own, and a browser that can read what arrives there."""

    def __init__(self) -> None:
        self.status = 201
        self.got: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.got.append(self.rfile.read(int(self.headers["Content-Length"])))
                service.headers.append({k.lower(): v for k, v in self.headers.items()})
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.key, self.secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        Thread(target=self.server.serve_forever, daemon=True).start()

    def subscription(self, name: str = "one") -> dict:
        """What the browser would tell."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        address = f"http://127.0.0.1:{self.server.server_port}/{name}"
        return {"endpoint": address, "keys": {"p256dh": b64(point), "auth": b64(self.secret)}}

    def texts(self) -> list[str]:
        """The messages, decrypted."""
        return [http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret).decode() for body in self.got]


@pytest.fixture
def service(settings):
    settings.BIRDDOG_PUSH_ANYWHERE = True
    running = PushService()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def person(service):
    found = charted()
    preferences.change(found, reminder_time="09:00", zone="UTC", language="en")
    push.subscribe(found, service.subscription(), "en")
    return found


def who(now: datetime) -> list[sending.Due]:
    """All that are due."""
    return list(sending.due(now))


def screened(person, day: int, **signs: str) -> None:
    """Danger signs answered on a day: no to all, unless said otherwise."""
    at = BEGIN + timedelta(days=day, hours=10)
    told(person, {"id": f"q{day}", "type": "screen", "red_flags": {"all_others": "no", **signs}}, now=at)


def answered(person, day: int) -> None:
    at = BEGIN + timedelta(days=day, hours=10)
    told(person, {"id": f"s{day}", "type": "session", "pain_during": 2}, now=at)


def test_a_reminder_reaches_the_browser_and_says_where_to_go(person, service):
    assert sending.send_due(AT_NINE) == 1
    (text,) = service.texts()
    assert text == (
        '{"title": "Time for your back", "body": "Your session is ready when you are. Less is fine too.", "url": "/"}'
    )
    assert service.headers[0]["authorization"].startswith("vapid t=")


def test_once_a_day_however_often_it_is_looked_at(person, service):
    for minutes in (0, 10, 20, 30):
        sending.send_due(AT_NINE + timedelta(minutes=minutes))
    assert len(service.got) == 1


@pytest.mark.parametrize("minutes", [-10, 60])
def test_only_at_its_hour(person, minutes):
    assert who(AT_NINE + timedelta(minutes=minutes)) == []


def test_the_hour_is_that_of_the_person(person):
    preferences.change(person, zone="America/New_York")
    assert who(AT_NINE) == []
    assert len(who(AT_NINE + timedelta(hours=5))) == 1


def test_only_on_the_days_of_the_sessions(person):
    """One set of days: Today, reminders and calendar go by the weekdays that the person chose."""
    chosen = ["tuesday", "friday"]
    told(person, {"id": "days", "type": "arrange", "weekdays": chosen}, now=BEGIN + timedelta(minutes=10))
    reminded = [day for day in range(7) if who(AT_NINE + timedelta(days=day))]
    readings = [read(person, AT_NINE + timedelta(days=day)) for day in range(7)]
    training = [day for day, reading in enumerate(readings) if reading is not None and reading.today.training_day]
    assert [(BEGIN + timedelta(days=day)).strftime("%A").lower() for day in reminded] == chosen
    assert reminded == training
    assert readings[0] is not None and [WEEKDAYS[day] for day in calendars.planned_days(readings[0])] == chosen


def test_not_when_the_session_is_done(person):
    told(person, {"id": "s0", "type": "session"}, now=BEGIN + timedelta(minutes=30))
    assert who(AT_NINE) == []


def test_not_without_a_wish_and_not_without_a_program(person):
    preferences.change(person, reminder_time="")
    assert who(AT_NINE) == []
    preferences.change(person, reminder_time="09:00")
    told(person, {"id": "q", "type": "screen", "red_flags": {"saddle_numbness": "yes"}}, now=AT_NINE)
    assert who(AT_NINE) == []


def test_three_without_an_answer_are_the_last_until_one_comes(person, service):
    for day in range(6):
        sending.send_due(AT_NINE + timedelta(days=day))
    assert len(service.got) == 3
    answered(person, 6)
    assert sending.send_due(AT_NINE + timedelta(days=7)) == 1


def test_after_a_week_it_is_the_safety_questions(person, service):
    answered(person, 6)
    sending.send_due(AT_NINE + timedelta(days=7))
    assert '"url": "/safety/"' in service.texts()[0]


def stored(person: Person) -> State:
    """The state after the latest event, as it is stored."""
    _, head = points_of(store.whole_standing(person), load_default())
    assert head is not None
    return head.state


def test_days_alone_make_the_questions_due(person, service):
    """Two weeks without a session: no event says so, and what was kept at the last one does not know it."""
    told(person, {"id": "s0", "type": "session", "pain_during": 2}, now=BEGIN + timedelta(hours=2))
    screened(person, 7)
    screened(person, 13)
    assert not stored(person).asks
    (one,) = who(AT_NINE + timedelta(days=14))
    assert one.kind == "screen"


def test_days_alone_stop_nobody(person):
    """A flare that lasts, with a clinician alongside: advice, and what is tolerated goes on."""
    answers = intake("desk-worker-38")
    answers["conditions"]["heart"] = "stable"
    told(person, {"id": "again", "type": "intake", "intake": answers}, now=BEGIN + timedelta(hours=1))
    flare = {"id": "f", "type": "flare", "pain": 5, "red_flags": {"all_others": "no"}}
    told(person, flare, now=BEGIN + timedelta(days=1, hours=10))
    screened(person, 8)
    screened(person, 14)
    person.refresh_from_db()
    assert stored(person).disposition.word == "clinician_alongside"
    for days in (15, 16):
        assert [one.kind for one in who(AT_NINE + timedelta(days=days))] in (["session"], [])


def test_what_is_told_while_others_are_being_reminded_is_heard(person, service):
    """Sending takes time: whose turn comes later is looked up then, not at the beginning."""
    second = charted()
    preferences.change(second, reminder_time="09:00", zone="UTC")
    push.subscribe(second, service.subscription("two"), "en")
    waiting = sending.due(AT_NINE)
    assert next(waiting).person == person
    told(second, {"id": "q", "type": "screen", "red_flags": {"saddle_numbness": "yes"}}, now=AT_NINE)
    assert list(waiting) == []


def test_an_upgrade_is_not_an_answer(person, service):
    for day in range(3):
        sending.send_due(AT_NINE + timedelta(days=day))
    later = AT_NINE + timedelta(days=3)
    body = {"id": "reissue-x", "type": "reissue", "actor": "system", "content": "x", "at": later.isoformat()}
    Event.objects.create(
        person=person, event_id="reissue-x", type="reissue", actor="system", at=later, recorded=later, body=body
    )
    assert not sending._wants(person, later.date())


def test_a_chart_that_cannot_be_read_does_not_keep_the_others_from_theirs(person, service, monkeypatch):
    broken = charted()
    preferences.change(broken, reminder_time="09:00", zone="UTC")
    push.subscribe(broken, service.subscription("two"), "en")
    Person.objects.filter(pk=broken.pk).update(created=BEGIN - timedelta(days=400))

    def only_some(someone: Person, now: datetime):
        if someone == broken:
            raise BirddogError("it cannot be read")
        return read(someone, now)

    monkeypatch.setattr(sending, "read", only_some)
    assert [one.person for one in who(AT_NINE)] == [person]


def test_in_the_language_of_the_person(person):
    preferences.change(person, language="es")
    (one,) = who(AT_NINE)
    assert sending._language(one.person.subscriptions.get()) == "es"


def test_a_browser_that_is_gone_is_forgotten(person, service):
    service.status = 410
    assert sending.send_due(AT_NINE) == 0
    assert not PushSubscription.objects.exists()


def test_what_could_not_be_delivered_is_logged_and_tried_again(person, service, caplog):
    service.status = 503
    assert sending.send_due(AT_NINE) == 0
    assert "the push service 127.0.0.1 answered 503" in caplog.text
    assert not Reminder.objects.exists()
    service.status = 201
    assert sending.send_due(AT_NINE + timedelta(minutes=10)) == 1


def test_a_second_process_that_comes_at_the_same_time_sends_nothing(person, service):
    (one,) = who(AT_NINE)
    assert sending._send(one, AT_NINE)
    assert not sending._send(one, AT_NINE)
    assert len(service.got) == 1


@pytest.mark.parametrize(
    "endpoint",
    ["http://push.example.com/x", "https://127.0.0.1/x", "https://localhost/x", "https://10.0.0.8/x", "https://[::1]/x",
     "ftp://push.example.com/", "https:///x", "nonsense"],
)  # fmt: skip
def test_nobody_makes_this_server_call_its_own_network(settings, endpoint):
    settings.BIRDDOG_PUSH_ANYWHERE = False
    with pytest.raises(BirddogError, match="endpoint"):
        push.subscribe(charted(), {"endpoint": endpoint, "keys": {"p256dh": "a", "auth": "b"}}, "en")


def test_a_name_that_leads_nowhere_is_remembered_but_not_called(settings, monkeypatch):
    settings.BIRDDOG_PUSH_ANYWHERE = False
    calls = []

    def nowhere(*_args, **_kwargs):
        raise OSError

    monkeypatch.setattr("birddog.services.reminders.push.socket.getaddrinfo", nowhere)
    monkeypatch.setattr("pywebpush.webpush", lambda *args, **kwargs: calls.append(args))
    someone = charted()
    push.subscribe(someone, {"endpoint": "https://push.example.com/x", "keys": {"p256dh": "a", "auth": "b"}}, "en")
    assert push.send(someone.subscriptions.get(), "title", "body", "/") == "failed"
    assert calls == []


def test_a_name_that_leads_elsewhere_by_the_time_it_is_called_hears_nothing(settings, monkeypatch, service):
    """Outside when it is looked up, and a machine of our own network when it is connected to."""
    settings.BIRDDOG_PUSH_ANYWHERE = False
    told_ = {**service.subscription(), "endpoint": "https://push.example.com/x"}
    answers = [("93.184.216.34", 443), ("93.184.216.34", 443)]
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.settimeout(5)

        def found(*_args, **_kwargs):
            address = answers.pop() if answers else inside.getsockname()
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address)]

        monkeypatch.setattr(socket, "getaddrinfo", found)
        someone = charted()
        push.subscribe(someone, told_, "en")
        assert push.send(someone.subscriptions.get(), "title", "body", "/") == "failed"
        called, _ = inside.accept()
        with called:
            assert called.recv(1000) == b""


@pytest.mark.parametrize("told_", [None, {}, {"endpoint": "x"}, {"endpoint": "x", "keys": {}}])
def test_a_subscription_must_be_whole(told_):
    with pytest.raises(BirddogError, match="subscription"):
        push.subscribe(charted(), told_, "en")


def test_the_keys_are_made_once_and_readable_by_their_owner_only(settings, tmp_path):
    settings.BIRDDOG_HOME = tmp_path
    first = push.public_key()
    push._vapid.cache_clear()
    assert push.public_key() == first
    assert (tmp_path / "vapid.pem").stat().st_mode & 0o077 == 0
    assert len(base64.urlsafe_b64decode(first + "=")) == 65
