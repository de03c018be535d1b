"""The house is as CONTRIBUTING.md says: requirements, package, layers, sizes, skips."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from tests.conftest import MARKS

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "birddog"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
MODULE_LINES = 400
FUNCTION_LINES = 50


def wanted(name: str) -> set[str]:
    """The requirement lines of ``requirements/<name>.in``."""
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith(("#", "-"))}


def test_the_package_and_the_requirement_files_want_the_same():
    extras = PROJECT["optional-dependencies"]
    assert wanted("runtime") == set(PROJECT["dependencies"])
    assert wanted("dev") == set(extras["dev"]) | set(extras["docs"])
    assert wanted("bench") == set(extras["bench"])


@pytest.mark.parametrize("name", ["runtime", "dev", "bench"])
def test_requirements_are_pinned_hashed_and_name_no_host(name: str):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    pins = re.findall(r"^[\w.-]+==[^\\\n]*(?:\\\n[^\\\n]*)*", text, flags=re.MULTILINE)
    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in text
    assert "--index" not in text


def test_runtime_and_development_pin_the_same_versions():
    texts = [(ROOT / "requirements" / f"{name}.txt").read_text() for name in ("runtime", "dev")]
    runtime, dev = (set(re.findall(r"^([\w.-]+==[^ \n;]+)", text, flags=re.MULTILINE)) for text in texts)
    assert runtime <= dev


def test_the_threat_model_lists_every_version_that_runs():
    """The list to check by hand, where no vulnerability database can be reached, is the list that is installed."""
    installed = (ROOT / "requirements" / "runtime.txt").read_text()
    pinned = re.findall(r"^([\w.-]+)(?:\[.*?\])?==([^ \n;]+)", installed, flags=re.MULTILINE)
    rows = (ROOT / "docs" / "threat-model.md").read_text().partition("## Versions looked through")[2]
    assert sorted(re.findall(r"([a-z][\w.-]*) (\d[\w.]*)", rows.partition("| browsers |")[0])) == sorted(pinned)


def imported(path: Path) -> list[str]:
    """The names of the modules that a file imports."""
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def test_the_core_imports_the_standard_library_and_itself_only():
    strangers = [
        f"{path.name}: {name}"
        for path in SOURCE.glob("core/**/*.py")
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and name.split(".")[:2] != ["birddog", "core"]
    ]
    assert strangers == []


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_modules_and_functions_stay_small(path: Path):
    text = path.read_text()
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lines = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: count for name, count in lines.items() if count > FUNCTION_LINES} == {}
    assert len(text.splitlines()) <= MODULE_LINES


def test_the_wheel_holds_content_types_and_examples(tmp_path: Path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    files = [path.relative_to(SOURCE) for path in SOURCE.rglob("*") if path.is_file()]
    ours = [path for path in files if not any(part.startswith((".", "__pycache__")) for part in path.parts)]
    here = {f"birddog/{path}" for path in ours}
    assert here <= names
    assert "birddog/py.typed" in names
    assert {f"birddog/{path.relative_to(ROOT)}" for path in ROOT.glob("examples/*/*.json*")} <= names


SKIPS = """
import pytest

def test_one():
    pass

@pytest.mark.skip(reason="no recording")
def test_two():
    pass
"""


@pytest.mark.parametrize(("setting", "code"), [("true", 1), ("", 0)])
def test_a_skip_is_shown_with_its_reason_and_fails_in_ci(tmp_path: Path, setting: str, code: int):
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text())
    (tmp_path / "test_skips.py").write_text(SKIPS)
    command = [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", str(tmp_path)]
    result = subprocess.run(command, cwd=tmp_path, env={"CI": setting}, capture_output=True, text=True)
    assert "no recording" in result.stdout
    assert ("counts as failed" in result.stdout) == bool(code)
    assert result.returncode == code


def test_what_is_marked_is_there():
    """A test that was renamed or moved would come back into ``make quick`` unseen."""
    lost = []
    for place in (place for places in MARKS.values() for place in places):
        file, _, name = place.partition("::")
        path = ROOT / "tests" / file
        if not path.exists() or (name and f"def {name}(" not in path.read_text()):
            lost.append(place)
    assert lost == []
