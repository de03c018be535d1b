"""Sentences of the pages that promise something: each has an id and a test of that promise, or says why it is none.

``content/promises.toml`` lists them. A sentence with one of the words below, in any language, that is not listed there
is a problem of ``birddog check``: somebody would believe it, and nothing would hold it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from birddog.catalog.toml import read_toml

PROMISING = {
    "en": re.compile(r"\b(one tap|saved|half|never|nobody|no one|only|from now on)\b", re.IGNORECASE),
    "es": re.compile(r"\b(un toque|guardad[oa]s?|la mitad|nunca|nadie|s[oó]lo|de ahora en adelante)\b", re.IGNORECASE),
}
"""Words that make a sentence a promise, by language."""
LOCALE = Path(__file__).resolve().parents[1] / "web" / "locale"
ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$')


def page_texts(file: Path) -> Iterator[tuple[str, str]]:
    """The texts of a ``.po`` file: English, and the other language."""
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        parts: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if found := ENTRY.match(line):
                name = found[1]
                parts[name] = found[2]
            elif line.startswith('"') and name:
                parts[name] += line[1:-1]
        told = " ".join(_plain(text) for key, text in parts.items() if key.startswith("msgstr"))
        if parts.get("msgid"):
            yield _plain(parts["msgid"]), told


def _plain(text: str) -> str:
    return str(ast.literal_eval(f'"{text}"'))


def promises(folder: Path) -> list[dict[str, Any]]:
    """The list as it stands in the content: ``says`` and ``test``, or ``says`` and why it is ``no_promise``."""
    file = folder / "promises.toml"
    return list(read_toml(file).get("promise", [])) if file.is_file() else []


def promise_problems(folder: Path, locale: Path = LOCALE) -> list[str]:
    """Sentences of the pages that promise and are not listed, and rows with neither a test nor a reason."""
    rows = promises(folder)
    if not rows:
        return []
    listed = {row["says"] for row in rows}
    found = []
    for file in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        language = file.parents[1].name
        for english, told in page_texts(file):
            word = PROMISING["en"].search(english) or PROMISING.get(language, PROMISING["en"]).search(told)
            if word and english not in listed:
                found.append(f"promises.toml: {english!r} promises ({word[0]!r}) and is not listed; give it a test")
    for row in rows:
        if bool(row.get("test")) == bool(row.get("no_promise")):
            found.append(f"promises.toml: {row['id']}: it has a test, or says why it is no_promise; one of the two")
    return sorted(set(found))
