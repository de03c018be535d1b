"""The documentation cannot drift: commands, rules, exercises, vetoes and danger signs are all in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest
import yaml

import generate as docs_generate
from birddog.cli import main

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ROOT / "src" / "birddog" / "content"
DOCS = ROOT / "docs"
ARTICLE_RULES = 127
HAZARDS = 16
CONTEXT = click.Context(main)
COMMANDS = {name: command for name in main.list_commands(CONTEXT) if (command := main.get_command(CONTEXT, name))}


def entries(name: str, key: str) -> list[dict]:
    """All entries ``[[key]]`` of a content file or of every file in a content folder."""
    path = CONTENT / name
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return [entry for file in files for entry in tomllib.loads(file.read_text())[key]]


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly made reference."""
    folder = tmp_path_factory.mktemp("reference")
    docs_generate.generate(folder, figures=False)
    return folder


def headings(text: str) -> set[str]:
    """Anchors given to headings as ``{ #id }``."""
    return set(re.findall(r"^#+ .*\{ #([\w-]+) \}$", text, flags=re.MULTILINE))


def test_every_command_has_a_section_and_every_section_a_command():
    sections = re.findall(r"^## birddog (\S+)", (DOCS / "cli.md").read_text(), flags=re.MULTILINE)
    assert sorted(sections) == sorted(COMMANDS)


def test_every_command_and_option_says_what_it_does():
    silent = [f"birddog {name}" for name, command in COMMANDS.items() if not command.help]
    for name, command in COMMANDS.items():
        silent += [f"birddog {name} --{p.name}" for p in command.params if p.param_type_name == "option" and not p.help]
    assert not silent


def test_every_rule_is_in_the_reference(reference: Path):
    rules = entries("rules", "rule")
    assert {rule["id"] for rule in rules} <= headings((reference / "rules.md").read_text())
    assert sum(bool(rule.get("articles")) for rule in rules) >= ARTICLE_RULES


def test_every_exercise_has_a_page_and_is_in_the_list(reference: Path):
    ids = {path.stem for path in (CONTENT / "exercises").glob("*.toml")}
    listed = (reference / "exercises" / "index.md").read_text()
    assert ids == {path.stem for path in (reference / "exercises").glob("*.md")} - {"index"}
    assert [name for name in sorted(ids) if f"({name}.md)" not in listed] == []


@pytest.mark.parametrize(
    ("name", "key", "target"),
    [("vetoes.toml", "veto", "vetoes.md"), ("lessons", "", "lessons.md")],
    ids=["vetoes", "lessons"],
)
def test_vetoes_and_lessons_are_in_the_reference(reference: Path, name: str, key: str, target: str):
    ids = {e["id"] for e in entries(name, key)} if key else {path.stem for path in (CONTENT / name).glob("*.toml")}
    assert ids <= headings((reference / target).read_text())


def test_every_danger_sign_is_in_the_reference(reference: Path):
    text = (reference / "screening.md").read_text()
    screening = tomllib.loads((CONTENT / "screening.toml").read_text())
    ids = [entry["id"] for kind in ("item", "cluster", "finding") for entry in screening[kind]]
    assert [name for name in ids if f"`{name}`" not in text] == []


def test_links_between_reference_pages_lead_somewhere(reference: Path):
    broken = []
    for path in reference.rglob("*.md"):
        for target, anchor in re.findall(r"\]\(([\w./-]+\.md)(?:#([\w-]+))?\)", path.read_text()):
            there = (path.parent / target).resolve()
            if target == "../cli.md":
                continue
            if not there.exists() or (anchor and anchor not in headings(there.read_text())):
                broken.append(f"{path.relative_to(reference)}: {target}#{anchor}")
    assert broken == []


def test_a_second_run_changes_nothing(reference: Path):
    before = {path: path.stat().st_mtime_ns for path in reference.rglob("*.md")}
    docs_generate.generate(reference, figures=False)
    assert {path: path.stat().st_mtime_ns for path in reference.rglob("*.md")} == before


def test_the_safety_case_names_every_hazard():
    text = (DOCS / "safety-case.md").read_text()
    assert re.findall(r"^\| C(\d+) \|", text, flags=re.MULTILINE) == [str(n) for n in range(1, HAZARDS + 1)]


def test_the_site_fetches_nothing_from_elsewhere():
    settings = yaml.load((ROOT / "mkdocs.yml").read_text(), Loader=yaml.BaseLoader)
    assert settings["theme"]["font"] == "false"
    assert "analytics" not in settings["extra"]
    assert "extra_javascript" not in settings


@pytest.mark.parametrize("path", sorted((DOCS / "images").glob("*.svg")), ids=lambda path: path.name)
def test_pictures_name_no_address(path: Path):
    addresses = set(re.findall(r"https?://[^\"'\s)]+", path.read_text()))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"])
def test_links_of_the_front_pages_lead_somewhere(name: str):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / name).read_text())
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_each_decision_has_its_own_number_and_stands_once_in_the_index_and_the_navigation():
    pages = sorted(path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert len({name[:4] for name in pages}) == len(pages)
    assert re.findall(r"^\| \[\d+\]\((\S+)\)", (ROOT / "docs/decisions/index.md").read_text(), re.M) == pages
    assert re.findall(r"decisions/(\d\S+)", (ROOT / "mkdocs.yml").read_text()) == pages
