"""What was released stays what it was, and what it held keeps its name."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from birddog.catalog import content_folder, load
from birddog.catalog.releases import release, release_problems, releases_of
from birddog.core.content.content import Retired
from birddog.core.content.values import BirddogError


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(content_folder(), tmp_path / "content")


def problems(folder) -> list[str]:
    return list(release_problems(folder, load(folder)))


def test_the_released_versions_are_written_down():
    assert [each.version for each in releases_of(content_folder())][:1] == ["2026.11.0"]
    assert problems(content_folder()) == []


def test_a_released_version_that_changes_needs_a_new_version(folder):
    release(folder, load(folder))
    assert problems(folder) == []
    file = folder / "phrases.toml"
    file.write_text(file.read_text() + "\n# a change\n")
    (problem,) = problems(folder)
    assert "give it a new version" in problem
    (folder / "version.toml").write_text('version = "2999.1.0"\n')
    assert problems(folder) == []


def test_a_version_is_released_once(folder):
    release(folder, load(folder))
    with pytest.raises(BirddogError, match="was released before"):
        release(folder, load(folder))


@pytest.mark.parametrize("kind", ["exercises", "signs", "measures"])
def test_what_was_released_and_is_gone_keeps_its_name(folder, kind):
    content = load(folder)
    lost = {
        "exercises": replace(content, exercises=content.exercises[1:]),
        "signs": replace(content, screen_items=content.screen_items[1:]),
        "measures": replace(content, instruments=content.instruments[1:]),
    }[kind]
    (name,) = set(releases_of(folder)[0].ids[kind]) - {
        *lost.index, *lost.items_by_id, *(each.id for each in lost.instruments), *lost.retired,
    }  # fmt: skip
    (problem,) = release_problems(folder, lost)
    assert problem.startswith(f"retired.toml: {kind} '{name}'")
    for by, problems in (("", 0), ("nothing", 1)):
        named = replace(lost, retired={**lost.retired, name: Retired(name, "What it was", by)})
        found = list(release_problems(folder, named))
        assert len(found) == problems
    (problem,) = found
    assert "there is no 'nothing'" in problem


@pytest.mark.parametrize("text", ["release = 5", "[[release]]\nversion = 'x'", "[[release"])
def test_a_broken_file_is_named(folder, text):
    (folder / "releases.toml").write_text(text)
    with pytest.raises(BirddogError, match=r"releases\.toml"):
        releases_of(folder)
