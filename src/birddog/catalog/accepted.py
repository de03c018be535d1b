"""Whether a JSON value fits a schema, answered quickly and never too kindly.

A yes is certain: jsonschema says yes too, which a property test holds. A no means "not certain": then jsonschema is
asked (``refusals``), and it decides and says what is wrong. So this knows only the keywords and the kinds of values
that the schemas of intakes and events use, and the time that jsonschema takes to load is spent on what may be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

Schema = Mapping[str, Any]
WORDS = frozenset({"$schema", "$id", "title", "description", "examples"})
"""Keywords that restrict nothing."""
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_time(text: object) -> bool:
    """Whether a text is a date with a time (or without); anything that is no text is not looked at.

    Raises ``ValueError`` for a text that is none.
    """
    return not isinstance(text, str) or isinstance(datetime.fromisoformat(text), datetime)


def accepts(schema: Schema, value: Any) -> bool:
    """Whether ``value`` surely fits ``schema`` (draft 2020-12, with its formats)."""
    words = schema.keys() - WORDS
    return words <= CHECKS.keys() and all(CHECKS[word](schema, value) for word in words)


def _type(schema: Schema, value: Any) -> bool:
    told = schema["type"]
    return any(_is(kind, value) for kind in (told if isinstance(told, list) else [told]))


def _is(kind: str, value: Any) -> bool:
    return type(value) in KINDS.get(kind, ())


def _enum(schema: Schema, value: Any) -> bool:
    return (value is None or type(value) is str) and value in schema["enum"]


def _range(schema: Schema, value: Any) -> bool:
    if type(value) not in KINDS["number"]:
        return True
    low, high = schema.get("minimum", value), schema.get("maximum", value)
    return bool(low <= value <= high)


def _length(schema: Schema, value: Any) -> bool:
    return not isinstance(value, str) or schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))


def _format(schema: Schema, value: Any) -> bool:
    if not isinstance(value, str):
        return True
    try:
        if schema["format"] == "date":
            return DAY.fullmatch(value) is not None and isinstance(date.fromisoformat(value), date)
        return schema["format"] == "date-time" and is_time(value)
    except ValueError:
        return False


def _items(schema: Schema, value: Any) -> bool:
    return not isinstance(value, list) or all(accepts(schema["items"], part) for part in value)


def _many(schema: Schema, value: Any) -> bool:
    return not isinstance(value, list) or len(value) >= schema["minItems"]


def _unique(schema: Schema, value: Any) -> bool:
    if not isinstance(value, list):
        return True
    return schema["uniqueItems"] is True and all(type(v) is str for v in value) and len(set(value)) == len(value)


def _required(schema: Schema, value: Any) -> bool:
    return not isinstance(value, dict) or value.keys() >= set(schema["required"])


def _properties(schema: Schema, value: Any) -> bool:
    if not isinstance(value, dict):
        return True
    known = schema["properties"]
    return all(accepts(known[name], part) for name, part in value.items() if name in known)


def _others(schema: Schema, value: Any) -> bool:
    allowed = schema["additionalProperties"]
    if not isinstance(value, dict) or allowed is True:
        return True
    others = [part for name, part in value.items() if name not in schema.get("properties", {})]
    return not others or (allowed is not False and all(accepts(allowed, part) for part in others))


KINDS: Mapping[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "boolean": (bool,), "null": (type(None),),
    "integer": (int,), "number": (int, float),
}  # fmt: skip
"""What stands for each type of JSON, exactly: whether 3.0 is a whole number is not for here to say."""

CHECKS: Mapping[str, Callable[[Schema, Any], bool]] = {
    "type": _type, "enum": _enum, "minimum": _range, "maximum": _range, "minLength": _length, "maxLength": _length,
    "format": _format, "items": _items, "minItems": _many, "uniqueItems": _unique, "required": _required,
    "properties": _properties, "additionalProperties": _others,
}  # fmt: skip
