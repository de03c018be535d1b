"""Hypothesis strategies for intakes and charts, shared by all tests.

They are made from the JSON Schemas, so that a new field is tried from the day it exists. Values are
plain JSON, as a file would hold them; ``birddog.read_intake`` and ``birddog.read_event`` read them.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from birddog import catalog
from birddog.core.log.events import BY_CLINICIANS, EVENT_TYPES, WITHOUT_EXERCISE

ROOT = Path(__file__).resolve().parents[1]
INTAKES = sorted((ROOT / "examples" / "intakes").glob("*.json"))
CHARTS = sorted((ROOT / "examples" / "charts").glob("*.jsonl"))

DAY = date(2026, 3, 2)
START = datetime(2026, 3, 2, 8, 0)
CONTENT = catalog.load_default()
DRILLS = [e.id for e in CONTENT.exercises if e.kind == "exercise"]
INSTRUMENTS = {"nprs_back": (0, 10), "nprs_leg": (0, 10), "groc": (-7, 7)}

words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
"""Any JSON value at all."""
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def load_intake(path: Path) -> dict[str, Any]:
    """One example intake as JSON values."""
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


# ---------------------------------------------------------------------------------------------- from the schemas


@cache
def schema_of_intake() -> dict[str, Any]:
    """The intake's schema."""
    return catalog.intake_schema(CONTENT)


@cache
def schemas_of_events() -> dict[str, dict[str, Any]]:
    """Each event type's schema."""
    return {one["properties"]["type"]["enum"][0]: one for one in catalog.event_schema(CONTENT)["oneOf"]}


@cache
def by_type() -> dict[str, st.SearchStrategy[Any]]:
    """A strategy for the fields of each event type, without id, time, person and type."""
    out = {}
    for name, schema in schemas_of_events().items():
        inner = {k: v for k, v in schema["properties"].items() if k not in ("id", "at", "patient", "type", "intake")}
        required = [k for k in schema["required"] if k in inner]
        out[name] = from_schema({"type": "object", "properties": inner, "required": required})
    return out


def from_schema(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a schema (of the kinds that ``core.schema`` writes) accepts."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kinds = schema.get("type", "object")
    if isinstance(kinds, list):
        return st.none() | from_schema({**schema, "type": next(k for k in kinds if k != "null")})
    low, high = schema.get("minimum"), schema.get("maximum")
    if kinds == "integer":
        return st.integers(low, high)
    if kinds == "number":
        return st.integers(low, high) | st.floats(low, high, allow_nan=False, allow_infinity=False)
    if kinds == "boolean":
        return st.booleans()
    if kinds == "string":
        return _strings(schema)
    if kinds == "array":
        least, unique = schema.get("minItems", 0), schema.get("uniqueItems", False)
        return st.lists(from_schema(schema["items"]), min_size=least, max_size=max(3, least), unique=unique)
    return _objects(schema)


def _strings(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if schema.get("format") == "date":
        return days.map(date.isoformat)
    if schema.get("format") == "date-time":
        return st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)).map(datetime.isoformat)
    least = schema.get("minLength", 0)
    return words.filter(lambda text: len(text) >= least)


def _objects(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    properties = schema.get("properties")
    if properties is None:
        extra = schema.get("additionalProperties", True)
        return st.dictionaries(words, any_json if extra is True else from_schema(extra), max_size=3)
    fields = {name: from_schema(inner) for name, inner in properties.items()}
    required = {name: fields.pop(name) for name in schema.get("required", ()) if name in fields}
    return st.fixed_dictionaries(required, optional=fields)


# -------------------------------------------------------------------------------------------------------- intakes


@cache
def intakes() -> st.SearchStrategy[dict[str, Any]]:
    """Any valid intake; most of them lack safety answers or name danger signs."""
    return from_schema(schema_of_intake())


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    """Intakes with every compulsory answer given; most of them lead to a program."""
    schema = schema_of_intake()["properties"]
    value = draw(intakes())
    value["person"] = {
        **value.get("person", {}),
        "id": "p1",
        "age": draw(st.integers(18, 95)),
        "decides_for_self": "yes",
    }
    value["red_flags"] = {"all_others": "no"}
    where = draw(st.lists(st.sampled_from(["buttock", "leg", "hip_or_groin"]), max_size=2, unique=True))
    value["episode"] = {**draw(from_schema(schema["episode"])), "where": ["low_back", *where]}
    conditions = value.get("conditions", {})
    some = draw(st.sets(st.sampled_from(sorted(schema["conditions"]["properties"])), max_size=2))
    value["conditions"] = {k: v for k, v in conditions.items() if k in some} | {"all_others": "no"}
    if draw(st.integers(0, 3)):
        value["leg"] = {"reach": draw(st.sampled_from(["none", "buttock", "above_knee", "below_knee"]))}
    return value


def flags(answers: tuple[str, ...] = ("no", "unsure", "yes", "unanswered")) -> st.SearchStrategy[dict[str, str]]:
    """Answers to all danger signs, each by itself."""
    return st.fixed_dictionaries({item.id: st.sampled_from(answers) for item in CONTENT.screen_items})


# --------------------------------------------------------------------------------------------------------- events

VETOES = [veto.id for veto in CONTENT.vetoes]
KINDS = [name for name in EVENT_TYPES if name not in ("correction", "reissue", "intake")]
ADVANCE = st.one_of(
    st.integers(1, 47).map(lambda hours: timedelta(hours=hours)),
    st.integers(1, 9).map(lambda n: timedelta(days=n)),
    st.sampled_from([timedelta(0), timedelta(days=14), timedelta(days=30), timedelta(days=200)]),
)
pain = st.none() | st.integers(0, 10)
clear = st.sampled_from(
    [{"all_others": "no"}, {"all_others": "no"}, {}, {"fever": "unsure"}, {"saddle_numbness": "yes"}]
)


@st.composite
def events(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """The fields of one event of ``kind``, such that a chart with it can be replayed."""
    value: dict[str, Any] = draw(by_type()[kind])
    value.pop("actor", None)
    for name in ("exercise", "leg_exercise"):
        if value.get(name) is not None:
            value[name] = draw(st.sampled_from(DRILLS))
    if "red_flags" in value:
        value["red_flags"] = draw(clear)
    if kind == "aerobic":
        value["activity"] = draw(st.sampled_from(["walking", "swimming", "stationary-cycling"]))
    if kind == "session":
        value["items"] = draw(st.lists(_item_done(), max_size=3))
    if kind == "measure":
        value = draw(_measures())
    if kind == "edit":
        value = draw(_edits())
    elif kind in BY_CLINICIANS:
        value |= {"actor": "therapist", "clinician": "A. Berg", "license": "PT 1"}
    if kind == "override":
        value |= {"veto": draw(st.sampled_from(VETOES)), "until": "2026-05-01", "reason": "Because it is right."}
    if kind == "screened":
        value["red_flags"] = {item.id: "no" for item in CONTENT.screen_items}
    return value


def _item_done() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"exercise": st.sampled_from(DRILLS)},
        optional={
            "done": st.sampled_from(["yes", "partly", "no"]),
            "effort": pain,
            "pain": pain,
            "hurt": st.booleans(),
        },
    )


@st.composite
def _measures(draw: st.DrawFn) -> dict[str, Any]:
    name = draw(st.sampled_from([*INSTRUMENTS, "psfs"]))
    if name == "psfs":
        return {"instrument": name, "answers": draw(st.dictionaries(words, st.integers(0, 10), min_size=1, max_size=3))}
    return {"instrument": name, "score": draw(st.integers(*INSTRUMENTS[name]))}


@st.composite
def _edits(draw: st.DrawFn) -> dict[str, Any]:
    schema = schemas_of_events()["edit"]["properties"]
    action = draw(st.sampled_from(schema["action"]["enum"]))
    value: dict[str, Any] = {"action": action, "actor": "therapist"}
    if action == "move_stage":
        value["stage"] = draw(st.sampled_from([s for s in schema["stage"]["enum"] if s]))
    elif action not in WITHOUT_EXERCISE:
        value["exercise"] = draw(st.sampled_from(DRILLS))
    if action == "order":
        value["order"] = draw(st.lists(st.sampled_from(DRILLS), max_size=8, unique=True))
    if action == "pin_dose":
        value["dose"] = draw(from_schema({**schema["dose"], "type": "object"}))
    return value


@st.composite
def charts(draw: st.DrawFn, most: int = 12, corrections: bool = True) -> list[dict[str, Any]]:
    """A chart that can be replayed: an intake and what happened then, in order of time."""
    at = START
    rows = [{"id": "e0", "at": at.isoformat(), "type": "intake", "intake": draw(people())}]
    for number in range(1, draw(st.integers(0, most)) + 1):
        at += draw(ADVANCE)
        kind = draw(st.sampled_from(["session", "morning", *KINDS]))
        rows.append({"id": f"e{number}", "at": at.isoformat(), "type": kind, **draw(events(kind))})
    if corrections and len(rows) > 1 and draw(st.booleans()):
        rows.append({"id": "c1", "at": at.isoformat(), "type": "correction", **draw(_corrections(rows[1:]))})
    return rows


@st.composite
def _corrections(draw: st.DrawFn, rows: list[dict[str, Any]]) -> dict[str, Any]:
    target = draw(st.sampled_from(rows))
    if draw(st.booleans()):
        return {"corrects": target["id"], "withdraw": True}
    again = draw(events(target["type"]))
    return {"corrects": target["id"], "change": again}


# --------------------------------------------------------------------------------------------------------- broken

Break = Callable[[dict[str, Any]], dict[str, Any]]


def changed(value: dict[str, Any], path: tuple[str | int, ...], new: Any) -> dict[str, Any]:
    """A deep copy of ``value`` with ``new`` at ``path``; missing objects on the way are made."""
    out = copy.deepcopy(value)
    at: Any = out
    for part in path[:-1]:
        at = at.setdefault(part, {}) if isinstance(part, str) else at[part]
    at[path[-1]] = new
    return out


BROKEN_INTAKES: dict[str, tuple[tuple[str | int, ...], Any, str]] = {
    "unknown field": (("pain", "back_weak"), 4, "pain: unknown field 'back_weak'; allowed: back_now, back_week"),
    "unknown field at the top": (("redflags",), {}, "unknown field 'redflags'"),
    "unknown danger sign": (("red_flags", "sadle_numbness"), "yes", "red_flags: unknown field 'sadle_numbness'"),
    "answer not in the list": (("red_flags", "fever"), "maybe", 'red_flags.fever is "maybe"; allowed: no, unsure, yes'),
    "wrong type": (("person", "age"), "44", 'person.age is "44"; it must be integer'),
    "true is not a number": (("pain", "back_now"), True, "pain.back_now is true; it must be number"),
    "a list for an object": (("pain",), [4], "pain is [4]; it must be object"),
    "null for an object": (("episode",), None, "episode is null; it must be object"),
    "text for a list": (("eases",), "sitting", 'eases is "sitting"; it must be array'),
    "out of range above": (("pain", "leg_now"), 11, "pain.leg_now is 11; allowed: 0 to 10"),
    "out of range below": (("person", "age"), -1, "person.age is -1; allowed: 0 to 120"),
    "too long a session": (("time", "minutes"), 31, "time.minutes is 31; allowed: 0 to 30"),
    "impossible date": (
        ("conditions", "pregnancy", "due"),
        "2026-02-30",
        'conditions.pregnancy.due is "2026-02-30"; it must be a date',
    ),
    "date in another order": (("episode", "began"), "30.01.2026", 'episode.began is "30.01.2026"; it must be a date'),
    "equipment not known": (("equipment",), ["wal"], 'equipment.0 is "wal"; allowed: mat, wall'),
    "exercise not known": (("life", "likes"), ["bird-dogs"], 'life.likes.0 is "bird-dogs"; allowed:'),
    "an id too long": (("person", "id"), "x" * 81, "person.id"),
}
"""What to put where, and what the message must say."""

BROKEN_EVENTS: dict[str, tuple[dict[str, Any], str]] = {
    "unknown field": ({"id": "e1", "at": "2026-03-03T08:00", "type": "morning", "pian": 3}, "unknown field 'pian'"),
    "unknown type": (
        {"id": "e1", "at": "2026-03-03T08:00", "type": "mornings"},
        "type is 'mornings'; allowed: intake, session",
    ),
    "no type": ({"id": "e1", "at": "2026-03-03T08:00"}, "type is None; allowed"),
    "type of another kind": (
        {"id": "e1", "at": "2026-03-03T08:00", "type": ["morning"]},
        "type is ['morning']; allowed",
    ),
    "no id": ({"at": "2026-03-03T08:00", "type": "morning"}, "'id' is a required property"),
    "empty id": ({"id": "", "at": "2026-03-03T08:00", "type": "morning"}, 'id is ""'),
    "no time": ({"id": "e1", "type": "morning", "pain": 3}, "'at' is a required property"),
    "impossible time": (
        {"id": "e1", "at": "2026-03-32T08:00", "type": "morning"},
        'at is "2026-03-32T08:00"; it must be a date-time',
    ),
    "not a time": ({"id": "e1", "at": "yesterday", "type": "morning"}, 'at is "yesterday"; it must be a date-time'),
    "wrong type": (
        {"id": "e1", "at": "2026-03-03T08:00", "type": "morning", "pain": "3"},
        'pain is "3"; it must be number or null',
    ),
    "out of range": (
        {"id": "e1", "at": "2026-03-03T08:00", "type": "morning", "pain": 10.5},
        "pain is 10.5; allowed: 0 to 10",
    ),
    "unknown exercise": (
        {"id": "e1", "at": "2026-03-03T08:00", "type": "swap", "exercise": "bird-dogs"},
        "there is no 'bird-dogs'",
    ),
    "unknown exercise in a session": (
        {"id": "e1", "at": "2026-03-03T08:00", "type": "session", "items": [{"exercise": "bridges"}]},
        "there is no 'bridges'",
    ),
    "not an object": (["e1"], "an event is a JSON object"),  # type: ignore[dict-item]
}
"""Events that cannot be used, and what the message must say."""


@st.composite
def damaged(draw: st.DrawFn, whole: st.SearchStrategy[Any]) -> Any:
    """A valid value with any JSON at one place in it: seldom still valid, and never a traceback."""
    value = copy.deepcopy(draw(whole))
    places = [((), value), *_places(value, ())]
    path, _ = draw(st.sampled_from(places))
    new = draw(any_json)
    if not path:
        return new
    at: Any = value
    for part in path[:-1]:
        at = at[part]
    if isinstance(at, dict) and draw(st.booleans()):
        at[draw(words)] = new
    else:
        at[path[-1]] = new
    return value


def _places(value: Any, path: tuple[Any, ...]) -> list[tuple[tuple[Any, ...], Any]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    out = []
    for key, part in inner:
        out += [((*path, key), part), *_places(part, (*path, key))]
    return out
