"""What is wrong with a value that does not fit its schema, in plain words: the field, the value, what is allowed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from birddog.catalog.accepted import is_time
from birddog.core.content.values import BirddogError

FORMATS = FormatChecker(["date"])
FORMATS.checks("date-time", raises=ValueError)(is_time)
MOST_TOLD = 5


def refuse(schema: Mapping[str, Any], value: Any, where: str) -> None:
    """Raises ``BirddogError`` with a line for each of the first problems, if there is one."""
    validator = Draft202012Validator(schema, format_checker=FORMATS)
    try:
        errors = sorted(validator.iter_errors(value), key=lambda e: [str(part) for part in e.absolute_path])
    except RecursionError as error:
        raise BirddogError(f"{where}: lists and objects inside each other too deep") from error
    if errors:
        told = [f"{where}: {message(error)}" for error in errors[:MOST_TOLD]]
        more = len(errors) - MOST_TOLD
        raise BirddogError("\n".join(told) + (f"\n{where}: and {more} more" if more > 0 else ""))


def message(error: ValidationError) -> str:
    """A schema error in plain words: field, value, what is allowed."""
    place = ".".join(str(part) for part in error.absolute_path) or "(top)"
    shown = json.dumps(error.instance, default=str)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    limit: Any = error.validator_value
    instance: Any = error.instance
    schema: Any = error.schema
    if error.validator == "additionalProperties":
        known = list(schema.get("properties", {}))
        unknown = [name for name in instance if name not in known]
        return f"{place}: unknown field {unknown[0]!r}; allowed: {', '.join(known)}"
    if error.validator == "enum":
        return f"{place} is {shown}; allowed: {', '.join(map(str, limit))}"
    if error.validator == "type":
        return f"{place} is {shown}; it must be {limit if isinstance(limit, str) else ' or '.join(limit)}"
    if error.validator in ("minimum", "maximum"):
        low, high = schema.get("minimum", "any"), schema.get("maximum", "any")
        return f"{place} is {shown}; allowed: {low} to {high}"
    if error.validator == "minItems":
        return f"{place} is {shown}; allowed: {limit} or more"
    if error.validator == "required":
        return f"{place}: {error.message}"
    if error.validator == "format":
        example = "2026-03-02" if limit == "date" else "2026-03-02T08:30"
        return f"{place} is {shown}; it must be a {limit} such as {example}"
    return f"{place} is {shown}: {error.message}"
