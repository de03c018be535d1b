"""Values of the core as JSON values and back, exactly, by the types of their fields.

For what is kept to save work and can be made again: a value that does not fit its type is a ``ValueError``, and is
thrown away. Dates are ISO strings, sets are sorted lists, fields that have their default are left out.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Hashable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast

T = TypeVar("T")
Writer = Callable[[Any], Any]
PLAIN = (str, int, float, bool)


def to_stored(value: Any) -> Any:
    """JSON values of a dataclass, and of all that it holds."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((f, getattr(value, f.name)) for f in _fields(cast(Hashable, type(value))))
        return {f.name: to_stored(part) for f, part in pairs if not _left_out(f, part)}
    if isinstance(value, dict):
        return {str(key): to_stored(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_stored(part) for part in value]
    if isinstance(value, frozenset):
        return sorted(to_stored(part) for part in value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if value is None or isinstance(value, PLAIN):
        return value
    raise ValueError(f"{type(value).__name__} has no stored form")


def from_stored(kind: type[T], value: Any) -> T:
    """The value of type ``kind`` that ``to_stored`` made these JSON values of; ``ValueError`` if they are none."""
    try:
        made: T = _reader(cast(Hashable, kind))(value)
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError(f"{kind.__name__}: {error}") from error
    return made


@cache
def _fields(kind: Hashable) -> tuple[Field[Any], ...]:
    return tuple(f for f in fields(cast(Any, kind)) if f.init)


def _left_out(field: Field[Any], value: Any) -> bool:
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return type(value) is type(default) and bool(value == default)


@cache
def _reader(hint: Any) -> Writer:
    """What reads a value of this type; found once for each type."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return _optional(_reader(next(a for a in args if a is not type(None))))
    if origin is typing.Literal:
        return _one_of(frozenset(args))
    if origin is dict:
        return _dict(_reader(args[0]), _reader(args[1]))
    if origin in (list, frozenset) or (origin is tuple and args[-1] is Ellipsis):
        return _several(origin, _reader(args[0]))
    if origin is tuple:
        return _row(tuple(_reader(arg) for arg in args))
    if is_dataclass(hint):
        return _dataclass(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return cast(Writer, hint)
    return {date: date.fromisoformat, datetime: datetime.fromisoformat, Any: lambda value: value}.get(
        hint, _exactly(hint)
    )


def _exactly(hint: Any) -> Writer:
    kinds = (int, float) if hint is float else (hint,)

    def read(value: Any) -> Any:
        if type(value) not in kinds:
            raise ValueError(f"{value!r} is no {hint}")
        return value

    return read


def _optional(inner: Writer) -> Writer:
    return lambda value: None if value is None else inner(value)


def _one_of(options: frozenset[Any]) -> Writer:
    def read(value: Any) -> Any:
        if value not in options:
            raise ValueError(f"{value!r} is none of {sorted(map(str, options))}")
        return value

    return read


def _dict(key: Writer, inner: Writer) -> Writer:
    return lambda value: {key(name): inner(part) for name, part in value.items()}


def _several(container: Any, inner: Writer) -> Writer:
    def read(value: Any) -> Any:
        if not isinstance(value, list):
            raise ValueError(f"{value!r} is no list")
        return container(inner(part) for part in value)

    return read


def _row(inner: tuple[Writer, ...]) -> Writer:
    return lambda value: tuple(read(part) for read, part in zip(inner, value, strict=True))


def _dataclass(kind: Any) -> Writer:
    hints = typing.get_type_hints(kind)
    readers: dict[str, Writer] | None = None

    def read(value: Any) -> Any:
        nonlocal readers
        if readers is None:
            readers = {f.name: _reader(hints[f.name]) for f in _fields(kind)}
        return kind(**{name: readers[name](part) for name, part in value.items()})

    return read
