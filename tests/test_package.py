"""What is installed from a wheel, from an sdist, in an empty folder: it serves, or it was never built."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.browser.serving import Server

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("web/static/birddog/app.js", "web/static/birddog/player.js", "web/static/birddog/sw.js",
          "web/static/birddog/icon-192.png", "web/locale/es/LC_MESSAGES/django.mo", "py.typed",
          "examples/intakes/desk-worker-38.json", "content/tables.json")  # fmt: skip


def build(kind: str, source: Path, to: Path) -> subprocess.CompletedProcess[str]:
    """Make an sdist or a wheel of a source tree."""
    return subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(to)],
        cwd=source,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def sdist(tmp_path_factory) -> Path:
    to = tmp_path_factory.mktemp("sdist")
    made = build("sdist", ROOT, to)
    assert made.returncode == 0, made.stderr
    return next(to.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def unpacked(sdist, tmp_path_factory) -> Path:
    """The sdist in a folder of its own."""
    to = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(to, filter="data")
    return next(to.iterdir())


@pytest.fixture(scope="module")
def installed(unpacked, tmp_path_factory) -> Path:
    """A wheel made from the sdist, unpacked as pip does."""
    to = tmp_path_factory.mktemp("installed")
    made = build("wheel", unpacked, to)
    assert made.returncode == 0, made.stderr
    with zipfile.ZipFile(next(to.glob("*.whl"))) as archive:
        archive.extractall(to / "site")
    return to / "site"


def test_an_sdist_holds_what_was_built(unpacked):
    assert [name for name in NEEDED[:-2] if not (unpacked / "src/birddog" / name).is_file()] == []
    assert not (unpacked / "frontend/node_modules").exists()


def test_a_wheel_of_it_serves_from_an_empty_folder(installed, tmp_path, monkeypatch):
    assert [name for name in NEEDED if not (installed / "birddog" / name).is_file()] == []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(installed))
    where = subprocess.run(
        [sys.executable, "-c", "import birddog; print(birddog.__file__)"], capture_output=True, text=True
    )
    assert where.stdout.startswith(str(installed))
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "birddog", "exercises", "--language", "es"],
        capture_output=True, text=True, env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
    )  # fmt: skip
    assert (loaded.returncode, "tomllib" in loaded.stderr, (tmp_path / "cache").exists()) == (0, False, False)
    doctor = subprocess.run(
        [sys.executable, "-m", "birddog", "doctor", "--data", str(tmp_path / "home"), "--json"],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(installed)},
    )  # fmt: skip
    assert [row for row in json.loads(doctor.stdout)["checks"] if not row["ok"]] == []
    server = Server(tmp_path, fresh=True)
    server.at("2026-03-02T08:00:00+00:00")
    server.start()
    try:
        page = urlopen(f"{server.url}/start/", timeout=20).read().decode()
        (script,) = {part.split('"')[0] for part in page.split('src="')[1:] if "/app." in part.split('"')[0]}
        assert urlopen(f"{server.url}{script}", timeout=20).status == 200
    finally:
        server.stop()


@pytest.mark.parametrize("kind", ["sdist", "wheel"])
@pytest.mark.parametrize("missing", ["web/static/birddog/app.js", "web/locale/es/LC_MESSAGES/django.mo"])
def test_without_the_built_pages_nothing_is_built(unpacked, tmp_path, kind, missing):
    path = unpacked / "src/birddog" / missing
    content = path.read_bytes()
    path.unlink()
    try:
        made = build(kind, unpacked, tmp_path)
    finally:
        path.write_bytes(content)
    assert made.returncode != 0
    assert "make frontend" in made.stderr
    assert Path(missing).name in made.stderr
    assert list(tmp_path.iterdir()) == []
