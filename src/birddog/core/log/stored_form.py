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
PLAIN = (str, int, float, bool, type(None))


def to_stored(value: Any) -> Any:
    """JSON values of a dataclass, and of all that it holds."""
    return value if type(value) in PLAIN else _writer(cast(Hashable, type(value)))(value)


@cache
def _writer(kind: Any) -> Writer:
    """What writes values of this type; found once for each type."""
    if is_dataclass(kind):
        return _fields_of(kind)
    for kinds, write in WRITERS:
        if issubclass(kind, kinds):
            return write
    raise ValueError(f"{kind.__name__} has no stored form")


def _fields_of(kind: Any) -> Writer:
    rows = tuple((f.name, f.default, f.default_factory) for f in _fields(kind))

    def write(value: Any) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, default, make in rows:
            part = getattr(value, name)
            least = default if make is MISSING else make()
            if type(part) is not type(least) or part != least:
                made[name] = to_stored(part)
        return made

    return write


WRITERS: tuple[tuple[type | tuple[type, ...], Writer], ...] = (
    (dict, lambda value: {str(key): to_stored(part) for key, part in value.items()}),
    ((tuple, list), lambda value: [to_stored(part) for part in value]),
    (frozenset, lambda value: sorted(to_stored(part) for part in value)),
    (Enum, lambda value: value.value),
    (date, lambda value: value.isoformat()),
    (PLAIN, lambda value: value),
)
"""What writes which types, the first that fits."""


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
