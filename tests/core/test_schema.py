"""Schemas say what every field means; examples and content fit them; values go to JSON and back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from tests.strategies import BROKEN_INTAKES, CHARTS, CONTENT, INTAKES, changed, load_intake

import birddog
from birddog import catalog
from birddog.catalog.check import exercise_schema
from birddog.core.content.asking import ask
from birddog.core.content.values import BirddogError
from birddog.core.log.events import EVENT_TYPES
from birddog.core.log.schema import as_json, build, field_value, schema_of

SCHEMAS = {
    "intake": catalog.intake_schema(CONTENT),
    "event": catalog.event_schema(CONTENT),
    "exercise": exercise_schema(),
}


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of a schema, however deep, with its path."""
    if isinstance(schema, list):
        for n, inner in enumerate(schema):
            yield from properties(inner, f"{path}[{n}]")
    if not isinstance(schema, dict):
        return
    for name, inner in schema.get("properties", {}).items():
        yield f"{path}.{name}", inner
    for key, inner in schema.items():
        if key == "properties":
            for name, part in inner.items():
                yield from properties(part, f"{path}.{name}")
        elif key not in ("enum", "required", "examples", "const"):
            yield from properties(inner, path)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_property_has_a_title_and_a_description(name: str):
    found = list(properties(SCHEMAS[name]))
    assert len(found) > 20
    silent = [path for path, inner in found if not (inner.get("title") and inner.get("description"))]
    assert silent == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_itself_is_in_order(name: str):
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$schema"].endswith("2020-12/schema")
    assert SCHEMAS[name]["title"] and SCHEMAS[name]["description"]


def test_every_event_type_has_its_shape():
    kinds = [one["properties"]["type"]["enum"] for one in SCHEMAS["event"]["oneOf"]]
    assert kinds == [[name] for name in EVENT_TYPES]
    assert all({"id", "at", "type"} <= set(one["required"]) for one in SCHEMAS["event"]["oneOf"])


def test_every_danger_sign_is_asked_in_the_intake():
    asked = SCHEMAS["intake"]["properties"]["red_flags"]["properties"]
    retired = set(CONTENT.retired) & set(asked)
    assert set(asked) - retired == {item.id for item in CONTENT.screen_items} | {"all_others"}
    assert all(CONTENT.retired[name].parts for name in retired), "a sign that was split is still read from old files"
    assert all(asked[item.id]["description"] == item.question for item in CONTENT.screen_items)


@pytest.mark.parametrize("path", INTAKES, ids=lambda path: path.stem)
def test_example_intakes_fit_the_schema(path: Path):
    value = load_intake(path)
    Draft202012Validator(SCHEMAS["intake"], format_checker=FormatChecker()).validate(value)
    assert birddog.read_intake(value).person.id


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.stem)
def test_example_charts_fit_the_schema(path: Path):
    validator = Draft202012Validator(SCHEMAS["event"])
    for line in path.read_text(encoding="utf-8").splitlines():
        validator.validate(json.loads(line))


@pytest.mark.parametrize("name", BROKEN_INTAKES)
def test_a_broken_intake_is_refused_and_the_message_names_the_place(name: str):
    path, wrong, message = BROKEN_INTAKES[name]
    with pytest.raises(BirddogError) as error:
        birddog.read_intake(changed(load_intake(INTAKES[0]), path, wrong))
    assert message in str(error.value)
    assert str(error.value).startswith("intake: ")


def test_several_mistakes_are_told_together():
    value = changed(changed(load_intake(INTAKES[0]), ("person", "age"), 300), ("pain", "back_now"), "bad")
    with pytest.raises(BirddogError) as error:
        birddog.read_intake(value)
    assert "person.age" in str(error.value) and "pain.back_now" in str(error.value)


@pytest.mark.parametrize("value", [None, 3, "intake", [], [{}], True])
def test_what_is_no_object_is_no_intake(value: Any):
    with pytest.raises(BirddogError, match=r"intake is a \w+; allowed: dict"):
        birddog.read_intake(value)


def test_an_empty_intake_is_an_intake_that_says_nothing():
    intake = birddog.read_intake({})
    assert birddog.screen(intake, date(2026, 3, 2)).missing


def test_whole_numbers_may_be_written_with_a_point():
    intake = birddog.read_intake({"person": {"age": 44.0}, "time": {"minutes": 15.0, "days_per_week": 3.0}})
    assert isinstance(intake.person.age, int) and isinstance(intake.time.days_per_week, int)


# ------------------------------------------------------------------------------------------- the reader by itself


@dataclass(frozen=True)
class Inner:
    """Something inside."""

    score: float = ask("Score", "0 to 10.", 0.0, minimum=0, maximum=10)


@dataclass(frozen=True)
class Whole:
    """A value with every kind of field."""

    name: str = ask("Name", "Any.", "", maxLength=5)
    count: int | None = ask("Count", "How many.", minimum=1)
    day: date | None = ask("Day", "A date.")
    at: datetime | None = ask("At", "A time.")
    kind: Literal["a", "b"] = ask("Kind", "One of two.", "a")
    inner: Inner = ask("Inner", "An object.", Inner)
    many: tuple[Inner, ...] = ask("Many", "A list.", tuple)
    answers: dict[str, float] = ask("Answers", "Names to numbers.", dict)
    yes: bool = ask("Yes", "A switch.", False)


FULL: dict[str, Any] = {
    "name": "x", "count": 3, "day": "2026-03-02", "at": "2026-03-02T08:30:00", "kind": "b", "inner": {"score": 2.5},
    "many": [{"score": 1}, {"score": 0}], "answers": {"a": 1.5}, "yes": True,
}  # fmt: skip


def test_a_value_is_built_and_written_again():
    value = build(Whole, FULL)
    assert value.day == date(2026, 3, 2)
    assert value.many == (Inner(1), Inner(0))
    assert as_json(value) == {**FULL, "many": [{"score": 1}, {}]}
    assert build(Whole, as_json(value)) == value


def test_what_is_as_it_would_be_anyway_is_not_written():
    assert as_json(Whole()) == {}
    assert build(Whole, {}) == Whole()


def test_the_schema_of_a_value():
    schema = schema_of(Whole)
    assert schema["additionalProperties"] is False
    assert schema["properties"]["count"] == {
        "type": ["integer", "null"], "title": "Count", "description": "How many.", "minimum": 1,
    }  # fmt: skip
    assert schema["properties"]["day"]["format"] == "date"
    assert schema["properties"]["kind"]["enum"] == ["a", "b"]
    Draft202012Validator(schema).validate(FULL)


@pytest.mark.parametrize(("name", "value"), [*FULL.items(), ("count", None), ("day", None), ("count", 3.0)])
def test_one_field_can_be_read_alone(name: str, value: Any):
    assert field_value(Whole, name, value) == getattr(build(Whole, {name: value}), name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", 3), ("count", "3"), ("count", 0), ("count", True), ("day", "2026-02-30"), ("day", 20260302),
        ("at", "soon"), ("kind", "c"), ("kind", []), ("inner", 3), ("inner", {"score": 11}), ("inner", {"point": 1}),
        ("many", {}), ("many", [3]), ("many", [{"score": "2"}]), ("answers", {"a": "1"}), ("answers", []), ("yes", 1),
        ("name", None),
    ],
)  # fmt: skip
def test_one_field_that_does_not_fit_is_refused(name: str, value: Any):
    with pytest.raises(ValueError, match="it must be"):
        field_value(Whole, name, value)
