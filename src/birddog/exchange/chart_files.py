"""A chart as files: one event a line, as ``birddog replay`` reads it, and a flat table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

COLUMNS = ("at", "type", "actor", "id", "field", "value")
STANDING = ("at", "type", "actor", "id", "patient")
"""Fields that say which event it is; all others become a row of the table each."""
ACTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet takes a cell that begins with one of these for a formula."""


def jsonl(bodies: Iterable[Mapping[str, Any]]) -> str:
    """Events, one a line, in the order given."""
    return "".join(json.dumps(body, ensure_ascii=False) + "\n" for body in bodies)


def table(bodies: Iterable[Mapping[str, Any]], comma: bool = False) -> str:
    """CSV: one row for each thing that was told, ``field`` being its path within the event.

    Text that a spreadsheet would run as a formula gets an apostrophe before it. With ``comma`` decimals are written
    with one, and semicolons part the cells.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", delimiter=";" if comma else ",")
    writer.writerow(COLUMNS)
    for body in bodies:
        head = [harmless(body.get(name, "")) for name in COLUMNS[:4]]
        told = {name: value for name, value in body.items() if name not in STANDING}
        rows = list(_flat(told)) or [("", "")]
        writer.writerows([*head, harmless(path), _cell(value, comma)] for path, value in rows)
    return out.getvalue()


def _cell(value: Any, comma: bool) -> str:
    number = isinstance(value, float) and comma
    return str(value).replace(".", ",") if number else harmless(value)


def harmless(value: Any) -> str:
    """A value as the text of a cell; numbers as they are.

    >>> harmless("=1+1"), harmless(-3), harmless(True), harmless(None)
    ("'=1+1", '-3', 'yes', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.lstrip(" ").startswith(ACTS) else text


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each single value inside ``value`` with its path; lists of single values stay together."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _flat(part, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and any(isinstance(part, (Mapping, list)) for part in value):
        for number, part in enumerate(value, 1):
            yield from _flat(part, f"{path}.{number}")
    elif isinstance(value, list):
        yield path, "; ".join(str(part) for part in value)
    else:
        yield path, value
