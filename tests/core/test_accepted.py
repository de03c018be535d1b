"""What the quick look at a value accepts, jsonschema accepts; what people send is accepted by the quick look."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import tests.strategies as made
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from birddog.catalog.accepted import accepts
from birddog.catalog.refusals import FORMATS
from birddog.core.log.events import EVENT_TYPES

SCHEMAS = {"answers": made.schema_of_intake(), **made.schemas_of_events()}
VALIDATORS = {name: Draft202012Validator(schema, format_checker=FORMATS) for name, schema in SCHEMAS.items()}
WHOLE = {"answers": made.people(), **{name: made.events(name) for name in EVENT_TYPES}}


@st.composite
def rows(draw: st.DrawFn) -> tuple[str, Any]:
    """A kind of value with a value of it, whole or with anything at one place."""
    kind = draw(st.sampled_from(sorted(WHOLE)))
    whole = WHOLE[kind]
    return kind, draw(whole if draw(st.booleans()) else made.damaged(whole))


@settings(max_examples=300)
@given(rows())
def test_what_is_accepted_is_valid(row: tuple[str, Any]):
    kind, value = row
    assert not accepts(SCHEMAS[kind], value) or VALIDATORS[kind].is_valid(value)


ODD = [
    *(True, False, None, 0, 1, -1, 1.0, 0.5, 1e400, float("nan"), 10**400, "", " ", "no", "No", "unsure", "x" * 5000),
    *([], {}, [None], ["no"], [1, True], ["mat", "mat"], ["monday", "monday"], {"": ""}, {"id": 1}, "\ud800"),
    *("2026-02-30", "20260302", "2026-W10-1", "2026-03-02 ", "\u0662\u0660\u0662\u0666-03-02"),
    *("2026-03-02T08:30", "2026-03-02T08:30:00Z", "2026-03-02T24:00"),
]


def places(schema: dict[str, Any], path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in the values of a schema."""
    found = [path] if path else []
    for name, inner in schema.get("properties", {}).items():
        found += places(inner, (*path, name))
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            found += places(schema[key], (*path, 0 if key == "items" else "any"))
    return found


def with_at(path: tuple[str | int, ...], new: Any) -> Any:
    """The least value that has something at a place."""
    for part in reversed(path):
        new = [copy.deepcopy(new)] if part == 0 else {part: new}
    return new


@pytest.mark.parametrize("kind", SCHEMAS)
def test_no_odd_value_is_accepted_at_any_place_where_it_is_not_valid(kind: str):
    base = {} if kind == "answers" else {"id": "e1", "at": "2026-03-02T08:30", "type": kind}
    seen = 0
    for path in places(SCHEMAS[kind]):
        if path[0] == "intake":
            continue  # the same places as of an intake
        for odd in ODD:
            value = {**base, **with_at(path, odd)}
            if accepts(SCHEMAS[kind], value):
                seen += 1
                assert VALIDATORS[kind].is_valid(value), (path, odd)
    assert seen or SCHEMAS[kind]["required"], kind


def test_the_answers_of_every_example_are_accepted_at_once():
    assert [path.stem for path in made.INTAKES if not accepts(SCHEMAS["answers"], made.load_intake(path))] == []


def test_a_word_of_schemas_that_is_not_known_here_is_never_accepted():
    assert accepts({"type": "string"}, "a")
    assert not accepts({"type": "string", "pattern": "b"}, "a")
    assert not accepts({"properties": {"a": {"const": 1}}}, {"a": 2})
