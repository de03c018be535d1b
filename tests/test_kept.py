"""`birddog check` keeps what it found about movements: only what has changed is solved again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from birddog.catalog import check, content_folder, kept
from birddog.catalog.movements import positions_digest
from birddog.cli import main
from birddog.core.content.content import Content

IDS = ("bridge", "clamshell", "prone-lying")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Three exercises and the start positions."""
    (tmp_path / "content" / "exercises").mkdir(parents=True)
    for name in ("positions.toml", *(f"exercises/{i}.toml" for i in IDS)):
        shutil.copy(content_folder() / name, tmp_path / "content" / name)
    yield tmp_path / "content"
    positions_digest.cache_clear()


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which movements were solved, in order; each has one problem that names it."""
    done: list[str] = []

    def solve(exercise_id: str, folder: Path) -> list[str]:
        done.append(exercise_id)
        return [f"{exercise_id} hovers"]

    monkeypatch.setattr(kept, "lint_problems", solve)
    return done


def found(folder: Path, cache: Path | None) -> dict[str, list[str]]:
    return kept.movements_found(folder, IDS, cache)


def test_the_second_run_solves_nothing_and_finds_the_same(folder: Path, tmp_path: Path, solved: list[str]):
    first = found(folder, tmp_path / "cache")
    assert solved == list(IDS)
    assert found(folder, tmp_path / "cache") == first == {i: [f"{i} hovers"] for i in IDS}
    assert solved == list(IDS)


def test_nothing_is_kept_without_a_folder(folder: Path, solved: list[str]):
    assert found(folder, None) == found(folder, None)
    assert solved == [*IDS, *IDS]


def test_a_changed_file_is_solved_again_and_no_other(folder: Path, tmp_path: Path, solved: list[str]):
    found(folder, tmp_path / "cache")
    path = folder / "exercises" / "clamshell.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    found(folder, tmp_path / "cache")
    assert solved == [*IDS, "clamshell"]


def test_changed_start_positions_change_all(folder: Path, tmp_path: Path, solved: list[str]):
    found(folder, tmp_path / "cache")
    path = folder / "positions.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    positions_digest.cache_clear()
    found(folder, tmp_path / "cache")
    assert solved == [*IDS, *IDS]


def test_changed_body_code_changes_all(
    folder: Path, tmp_path: Path, solved: list[str], monkeypatch: pytest.MonkeyPatch
):
    found(folder, tmp_path / "cache")
    monkeypatch.setattr(kept, "body_digest", lambda: "another body")
    found(folder, tmp_path / "cache")
    assert solved == [*IDS, *IDS]


def test_what_is_no_longer_true_is_forgotten(folder: Path, tmp_path: Path, solved: list[str]):
    found(folder, tmp_path / "cache")
    path = folder / "exercises" / "bridge.toml"
    path.write_text(path.read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")
    found(folder, tmp_path / "cache")
    assert set(kept.read_kept(tmp_path / "cache")) == {kept.key_of(folder, i) for i in IDS}
    assert [p.name for p in (tmp_path / "cache").iterdir()] == [kept.NAME]


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"a": 3}', "\x00"])
def test_a_spoiled_cache_is_as_good_as_none(text: str, folder: Path, tmp_path: Path, solved: list[str]):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / kept.NAME).write_text(text, encoding="utf-8")
    assert found(folder, tmp_path / "cache") == {i: [f"{i} hovers"] for i in IDS}
    assert len(json.loads((tmp_path / "cache" / kept.NAME).read_text(encoding="utf-8"))) == len(IDS)


def test_a_cache_that_cannot_be_written_does_no_harm(folder: Path, tmp_path: Path, solved: list[str]):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert found(folder, tmp_path / "file" / "cache") == {i: [f"{i} hovers"] for i in IDS}


def test_many_are_shared_out_and_come_back_in_order(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept, "FEW", 1)
    assert found(folder, None) == {i: [] for i in IDS}
    assert list(found(folder, None)) == list(IDS)


@pytest.mark.parametrize(
    ("arguments", "environment", "where"),
    [
        (["--cache", "here"], {}, "here"),
        ([], {"BIRDDOG_CACHE": "there"}, "there"),
        ([], {"XDG_CACHE_HOME": "caches"}, "caches/birddog"),
        ([], {"HOME": "/home/pat"}, "/home/pat/.cache/birddog"),
    ],
)
def test_the_command_line_says_where(
    arguments: list[str], environment: dict[str, str], where: str, monkeypatch: pytest.MonkeyPatch
):
    asked: list[Path | None] = []

    def movements(folder: Path, content: Content, cache: Path | None) -> Iterator[str]:
        asked.append(cache)
        return iter(())

    monkeypatch.setattr(check, "_movements", movements)
    for name in ("BIRDDOG_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    result = CliRunner().invoke(main, ["check", *arguments], env=environment)
    assert result.exit_code == 0, result.output
    assert asked == [Path(where)]
