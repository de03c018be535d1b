"""A backup made while people write comes back whole, without those who were erased since, or not at all."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from tests.browser.serving import Server, free_port, prepare
from tests.durability import Device
from tests.postgres import Postgres

from birddog.core.content.values import BirddogError
from birddog.server.age import check_age
from birddog.server.backups import databases
from birddog.server.backups.databases import put_aside
from birddog.server.environment import read_environment

START = "2026-03-02T08:00:00+00:00"
INTAKE = Path(__file__).resolve().parents[2] / "examples" / "intakes" / "desk-worker-38.json"
IDS = "SELECT event_id FROM records_event WHERE type = 'pain'"


def birddog(home: Path, *words: str, fine: bool = True, **environment: str) -> str:
    """What a command says on the folder; it must end well, or else with one line and no traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "birddog", *words, "--data", str(home)], capture_output=True, text=True, check=False,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert (done.returncode == 0) == fine, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert fine or done.stderr.count("\n") == 1, done.stderr
    return done.stdout if fine else done.stderr


def ran(home: Path, code: str, **environment: str) -> str:
    """What Python prints with the records of the folder at hand."""
    begin = f"from pathlib import Path\nfrom birddog.server import run\nrun.configure(Path({str(home)!r}))\n"
    done = subprocess.run(
        [sys.executable, "-c", begin + code],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def asked(home: Path, environment: dict[str, str], *queries: str) -> list[list[tuple]]:
    """What the database answers, with what it changes kept."""
    url = environment.get("BIRDDOG_DATABASE_URL")
    with psycopg.connect(url) if url else sqlite3.connect(home / "birddog.sqlite3") as link:
        answers = [link.execute(query) for query in queries]
        found = [answer.fetchall() if answer.description else [] for answer in answers]
    link.close()
    return found


def pain_ids(home: Path, environment: dict[str, str]) -> list[str]:
    return [name for (name,) in asked(home, environment, IDS)[0]]


ERASE = """
from birddog.records.models import Person
from birddog.services.erase import erase
erase(Person.objects.get())
"""


@pytest.fixture(scope="module", autouse=True)
def as_a_server():
    """Settings and secret of a server, and not those of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_SETTINGS_MODULE", "birddog.server.settings")
        patch.delenv("BIRDDOG_SECRET_KEY", raising=False)
        yield


@pytest.fixture(scope="module")
def postgres():
    made = Postgres()
    yield made
    made.stop()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place(request, tmp_path_factory):
    """A running server with one person's intake, and where what is put back goes: folder and environment of each."""
    home, environment, spare = tmp_path_factory.mktemp("home"), {}, {}
    if request.param == "postgresql":
        one = request.getfixturevalue("postgres")
        environment = {"BIRDDOG_DATABASE_URL": one.url, "PATH": f"{one.programs}:{os.environ['PATH']}"}
        spare = {**environment, "BIRDDOG_DATABASE_URL": one.another("put_back")}
    server = Server(home, environment=environment)
    server.at("2026-03-02T10:00:00+00:00")
    server.start()
    server.fill([{"id": "intake-1", "at": START, "type": "intake", "intake": json.loads(INTAKE.read_text())}])
    yield server, environment, spare
    server.stop()


def test_what_was_acknowledged_before_is_in_it_and_later_reports_are_whole(place, tmp_path):
    server, environment, spare = place
    devices = [Device(server, f"d{number}") for number in range(3)]
    stop = threading.Event()
    with ThreadPoolExecutor(len(devices)) as pool:
        lives = [pool.submit(device.live, stop) for device in devices]
        try:
            wait_until(lambda: all(len(device.acknowledged) >= 9 for device in devices))
            before = set().union(*(device.acknowledged for device in devices))
            told = birddog(server.home, "backup", str(tmp_path / "kept"), "--json", **environment)
            wait_until(lambda: len(set().union(*(device.acknowledged for device in devices))) > len(before))
        finally:
            stop.set()
        for life in lives:
            life.result()
    made = json.loads(told)
    assert oct(Path(made["file"]).stat().st_mode)[-3:] == "600"

    home = tmp_path / "back"
    birddog(home, "restore", made["file"], **spare)
    found = pain_ids(home, spare)
    assert before <= set(found) and len(found) == len(set(found))
    for device in devices:  # a prefix of what the device told, batch by batch
        numbers = sorted(int(name.split("-")[1]) for name in found if name.startswith(f"{device.name}-"))
        assert numbers == [batch for batch in range(1, len(numbers) // 3 + 1) for _ in range(3)]
    assert (home / "secret-key").read_bytes() == (server.home / "secret-key").read_bytes()
    assert "holds charts already" in birddog(home, "restore", made["file"], fine=False, **spare)
    assert pain_ids(home, spare) == found

    assert "erased again" not in birddog(home, "restore", made["file"], "--replace", **spare)
    ran(home, ERASE, **spare)
    birddog(home, "backup", str(tmp_path / "kept" / "later.zip"), **spare)
    assert "erased again: 1" in birddog(home, "restore", made["file"], "--replace", **spare)
    assert pain_ids(home, spare) == []


def test_a_connection_that_closes_in_a_moment_stops_no_restore(postgres, monkeypatch):
    url = postgres.another("just_left")
    link = psycopg.connect(url)
    with monkeypatch.context() as hurried:
        hurried.setattr(databases, "LEAVING_S", databases.LOOK_AGAIN_S)
        assert databases.others_connected(url) == 1
    closing = threading.Timer(0.3, link.close)
    closing.start()
    assert databases.others_connected(url) == 0
    closing.join()


LATER = {
    "a migration of tomorrow": (
        "INSERT INTO django_migrations (app, name, applied) VALUES ('records', '9999_tomorrow', CURRENT_TIMESTAMP)",
        "DELETE FROM django_migrations WHERE name = '9999_tomorrow'",
    ),
    "a version of tomorrow": (
        "UPDATE records_installed SET content = '99.0' WHERE name = '(program)'",
        "UPDATE records_installed SET content = '0.1.0' WHERE name = '(program)'",
    ),
}
KEPT = ("SELECT app, name, applied FROM django_migrations ORDER BY id", "SELECT * FROM records_installed ORDER BY id")


@pytest.mark.parametrize("later", LATER)
def test_an_older_version_does_not_start_on_the_database_of_a_later_one(place, later):
    server, environment, _spare = place
    asked(server.home, environment, LATER[later][0])
    before = asked(server.home, environment, *KEPT), sorted(path.name for path in server.home.iterdir())
    said = birddog(server.home, "serve", "--port", str(free_port()), fine=False, **environment)
    assert "last used by" in said and "0.1.0" in said
    assert (asked(server.home, environment, *KEPT), sorted(path.name for path in server.home.iterdir())) == before
    given = read_environment({"BIRDDOG_HOME": str(server.home), **environment})
    with pytest.raises(BirddogError, match="last used by"):
        check_age(given)
    asked(server.home, environment, LATER[later][1])
    check_age(given)


def test_what_was_in_the_database_is_back_in_its_place_when_putting_back_goes_wrong(postgres):
    url = postgres.another("interrupted")
    with psycopg.connect(url) as link:
        link.execute("CREATE TABLE kept (number int)")
    with pytest.raises(KeyboardInterrupt), put_aside(url, "aside"):
        raise KeyboardInterrupt
    with psycopg.connect(url) as link:
        found = link.execute("SELECT to_regclass('public.kept') IS NOT NULL, to_regnamespace('aside')").fetchone()
    assert found == (True, None)


def test_the_rehearsal_tells_how_much_came_back(place):
    server, environment, _ = place
    told = json.loads(birddog(server.home, "doctor", "--drill", "--json", **environment))
    (row,) = [row for row in told["checks"] if row["what"] == "backup"]
    assert row["ok"] and "came back" in row["says"] and not row["says"].startswith("0 events")
    assert not list(server.home.glob(".drill-*"))


def wait_until(holds) -> None:
    limit = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < limit
        time.sleep(0.02)


# ------------------------------------------------------------------------------------- what is refused, and how


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> tuple[Path, Path]:
    """A folder of a server, and a backup of it."""
    home = tmp_path_factory.mktemp("kept") / "home"
    prepare(home)
    ran(home, "from birddog.records.models import Person\nPerson.objects.create()")
    birddog(home, "backup", str(home.parent / "made.zip"))
    return home, home.parent / "made.zip"


def broken(kept: Path, into: Path, **parts: bytes) -> Path:
    """The backup with other parts; ``manifest`` for the manifest, ``database`` for the database."""
    names = {
        "manifest.json": parts.get("manifest"),
        "database.sqlite3": parts.get("database"),
        "../x": parts.get("out"),
    }
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(into, "w") as new:
        for name in old.namelist():
            new.writestr(name, names.pop(name, None) or old.read(name))
        for name, text in names.items():
            if text:
                new.writestr(name, text)
    return into


def test_a_file_that_is_not_a_whole_backup_is_refused_and_nothing_is_made(kept, tmp_path):
    _, made = kept
    manifest = json.loads(zipfile.ZipFile(made).read("manifest.json"))
    later = {**manifest, "migrations": {"records": "9999_later"}}
    cases = {
        "nothing.zip": None,
        "text.zip": b"no zip",
        "half.zip": made.read_bytes()[: made.stat().st_size // 2],
    }
    for name, content in cases.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
    files = {
        **{tmp_path / name: "cannot be read as a backup" for name in cases},
        broken(made, tmp_path / "other.zip", database=b"SQLite format 3\0"): "damaged",
        broken(made, tmp_path / "format.zip", manifest=json.dumps({**manifest, "format": 2}).encode()): "reads 1",
        broken(made, tmp_path / "blank.zip", manifest=b"{}"): "not a backup of Birddog",
        broken(made, tmp_path / "later.zip", manifest=json.dumps(later).encode()): "cannot read",
        broken(made, tmp_path / "out.zip", out=b"x"): "does not hold",
    }
    for file, why in files.items():
        home = tmp_path / "home"
        assert why in birddog(home, "restore", str(file), fine=False), file
        assert not (home / "birddog.sqlite3").exists() and not list(home.glob(".restoring-*"))


def test_a_bad_list_of_the_erased_puts_nothing_back(kept, tmp_path):
    (tmp_path / "erased.txt").write_text("not an id\n")
    home = tmp_path / "home"
    assert "line 1" in birddog(home, "restore", str(kept[1]), "--erased", str(tmp_path / "erased.txt"), fine=False)
    assert not (home / "birddog.sqlite3").exists()


def test_only_the_newest_are_kept_and_a_single_file_has_no_newest(kept, tmp_path):
    home, _ = kept
    for day in range(1, 4):
        (tmp_path / f"birddog-2026-01-0{day}T000000Z.zip").touch()
    (tmp_path / "mine.zip").touch()
    birddog(home, "backup", str(tmp_path), "--keep", "2")
    left = sorted(path.name for path in tmp_path.glob("*.zip"))
    assert left[0] == "birddog-2026-01-03T000000Z.zip" and left[-1] == "mine.zip" and len(left) == 3
    assert "names one file" in birddog(home, "backup", str(tmp_path / "one.zip"), "--keep", "2", fine=False)
    assert "never written over" in birddog(home, "backup", str(tmp_path / "mine.zip"), fine=False)
    assert "is not a folder" in birddog(home, "backup", str(tmp_path / "mine.zip" / "x.zip"), fine=False)
    assert "nothing has been kept" in birddog(tmp_path / "none", "backup", str(tmp_path / "x"), fine=False)
