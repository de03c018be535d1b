"""The stored state is what a replay from the first event gives, whatever happened to either."""

from __future__ import annotations

import json
import os
import random
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, get_type_hints

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.charted import BEGIN, charted, intake

from birddog.catalog import load_default, load_language
from birddog.core.chart.chart import put_right, run
from birddog.core.chart.clock import pass_time
from birddog.core.content.exercise import Dose
from birddog.core.content.values import Disposition, Reason
from birddog.core.log.events import Correction, Pause
from birddog.core.log.stored_form import from_stored, to_stored
from birddog.core.plan.course import Course
from birddog.core.state.stages import training
from birddog.core.state.state import Flare, Logged, State, Track, Waiting, Walk, WayBack
from birddog.core.state.told import told_in
from birddog.core.state.usual import UsualPain
from birddog.records import store
from birddog.records.models import Person, Standing, Told
from birddog.services import contents
from birddog.services.chart import standing
from birddog.services.chart.entries import Entry, entries
from birddog.services.chart.log import record
from birddog.services.chart.reading import read
from birddog.services.chart.seen import Seen
from birddog.services.chart.standing import Point, climb, points_of
from birddog.services.chart.told_then import told
from birddog.services.progress.offered import weeks_offered

pytestmark = pytest.mark.django_db

CONTENT = load_default()
DAYS = 40


def replayed(person: Person, now: datetime) -> tuple[State, tuple[Logged, ...]]:
    """The state and the decisions of the whole chart, from its first event."""
    events = [entry.event for entry in entries(person, now)]
    folded = run(events, CONTENT, now)
    return folded.state, folded.decisions


def stands(person: Person, now: datetime) -> None:
    """What is stored is what a replay gives: the state, every point, and all that was told."""
    reading = read(person, now)
    assert reading is not None
    state, decisions = replayed(person, now)
    assert reading.state == state
    assert reading.decisions == decisions
    weeks = weeks_offered(reading, 8)
    theirs = evenings(person, now)
    plans: dict[str, str] = {"": "", **{name: stage.title for name, stage in CONTENT.stages.items()}}
    for week in weeks:
        offered, stage = theirs[week.told.start]
        assert (week.offered, week.stage) == (offered, plans[stage])
    stored = Standing.objects.get(person=person)
    assert (stored.latest, stored.content) == (store.latest(person), CONTENT.version)
    rows = entries(person, now)
    earlier, head = points_of(store.whole_standing(person), CONTENT)
    for point in (*(from_stored(Point, json.loads(kept.text)) for kept in earlier), *((head,) if head else ())):
        before = [row for row in rows if row.number <= point.number]
        assert point == climb(None, (), before, CONTENT).head
        since = [row for row in rows if row.number > point.number]
        late = {row.event.id for row in since}
        assert all(row.event.corrects in late for row in since if isinstance(row.event, Correction))
        assert without_corrections(since) == without_corrections(rows)[len(without_corrections(before)) :]


def without_corrections(rows: list[Entry]) -> list[Entry]:
    """Corrections are put to their events, wherever they are dated."""
    return [row for row in rows if not isinstance(row.event, Correction)]


def evenings(person: Person, now: datetime) -> dict[date, tuple[int, str]]:
    """What was offered on the first evening of each week, from a replay up to each of them."""
    rows = [entry.event for entry in entries(person, now)]
    out: dict[date, tuple[int, str]] = {}
    start = rows[0].at.date()
    while start <= now.date():
        before = put_right(rows, CONTENT)[
            : next((n for n, e in enumerate(put_right(rows, CONTENT)) if e.at.date() > start), None)
        ]
        at = datetime.combine(start, time.max, tzinfo=UTC)
        state = run(before, CONTENT, max(at, before[-1].instant)).state
        per_week, per_day = training(state.intake, CONTENT, state.stage) if state.intake else (0, 0)
        out[start] = (per_week * per_day, state.stage) if state.exercising else (0, "")
        start += timedelta(days=7)
    return out


# ------------------------------------------------------------------------------------------------ any chart, any order

KINDS = (
    "pain", "flare", "flare_over", "aerobic", "morning", "screen", "session", "swap", "withdraw", "change", "wrong",
    "sign", "arrange", "measure", "leg", "intake", "pause",
)  # fmt: skip
DRILLS = [e.id for e in CONTENT.exercises if e.kind == "exercise"]
rows_told = st.lists(
    st.tuples(
        st.sampled_from(KINDS), st.integers(0, 10), st.integers(0, DAYS * 24), st.integers(0, 12), st.integers(-12, 12)
    ),
    max_size=14,
)


def as_event(n: int, kind: str, number: int, hours: int, other: int, offset: int) -> dict[str, Any]:
    at = (BEGIN + timedelta(hours=hours)).astimezone(timezone(timedelta(hours=offset)))
    event: dict[str, Any] = {"id": f"e{n}", "type": kind, "at": at.isoformat()}
    drill = DRILLS[(7 * n + other) % len(DRILLS)]
    more: dict[str, dict[str, Any]] = {
        "pain": {"back": number, "leg": other if other < 4 else None},
        "aerobic": {"minutes": number}, "morning": {"pain": number, "leg_pain": other / 2 if other < 5 else None},
        "screen": {"red_flags": {"all_others": "no"}},
        "session": {"pain_before": number, "pain_during": min(10, number + other // 4),
                    "items": [{"exercise": drill, "hurt": other == 5}]},
        "swap": {"exercise": drill, "wish": ("like", "easier", "harder", "not_this")[other % 4]},
        "withdraw": {"type": "correction", "corrects": f"e{other}", "withdraw": True},
        "change": {"type": "correction", "corrects": f"e{other}", "change": {"pain": number}},
        "wrong": {"type": "pain", "back": 99},
        "sign": {"type": "screen", "red_flags": {"fever": "yes", "all_others": "no"}},
        "arrange": {"minutes": 10 + number}, "measure": {"instrument": "nprs_back", "score": number},
        "leg": {"moved": "down", "minutes": number, "exercise": drill, "red_flags": {"all_others": "no"}},
        "intake": {"intake": intake()}, "pause": {"why": "away"},
    }  # fmt: skip
    return event | more.get(kind, {"pain": number})


@settings(
    max_examples=12 if os.environ.get("BIRDDOG_PROVE") != "all" else 400,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows_told, st.integers(1, 5), st.randoms(use_true_random=False))
def test_it_is_what_a_replay_gives_in_whatever_order_events_come_in(rows, at_once, chance):
    person, now = charted(), BEGIN + timedelta(days=1)
    events = [as_event(n, *row) for n, row in enumerate(rows)]
    chance.shuffle(events)
    for first in range(0, len(events), at_once):
        now += timedelta(days=chance.choice((0, 1, 5, 20)), minutes=1)
        record(person, events[first : first + at_once], now)
        if chance.random() < 0.3:
            stands(person, now)
    stands(person, now + timedelta(days=chance.choice((0, 3, 30))))


def year(person: Person, days: int, seed: int = 1) -> datetime:
    """Days of ordinary use, each taken in as it is told."""
    chance, now = random.Random(seed), BEGIN
    for day in range(days):
        now = BEGIN + timedelta(days=day, hours=10)
        sent: list[dict[str, Any]] = [{"id": f"m{day}", "type": "morning", "pain": chance.randrange(2, 5)}]
        if day % 7 == 3:
            sent.append({"id": f"q{day}", "type": "screen", "red_flags": {"all_others": "no"}})
        sent.append({"id": f"s{day}", "type": "session", "pain_before": 3, "pain_during": 2})
        if day % 2:
            sent.append(
                {"id": f"s{day}-later", "type": "correction", "corrects": f"s{day}", "change": {"pain_after": 3}}
            )
        at = [now + timedelta(minutes=n) for n in range(len(sent))]
        taken = record(person, [{**body, "at": t.isoformat()} for body, t in zip(sent, at, strict=True)], at[-1])
        assert {receipt.status for receipt in taken} == {"stored"}
    return now + timedelta(hours=1)


def test_ordinary_use_never_replays_more_than_a_fortnight(monkeypatch):
    person = charted()
    replays: list[int] = []
    climbs = standing.climb

    def counted(base, earlier, rows, content, **more):
        replays.append(len(rows))
        return climbs(base, earlier, rows, content, **more)

    year(person, 60)
    monkeypatch.setattr(standing, "climb", counted)
    now = BEGIN + timedelta(days=60)
    late = [{"id": "late", "type": "pain", "back": 4, "at": (now - timedelta(days=6)).isoformat()}]
    record(person, late, now)
    record(person, [{"id": "next", "type": "pain", "back": 4, "at": now.isoformat()}], now)
    assert replays[0] <= 16 * 4 and replays[1] == 1
    stands(person, now)


def test_a_stored_state_stays_small_for_years():
    person = charted()
    now = year(person, 150)
    stands(person, now)
    stored = Standing.objects.get(person=person)
    assert len((stored.head + stored.earlier).encode()) <= standing.MOST_BYTES
    assert len(stored.head.encode()) <= standing.MOST_BYTES / 3, "there is no room for states of earlier days beside it"


# ------------------------------------------------------------------------------------------------ wrong or foreign


@pytest.mark.parametrize(
    "text", ["", "null", "{}", "[]", "not json", '{"number": 1}', '{"number": "1", "at": "x", "state": {}, "seen": {}}']
)
def test_a_text_that_is_none_is_made_again(text):
    person = charted()
    now = year(person, 3)
    Standing.objects.filter(person=person).update(head=text, earlier=json.dumps([text]))
    stands(person, now)
    assert Standing.objects.get(person=person).head != text


def test_a_state_of_other_content_or_code_is_made_again():
    person = charted()
    now = year(person, 3)
    head = json.loads(Standing.objects.get(person=person).head)
    head["state"]["stage"] = "maintain"
    Standing.objects.filter(person=person).update(key="other", head=json.dumps(head))
    stands(person, now)


def test_a_state_of_a_chart_that_has_one_event_more_is_made_again():
    """As after a crash between event and state, or an older server that knows no such state."""
    person = charted()
    now = year(person, 3)
    body = {"id": "x", "type": "screen", "actor": "patient", "at": now.isoformat(), "red_flags": {"fever": "yes"}}
    store.append(person, body, now, now)
    reading = read(person, now)
    assert reading is not None and not reading.state.disposition.allows_exercise
    state, _ = replayed(person, now)
    assert reading.state == state
    record(person, [{"id": "y", "type": "pain", "back": 3, "at": now.isoformat()}], now)
    assert Standing.objects.get(person=person).latest == store.latest(person)


def test_without_a_state_it_is_made_again():
    person = charted()
    now = year(person, 3)
    Standing.objects.all().delete()
    stands(person, now)


def test_other_content_of_the_same_version_is_not_mixed_up(monkeypatch):
    person = charted()
    now = year(person, 3)
    other = replace(CONTENT, digest="another", memo={})
    monkeypatch.setitem(contents._offered, "", lambda _language: other)
    assert standing.head_of(store.standing(person), other, store.latest(person) or 0, now) is None
    stands_key = Standing.objects.get(person=person).key
    assert read(person, now) is not None
    assert Standing.objects.get(person=person).key != stands_key


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("meanwhile", [False, True])
@pytest.mark.parametrize("content", ["", "older"])
def test_after_an_upgrade_nobody_waits_while_a_chart_is_replayed(monkeypatch, meanwhile, content):
    person = charted()
    now = year(person, 20)
    before = Told.objects.filter(person=person).count()
    Standing.objects.filter(person=person).update(key="older", **({"content": content} if content else {}))
    if content:
        monkeypatch.setattr(store, "made_with", lambda _person: content)
    replays: list[tuple[int, bool]] = []
    climbs = standing.climb

    def counted(base, earlier, rows, *args, **more):
        made = climbs(base, earlier, rows, *args, **more)
        replays.append((len(rows), connection.in_atomic_block))
        if meanwhile and len(replays) == 1:
            body = {"id": "x", "type": "pain", "actor": "patient", "at": now.isoformat(), "back": 3}
            store.append(person, body, now, now)
        return made

    monkeypatch.setattr(standing, "climb", counted)
    (receipt,) = record(person, [{"id": "y", "type": "pain", "back": 3, "at": now.isoformat()}], now)
    assert receipt.status == "stored"
    assert [rows for rows, locked in replays if locked and rows > 2] == []
    assert [locked for rows, locked in replays if rows > 2] == [False] * (1 + meanwhile)
    monkeypatch.undo()
    stands(person, now)
    assert Told.objects.filter(person=person).count() <= before + 2
    assert (person.events.filter(type="reissue").count() == 1) == bool(content)


# ------------------------------------------------------------------------------------------------ the stored form

DAY = BEGIN.date()
BACK = WayBack("red", (0.5, 0.8, 1.0), 1, DAY, DAY, 300)
TRACK = Track(Dose(1, 5, 3), Dose(2, 8, 5), DAY, DAY, Dose(2, 6, 5), 1, 4, 2, 0, (6, 7), (DAY,), DAY, BACK, 2)

FULL = State(
    patient="p", content="v", intake_at=DAY, started=DAY, disposition=Disposition.URGENT,
    screen_reasons=(Reason("r", "saw", "says", "clinical", "limit", "considered", ("s",), ("f",), ("a",)),),
    advice=(Reason("r", "saw", "says", "clinical", "limit", "considered", ("s",), ("f",), ("a",)),),
    asks=("fever",), blocked=True, stage="strengthen", roster=("a", "b"), tracks={"a": TRACK}, back=BACK,
    returning={"b": DAY}, loads=((1, 300), (2, 280)), strength_days=(DAY,), last_red=BEGIN, reds=(DAY,),
    waiting=Waiting(BEGIN, 3.0, "green", (("c", Dose(2, 8, 5)),), ("c",), ("a",)), sessions=12, harder=("a",),
    barred_directions=frozenset({"side", "rotation"}), rested={"b": DAY}, rests={"b": 2},
    removed=frozenset({"x", "y"}), pinned={"c": Dose(2, 8, 5)}, pains=[(DAY, 3.5), (DAY, 4)],
    measures={"m": ((DAY, 7.0),)}, usual=UsualPain(), walk=Walk(12, 2, 5, DAY, 3), gap_seen=(DAY, True),
    flare=Flare(DAY, "calm", 3.0, (DAY,)),
)  # fmt: skip


def test_every_field_of_a_state_survives():
    person = charted()
    year(person, 30)
    lived, _ = replayed(person, BEGIN + timedelta(days=31))
    whole = replace(FULL, intake=lived.intake)
    for state in (State(), lived, whole):
        text = json.dumps(to_stored(state))
        assert from_stored(State, json.loads(text)) == state
    left = {name for name in get_type_hints(State) if name not in {f.name for f in fields(State)}}
    assert not left
    day = BEGIN.date()
    seen = Seen(
        (day, 3.5, 2),
        (4.0, 5.0),
        ("a", "b"),
        Pause("p", BEGIN, until=day),
        ((day, (5, "calm")), (day, (0, ""))),
        (2, BEGIN),
        (1, BEGIN),
        (day, day),
    )
    point = Point(3, 3, BEGIN, day, day, whole, seen)
    assert from_stored(Point, json.loads(json.dumps(to_stored(point)))) == point


def test_sets_and_numbers_come_back_as_they_were():
    back = from_stored(State, json.loads(json.dumps(to_stored(FULL))))
    assert [type(value) for _, value in back.pains] == [float, int]
    assert back == FULL
    assert [type(value) for value in (back.removed, back.pinned["c"], back.measures["m"], back.disposition)] == [
        frozenset, Dose, tuple, Disposition,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "change", [{"stage": "gone"}, {"sessions": "3"}, {"reds": "2026"}, {"nothing": 1}, {"pains": [[1]]}, {"waiting": 5},
               {"disposition": 99}, {"removed": "x"}, {"started": "yesterday"}, {"blocked": 1}],
)  # fmt: skip
def test_what_does_not_fit_is_no_state(change):
    with pytest.raises(ValueError):
        from_stored(State, {**to_stored(FULL), **change})


# ------------------------------------------------------------------------------------------------ what was told


def test_what_was_told_can_be_told_in_another_language():
    person = charted()
    now = year(person, 30)
    record(
        person, [as_event(n, kind, 8, DAYS * 24, n, 0) for n, kind in enumerate(KINDS)], BEGIN + timedelta(days=DAYS)
    )
    spanish = load_language("es")
    _, decisions = replayed(person, now + timedelta(days=DAYS))
    events = [entry.event for entry in entries(person, now + timedelta(days=DAYS))]
    theirs = run(events, spanish, now + timedelta(days=DAYS))
    assert tuple(told_in(spanish, each) for each in decisions) == theirs.decisions
    reading = read(person, now + timedelta(days=DAYS), "es")
    assert reading is not None and reading.state == theirs.state


def test_an_upgrade_does_not_rewrite_what_was_told(monkeypatch):
    person = charted()
    now = year(person, 20)
    before = told(person, CONTENT)
    values = {name: replace(rule, patient=f"New: {rule.patient}") for name, rule in CONTENT.rules.items()}
    newer = replace(CONTENT, version="newer", digest="newer", rules=values, memo={})
    monkeypatch.setitem(contents._offered, "", lambda _language: newer)
    reading = read(person, now)
    assert reading is not None
    assert reading.decisions[: len(before)] == before
    assert {row.content for row in Told.objects.filter(person=person)} == {CONTENT.version, "newer"}
    assert [row.reason.rule for row in reading.decisions[len(before) :]][:1] == ["birddog-reissue"]


def test_what_came_in_late_is_decided_again_from_its_time_on():
    person = charted()
    now = year(person, 10)
    first = Told.objects.filter(person=person).count()
    late = BEGIN + timedelta(days=4)
    record(person, [{"id": "late", "type": "flare", "pain": 8, "at": late.isoformat()}], now)
    (row,) = Told.objects.filter(person=person).order_by("number")[first:]
    assert datetime.fromisoformat(row.again[0]) == late
    stands(person, now)


def test_what_was_told_is_never_changed():
    person = charted()
    row = Told.objects.filter(person=person).get()
    with pytest.raises(TypeError, match="never changed"):
        Told.objects.update(content="x")
    with pytest.raises(Exception, match="never changed"), connection.cursor() as cursor:
        cursor.execute("UPDATE records_told SET content = 'x' WHERE number = %s", [row.number])


def test_a_chart_from_before_the_record_is_recorded_once_as_worked_out_later():
    person = charted()
    now = year(person, 5)
    Told.objects.all().delete()
    Standing.objects.all().delete()
    stands(person, now)
    (row,) = Told.objects.filter(person=person)
    assert row.rebuilt and row.again is None
    record(person, [{"id": "y", "type": "pain", "back": 3, "at": now.isoformat()}], now)
    stands(person, now)


def test_days_that_pass_are_decided_when_the_page_is_read():
    person = charted()
    reading = read(person, BEGIN + timedelta(days=8))
    assert reading is not None
    _, head = points_of(store.whole_standing(person), CONTENT)
    assert head is not None
    course, state = Course(CONTENT), head.state
    pass_time(course, state, BEGIN + timedelta(days=8))
    assert reading.course.decisions == course.decisions
    assert reading.state == state


def test_the_clock_that_is_put_back_is_answered_from_an_earlier_point():
    person = charted()
    year(person, 20)
    ahead = BEGIN + timedelta(days=300)
    record(person, [{"id": "f", "type": "screen", "red_flags": {"fever": "yes"}, "at": ahead.isoformat()}], ahead)
    now = BEGIN + timedelta(days=20)
    record(person, [{"id": "g", "type": "pain", "back": 3, "at": now.isoformat()}], now)
    reading = read(person, now)
    assert reading is not None and not reading.state.disposition.allows_exercise
    assert reading.state == replayed(person, now)[0]
    later = ahead + timedelta(days=1)
    assert (reading := read(person, later)) is not None and reading.state == replayed(person, later)[0]
