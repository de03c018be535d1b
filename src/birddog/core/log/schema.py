"""JSON Schema from the dataclasses, and dataclasses from JSON values that the schema has accepted.

One definition of every field: its type, limits and words stand in the dataclass, the schema and the
reader are derived from it. Dates are ISO 8601 strings.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Hashable
from datetime import date, datetime
from functools import cache, partial
from typing import Any, TypeVar, Union

T = TypeVar("T")
Reader = Callable[[Any], Any]
WORDS = ("title", "description", "minimum", "maximum", "minLength", "maxLength", "minItems", "uniqueItems", "examples")


@cache
def _fields(cls: Hashable) -> tuple[tuple[dataclasses.Field[Any], Any], ...]:
    kind = typing.cast(Any, cls)
    hints = typing.get_type_hints(kind)
    return tuple((f, hints[f.name]) for f in dataclasses.fields(kind) if f.init)


def schema_of(cls: type, **extra: Any) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a dataclass, every property with title and description."""
    properties = {f.name: _property(f, hint) for f, hint in _fields(cls)}
    for name, words in extra.get("properties", {}).items():
        properties[name] = {**properties[name], **words}
    return {
        "type": "object",
        "title": cls.__name__,
        "description": " ".join((cls.__doc__ or "").split()),
        "properties": properties,
        "required": [f.name for f, _ in _fields(cls) if f.metadata.get("minLength") and not f.default],
        "additionalProperties": False,
    }


def _property(field: dataclasses.Field[Any], hint: Any) -> dict[str, Any]:
    words = {name: field.metadata[name] for name in WORDS if name in field.metadata}
    return {**_type(hint), **words}


def _type(hint: Any) -> dict[str, Any]:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return {"enum": list(args)}
    if origin in (Union, types.UnionType):
        inner = _type(next(a for a in args if a is not type(None)))
        if "enum" in inner:
            return {"enum": [*inner["enum"], None]}
        return {**inner, "type": [inner["type"], "null"]} if "type" in inner else inner
    if origin is tuple:
        return {"type": "array", "items": _type(args[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(args[1]) if args[1] is not Any else True}
    if dataclasses.is_dataclass(hint):
        return schema_of(typing.cast(type, hint))
    return {
        int: {"type": "integer"}, float: {"type": "number"}, bool: {"type": "boolean"}, str: {"type": "string"},
        date: {"type": "string", "format": "date"}, datetime: {"type": "string", "format": "date-time"},
    }[hint]  # fmt: skip


def build(cls: type[T], value: dict[str, Any]) -> T:
    """A dataclass from JSON values that its schema has accepted; fields left out take their defaults."""
    readers = _readers(typing.cast(Hashable, cls))
    return cls(**{name: None if part is None else readers[name](part) for name, part in value.items()})


@cache
def _readers(cls: Hashable) -> dict[str, Reader]:
    return {f.name: _reader(hint) for f, hint in _fields(cls)}


def recall(cls: type[T], value: dict[str, Any]) -> T:
    """A dataclass from JSON values that were accepted once, maybe by an older shape of it.

    Fields that are gone are passed over. An option that is gone counts as ``unsure`` or ``unanswered`` where there is
    such an answer; else, as a value of another type does, it takes what the field's ``gone`` says, or the default.
    Ranges are not looked at: they hold at the door.
    """
    return cls(**recalled(cls, value))


def recalled(cls: type, value: dict[str, Any]) -> dict[str, Any]:
    """The fields of ``recall``: those that are given and can be read."""
    readers = _recallers(typing.cast(Hashable, cls))
    return {
        name: made
        for name, part in value.items()
        if name in readers and (made := readers[name](part)) is not UNREADABLE
    }


@cache
def _recallers(cls: Hashable) -> dict[str, Reader]:
    return {field.name: _or_gone(_recaller(hint), field) for field, hint in _fields(cls)}


def _or_gone(read: Reader, field: dataclasses.Field[Any]) -> Reader:
    """``read``, with what the field says of an option that is gone."""
    if "gone" not in field.metadata:
        return read
    gone = field.metadata["gone"]
    return lambda value: gone if (part := read(value)) is UNREADABLE else part


UNREADABLE = object()
"""What stands for a part of a stored value that today's types do not hold."""
NOT_SAID = ("unsure", "unanswered")
"""What an option that is gone counts as: never as a "no", also where all others were denied."""


@cache
def _recaller(hint: Any) -> Reader:
    """What reads a stored value of this type, found once for each; ``UNREADABLE`` for what is none.

    Lists and dicts keep what can be read of them.
    """
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        gone = next((word for word in NOT_SAID if word in args), UNREADABLE)
        return partial(_option, frozenset(args), gone)
    if origin in (Union, types.UnionType):
        inner = _recaller(next(a for a in args if a is not type(None)))
        return lambda value: None if value is None else inner(value)
    if dataclasses.is_dataclass(hint):
        return partial(_inside, hint)
    if origin is tuple:
        return partial(_readable_parts, _recaller(args[0]))
    if origin is dict and args[1] is not Any:
        return partial(_readable_values, _recaller(args[1]))
    return partial(_plain, hint, _reader(hint))


def _option(options: frozenset[Any], gone: Any, value: Any) -> Any:
    try:
        return value if value in options else gone
    except TypeError:  # a list or an object, which is no option
        return gone


def _inside(cls: Any, value: Any) -> Any:
    return recall(cls, value) if isinstance(value, dict) else UNREADABLE


def _readable_parts(read: Reader, value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        return UNREADABLE
    return tuple([made for part in value if (made := read(part)) is not UNREADABLE])


def _readable_values(read: Reader, value: Any) -> Any:
    if not isinstance(value, dict):
        return UNREADABLE
    return {key: made for key, part in value.items() if (made := read(part)) is not UNREADABLE}


def _plain(hint: Any, read: Reader, value: Any) -> Any:
    kind = type(value)
    if kind is hint or (hint is float and kind is int):
        return value
    try:
        made = read(value)
        return made if type(made) is hint or _fits(hint, made) else UNREADABLE
    except (TypeError, ValueError, AttributeError, KeyError):
        return UNREADABLE


@cache
def _reader(hint: Any) -> Reader:
    """What makes a value of this type out of a JSON value that is not ``null``; found once for each type."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return _reader(next(a for a in args if a is not type(None)))
    if origin is tuple:
        return partial(_tuple, args[0])
    if dataclasses.is_dataclass(hint):
        return partial(build, typing.cast(type, hint))
    return {date: date.fromisoformat, datetime: datetime.fromisoformat, int: _whole}.get(hint, _as_it_is)


def _tuple(hint: Any, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise TypeError(f"a list is wanted, not {type(value).__name__}")
    return tuple([_value(hint, part) for part in value])


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) else value


def _as_it_is(value: Any) -> Any:
    return value


def _value(hint: Any, value: Any) -> Any:
    return None if value is None else _reader(hint)(value)


def field_value(cls: type, name: str, value: Any) -> Any:
    """The value of one field from a JSON value that no schema has seen; ``ValueError`` says what it must be."""
    field, hint = next(row for row in _fields(typing.cast(Hashable, cls)) if row[0].name == name)
    try:
        made = _value(hint, value)
        fitting = _fits(hint, made) and _within(field, made)
    except (TypeError, ValueError, AttributeError, KeyError):
        fitting = False
    if not fitting:
        words = _property(field, hint)
        allowed = {key: words[key] for key in ("type", "enum", "format", "minimum", "maximum") if key in words}
        raise ValueError(f"it must be {', '.join(f'{key} {part}' for key, part in allowed.items())}")
    return made


def _fits(hint: Any, value: Any) -> bool:
    """Whether a value has the type of a field."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return value in args
    if origin in (Union, types.UnionType):
        return value is None or _fits(next(a for a in args if a is not type(None)), value)
    if origin is tuple:
        return isinstance(value, tuple) and all(_fits(args[0], part) for part in value)
    if origin is dict:
        return isinstance(value, dict) and (args[1] is Any or all(_fits(args[1], part) for part in value.values()))
    if dataclasses.is_dataclass(hint):
        rows = _fields(typing.cast(Hashable, hint))
        return isinstance(value, typing.cast(type, hint)) and all(
            _fits(h, part) and _within(f, part) for f, h in rows for part in [getattr(value, f.name)]
        )
    kinds = (int, float) if hint is float else hint
    return isinstance(value, kinds) and not (isinstance(value, bool) and hint is not bool)


def _within(field: dataclasses.Field[Any], value: Any) -> bool:
    low, high = field.metadata.get("minimum"), field.metadata.get("maximum")
    return value is None or ((low is None or low <= value) and (high is None or value <= high))


def as_json(value: Any) -> Any:
    """A dataclass as JSON values: only fields that differ from their defaults, dates as ISO strings."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: as_json(part)
            for f in dataclasses.fields(value)
            if not _is_default(f, part := getattr(value, f.name))
        }
    if isinstance(value, (tuple, list)):
        return [as_json(part) for part in value]
    if isinstance(value, dict):
        return {key: as_json(part) for key, part in value.items()}
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _is_default(field: dataclasses.Field[Any], value: Any) -> bool:
    if field.name == "type":
        return False
    if field.default_factory is not dataclasses.MISSING:
        return bool(value == field.default_factory())
    return bool(value == field.default)
