"""Fields of a form (all strings) as an event (typed), by the event's own schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from math import isfinite, nan
from typing import Any

from birddog.core.content.values import BirddogError
from birddog.core.log.events import EVENT_TYPES
from birddog.core.log.schema import schema_of
from birddog.services.numbers import TwoMeaningsError, typed_number

SAID = {"true": True, "on": True, "yes": True, "1": True, "false": False, "off": False, "no": False, "0": False}


def event_of_fields(kind: str, fields: Mapping[str, Sequence[str]], now: datetime) -> dict[str, Any]:
    """An event of type ``kind`` from form fields named by their path, such as ``red_flags.fever``.

    Empty fields are left out: not answered is not zero. Fields that the event does not have (``next``, the token of
    the form) are passed over. Raises ``BirddogError`` for an unknown kind, text where a number belongs, or two
    answers where one does.
    """
    schema = _schemas().get(kind)
    if schema is None:
        raise BirddogError(f"type is {kind!r}; allowed: {', '.join(_schemas())}")
    event: dict[str, Any] = {"type": kind, "at": now.isoformat()}
    for path, values in fields.items():
        given = [value for value in values if value.strip()]
        found = _at(schema, path.split("."))
        if found is not None and given and path not in ("type", "actor"):
            _put(event, path.split("."), _typed(found, given, path))
    return event


def untouched(fields: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The fields of a form that say what they said when its page was made, which ``was.NAME`` beside them tells.

    What was changed elsewhere in the meantime is not set back by a page that only shows how it was.
    """
    names = [path.removeprefix("was.") for path in fields if path.startswith("was.")]
    return frozenset(name for name in names if _said(fields, name) == _said(fields, f"was.{name}"))


def _said(fields: Mapping[str, Sequence[str]], path: str) -> list[str]:
    return sorted(text for value in fields.get(path, ()) if (text := value.strip()))


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    """The shape of each kind of event; which ids there are is asked by the chart's own content, when it is told."""
    return {name: schema_of(cls) for name, cls in EVENT_TYPES.items()}


def _at(schema: dict[str, Any], path: list[str]) -> dict[str, Any] | None:
    """The schema of the field at ``path``, or ``None``."""
    here: Any = schema
    for name in path:
        here = _plain(here)
        inside = here.get("properties", {}).get(name)
        here = inside if inside is not None else here.get("additionalProperties")
        if not isinstance(here, dict):
            return None
    found: dict[str, Any] = here
    return found


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without its "or null"."""
    for option in schema.get("anyOf", ()):
        if option.get("type") != "null":
            return {**schema, **option}
    return schema


def _typed(schema: dict[str, Any], given: list[str], path: str) -> Any:
    schema = _plain(schema)
    kind = schema.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    if "array" in kinds:
        return [_typed(schema.get("items", {}), [value], path) for value in given]
    value = given[-1].strip()
    if len({each.strip() for each in given}) > 1:
        raise BirddogError(f"{path} has {len(given)} answers; allowed: one")
    if "integer" in kinds or "number" in kinds:
        return _number(value, path, whole="integer" in kinds)
    if "boolean" in kinds:
        if value not in SAID:
            raise BirddogError(f"{path} is {value!r}; allowed: {', '.join(SAID)}")
        return SAID[value]
    if "object" in kinds:
        raise BirddogError(f"{path} is {value!r}; it has fields of its own")
    return value


def _number(value: str, path: str, whole: bool) -> int | float:
    """A number as people write it, also with a decimal comma. One that can be two numbers is asked about."""
    try:
        number = typed_number(value)
    except TwoMeaningsError as error:
        raise BirddogError(f"{path}: {error}") from error
    except ValueError:
        number = nan
    if not isfinite(number) or (whole and not number.is_integer()):
        raise BirddogError(f"{path} is {value!r}; allowed: a {'whole ' if whole else ''}number")
    return int(number) if whole else number


def _put(target: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        target = target.setdefault(name, {})
    target[path[-1]] = value
