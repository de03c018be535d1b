"""Measure packs: a FHIR Questionnaire and a scoring table in one folder.

Instruments have licenses of their own, so they load as packs: `questionnaire.json` (FHIR R4 or R4B) holds
the words, `scoring.toml` how they are scored. Packs come from the content folder and from the folders
named in the variable BIRDDOG_MEASURES (separated as in PATH).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from birddog.catalog.toml import read_toml
from birddog.core.content.measures import Instrument, instrument_of
from birddog.core.content.values import BirddogError

SCORING = ("id", "title", "method", "low", "high", "higher_is_better", "matters", "recovered", "sources", "licence")
METHODS = ("sum", "mean")


def pack_folders(content: Path) -> list[Path]:
    """Folders of packs: those of the content, then those the environment names."""
    named = [Path(part) for part in os.environ.get("BIRDDOG_MEASURES", "").split(os.pathsep) if part]
    if missing := [path for path in named if not path.is_dir()]:
        raise BirddogError(f"BIRDDOG_MEASURES: {missing[0]} is not a folder")
    inside = [path.parent for path in sorted((content / "measures").glob("*/scoring.toml"))]
    return inside + [path.parent for folder in named for path in sorted(folder.glob("**/scoring.toml"))]


def read_pack(folder: Path) -> Instrument:
    """An instrument from its folder. Raises ``BirddogError`` naming the file and what is wrong with it."""
    table = read_toml(folder / "scoring.toml")
    where = f"{folder.name}/scoring.toml"
    if lacking := [name for name in SCORING if name not in table]:
        raise BirddogError(f"{where}: '{lacking[0]}' is missing; it needs {', '.join(SCORING)}")
    if table["method"] not in METHODS:
        raise BirddogError(f"{where}: method is {table['method']!r}; allowed: {', '.join(METHODS)}")
    questions = list(_questions(_questionnaire(folder)))
    if not questions:
        raise BirddogError(f"{folder.name}/questionnaire.json: it has no items with a linkId and a text")
    items = tuple(link for link, _ in questions)
    if unknown := [name for name in table.get("items", items) if name not in items]:
        raise BirddogError(f"{where}: item {unknown[0]!r} is not in the questionnaire; it has {', '.join(items)}")
    words = dict(questions)
    scored = tuple(table.get("items", items))
    return instrument_of({**table, "items": scored, "prompts": [words[name] for name in scored]})


def _questionnaire(folder: Path) -> dict[str, Any]:
    path = folder / "questionnaire.json"
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BirddogError(f"{folder.name}/questionnaire.json: cannot be read ({error.strerror})") from error
    except json.JSONDecodeError as error:
        raise BirddogError(f"{folder.name}/questionnaire.json line {error.lineno}: not JSON ({error.msg})") from error
    if not isinstance(value, dict) or value.get("resourceType") != "Questionnaire":
        raise BirddogError(f"{folder.name}/questionnaire.json: resourceType must be 'Questionnaire'")
    return value


def _questions(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(linkId, text) of every question, groups opened."""
    for item in value.get("item", []):
        if item.get("type") == "group":
            yield from _questions(item)
        elif item.get("type") != "display" and item.get("linkId") and item.get("text"):
            yield item["linkId"], item["text"]
