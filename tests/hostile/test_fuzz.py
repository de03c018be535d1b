"""Forms and JSON with whatever may stand in them, on both databases: taken or refused, never an error of ours."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.charted import BEGIN, charted
from tests.hostile.raw import LONG

from birddog.core.log.events import EVENT_TYPES
from birddog.core.log.schema import schema_of
from birddog.services.person.people import the_one_person
from birddog.web.views.settings import SECTIONS

EXAMPLES = settings(
    max_examples=2_000 if LONG else 60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
NAMES = sorted({name for kind in EVENT_TYPES.values() for name in schema_of(kind)["properties"]})
FORMS = ["/start/", "/start/pain/", "/start/signs/", "/start/review/", "/start/result/", "/start/time/", "/safety/",
         "/changed/", "/leg/", "/morning/", "/flare/", "/pain-check/", "/measures/psfs/", "/session/done/intake-1/",
         *(f"/log/{kind}/" for kind in EVENT_TYPES), *(f"/settings/{name}/" for name in SECTIONS)]  # fmt: skip
FIELDS = [
    *NAMES, "next", "fields", "when", "pain", "leg", "lasting", "before", "get_ready_s", "weekdays",
    "reminder_time", "zone", "language", "theme", "skin", "minutes", "per_day", "days_per_week", "shown", "restore",
    "episode.weeks", "episode.weeks.unit", "person.age", "pain.back_week", "activities", "said", "said-0", "score-0",
]  # fmt: skip
ODD = [
    "", "0", "-1", "3", "10", "1e999", "nan", "9" * 5_000, "\u00b2", "\u0663", "08:30", "//evil.example", "http://[",
    "/\\evil", "2026-02-30", "9999-12-31T23:59:59+23:59", "0001-01-01T00:00:00-23:59", "2026-03-02T08:00:00+15:59",
    "\ud800", "\x00", "a\u202eb", "\U0010ffff", "yes", "no", "unsure", "None", "[]", "{}", "x" * 3_000,
    "../../etc/passwd", "<script>", "' OR 1=1 --", "%s%n", "{{ 7*7 }}", "\U0001f9b4" * 50,
]  # fmt: skip
TEXTS = st.sampled_from(ODD) | st.text(max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | TEXTS, inner, max_size=3),
    max_leaves=6,
)
OTHER_FIELDS = {name: JSON for name in NAMES if name not in ("id", "at", "type", "corrects", "change")}
EVENTS = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(EVENT_TYPES)) | JSON},
    optional={"id": TEXTS | JSON, "at": TEXTS | JSON, "fields": JSON, "corrects": st.just("intake-1") | TEXTS | JSON,
              "change": JSON, **OTHER_FIELDS},
)  # fmt: skip
SUBSCRIPTIONS = st.fixed_dictionaries({"endpoint": TEXTS, "keys": JSON})


@pytest.fixture
def browser(db, settings, tmp_path):
    """A browser of somebody whose program has begun."""
    from django.test import Client

    (tmp_path / "clock").write_text(BEGIN.isoformat())
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    charted(the_one_person())
    return Client(raise_request_exception=False)


def answered(browser: Any, path: str, body: bytes | str, kind: str) -> Any:
    """The answer to a body; what it changed is taken back."""
    with transaction.atomic():
        answer = browser.post(path, body, content_type=kind)
        transaction.set_rollback(True)
    return answer


@EXAMPLES
@given(path=st.sampled_from(FORMS), form=st.dictionaries(st.sampled_from(FIELDS) | TEXTS, st.lists(TEXTS, max_size=3)))
def test_a_form_is_taken_or_refused(browser, path, form):
    with transaction.atomic():
        answer = browser.post(path, _sendable(form))
        transaction.set_rollback(True)
    assert answer.status_code < 500


def _sendable(form: dict[str, list[str]]) -> dict[str, list[str]]:
    """As a browser would write it: half characters as it cannot send them are left to JSON."""
    return {
        name.encode("utf-8", "replace").decode(): [value.encode("utf-8", "replace").decode() for value in values]
        for name, values in form.items()
    }


@EXAMPLES
@given(events=st.lists(EVENTS | JSON, max_size=4), sent=TEXTS | JSON)
def test_events_are_taken_or_refused_one_by_one(browser, events, sent):
    good = {"id": "good", "type": "pain", "at": BEGIN.isoformat(), "back": 3}
    answer = answered(browser, "/sync/", _dumped({"events": [*events, good], "sent": sent}), "application/json")
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        receipts = answer.json()["receipts"]
        assert len(receipts) == len(events) + 1
        assert receipts[-1]["status"] in ("stored", "already") or any(
            isinstance(each, dict) and each.get("id") == "good" for each in events
        )
    else:
        assert not all(isinstance(each, dict) for each in events)


@EXAMPLES
@given(
    path=st.sampled_from(["/sync/", "/push/"]), value=JSON | st.fixed_dictionaries({"endpoint": TEXTS, "keys": JSON})
)
def test_any_json_is_taken_or_refused(browser, path, value):
    assert answered(browser, path, _dumped(value), "application/json").status_code in (200, 400, 413)


def _dumped(value: Any) -> str:
    return json.dumps(value)


@pytest.mark.parametrize("offset", ["+23:59", "-23:59", "+15:59", "-15:59", "+14:00", "-12:00", "+00:00:01"])
def test_an_odd_offset_costs_no_report(browser, offset):
    events = [{"id": "odd", "type": "pain", "at": f"2026-03-01T08:00:00{offset}", "back": 3},
              {"id": "plain", "type": "pain", "at": BEGIN.isoformat(), "back": 3}]  # fmt: skip
    answer = browser.post("/sync/", json.dumps({"events": events}), content_type="application/json")
    assert [row["status"] for row in answer.json()["receipts"]] == ["stored", "stored"]
    assert browser.get("/progress/").status_code == 200
    assert browser.get("/export/events.jsonl").status_code == 200


@pytest.mark.parametrize("text", ["\x00", "\ud800", "a\udfff", "\udc00b"])
def test_what_is_no_text_is_refused_by_itself(browser, text):
    good = {"id": "good", "type": "pain", "at": BEGIN.isoformat(), "back": 3}
    odd = [{**good, "id": text}, {**good, "id": "a", "note": text}, {**good, "id": "b", text: 3},
           {"id": "c", "type": "correction", "at": BEGIN.isoformat(), "corrects": text, "change": {}}]  # fmt: skip
    for event in odd:
        answer = browser.post("/sync/", json.dumps({"events": [event, good]}), content_type="application/json")
        assert [row["status"] for row in answer.json()["receipts"]][1] in ("stored", "already")
    subscription = {"endpoint": f"https://push.example/{text}", "keys": {"p256dh": text, "auth": text}}
    for method in (browser.post, browser.delete):
        assert method("/push/", json.dumps(subscription), content_type="application/json").status_code == 400
    browser.cookies["sessionid"] = "a\\000b"
    assert browser.get("/").status_code < 500


def test_a_person_does_not_become_a_therapist_by_a_correction(browser):
    pain = {"id": "pain", "type": "pain", "at": BEGIN.isoformat(), "back": 3}
    claim = {
        "id": "claim",
        "type": "correction",
        "at": BEGIN.isoformat(),
        "corrects": "pain",
        "change": {"actor": "therapist"},
    }
    honest = {**claim, "id": "honest", "change": {"back": 4}}
    answer = browser.post("/sync/", json.dumps({"events": [pain, claim, honest]}), content_type="application/json")
    assert [row["status"] for row in answer.json()["receipts"]] == ["stored", "refused", "stored"]
