"""JSON from files and lines: what cannot be meant (a name given twice, a number that is none) is refused."""

from __future__ import annotations

import json
import re
from math import isfinite
from pathlib import Path
from typing import Any

from birddog.core.content.values import BirddogError

HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""Half of a pair of code units: text that cannot be written to a file or a screen."""


def read_json(path: Path) -> Any:
    """A JSON file. Raises ``BirddogError`` if it cannot be read or parsed."""
    text = read_text(path)
    try:
        return json_of(text)
    except BirddogError as error:
        raise BirddogError(f"{path}: {error}") from error


def json_of(text: str) -> Any:
    """The JSON value of a text. Raises ``BirddogError``, which says the place in the text, and not whose text it is."""
    try:
        return _parsed(text)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if "\n" in text else ""
        raise BirddogError(f"not JSON ({error.msg}, {line}column {error.colno}); is the file cut off?") from error
    except (ValueError, RecursionError) as error:
        raise BirddogError(str(error)) from error


def read_text(path: Path) -> str:
    """A UTF-8 text file, or a ``BirddogError`` that says what is wrong with it."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BirddogError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BirddogError(f"{path}: is not UTF-8 text (byte {error.start})") from error


def _parsed(text: str) -> Any:
    """JSON values; ``ValueError`` for a name given twice, a number or text that cannot be used."""
    value = json.loads(text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_each_once)
    if "\\u" in text and HALF_CHARACTER.search(json.dumps(value, ensure_ascii=False)):
        raise ValueError("half of a character (a lone \\ud800 to \\udfff) is not text that can be used")
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number that can be used")


def _finite(digits: str) -> float:
    return float(digits) if isfinite(float(digits)) else _no_constant(digits)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a name that stands in it twice is refused, because one of the two answers would be lost."""
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"'{next(n for n in names if names.count(n) > 1)}' is given twice")
    return made
