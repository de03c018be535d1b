"""Intakes and events from JSON: checked against their schema, with messages that name the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from birddog.catalog.accepted import accepts
from birddog.catalog.json_text import json_of
from birddog.core.chart.acceptance import acceptable, exercises_of, well_formed
from birddog.core.chart.corrections import after
from birddog.core.content.content import Content
from birddog.core.content.values import BirddogError
from birddog.core.log.events import EVENT_TYPES, Correction, Event
from birddog.core.log.history import flags_of_today
from birddog.core.log.home_made import with_events
from birddog.core.log.schema import as_json, build, recall, schema_of
from birddog.core.person.intake import Intake

ANSWERS = ["no", "unsure", "yes", "unanswered"]
MOST_OF_A_TYPE, MOST_OF_AN_OPTION, MOST_OF_A_NUMBER = 20, 80, 1_000_000
"""Letters of the name of a type and of an option, and the largest number, of an event of another time."""


def intake_schema(content: Content) -> dict[str, Any]:
    """JSON Schema of an intake, each danger sign a property with its question."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:birddog:intake",
        **_with_content(schema_of(Intake), content),
    }


def event_schema(content: Content) -> dict[str, Any]:
    """JSON Schema of an event: one shape for each ``type``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:birddog:event",
        "title": "Event",
        "description": "One entry of a chart; a chart is one event a line, in order of time.",
        "oneOf": [_event_type(name, content) for name in EVENT_TYPES],
    }


def _event_type(name: str, content: Content) -> dict[str, Any]:
    schema = _with_content(schema_of(EVENT_TYPES[name]), content)
    schema["properties"]["type"] = {**schema["properties"]["type"], "enum": [name]}
    schema["required"] = sorted({*schema["required"], "id", "at", "type"} | ({"intake"} if name == "intake" else set()))
    return schema


def _with_content(schema: dict[str, Any], content: Content) -> dict[str, Any]:
    """The schema with danger signs and exercise ids spelled out from the content."""
    properties = schema["properties"]
    if "red_flags" in properties:
        properties["red_flags"] = {**_flags(content), "description": properties["red_flags"]["description"]}
    ids = [*(e.id for e in content.exercises if e.kind != "avoid"), *content.retired]
    for place in (properties, properties.get("life", {}).get("properties", {})):
        for name in {"likes", "dislikes", "aerobic", "restore"} & place.keys():
            place[name]["items"] = {"enum": ids}
    time = properties["time"]["properties"] if "time" in properties else properties
    if "days_per_week" in time and "dose-strength-10-30min-1-3-daily" in content.rules:
        asked = content.values.dose_strength_10_30min_1_3_daily
        for name, (low, high) in (("minutes", asked.minutes), ("per_day", asked.per_day)):
            time[name] |= {"minimum": low, "maximum": high}
        if "time" in properties:
            time["minutes"]["minimum"] = 0  # someone without time is screened all the same, and walks
    if "intake" in properties:
        properties["intake"] = _with_content(properties["intake"], content)
    return schema


def _flags(content: Content) -> dict[str, Any]:
    items = {
        item.id: {"enum": ANSWERS, "title": item.id.replace("_", " ").capitalize(), "description": item.question}
        for item in content.screen_items
    }
    gone = {row.id: {"enum": ANSWERS, "title": row.id, "description": row.name} for row in content.retired.values()}
    others = {
        "enum": ["no", "unanswered"],
        "title": "All others",
        "description": "'no': every danger sign not listed here was asked about and answered no.",
    }
    return {
        "type": "object",
        "title": "Danger signs",
        "properties": {**gone, **items, "all_others": others},
        "additionalProperties": False,
    }


@lru_cache(maxsize=128)
def _schemas(version: str) -> dict[str, dict[str, Any]]:
    del version
    return {}


def _schema(name: str, content: Content) -> dict[str, Any]:
    made = _schemas(content.digest)
    if name not in made:
        made[name] = intake_schema(content) if name == "Intake" else _event_type(name, content)
    return made[name]


def read_intake(value: Any, content: Content, where: str = "intake") -> Intake:
    """An intake from JSON values, with danger signs that were renamed or split under their ids of today.

    Raises ``BirddogError`` naming field, value and what is allowed.
    """
    _check("Intake", content, value, where)
    intake = build(Intake, value)
    return replace(intake, red_flags=flags_of_today(intake.red_flags, content))


def read_event(value: Any, content: Content, where: str = "event") -> Event:
    """An event from JSON values; see ``read_intake`` for errors."""
    if not isinstance(value, dict):
        raise BirddogError(f"{where}: an event is a JSON object, not {type(value).__name__}")
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in EVENT_TYPES:
        raise BirddogError(f"{where}: type is {kind!r}; allowed: {', '.join(EVENT_TYPES)}")
    _check(kind, content, value, where)
    event = build(EVENT_TYPES[kind], value)
    try:
        acceptable(event, content)
    except BirddogError as error:
        raise BirddogError(f"{where}: {error}") from error
    return event


def stored_event(value: dict[str, Any]) -> Event:
    """An event that was accepted once, whatever content and shapes are today's: nothing in it is refused.

    A type that is gone comes back as a bare ``Event``, which no decision looks at.
    """
    return recall(EVENT_TYPES.get(value["type"], Event), value)


def past_event(value: Any, where: str = "event") -> Event:
    """An event of a file that was accepted under other content, read as ``stored_event`` does.

    What content says is not asked of it again: ids, options and ranges may be gone or narrower by now. Raises
    ``BirddogError`` for what can have been no event under any.
    """
    if not isinstance(value, dict):
        raise BirddogError(f"{where}: an event is a JSON object, not {type(value).__name__}")
    kind = value.get("type")
    _fit(_widest(kind if isinstance(kind, str) and kind in EVENT_TYPES else ""), value, where)
    event = stored_event(value)
    try:
        well_formed(event)
    except BirddogError as error:
        raise BirddogError(f"{where}: {error}") from error
    return event


@cache
def _widest(kind: str) -> dict[str, Any]:
    """The shape that an event of a type has under any content; an empty ``kind``: of a type that is gone."""
    schema = _opened(schema_of(EVENT_TYPES.get(kind, Event)))
    for name in ("id", "at", "type"):
        schema["properties"][name] = {"type": "string", "minLength": 1, **schema["properties"][name]}
    schema["properties"]["type"] = {"type": "string", "minLength": 1, "maxLength": MOST_OF_A_TYPE}
    schema["required"] = ["at", "id", "type", *(["intake"] if kind == "intake" else [])]
    return schema


def _opened(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that also takes options and fields of other times; numbers stay within reason."""
    if "enum" in schema:
        return {"type": ["string", "null"], "maxLength": MOST_OF_AN_OPTION}
    opened = {name: part for name, part in schema.items() if name not in ("required", "minItems", "uniqueItems")}
    if {"number", "integer"} & {*(schema["type"] if isinstance(schema["type"], list) else [schema["type"]])}:
        opened = {"minimum": -MOST_OF_A_NUMBER, "maximum": MOST_OF_A_NUMBER, **opened}
    if "properties" in schema:
        opened["properties"] = {name: _opened(part) for name, part in schema["properties"].items()}
    if "items" in schema:
        opened["items"] = _opened(schema["items"])
    others = schema.get("additionalProperties")
    if others is not None:
        opened["additionalProperties"] = _opened(others) if isinstance(others, dict) else True
    return opened


def check_correction(event: Correction, target: Event, content: Content, where: str) -> None:
    """The event that a correction leads to, read as if it stood in the file.

    What the event held before the correction was accepted in its time and is not refused now.
    """
    if event.withdraw:
        return
    try:
        read_event(_changed(target, event.change), content, where)
    except BirddogError as refused:
        if {*str(refused).split("\n")} - {*_refused(_changed(target, {}), content, where).split("\n")}:
            raise
        changed = past_event(_changed(target, event.change), where)
        for exercise in {*exercises_of(changed)} - {*exercises_of(target), *content.retired}:
            content.exercise(exercise)


def check_past_correction(event: Correction, target: Event, where: str) -> None:
    """As ``check_correction``, for one that was accepted under other content itself."""
    if not event.withdraw:
        past_event(_changed(target, event.change), where)


def _changed(target: Event, change: dict[str, Any]) -> dict[str, Any]:
    return {**as_json(target), **change, "id": target.id, "at": target.at.isoformat(), "type": target.type}


def _refused(value: dict[str, Any], content: Content, where: str) -> str:
    """Why an event is refused; empty when it is not."""
    try:
        read_event(value, content, where)
    except BirddogError as error:
        return str(error)
    return ""


def read_chart(lines: Iterable[str], content: Content, where: str = "chart") -> list[Event]:
    """A chart from JSON lines. A line that does not parse (a truncated file) is named.

    What stands before a ``reissue``, and a whole chart that was made with other content, was accepted under that
    content, and is read as it stands.
    """
    rows = list(_rows(lines, where))
    events: list[Event] = []
    accepted = accepted_before([value for _, value in rows], content)
    for number, (place, value) in enumerate(rows):
        events.append(past_event(value, place) if number < accepted else read_event(value, content, place))
        content = with_events(content, events[-1:])
    first = {e.id: e for e in events if not isinstance(e, Correction)}
    stands: dict[str, Event | None] = {**first}
    for number, event in enumerate(events):
        if isinstance(event, Correction) and event.corrects in first:
            target = stands[event.corrects]
            left = stands[event.corrects] = after(target, event, content, first[event.corrects])
            if number >= accepted and (target or left):
                check_correction(event, target or first[event.corrects], content, f"{rows[number][0]}, change")
    return events


def accepted_before(values: Sequence[Any], content: Content) -> int:
    """How many entries of a chart were accepted under other content than this."""
    last = ""
    reissued = 0
    for number, value in enumerate(values):
        kind = value.get("type") if isinstance(value, dict) else ""
        last = (value.get("content") or last) if kind in ("intake", "reissue") else last
        reissued = number if kind == "reissue" else reissued
    return reissued if last in ("", content.version) else len(values)


def _rows(lines: Iterable[str], where: str) -> Iterator[tuple[str, Any]]:
    """The JSON values of a chart's lines, each with its place."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{where} line {number}"
        try:
            value = json_of(line)
        except BirddogError as error:
            raise BirddogError(f"{place}: {error}") from error
        yield place, value


def _check(name: str, content: Content, value: Any, where: str) -> None:
    _fit(_schema(name, content), value, where)


def _fit(schema: dict[str, Any], value: Any, where: str) -> None:
    """Raises ``BirddogError`` for a value that does not fit; what is wrong with it is only then looked for."""
    if not accepts(schema, value):
        from birddog.catalog.refusals import refuse

        refuse(schema, value, where)
