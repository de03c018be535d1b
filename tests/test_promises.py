"""Sentences of the pages that promise something: each names a test that is there, and none is unlisted."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from birddog.catalog.library import content_folder
from birddog.catalog.promises import LOCALE, promise_problems, promises

ROOT = Path(__file__).resolve().parents[1]
ROWS = promises(content_folder())


@pytest.mark.parametrize("row", [row for row in ROWS if "test" in row], ids=lambda row: row["id"])
def test_each_promise_has_a_test_that_is_there(row: dict[str, str]):
    path, _, name = row["test"].partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_ids_and_sentences_stand_once():
    for name in ("id", "says"):
        values = [row[name] for row in ROWS]
        assert len(values) == len(set(values))


def test_the_pages_promise_nothing_that_is_not_listed():
    assert promise_problems(content_folder()) == []


@pytest.mark.parametrize(
    ("english", "spanish", "found"),
    [("Nobody reads it.", "No lo lee otra persona.", True), ("It is with us.", "Nunca se pierde.", True),
     ("It is with us.", "Lo tenemos.", False)],
)  # fmt: skip
def test_a_new_promise_is_refused_in_either_language(tmp_path: Path, english: str, spanish: str, found: bool):
    file = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    listed = next(iter(LOCALE.glob("es/LC_MESSAGES/*.po"))).read_text(encoding="utf-8")
    file.write_text(f'{listed}\n\nmsgid "{english}"\nmsgstr "{spanish}"\n', encoding="utf-8")
    assert bool(promise_problems(content_folder(), tmp_path)) == found
