"""Content that was parsed once is loaded by digest: the same, never an old one, and only from a sound store."""

from __future__ import annotations

import json
import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from birddog.catalog import content_folder, load
from birddog.catalog import toml as reader
from birddog.catalog.toml import parsed_once, read_store, read_toml, tables_of, write_store
from birddog.core.content.values import BirddogError


@pytest.fixture
def parses(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were parsed."""
    names: list[str] = []

    def counted(data: bytes, name: str) -> reader.Table:
        names.append(name)
        return parsed(data, name)

    parsed = reader.parsed
    monkeypatch.setattr(reader, "parsed", counted)
    return names


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "some.toml"
    path.write_text('said = "before"\nmany = [1, 2.5, { deep = true }]\n', encoding="utf-8")
    return path


def read(file: Path, *stores: Path) -> reader.Table:
    with parsed_once(*stores):
        return read_toml(file)


def test_the_whole_content_is_the_same_from_a_store(tmp_path: Path, parses: list[str]):
    store = tmp_path / "cache" / "tables.json"
    with parsed_once(store):
        first = load(content_folder())
    assert parses
    parses.clear()
    with parsed_once(store):
        again = load(content_folder())
    assert (again, parses) == (first, [])


def test_an_edited_file_is_read_anew_even_with_size_and_time_of_the_old_one(file: Path, tmp_path: Path, parses):
    store, before = tmp_path / "tables.json", file.stat()
    assert read(file, store)["said"] == read(file, store)["said"] == "before"
    file.write_text(file.read_text(encoding="utf-8").replace("before", "behind"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert read(file, store)["said"] == "behind"
    assert parses == ["some.toml"] * 2
    assert sha256(file.read_bytes()).hexdigest() in read_store(store)
    assert "before" not in read_store(store), "what nobody asked for is forgotten"


def test_what_is_done_with_a_table_does_not_get_into_the_store(file: Path, tmp_path: Path):
    store = tmp_path / "tables.json"
    for _ in range(2):
        with parsed_once(store):
            read_toml(file)["many"].append("mine")
    other = tmp_path / "other.toml"
    other.write_text("a = 1", encoding="utf-8")
    with parsed_once(store):
        read_toml(file)["many"].append("mine")
        read_toml(other)
    assert read(file, store)["many"] == [1, 2.5, {"deep": True}]


def test_a_package_and_a_user_each_have_a_store(file: Path, tmp_path: Path, parses: list[str]):
    package, own = tmp_path / "package.json", tmp_path / "own.json"
    write_store(package, tables_of([file]))
    parses.clear()
    assert read(file, package, own)["said"] == "before"
    assert (parses, own.exists()) == ([], False)
    file.write_text('said = "edited"', encoding="utf-8")
    assert read(file, package, own) == read(file, package, own) == {"said": "edited"}
    assert parses == ["some.toml"], "from one's own store the second time"


def damaged(store: Path) -> None:
    store.write_bytes(store.read_bytes().replace(b"before", b"behind"))


def cut_off(store: Path) -> None:
    store.write_bytes(store.read_bytes()[:-3])


def empty(store: Path) -> None:
    store.write_bytes(b"")


def of_a_group(store: Path) -> None:
    tampered = store.read_bytes().partition(b"\n")[2].replace(b"before", b"behind")
    store.write_bytes(sha256(tampered).hexdigest().encode() + b"\n" + tampered)
    store.chmod(0o664)


@pytest.mark.parametrize("harm", [damaged, cut_off, empty, of_a_group])
def test_a_store_that_is_not_sound_is_not_used(harm, file: Path, tmp_path: Path, parses: list[str]):
    store = tmp_path / "tables.json"
    read(file, store)
    harm(store)
    assert read(file, store)["said"] == "before"
    assert len(parses) == 2


def test_a_store_that_cannot_be_written_does_no_harm(file: Path, tmp_path: Path):
    (tmp_path / "in the way").write_text("", encoding="utf-8")
    assert read(file, tmp_path / "in the way" / "tables.json")["said"] == "before"


def test_what_json_has_not_is_parsed_each_time(tmp_path: Path, parses: list[str]):
    file, store = tmp_path / "day.toml", tmp_path / "tables.json"
    file.write_text("day = 2026-03-02\nno = nan", encoding="utf-8")
    assert str(read(file, store)["day"]) == str(read(file, store)["day"]) == "2026-03-02"
    assert len(parses) == 2


def test_a_file_that_is_no_toml_is_named_and_not_stored(file: Path, tmp_path: Path):
    file.write_bytes(b'said = "\xff"')
    with pytest.raises(BirddogError, match=r"some\.toml: is not UTF-8 text \(byte 8\)"):
        read(file, tmp_path / "tables.json")
    file.write_text("said = ", encoding="utf-8")
    with pytest.raises(BirddogError, match=r"some\.toml: not TOML"):
        read(file, tmp_path / "tables.json")
    assert not (tmp_path / "tables.json").exists()


def test_an_edited_content_folder_gives_the_edited_content(tmp_path: Path):
    folder, store = tmp_path / "content", tmp_path / "tables.json"
    shutil.copytree(content_folder(), folder)
    with parsed_once(store):
        before = load(folder)
    bridge = folder / "exercises" / "bridge.toml"
    bridge.write_text(bridge.read_text(encoding="utf-8").replace('name = "', 'name = "My '), encoding="utf-8")
    with parsed_once(store):
        after = load(folder)
    assert after.exercise("bridge").name == f"My {before.exercise('bridge').name}"
    assert after.digest != before.digest
    assert json.loads(read_store(store))
