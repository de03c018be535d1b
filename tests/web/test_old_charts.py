"""Charts of every released version open on every page and take reports, also when what they name is gone.

``pytest`` takes a seeded sample of what can be retired; ``make prove PART=old-charts`` takes all of it.
"""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from birddog.catalog import load_default, load_language
from birddog.catalog.rule_values import changed
from birddog.catalog.whole import whole
from birddog.core.content.content import Content, Retired
from birddog.core.content.values import BirddogError
from birddog.core.log.events import EVENT_TYPES
from birddog.core.log.history import readable
from birddog.records import store
from birddog.records.models import Person
from birddog.services import contents
from birddog.services.chart.import_chart import read_file
from birddog.services.chart.log import record
from birddog.services.chart.reading import read
from birddog.services.intake.signs import danger_signs
from birddog.services.person.people import the_one_person

pytestmark = pytest.mark.django_db

CHARTS = Path(__file__).resolve().parents[1] / "charts"
FILES = sorted(CHARTS.glob("*/*.jsonl"))
EVERYTHING = CHARTS / "2026.11.0" / "everything.jsonl"
PAGES = (
    "/", "/program/", "/start/", "/session/", "/session.json", "/pain-check/", "/morning/", "/safety/", "/changed/",
    "/leg/", "/flare/", "/progress/", "/progress/why/", "/progress/why/?all", "/progress/summary/", "/measures/psfs/",
    "/library/", "/routines/", "/lessons/", "/settings/", "/settings/program/", "/settings/data/", "/erase/",
    "/export/events.jsonl", "/export/events.csv", "/offline.json",
)  # fmt: skip
HEAVY = (
    "/",
    "/program/",
    "/session.json",
    "/progress/",
    "/progress/why/?all",
    "/progress/summary/",
    "/settings/program/",
)
SAMPLE = 2


def some(every: list[str]) -> list[str]:
    """All of them in a proof; else a seeded sample."""
    return (
        every if os.environ.get("BIRDDOG_PROVE") == "all" else random.Random(12).sample(every, min(SAMPLE, len(every)))
    )


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def kept(rows: list[dict[str, Any]], person: Person) -> datetime:
    """The chart in the database as it was written then, nothing checked; the time a day after its last event."""
    at = datetime.min.replace(tzinfo=UTC)
    for row in rows:
        told = datetime.fromisoformat(row["at"])
        at = told if told.tzinfo else told.replace(tzinfo=UTC)
        body = {"actor": "patient", **row, "at": at.isoformat()}
        store.append(person, body, at, at)
    return at + timedelta(days=1)


@pytest.fixture
def serve(monkeypatch, settings, tmp_path):
    """Serve everyone with this content from here on, at a time."""
    settings.BIRDDOG_CLOCK_FILE = str(tmp_path / "clock")
    offered = dict(contents._offered)
    monkeypatch.setattr(contents, "_offered", offered)

    def use(content: Content | None, now: datetime) -> None:
        (tmp_path / "clock").write_text(now.isoformat())
        offered[""] = load_language if content is None else lambda _language: content

    return use


def opened(client: Client, pages: tuple[str, ...] = PAGES) -> list[str]:
    """The pages that do not open."""
    client.raise_request_exception = False
    return [page for page in pages if client.get(page).status_code >= 400]


def takes_reports(now: datetime) -> None:
    reports: list[dict[str, Any]] = [
        {"id": "new-pain", "type": "pain", "back": 4},
        {"id": "new-morning", "type": "morning", "pain": 3},
        {"id": "new-session", "type": "session", "pain_before": 3, "pain_during": 2},
        {"id": "new-screen", "type": "screen", "red_flags": {"all_others": "no"}},
        {"id": "new-correction", "type": "correction", "corrects": "new-pain", "change": {"back": 3}},
    ]
    taken = record(the_one_person(), [{**row, "at": now.isoformat()} for row in reports], now)
    assert {row.status for row in taken} == {"stored"}, taken


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_chart_of_a_released_version_opens_on_every_page_and_takes_reports(path, language, client, serve):
    now = kept(rows_of(path), the_one_person())
    serve(None, now)
    client.cookies["django_language"] = language
    assert opened(client, PAGES if language == "en" else HEAVY) == []
    takes_reports(now)
    assert opened(client, HEAVY) == []


# --------------------------------------------------------------------------------------- what content can lose


def without(kind: str, name: str, content: Content) -> Content:
    """The content without one entry, all that points at it taken out too."""
    lost = replace(content, version=f"without-{name}"[:40], digest=f"without-{name}", memo={})
    if kind == "exercise":
        return whole(replace(lost, exercises=tuple(e for e in lost.exercises if e.id != name)))
    if kind == "sign":
        return replace(lost, screen_items=tuple(item for item in lost.screen_items if item.id != name))
    return replace(lost, instruments=tuple(each for each in lost.instruments if each.id != name))


def losses() -> list[tuple[str, str]]:
    content = load_default()
    kinds = {
        "exercise": [e.id for e in content.exercises],
        "sign": [item.id for item in content.screen_items],
        "measure": [each.id for each in content.instruments],
    }
    return [(kind, name) for kind, names in kinds.items() for name in some(names)]


@pytest.mark.parametrize(("kind", "name"), losses())
@pytest.mark.parametrize("stub", [False, True], ids=["gone", "retired"])
def test_a_chart_that_names_what_is_gone_opens_and_takes_reports(kind, name, stub, client, serve):
    content = without(kind, name, load_default())
    if stub:
        content = replace(content, retired={name: Retired(name, f"The old {name}", direction="rotation")})
    now = kept(rows_of(EVERYTHING), the_one_person())
    serve(content, now)
    assert opened(client, HEAVY if stub else tuple(page for page in PAGES if name not in page)) == []
    takes_reports(now)
    assert opened(client, HEAVY) == []


@pytest.mark.parametrize("group", sorted({item.group for item in load_default().screen_items}))
def test_signs_are_asked_also_when_a_whole_group_of_them_is_gone(group):
    content = load_default()
    kept = tuple(item for item in content.screen_items if item.group != group)
    steps = danger_signs(replace(content, screen_items=kept, digest=f"without-{group}", memo={}))
    asked = {field.path for step in steps for field in step.fields}
    assert asked == {f"red_flags.{item.id}" for item in kept if not item.only_if}


def test_a_routine_of_which_nothing_is_left_is_gone():
    content = load_default()
    first = content.routines[0]
    left = tuple(each for each in content.exercises if each.id not in first.items)
    found = whole(replace(content, exercises=left, memo={})).routines
    assert first.id not in {routine.id for routine in found}
    assert all(routine.items for routine in found)


@pytest.mark.parametrize("name", some([item.id for item in load_default().screen_items]))
def test_a_danger_sign_that_was_told_stops_exercise_also_when_it_is_no_longer_asked(name, serve):
    rows = rows_of(EVERYTHING)[:2]
    rows[1]["red_flags"][name] = "yes"
    now = kept(rows, the_one_person())
    serve(without("sign", name, load_default()), now)
    reading = read(the_one_person(), now)
    assert reading is not None and not reading.state.disposition.allows_exercise


def test_what_was_retired_may_still_be_reported_by_its_old_name(serve):
    content = without("exercise", "bird-dog", load_default())
    now = kept(rows_of(EVERYTHING)[:2], the_one_person())
    session = {"id": "s", "type": "session", "at": now.isoformat(), "items": [{"exercise": "bird-dog", "hurt": True}]}
    serve(content, now)
    (receipt,) = record(the_one_person(), [session], now)
    assert receipt.status == "refused" and "bird-dog" in receipt.message
    serve(replace(content, retired={"bird-dog": Retired("bird-dog", "Bird dog")}), now)
    (receipt,) = record(the_one_person(), [session], now)
    assert receipt.status == "stored"
    reading = read(the_one_person(), now)
    assert reading is not None and reading.content.called("bird-dog") == "Bird dog"


def test_what_hurt_stays_out_in_what_replaced_it():
    content = without("exercise", "bird-dog", load_default())
    content = replace(content, retired={"bird-dog": Retired("bird-dog", "Bird dog", "curl-up")})
    swap = EVENT_TYPES["swap"](exercise="bird-dog", wish="not_this")  # type: ignore[call-arg]
    liked = EVENT_TYPES["swap"](exercise="bird-dog", wish="like")  # type: ignore[call-arg]
    assert readable(swap, content) == replace(swap, exercise="curl-up")  # type: ignore[call-arg]
    assert readable(liked, content) is None


# ------------------------------------------------------------------------------------ what shapes can lose or narrow


def enums(cls: type, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Paths to every field with a list of options, in a type and the types of its fields."""
    for name, hint in get_type_hints(cls).items():
        parts = [hint, *get_args(hint), *(inner for part in get_args(hint) for inner in get_args(part))]
        if name not in ("type", "cached_property") and any(get_origin(part) is Literal for part in parts):
            yield (*path, name)
        for part in parts:
            if hasattr(part, "__dataclass_fields__"):
                yield from enums(part, (*path, name))


EVERY_ENUM = [f"{kind}:{'.'.join(path)}" for kind, cls in EVENT_TYPES.items() for path in enums(cls)]


def spoilt(value: Any) -> Any:
    """The same shape, with options that there are no more."""
    if isinstance(value, list):
        return ["an-option-that-is-gone"]
    return dict.fromkeys(value, "an-option-that-is-gone") if isinstance(value, dict) else "an-option-that-is-gone"


@pytest.mark.parametrize("where", some(EVERY_ENUM))
def test_an_option_that_is_gone_counts_as_not_said(where, client, serve):
    kind, _, path = where.partition(":")
    rows = rows_of(EVERYTHING)
    for row in rows:
        if row["type"] == kind:
            *inside, last = path.split(".")
            here: Any = row
            for name in inside:
                here = here.setdefault(name, {}) if isinstance(here, dict) else here
                here = here[0] if isinstance(here, list) and here else here
            if isinstance(here, dict):
                here[last] = spoilt(here.get(last))
    now = kept(rows, the_one_person())
    serve(None, now)
    assert opened(client, HEAVY) == []
    takes_reports(now)


def test_an_answer_that_cannot_be_read_is_never_a_no(serve):
    rows = rows_of(EVERYTHING)[:1]
    rows[0]["intake"]["red_flags"] = {"fever": "an-option-that-is-gone", "all_others": "no"}
    rows[0]["intake"]["conditions"]["bone"] = "an-option-that-is-gone"
    now = kept(rows, the_one_person())
    serve(None, now)
    reading = read(the_one_person(), now)
    assert reading is not None and reading.state.intake is not None
    assert reading.state.intake.red_flags["fever"] == "unsure"
    assert reading.state.intake.conditions.bone == "unsure"


def test_types_and_fields_that_are_gone_are_passed_over(client, serve):
    rows = rows_of(EVERYTHING)
    at = rows[-1]["at"]
    rows += [{"id": "x1", "at": at, "type": "a-type-that-is-gone", "pain": 9},
             {"id": "x2", "at": at, "type": "pain", "back": 3, "a_field_that_is_gone": [1]},
             {"id": "x3", "at": at, "type": "pain", "back": "a text now"}]  # fmt: skip
    now = kept(rows, the_one_person())
    serve(None, now)
    assert opened(client) == []
    takes_reports(now)


def ranges(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths to every number in an event."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        if isinstance(part, (int, float)) and not isinstance(part, bool):
            yield (*path, key)
        yield from ranges(part, (*path, key))


def numbers() -> list[str]:
    found = {
        (row["type"], *(p if isinstance(p, str) else 0 for p in path))
        for row in rows_of(EVERYTHING)
        for path in ranges(row)
    }
    return [json.dumps(path) for path in sorted(found, key=str)]


@pytest.mark.parametrize("times", [20])
@pytest.mark.parametrize("where", some(numbers()))
def test_a_range_that_was_narrowed_is_not_asked_of_the_past(where, times, client, serve):
    kind, *path = json.loads(where)
    rows = copy.deepcopy(rows_of(EVERYTHING))
    for row in rows:
        here: Any = row if row["type"] == kind else None
        for name in path[:-1]:
            here = here.get(name) if isinstance(here, dict) else here[0] if here else None
        if isinstance(here, dict) and isinstance(here.get(path[-1]), (int, float)):
            here[path[-1]] *= times
    now = kept(rows, the_one_person())
    serve(None, now)
    assert opened(client, HEAVY) == []
    takes_reports(now)


def test_minutes_outside_of_a_narrowed_rule_are_read_and_no_longer_taken(client, serve):
    content = changed(load_default(), "dose-strength-10-30min-1-3-daily", "minutes", [10, 20])
    now = kept(rows_of(EVERYTHING), the_one_person())
    serve(replace(content, version="narrow"), now)
    assert opened(client) == []
    takes_reports(now)
    wanted = {"id": "a", "type": "arrange", "at": now.isoformat(), "minutes": 30}
    assert [receipt.status for receipt in record(the_one_person(), [wanted], now)] == ["refused"]


# ---------------------------------------------------------------------------------------------------- chart files


def lost_and_narrowed(content: Content) -> Content:
    """The content without an exercise, a danger sign and a measure that charts name, and with less time a session."""
    for kind, name in (("exercise", "bird-dog"), ("sign", "fever"), ("measure", content.instruments[0].id)):
        content = without(kind, name, content)
    return replace(changed(content, "dose-strength-10-30min-1-3-daily", "minutes", [10, 12]), version="narrow")


def test_a_chart_file_comes_back_after_content_has_lost_and_narrowed(client, serve):
    rows = rows_of(EVERYTHING)
    rows[0]["intake"].setdefault("time", {})["minutes"] = 30
    at, told = rows[-1]["at"], next(row["id"] for row in rows if row["type"] == "session")
    rows += [{"id": "x1", "at": at, "type": "correction", "corrects": told, "change": {"pain_before": 5, "gone": 1}},
             {"id": "x2", "at": at, "type": "a-type-that-is-gone", "pain": 9},
             {"id": "x3", "at": at, "type": "pain", "back": 3, "kinds": ["gone"], "gone": [1]},
             {"id": "x4", "at": at, "type": "edit", "actor": "therapist", "action": "add", "exercise": "own-gone",
              "home_made": {"position": "gone"}}]  # fmt: skip
    now = kept(rows, the_one_person())
    serve(lost_and_narrowed(load_default()), now)
    exported = client.get("/export/events.jsonl").content
    Person.objects.all().delete()
    assert client.post("/import/", {"chart": SimpleUploadedFile("chart.jsonl", exported)}).status_code == 302
    assert client.get("/export/events.jsonl").content.startswith(exported)
    assert opened(client, HEAVY) == []
    takes_reports(now)


NEVER: dict[str, dict[str, Any]] = {
    "a number of no version": {"type": "pain", "back": 1e9},
    "time without end": {"type": "arrange", "minutes": 10**7},
    "no name": {"type": "pain", "id": ""},
    "no time": {"type": "pain", "at": "soon"},
    "a number where none is known": {"type": "measure", "instrument": "gone", "answers": {"x": 1e300}},
    "a clinician's word of nobody": {"type": "override", "veto": "gone", "exercise": "bird-dog"},
    "an edit without its dose": {"type": "edit", "actor": "therapist", "action": "pin_dose", "exercise": "bird-dog"},
    "a well without bottom": {"type": "pain", "gone": json.loads("[" * 900 + "]" * 900)},
    "a correction to what never was": {"type": "correction", "corrects": "intake-1", "change": {"intake": {"time": 3}}},
}


@pytest.mark.parametrize("why", NEVER)
def test_what_was_never_an_event_is_none_of_the_past_either(why, serve):
    first = rows_of(EVERYTHING)[0]
    at = (datetime.fromisoformat(first["at"]) + timedelta(hours=1)).isoformat()
    rows = [{"actor": "patient", **first, "id": "intake-1", "content": "of-long-ago"},
            {"id": "x", "at": at, "actor": "patient", **NEVER[why]}]  # fmt: skip
    file = "\n".join(map(json.dumps, rows)).encode()
    with pytest.raises(BirddogError, match="line 2"):
        read_file(Person(), file, datetime.fromisoformat(at) + timedelta(days=1))
    assert len(read_file(Person(), json.dumps(rows[0]).encode(), datetime.fromisoformat(at)).rows) == 1


def test_what_names_something_gone_can_be_put_right_in_what_it_says_besides(serve):
    rows = rows_of(EVERYTHING)
    told = next(row for row in rows if row["type"] == "session" and row["items"][0]["exercise"] == "bird-dog")
    now = kept(rows, the_one_person())
    serve(lost_and_narrowed(load_default()), now)
    change = {"id": "c", "at": now.isoformat(), "type": "correction", "corrects": told["id"]}
    for wrong in ({"leg_exercise": "of-no-content"}, {"items": [*told["items"], {"exercise": "of-no-content"}]}):
        assert [one.status for one in record(the_one_person(), [{**change, "change": wrong}], now)] == ["refused"]
    assert [one.status for one in record(the_one_person(), [{**change, "change": {"pain_before": 5}}], now)] == [
        "stored"
    ]
