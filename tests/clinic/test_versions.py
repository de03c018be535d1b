"""Two versions of a program side by side: what changed, by whom and why, in plain words."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.charted import BEGIN, told
from tests.clinic.places import cares, signed_in, user, words
from tests.clinic.test_program import Editor, patient, state

from birddog.catalog import load_default
from birddog.records.clinic_models import Care
from birddog.services.chart.reading import read
from birddog.services.clinic.versions import compared, versions

pytestmark = pytest.mark.django_db
CONTENT = load_default()


def page(head: Any, care: Care, **asked: str) -> str:
    return words(signed_in(head.user).get(f"/clinic/patients/{care.pk}/program/versions/", asked))


def at(settings: Any, days: int) -> None:
    Path(settings.BIRDDOG_CLOCK_FILE).write_text((BEGIN + timedelta(days=days)).isoformat())


def day(days: int) -> str:
    return (BEGIN + timedelta(days=days)).date().isoformat()


def test_what_a_therapist_and_a_report_changed_is_told_with_who_and_why(head, settings):
    care = patient(head, pain={"back_week": 2})
    gone, pinned = state(care).roster[:2]
    at(settings, 1)
    Editor(head.user, care).press(f"edit:remove:{gone}").press("line", line=f"{pinned} 1x3 5s").press(
        "edit:lock_stage"
    ).save()
    at(settings, 3)
    told(care.person, {"id": "f", "type": "flare", "pain": 8, "red_flags": {"all_others": "no"}},
         now=BEGIN + timedelta(days=3))  # fmt: skip
    both = page(head, care, **{"from": day(0), "to": day(1)})
    name = CONTENT.called
    assert f"Taken out {name(gone)}" in both and "Head Weber, PT 1234" in both
    assert f"Dose set: {name(pinned)}" in both and "1x3" in both and "instead of" in both
    assert "No later stage opens on its own" in both and "Stage:" not in both
    flare = page(head, care, **{"from": day(1), "to": day(3)})
    assert "Stage: Calm and move instead of Stabilize" in flare and "the program:" in flare
    assert f"Not to be given: {name(gone)}" not in flare, "what was so before is no change"
    turned = page(head, care, **{"from": day(3), "to": day(1)})
    assert turned == flare, "the earlier one comes first"
    assert "Nothing changed between these two." in page(head, care, **{"from": day(1), "to": day(1)})


def test_days_that_are_none_and_a_chart_without_answers_do_no_harm(head, settings):
    care = patient(head)
    assert "Nothing changed between these two." in page(head, care, **{"from": "x", "to": "2026-13-45"})
    at(settings, 2)
    assert "as it is now" in page(head, care)
    at(settings, 400)
    assert "What changed for" in page(head, care)
    empty = cares(head, user("bob"))
    answer = signed_in(head.user).get(f"/clinic/patients/{empty.pk}/program/versions/")
    assert answer.status_code == 302 and answer.url == f"/clinic/patients/{empty.pk}/"


def test_a_version_holds_nothing_that_came_after_its_day(head):
    care = patient(head, pain={"back_week": 2})
    before = read(care.person, BEGIN)
    assert before is not None
    told(care.person, {"id": "s", "type": "screen", "red_flags": {"fever": "yes"}}, now=BEGIN + timedelta(days=5))
    reading = read(care.person, BEGIN + timedelta(days=6))
    assert reading is not None
    rows = versions(reading)
    assert [row.at for row in rows] == sorted((row.at for row in rows), reverse=True)
    same = compared(reading, BEGIN, BEGIN, "en", lambda reason: reason.says)
    assert same.parts == ()
    stopped = compared(reading, BEGIN, BEGIN + timedelta(days=5), "en", lambda reason: reason.says)
    assert any("exercise stopped" in row.says for _title, found in stopped.parts for row in found)


def test_two_changes_of_one_day_are_two_versions(head, settings):
    care = patient(head, pain={"back_week": 2})
    one, two = state(care).roster[:2]
    for hours, name in ((1, one), (3, two)):
        Path(settings.BIRDDOG_CLOCK_FILE).write_text((BEGIN + timedelta(days=1, hours=hours)).isoformat())
        Editor(head.user, care).press(f"edit:remove:{name}").save()
    reading = read(care.person, BEGIN + timedelta(days=1, hours=4))
    assert reading is not None
    later, earlier, *_before = versions(reading)
    assert later.at - earlier.at == timedelta(hours=2) and later.at.date() == earlier.at.date()
    between = page(head, care, **{"from": earlier.key, "to": later.key})
    called = CONTENT.called
    assert f"Not to be given: {called(two)}" in between and f"Not to be given: {called(one)}" not in between
    assert "Mar 3, 9:00 AM" in between and "Mar 3, 11:00 AM" in between
    assert page(head, care, **{"from": day(1), "to": day(0)}) == page(head, care, **{"from": later.key, "to": day(0)})
