"""Every text of the pages has a translation, with the same slots."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import words

ROOT = Path(__file__).resolve().parents[2]

FILES = sorted((ROOT / "src/birddog/web/locale").glob("*/LC_MESSAGES/django.po"))
SLOT = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")


def slots(text: str) -> list[str]:
    return sorted(SLOT.findall(text))


def language(path: Path) -> str:
    return path.parents[1].name


@pytest.mark.parametrize("path", FILES, ids=language)
def test_every_text_of_the_pages_is_translated(path: Path):
    there = {(m.id, m.context) for m in words.read(path) if m.id}
    asked = {(m.id, m.context) for m in words.wanted() if m.id}
    assert sorted(str(m) for m in asked - there) == [], "run `make words`, then translate"
    assert words.missing(words.read(path)) == []


@pytest.mark.parametrize("path", FILES, ids=language)
def test_slots_and_tags_are_the_same(path: Path):
    wrong = []
    for message in words.read(path):
        if message.id and isinstance(message.id, str) and slots(message.id) != slots(str(message.string)):
            wrong.append(message.string)
    assert wrong == []
