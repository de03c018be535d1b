"""Fields of a form (all strings) as an event (typed), by the event's own schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from birddog import catalog
from birddog.catalog.charts import event_schema
from birddog.core.values import BirddogError


def event_of_fields(kind: str, fields: Mapping[str, Sequence[str]], now: datetime) -> dict[str, Any]:
    """An event of type ``kind`` from form fields named by their path, such as ``red_flags.fever``.

    Empty fields are left out: not answered is not zero. Fields that the event does not have (``next``, the token of
    the form) are passed over. Raises ``BirddogError`` for an unknown kind or text where a number belongs.
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


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    shapes = event_schema(catalog.load_default())["oneOf"]
    return {shape["properties"]["type"]["enum"][0]: shape for shape in shapes}


def _at(schema: dict[str, Any], path: list[str]) -> dict[str, Any] | None:
    """The schema of the field at ``path``, or ``None``."""
    here: Any = schema
    for name in path:
        here = _plain(here)
        inside = here.get("properties", {}).get(name)
        here = inside if inside is not None else here.get("additionalProperties")
        if not isinstance(here, dict):
            return None
    return here


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
    try:
        if "integer" in kinds:
            return int(value)
        if "number" in kinds:
            return float(value)
    except ValueError:
        raise BirddogError(f"{path} is {value!r}; allowed: a number") from None
    if "boolean" in kinds:
        return value in ("true", "on", "yes", "1")
    return value


def _put(target: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        target = target.setdefault(name, {})
    target[path[-1]] = value
